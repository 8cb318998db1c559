"""A tree of nodes to typed values: what a file must look like, and all that is wrong with it at once.

Scalars are read by YAML 1.2's core schema: `no` and `9:00` are text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Protocol

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit import inert
from cxaudit.document import OTHER, PLAIN, Document

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK = re.compile(r"https?://[!-~]+")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f]")
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_OTHERS = (*_TRUTHS, "null")  # words that YAML itself has a meaning for
_UNTAGGED = (PLAIN, OTHER)
KEY_AND_VALUE = "key: value on a line of its own"
_NULLS = {"", "~", "null", "Null", "NULL"}


class Shape(Protocol):
    """What a value must look like. `read` gives the value, or notes problems and gives None."""

    def read(self, node: Node, doc: Document) -> Any: ...


def read(doc: Document, shape: Shape) -> Any:
    """The document's typed value. Raises CxauditError with all of its problems."""
    value = shape.read(doc.root, doc)
    doc.raise_problems()
    return value


def _scalar(node: Node, doc: Document, wanted: str) -> str | None:
    """The text of a scalar that says something; None, with a problem noted, for anything else."""
    if type(node) is ScalarNode and (text := node.value) and text not in _NULLS and node.tag in _UNTAGGED:
        if not text.isspace():
            return str(text)
    elif _tagged(node, doc):
        return None
    if not isinstance(node, ScalarNode):
        kind = "a list" if isinstance(node, SequenceNode) else "a mapping"
        doc.problem(node, f"{wanted} is expected here, not {kind}", _nesting_hint(node))
    elif (node.tag == PLAIN and node.value in _NULLS) or not node.value.strip():
        doc.problem(node, f"{wanted} is expected here; it is empty")
    else:
        return str(node.value)
    return None


def _tagged(node: Node, doc: Document) -> bool:
    if node.tag in _UNTAGGED:
        return False
    doc.problem(node, f"tags ({inert.line(node.tag)}) are not read", "leave the tag out")
    return True


def _nesting_hint(node: Node) -> str:
    return "a text that holds a colon and a space needs quotes" if isinstance(node, MappingNode) else ""


class Text:
    """Any words; a number or a date is taken as written, and control characters are dropped.

    Where it is to be `seen`, something in it must be: not asked of what people type at a prompt.
    """

    def __init__(self, seen: bool = False) -> None:
        self.seen = seen

    def read(self, node: Node, doc: Document) -> str | None:
        if doc.clean and node.tag is PLAIN and node.value not in _NULLS:
            text: str = node.value
            return text  # nearly every one
        found = _scalar(node, doc, "text")
        if found is not None and self.seen and not is_visible(found):
            doc.problem(node, "text is expected here; nothing in it can be seen")
            return None
        return None if found is None else inert.text(found).strip()


class Link:
    """A web address, which is only ever shown."""

    def read(self, node: Node, doc: Document) -> str | None:
        text = _scalar(node, doc, "a web address")
        if text and not _LINK.fullmatch(text):
            doc.problem(node, f"{_short(text)} is not a web address", "write it whole, from https://")
        return text


class Id:
    """A kebab-case name."""

    def read(self, node: Node, doc: Document) -> str | None:
        if type(node) is ScalarNode and _is_sure_id(node.value) and node.tag in _UNTAGGED:
            id: str = node.value
            return id  # nearly every one
        text = _scalar(node, doc, "an id")
        if text and (not is_id(text) or (text in _TRUTHS and node.tag == PLAIN)):
            hint = "ids are lower-case words joined by hyphens"
            doc.problem(node, f"{_short(text)} is not an id", hint)
        return text


@dataclass(frozen=True, eq=False, repr=False)
class Whole:
    """A whole number from `low` to `high`; `called` says what it is, where that says more."""

    low: int
    high: int
    called: str = ""

    @cached_property
    def wanted(self) -> str:
        return self.called or f"a whole number from {self.low} to {self.high}"

    def read(self, node: Node, doc: Document) -> int | None:
        text = _scalar(node, doc, self.wanted)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text) or not self.low <= int(text) <= self.high:
            doc.problem(node, f"{_short(text)} is not {self.wanted}")
            return None
        return int(text)


@dataclass(frozen=True, eq=False, repr=False)
class Number:
    """A decimal number, kept exact, from `low` to `high` where they are given; `wanted` says so in words."""

    wanted: str = "a number"
    low: Fraction | None = None
    high: Fraction | None = None

    def read(self, node: Node, doc: Document) -> Fraction | None:
        text = _scalar(node, doc, self.wanted)
        if text is None:
            return None
        number = _fraction(text) if is_number(text) else None
        below = number is not None and self.low is not None and number < self.low
        above = number is not None and self.high is not None and number > self.high
        if number is None or below or above:
            doc.problem(node, f"{_short(text)} is not {self.wanted}")
            return None
        return number


AMOUNT = Number("a number from 0 up", low=Fraction(0))
WEIGHT = Number("a number above 0", low=Fraction(1, 10**9))
SHARE = Number("a number from 0 to 1", Fraction(0), Fraction(1))


class Flag:
    """true or false."""

    def read(self, node: Node, doc: Document) -> bool | None:
        text = _scalar(node, doc, "true or false")
        if text is not None and text not in _TRUTHS:
            doc.problem(node, f"{_short(text)} is not true or false")
            return None
        return None if text is None else _TRUTHS[text]


@dataclass(frozen=True, eq=False, repr=False)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]

    @cached_property
    def wanted(self) -> str:
        return "one of " + ", ".join(self.words)

    def read(self, node: Node, doc: Document) -> str | None:
        text = _scalar(node, doc, self.wanted)
        if text is not None and text not in self.words:
            doc.problem(node, f"{_short(text)} is not known here", doc.near(text, self.words, "words"))
        return text


class Day:
    """A date as YYYY-MM-DD, kept as text."""

    def read(self, node: Node, doc: Document) -> str | None:
        text = _scalar(node, doc, "a date")
        if text is not None and not is_day(text):
            doc.problem(node, f"{_short(text)} is not a date", "write it as YYYY-MM-DD, such as 2026-03-31")
        return text


@dataclass(frozen=True, eq=False, repr=False)
class ListOf:
    """A list of values of one shape, `least` to `most` of them, none twice where `unique`."""

    shape: Shape
    least: int = 0
    most: int = 1000
    unique: bool = False

    def read(self, node: Node, doc: Document) -> tuple[Any, ...] | None:
        if node.tag not in _UNTAGGED and _tagged(node, doc):
            return None
        if not isinstance(node, SequenceNode):
            doc.problem(node, "a list is expected here", "write each entry on a line of its own after a hyphen")
            return None
        count = len(node.value)
        if not self.least <= count <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            doc.problem(node, f"{wanted} entries are expected here, not {count}")
        read_one = self.shape.read
        values = tuple([read_one(child, doc) for child in node.value])
        if self.unique:
            for n, child in enumerate(node.value):
                if values[n] is not None and values[n] in values[:n]:
                    doc.problem(child, f"{_short(str(values[n]))} stands in this list twice")
        return values


@dataclass(frozen=True, eq=False, repr=False)
class OneOrMore:
    """A value of a shape, or a list of them; read as a list."""

    shape: Shape

    def read(self, node: Node, doc: Document) -> tuple[Any, ...] | None:
        if isinstance(node, SequenceNode):
            return ListOf(self.shape, least=1).read(node, doc)
        return (self.shape.read(node, doc),)


class Later:
    """Anything; what it must look like is known only once the rest is read."""

    def read(self, node: Node, doc: Document) -> Node:
        return node


@dataclass(frozen=True, eq=False, repr=False)
class MapOf:
    """A mapping from keys of one shape to values of one shape, in the file's order."""

    key: Shape
    value: Shape
    least: int = 0

    def read(self, node: Node, doc: Document) -> dict[str, Any] | None:
        entries = _entries(node, doc)
        if entries is None:
            return None
        if len(entries) < self.least:
            doc.problem(node, f"at least {self.least} entry is expected here")
        values: dict[str, Any] = {}
        for name, (key, value) in entries.items():
            known = self.key.read(key, doc)
            if known is not None and known in values:
                doc.problem(key, f"{_short(name)} says the same as another key here")
            values[known] = self.value.read(value, doc)
        return values


@dataclass(frozen=True, eq=False, repr=False)
class Either:
    """A list of one shape or a mapping of another."""

    listed: ListOf
    mapped: MapOf

    def read(self, node: Node, doc: Document) -> Any:
        return (self.mapped if isinstance(node, MappingNode) else self.listed).read(node, doc)


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """A mapping with known keys; those in `optional` may be missing and are then left out of the value."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    check: Callable[[dict[str, Any], Node, Document], None] | None = None
    example: str = KEY_AND_VALUE
    about: Mapping[str, str] = field(default_factory=dict)  # what each key holds, for manual and schema

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of all keys."""
        return {**self.required, **self.optional}

    def read(self, node: Node, doc: Document) -> dict[str, Any] | None:
        if (type(node) is not MappingNode or node.tag not in _UNTAGGED) and not _is_mapping(node, doc, self.example):
            return None
        shapes = self.shapes
        values: dict[str, Any] = {}
        odd = []
        for key, value in node.value:
            shape = shapes.get(key.value) if type(key) is ScalarNode else None
            if shape and key.value not in values:
                values[key.value] = shape.read(value, doc)
            else:
                odd.append((key, value))
        if odd:
            self._tell(odd, node, doc)
        for name in self.required:
            if name not in values:
                doc.problem(node, f"{name} is missing here")
        if self.check:
            self.check(values, node, doc)
        return values

    def _tell(self, odd: list[tuple[Node, Node]], node: Node, doc: Document) -> None:
        """Notes keys that are no text, unknown, or there already."""
        first = {key.value: key for key, _ in reversed(node.value) if isinstance(key, ScalarNode)}
        for key, value in odd:
            name = _scalar(key, doc, "a key")
            if name in self.shapes:
                _twice(key, first[name], doc)
            elif name is not None:
                hint = doc.near(name, self.shapes, "keys")
                if getattr(node, "flow_style", False) and value.value == "" and not hint.startswith("did you mean"):
                    hint = "inside { } a text that holds a comma needs quotes"
                doc.problem(key, f"{_short(name)} is not a key here", hint)


def _entries(node: Node, doc: Document) -> dict[str, tuple[Node, Node]] | None:
    """Key text to key and value node; notes what is not a mapping, keys that are no text, and duplicates."""
    if not _is_mapping(node, doc):
        return None
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        name = _scalar(key, doc, "a key")
        if name is None:
            continue
        if name in found:
            _twice(key, found[name][0], doc)
        else:
            found[name] = (key, value)
    return found


def _is_mapping(node: Node, doc: Document, example: str = KEY_AND_VALUE) -> bool:
    if _tagged(node, doc):
        return False
    if not isinstance(node, MappingNode):
        doc.problem(node, "keys and values are expected here", f"write {example}")
        return False
    return True


def _twice(key: Node, first: Node, doc: Document) -> None:
    doc.problem(key, f"{_short(key.value)} stands here twice; it first stands in line {doc.at(first).line}")


@lru_cache(maxsize=1024)  # the same dates, ids and numbers stand in many places
def is_day(text: str) -> bool:
    """Whether the text is a date that exists, as YYYY-MM-DD."""
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


@lru_cache(maxsize=1024)
def _is_sure_id(text: str) -> bool:
    return is_id(text) and text not in _OTHERS


def is_id(text: str) -> bool:
    """Whether the text is a kebab-case name."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def is_number(text: str) -> bool:
    """Whether the text is a decimal number such as 12, -3 or 0.25."""
    return _NUMBER.fullmatch(text) is not None


def is_visible(text: str) -> bool:
    """Whether there is anything in a text that a reader sees."""
    return bool(_UNSEEN.sub("", inert.text(text)).strip())


def number_text(number: Fraction, unit: str = "") -> str:
    """A decimal number as a person writes it, with its unit."""
    from decimal import Decimal

    digits = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return f"{digits}{unit}" if unit in ("", "%") else f"{digits} {unit}"


def _short(text: str) -> str:
    """A quoted excerpt for a message: on one line, at most 40 characters."""
    line = inert.line(text)
    return f'"{line}"' if len(line) <= 40 else f'"{line[:39]}…"'


def unknown_ids(doc: Document, ids: Iterable[str], known: Iterable[str], kind: str, *path: str | int) -> None:
    """Notes every id of a list or mapping at a path that is not among the known ones."""
    names = set(known)
    for n, name in enumerate(ids):
        if name not in names:
            place = dict(doc.key_places(*path)).get(name) or doc.place(*path, n)
            doc.problem(place, f"there is no {kind} {_short(name)}", doc.near(name, sorted(names)))
