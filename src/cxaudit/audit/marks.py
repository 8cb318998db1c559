"""The table of marks: what is known of each practice, between a low and a high. Everything else reads it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cxaudit.catalog.catalog import Catalog
from cxaudit.measure import Kind, Share, State
from cxaudit.model import NA_REASONS, Answer, Audit, Criterion, Needs, Practice, Said

OLD, EXPIRED = 12, 24  # months after which an answer is named as old, and after which it counts as not asked
HALF = Fraction(1, 2)
COUNTS: Mapping[State, Share] = {State.YES: 1, State.PARTLY: HALF, State.NO: 0, State.REACHED: 1}
_NOT_HELD = {Kind.RESULT: State.MISSED}  # the state of what did not hold when examined; for other kinds, no


class Stale(StrEnum):
    """Why an answer that is in the file counts as not asked."""

    CHANGED = "changed"  # the criterion has changed since it was asked
    EXPIRED = "expired"


class Mark(NamedTuple):
    """What is known of a practice: its state, and what it counts at least and at most, from 0 to 1."""

    practice: Practice
    state: State
    low: Share
    high: Share
    reason: str = ""  # why it does not apply

    @property
    def applies(self) -> bool:
        return self.state is not State.NOT_APPLICABLE

    @property
    def is_known(self) -> bool:
        return self.state not in _OPEN

    @property
    def is_open(self) -> bool:
        """Whether it applies and is not known: not asked, or asked of somebody who does not know."""
        return self.state in (State.UNASKED, State.UNKNOWN)

    @property
    def holds(self) -> bool:
        """Whether it is known to be true in full."""
        return self.is_known and self.low == 1

    @property
    def falls_short(self) -> bool:
        """Whether it is known not to be true in full."""
        return self.is_known and self.low < 1


_OPEN = (State.UNASKED, State.UNKNOWN, State.NOT_APPLICABLE)

Table = Mapping[str, tuple[Mark, ...]]  # by criterion, in the order in which they are asked


def marks(catalog: Catalog, audit: Audit, as_of: str) -> Table:
    """The marks of every criterion that the audit's frameworks rest on.

    `as_of` is the day, as YYYY-MM-DD, up to which answers age. This is the one place that knows what
    does not apply, which answers are too old, and which criteria have changed since.
    """
    return {c.id: criterion_marks(catalog, audit, c, as_of) for c in catalog.asked(audit.frameworks)}


def criterion_marks(catalog: Catalog, audit: Audit, criterion: Criterion, as_of: str) -> tuple[Mark, ...]:
    """The marks of one criterion."""
    answer = audit.answers.get(criterion.id)
    if answer and stale(criterion, answer, as_of):
        answer = None
    reason = inapplicable(catalog, criterion.needs, audit.profile)
    if not reason and answer and answer.na:
        reason = NA_REASONS[answer.na]
    if reason:
        return tuple([Mark(p, State.NOT_APPLICABLE, 0, 0, reason) for p in criterion.practices])
    if criterion.scale:
        return tuple(_steps(criterion, answer))
    return tuple([_mark(catalog, audit, practice, answer) for practice in criterion.practices])


def stale(criterion: Criterion, answer: Answer, as_of: str) -> Stale | None:
    """Why an answer counts as not asked; None where it counts."""
    if answer.asked and answer.asked != criterion.fingerprint:
        return Stale.CHANGED
    return Stale.EXPIRED if age(answer, as_of) >= EXPIRED else None


def age(answer: Answer, as_of: str) -> int:
    """The age of an answer in whole months on a day; 0 where it has no date."""
    if not answer.at or not as_of:
        return 0
    (y1, m1, d1), (y2, m2, d2) = (map(int, day.split("-")) for day in (answer.at, as_of))
    return max(0, (y2 - y1) * 12 + m2 - m1 - (d2 < d1))


def inapplicable(catalog: Catalog, needs: Needs, profile: Mapping[str, Said]) -> str:
    """Why something with these needs does not apply, going by the profile alone; empty where it does."""
    missing = [catalog.facts[fact] for fact, answers in needs.items() if not _fits(profile.get(fact), answers)]
    return "; ".join(f"profile, {fact.title}: {profile[fact.id]}" for fact in missing)


def _fits(said: Said | None, answers: tuple[str, ...]) -> bool:
    """Whether a fact is as needed; taken as so if not known."""
    if said is None or said == State.UNKNOWN:
        return True
    return said in answers if answers else said != State.NO


def _mark(catalog: Catalog, audit: Audit, practice: Practice, answer: Answer | None) -> Mark:
    reason = inapplicable(catalog, practice.needs, audit.profile) if practice.needs else ""
    if not reason and answer and practice.id in answer.not_applicable:
        reason = NA_REASONS[answer.not_applicable[practice.id]]
    if reason:
        return Mark(practice, State.NOT_APPLICABLE, 0, 0, reason)
    said = answer.practices.get(practice.id) if answer else None
    if said is None:
        return Mark(practice, State.UNASKED, 0, 1)
    state = State(said)
    if answer and practice.id in answer.not_held:
        state = _NOT_HELD.get(practice.kind, State.NO)
    if state is State.UNKNOWN:
        return Mark(practice, state, 0, 1)
    counts = COUNTS.get(state, 0)
    return Mark(practice, state, counts, counts)


def _steps(criterion: Criterion, answer: Answer | None) -> Iterator[Mark]:
    """The marks of a criterion with levels: its steps are true up to the level; a number fills the next one in part."""
    scale = criterion.scale
    assert scale is not None
    if answer is None or answer.unknown or (answer.level is None and answer.number is None):
        state = State.UNKNOWN if answer and answer.unknown else State.UNASKED
        yield from (Mark(step, state, 0, 1) for step in criterion.practices)
        return
    level, part = answer.level or 0, Fraction(0)
    if answer.number is not None:
        level, part = scale.level_at(answer.number), Fraction(scale.along(answer.number))
    for n, step in enumerate(criterion.practices, 1):
        if n <= level:
            yield Mark(step, State.YES, 1, 1)
        elif n == level + 1 and part:
            yield Mark(step, State.PARTLY, part, part)
        else:
            yield Mark(step, State.NO, 0, 0)
