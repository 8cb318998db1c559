"""Builds scales, criteria, frameworks and their examples from the entries of data files."""

from collections.abc import Mapping
from fractions import Fraction

from cxaudit.catalog.entries import (
    CriterionEntry,
    ExampleEntry,
    FactEntry,
    FrameworkFile,
    ItemEntry,
    PracticeEntry,
    ScaleEntry,
)
from cxaudit.measure import BANDS, FIVE_LEVELS, Band, Kind, Scale, State, Tier
from cxaudit.model import NA_REASONS, Answer, Criterion, Example, Fact, Framework, Item, Needs, Practice
from cxaudit.schema.scalars import is_number, number_text

ALL, NOTHING = "all", "none"  # in an example: all practices are true, or none is
ASKED_OF = {Kind.DONE: ("frontline",), Kind.STEP: ("manager",)}  # the roles to ask; a manager for other kinds
_TIER_FROM = ((Fraction(1, 2), Tier.ESSENTIAL), (Fraction(3, 4), Tier.GOOD))  # by the share that a step starts below


def scale_of(id: str, entry: ScaleEntry) -> Scale:
    shares = entry.shares or tuple(entry.curve.values())
    return Scale(id, entry.title, shares, entry.levels, tuple(entry.curve), entry.unit, entry.least, entry.most)


def fact_of(id: str, entry: FactEntry) -> Fact:
    return Fact(id, *entry)


def criterion_of(
    id: str, group: str, entry: CriterionEntry, scales: Mapping[str, Scale], weights: Mapping[str, int]
) -> Criterion:
    """A criterion; one with levels gets a practice for each step from one level to the next."""
    scale = None if entry.practices else scales.get(entry.scale, FIVE_LEVELS)
    levels = entry.levels or level_texts(scale) if scale else ()
    if scale:
        practices = _steps(id, entry, scale, levels)
    else:
        practices = tuple(_practice(id, name, one, weights) for name, one in entry.practices.items())
    return Criterion(
        id=id,
        group=group,
        title=entry.title or id.replace("-", " ").capitalize(),
        question=entry.question,
        practices=practices,
        why=entry.why,
        risk=entry.risk,
        evidence=entry.evidence,
        scope=entry.scope,
        after=entry.after,
        needs=needs_of(entry.needs),
        scale=scale,
        levels=levels,
        no_result=entry.no_result,
    )


def _practice(criterion: str, id: str, entry: PracticeEntry, weights: Mapping[str, int]) -> Practice:
    kind = Kind(entry.kind)
    return Practice(
        id,
        criterion,
        entry.says,
        kind,
        Tier(entry.tier),
        weights[kind],
        entry.ask or ASKED_OF.get(kind, ("manager",)),
        entry.effort,
        entry.step,
        needs_of(entry.needs),
    )


def _steps(criterion: str, entry: CriterionEntry, scale: Scale, levels: tuple[str, ...]) -> tuple[Practice, ...]:
    """The steps of a criterion with levels: each weighs as much as its level adds to the one below."""
    ask = entry.ask or ASKED_OF[Kind.STEP]
    steps = []
    for n, says in enumerate(levels[1 : scale.top + 1], 1):
        below = scale.shares[n - 1]
        tier = next((tier for share, tier in _TIER_FROM if below < share), Tier.LEADING)
        advice = entry.advice[n - 1] if n <= len(entry.advice) else ""
        weight = scale.shares[n] - below
        steps.append(Practice(f"level-{n}", criterion, says, Kind.STEP, tier, weight, ask, entry.effort, advice))
    return tuple(steps)


def needs_of(needs: tuple[str, ...] | Mapping[str, tuple[str, ...]]) -> Needs:
    return dict.fromkeys(needs, ()) if isinstance(needs, tuple) else needs


def level_texts(scale: Scale) -> tuple[str, ...]:
    """The level texts of a scale: its own words, or on a scale of numbers, the number to reach."""
    if scale.words or not scale.marks:
        return scale.words
    rising = scale.marks[0] < scale.marks[-1]
    least, under = ("or more", "less than") if rising else ("or less", "more than")
    return (
        f"{under} {number_text(scale.marks[1], scale.unit)}",
        *(f"{number_text(mark, scale.unit)} {least}" for mark in scale.marks[1:]),
    )


def framework_of(file: FrameworkFile, criteria: Mapping[str, Criterion]) -> Framework:
    """A framework; example answers that mean nothing are left out, since the loader reports them."""
    return Framework(
        id=file.id,
        title=file.title,
        group=file.group,
        version=file.version,
        source=file.source,
        about=file.about,
        items=tuple(_item(id, entry) for id, entry in file.items.items()),
        mistakes=file.mistakes,
        critical=file.critical,
        rollup=file.rollup,
        bands=_bands(file.bands),
        points=file.points,
        neighbours=file.neighbours,
        examples=tuple(_example(id, entry, criteria) for id, entry in file.examples.items()),
    )


def _item(id: str, entry: ItemEntry) -> Item:
    named = entry.criteria
    weights = {} if isinstance(named, tuple) else {i: w for i, w in named.items() if w != 1}
    more = entry.averted_by, entry.arises_with
    return Item(id, entry.title, entry.gist, tuple(named), weights, entry.weight, entry.rollup, *more)


def _bands(bands: Mapping[str, Fraction]) -> tuple[Band, ...]:
    return tuple(Band(least, name) for name, least in bands.items()) or BANDS


def _example(id: str, entry: ExampleEntry, criteria: Mapping[str, Criterion]) -> Example:
    meant = {i: example_answer(said, criteria.get(i)) for i, said in entry.answers.items()}
    answers = {i: answer for i, answer in meant.items() if isinstance(answer, Answer)}
    return Example(id, answers, entry.shows, entry.items, entry.profile)


def example_answer(said: str | Mapping[str, str], criterion: Criterion | None) -> Answer | str:
    """The answer that an example means; where it means nothing, a message that says what is wrong with it.

    It may be unknown or a reason why a criterion does not apply; for one with levels, a level or number; for one with
    practices, "all", "none", or what is said of each.
    """
    if criterion is None:
        return Answer(unknown=True)
    if isinstance(said, str) and said in NA_REASONS:
        return Answer(na=said)
    if criterion.scale:
        if not isinstance(said, str):
            return f"{criterion.id} has levels: give one here, not replies for practices"
        return _on_scale(said, criterion.scale)
    if isinstance(said, str):
        words = {ALL: (State.YES, State.REACHED), NOTHING: (State.NO, State.NOT_MEASURED)}
        words[State.UNKNOWN] = (State.UNKNOWN, State.UNKNOWN)
        if said not in words:
            return f'"{said}" is not an answer: expected {", ".join(words)}, or a reply for each practice'
        return Answer(practices={p.id: words[said][p.is_result] for p in criterion.practices})
    return wrong_reply(criterion, said) or Answer(practices=said)


def wrong_reply(criterion: Criterion, said: Mapping[str, str]) -> str:
    """What is wrong with the first reply that its practice cannot be given; empty where nothing is."""
    for id, reply in said.items():
        practice = criterion.practice(id)
        if practice is None:
            return f'there is no practice "{id}" in {criterion.id}'
        if reply not in practice.replies:
            return f'"{id}" cannot be "{reply}", only {", ".join(practice.replies[:-1])} or {practice.replies[-1]}'
    return ""


def _on_scale(said: str, scale: Scale) -> Answer | str:
    if said == State.UNKNOWN:
        return Answer(unknown=True)
    if not is_number(said):
        return f'"{said}" is not an answer: expected a level, unknown, or a reason why it does not apply'
    number = Fraction(said)
    if scale.marks:
        return misfit(scale, None, number) or Answer(number=number)
    return misfit(scale, number, None) or Answer(level=int(number))


def misfit(scale: Scale, level: Fraction | int | None, number: Fraction | None) -> str:
    """What is wrong with an answer on this scale; empty where nothing is."""
    if scale.marks and level is not None:
        return f"expected a number{f' in {scale.unit}' if scale.unit else ''}: write number, not level"
    if not scale.marks and number is not None:
        return f"expected a level from 0 to {scale.top}: write level, not number"
    if level is not None and (level != int(level) or not 0 <= level <= scale.top):
        return f'"{number_text(Fraction(level))}" is not a whole number from 0 to {scale.top}'
    if number is not None:
        return outside(scale, number)
    return ""


def outside(scale: Scale, number: Fraction) -> str:
    """How a number is outside a scale's limits; empty where it is not."""
    if scale.least is not None and number < scale.least:
        return f"{number_text(number, scale.unit)} is below the minimum, {number_text(scale.least, scale.unit)}"
    if scale.most is not None and number > scale.most:
        return f"{number_text(number, scale.unit)} is above the maximum, {number_text(scale.most, scale.unit)}"
    return ""
