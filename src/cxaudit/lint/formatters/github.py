"""Annotations for GitHub Actions."""

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.formatters import Style
from cxaudit.lint.result import LintResult

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class Format:
    def __init__(self, style: Style) -> None:
        self.style = style

    def head(self) -> str:
        return ""

    def part(self, result: LintResult) -> str:
        return "".join(_annotation(diagnostic) for diagnostic in result.open)

    def foot(self, whole: LintResult) -> str:
        return ""


def _annotation(diagnostic: Diagnostic) -> str:
    where, place = "", diagnostic.place
    if place:
        where = f"file={_property(place.file)},line={max(place.line, 1)},col={max(place.col, 1)},"
    level = _LEVELS[diagnostic.severity]
    message = f"{place}: {diagnostic.message}" if place else diagnostic.message  # for the log, which shows no place
    return f"::{level} {where}title=cxaudit {diagnostic.rule}::{_data(message)}\n"


def _data(text: str) -> str:
    return sanitize.text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
