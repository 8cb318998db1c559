"""A strategy as rules see it: its parts with the paths to them, and its texts, each gathered once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from cxaudit.prose.language import looks_english
from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.scalars import AnyShape, Id
from cxaudit.strategy.schema import STRATEGY, Entry, Strategy, Value, entries_in

KeyPath = tuple[str | int, ...]  # keys and entry numbers from the top of a strategy to one place in it
Thing = Entry | None  # what a rule looks at; None for a part that is missing
Condition = tuple[tuple[str, tuple[str, ...]], ...]  # each field with the values that it may have


class Selection(NamedTuple):
    """What a rule looks at: what is at the end of the steps `on`, if `where` is true of it and `unless` is not."""

    on: tuple[str, ...] = ()
    where: Condition = ()
    unless: Condition = ()

    @classmethod
    def of(cls, on: str, where: Mapping[str, tuple[str, ...]], unless: Mapping[str, tuple[str, ...]]) -> "Selection":
        """The selection that a rule file describes, with its steps joined by slashes."""
        return cls(tuple(on.split("/")) if on else (), tuple(where.items()), tuple(unless.items()))


class StrategyView:
    """A strategy that rules are tried on, and the date to compare its dates with; its texts are gathered once."""

    def __init__(self, strategy: Strategy, as_of: str) -> None:
        self.strategy, self.as_of = strategy, as_of
        self._things: dict[Selection, list[tuple[Thing, KeyPath]]] = {Selection(): [(strategy, ())]}

    def entries(self, key: str) -> tuple[Entry, ...]:
        """The entries of a list; none where it is not there."""
        return entries_in(self.strategy.get(key))

    def things(self, selection: Selection) -> list[tuple[Thing, KeyPath]]:
        """The things that a rule looks at, each with the path to it; for lists, every entry."""
        found = self._things.get(selection)
        if found is None:
            found = self._things[selection] = self._selected(*selection)
        return found

    def _selected(self, on: tuple[str, ...], where: Condition, unless: Condition) -> list[tuple[Thing, KeyPath]]:
        if where or unless:
            return [
                (thing, path)
                for thing, path in self.things(Selection(on))
                if thing is None or (fits(thing, where) and not (unless and fits(thing, unless)))
            ]
        if len(on) == 1 and (entries := self.entries(on[0])):  # a shortcut: most rules look at one list
            return [(entry, (on[0], n)) for n, entry in enumerate(entries)]
        return list(_below(self.strategy, (), on))

    @cached_property
    def texts(self) -> list[str]:
        """All texts of the strategy."""
        found: list[str] = []
        _gather(self.strategy, found)
        return found

    @cached_property
    def lower(self) -> str:
        """All texts in lower case, one per line: a quick search here shows which words do not occur."""
        found = "\n".join(self.texts).lower()
        if found.count("\n") >= len(self.texts) > 0:  # some text has line breaks of its own
            found = "\n".join(" ".join(text.split()) for text in self.texts).lower()
        return found

    @cached_property
    def is_english(self) -> bool:
        """Whether its texts are in English."""
        return looks_english(self.lower)


def _gather(thing: Entry, found: list[str]) -> None:
    for key, value in thing.items():
        if type(value) is str:
            if key not in NO_TEXT:
                found.append(value)
        elif type(value) is dict:
            _gather(value, found)
        elif type(value) is tuple and key != "exceptions":
            for entry in value:
                if type(entry) is dict:
                    _gather(entry, found)
                elif type(entry) is str and key not in NO_TEXT:
                    found.append(entry)


def _fields_with_ids(record: Record) -> Iterator[str]:
    for key, part in record.shapes.items():
        inner: AnyShape = part.shape if isinstance(part, ListOf) else part
        if isinstance(inner, Id):
            yield key
        elif isinstance(inner, Record):
            yield from _fields_with_ids(inner)


NO_TEXT = {*_fields_with_ids(STRATEGY), "version"}  # fields whose words are not text of the strategy


def fits(entry: Entry, wanted: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether an entry has, or begins with, one of these values in each of these fields; what is missing is false."""
    for field, values in wanted:
        value = entry.get(field)
        if type(value) is tuple and value and type(value[0]) is str:
            if not any(one in values for one in value):
                return False
        elif as_rule_text(value) not in values and not (type(value) is str and _begins(value, values)):
            return False
    return True


def _begins(text: str, values: Iterable[str]) -> bool:
    """Whether a text of several words begins with one of these values: "post, or a note" is post."""
    words = re.sub(r"[^\w-]+", " ", text.lower())
    return " " in words and any(words.startswith(f"{value} ") for value in values)


def values_of(value: Value) -> tuple[Value, ...]:
    """The values of a field that may have one or several."""
    return value if type(value) is tuple else () if value is None else (value,)


def as_rule_text(value: Value) -> str:
    """A field's value as rules write it."""
    if type(value) is str:
        return value
    return "true" if value is True else "false" if value is None or value is False else str(value)


def _below(thing: Entry, path: KeyPath, steps: tuple[str, ...]) -> Iterator[tuple[Thing, KeyPath]]:
    """What is at the end of the steps; None for a top-level part that is not there, nothing for a list that is not."""
    if not steps:
        yield thing, path
        return
    value, at = thing.get(steps[0]), (*path, steps[0])
    if type(value) is tuple:
        for n, entry in enumerate(entries_in(value)):
            yield from _below(entry, (*at, n), steps[1:])
    elif type(value) is dict:
        yield from _below(value, at, steps[1:])
    elif len(steps) == 1 and not path and isinstance(STRATEGY.shapes[steps[0]], Record):
        yield None, at


def texts_in(thing: Value, path: KeyPath, fields: tuple[str, ...] | None) -> Iterator[tuple[KeyPath, str]]:
    """Every text in a thing with the path to it, or only the texts of these fields."""
    if isinstance(thing, str):
        names = [step for step in path if isinstance(step, str)]
        if not names or names[-1] not in NO_TEXT:
            yield path, thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            if key != "exceptions" if fields is None else key in fields:
                yield from texts_in(value, (*path, key), None)
    elif isinstance(thing, tuple):
        for n, value in enumerate(thing):
            yield from texts_in(value, (*path, n), fields)


def named_path(strategy: Strategy, path: KeyPath) -> str:
    """The path with the names of entries in place of their numbers, so that it stays the same when they move."""
    return "/".join(name for name, _ in _steps(strategy, path))


def entry_mark(strategy: Strategy, path: KeyPath) -> str:
    """A checksum of the first entry on a path that has only a number, to tell it from another in its place."""
    entry = next((thing for name, thing in _steps(strategy, path) if name.startswith("[")), None)
    return f"#{crc32(repr(entry).encode('utf-8', 'replace')):08x}" if entry is not None else ""


def _steps(strategy: Strategy, path: KeyPath) -> Iterator[tuple[str, Value]]:
    """Each step of a path: a key or the name of an entry, and what it leads to."""
    thing: Value = strategy
    shape: AnyShape | None = STRATEGY
    for step in path:
        if isinstance(step, int):
            shape = shape.shape if isinstance(shape, ListOf) else None
            entries = entries_in(thing)
            thing = entries[step]
            yield _entry_name(entries, step, shape), thing
        else:
            thing = thing.get(step) if isinstance(thing, dict) else None
            shape = shape.shapes.get(step) if isinstance(shape, Record) else None
            yield step, thing


def _entry_name(entries: tuple[Entry, ...], number: int, shape: AnyShape | None) -> str:
    """The name of an entry: its first required field, such as its id, or [its number] if that is not unique."""
    key = next(iter(shape.required), "") if isinstance(shape, Record) else ""
    values = [entry.get(key) for entry in entries] if key else []
    name = str(values[number]) if values and values.count(values[number]) == 1 else ""
    return name if name and "/" not in name else f"[{number}]"
