"""The command cxaudit init."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import sanitize
from cxaudit.cli.app import AsOf, check_choice, today
from cxaudit.errors import CxauditError, Diagnostic, ExitCode
from cxaudit.model import DOCUMENT_KINDS

if TYPE_CHECKING:  # at run time, a command imports only what it uses
    from cxaudit.strategy.starter import Facts

EXAMPLES = (
    "cxaudit init",
    "cxaudit init docs",
    'cxaudit init --organisation "Mill Street Bakery" --kind charter --channels counter,telephone',
)
_ASKED = (
    ("organisation", "Whose strategy is it?", ""),
    ("kind", f"What is it: {', '.join(DOCUMENT_KINDS)}?", DOCUMENT_KINDS[0]),
    ("channels", "How do customers reach you, by commas: telephone, email, counter...?", "telephone"),
    ("owner", "Which role runs customer service?", ""),
    ("review", "When is it next reviewed, as YYYY-MM-DD?", ""),
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write the files.")] = Path(),
    organisation: Annotated[str | None, typer.Option(metavar="NAME", help="Whose strategy it is.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=f"{', '.join(DOCUMENT_KINDS)}.")] = None,
    channels: Annotated[
        str | None, typer.Option(metavar="NAMES", help="How customers reach you, joined by commas.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="ROLE", help="The role that runs customer service.")] = None,
    review: Annotated[str | None, typer.Option(metavar="DATE", help="The day of the next review.")] = None,
    as_of: AsOf = None,
) -> int:
    """Set up a strategy: starter, schema, cxaudit.yaml.

    On a terminal it asks for anything you did not give; press Enter to fill it in later. The starter marks what to fill
    in with TODO; editors use the schema to complete and check it.
    """
    from cxaudit.strategy.starter import begin, check_free

    check_free(folder)
    given = {"organisation": organisation, "kind": kind, "channels": channels, "owner": owner, "review": review}
    for path in begin(folder, today(as_of), _facts(given)):
        sys.stdout.write(f"{sanitize.line(str(path))}\n")
    sys.stderr.write("Fill in strategy.yaml, then run: cxaudit lint\n")
    return ExitCode.FINE


def _facts(given: dict[str, str | None]) -> "Facts":
    """What is given, and on a terminal asked for. Raises CxauditError for a kind or a date that is none."""
    from cxaudit.schema.scalars import is_day
    from cxaudit.strategy.starter import Facts

    asks = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    said = {}
    for name, question, default in _ASKED:
        answer = given[name]
        if answer is None and asks:
            answer = _line(question, default)
        said[name] = sanitize.line(answer or default)
    check_choice(said["kind"], DOCUMENT_KINDS, "kind")
    if said["review"] and not is_day(said["review"]):
        raise CxauditError(Diagnostic(f'"{said["review"]}" is not a date', None, "write it as YYYY-MM-DD"))
    names = tuple(name.strip() for name in said["channels"].split(",") if name.strip())
    return Facts(said["organisation"], said["kind"], names, said["owner"], said["review"])


def _line(question: str, default: str) -> str:
    """A line typed in answer to a question; Enter takes the default."""
    sys.stderr.write(f"{question}{f' [{default}]' if default else ''} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() or default
