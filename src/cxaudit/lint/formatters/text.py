"""Each diagnostic with the line that it points at and a mark under the place."""

import re

from cxaudit import sanitize
from cxaudit.errors import Diagnostic
from cxaudit.lint.formatters import Style
from cxaudit.lint.formatters.concise import coloured, covering, headed
from cxaudit.lint.result import Lines, LintResult

_END = re.compile(r"[,}\]]|\s#|$")


class Format:
    def __init__(self, style: Style) -> None:
        self.style = style

    def head(self) -> str:
        return ""

    def part(self, result: LintResult) -> str:
        colour, width = self.style.colour, self.style.width
        found = (f"{headed(d, colour)}{_quoted(d, result.lines, colour, width)}{_hinted(d)}" for d in result.open)
        return "".join([*found, covering(result, self.style)])

    def foot(self, whole: LintResult) -> str:
        return ""


def _quoted(diagnostic: Diagnostic, lines: Lines, colour: bool, width: int) -> str:
    place = diagnostic.place
    line = lines.get(place.file, {}).get(place.line) if place else None
    if not place or line is None or (place.line, place.col) == (1, 1):  # the file as a whole
        return ""
    skipped = max(0, place.col - 1 - 2 * width)  # a line may be very long, and have many diagnostics
    start = place.col - 1 - skipped
    shown = _even(line[skipped : skipped + start + 2 * width])
    found = None if shown[start : start + 1] in ("{", "[", "") else _END.search(shown, start)
    end = found.start() if found else len(shown)
    room = max(width - 8, 20)
    first = max(0, start - room // 2) if len(shown) > room else 0
    cut = shown[first : first + room]
    mark = coloured("^" + "~" * (min(end, first + room) - start - 1), diagnostic.severity, colour)
    return f"{place.line:>5} | {cut}\n      | {' ' * (start - first)}{mark}\n"


def _even(line: str) -> str:
    """A line without anything that would shift the mark or that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in line.rstrip("\r\n"))


def _hinted(diagnostic: Diagnostic) -> str:
    return f"      hint: {sanitize.line(diagnostic.hint)}\n" if diagnostic.hint else ""
