"""How often each rule was broken, the most frequent first."""

from collections import Counter

from cxaudit.lint.result import LintResult


def render(result: LintResult) -> str:
    counts = Counter(diagnostic.rule for diagnostic in result.open)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:>5}  {rule}\n" for rule, count in rows)
