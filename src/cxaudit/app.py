"""What the commands share: the program, its common options, and how they read, complain and measure the window."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import inert, version_line
from cxaudit.errors import CxauditError, Problem, did_you_mean

if TYPE_CHECKING:  # the commands import what they need when they need it
    from cxaudit.config import Config
    from cxaudit.library import Library


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Audits an organisation's customer service strategy: interview, score, gap report.",
    epilog="Exit codes: 0 fine, 1 problems or below a bar, 2 could not run, 3 nothing matched, 130 interrupted.",
)

Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", metavar="DIR", help="Also read frameworks/ and templates/ in DIR. Repeatable."),
]

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The date to compare dates with; default today.")
]


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"{version_line()}\n")
        raise typer.Exit


def complain(problems: Iterable[Problem]) -> None:
    """Says problems on stderr, with nothing in them that a terminal would obey."""
    for problem in problems:
        sys.stderr.write(f"{inert.text(str(problem))}\n")


def load_library(packs: list[Path] | None) -> "Library":
    """The program's own data with that of these packs and of those that the configuration names."""
    from cxaudit import files
    from cxaudit.library import load

    return load(files.sources(all_packs(packs)))


def all_packs(packs: list[Path] | None) -> list[Path]:
    """These packs, and those that the nearest configuration names."""
    from cxaudit import files

    path = files.nearest_upward("cxaudit.yaml")
    if path is None:
        return files.distinct(packs or [])
    from cxaudit.config import packs_named

    named = [path.parent / pack for pack in packs_named(files.read(path), str(path))]
    return files.distinct([*(packs or []), *named])


def nearest_config() -> "Config":
    """What the nearest configuration says of interviews; its rules are lint's matter."""
    from cxaudit import files

    path = files.nearest_upward("cxaudit.yaml")
    from cxaudit.config import Config, read_beginnings

    return read_beginnings(files.read(path), str(path)) if path else Config()


def read(path: Path) -> bytes:
    from cxaudit import files

    return files.read(path)


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def check_choice(word: str, known: tuple[str, ...], kind: str) -> None:
    """Raises CxauditError for a word that is not among the known ones."""
    if word not in known:
        raise CxauditError(Problem(f'there is no {kind} "{word}" here', None, did_you_mean(word, known, _plural(kind))))


def width() -> int:
    """The terminal's width, at most 100; 80 where there is none, so that a pipe gets the same bytes anywhere."""
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, 100) if sys.stdout.isatty() else 80


def today(as_of: str | None) -> str:
    """The date given, else today's: the one place where the clock is asked. Raises CxauditError for no date."""
    from datetime import date

    from cxaudit.shapes import is_day

    if as_of is None:
        return date.today().isoformat()
    if not is_day(as_of):
        raise CxauditError(Problem(f'--as-of "{as_of}" is not a date', None, "write it as YYYY-MM-DD"))
    return as_of
