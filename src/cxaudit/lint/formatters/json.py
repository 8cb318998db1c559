"""Version 1 of the lint format; what is suppressed is there with its reason."""

from tempfile import SpooledTemporaryFile

from cxaudit.errors import Diagnostic
from cxaudit.lint.formatters import Style
from cxaudit.lint.listed import Listed
from cxaudit.lint.result import LintResult

VERSION = 1
MOST_IN_MEMORY = 1_000_000  # of what documents cover, which comes last: the rest waits in a file


class Format:
    def __init__(self, style: Style) -> None:
        self.rules, self.problems, self.frameworks = style.rules, Listed(2), style.frameworks
        self.documents = Listed(2)
        self.spool = SpooledTemporaryFile(MOST_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115

    def head(self) -> str:
        return f'{{\n "version": {VERSION},\n "problems": ['

    def part(self, result: LintResult) -> str:
        for one in result.documents:
            from cxaudit.lint.coverage import json_values

            self.spool.write(self.documents.add(json_values(one, self.frameworks)))
        return "".join(self.problems.add(self._problem(diagnostic)) for diagnostic in result.diagnostics)

    def foot(self, whole: LintResult) -> str:
        files = Listed(2)
        named = "".join(files.add(file) for file in whole.files)
        self.spool.seek(0)
        documents = f"{self.spool.read()}{self.documents.end()}"
        return f'{self.problems.end()},\n "files": [{named}{files.end()},\n "documents": [{documents}\n}}\n'

    def _problem(self, d: Diagnostic) -> dict[str, object]:
        return {
            "file": d.place.file if d.place else "",
            "line": d.place.line if d.place else 0,
            "column": d.place.col if d.place else 0,
            "rule": d.rule,
            "severity": d.severity,
            "message": d.message,
            "hint": d.hint,
            "path": d.path,
            "criteria": list(self.rules[d.rule].criteria) if d.rule in self.rules else [],
            "suppressed": d.suppressed or None,
        }
