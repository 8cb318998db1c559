"""Reads single values into typed ones: what a text, an id, a number or a date must look like.

Scalars are read by YAML 1.2's core schema: `no` and `9:00` are text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Protocol, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit import sanitize
from cxaudit.schema.document import OTHER, PLAIN, Document

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINK = re.compile(r"https?://[!-~]+")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f]")
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_OTHERS = (*_TRUTHS, "null")  # words that mean something in YAML itself
UNTAGGED = (PLAIN, OTHER)
_NULLS = {"", "~", "null", "Null", "NULL"}


Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | None
JsonObject = dict[str, Json]
Plain = str | bool | int | float | Fraction | Sequence["Plain"] | Mapping[str, "Plain"] | None  # what templates get
_FILLED: JsonObject = {"type": ["string", "number", "boolean"]}  # a text may be written as YAML's own number or date
_Value = TypeVar("_Value", covariant=True)


class Shape(Protocol[_Value]):
    """What a value must look like."""

    def read(self, node: Node, doc: Document) -> _Value | None:
        """The value; None where it cannot be read, which is then reported."""

    def json_schema(self) -> JsonObject:
        """The shape as JSON Schema, draft 07."""


AnyShape = Shape[object]


def scalar_text(node: Node, doc: Document, wanted: str) -> str | None:
    """The text of a scalar that is not empty; None for anything else, which is then reported."""
    if type(node) is ScalarNode and (text := node.value) and text not in _NULLS and node.tag in UNTAGGED:
        if not text.isspace():
            return str(text)
    elif is_tagged(node, doc):
        return None
    if not isinstance(node, ScalarNode):
        kind = "a list" if isinstance(node, SequenceNode) else "a mapping"
        doc.report(node, f"expected {wanted} but found {kind}", _nesting_hint(node))
    elif (node.tag == PLAIN and node.value in _NULLS) or not node.value.strip():
        doc.report(node, f"expected {wanted} but found nothing")
    else:
        return str(node.value)
    return None


def is_tagged(node: Node, doc: Document) -> bool:
    """Whether a node has a tag of its own, which is then reported."""
    if node.tag in UNTAGGED:
        return False
    doc.report(node, f"tags ({sanitize.line(node.tag)}) are not allowed", "remove the tag")
    return True


def _nesting_hint(node: Node) -> str:
    return "quote text that contains a colon and a space" if isinstance(node, MappingNode) else ""


class Text:
    """Any text; a number or a date is taken as written, and control characters are dropped.

    With `seen`, something in it must be visible; this is not asked of what people type at a prompt.
    """

    def __init__(self, seen: bool = False) -> None:
        self.seen = seen

    def read(self, node: Node, doc: Document) -> str | None:
        if doc.clean and node.tag is PLAIN and node.value not in _NULLS:
            text: str = node.value
            return text  # nearly every text
        found = scalar_text(node, doc, "text")
        if found is not None and self.seen and not is_visible(found):
            doc.report(node, "expected text but found nothing visible")
            return None
        return None if found is None else sanitize.text(found).strip()

    def json_schema(self) -> JsonObject:
        return {**_FILLED, "minLength": 1}


class Url:
    """A web address; it is only shown, never opened."""

    def read(self, node: Node, doc: Document) -> str | None:
        text = scalar_text(node, doc, "a web address")
        if text and not _LINK.fullmatch(text):
            doc.report(node, f"{short(text)} is not a web address", "start it with https://")
        return text

    def json_schema(self) -> JsonObject:
        return {"type": "string", "pattern": "^https?://[!-~]+$"}


class Id:
    """A kebab-case name."""

    def read(self, node: Node, doc: Document) -> str | None:
        if type(node) is ScalarNode and _is_plain_id(node.value) and node.tag in UNTAGGED:
            id: str = node.value
            return id  # nearly every id
        text = scalar_text(node, doc, "an id")
        if text and (not is_id(text) or (text in _TRUTHS and node.tag == PLAIN)):
            hint = "ids are lower-case words joined by hyphens"
            doc.report(node, f"{short(text)} is not an id", hint)
        return text

    def json_schema(self) -> JsonObject:
        return {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}


class Ref:
    """The id of a criterion, or of a practice as criterion/practice."""

    def read(self, node: Node, doc: Document) -> str | None:
        text = scalar_text(node, doc, "an id")
        if text and not all(is_id(part) for part in text.split("/", 1)):
            doc.report(node, f"{short(text)} is not an id", "write an id, or criterion/practice")
        return text

    def json_schema(self) -> JsonObject:
        id = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
        return {"type": "string", "pattern": f"^{id}(/{id})?$"}


@dataclass(frozen=True, eq=False, repr=False)
class Integer:
    """A whole number from `low` to `high`; `called` says what it is, where the range alone says too little."""

    low: int
    high: int
    called: str = ""

    @cached_property
    def wanted(self) -> str:
        return self.called or f"a whole number from {self.low} to {self.high}"

    def read(self, node: Node, doc: Document) -> int | None:
        text = scalar_text(node, doc, self.wanted)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text) or not self.low <= int(text) <= self.high:
            doc.report(node, f"{short(text)} is not {self.wanted}")
            return None
        return int(text)

    def json_schema(self) -> JsonObject:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, eq=False, repr=False)
class Number:
    """A decimal number, kept exact, from `low` to `high` where they are given; `wanted` describes it in words."""

    wanted: str = "a number"
    low: Fraction | None = None
    high: Fraction | None = None

    def read(self, node: Node, doc: Document) -> Fraction | None:
        text = scalar_text(node, doc, self.wanted)
        if text is None:
            return None
        number = _fraction(text) if is_number(text) else None
        below = number is not None and self.low is not None and number < self.low
        above = number is not None and self.high is not None and number > self.high
        if number is None or below or above:
            doc.report(node, f"{short(text)} is not {self.wanted}")
            return None
        return number

    def json_schema(self) -> JsonObject:
        ends = {"minimum": _plain(self.low), "maximum": _plain(self.high)}
        return {"type": "number", **{name: end for name, end in ends.items() if end is not None}}


AMOUNT = Number("a number of 0 or more", low=Fraction(0))
WEIGHT = Number("a number above 0", low=Fraction(1, 10**9))
SHARE = Number("a number from 0 to 1", Fraction(0), Fraction(1))


class Boolean:
    """true or false."""

    def read(self, node: Node, doc: Document) -> bool | None:
        text = scalar_text(node, doc, "true or false")
        if text is not None and text not in _TRUTHS:
            doc.report(node, f"{short(text)} is neither true nor false")
            return None
        return None if text is None else _TRUTHS[text]

    def json_schema(self) -> JsonObject:
        return {"type": "boolean"}


@dataclass(frozen=True, eq=False, repr=False)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]

    @cached_property
    def wanted(self) -> str:
        return "one of " + ", ".join(self.words)

    def read(self, node: Node, doc: Document) -> str | None:
        text = scalar_text(node, doc, self.wanted)
        if text is not None and text not in self.words:
            doc.report(node, f"{short(text)} is not allowed here", doc.near(text, self.words, "words"))
        return text

    def json_schema(self) -> JsonObject:
        return {"enum": list(self.words)}


class Date:
    """A date as YYYY-MM-DD, kept as text."""

    def read(self, node: Node, doc: Document) -> str | None:
        text = scalar_text(node, doc, "a date")
        if text is not None and not is_day(text):
            doc.report(node, f"{short(text)} is not a date", "write a day that exists, such as 2026-03-31")
        return text

    def json_schema(self) -> JsonObject:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@lru_cache(maxsize=1024)  # the same dates, ids and numbers come up in many places
def is_day(text: str) -> bool:
    """Whether the text is a date that exists, as YYYY-MM-DD."""
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _plain(number: Fraction | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


@lru_cache(maxsize=1024)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def _is_plain_id(text: str) -> bool:
    return is_id(text) and text not in _OTHERS


def is_id(text: str) -> bool:
    """Whether the text is a kebab-case name."""
    return _ID.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def is_number(text: str) -> bool:
    """Whether the text is a decimal number such as 12, -3 or 0.25."""
    return _NUMBER.fullmatch(text) is not None


def is_visible(text: str) -> bool:
    """Whether there is anything in a text that a reader can see."""
    return bool(_UNSEEN.sub("", sanitize.text(text)).strip())


def number_text(number: Fraction, unit: str = "") -> str:
    """A decimal number as a person writes it, with its unit."""
    from decimal import Decimal

    digits = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return f"{digits}{unit}" if unit in ("", "%") else f"{digits} {unit}"


def short(text: str) -> str:
    """A quoted excerpt for a message: on one line, at most 40 characters."""
    line = sanitize.line(text)
    return f'"{line}"' if len(line) <= 40 else f'"{line[:39]}…"'
