"""A strategy as rules look at it: its parts with the paths to them, and its texts, each gathered once."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.scalars import Id
from cxaudit.strategy.schema import STRATEGY, Strategy

Path = tuple[str | int, ...]
Condition = tuple[tuple[str, tuple[str, ...]], ...]  # field and the values that it may have


class Selection(NamedTuple):
    """What a rule looks at: what stands at the end of the steps `on`, where `where` fits it and `unless` does not."""

    on: tuple[str, ...] = ()
    where: Condition = ()
    unless: Condition = ()


class StrategyView:
    """A strategy that rules are tried on, and the date to compare its dates with; its texts are gathered once."""

    def __init__(self, strategy: Strategy, as_of: str) -> None:
        self.strategy, self.as_of = strategy, as_of
        self._things: dict[Selection, list[tuple[Any, Path]]] = {Selection(): [(strategy, ())]}

    def entries(self, key: str) -> tuple[Any, ...]:
        """The entries of a list; none where it is not there."""
        found: tuple[Any, ...] = self.strategy.get(key) or ()
        return found

    def things(self, selection: Selection) -> list[tuple[Any, Path]]:
        """What a rule looks at, each entry where there are lists, with the path to it."""
        found = self._things.get(selection)
        if found is None:
            found = self._things[selection] = self._selected(*selection)
        return found

    def _selected(self, on: tuple[str, ...], where: Condition, unless: Condition) -> list[tuple[Any, Path]]:
        if where or unless:
            return [
                (thing, path)
                for thing, path in self.things(Selection(on))
                if type(thing) is not dict or (fits(thing, where) and not (unless and fits(thing, unless)))
            ]
        value = self.strategy.get(on[0])
        if len(on) == 1 and type(value) is tuple:
            return [(entry, (on[0], n)) for n, entry in enumerate(value)]
        if len(on) == 1 and value is not None:
            return [(value, on)]
        return list(_below(self.strategy, (), on))

    @cached_property
    def texts(self) -> list[str]:
        """All of its texts."""
        found: list[str] = []
        _gather(self.strategy.items(), found)
        return found

    @cached_property
    def lower(self) -> str:
        """All of its texts in lower case, each on a line, to see at once which words do not occur."""
        found = "\n".join(self.texts).lower()
        if found.count("\n") >= len(self.texts) > 0:  # a text has lines of its own
            found = "\n".join(" ".join(text.split()) for text in self.texts).lower()
        return found


def _gather(things: Iterable[tuple[Any, Any]], found: list[str]) -> None:
    for key, value in things:
        kind = type(value)
        if kind is str:
            if key not in NO_TEXT:
                found.append(value)
        elif kind is dict:
            _gather(value.items(), found)
        elif kind is tuple and key != "exceptions":
            for entry in value:
                if type(entry) is dict:
                    _gather(entry.items(), found)
                elif type(entry) is str and key not in NO_TEXT:
                    found.append(entry)


def _fields_with_ids(shape: Any) -> Iterator[str]:
    for key, part in shape.shapes.items():
        inner = part.shape if isinstance(part, ListOf) else part
        if isinstance(inner, Id):
            yield key
        elif isinstance(inner, Record):
            yield from _fields_with_ids(inner)


NO_TEXT = {*_fields_with_ids(STRATEGY), "version"}  # fields whose words are no text of the strategy's


def fits(entry: Mapping[str, Any], wanted: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether an entry has one of these values in each of these fields; what is not there counts as false."""
    for field, values in wanted:  # noqa: SIM110 - half as long as with all(), at every entry of every strategy
        if said(entry.get(field)) not in values:
            return False
    return True


def said(value: Any) -> str:
    """A field's value as rules name it."""
    if type(value) is str:
        return value
    return "true" if value is True else "false" if value is None or value is False else str(value)


def _below(thing: Any, path: Path, steps: Path) -> Iterator[tuple[Any, Path]]:
    """None stands for one thing of the whole strategy that is not there; a list that is not there has no entries."""
    if not steps:
        yield thing, path
        return
    value = thing.get(steps[0])
    at = (*path, steps[0])
    if isinstance(value, tuple):
        for n, entry in enumerate(value):
            yield from _below(entry, (*at, n), steps[1:])
    elif value is not None or (len(steps) == 1 and not path and isinstance(STRATEGY.shapes[str(steps[0])], Record)):
        yield from _below(value, at, steps[1:])


def texts_in(thing: Any, path: Path, fields: tuple[str, ...] | None) -> Iterator[tuple[Path, str]]:
    """Every text in a thing with the path to it, or the texts of these fields alone."""
    if type(thing) is str:
        names = [step for step in path if type(step) is str]
        if not names or names[-1] not in NO_TEXT:
            yield path, thing
    elif type(thing) is dict:
        for key, value in thing.items():
            if key != "exceptions" if fields is None else key in fields:
                yield from texts_in(value, (*path, key), None)
    elif type(thing) is tuple:
        for n, value in enumerate(thing):
            yield from texts_in(value, (*path, n), fields)
