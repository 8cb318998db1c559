"""A code quality report for GitLab."""

import json
from collections import Counter

from cxaudit.errors import Severity
from cxaudit.lint.fingerprint import fingerprint
from cxaudit.lint.result import LintResult

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: LintResult) -> str:
    seen: Counter[str] = Counter()
    entries = []
    for d in result.open:
        mark = fingerprint(d)
        seen[mark] += 1
        entries.append(
            {
                "description": d.message,
                "check_name": d.rule,
                "fingerprint": mark if seen[mark] == 1 else f"{mark}-{seen[mark]}",
                "severity": _LEVELS[d.severity],
                "location": {
                    "path": d.place.file if d.place else "",
                    "lines": {"begin": max(d.place.line if d.place else 1, 1)},
                },
            }
        )
    return json.dumps(entries, indent=1) + "\n"
