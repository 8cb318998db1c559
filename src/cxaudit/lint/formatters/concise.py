"""A line per diagnostic."""

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.formatters import Style
from cxaudit.lint.result import LintResult

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


class Format:
    def __init__(self, style: Style) -> None:
        self.style = style

    def head(self) -> str:
        return ""

    def part(self, result: LintResult) -> str:
        found = "".join(headed(diagnostic, self.style.colour) for diagnostic in result.open)
        return found + covering(result, self.style)

    def foot(self, whole: LintResult) -> str:
        return ""


def covering(result: LintResult, style: Style) -> str:
    """What each document covers, if that was asked for."""
    if not result.documents:
        return ""
    from cxaudit.lint.coverage import text

    return "".join(text(one, style.frameworks, style.width) for one in result.documents)


def headed(diagnostic: Diagnostic, colour: bool) -> str:
    """The line with place, severity, message and rule."""
    severity = coloured(diagnostic.severity, diagnostic.severity, colour)
    rule = f" [{diagnostic.rule}]" if diagnostic.rule else ""
    return f"{sanitize.line(str(diagnostic.place or ''))}: {severity}: {sanitize.line(diagnostic.message)}{rule}\n"


def coloured(text: str, severity: Severity, colour: bool) -> str:
    return f"\x1b[{_COLOURS[severity]}m{text}\x1b[0m" if colour else text
