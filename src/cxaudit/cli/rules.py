"""The command cxaudit rules."""

import sys
from typing import Annotated

import typer

from cxaudit.cli.app import ConfigFile, Packs
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit rules",
    "cxaudit rules initiative-no-date",
    "cxaudit rules response-goals",
)


def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """List the rules for strategies, or show one.

    With the id of a question, lists the rules that bear on it, and the signals by which a document deals with it.
    """
    from cxaudit.project import open_project
    from cxaudit.report import listing

    project = open_project(config, pack)
    sys.stdout.write(listing.rules_by_id(project.rules, id, lambda: project.signals_in_full.all))
    return ExitCode.FINE
