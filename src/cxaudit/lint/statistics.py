"""How often each rule was broken, the most frequent first: a format of its own, asked for by an option."""

from collections import Counter

from cxaudit.lint.result import LintResult


class Format:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def head(self) -> str:
        return ""

    def part(self, result: LintResult) -> str:
        self.counts.update(diagnostic.rule for diagnostic in result.open)
        return ""

    def foot(self, whole: LintResult) -> str:
        rows = sorted(self.counts.items(), key=lambda row: (-row[1], row[0]))
        return "".join(f"{count:>5}  {rule}\n" for rule, count in rows)
