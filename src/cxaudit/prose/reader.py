"""Reads a document in prose: its type (from its name), front matter and text, and the comments meant for cxaudit."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from yaml.nodes import MappingNode, ScalarNode

from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic, Place
from cxaudit.limits import check_size, is_packed
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.prose import markdown
from cxaudit.prose.units import WEB, WORD, Ignore, Marker, Prose, Unit, UnitKind
from cxaudit.schema.containers import Record
from cxaudit.schema.document import Document, parse
from cxaudit.strategy.schema import STRATEGY

_FRONT = Record({}, STRATEGY.shapes)  # front matter may leave anything out
_OPENS = re.compile(r"<!--\s*cxaudit\b:?", re.I)
_IGNORE = re.compile(r"ignore\b(?:\[([^\]\n]*)\])?\s*(.*)", re.S | re.I)
_LONGEST_FIELD = 200  # characters
_MARKER = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)?")


def read_prose(name: str, data: bytes) -> Prose:
    """The document in these bytes. Raises CxauditError where it cannot be read."""
    ending = f".{name.lower().rpartition('.')[2]}"
    check_size(data, name)
    if ending in WORD or is_packed(data):
        from cxaudit.prose import word

        return Prose(name, word.units_of(data, name))
    text = _decoded(data, name)
    if ending in WEB:
        from cxaudit.prose import webpage

        units = webpage.units_of(text)
        return _with_comments(Prose(name, units, text=text), text)
    front, lines = markdown.front_matter(text)
    body = "\n" * lines + "\n".join(text.split("\n")[lines:]) if lines else text
    prose = Prose(name, markdown.units_of(body, is_plain=ending == ".txt"), text=text)
    return _with_comments(_with_front_matter(prose, front), body)


def _decoded(data: bytes, name: str) -> str:
    """The text, with one kind of line break. Raises CxauditError if it is not text."""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise CxauditError(Diagnostic("this is not text", Place(name), "save it as UTF-8", UNREADABLE))


def _with_front_matter(prose: Prose, front: str) -> Prose:
    """The document with what its front matter says in the keys of a strategy.

    Other programs have front matter of their own, so it must be right only in a document that names its kind.
    """
    if not front.strip():
        return prose
    try:
        doc = parse(f"\n{front}".encode(), prose.file)
    except CxauditError:
        return prose
    if not isinstance(doc.root, MappingNode):
        return prose
    prose = prose._replace(front=_fields(doc.root))
    known = [
        (key, value) for key, value in doc.root.value if isinstance(key, ScalarNode) and key.value in STRATEGY.shapes
    ]
    kind = next((str(value.value) for key, value in known if key.value == "kind" and isinstance(value, ScalarNode)), "")
    if kind in DOCUMENT_KINDS:
        root = MappingNode(doc.root.tag, known, doc.root.start_mark, doc.root.end_mark)
        fields = _FRONT.read(root, doc) or {}
        return prose._replace(fields=fields, kind=kind, remarks=tuple(doc.sorted_diagnostics()))
    fields = {}
    for pair in known:
        alone = Document(prose.file, MappingNode(doc.root.tag, [pair], doc.root.start_mark, doc.root.end_mark))
        value = _FRONT.read(alone.root, alone)
        if value and not alone.diagnostics:
            fields.update(value)
    return prose._replace(fields=fields)


def _fields(root: MappingNode) -> list[Unit]:
    """The fields that say something in a few words, as a person would read them: "last review: 2026-05-01"."""
    pairs = [(key, value) for key, value in root.value if isinstance(key, ScalarNode) and isinstance(value, ScalarNode)]
    return [
        Unit(UnitKind.FIELD, f"{key.value.replace('_', ' ').replace('-', ' ')}: {value.value}", key.start_mark.line + 1)
        for key, value in pairs
        if 0 < len(value.value) <= _LONGEST_FIELD
    ]


def _with_comments(prose: Prose, text: str) -> Prose:
    """The document with its ignores and markers, and remarks on those that say nothing."""
    markers: list[Marker] = []
    ignores: list[Ignore] = []
    remarks: list[Diagnostic] = [*prose.remarks]
    lines = [unit.line for unit in prose.units]
    line, counted = 1, 0
    for start, comment in _comments(text):
        line, counted = line + text.count("\n", counted, start), start
        begin = text.rfind("\n", 0, start) + 1
        place = Place(prose.file, line, start - begin + 1)
        unit = _about(lines, line, is_inside=text[begin:start].strip() != "")
        if ignore := _IGNORE.fullmatch(comment):
            first, last = _span(prose.units, unit, line)
            rules = tuple(rule for part in (ignore[1] or "").split(",") if (rule := part.strip()))
            ignores.append(Ignore(rules, " ".join(ignore[2].split()), place, first, last))
        elif _MARKER.fullmatch(comment):
            markers.append(Marker(comment, place, unit))
        else:
            hint = "write <!-- cxaudit: ignore[vague-time] reason -->, or the id of a criterion"
            remarks.append(Diagnostic("this comment means nothing to cxaudit", place, hint, "unknown-ignore"))
    return prose._replace(markers=markers, ignores=ignores, remarks=remarks)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Where each comment meant for cxaudit begins, and what it says."""
    end = 0
    while found := _OPENS.search(text, end):
        end = text.find("-->", found.end())
        if end < 0:
            return
        yield found.start(), text[found.end() : end].strip()


def _about(lines: Sequence[int], line: int, is_inside: bool) -> int:
    """The number of the unit that a comment is about: the one it is in, or else the next.

    `lines` has the first line of each unit.
    """
    return max(0, bisect_right(lines, line) - 1) if is_inside else bisect_left(lines, line)


def _span(units: Sequence[Unit], number: int, line: int) -> tuple[int, int]:
    """The lines that an ignore is about: those of one unit; of all, where it is above the first."""
    if not units or line < units[0].line:
        return 1, 10**9
    if number >= len(units):
        return line, line
    first = units[number].line
    return first, first + units[number].text.count("\n")
