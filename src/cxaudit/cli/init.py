"""The command cxaudit init."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cxaudit import sanitize
from cxaudit.cli.app import AsOf, today
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit init",
    "cxaudit init docs",
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write the files.")] = Path(),
    as_of: AsOf = None,
) -> int:
    """Set up a strategy: starter, schema, cxaudit.yaml.

    The starter marks what to fill in with TODO; editors use the schema to complete and check it.
    """
    from cxaudit.strategy.starter import begin

    for path in begin(folder, today(as_of)):
        sys.stdout.write(f"{sanitize.line(str(path))}\n")
    sys.stderr.write("Fill in strategy.yaml, then run: cxaudit lint\n")
    return ExitCode.FINE
