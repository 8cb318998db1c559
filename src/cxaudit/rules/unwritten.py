"""Texts that say nothing, which rules and reports leave out, and those still to write, which only reports do."""

import re

from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.scalars import AnyShape, Text
from cxaudit.strategy.schema import STRATEGY, Strategy, Value, entries_in

CAPITALS = ("TODO",)  # in lower case, a word of other languages, and of lists
PHRASES = ("TBD", "TBC", "FIXME", "lorem ipsum", "insert here", "to be decided", "to be confirmed", "to be written")
_NOTHING = re.compile(r"\A\s*(?:none|nothing|nobody|n/?a|later|(?-i:todo)|-+|\?+|\.+)\s*\Z", re.I)
_TO_WRITE = re.compile(rf"\b(?:{'|'.join(CAPITALS)})\b|(?i:\b(?:{'|'.join(PHRASES)})\b)")
_MAY_SAY_NOTHING = re.compile(
    rb":[ \t]+[\"']?(?:none|nothing|nobody|n/?a|later|(?-i:todo)|-+|\?+|\.+)[\"']?[ \t]*(?:$|[,}#])", re.I | re.M
)


def may_say_nothing(data: bytes) -> bool:
    """Whether a file may have a text that says nothing: a quick test, wrong only if it says yes."""
    return _MAY_SAY_NOTHING.search(data) is not None


def without_nothings(strategy: Strategy) -> Strategy:
    """The strategy without the fields whose text says nothing, such as "none" or "-"; every list keeps its entries."""
    return {key: said for key, value in strategy.items() if (said := _said(value, STRATEGY.shapes[key])) is not None}


def _said(value: Value, shape: AnyShape) -> Value:
    if isinstance(value, str):
        return None if isinstance(shape, Text) and _NOTHING.search(value) else value
    if isinstance(value, tuple) and isinstance(shape, ListOf) and isinstance(shape.shape, Record):
        return tuple(_said(entry, shape.shape) for entry in value)
    if isinstance(value, dict) and isinstance(shape, Record):
        said = {key: _said(part, shape.shapes[key]) for key, part in value.items()}
        return {key: part for key, part in said.items() if part is not None}
    return value


def written_part(strategy: Strategy) -> Strategy:
    """The strategy without what shows nothing: texts that say nothing or are still to be written, and initiatives that
    were dropped.
    """
    initiatives = tuple(i for i in entries_in(strategy.get("initiatives")) if i.get("status") != "dropped")
    live = {**strategy, "initiatives": initiatives}
    written = {key: _written(value, STRATEGY.shapes[key]) for key, value in live.items()}
    return {key: value for key, value in written.items() if value}


def _written(value: Value, shape: AnyShape) -> Value:
    """What is written of a value; None where nothing is, or an entry loses its text or all but what it must have."""
    if isinstance(value, str):
        shows_nothing = isinstance(shape, Text) and (_NOTHING.search(value) or _TO_WRITE.search(value))
        return None if shows_nothing else value
    if isinstance(value, tuple) and isinstance(shape, ListOf):
        entries = (_written(entry, shape.shape) for entry in value)
        return tuple(entry for entry in entries if entry is not None) or None
    if not isinstance(value, dict) or not isinstance(shape, Record):
        return value
    fields = {key: _written(part, shape.shapes[key]) for key, part in value.items()}
    kept = {key: part for key, part in fields.items() if part is not None}
    required = shape.required.keys()
    if not kept.keys() >= required or (len(kept) < len(value) and kept.keys() == required):
        return None
    if "text" in value and "text" not in kept:
        return None  # what it is about is still to be written
    return kept
