"""One line per diagnostic."""

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.result import LintResult

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def render(result: LintResult, colour: bool = False, width: int = 80) -> str:
    return "".join(headed(diagnostic, colour) for diagnostic in result.open)


def headed(diagnostic: Diagnostic, colour: bool) -> str:
    """The line that says where, how severe, what is wrong, and which rule found it."""
    severity = coloured(diagnostic.severity, diagnostic.severity, colour)
    rule = f" [{diagnostic.rule}]" if diagnostic.rule else ""
    return f"{sanitize.line(str(diagnostic.place or ''))}: {severity}: {sanitize.line(diagnostic.message)}{rule}\n"


def coloured(text: str, severity: Severity, colour: bool) -> str:
    return f"\x1b[{_COLOURS[severity]}m{text}\x1b[0m" if colour else text
