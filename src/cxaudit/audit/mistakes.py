"""Mistakes: which of them are made, and which are averted."""

from collections import Counter
from enum import StrEnum
from typing import NamedTuple

from cxaudit.audit.assessment import Assessment
from cxaudit.audit.marks import Mark
from cxaudit.model import Framework, Item


class Made(StrEnum):
    """How far a mistake is made."""

    NOT_ARISING = "does not arise"
    AVERTED = "averted"
    PARTLY = "partly averted"
    MADE = "made"
    UNKNOWN = "not known"
    NOT_APPLICABLE = "does not apply"


class Mistake(NamedTuple):
    """An item of a framework of mistakes, with the marks that say how far it is made."""

    framework: Framework
    item: Item
    made: Made
    averting: tuple[Mark, ...]  # those that apply
    arising: tuple[Mark, ...]


def mistakes(assessment: Assessment, framework: Framework) -> tuple[Mistake, ...]:
    """The items of a framework of mistakes, each with how far it is made."""
    return tuple(_mistake(assessment, framework, item) for item in framework.items)


def _mistake(assessment: Assessment, framework: Framework, item: Item) -> Mistake:
    averting = _marks(assessment, item.averted_by) if item.averted_by else _resting(assessment, item)
    arising = _marks(assessment, item.arises_with)
    return Mistake(framework, item, _made(averting, arising), averting, arising)


def _made(averting: tuple[Mark, ...], arising: tuple[Mark, ...]) -> Made:
    if arising and all(mark.is_known and mark.low == 0 for mark in arising):
        return Made.NOT_ARISING
    if not averting:
        return Made.NOT_APPLICABLE
    if all(mark.holds for mark in averting):
        return Made.AVERTED
    if any(mark.is_known and mark.low > 0 for mark in averting):
        return Made.PARTLY
    return Made.MADE if all(mark.is_known for mark in averting) else Made.UNKNOWN


def _marks(assessment: Assessment, names: tuple[str, ...]) -> tuple[Mark, ...]:
    """The marks of practices named as criterion/practice, or of all that count in a criterion, as far as they apply."""
    found = []
    for name in names:
        marks = assessment.results[name.partition("/")[0]].marks
        found += [m for m in marks if m.applies and (m.practice.key == name or ("/" not in name and m.practice.counts))]
    return tuple(found)


def _resting(assessment: Assessment, item: Item) -> tuple[Mark, ...]:
    """What averts a mistake that names no practices: all of the target in the criteria that it rests on."""
    return tuple(mark for id in item.criteria for mark in assessment.results[id].aimed_at)


def headline(found: tuple[Mistake, ...]) -> str:
    """The mistakes in a line, such as "2 made, 1 partly averted, 2 averted"."""
    number = Counter(one.made for one in found)
    order = (Made.MADE, Made.PARTLY, Made.AVERTED, Made.NOT_ARISING, Made.UNKNOWN, Made.NOT_APPLICABLE)
    words = {Made.NOT_ARISING: "not arising", Made.NOT_APPLICABLE: "not applicable"}
    return ", ".join(f"{number[made]} {words.get(made, made)}" for made in order if number[made])
