"""Checks for dates, sums and counts, and for entries that contradict each other."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from cxaudit.rules.checks.base import (
    CONDITION,
    Check,
    Fault,
    ProseFault,
    Things,
    fields_of,
    misused_list,
    name_of,
    unknown_fields,
)
from cxaudit.rules.view import Selection, StrategyView
from cxaudit.schema.containers import Record
from cxaudit.schema.scalars import Date, Integer, Text, number_text
from cxaudit.strategy.schema import Entry, Value

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

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


class Past(Check, name="past"):
    """That a date is not before the date of the check."""

    params = Record({"field": Text()})
    words = ("value", "as_of", "id")
    reads_prose = True

    field: str

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        for thing, path in things:
            day = thing.get(self.field) if thing else None
            if isinstance(day, str) and day < view.as_of:
                yield (*path, self.field), {"value": day, "as_of": view.as_of, "id": name_of(thing, path)}

    def find_in(self, view: "ProseView") -> Iterator[ProseFault]:
        from cxaudit.prose.dates import reviews_due

        named = view.prose.fields.get(self.field)
        if isinstance(named, str) and named < view.as_of:
            yield -1, {"value": named, "as_of": view.as_of}
        for n, day in reviews_due(view.sentences):
            if day < view.as_of:
                yield n, {"value": day, "as_of": view.as_of}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields([self.field], selection.on)
        field = (fields_of(selection.on) or {}).get(self.field)
        if field and not isinstance(field, Date):
            yield f"past needs a date, and {self.field} is not one"


class TooMany(Check, name="too-many"):
    """That a list has at most `count` entries."""

    params = Record({"list": Text(), "count": Integer(0, 999)}, {"unless": CONDITION})
    words = ("count", "limit")

    list: str
    count: int

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        count = len(self.counted(view.entries(self.list)))
        if count > self.count:
            yield (self.list,), {"count": count, "limit": self.count}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from misused_list(self.list, self.unless)


class OverBudget(Check, name="over-budget"):
    """That the costs of initiatives that are not dropped add up to no more than the budget."""

    params = Record({})
    words = ("count", "limit")

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        budget = view.strategy.get("budget")
        total = budget.get("total") if isinstance(budget, dict) else None
        live = (e.get("cost") for e in view.entries("initiatives") if e.get("status") != "dropped")
        costs = sum((cost for cost in live if isinstance(cost, Fraction)), Fraction(0))
        if isinstance(total, Fraction) and costs > total:
            yield ("budget", "total"), {"count": number_text(costs), "limit": number_text(total)}


class GoalsFarApart(Check, name="goals-far-apart"):
    """That no standard is `times` as slow as one of the same metric and reason on another channel."""

    params = Record({"times": Integer(2, 1000)})
    words = ("other", "id")

    times: int

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        alike: dict[tuple[Value, Value], list[tuple[int, Entry]]] = {}
        for n, entry in enumerate(view.entries("standards")):
            alike.setdefault((entry.get("metric"), entry.get("contact_reason")), []).append((n, entry))
        for standards in alike.values():
            timed = [(hours, n, entry) for n, entry in standards if (hours := _hours(entry))] if standards[1:] else []
            fastest: dict[Value, tuple[Fraction, int, Entry]] = {}  # the fastest of each channel, in order of speed
            for one in sorted(timed, key=itemgetter(0)):
                fastest.setdefault(one[2].get("channel"), one)
            for hours, n, entry in timed if len(fastest) > 1 else ():
                quick, _, other = next(one for channel, one in fastest.items() if channel != entry.get("channel"))
                if hours >= self.times * quick and "gap_reason" not in entry:
                    yield ("standards", n), {"id": entry["id"], "other": other["id"]}


class OneGoal(Check, name="one-goal"):
    """That standards of the same metric, channel, reason, priority and threshold have the same target."""

    params = Record({})
    words = ("value", "other", "other_value", "id")
    reads_prose = True

    def find_in(self, view: "ProseView") -> Iterator[ProseFault]:
        from cxaudit.prose.goals import contradictions, goals

        for first, goal in contradictions(list(goals(view.sentences, view.words, view.split.above))):
            where = view.where(first.sentence)
            yield goal.sentence, {"id": "", "value": goal.text, "other": where, "other_value": first.text}

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        first: dict[tuple[Value, ...], Entry] = {}
        for n, entry in enumerate(view.entries("standards")):
            if "metric" not in entry or "target" not in entry:
                continue
            other = first.setdefault(_subject(entry), entry)
            if _goal(other) != _goal(entry):
                words = {"other": other["id"], "other_value": _goal_text(other)}
                yield ("standards", n), {"id": entry["id"], "value": _goal_text(entry), **words}


class CostsAgainstService(Check, name="costs-against-service"):
    """That no objective cuts cost where another aims to improve, without a note on the trade-off."""

    params = Record({})
    words = ("other", "id")

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        objectives = view.entries("objectives")
        improved = [o for o in objectives if o.get("aim") == "improve"]
        for n, cut in enumerate(objectives):
            if cut.get("aim") != "cut-cost" or "tradeoff" in cut:
                continue
            if other := next((o for o in improved if _scope(cut) & _scope(o)), None):
                yield ("objectives", n), {"id": cut["id"], "other": other["id"]}


class OwnersOnlyInService(Check, name="owners-only-in-service"):
    """That not every initiative is owned by a department whose main work is serving customers."""

    params = Record({})

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        departments = view.entries("departments")
        service = {d["id"] for d in departments if d.get("is_service")}
        owners = [e.get("department") for e in view.entries("initiatives")]
        if len(service) < len(departments) and owners and all(owner in service for owner in owners):
            yield ("initiatives",), {}


def _scope(objective: Entry) -> set[Value]:
    scope = objective.get("scope")
    return {*scope} if isinstance(scope, tuple) else set()


def _subject(standard: Entry) -> tuple[Value, ...]:
    """What a standard sets a goal for; texts without their case."""
    fields = ("metric", "channel", "contact_reason", "priority", "threshold")
    return tuple(value.lower() if isinstance(value := standard.get(field), str) else value for field in fields)


def _goal(standard: Entry) -> tuple[Value, Value]:
    """A standard's target and unit, times in hours: 2 hours and 120 minutes are the same goal."""
    hours = _hours(standard)
    unit = standard.get("unit")
    return (hours, "hour") if hours else (standard.get("target"), unit.lower() if isinstance(unit, str) else unit)


def _goal_text(standard: Entry) -> str:
    target, unit = standard["target"], standard.get("unit")
    number = number_text(target) if isinstance(target, Fraction) else str(target)
    return f"{number} {unit}" if unit else number


def _hours(standard: Entry) -> Fraction:
    """A standard's target in hours; 0 where its unit is not a time."""
    number, unit = standard.get("target"), standard.get("unit")
    hours = _hours_of(unit) if isinstance(unit, str) else 0
    if not isinstance(number, Fraction) or not hours:
        return Fraction(0)
    return number if hours == 1 else number * hours


@lru_cache
def _hours_of(unit: str) -> Fraction | int:
    word = unit.lower().removeprefix("working ")
    one = word.removesuffix("s")
    return _HOURS.get(_SHORT.get(word) or _SHORT.get(one, one), 0)
