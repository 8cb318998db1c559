"""What a command puts out: results to standard output or a file, everything else to standard error."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.errors import CxauditError, Diagnostic, Place


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics to standard error, with nothing in them that a terminal would obey."""
    for diagnostic in diagnostics:
        sys.stderr.write(f"{sanitize.text(str(diagnostic))}\n")


def put_out(text: str, output: Path | None) -> None:
    """A result, into a file or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        files.write(output, text)


def spare(output: Path | None, what: str, kept: Mapping[str, Path | None]) -> None:
    """Raises CxauditError where `what` would take the place of a file that it is made from; `kept` names these."""
    for name, file in kept.items():
        if output and file and output.exists() and file.exists() and output.samefile(file):
            raise CxauditError(Diagnostic(f"the {what} would overwrite the {name}", Place(str(output))))


def width() -> int:
    """The terminal's width, at most 100; 80 where there is none, so that a pipe gets the same bytes anywhere."""
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, 100) if sys.stdout.isatty() else 80


def colours() -> bool:
    """Whether standard output is a terminal that shows colours."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
