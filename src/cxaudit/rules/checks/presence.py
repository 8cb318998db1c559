"""Checks for what must be there: fields, lists, entries, and entries that name each other."""

from collections.abc import Iterator, Mapping, Sequence

from cxaudit.rules.checks.base import (
    CONDITION,
    FIELDS,
    WORDS,
    Check,
    Fault,
    Things,
    described,
    field_of,
    fields_of,
    in_words,
    many_valued,
    missing_fields,
    misused_list,
    name_of,
    never,
    unknown_fields,
)
from cxaudit.rules.view import Selection, StrategyView, fits, values_of
from cxaudit.schema.containers import ListOf, MapOf, OneOrMore, Record
from cxaudit.schema.scalars import Boolean, Id, Integer, Text


class Required(Check, name="required"):
    """That each thing is there and has every one of these fields."""

    params = Record({"fields": FIELDS}, {"instead": MapOf(Text(), Text(), least=1)})
    words = ("missing", "id")
    asks_for = True

    fields: tuple[str, ...]
    instead: Mapping[str, str] = {}  # another field that does as well as one of these

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        for thing, path in things:
            missing = missing_fields(thing, self.fields)
            if missing and self.instead and thing:
                missing = [field for field in missing if self.instead.get(field) not in thing]
            if missing:
                at = (missing[0],) if thing is view.strategy else path
                yield at, {"missing": in_words(missing), "id": name_of(thing, path)}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields([*self.fields, *self.instead, *self.instead.values()], selection.on)

    def looks_for(self, selection: Selection) -> str:
        return described("/".join(selection.on), in_words(self.fields), selection)

    def is_present(self, things: Things, view: StrategyView) -> bool:
        fields = (*self.fields, *self.instead.values())
        return any(thing is not None and any(field in thing for field in fields) for thing, _ in things)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.fields

    def narrowed(self, parts: tuple[str, ...]) -> "Required | None":
        kept = tuple(field for field in self.fields if field in parts)
        return self.with_params({"fields": kept}) if kept else None


class Listed(Check, name="listed"):
    """That a list has at least this many entries, each with these fields."""

    params = Record({"list": Text()}, {"fields": FIELDS, "at-least": Integer(1, 99)})
    words = ("missing", "is")  # such as "segments" and "are", or "needs for tenants" and "are"
    asks_for = True

    list: str
    fields: tuple[str, ...] = ()
    at_least: int = 1
    asked: tuple[str, ...] = ()  # the fields that it is narrowed to

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        entries = view.entries(self.list)
        if len(entries) < self.at_least:
            yield (self.list,), _listed([self.list])
        for n, entry in enumerate(entries):
            if missing := missing_fields(entry, self.fields):
                yield (self.list, n), _listed(missing, f" for {name_of(entry, (self.list,))}")

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.list, self.fields)

    def looks_for(self, selection: Selection) -> str:
        return described(self.list, in_words(self.fields) if self.fields else "", selection)

    def is_present(self, things: Things, view: StrategyView) -> bool:
        entries = view.entries(self.list)
        return any(not self.asked or any(field in entry for field in self.asked) for entry in entries)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.fields

    def narrowed(self, parts: tuple[str, ...]) -> "Listed | None":
        kept = tuple(field for field in self.fields if field in parts)
        return self.with_params({"fields": kept, "asked": kept}) if kept else None


def _listed(missing: Sequence[str], whose: str = "") -> dict[str, object]:
    verb = "are" if len(missing) == 1 and missing[0].endswith("s") else "is"
    return {"missing": f"{in_words(missing, 'or')}{whose}", "is": verb}


class Together(Check, name="together"):
    """That each thing has all of these fields or none."""

    params = Record({"fields": FIELDS})
    words = ("has", "missing", "id")

    fields: tuple[str, ...]

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        for thing, path in things:
            missing = missing_fields(thing, self.fields)
            if 0 < len(missing) < len(self.fields):
                has = [field for field in self.fields if field not in missing]
                yield (*path, has[0]), {"has": in_words(has), "missing": in_words(missing), "id": name_of(thing, path)}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields(self.fields, selection.on)


class Covered(Check, name="covered"):
    """That each of these values is in a field of some entry of a list."""

    params = Record({"list": Text(), "field": Text(), "values": WORDS})
    words = ("missing", "either")  # a, b and c; a, b or c
    asks_for = True

    list: str
    field: str
    values: tuple[str, ...]

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        present = {one for entry in view.entries(self.list) for one in values_of(entry.get(self.field))}
        if missing := [value for value in self.values if value not in present]:
            yield (self.list,), {"missing": in_words(missing), "either": in_words(missing, "or")}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.list, [self.field])
        yield from many_valued(self.name, self.list, self.field)
        yield from never(field_of(self.list, self.field), self.field, self.values)

    def looks_for(self, selection: Selection) -> str:
        return f"{self.list} ({self.field} {in_words(self.values)})"

    def is_present(self, things: Things, view: StrategyView) -> bool:
        wanted = ((self.field, self.values),)
        return _any_there(things) and any(fits(entry, wanted) for entry in view.entries(self.list))

    @property
    def parts(self) -> tuple[str, ...]:
        return self.values

    def narrowed(self, parts: tuple[str, ...]) -> "Covered | None":
        kept = tuple(value for value in self.values if value in parts)
        return self.with_params({"values": kept}) if kept else None


class Some(Check, name="some"):
    """That, where the thing is there, at least one entry of a list has this value in a field."""

    params = Record({"list": Text(), "field": Text(), "value": Text()}, {"unless": CONDITION, "if-listed": Boolean()})
    asks_for = True

    list: str
    field: str
    value: str
    if_listed: bool = False  # whether a list without entries is no fault

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        if self.if_listed and not view.entries(self.list):
            return
        for thing, path in things:
            if thing and not self._fitting(view):
                yield path, {}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.list, [self.field, *self.unless])
        yield from many_valued(self.name, self.list, self.field)
        yield from never(field_of(self.list, self.field), self.field, (self.value,))

    def looks_for(self, selection: Selection) -> str:
        return f"{self.list} ({self.field} {self.value})"

    def is_present(self, things: Things, view: StrategyView) -> bool:
        return _any_there(things) and self._fitting(view)

    def _fitting(self, view: StrategyView) -> bool:
        wanted = ((self.field, (self.value,)),)
        return any(fits(entry, wanted) for entry in self.counted(view.entries(self.list)))


class NamedBy(Check, name="named-by"):
    """That each thing's id is in a field of some entry of a list."""

    params = Record({"by": Text(), "field": Text()}, {"unless": CONDITION, "all-without": Boolean()})
    words = ("id",)
    asks_for = True

    by: str
    field: str
    all_without: bool = False  # whether an entry without the field names them all

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        named: set[object] = set()
        entries = self.counted(view.entries(self.by))
        if self.all_without and any(self.field not in entry for entry in entries):
            return
        for entry in entries:
            named |= {*values_of(entry.get(self.field))}
        for thing, path in things:
            if thing and thing["id"] not in named:
                yield path, {"id": thing["id"]}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.by, [self.field, *self.unless])
        field = field_of(self.by, self.field)
        inner = field.shape if isinstance(field, ListOf | OneOrMore) else field
        if field and ("id" not in (fields_of(selection.on) or {}) or not isinstance(inner, Id)):
            yield "named-by needs entries with an id and a field that names ids"

    def looks_for(self, selection: Selection) -> str:
        return f"{'/'.join(selection.on)} named in {self.by}/{self.field}"

    def is_present(self, things: Things, view: StrategyView) -> bool:
        return sum(1 for _ in self.find(things, view)) < sum(thing is not None for thing, _ in things)


class Ranked(Check, name="ranked"):
    """That every entry of a list has a number in a field, and no two the same."""

    params = Record({"list": Text(), "field": Text()}, {"unless": CONDITION})
    words = ("value", "other", "id")
    asks_for = True

    list: str
    field: str

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        seen: dict[object, str] = {}
        unless = self.unless.items()
        for n, entry in enumerate(view.entries(self.list)):
            if unless and fits(entry, unless):
                continue
            rank, id = entry.get(self.field), name_of(entry, (self.list,))
            if rank is None:
                yield (self.list, n), {"id": id, "value": "no", "other": "all others"}
            elif rank in seen:
                yield (self.list, n, self.field), {"id": id, "value": rank, "other": seen[rank]}
            seen.setdefault(rank, id)

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.list, [self.field, *self.unless])
        yield from many_valued(self.name, self.list, self.field)

    def looks_for(self, selection: Selection) -> str:
        return described(self.list, self.field, selection)

    def is_present(self, things: Things, view: StrategyView) -> bool:
        return any(self.field in entry for entry in self.counted(view.entries(self.list)))


def _any_there(things: Things) -> bool:
    return any(thing is not None for thing, _ in things)
