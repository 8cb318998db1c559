"""Turns marks into gaps: what is missing, what to do first, what is strong, and what still has to be found out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cxaudit.audit.assessment import Assessment, CriterionResult, Node
from cxaudit.audit.evidence import is_named
from cxaudit.audit.marks import Mark
from cxaudit.measure import BANDS, Kind, State, Tier
from cxaudit.model import EFFORTS, RISKS, Framework, group_id

NOW, NEXT = 5, 7  # how many gaps the first two horizons of the roadmap have
STRENGTHS = 3
STRONG_FROM = BANDS[-2].least  # the lowest score that a strength can have
STEPS_FIRST = (Kind.STEP, Kind.DONE, Kind.RESULT, Kind.CHECKED, Kind.WRITTEN)  # the order in which to close a gap


@dataclass(frozen=True, eq=False, repr=False)
class Gap:
    """A criterion that is known to fall short of its target."""

    result: CriterionResult
    missing: tuple[Mark, ...]  # in the order to work on them; never empty
    caps: tuple[Framework, ...]  # frameworks whose band it caps
    matters: bool  # whether it is among what matters most
    first: tuple[CriterionResult, ...]  # criteria that must be in place before it and are not yet

    @property
    def id(self) -> str:
        return self.result.id

    @property
    def next(self) -> Mark:
        """What to do first; it gives the gap its tier, effort and step."""
        return self.missing[0]

    @property
    def is_serious(self) -> bool:
        """Whether something essential is missing, or a result was measured and missed."""
        return any(m.practice.tier is Tier.ESSENTIAL or m.state is State.MISSED for m in self.missing)

    @property
    def quick_win(self) -> bool:
        """Whether all is known, and one thing is missing that takes low effort and waits for nothing."""
        is_known = not any(mark.is_open for mark in self.result.aimed_at)
        return is_known and len(self.missing) == 1 and self.next.practice.effort == "low" and not self.first


def roadmap(assessment: Assessment) -> tuple[Gap, ...]:
    """All gaps in the order in which to close them.

    Gaps that cap a framework come first, then those in which something essential is missing or a result was missed,
    then those of higher risk, then what matters most, then those with the most essential practices missing, then
    those on which more items rest, then those whose next step takes less effort, then the bank's order. A gap that
    others wait for is moved ahead of the first of them.
    """
    gaps = {i: gap for i, result in assessment.results.items() if (gap := _gap(assessment, result))}
    ordered: dict[str, Gap] = {}
    for gap in sorted(gaps.values(), key=_priority):
        _visit(gap, gaps, ordered)
    return tuple(ordered.values())


def _gap(assessment: Assessment, result: CriterionResult) -> Gap | None:
    missing = [mark for mark in result.aimed_at if mark.falls_short]
    if not missing:
        return None
    missing.sort(key=lambda mark: STEPS_FIRST.index(mark.practice.kind))
    c = result.criterion
    lifted = {framework.id: framework for framework, _ in result.lifts}.values()
    waits = not can_build_on(result)  # what has its essentials can be improved without waiting
    before = (assessment.results[i] for i in c.after if waits and i in assessment.results)
    return Gap(
        result,
        tuple(missing),
        tuple(f for f in lifted if _caps(assessment.by_framework[f.id], result)),
        not {c.id, group_id(c.group)}.isdisjoint(assessment.audit.matters),
        tuple(one for one in before if not can_build_on(one)),
    )


def _caps(node: Node, result: CriterionResult) -> bool:
    return node.verdict.capped and any(one is result for one in node.capped_by)


def can_build_on(result: CriterionResult) -> bool:
    """Whether work that waits for this criterion may begin: each of its essential practices is there at least in part.

    One that does not apply holds nothing up.
    """
    essential = [mark for mark in result.marks if mark.applies and mark.practice.tier is Tier.ESSENTIAL]
    return all(mark.is_known and mark.low > 0 for mark in essential)


def _priority(gap: Gap) -> tuple[bool, bool, int, bool, int, int, int]:
    """The sort key of a gap. Sorting is stable, so ties keep the bank's order."""
    essential = sum(mark.practice.tier is Tier.ESSENTIAL for mark in gap.missing)
    risk, effort = RISKS.index(gap.result.criterion.risk), EFFORTS.index(gap.next.practice.effort)
    return (not gap.caps, not gap.is_serious, risk, not gap.matters, -essential, -len(gap.result.lifts), effort)


def _visit(gap: Gap, gaps: Mapping[str, Gap], ordered: dict[str, Gap]) -> None:
    """Adds a gap to the order, after all gaps that it waits for and those that they wait for."""
    waiting = [gap]
    while waiting:
        before = [gaps[one.id] for one in waiting[-1].first if one.id in gaps]
        if ahead := next((g for g in before if g.id not in ordered), None):
            waiting.append(ahead)
        else:
            last = waiting.pop()
            ordered.setdefault(last.id, last)


def horizons(gaps: tuple[Gap, ...]) -> dict[str, tuple[Gap, ...]]:
    """The roadmap in three parts, cut by position alone."""
    return {"Now": gaps[:NOW], "Next": gaps[NOW : NOW + NEXT], "Later": gaps[NOW + NEXT :]}


def strengths(assessment: Assessment) -> tuple[CriterionResult, ...]:
    """The criteria that are largely in place, with everything essential there in full and no result missed.

    First those with a result reached, then those with more practices examined, then those that name evidence, then
    the best score. What is there only on paper is no strength.
    """
    found = [result for result in assessment.results.values() if _is_strong(result)]
    return tuple(sorted(found, key=_strength))


def _strength(result: CriterionResult) -> tuple[bool, int, bool, float]:
    reached = any(mark.state is State.REACHED for mark in result.marks)
    return (not reached, -_seen(result), not _names_evidence(result), -_point(result))


def _is_strong(result: CriterionResult) -> bool:
    counted = [mark for mark in result.marks if mark.applies and mark.practice.counts]
    essential = [mark for mark in counted if mark.practice.tier is Tier.ESSENTIAL]
    held = [mark for mark in counted if mark.holds]
    if not all(mark.holds for mark in essential) or any(mark.state is State.MISSED for mark in counted):
        return False
    on_paper = all(mark.practice.kind is Kind.WRITTEN for mark in held)
    return len(held) * 2 > len(counted) and not on_paper and _point(result) >= STRONG_FROM


def _point(result: CriterionResult) -> float:
    return float(result.score.point or 0) if result.score else 0.0


def _seen(result: CriterionResult) -> int:
    return len(result.answer.seen) if result.answer else 0


def is_backed(result: CriterionResult) -> bool:
    """Whether something of it was examined and held, or evidence is named."""
    return _seen(result) > 0 or _names_evidence(result)


def _names_evidence(result: CriterionResult) -> bool:
    return result.answer is not None and is_named(result.answer.evidence)


def open_marks(result: CriterionResult) -> tuple[Mark, ...]:
    """The practices of its target that nobody was asked about, or that the person asked does not know."""
    return tuple(mark for mark in result.aimed_at if mark.is_open)


def to_find_out(assessment: Assessment) -> dict[str, tuple[tuple[CriterionResult, tuple[Mark, ...]], ...]]:
    """What is open in each criterion, by the role to ask: the questions of the next interview.

    Criteria critical to a framework come first, then those of higher risk.
    """
    found: dict[str, list[tuple[CriterionResult, tuple[Mark, ...]]]] = {}
    for result in sorted(assessment.results.values(), key=_urgency):
        left = open_marks(result)
        for role in dict.fromkeys(mark.practice.ask[0] for mark in left):
            found.setdefault(role, []).append((result, tuple(m for m in left if m.practice.ask[0] == role)))
    return {role: tuple(parts) for role, parts in found.items()}


def _urgency(result: CriterionResult) -> tuple[bool, int]:
    critical = any(result.id in framework.critical for framework, _ in result.lifts)
    return (not critical, RISKS.index(result.criterion.risk))


def progress(results: Collection[CriterionResult]) -> tuple[int, int, int]:
    """How many practices of the target are there in full, fall short, and are still to be found out."""
    marks = [mark for result in results for mark in result.aimed_at]
    reached, short = sum(mark.holds for mark in marks), sum(mark.falls_short for mark in marks)
    return reached, short, len(marks) - reached - short


def beyond(assessment: Assessment) -> tuple[Mark, ...]:
    """The leading practices that are there; they count in no score."""
    marks = assessment.marks
    return tuple(mark for mark in marks if not mark.practice.counts and mark.holds)


def not_applicable_by_hand(assessment: Assessment) -> tuple[tuple[CriterionResult, str, str], ...]:
    """What the respondent said does not apply: the criterion, the practice ("" for all of them), and why."""
    found = []
    for result in assessment.results.values():
        answer = result.answer
        if answer is None or result.stale:
            continue
        if answer.na:
            found.append((result, "", answer.na))
        found += [(result, id, reason) for id, reason in answer.not_applicable.items()]
    return tuple(found)
