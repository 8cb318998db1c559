"""Reads Markdown, and plain text, into units, line by line: what stands where, without markup.

Not a whole Markdown parser: it knows headings (reStructuredText's underlines too), lists, tables, quotes, notes, fences
and comments, which is what signals and rules ask for, takes a twentieth of the time of one, and knows every line.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from cxaudit.prose.guards import is_unfilled, only_denies
from cxaudit.prose.markup import plain
from cxaudit.prose.units import Unit, UnitKind

_FENCE = re.compile(r"\s{0,9}(?:[-*+] )?(```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)|(#{2,6})([^\s#].*)")
_UNDERLINE = re.compile(r"\s{0,3}([=\-~^\"'*+#:.])\1{2,}\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"([ \t]*)(?:([-*+•▪●–])|(\d{1,3}|#|[a-z])[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_NOTE = re.compile(r"\[!(\w{1,20})\][ \t]*")
_DIVIDER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$")
_DIRECTIVE = re.compile(r"\s*\.\.[ \t]+(?:_[^:]+:|([\w-]+)::)?|:{3,}|\s*\{[%:]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,90}?)(?<=\S)\1[:.]?")
_ONLY_LINK = re.compile(
    r"!?\[[^\[\]]{0,300}\](?:\([^()]{0,500}\)|\[[^\[\]]{0,80}\])[.,;]?|<https?://[^>]{0,500}>|`?https?://\S{1,500}"
)
_HTML = re.compile(  # what is read as HTML: up to its end, or to the next empty line
    r"</?(table|dl|ul|ol|style|script|div|section|article|main|header|footer|aside|nav|p|h[1-6]|blockquote|details|"
    r"summary|center|figure|form|iframe)\b",
    re.I,
)
_HTML_END = re.compile(r"</(table|dl|ul|ol|style|script)\b", re.I)
_LABEL = 80  # characters; a longer bold line is no heading


class _Lead(NamedTuple):
    indent: int
    text: str


def units_of(text: str, is_plain: bool = False) -> list[Unit]:
    """The units of a Markdown text; of plain text, where short lines alone are headings."""
    lines = _blank_comments(text).split("\n")
    ends = {tag.lower(): n for n, line in enumerate(lines, 1) if "</" in line for tag in _HTML_END.findall(line)}
    scan = _Scan(is_plain, ends)
    for number, line in enumerate(lines, 1):
        scan.line(line, number, lines[number] if number < len(lines) else "")
    scan.end()
    return with_empty_marked(scan.units)


def _blank_comments(text: str) -> str:
    """The text without comments, with as many lines."""
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


class _Scan:
    """Goes through lines and keeps what is open: a paragraph, a list, a table, a fence."""

    def __init__(self, is_plain: bool, html_ends: Mapping[str, int]) -> None:
        self.units: list[Unit] = []
        self._plain = is_plain
        self._path: list[tuple[int, str]] = []  # open headings: level and text
        self._levels: dict[str, int] = {}  # of underlines, in the order in which they occur
        self._open: list[str] = []  # the lines of the unit that is open
        self._kind, self._begun = UnitKind.PARAGRAPH, 0
        self._pending: _Lead | None = None  # the item that is open, which may lead up to others
        self._fence = ""
        self._html: list[str] = []  # the lines of the HTML that is open
        self._html_tag, self._html_depth, self._html_begun = "", 0, 0  # the tag that must be closed, if any
        self._html_ends = html_ends  # the last line that closes each tag
        self._heads: list[str] | None = None  # the heads of the table that is open
        self._leads: list[_Lead] = []
        self._intro = ""  # what introduces the list that may come next
        self._number = 0
        self._blank = True

    def line(self, line: str, number: int, following: str) -> None:
        if self._html and self._html_tag not in ("style", "script") and line.startswith("#") and _HEADING.match(line):
            self._end_html()  # it was never closed
        if self._html:
            self._html_line(line)
            return
        if self._fence:
            if line.lstrip().startswith(self._fence):
                self._fence = ""
            return
        if (found := _FENCE.match(line)) and not self._is_underline(line):
            self._close()
            self._fence = found[1][:3]
            return
        bare = line.strip()
        if bare.startswith("<") and not self._plain and (found := _HTML.match(bare)):
            self._close()
            self._heads, self._leads, self._intro = None, [], ""
            tag = found[1].lower()
            self._html_tag, self._html_begun = tag if self._html_ends.get(tag, 0) >= number else "", number
            self._html_line(line)
            return
        if not bare:
            self._close()
            self._heads, self._blank = None, True
            return
        self._content(line, bare, number, following)
        self._blank = False

    def _html_line(self, line: str) -> None:
        """Takes a line of HTML, and the units in it all at the last."""
        self._html.append(line)
        if tag := self._html_tag:
            self._html_depth += line.lower().count(f"<{tag}") - line.lower().count(f"</{tag}")
        if self._html_depth <= 0 if tag else not line.strip():
            self._end_html()

    def _end_html(self) -> None:
        from cxaudit.prose import webpage

        units, self._path = webpage.block("\n".join(self._html), self._html_begun, self._path)
        self._html, self._html_depth = [], 0
        for unit in units:
            self._number = 0 if unit.kind is UnitKind.HEADING else self._number + 1
            self.units.append(unit._replace(number=self._number))

    def _is_underline(self, line: str) -> bool:
        """Whether tildes are no fence but the underline of a heading, as reStructuredText has it."""
        bare = line.strip()
        return not bare.strip("~") and len(self._open) == 1 and 3 < len(self._open[0]) <= len(bare)

    def _content(self, line: str, bare: str, number: int, following: str) -> None:
        if found := None if self._plain else _HEADING.match(line):
            self._heading(found[2] or found[4], len(found[1] or found[3]), number)
        elif _UNDERLINE.match(line) and (len(self._open) == 1 or not self._open):
            self._underline(bare[0], number)
        elif _RULE.match(line):
            self._close()
        elif "|" in line and (self._heads is not None or _DIVIDER.match(following)):
            self._row(bare, number, following)
        elif _DIVIDER.match(line) and "|" in line:
            pass
        elif found := _QUOTE.match(line):
            self._quote(line[found.end() :].strip(), number)
        elif found := _DIRECTIVE.match(line):
            self._close()
        elif found := _ITEM.match(line):
            self._item(found, line, number)
        elif self._open and self._kind is not UnitKind.QUOTE:
            self._open.append(bare)
        elif self._leads and line[0] in " \t" and not self._open:  # goes on below an item
            self._begin(UnitKind.ITEM, bare, number)
        else:
            self._paragraph(bare, number, following)

    # ------------------------------------------------------------------------------------------------ kinds of line

    def _paragraph(self, bare: str, number: int, following: str) -> None:
        self._close()
        self._leads = []
        if self._is_label(bare, following):
            self._heading(bare, 7, number)
        else:
            self._begin(UnitKind.PARAGRAPH, bare, number)

    def _is_label(self, bare: str, following: str) -> bool:
        """Whether a line alone is a heading, though not written as one."""
        if len(bare) > _LABEL or following.strip():
            return False
        bold = _BOLD.fullmatch(bare)
        if bold:
            return True
        return self._plain and self._blank and bare[-1] not in ".,;!" and len(bare.split()) <= 9

    def _heading(self, text: str, level: int, number: int) -> None:
        self._close()
        words = plain(text.rstrip("# \t"))
        self._path = [one for one in self._path if one[0] < level]
        self.units.append(Unit(UnitKind.HEADING, words, number, tuple(text for _, text in self._path)))
        self._path.append((level, words))
        self._leads, self._intro, self._number, self._heads = [], "", 0, None

    def _underline(self, mark: str, number: int) -> None:
        if not self._open or self._kind is not UnitKind.PARAGRAPH:
            return  # a line above a heading, or a rule
        text = self._open[0]
        self._open = []
        level = {"=": 1, "-": 2}.get(mark, 0) if mark in "=-" and not self._levels.keys() - {"=", "-"} else 0
        self._levels.setdefault(mark, level or len(self._levels) + 1)
        self._heading(text, self._levels[mark], number - 1)

    def _row(self, bare: str, number: int, following: str) -> None:
        cells = [plain(cell) for cell in re.split(r"(?<!\\)\|", bare.strip("|"))]
        if self._heads is None:
            self._close()
            self._heads = cells
            return
        if not _DIVIDER.match(bare):
            named = [cell for cell in self._heads if cell]
            self._add(UnitKind.ROW, " | ".join(cell for cell in cells if cell), number, " | ".join(named))

    def _quote(self, text: str, number: int) -> None:
        if found := _NOTE.match(text):
            self._close()
            text = text[found.end() :]
            self._begin(UnitKind.NOTE, text, number)
        elif self._open and self._kind in (UnitKind.QUOTE, UnitKind.NOTE):
            self._open.append(text)
        else:
            self._close()
            self._begin(UnitKind.QUOTE, text, number)

    def _item(self, found: re.Match[str], line: str, number: int) -> None:
        self._close()
        indent = len(found[1].expandtabs(4))
        self._leads = [lead for lead in self._leads if lead.indent < indent]
        bare = line[found.end() :].strip()
        self._begin(UnitKind.ITEM if found[2] or found[3] == "#" else UnitKind.STEP, bare, number)
        self._pending = _Lead(indent, bare)

    # ----------------------------------------------------------------------------------------------- open and close

    def _begin(self, kind: UnitKind, text: str, number: int) -> None:
        self._kind, self._open, self._begun, self._pending = kind, [text], number, None

    def _close(self) -> None:
        if not self._open:
            return
        raw = "\n".join(self._open)
        kind, pending = self._kind, self._pending
        self._open = []
        if _ONLY_LINK.fullmatch(raw.strip()):
            kind = UnitKind.LINK
        if kind is UnitKind.PARAGRAPH and (found := _BOLD.match(raw)) and len(raw) > found.end() + 1:
            self._path = [one for one in self._path if one[0] < 8] + [(8, plain(found[2]))]
        elif kind is UnitKind.PARAGRAPH:
            self._path = [one for one in self._path if one[0] < 8]
        text = plain(raw)
        lead = " | ".join([self._intro, *(lead.text for lead in self._leads)]) if pending or self._leads else ""
        self._add(kind, text, self._begun, lead.strip(" |"))
        if pending:
            self._leads.append(_Lead(pending.indent, text))
        elif kind is UnitKind.PARAGRAPH:
            self._intro = text if text.endswith(":") or len(text) < 200 else ""

    def _add(self, kind: UnitKind, text: str, line: int, lead: str) -> None:
        if text.strip():
            self._number += 1
            self.units.append(Unit(kind, text, line, tuple(text for _, text in self._path), lead, self._number))

    def end(self) -> None:
        self._close()
        if self._html:
            self._end_html()


def with_empty_marked(units: list[Unit]) -> list[Unit]:
    """The units, with each heading marked that has hardly any text beneath it."""
    found = list(units)
    counts: dict[
        int, int
    ] = {}  # of words behind the unit that is looked at, by the depth of the heading they are under
    for n in range(len(found) - 1, -1, -1):
        unit = found[n]
        if unit.kind is UnitKind.HEADING:
            depth = len(unit.headings)
            inside = sum(count for level, count in counts.items() if level >= depth)
            if inside < _FEW:
                found[n] = unit._replace(is_empty=True)
            counts = {level: count for level, count in counts.items() if level < depth}
            counts[depth - 1] = counts.get(depth - 1, 0) + inside
        elif unit.kind is not UnitKind.LINK and not is_unfilled(unit.text) and not only_denies(unit.text):
            counts[len(unit.headings) - 1] = counts.get(len(unit.headings) - 1, 0) + len(unit.text.split())
    return found


_FEW = 5  # words; a heading with fewer beneath it says nothing by itself


def front_matter(text: str) -> tuple[str, int]:
    """The YAML at the start of a text, and the number of lines that it takes; nothing and 0 where there is none."""
    found = re.match(r"---[ \t]*\r?\n((?:(?!---|\.\.\.)[^\n]*\n){0,400}?)(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", text)
    return (found[1], found[0].count("\n")) if found else ("", 0)
