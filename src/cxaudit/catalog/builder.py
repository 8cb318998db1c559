"""Builds scales, criteria, frameworks and their examples from the entries of data files."""

from collections.abc import Mapping
from fractions import Fraction

from cxaudit.catalog.schemas import CriterionEntry, ExampleEntry, FrameworkFile, ItemEntry, ScaleEntry
from cxaudit.model import BANDS, FIVE_LEVELS, NA_REASONS, Answer, Band, Criterion, Example, Framework, Item, Scale
from cxaudit.schema.scalars import is_number, number_text


def scale_of(id: str, entry: ScaleEntry) -> Scale:
    shares = entry.shares or tuple(entry.curve.values())
    return Scale(id, entry.title, shares, entry.levels, tuple(entry.curve), entry.unit)


def criterion_of(id: str, group: str, entry: CriterionEntry, scales: Mapping[str, Scale]) -> Criterion:
    """A criterion; where it has no level texts of its own, it gets those of its scale."""
    scale = scales.get(entry.scale, FIVE_LEVELS)
    return Criterion(
        id=id,
        group=group,
        title=entry.title,
        question=entry.question,
        levels=entry.levels or level_texts(scale),
        why=entry.why,
        evidence=entry.evidence,
        advice=entry.advice,
        effort=entry.effort,
        ask=entry.ask,
        scope=entry.scope,
        after=entry.after,
        needs=entry.needs,
        scale=scale,
    )


def level_texts(scale: Scale) -> tuple[str, ...]:
    """The level texts of a scale: its own words, or for a scale of numbers, what the number has to reach."""
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
        target=file.target,
        critical=file.critical,
        rollup=file.rollup,
        bands=_bands(file.bands),
        points=file.points,
        neighbours=file.neighbours,
        examples=tuple(_example(id, entry, criteria) for id, entry in file.examples.items()),
    )


def _item(id: str, entry: ItemEntry) -> Item:
    weights = {} if isinstance(entry.criteria, tuple) else {i: w for i, w in entry.criteria.items() if w != 1}
    return Item(id, entry.title, entry.gist, tuple(entry.criteria), weights, entry.weight, entry.target, entry.rollup)


def _bands(bands: Mapping[str, Fraction]) -> tuple[Band, ...]:
    return tuple((lowest, name) for name, lowest in bands.items()) or BANDS


def _example(id: str, entry: ExampleEntry, criteria: Mapping[str, Criterion]) -> Example:
    meant = {i: example_answer(text, criteria.get(i)) for i, text in entry.answers.items()}
    answers = {i: answer for i, answer in meant.items() if isinstance(answer, Answer)}
    return Example(id, answers, entry.shows, entry.items, entry.profile)


def example_answer(text: str, criterion: Criterion | None) -> Answer | str:
    """The answer that a word in an example means: a level or number, unknown, or a reason why it does not apply.

    Where it means nothing, a message that says what is wrong with it.
    """
    if text == "unknown":
        return Answer(unknown=True)
    if text in NA_REASONS:
        return Answer(na=text)
    scale = criterion.scale if criterion else FIVE_LEVELS
    if not is_number(text):
        return f'"{text}" is no answer: a level, unknown, or a reason why it does not apply is expected'
    number = Fraction(text)
    if scale.marks:
        return Answer(value=number, evidence="seen")
    return misfit(scale, number, None) or Answer(level=int(number), evidence="seen")


def misfit(scale: Scale, level: Fraction | int | None, value: Fraction | None) -> str:
    """What is wrong with an answer on this scale; empty where nothing is."""
    if scale.marks and level is not None:
        return f"a number{f' in {scale.unit}' if scale.unit else ''} is asked for here: value, not level"
    if not scale.marks and value is not None:
        return f"a level from 0 to {scale.top} is asked for here: level, not value"
    if level is not None and (level != int(level) or not 0 <= level <= scale.top):
        return f'"{number_text(Fraction(level))}" is not a whole number from 0 to {scale.top}'
    return ""
