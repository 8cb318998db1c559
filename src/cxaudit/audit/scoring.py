"""Turns marks into scores with their ranges. All arithmetic is exact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from cxaudit.audit.marks import HALF, Mark
from cxaudit.measure import Kind, Share, State, Tier
from cxaudit.model import Practice

Lens = Callable[[Practice], bool]  # which practices a score looks at


class Score(NamedTuple):
    """Shares from 0 to 1. `point` is None where nothing is known.

    point       how good what is known is; a result that was asked and is not known counts as not reached
    low, high   the same if all that is open turned out at its worst (results missed), or at its best
    """

    point: Fraction | None
    low: Fraction
    high: Fraction


# -------------------------------------------------------------------------------------------------- lenses


def counts(practice: Practice) -> bool:
    """The lens of an ordinary score."""
    return practice.counts


def asked_quickly(practice: Practice, high_risk: bool) -> bool:
    """Whether a quick look asks a practice; it asks every step, since a level takes only one digit to type."""
    if practice.kind is Kind.RESULT:
        return high_risk and practice.counts
    return practice.kind is Kind.STEP or practice.tier is Tier.ESSENTIAL


# -------------------------------------------------------------------------------------------------- scores


def weighed(found: Iterable[Mark], lens: Lens, weights: Mapping[str, Fraction] | None = None) -> Score | None:
    """The score of some marks: their weighted mean, and at most one half while a result among them is missed.

    The point is over what is known; results that were asked but are not known count as 0 in it.
    `weights` multiplies those of single practices. None where nothing that the lens looks at applies.
    """
    looked = [mark for mark in found if mark.applies and lens(mark.practice)]
    if not looked:
        return None
    whole = low = high = known = reached = 0  # whole numbers, unless something is partly true or has levels
    missed = may_miss = False
    for mark in looked:
        weight = mark.practice.weight
        if weights and mark.practice.key in weights:
            weight *= weights[mark.practice.key]
        is_result = mark.practice.is_result
        whole += weight  # type: ignore[assignment]
        low += weight * mark.low  # type: ignore[assignment]
        high += weight * mark.high  # type: ignore[assignment]
        if mark.is_known or (is_result and mark.state is State.UNKNOWN):
            known += weight  # type: ignore[assignment]
            reached += weight * mark.low  # type: ignore[assignment]
        if is_result:
            missed = missed or mark.state is State.MISSED
            may_miss = may_miss or mark.state is State.MISSED or mark.is_open
    point = Fraction(reached) / known if known else None
    lowest, highest = Fraction(low) / whole, Fraction(high) / whole
    if missed:
        point, highest = point and min(point, HALF), min(highest, HALF)
    return Score(point, min(lowest, HALF) if may_miss else lowest, highest)


def combined(parts: Iterable[tuple[Share, Score | None]], rollup: str = "mean") -> Score | None:
    """The score of a whole from the (weight, score) of its parts; None where none applies.

    "mean": low, high and point are the weighted means of the parts; a part in which nothing is known has no point and
    is left out of the whole's. "min": each is the lowest of the parts.
    """
    counted = [(weight, score) for weight, score in parts if score]
    if not counted:
        return None
    points = [(weight, score.point) for weight, score in counted if score.point is not None]
    if rollup == "min":
        point = min((point for _, point in points), default=None)
        return Score(point, min(score.low for _, score in counted), min(score.high for _, score in counted))
    return Score(
        _mean(points) if points else None,
        _mean([(weight, score.low) for weight, score in counted]),
        _mean([(weight, score.high) for weight, score in counted]),
    )


def _mean(shares: Sequence[tuple[Share, Fraction]]) -> Fraction:
    whole = sum(weight for weight, _ in shares)
    return sum((weight * share for weight, share in shares), Fraction(0)) / whole
