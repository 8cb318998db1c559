"""What every check has in common, and the register that each joins by being declared."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Self

from cxaudit.rules.view import Condition, KeyPath, Selection, StrategyView, Thing, fits
from cxaudit.schema.containers import ListOf, MapOf, OneOrMore, Record, Values
from cxaudit.schema.scalars import AnyShape, Boolean, Choice, Text
from cxaudit.strategy.schema import STRATEGY, Entry

Things = Sequence[tuple[Thing, KeyPath]]
Fault = tuple[KeyPath, Mapping[str, object]]  # the path to it, and the words that the rule's message may show

CONDITION = MapOf(Text(), OneOrMore(Text()), least=1)  # field: the value, or the values, that it may have
FIELDS = ListOf(Text(), least=1, unique=True)
WORDS = ListOf(Text(), least=1)

CHECKS: "dict[str, type[Check]]" = {}


class Check(ABC):
    """Something that a rule can ask of a strategy. A subclass is one check, and its annotated fields its parameters.

    The first line of its docstring says what it sees to; the manual shows it.
    """

    name: ClassVar[str]
    params: ClassVar[Record]  # as a rule file writes them; `-` in a key is `_` in the field
    words: ClassVar[tuple[str, ...]] = ()  # what it gives to messages, beside the id of the entry
    asks_for: ClassVar[bool] = False  # whether it asks for something to be there, so that holding shows that it is

    unless: Mapping[str, tuple[str, ...]] = {}  # of checks that have it: entries that do not count

    def __init_subclass__(cls, name: str) -> None:
        cls.name = name
        CHECKS[name] = cls

    def __init__(self, params: Values) -> None:
        self.__dict__.update({key.replace("-", "_"): value for key, value in params.items()})

    def with_params(self, params: Values) -> Self:
        """The same check with these parameters in place of its own."""
        other = type(self)(params)
        other.__dict__ = {**self.__dict__, **other.__dict__}
        return other

    @abstractmethod
    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        """Every fault in what the rule looks at."""

    def misuses(self, selection: Selection) -> Iterator[str]:
        """What in its parameters does not fit a strategy as it is declared, in words."""
        return iter(())

    def looks_for(self, selection: Selection) -> str:
        """What must be there for it to hold, in the words of a strategy file. Only of checks that ask for something."""
        raise NotImplementedError

    def is_present(self, things: Things, view: StrategyView) -> bool:
        """Whether the strategy holds anything of what it asks for. Only of checks that ask for something."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields or values that it tells apart, each of which may show another criterion."""
        return ()

    def narrowed(self, parts: tuple[str, ...]) -> "Self | None":
        """The same check asking for these parts alone; None where it asks for none of them."""
        return self

    def counted(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries without those that `unless` leaves out."""
        if not self.unless:
            return list(entries)
        unless = self.unless.items()
        return [entry for entry in entries if not fits(entry, unless)]


# ------------------------------------------------------------------------------------------- a strategy's fields


def fields_of(on: Sequence[str]) -> Mapping[str, AnyShape] | None:
    """The fields of what stands at a path in a strategy as declared; None where it has none."""
    shape: AnyShape | None = STRATEGY
    for step in on:
        shape = shape.shapes.get(step) if isinstance(shape, Record) else None
        shape = shape.shape if isinstance(shape, ListOf) else shape
    return shape.shapes if isinstance(shape, Record) else None


def unknown_list(name: str) -> Iterator[str]:
    """Says that a strategy has no list of this name, where that is so."""
    if not isinstance(STRATEGY.shapes.get(name), ListOf):
        yield f'a strategy has no list "{name}"'


def unknown_fields(names: Iterable[str], on: Sequence[str]) -> Iterator[str]:
    """Says which of these fields the things at a path do not have."""
    known = fields_of(on) or {}
    place = "/".join(on) or "a strategy"
    yield from (f'there is no field "{name}" in {place}' for name in names if name not in known)


def never(shape: AnyShape | None, field: str, values: Iterable[str]) -> Iterator[str]:
    """Says which of these values a field never has; false stands for one that is not there."""
    if not isinstance(shape, Choice | Boolean | ListOf | Record):
        return
    words = shape.words if isinstance(shape, Choice) else ("true",) if isinstance(shape, Boolean) else ()
    for value in values:
        if value not in (*words, "false"):
            known = f": {', '.join(words)}" if words else ""
            yield f'{field} is never "{value}"{known}'


# ------------------------------------------------------------------------------------------------------- words


def name_of(entry: Thing) -> str:
    """What to call an entry in a message: its id, or what stands first in it."""
    return str(entry.get("id") or next(iter(entry.values()), "")) if entry else ""


def in_words(words: Sequence[str]) -> str:
    """Words as a person lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def missing_fields(thing: Thing, fields: Sequence[str]) -> Sequence[str]:
    """Which of these fields a thing does not have; all where it is not there itself."""
    if thing is None:
        return fields
    for field in fields:
        if field not in thing:
            return [field for field in fields if field not in thing]
    return ()


def described(what: str, fields: str, selection: Selection) -> str:
    """What a check asks for: the fields of a list or part, with which of its entries the rule picks."""
    picks = ", ".join([*_picked(selection.where), *_picked(selection.unless, without=True)])
    place = f"{what} ({picks})" if picks else what
    return f"{place}: {fields}" if place and fields else place or fields


def _picked(condition: Condition, without: bool = False) -> Iterator[str]:
    for field, values in condition:
        if len(values) == 1 and values[0] in ("true", "false"):
            yield field if (values[0] == "true") != without else f"without {field}"
        else:
            yield f"{field} {'not ' if without else ''}{' or '.join(values)}"
