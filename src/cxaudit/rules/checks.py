"""What a rule can look for in a strategy: each check is one function.

A check gets the things that the rule looks at, each with the path to it, the whole strategy and the rule's parameters.
It gives for each fault the path to it, and the words that the rule's message may show.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import Any

from cxaudit.rules.view import Path, StrategyView, fits, texts_in
from cxaudit.schema.containers import ListOf, MapOf, OneOrMore, Record
from cxaudit.schema.scalars import Boolean, Integer, Shape, Text, number_text

Words = Mapping[str, object]
Fault = tuple[Path, Words]
Things = Sequence[tuple[Any, Path]]
Given = Mapping[str, Any]
Find = Callable[[Things, Given, StrategyView], Iterator[Fault]]


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """A check: its parameters, the words that it gives to messages, and its function."""

    shape: Record
    words: tuple[str, ...]
    find: Find
    shows: bool  # whether it asks for something to be there, so that holding it shows that it is


CHECKS: dict[str, Check] = {}
CONDITION = MapOf(Text(), OneOrMore(Text()), least=1)  # field: the value, or the values, that it may have
_FIELDS = ListOf(Text(), least=1, unique=True)
_WORDS = ListOf(Text(), least=1)


def _check(
    required: Mapping[str, Shape],
    optional: Mapping[str, Shape] | None = None,
    words: tuple[str, ...] = (),
    shows: bool = False,
) -> Callable[[Find], Find]:
    def keep(find: Find) -> Find:
        CHECKS[find.__name__.replace("_", "-")] = Check(Record(required, optional or {}), words, find, shows)
        return find

    return keep


def name_of(entry: Mapping[str, Any]) -> str:
    """What to call an entry in a message: its id, or what stands first in it."""
    return str(entry.get("id") or next(iter(entry.values()), ""))


# ------------------------------------------------------------------------------------------- what is missing


@_check({"fields": _FIELDS}, words=("missing",), shows=True)
def required(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That each thing is there and has every one of these fields."""
    for thing, path in things:
        if missing := _missing(thing, given["fields"]):
            at = (missing[0],) if thing is whole.strategy else path
            yield at, {"missing": in_words(missing), "id": name_of(thing or {})}


@_check({"list": Text()}, {"fields": _FIELDS, "at-least": Integer(1, 99)}, words=("missing",), shows=True)
def listed(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That a list is there with at least so many entries, and that each of them has these fields."""
    key, fields = given["list"], given.get("fields", ())
    entries = whole.entries(key)
    if len(entries) < given.get("at-least", 1):
        yield (key,), {"missing": "entries", "id": "the list"}
    for n, entry in enumerate(entries):
        if missing := _missing(entry, fields):
            yield (key, n), {"missing": in_words(missing), "id": name_of(entry)}


@_check({"fields": _FIELDS}, words=("has", "missing"))
def together(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That each thing has all of these fields or none."""
    for thing, path in things:
        missing = _missing(thing, given["fields"])
        if 0 < len(missing) < len(given["fields"]):
            has = [field for field in given["fields"] if field not in missing]
            yield (*path, has[0]), {"has": in_words(has), "missing": in_words(missing), "id": name_of(thing)}


@_check({"list": Text(), "field": Text(), "values": _WORDS}, words=("missing",), shows=True)
def covered(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That each of these values stands in a field of some entry of a list."""
    there = {entry.get(given["field"]) for entry in whole.entries(given["list"])}
    if missing := [value for value in given["values"] if value not in there]:
        yield (given["list"],), {"missing": in_words(missing)}


@_check({"list": Text(), "field": Text(), "value": Text()}, {"unless": CONDITION}, shows=True)
def some(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That, where the thing is there, at least one entry of a list has this value in a field."""
    wanted = ((given["field"], (given["value"],)),)
    for thing, path in things:
        if thing and not any(fits(e, wanted) and not _excepted(e, given) for e in whole.entries(given["list"])):
            yield path, {}


@_check({"by": Text(), "field": Text()}, {"unless": CONDITION}, shows=True)
def named_by(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That some entry of a list names each thing's id in a field."""
    named: set[str] = set()
    for entry in whole.entries(given["by"]):
        names = () if _excepted(entry, given) else entry.get(given["field"]) or ()
        named |= {names} if isinstance(names, str) else {*names}
    for thing, path in things:
        if thing["id"] not in named:
            yield path, {"id": thing["id"]}


# --------------------------------------------------------------------------------------------- what is said


@_check(
    {"any-of": _WORDS},
    {"fields": _FIELDS, "unless-number": Boolean(), "unless-there": ListOf(Text(), 1)},
    words=("value", "text"),
)
def says(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That no text, or none of these fields, holds one of these words; a number in the same text may excuse it."""
    words: tuple[str, ...] = given["any-of"]
    texts = [*_texts_of(things, given, whole)] if "fields" in given else None
    lower = whole.lower if texts is None else " ".join(" ".join([text for _, text in texts]).lower().split())
    for word in _lowered(words):
        if word in lower:
            break
    else:  # as good as always
        return
    if "unless-there" in given and _is_there(given["unless-there"], whole):
        return
    for path, text in texts or _texts_of(things, given, whole):
        found = _pattern(words).search(text)
        if found and not (given.get("unless-number") and _NUMBERED.search(text)):
            yield path, {"value": found[0], "text": text}


def _is_there(steps: Sequence[str], whole: StrategyView) -> bool:
    thing: Any = whole.strategy
    for step in steps:
        thing = thing.get(step) if isinstance(thing, dict) else None
    return thing is not None


@_check({"field": Text(), "any-of": _WORDS}, words=("value",), shows=True)
def holds(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That the text of a field holds one of these words."""
    for thing, path in things:
        text = (thing or {}).get(given["field"])
        if text is not None and not _pattern(given["any-of"]).search(text):
            yield (*path, given["field"]), {"value": text}


@_check({}, {"fields": _FIELDS, "at-least": Integer(1, 99999), "at-most": Integer(1, 99999)}, words=("count", "limit"))
def word_count(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That these fields, or all texts, have so many words at least or at most; what is not there is not counted."""
    if "fields" in given:
        texts = list(_texts_of(things, given, whole))
        count, path = sum(len(text.split()) for _, text in texts), texts[0][0] if texts else ()
    elif "at-least" not in given and len(whole.lower) < 2 * given.get("at-most", 0):
        return  # a word and its space take two characters at least
    else:
        count, path = len(whole.lower.split()), ()
    low, high = given.get("at-least", 0), given.get("at-most", count)
    if 0 < count < low or count > high:
        yield path, {"count": count, "limit": low if count < low else high}


@_check({"at-most": Integer(1, 999)}, words=("count", "limit"))
def sentence_length(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That sentences have on average at most so many words; what has five words or fewer is no sentence."""
    limit = given["at-most"]
    if not [text for text in whole.texts if len(text) >= 2 * limit and len(text.split()) > limit]:
        return  # where no text is longer, the mean of sentences is not either
    parts = (len(part.split()) for text in whole.texts for part in _SENTENCE.split(text))
    lengths = [words for words in parts if words > 5]
    if sum(lengths) > limit * len(lengths):
        yield (), {"count": round(sum(lengths) / len(lengths)), "limit": limit}


# ------------------------------------------------------------------------------------------ dates and numbers


@_check({"field": Text()}, words=("value", "as_of"))
def past(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That a date is not before the date of the check."""
    field, as_of = given["field"], whole.as_of
    for thing, path in things:
        day = (thing or {}).get(field)
        if day is not None and day < as_of:
            yield (*path, field), {"value": day, "as_of": as_of, "id": name_of(thing)}


@_check({"list": Text(), "count": Integer(0, 999)}, {"unless": CONDITION}, words=("count", "limit"))
def too_many(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That a list has at most so many entries."""
    count = sum(not _excepted(entry, given) for entry in whole.entries(given["list"]))
    if count > given["count"]:
        yield (given["list"],), {"count": count, "limit": given["count"]}


@_check({"list": Text(), "field": Text()}, {"unless": CONDITION}, words=("value", "other"), shows=True)
def ranked(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That every entry of a list has a number in a field, and no two the same."""
    key, field = given["list"], given["field"]
    seen: dict[object, str] = {}
    for n, entry in enumerate(whole.entries(key)):
        if _excepted(entry, given):
            continue
        rank, id = entry.get(field), name_of(entry)
        if rank is None:
            yield (key, n), {"id": id, "value": "no", "other": "every other"}
        elif rank in seen:
            yield (key, n, field), {"id": id, "value": rank, "other": seen[rank]}
        seen.setdefault(rank, id)


@_check({}, words=("count", "limit"))
def over_budget(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That the costs of initiatives that are not dropped add up to no more than the budget."""
    total = (whole.strategy.get("budget") or {}).get("total")
    live = (e for e in whole.entries("initiatives") if e.get("status") != "dropped")
    costs = sum((e["cost"] for e in live if "cost" in e), Fraction(0))
    if total is not None and costs > total:
        yield ("budget", "total"), {"count": number_text(costs), "limit": number_text(total)}


@_check({"times": Integer(2, 1000)}, words=("other",))
def goals_far_apart(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That standards of one metric and reason for contact differ less than so many times between channels."""
    alike: dict[object, list[tuple[int, Mapping[str, Any]]]] = {}
    for n, entry in enumerate(whole.entries("standards")):
        alike.setdefault((entry.get("metric"), entry.get("contact_reason")), []).append((n, entry))
    for standards in alike.values():
        timed = [(hours, n, entry) for n, entry in standards if (hours := _hours(entry))] if standards[1:] else ()
        fastest: dict[object, tuple[Fraction, int, Mapping[str, Any]]] = {}  # of each channel, the first of them first
        for one in sorted(timed, key=itemgetter(0)):
            fastest.setdefault(one[2].get("channel"), one)
        for hours, n, entry in timed if len(fastest) > 1 else ():
            quick, _, other = next(one for channel, one in fastest.items() if channel != entry.get("channel"))
            if hours >= given["times"] * quick and "gap_reason" not in entry:
                yield ("standards", n), {"id": entry["id"], "other": other["id"]}


@_check({}, words=("other",))
def costs_against_service(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That an objective that cuts cost does not touch what another is to improve, without a note on the trade-off."""
    objectives = whole.entries("objectives")
    improved = [o for o in objectives if o.get("aim") == "improve"]
    for n, cut in enumerate(objectives):
        if cut.get("aim") != "cut-cost" or "tradeoff" in cut:
            continue
        touched = (o for o in improved if {*cut.get("scope", ())} & {*o.get("scope", ())})
        if other := next(touched, None):
            yield ("objectives", n), {"id": cut["id"], "other": other["id"]}


@_check({})
def owners_only_in_service(things: Things, given: Given, whole: StrategyView) -> Iterator[Fault]:
    """That not every initiative is owned by a department whose main work is serving customers."""
    departments = whole.entries("departments")
    service = {d["id"] for d in departments if d.get("is_service")}
    owners = [e.get("department") for e in whole.entries("initiatives")]
    if len(service) < len(departments) and owners and all(owner in service for owner in owners):
        yield ("initiatives",), {}


# ------------------------------------------------------------------------------------------------- helpers

_NUMBERED = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|same|next)\b", re.I)
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_SHORT = {
    "s": "second",
    "ms": "millisecond",
    "sec": "second",
    "min": "minute",
    "m": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "wk": "week",
}
_HOURS: Mapping[str, Fraction | int] = {
    "second": Fraction(1, 3600),
    "minute": Fraction(1, 60),
    "hour": 1,
    "day": 24,
    "week": 168,
}


@lru_cache
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, whole and in any case."""
    any_of = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.I)


def _texts_of(things: Things, given: Given, whole: StrategyView) -> Iterator[tuple[Path, str]]:
    """The texts that the rule looks at: those of its fields, or all."""
    fields = given.get("fields")
    if fields is None and things and things[0][0] is whole.strategy:
        yield from texts_in(whole.strategy, (), None)
        return
    for thing, path in things:
        yield from texts_in(thing, path, fields)


def _missing(thing: Mapping[str, Any] | None, fields: Sequence[str]) -> Sequence[str]:
    """Which of these fields a thing does not have; all where it is not there itself."""
    if thing is None:
        return fields
    for field in fields:
        if field not in thing:
            return [field for field in fields if field not in thing]
    return ()


def in_words(words: Sequence[str]) -> str:
    """Words as a person lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _excepted(entry: Mapping[str, Any], given: Given) -> bool:
    return "unless" in given and fits(entry, given["unless"].items())


def _hours(standard: Mapping[str, Any]) -> Fraction:
    """A standard's target in hours; 0 where its unit is no time."""
    number, unit = standard.get("target"), _hours_of(standard.get("unit") or "")
    return (number if unit == 1 else number * unit) if number and unit else Fraction(0)


@lru_cache
def _hours_of(unit: str) -> Fraction | int:
    word = unit.lower().removeprefix("working ")
    one = word.removesuffix("s")
    return _HOURS.get(_SHORT.get(word) or _SHORT.get(one, one), 0)
