"""What the commands share: the program, its common options, and how they read, complain and measure the window."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import CONFIG_FILE, sanitize, version_line
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean

if TYPE_CHECKING:  # the commands import what they need when they need it
    from cxaudit.catalog.catalog import Catalog
    from cxaudit.config import Config
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Audits an organisation's customer service strategy: interview, score, gap report, lint.",
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


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Says problems on stderr, with nothing in them that a terminal would obey."""
    for diagnostic in diagnostics:
        sys.stderr.write(f"{sanitize.text(str(diagnostic))}\n")


def load_catalog(packs: list[Path] | None) -> "Catalog":
    """The program's own data with that of these packs and of those that the configuration names."""
    from cxaudit.catalog import sources
    from cxaudit.catalog.loader import load

    return load(sources.catalog_files(all_packs(packs)))


def all_packs(packs: list[Path] | None) -> list[Path]:
    """These packs, and those that the nearest configuration names."""
    from cxaudit import files
    from cxaudit.catalog import sources

    path = files.nearest_upward(CONFIG_FILE)
    if path is None:
        return sources.distinct(packs or [])
    from cxaudit.config import packs_named  # rules take time to import, and only a configuration needs them

    named = [path.parent / pack for pack in packs_named(files.read(path), str(path))]
    return sources.distinct([*(packs or []), *named])


def nearest_config() -> "Config | None":
    """What the nearest configuration says of interviews; its rules are lint's matter."""
    from cxaudit import files

    path = files.nearest_upward(CONFIG_FILE)
    if path is None:
        return None
    from cxaudit.config import read_beginnings

    return read_beginnings(files.read(path), str(path))


def read(path: Path) -> bytes:
    from cxaudit import files

    return files.read(path)


def templates_of(own: Path | None, packs: list[Path] | None) -> tuple[dict[str, tuple[str, str]], str | None]:
    """All templates by name, and the name of a person's own among them where one is given."""
    from cxaudit import files
    from cxaudit.catalog import sources
    from cxaudit.report.templating import OWN

    templates = sources.templates(all_packs(packs))
    if own is None:
        return templates, None
    return {**templates, OWN: (files.text(own), str(own))}, OWN


def spare(output: Path | None, what: str, kept: Mapping[str, Path | None]) -> None:
    """Raises CxauditError where `what` would take the place of a file that it is made from; `kept` names these."""
    for name, file in kept.items():
        if output and file and output.exists() and file.exists() and output.samefile(file):
            raise CxauditError(Diagnostic(f"the {what} would overwrite the {name}", Place(str(output))))


def put_out(text: str, output: Path | None) -> None:
    """A result, into a file or to standard output."""
    from cxaudit import files

    if output is None:
        sys.stdout.write(text)
    else:
        files.write(output, text)


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def check_choice(word: str, known: tuple[str, ...], kind: str) -> None:
    """Raises CxauditError for a word that is not among the known ones."""
    if word not in known:
        raise CxauditError(
            Diagnostic(f'there is no {kind} "{word}" here', None, did_you_mean(word, known, _plural(kind)))
        )


def width() -> int:
    """The terminal's width, at most 100; 80 where there is none, so that a pipe gets the same bytes anywhere."""
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, 100) if sys.stdout.isatty() else 80


def today(as_of: str | None) -> str:
    """The date given, else today's: the one place where the clock is asked. Raises CxauditError for no date."""
    from datetime import date

    from cxaudit.schema.scalars import is_day

    if as_of is None:
        return date.today().isoformat()
    if not is_day(as_of):
        raise CxauditError(Diagnostic(f'--as-of "{as_of}" is not a date', None, "write it as YYYY-MM-DD"))
    return as_of
