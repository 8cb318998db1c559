"""The command cxaudit new."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cxaudit import sanitize
from cxaudit.cli.app import check_choice
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit new framework our-lens our-pack",
    "cxaudit new criterion callbacks our-pack --group telephone",
)


def new(
    kind: Annotated[str, typer.Argument(metavar="framework|criterion", help="What to create.", show_default=False)],
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower-case words joined by hyphens.")],
    pack: Annotated[Path, typer.Argument(metavar="[DIR]", help="The pack to write it into.")] = Path(),
    group: Annotated[str, typer.Option(metavar="NAME", help="The bank file that a criterion goes into.")] = "own",
) -> int:
    """Create a framework or criterion in a pack.

    Writes a commented starter: fill in what it marks TODO; lint shows what is left.
    """
    from cxaudit.catalog import scaffold

    check_choice(kind, ("framework", "criterion"), "starter")
    path, line = scaffold.begin(kind, id, pack, group)
    begun, where = sanitize.line(f"{path}:{line}"), sanitize.line(str(pack))
    sys.stdout.write(f"{begun}: fill in each TODO, then run: cxaudit lint {where}\n")
    return ExitCode.FINE
