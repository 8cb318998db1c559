"""Reads HTML into units, with the line of each."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from cxaudit.prose.markdown import with_empty_marked
from cxaudit.prose.units import Unit, UnitKind

_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "dl", "li", "dt",
    "dd", "table", "tr", "blockquote", "pre", "figure", "figcaption", "br", "hr", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "td", "th", "caption", "address", "details", "summary",
}  # fmt: skip
_HIDDEN = {
    "script", "style", "head", "template", "noscript", "svg", "math", "select", "textarea", "nav", "button",
    "iframe",
}  # fmt: skip


def units_of(text: str) -> list[Unit]:
    """The units of a web page; navigation, scripts, drawings and form fields are left out."""
    return with_empty_marked(_read(text, []).units)


def block(text: str, line: int, path: Sequence[tuple[int, str]]) -> tuple[list[Unit], list[tuple[int, str]]]:
    """The units of a piece of HTML that begins at a line of another text, and the headings that are open behind it.

    `path` has those that are open before it, each with its level.
    """
    page = _read(text, path)
    return [unit._replace(line=unit.line + line - 1) for unit in page.units], page.path


def _read(text: str, path: Sequence[tuple[int, str]]) -> "_Page":
    page = _Page(path)
    page.feed(_parsable(text))
    page.close()
    page.end()
    return page


_COMMENT = re.compile(r"<!--.*?-->", re.S)
_DECLARATION = re.compile(r"<[!?][^>]*>")


def _parsable(text: str) -> str:
    """The text without what makes HTMLParser slow or fail: comments, declarations, and tags that are never closed.

    Each pattern runs only as far as the last mark that can close it, so that every search ends soon.
    """
    for pattern, close in (_COMMENT, "-->"), (_DECLARATION, ">"):
        head, mark, rest = text.rpartition(close)
        text = pattern.sub(lambda found: "\n" * found[0].count("\n"), head + mark) + rest.replace("<!--", "")
    head, mark, rest = text.rpartition(">")
    return head + mark + rest.replace("<", "&lt;")


class _Page(HTMLParser):
    def __init__(self, path: Sequence[tuple[int, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.units: list[Unit] = []
        self.path = [*path]  # the headings that are open, each with its level
        self._hidden = 0
        self._open: list[str] = []
        self._line = 0
        self._heading = 0
        self._lists: list[UnitKind] = []
        self._in_item = self._in_quote = False
        self._tables = 0  # how many are open, one in another
        self._rows: list[list[str]] = []  # the cells of the row that is open in each of them
        self._heads = ""
        self._is_head = False
        self._intro = ""
        self._number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if self._hidden:
            return
        if tag in _BLOCKS:
            self._close()
        if tag in ("ul", "ol"):
            self._lists.append(UnitKind.STEP if tag == "ol" else UnitKind.ITEM)
        elif tag in ("li", "dd"):
            self._in_item = True
        elif tag == "blockquote":
            self._in_quote = True
        elif tag == "tr":
            while len(self._rows) >= max(1, self._tables):
                self._end_row()
            self._rows.append([])
            self._is_head = True
        elif tag == "td":
            self._is_head = False
        elif tag == "table":
            self._tables, self._heads = self._tables + 1, ""
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._heading = int(tag[1])
        elif tag == "a" and (target := dict(attrs).get("href") or "").startswith(("mailto:", "tel:")):
            self._open.append(f" {target.partition(':')[2].partition('?')[0]} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
            return
        if self._hidden or tag not in _BLOCKS:
            return
        self._close()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in ("li", "dd"):
            self._in_item = False
        elif tag == "blockquote":
            self._in_quote = False
        elif tag == "tr" and len(self._rows) >= max(1, self._tables):
            self._end_row()
        elif tag == "table":
            self._tables = max(0, self._tables - 1)
            while len(self._rows) > self._tables:
                self._end_row()
        self._heading = 0

    def _end_row(self) -> None:
        row = " | ".join(self._rows.pop())
        if self._is_head and row:
            self._heads = row
        elif row:
            self._add(UnitKind.ROW, row, self._heads)
        self._is_head = False

    def handle_data(self, data: str) -> None:
        if not self._hidden and (self._open or data.strip()):
            if not self._open:
                self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._open.append(data)

    def _close(self) -> None:
        text = "".join(self._open).strip()
        self._open = []
        if not text:
            return
        if self._rows:
            self._rows[-1].append(" ".join(text.split()))
        elif self._heading:
            words = " ".join(text.split())
            self.path = [one for one in self.path if one[0] < self._heading]
            self.units.append(Unit(UnitKind.HEADING, words, self._line, tuple(text for _, text in self.path)))
            self.path.append((self._heading, words))
            self._number, self._intro = 0, ""
        elif self._in_item:
            self._add(self._lists[-1] if self._lists else UnitKind.ITEM, text, self._intro)
        else:
            self._add(UnitKind.QUOTE if self._in_quote else UnitKind.PARAGRAPH, text, "")
            self._intro = text if text.endswith(":") or len(text) < 200 else ""

    def _add(self, kind: UnitKind, text: str, lead: str) -> None:
        self._number += 1
        self.units.append(Unit(kind, text, self._line, tuple(text for _, text in self.path), lead, self._number))

    def end(self) -> None:
        self._close()
        while self._rows:
            self._end_row()
