"""A strategy file to its value: read as declared, with every id that it names looked up."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import Shape, number_text
from cxaudit.strategy.schema import STRATEGY, Strategy

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
    """The strategy in a file. Raises CxauditError with everything in it that is not as declared."""
    value: Strategy = STRATEGY.read(doc.root, doc) or {}
    if not doc.diagnostics:
        _check_ids(doc, value)
    doc.raise_diagnostics()
    return value


def _check_ids(doc: Document, value: Strategy) -> None:
    """That no list has an id twice, and that what is named by its id is there."""
    known = {key: _ids(doc, key, value[key]) for key in _WITH_IDS if key in value}
    for key, field, lists in REFERENCES:
        for n, entry in enumerate(value.get(key, ())):
            named = entry.get(field)
            if named and named not in known.get(lists[0], ()):  # a list of names is never in it
                _check_named(doc, known, lists, named, key, n, field)
    promise = value.get("promise", {})
    _check_named(doc, known, ("standards",), promise.get("standards", ()), "promise", "standards")


def _ids(doc: Document, key: str, entries: Any) -> set[str]:
    ids = [entry["id"] for entry in entries]
    there = set(ids)
    if len(there) < len(ids):
        for n, id in enumerate(ids):
            if id in ids[:n]:
                doc.report(doc.place(key, n, "id"), f'the id "{id}" stands in {key} twice')
    return there


def _check_named(
    doc: Document,
    known: Mapping[str, set[str]],
    lists: tuple[str, ...],
    named: Any,
    *path: str | int,
) -> None:
    names = (named,) if isinstance(named, str) else named
    for n, name in enumerate(names):
        if not any(name in known.get(key, ()) for key in lists):
            there = sorted(id for key in lists for id in known.get(key, ()))
            place = doc.place(*path) if isinstance(named, str) else doc.place(*path, n)
            doc.report(
                place,
                f'there is no "{name}" in {" or ".join(lists)}',
                doc.near(name, there, "ids"),
            )


def shown(strategy: Strategy) -> dict[str, Any]:
    """The strategy as plain values with every key there, empty where it has none; numbers as a person writes them."""
    return {key: _filled(shape, strategy.get(key)) for key, shape in STRATEGY.shapes.items()}


def _filled(shape: Shape, value: Any) -> Any:
    if isinstance(shape, ListOf):
        return [_filled(shape.shape, entry) for entry in value or ()]
    if isinstance(shape, Record):
        fields = value or {}
        return {"there": value is not None} | {
            key: _filled(part, fields.get(key)) for key, part in shape.shapes.items()
        }
    return number_text(value) if isinstance(value, Fraction) else "" if value is None else value
