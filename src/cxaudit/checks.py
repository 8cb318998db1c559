"""What a rule can look for in a strategy: each check is one function.

A check gets the things that the rule looks at, each with the path to it, the whole strategy and the rule's parameters.
It gives for each fault the path to it, and the words that the rule's message may show.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from cxaudit.shapes import Flag, ListOf, MapOf, OneOrMore, Record, Shape, Text, Whole
from cxaudit.tried import Look, Path, texts_in

Words = Mapping[str, object]
Fault = tuple[Path, Words]


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """A check: its parameters, the words that it gives to messages, and its function."""

    shape: Record
    words: tuple[str, ...]
    find: Callable[[Look], Iterator[Fault]]
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
) -> Callable[[Callable[[Look], Iterator[Fault]]], Callable[[Look], Iterator[Fault]]]:
    def keep(find: Callable[[Look], Iterator[Fault]]) -> Callable[[Look], Iterator[Fault]]:
        CHECKS[find.__name__.replace("_", "-")] = Check(Record(required, optional or {}), words, find, shows)
        return find

    return keep


def fits(entry: Mapping[str, Any], wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an entry has one of these values in each of these fields; what is not there counts as false."""
    return all(_said(entry.get(field)) in values for field, values in wanted.items())


def _said(value: Any) -> str:
    return "true" if value is True else "false" if value is None or value is False else str(value)


def name_of(entry: Mapping[str, Any]) -> str:
    """What to call an entry in a message: its id, or what stands first in it."""
    return str(entry.get("id") or next(iter(entry.values()), ""))


# ------------------------------------------------------------------------------------------- what is missing


@_check({"fields": _FIELDS}, words=("missing",), shows=True)
def required(look: Look) -> Iterator[Fault]:
    """That each thing is there and has every one of these fields."""
    fields = look.given["fields"]
    for thing, path in look.things:
        if thing is look.whole.strategy and (gone := [field for field in fields if field not in thing]):
            yield (gone[0],), {"missing": _and(gone)}
        elif missing := fields if thing is None else [field for field in fields if field not in thing]:
            yield path, {"missing": _and(missing), "id": name_of(thing or {})}


@_check({"list": Text()}, {"fields": _FIELDS, "at-least": Whole(1, 99)}, words=("missing",), shows=True)
def listed(look: Look) -> Iterator[Fault]:
    """That a list is there with at least so many entries, and that each of them has these fields."""
    key, fields = look.given["list"], look.given.get("fields", ())
    entries = look.whole.entries(key)
    if len(entries) < look.given.get("at-least", 1):
        yield (key,), {"missing": "entries", "id": "the list"}
    for n, entry in enumerate(entries):
        if missing := [field for field in fields if field not in entry]:
            yield (key, n), {"missing": _and(missing), "id": name_of(entry)}


@_check({"fields": _FIELDS}, words=("has", "missing"))
def together(look: Look) -> Iterator[Fault]:
    """That each thing has all of these fields or none."""
    for thing, path in look.things:
        has = [field for field in look.given["fields"] if field in (thing or ())]
        missing = [field for field in look.given["fields"] if field not in has]
        if has and missing:
            yield (*path, has[0]), {"has": _and(has), "missing": _and(missing), "id": name_of(thing)}


@_check({"list": Text(), "field": Text(), "values": _WORDS}, words=("missing",), shows=True)
def covered(look: Look) -> Iterator[Fault]:
    """That each of these values stands in a field of some entry of a list."""
    there = {entry.get(look.given["field"]) for entry in look.whole.entries(look.given["list"])}
    if missing := [value for value in look.given["values"] if value not in there]:
        yield (look.given["list"],), {"missing": _and(missing)}


@_check({"list": Text(), "field": Text(), "value": Text()}, {"unless": CONDITION}, shows=True)
def some(look: Look) -> Iterator[Fault]:
    """That, where the thing is there, at least one entry of a list has this value in a field."""
    field, value = look.given["field"], look.given["value"]
    for thing, path in look.things:
        entries = (e for e in look.whole.entries(look.given["list"]) if not _excepted(e, look))
        if thing and not any(_said(e.get(field)) == value for e in entries):
            yield path, {}


@_check({"by": Text(), "field": Text()}, {"unless": CONDITION}, shows=True)
def named_by(look: Look) -> Iterator[Fault]:
    """That some entry of a list names each thing's id in a field."""
    named: set[str] = set()
    for entry in look.whole.entries(look.given["by"]):
        names = () if _excepted(entry, look) else entry.get(look.given["field"]) or ()
        named |= {names} if isinstance(names, str) else {*names}
    for thing, path in look.things:
        if thing["id"] not in named:
            yield path, {"id": thing["id"]}


# --------------------------------------------------------------------------------------------- what is said


@_check(
    {"any-of": _WORDS},
    {"fields": _FIELDS, "unless-number": Flag(), "unless-there": ListOf(Text(), 1)},
    words=("value", "text"),
)
def says(look: Look) -> Iterator[Fault]:
    """That no text, or none of these fields, holds one of these words; a number beside it may excuse it."""
    words: tuple[str, ...] = look.given["any-of"]
    if "fields" not in look.given:
        lower = look.whole.lower
        for word in _lowered(words):
            if word in lower:
                break
        else:  # as good as always
            return
    if "unless-there" in look.given and _is_there(look):
        return
    for path, text in _texts_of(look):
        found = _pattern(words).search(text)
        if found and not (look.given.get("unless-number") and _NUMBERED.search(text)):
            yield path, {"value": found[0], "text": text}


def _is_there(look: Look) -> bool:
    thing: Any = look.whole.strategy
    for step in look.given["unless-there"]:
        thing = thing.get(step) if isinstance(thing, dict) else None
    return thing is not None


@_check({"field": Text(), "any-of": _WORDS}, words=("value",), shows=True)
def lacks(look: Look) -> Iterator[Fault]:
    """That the text of a field holds one of these words."""
    for thing, path in look.things:
        text = (thing or {}).get(look.given["field"])
        if text is not None and not _pattern(look.given["any-of"]).search(text):
            yield (*path, look.given["field"]), {"value": text}


@_check({}, {"fields": _FIELDS, "at-least": Whole(1, 99999), "at-most": Whole(1, 99999)}, words=("count", "limit"))
def word_count(look: Look) -> Iterator[Fault]:
    """That these fields, or all texts, have so many words at least or at most; what is not there is not counted."""
    if "fields" in look.given:
        texts = list(_texts_of(look))
        count, path = sum(len(text.split()) for _, text in texts), texts[0][0] if texts else ()
    elif "at-least" not in look.given and len(look.whole.lower) < 2 * look.given.get("at-most", 0):
        return  # a word and its space take two characters at least
    else:
        count, path = len(look.whole.lower.split()), ()
    low, high = look.given.get("at-least", 0), look.given.get("at-most", count)
    if 0 < count < low or count > high:
        yield path, {"count": count, "limit": low if count < low else high}


@_check({"at-most": Whole(1, 999)}, words=("count", "limit"))
def sentence_length(look: Look) -> Iterator[Fault]:
    """That sentences have on average at most so many words; what has five words or fewer is no sentence."""
    limit, texts = look.given["at-most"], look.whole.texts
    longer = (text for text in texts if len(text) >= 2 * limit)
    if not any(len(part.split()) > limit for text in longer for part in _SENTENCE.split(text)):
        return  # where none is longer, the mean is not either
    parts = (len(part.split()) for text in texts for part in _SENTENCE.split(text))
    lengths = [words for words in parts if words > 5]
    if sum(lengths) > limit * len(lengths):
        yield (), {"count": round(sum(lengths) / len(lengths)), "limit": limit}


# ------------------------------------------------------------------------------------------ dates and numbers


@_check({"field": Text()}, words=("value", "as_of"))
def past(look: Look) -> Iterator[Fault]:
    """That a date is not before the date of the check."""
    field, as_of = look.given["field"], look.whole.as_of
    for thing, path in look.things:
        day = (thing or {}).get(field)
        if day is not None and day < as_of:
            yield (*path, field), {"value": day, "as_of": as_of, "id": name_of(thing)}


@_check({"list": Text(), "count": Whole(0, 999)}, {"unless": CONDITION}, words=("count", "limit"))
def too_many(look: Look) -> Iterator[Fault]:
    """That a list has at most so many entries."""
    count = sum(not _excepted(entry, look) for entry in look.whole.entries(look.given["list"]))
    if count > look.given["count"]:
        yield (look.given["list"],), {"count": count, "limit": look.given["count"]}


@_check({"list": Text(), "field": Text()}, {"unless": CONDITION}, words=("value", "other"), shows=True)
def ranked(look: Look) -> Iterator[Fault]:
    """That every entry of a list has a number in a field, and no two the same."""
    key, field = look.given["list"], look.given["field"]
    seen: dict[object, str] = {}
    for n, entry in enumerate(look.whole.entries(key)):
        if _excepted(entry, look):
            continue
        rank, id = entry.get(field), name_of(entry)
        if rank is None:
            yield (key, n), {"id": id, "value": "no", "other": "every other"}
        elif rank in seen:
            yield (key, n, field), {"id": id, "value": rank, "other": seen[rank]}
        seen.setdefault(rank, id)


@_check({}, words=("count", "limit"))
def over_budget(look: Look) -> Iterator[Fault]:
    """That the costs of initiatives that are not dropped add up to no more than the budget."""
    total = (look.whole.strategy.get("budget") or {}).get("total")
    live = (e for e in look.whole.entries("initiatives") if e.get("status") != "dropped")
    costs = sum((e["cost"] for e in live if "cost" in e), Fraction(0))
    if total is not None and costs > total:
        yield ("budget", "total"), {"count": _plain(costs), "limit": _plain(total)}


@_check({"times": Whole(2, 1000)}, words=("other",))
def goals_far_apart(look: Look) -> Iterator[Fault]:
    """That standards of one metric and reason for contact differ less than so many times between channels."""
    alike: dict[object, list[tuple[Fraction, int, Mapping[str, Any]]]] = {}
    for n, entry in enumerate(look.whole.entries("standards")):
        if hours := _hours(entry):
            alike.setdefault((entry.get("metric"), entry.get("contact_reason")), []).append((hours, n, entry))
    for standards in alike.values():
        fastest, _, other = min(standards, key=lambda standard: standard[0])
        far = look.given["times"] * fastest
        for hours, n, entry in standards:
            if hours >= far and "gap_reason" not in entry:
                yield ("standards", n), {"id": entry["id"], "other": other["id"]}


@_check({}, words=("other",))
def costs_against_service(look: Look) -> Iterator[Fault]:
    """That an objective that cuts cost does not touch what another is to improve, without a note on the trade-off."""
    objectives = look.whole.entries("objectives")
    improved = [o for o in objectives if o.get("aim") == "improve"]
    for n, cut in enumerate(objectives):
        if cut.get("aim") != "cut-cost" or "tradeoff" in cut:
            continue
        touched = (o for o in improved if {*cut.get("scope", ())} & {*o.get("scope", ())})
        if other := next(touched, None):
            yield ("objectives", n), {"id": cut["id"], "other": other["id"]}


@_check({})
def owners_only_in_service(look: Look) -> Iterator[Fault]:
    """That not every initiative is owned by a department whose main work is serving customers."""
    departments = look.whole.entries("departments")
    service = {d["id"] for d in departments if d.get("is_service")}
    owners = [e.get("department") for e in look.whole.entries("initiatives")]
    if len(service) < len(departments) and owners and all(owner in service for owner in owners):
        yield ("initiatives",), {}


# ------------------------------------------------------------------------------------------------- together

_NUMBERED = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|same|next)\b", re.I)
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_SHORT = {"sec": "second", "min": "minute", "m": "minute", "h": "hour", "hr": "hour", "d": "day", "wk": "week"}
_HOURS = {
    "second": Fraction(1, 3600),
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "day": Fraction(24),
    "week": Fraction(168),
}


@lru_cache
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, whole and in any case."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.I)


def _texts_of(look: Look) -> Iterator[tuple[Path, str]]:
    """The texts that the rule looks at: those of its fields, or all."""
    fields = look.given.get("fields")
    if fields is None and look.things and look.things[0][0] is look.whole.strategy:
        yield from texts_in(look.whole.strategy, (), None)
        return
    for thing, path in look.things:
        yield from texts_in(thing, path, fields)


def _and(words: Sequence[str]) -> str:
    """Words as a person lists them: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _excepted(entry: Mapping[str, Any], look: Look) -> bool:
    return "unless" in look.given and fits(entry, look.given["unless"])


def _hours(standard: Mapping[str, Any]) -> Fraction:
    """A standard's target in hours; 0 where its unit is no time."""
    return _in_hours(standard.get("target") or Fraction(0), standard.get("unit") or "")


@lru_cache
def _in_hours(number: Fraction, unit: str) -> Fraction:
    word = unit.lower().removeprefix("working ").removesuffix("s")
    return number * _HOURS.get(_SHORT.get(word, word), Fraction(0))


def _plain(number: Fraction) -> str:
    return f"{float(number):.10g}"
