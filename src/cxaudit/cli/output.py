"""Where a command's output goes: results to standard output or a file, everything else to standard error."""

import os
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.cli.app import check_choice
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


_ENDINGS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}
_NOT_OURS = (".docx", ".doc", ".odt", ".pdf", ".xlsx", ".pptx")
_NAMES = {"md": "Markdown", "html": "HTML", "json": "JSON"}


def written_as(
    what: str, formats: Collection[str], asked: str | None, output: Path | None, template: Path | None
) -> str:
    """The format asked for, else the one that the name of the output or of the template says, else Markdown.

    `what` is the thing that is written, and `formats` are those that it can have. Raises CxauditError where it cannot
    have the format, or the names do not fit together.
    """
    from cxaudit.report.formats import format_of

    if asked is not None:
        check_choice(asked, tuple(formats), "format")
    ending = output.suffix.lower() if output else ""
    named, made = _ENDINGS.get(ending, ""), format_of(template.name) if template else ""
    if output and (ending in _NOT_OURS or (named and named not in {*formats, made})):
        known = " or ".join(_NAMES[one] for one in formats) if len(formats) < 3 else "Markdown, HTML or JSON"
        hint = f"write Markdown, then: pandoc {what}.md -o {what}.docx" if ending in _NOT_OURS else ""
        raise CxauditError(Diagnostic(f"a {what} is {known}, not {ending}", Place(str(output)), hint))
    chosen = asked or named or made or "md"
    if output and named and named != chosen:
        raise CxauditError(Diagnostic(f"the format is {chosen}, but the name says {named}", Place(str(output))))
    if template and made == "html" and chosen == "md":
        hint = "leave out --format, and give the output a name that ends in .html"
        raise CxauditError(Diagnostic("this template writes HTML", Place(str(template)), hint))
    return chosen


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
