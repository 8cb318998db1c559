"""Reads a strategy file by its schema, and checks every id that it names."""

from collections.abc import Mapping
from fractions import Fraction

from cxaudit.schema.containers import ListOf, OneOrMore, Record
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import AnyShape, Plain, number_text
from cxaudit.strategy.schema import STRATEGY, Entry, Strategy, Value, entries_in

REFERENCES = (  # list, field, and the list (or lists) whose ids the field names
    ("roles", "department", ("departments",)),
    ("standards", "channel", ("channels",)),
    ("standards", "contact_reason", ("contact_reasons",)),
    ("objectives", "kpis", ("kpis",)),
    ("objectives", "scope", ("channels", "departments")),
    ("initiatives", "objective", ("objectives",)),
    ("initiatives", "department", ("departments",)),
    ("kpis", "paired_with", ("kpis",)),
    ("technology", "objective", ("objectives",)),
)

_WITH_IDS = [
    key
    for key, shape in STRATEGY.shapes.items()
    if isinstance(shape, ListOf) and isinstance(shape.shape, Record) and "id" in shape.shape.required
]


def read_strategy(doc: Document) -> Strategy:
    """The strategy in a file. Raises CxauditError with all that does not fit the schema."""
    value: Strategy = STRATEGY.read(doc.root, doc) or {}
    if not doc.diagnostics:
        _check_ids(doc, value)
    doc.raise_diagnostics()
    return _with_kinds(value)


def _with_kinds(value: Strategy) -> Strategy:
    """The strategy with the id of each channel as its kind where it names none: "email" says what it is."""
    channels = entries_in(value.get("channels"))
    if all("kind" in channel for channel in channels):
        return value
    named = tuple({"kind": str(channel["id"]).replace("-", " "), **channel} for channel in channels)
    return {**value, "channels": named}


def _check_ids(doc: Document, value: Strategy) -> None:
    """Reports an id that a list has twice, and a name that no entry has as its id."""
    known = {key: _ids(doc, key, entries_in(value[key])) for key in _WITH_IDS if key in value}
    for key, field, lists in REFERENCES:
        for n, entry in enumerate(entries_in(value.get(key))):
            named = entry.get(field)
            if named and named not in known.get(lists[0], ()):  # a list is checked name by name
                _check_named(doc, known, lists, named, key, n, field)
    promise = value.get("promise")
    if isinstance(promise, dict):
        _check_named(doc, known, ("standards",), promise.get("standards", ()), "promise", "standards")


def _ids(doc: Document, key: str, entries: tuple[Entry, ...]) -> set[Value]:
    ids = [entry["id"] for entry in entries]
    present = set(ids)
    if len(present) < len(ids):
        for n, id in enumerate(ids):
            if id in ids[:n]:
                doc.report(doc.place(key, n, "id"), f'the id "{id}" appears twice in {key}')
    return present


def _check_named(
    doc: Document, known: Mapping[str, set[Value]], lists: tuple[str, ...], named: Value, *path: str | int
) -> None:
    names = named if isinstance(named, tuple) else (named,)
    for n, name in enumerate(names):
        if not any(name in known.get(key, ()) for key in lists):
            there = sorted(str(id) for key in lists for id in known.get(key, ()))
            place = doc.place(*path, n) if isinstance(named, tuple) else doc.place(*path)
            message = f'there is no "{name}" in {" or ".join(lists)}'
            doc.report(place, message, doc.near(str(name), there, "ids"))


def template_values(strategy: Strategy) -> dict[str, Plain]:
    """The strategy as plain values: every key is there, empty where missing; numbers are as a person writes them."""
    return {key: _filled(shape, strategy.get(key)) for key, shape in STRATEGY.shapes.items()}


def _filled(shape: AnyShape, value: Value) -> Plain:
    if isinstance(shape, ListOf):
        return [_filled(shape.shape, entry) for entry in value] if isinstance(value, tuple) else []
    if isinstance(shape, OneOrMore):
        return [_filled(shape.shape, entry) for entry in value] if isinstance(value, tuple) else []
    if isinstance(shape, Record):
        fields = value if isinstance(value, dict) else {}
        filled = {key: _filled(part, fields.get(key)) for key, part in shape.shapes.items()}
        return {"there": value is not None, **filled}
    if isinstance(value, Fraction):
        return number_text(value)
    return value if isinstance(value, str | bool | int) else ""
