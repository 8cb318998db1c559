"""A strategy as rules look at it: its parts with the paths to them, and its texts, each gathered once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from cxaudit.shapes import Record
from cxaudit.strategy import STRATEGY, Strategy

Path = tuple[str | int, ...]
NO_TEXT = ("id", "version", "exceptions")  # keys that hold no text of the strategy's


class Tried:
    """A strategy that rules are tried on, and the date to compare its dates with; its texts are gathered once."""

    def __init__(self, strategy: Strategy, as_of: str) -> None:
        self.strategy, self.as_of = strategy, as_of
        self._things: dict[Path, list[tuple[Any, Path]]] = {(): [(strategy, ())]}

    def entries(self, key: str) -> tuple[Any, ...]:
        """The entries of a list; none where it is not there."""
        found: tuple[Any, ...] = self.strategy.get(key) or ()
        return found

    def things(self, steps: Path) -> list[tuple[Any, Path]]:
        """What stands at the end of these steps, each entry where there are lists, with the path to it."""
        found = self._things.get(steps)
        if found is None:
            value = self.strategy.get(str(steps[0]))
            if len(steps) == 1 and type(value) is tuple:  # nearly always
                found = [(entry, (steps[0], n)) for n, entry in enumerate(value)]
            else:
                found = list(_below(self.strategy, (), steps))
            self._things[steps] = found
        return found

    @cached_property
    def texts(self) -> list[str]:
        """All of its texts."""
        found: list[str] = []
        _gather(self.strategy, found)
        return found

    @cached_property
    def lower(self) -> str:
        """All of its texts in lower case, to see at once which words do not occur."""
        return "\n".join(self.texts).lower()


def _gather(thing: Any, found: list[str]) -> None:
    if type(thing) is dict:
        thing = [value for key, value in thing.items() if key not in NO_TEXT]
    for value in thing:
        if type(value) is str:
            found.append(value)
        elif type(value) is dict or type(value) is tuple:
            _gather(value, found)


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


class Look:
    """What a check works with: the things that the rule looks at, the whole, and the rule's parameters.

    Each rule has one and looks again with it at every strategy, since rules are many and strategies may be thousands.
    """

    __slots__ = ("given", "things", "whole")

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.things: list[tuple[Any, Path]] = []
        self.whole: Tried

    def at(self, things: list[tuple[Any, Path]], whole: Tried) -> "Look":
        self.things, self.whole = things, whole
        return self


def texts_in(thing: Any, path: Path, fields: tuple[str, ...] | None) -> Iterator[tuple[Path, str]]:
    """Every text in a thing with the path to it, or the texts of these fields alone."""
    if type(thing) is str:
        yield path, thing
    elif type(thing) is dict:
        for key, value in thing.items():
            if (fields is None and key not in NO_TEXT) or (fields is not None and key in fields):
                yield from texts_in(value, (*path, key), None)
    elif type(thing) is tuple:
        for n, value in enumerate(thing):
            yield from texts_in(value, (*path, n), fields)
