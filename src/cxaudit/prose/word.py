"""Reads a Word file into units: zip and XML from the standard library, with limits, and never a DOCTYPE."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic, Place
from cxaudit.prose.markdown import with_empty_marked
from cxaudit.prose.units import Unit, UnitKind

MOST_BYTES = 30_000_000  # of the unpacked text: the largest real ones have three million
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN, _STYLES, _LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_LEVEL = re.compile(r"(?:heading|titre|überschrift|título|titel)\s*(\d)", re.I)


def units_of(data: bytes, name: str) -> list[Unit]:
    """The units of a Word file, in order. Raises CxauditError where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if _MAIN not in names:
                raise _unreadable(name, "this is not a Word document")
            body = _part(packed, _MAIN, name).find(f"{_W}body")
            styles = _part(packed, _STYLES, name) if _STYLES in names else None
            lists = _part(packed, _LISTS, name) if _LISTS in names else None
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(name, "this Word file is damaged or locked") from error
    reader = _Reader(_levels(styles), _numbered(lists))
    try:
        for block in body if body is not None else ():
            reader.block(block)
    except RecursionError:
        raise _unreadable(name, "this Word file is nested more deeply than any word processor writes") from None
    return with_empty_marked(reader.units)


def _unreadable(name: str, message: str) -> CxauditError:
    return CxauditError(Diagnostic(message, Place(name), "save it again as .docx", UNREADABLE))


def _part(packed: zipfile.ZipFile, part: str, name: str) -> ElementTree.Element:
    """One part as a tree. Raises CxauditError where it is too large, or has a document type of its own."""
    with packed.open(part) as file:
        data = file.read(MOST_BYTES + 1)  # what the archive says of its size may be a lie
    if len(data) > MOST_BYTES:
        raise _unreadable(name, f"this Word file has more than {MOST_BYTES // 1_000_000} MB of text")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise _unreadable(name, "this Word file has a DOCTYPE, which no word processor writes")
    return ElementTree.fromstring(data)


def _levels(styles: ElementTree.Element | None) -> dict[str, int]:
    """The heading level of each style that is one, by its id; a title has level 1."""
    found: dict[str, int] = {f"Heading{level}": level for level in range(1, 7)}  # where styles are not described
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        id, name = style.get(f"{_W}styleId", ""), style.find(f"{_W}name")
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        called = name.get(f"{_W}val", "") if name is not None else ""
        if level := _LEVEL.match(called) or _LEVEL.match(id):
            found[id] = int(level[1])
        elif outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
            found[id] = int(outline.get(f"{_W}val", "0")) + 1
        elif called.lower() == "title":
            found[id] = 1
    return found


def _numbered(lists: ElementTree.Element | None) -> set[str]:
    """The ids of the lists that count their items."""
    if lists is None:
        return set()
    counts = set()
    for kind in lists.iter(f"{_W}abstractNum"):
        form = kind.find(f"{_W}lvl/{_W}numFmt")
        if form is not None and form.get(f"{_W}val") not in ("bullet", "none"):
            counts.add(kind.get(f"{_W}abstractNumId"))
    found = set()
    for one in lists.iter(f"{_W}num"):
        of = one.find(f"{_W}abstractNumId")
        if of is not None and of.get(f"{_W}val") in counts:
            found.add(one.get(f"{_W}numId", ""))
    return found


class _Reader:
    """Goes through the blocks of a document and keeps the headings that are open."""

    def __init__(self, levels: dict[str, int], numbered: set[str]) -> None:
        self.units: list[Unit] = []
        self._levels, self._counted = levels, numbered
        self._path: list[tuple[int, str]] = []
        self._number = 0
        self._intro = ""

    def block(self, block: ElementTree.Element) -> None:
        if block.tag == f"{_W}p":
            self._paragraph(block)
        elif block.tag == f"{_W}tbl":
            self._table(block)
        elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            for inner in block:
                self.block(inner)

    def _paragraph(self, block: ElementTree.Element) -> None:
        text = _text(block)
        if not text:
            return
        style = block.find(f"{_W}pPr/{_W}pStyle")
        id = style.get(f"{_W}val", "") if style is not None else ""
        level = self._levels.get(id, 0)
        if level:
            self._heading(text, level)
            return
        listed = block.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if listed is not None or "list" in id.lower():
            counted = listed is not None and listed.get(f"{_W}val") in self._counted
            self._add(UnitKind.STEP if counted else UnitKind.ITEM, text, self._intro)
        elif _is_bold(block) and len(text) <= 80 and text[-1] not in ".,;":
            self._heading(text, 7)
        else:
            self._add(UnitKind.QUOTE if "quote" in id.lower() else UnitKind.PARAGRAPH, text, "")
            self._intro = text if text.endswith(":") or len(text) < 200 else ""

    def _heading(self, text: str, level: int) -> None:
        self._path = [one for one in self._path if one[0] < level]
        self.units.append(Unit(UnitKind.HEADING, text, 0, tuple(text for _, text in self._path)))
        self._path.append((level, text))
        self._number, self._intro = 0, ""

    def _table(self, table: ElementTree.Element) -> None:
        heads = ""
        for n, row in enumerate(table.iter(f"{_W}tr")):
            cells = [" ".join(filter(None, map(_text, cell.iter(f"{_W}p")))) for cell in row.iter(f"{_W}tc")]
            text = " | ".join(cell for cell in cells if cell)
            if n == 0 and len(cells) > 1:
                heads = text
            elif text:
                self._add(UnitKind.ROW if len(cells) > 1 else UnitKind.PARAGRAPH, text, heads)

    def _add(self, kind: UnitKind, text: str, lead: str) -> None:
        self._number += 1
        self.units.append(Unit(kind, text, 0, tuple(text for _, text in self._path), lead, self._number))


def _text(block: ElementTree.Element) -> str:
    return " ".join("".join(_pieces(block)).split())


def _pieces(block: ElementTree.Element) -> Iterator[str]:
    """The text of a paragraph, without what is deleted in tracked changes."""
    for inner in block:
        if inner.tag == f"{_W}t":
            yield inner.text or ""
        elif inner.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif inner.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif inner.tag not in (f"{_W}del", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"):
            yield from _pieces(inner)


def _is_bold(block: ElementTree.Element) -> bool:
    """Whether all text of a paragraph is bold."""
    runs = [run for run in block.iter(f"{_W}r") if (run.findtext(f"{_W}t") or "").strip()]
    marks = [run.find(f"{_W}rPr/{_W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(f"{_W}val") not in ("0", "false") for mark in marks)
