"""A code quality report for GitLab."""

from collections import Counter

from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.fingerprint import fingerprint
from cxaudit.lint.formatters import Style
from cxaudit.lint.listed import Listed
from cxaudit.lint.result import LintResult

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class Format:
    def __init__(self, style: Style) -> None:
        self.entries, self.seen = Listed(1), Counter[str]()

    def head(self) -> str:
        return "["

    def part(self, result: LintResult) -> str:
        return "".join(self.entries.add(self._entry(diagnostic)) for diagnostic in result.open)

    def foot(self, whole: LintResult) -> str:
        return f"{self.entries.end()}\n"

    def _entry(self, d: Diagnostic) -> dict[str, object]:
        mark = fingerprint(d)
        self.seen[mark] += 1
        return {
            "description": d.message,
            "check_name": d.rule,
            "fingerprint": mark if self.seen[mark] == 1 else f"{mark}-{self.seen[mark]}",
            "severity": _LEVELS[d.severity],
            "location": {
                "path": d.place.file if d.place else "",
                "lines": {"begin": max(d.place.line if d.place else 1, 1)},
            },
        }
