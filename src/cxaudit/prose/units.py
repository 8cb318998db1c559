"""A text document as cxaudit reads it: units in order, each with its place, and the sentences in them."""

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from cxaudit.errors import Diagnostic, Place
from cxaudit.strategy.schema import Strategy

MARKDOWN, PLAIN = (".md", ".markdown", ".mdown", ".mdx", ".qmd"), (".txt", ".text", ".rst")
WEB, WORD = (".html", ".htm"), (".docx",)


def is_prose(name: str) -> bool:
    """Whether a file of this name is a document in prose."""
    return name.lower().endswith((*MARKDOWN, *PLAIN, *WEB, *WORD))


class UnitKind(StrEnum):
    """What a stretch of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    STEP = "step"  # of a numbered list
    ROW = "row"  # of a table
    QUOTE = "quote"
    NOTE = "note"
    LINK = "link"  # nothing but a link, as in a table of contents
    FIELD = "field"  # of the front matter: only a signal that asks for fields looks at it


class Unit(NamedTuple):
    """A stretch of text: a paragraph, an item, a row."""

    kind: UnitKind
    text: str  # without markup; a line break where the file has one
    line: int  # where it begins, counted from 1; 0 where the file has no lines
    headings: tuple[str, ...] = ()  # those that it is under, the highest first
    lead: str = ""  # what introduces it: the sentence before a list, the heads of a table's columns
    number: int = 0  # which unit under its heading, counted from 1
    is_empty: bool = False  # a heading with no text of its own beneath it


class Marker(NamedTuple):
    """A comment by which a person says that the next passage deals with a criterion, or shows a practice."""

    name: str  # as written: an id, or criterion/practice
    place: Place
    unit: int  # the number of the unit that comes next


class Ignore(NamedTuple):
    """A comment that suppresses rules in the next passage; one above all text, in the whole document."""

    rules: tuple[str, ...]
    reason: str
    place: Place
    first: int  # the first line that it is about
    last: int


class Sentence(NamedTuple):
    """One sentence of a unit, or one row of a table."""

    unit: Unit
    text: str  # on one line
    line: int


class Prose(NamedTuple):
    """A document in prose."""

    file: str
    units: Sequence[Unit]
    front: Sequence[Unit] = ()  # the fields of its front matter, whatever their names
    fields: Strategy = MappingProxyType({})  # what its front matter says in the keys of a strategy
    kind: str = ""  # as its front matter names it
    markers: Sequence[Marker] = ()
    ignores: Sequence[Ignore] = ()
    remarks: Sequence[Diagnostic] = ()  # on its front matter and comments
    text: str | None = None  # what was read, with one kind of line break; None of a Word file, which has no lines
