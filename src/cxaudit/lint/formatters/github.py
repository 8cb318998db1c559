"""Annotations for GitHub Actions."""

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.result import LintResult

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: LintResult) -> str:
    return "".join(_annotation(diagnostic) for diagnostic in result.open)


def _annotation(diagnostic: Diagnostic) -> str:
    where, place = "", diagnostic.place
    if place:
        where = f"file={_property(place.file)},line={max(place.line, 1)},col={max(place.col, 1)},"
    level = _LEVELS[diagnostic.severity]
    return f"::{level} {where}title=cxaudit {diagnostic.rule}::{_data(diagnostic.message)}\n"


def _data(text: str) -> str:
    return sanitize.text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
