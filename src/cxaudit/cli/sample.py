"""The command cxaudit sample."""

import sys
from typing import Annotated

import typer

from cxaudit.cli.app import AsOf, AuditFile, ConfigFile, Packs, today
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit sample acme.yaml",
    "cxaudit sample acme.yaml --number 20 --seed 7",
)


def sample(
    file: AuditFile,
    number: Annotated[int, typer.Option(metavar="N", min=1, max=999, help="How many to draw.")] = 10,
    seed: Annotated[int, typer.Option(metavar="N", help="A new seed draws new answers.")] = 1,
    as_of: AsOf = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Draw answers to examine: what was said to be true, high risk first.

    Look at the proof of each, and note the outcome with v in the interview: v 1 if it held, v 1! if not. The same seed
    draws the same answers.
    """
    from cxaudit.cli import inputs
    from cxaudit.cli.output import width
    from cxaudit.project import open_project
    from cxaudit.report.sample import listed

    assessment = inputs.assessed(open_project(config, pack), file, today(as_of))
    sys.stdout.write(listed(assessment, number, seed, width()))
    return ExitCode.FINE
