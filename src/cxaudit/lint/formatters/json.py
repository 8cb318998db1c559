"""Version 1 of the JSON format of lint; suppressed diagnostics are included with their reason."""

import json

from cxaudit.lint.result import LintResult

VERSION = 1


def render(result: LintResult) -> str:
    problems = [
        {
            "file": d.place.file if d.place else "",
            "line": d.place.line if d.place else 0,
            "column": d.place.col if d.place else 0,
            "rule": d.rule,
            "severity": d.severity,
            "message": d.message,
            "hint": d.hint,
            "path": d.path,
            "criteria": list(result.rules[d.rule].criteria) if d.rule in result.rules else [],
            "excused": d.suppressed or None,
        }
        for d in result.diagnostics
    ]
    return json.dumps({"version": VERSION, "files": list(result.files), "problems": problems}, indent=1) + "\n"
