"""Where a command's output goes: results to standard output or a file, everything else to standard error."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.errors import CxauditError, Diagnostic, Place


def complain(diagnostics: Iterable[Diagnostic]) -> None:
    """Writes diagnostics to standard error."""
    for diagnostic in diagnostics:
        place = f"{diagnostic.place}: " if diagnostic.place else ""
        say(f"{place}{diagnostic.message}")
        if diagnostic.hint:
            say(f"  hint: {diagnostic.hint}")


def say(text: str) -> None:
    """Writes a text to standard error as one line, without terminal escapes."""
    begin = text[: len(text) - len(text.lstrip(" "))]
    sys.stderr.write(f"{begin}{sanitize.line(text)}\n")


def put_out(text: str, output: Path | None) -> None:
    """Writes a result to a file, or to standard output. Raises CxauditError rather than overwrite what people wrote."""
    if output is None:
        sys.stdout.write(text)
    else:
        files.check_replaceable(output)
        files.write(output, text)


def spare(output: Path | None, what: str, kept: Mapping[str, Path | None]) -> None:
    """Raises CxauditError where `what` would overwrite a file that it is made from; `kept` has these by name."""
    for name, file in kept.items():
        if output and file and output.exists() and file.exists() and output.samefile(file):
            raise CxauditError(Diagnostic(f"the {what} would overwrite the {name}", Place(str(output))))


def width() -> int:
    """The terminal's width, at most 100; 80 where there is no terminal, so that a pipe always gets the same bytes."""
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, 100) if sys.stdout.isatty() else 80


def colours() -> bool:
    """Whether to colour standard output: NO_COLOR forbids it, FORCE_COLOR asks for it, else a terminal decides."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")
