"""What all checks have in common, and `CHECKS`, which each joins when it is defined."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from cxaudit.rules.view import Condition, KeyPath, Selection, StrategyView, Thing, fits
from cxaudit.schema.containers import ListOf, MapOf, OneOrMore, Record, Values
from cxaudit.schema.scalars import AnyShape, Boolean, Choice, Text
from cxaudit.strategy.schema import STRATEGY, Entry

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

Things = Sequence[tuple[Thing, KeyPath]]
Said = Mapping[str, object]  # the words that a rule's message may show
Fault = tuple[KeyPath, Said]  # the path to the fault

ProseFault = tuple[int, Said]  # the number of the sentence; -1 for the front matter

CONDITION = MapOf(Text(), OneOrMore(Text()), least=1)  # field: the value or values that it may have
FIELDS = ListOf(Text(), least=1, unique=True)
WORDS = ListOf(Text(), least=1)

CHECKS: "dict[str, type[Check]]" = {}


class Check(ABC):
    """Something that a rule can ask of a strategy. A subclass is one check; its annotated fields are its parameters.

    The first line of its docstring says what it makes sure of; the manual shows it.
    """

    name: ClassVar[str]
    params: ClassVar[Record]  # as a rule file writes them; `-` in a key is `_` in the field
    words: ClassVar[tuple[str, ...]] = ()  # all words that it gives to messages, `id` included
    reads_prose: ClassVar[bool] = False  # whether it can look at text too
    asks_for: ClassVar[bool] = False  # whether it asks for something to be there, so that passing shows that it is

    unless: Mapping[str, tuple[str, ...]] = {}  # entries that do not count, for checks with this parameter

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

    def find_in(self, view: "ProseView") -> Iterator[ProseFault]:
        """Every fault in a text. Only for checks that read prose."""
        raise NotImplementedError

    def misuses(self, selection: Selection) -> Iterator[str]:
        """What in its parameters does not fit the schema of a strategy, in words."""
        return iter(())

    def looks_for(self, selection: Selection) -> str:
        """What must be there to pass, in the words of a strategy file. Only for checks that ask for something."""
        raise NotImplementedError

    def is_present(self, things: Things, view: StrategyView) -> bool:
        """Whether the strategy has any of what it asks for. Only for checks that ask for something."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields or values that it looks for one by one, each of which may show a different criterion."""
        return ()

    def narrowed(self, parts: tuple[str, ...]) -> "Self | None":
        """The same check for these parts only; None where it asks for none of them."""
        return self

    def counted(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries without those that `unless` leaves out."""
        if not self.unless:
            return list(entries)
        unless = self.unless.items()
        return [entry for entry in entries if not fits(entry, unless)]


# ------------------------------------------------------------------------------------------- a strategy's fields


def fields_of(on: Sequence[str]) -> Mapping[str, AnyShape] | None:
    """The fields that the schema of a strategy has at a path; None where it has none there."""
    found = _record_at(on)
    return found.shapes if found else None


def _record_at(path: Sequence[str | int]) -> Record | None:
    """What the schema of a strategy says of a part, or of each entry of a list."""
    shape: AnyShape | None = STRATEGY
    for step in path:
        if isinstance(step, str):
            shape = shape.shapes.get(step) if isinstance(shape, Record) else None
            shape = shape.shape if isinstance(shape, ListOf) else shape
    return shape if isinstance(shape, Record) else None


def unknown_list(name: str) -> Iterator[str]:
    """A message if a strategy has no list of this name."""
    if not isinstance(STRATEGY.shapes.get(name), ListOf):
        yield f'a strategy has no list "{name}"'


def unknown_fields(names: Iterable[str], on: Sequence[str]) -> Iterator[str]:
    """A message for each of these fields that the things at a path do not have."""
    known = fields_of(on) or {}
    place = "/".join(on) or "a strategy"
    yield from (f'there is no field "{name}" in {place}' for name in names if name not in known)


def never(shape: AnyShape | None, field: str, values: Iterable[str]) -> Iterator[str]:
    """A message for each value that a field cannot have; false means that the field is not there."""
    if not isinstance(shape, Choice | Boolean | ListOf | OneOrMore | Record):
        return
    if isinstance(shape, OneOrMore):
        shape = shape.shape
    words = shape.words if isinstance(shape, Choice) else ("true",) if isinstance(shape, Boolean) else ()
    for value in values:
        if value not in (*words, "false"):
            known = f", only {in_words(words, 'or')}" if words else ""
            yield f'{field} cannot be "{value}"{known}'


def field_of(list_: str, field: str) -> AnyShape | None:
    """The field of a list's entries as declared; None where there is no such list or field."""
    fields: Mapping[str, AnyShape] = fields_of((list_,)) or {}
    return fields.get(field)


def misused_list(list_: str, fields: Iterable[str]) -> Iterator[str]:
    """A message if there is no such list, else one for each of these fields that its entries do not have."""
    unknown = [*unknown_list(list_)]
    yield from unknown or unknown_fields(fields, (list_,))


def many_valued(name: str, list_: str, field: str) -> Iterator[str]:
    """A message if a field has several values, for a check that can look at only one."""
    if isinstance(field_of(list_, field), ListOf | Record):
        yield f"{name} needs a field with one value, and {field} is not one"


# ------------------------------------------------------------------------------------------------------- words


def name_of(entry: Thing, path: Sequence[str | int]) -> str:
    """What to call an entry in a message: its id, or else the first of the fields that it must have."""
    found = _record_at(path)
    keys = ("id", *(found.required if found else ()))
    return next((str(entry[key]) for key in keys if entry and entry.get(key)), "")


def in_words(words: Sequence[str], joint: str = "and") -> str:
    """Words as a person lists them: a, b and c, or with another joint a, b or c."""
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def missing_fields(thing: Thing, fields: Sequence[str]) -> Sequence[str]:
    """Which of these fields are missing in a thing; all, where the thing itself is missing."""
    if thing is None:
        return fields
    for field in fields:
        if field not in thing:
            return [field for field in fields if field not in thing]
    return ()


def described(what: str, fields: str, selection: Selection) -> str:
    """What a check asks for, in words: a list or part, which of its entries the rule picks, and the fields."""
    picks = ", ".join([*_picked(selection.where), *_picked(selection.unless, without=True)])
    place = f"{what} ({picks})" if what and picks else what
    return f"{place}: {fields}" if place and fields else place or fields


def _picked(condition: Condition, without: bool = False) -> Iterator[str]:
    for field, values in condition:
        if len(values) == 1 and values[0] in ("true", "false"):
            yield field if (values[0] == "true") != without else f"without {field}"
        else:
            yield f"{field} {'not ' if without else ''}{' or '.join(values)}"
