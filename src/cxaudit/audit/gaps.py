"""Turns scores into gaps: what is missing, what to do first, and what still has to be found out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cxaudit.audit.scoring import NOT_RATED, Assessment, CriterionResult, Node
from cxaudit.model import EFFORTS, Framework, Item, State

BUILD_ON_FROM = Fraction(1, 2)  # what level 2 of the five counts: defined in writing, so that others can build on it
NOW, NEXT = 5, 7  # how many gaps the first two horizons of the roadmap have


@dataclass(frozen=True, eq=False, repr=False)
class Gap:
    """A criterion known to be below its target. `share` is what closing it adds to overall progress."""

    result: CriterionResult
    level: int
    share: Fraction
    caps: tuple[Framework, ...]  # frameworks whose band it caps
    critical: bool  # whether a framework calls it critical
    first: tuple[CriterionResult, ...]  # criteria that must be in place before it and are not yet

    @property
    def id(self) -> str:
        return self.result.criterion.id

    @property
    def evidence(self) -> str:
        return self.result.answer.evidence if self.result.answer else ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The advice from the level reached to the target, one step per level."""
        return self.result.criterion.advice[self.level : self.result.target]

    @property
    def quick_win(self) -> bool:
        """Whether it is one step short of its target, takes low effort and waits for nothing."""
        last_step = self.result.target - self.level == 1
        return last_step and self.result.criterion.effort == "low" and not self.first


def can_build_on(result: CriterionResult) -> bool:
    """Whether work that waits for this criterion may begin; one that does not apply holds nothing up."""
    if not result.applies:
        return True
    return result.share is not None and result.share >= min(BUILD_ON_FROM, result.goal)


def roadmap(assessment: Assessment) -> tuple[Gap, ...]:
    """All gaps in the order in which to close them.

    Gaps that cap a framework come first, then those whose closing adds most to progress. Ties go to a gap that is
    critical to a framework, then to the one that lifts more items, then to the one of lower effort, then to the
    one that comes first in the bank. A gap that others wait for is moved ahead of the first of them.
    """
    whole = sum((s.goal for s in assessment.results.values() if s.applies), Fraction(0))
    gaps = {i: gap for i, s in assessment.results.items() if (gap := _gap(assessment, s, whole))}
    ordered: dict[str, Gap] = {}
    for gap in sorted(gaps.values(), key=_priority):
        _visit(gap, gaps, ordered)
    return tuple(ordered.values())


def _gap(assessment: Assessment, result: CriterionResult, whole: Fraction) -> Gap | None:
    if result.level is None or result.share is None or result.share >= result.goal:
        return None
    c = result.criterion
    lifted = {framework.id: framework for framework, _ in result.lifts}.values()
    waits = result.share < BUILD_ON_FROM  # what is already defined can be kept and improved without waiting
    before = (assessment.results[i] for i in c.after if waits and i in assessment.results)
    return Gap(
        result,
        result.level,
        (result.goal - result.share) / whole,
        tuple(f for f in lifted if c.id in assessment.by_framework[f.id].capped_by),
        _is_critical(result),
        tuple(s for s in before if not can_build_on(s)),
    )


def _is_critical(result: CriterionResult) -> bool:
    return any(result.criterion.id in framework.critical for framework, _ in result.lifts)


def _priority(gap: Gap) -> tuple[bool, Fraction, bool, int, int]:
    """The sort key of a gap. Sorting is stable, so ties keep the bank's order."""
    effort = EFFORTS.index(gap.result.criterion.effort)
    return (not gap.caps, -gap.share, not gap.critical, -len(gap.result.lifts), effort)


def _visit(gap: Gap, gaps: Mapping[str, Gap], ordered: dict[str, Gap]) -> None:
    """Adds a gap to the order, after all gaps that it waits for and those that they wait for."""
    waiting = [gap]
    while waiting:
        before = [gaps[s.criterion.id] for s in waiting[-1].first if s.criterion.id in gaps]
        if ahead := next((g for g in before if g.id not in ordered), None):
            waiting.append(ahead)
        else:
            last = waiting.pop()
            ordered.setdefault(last.id, last)


def horizons(gaps: tuple[Gap, ...]) -> dict[str, tuple[Gap, ...]]:
    """The roadmap in three parts, cut by position alone."""
    return {"Now": gaps[:NOW], "Next": gaps[NOW : NOW + NEXT], "Later": gaps[NOW + NEXT :]}


def find_out_first(assessment: Assessment) -> tuple[CriterionResult, ...]:
    """The criteria unknown or unasked: those critical to a framework first, then those that lift most items."""
    open_ = [s for s in assessment.results.values() if s.state in (State.UNKNOWN, State.UNASKED)]

    def key(result: CriterionResult) -> tuple[bool, int]:
        return (not _is_critical(result), -len(result.lifts))

    return tuple(sorted(open_, key=key))


def to_find_out(assessment: Assessment) -> dict[str, tuple[CriterionResult, ...]]:
    """The criteria unknown or unasked, by the role that should know: the questions for the next interview."""
    open_ = find_out_first(assessment)
    roles = dict.fromkeys(s.criterion.ask[0] for s in open_)
    return {role: tuple(s for s in open_ if s.criterion.ask[0] == role) for role in roles}


def without_evidence(assessment: Assessment) -> tuple[CriterionResult, ...]:
    """Criteria answered above level 1 on somebody's word alone."""
    return tuple(s for s in assessment.results.values() if s.needs_evidence)


def strengths(assessment: Assessment) -> tuple[CriterionResult, ...]:
    """Criteria at or above their target, the highest share first."""
    met = [s for s in assessment.results.values() if s.share is not None and s.share >= s.goal]
    return tuple(sorted(met, key=lambda s: -(s.share or 0)))


def mistakes_made(assessment: Assessment) -> tuple[tuple[Framework, Item, Node, Fraction], ...]:
    """Items of frameworks of mistakes, each with its exposure (1 - point), the most exposed first."""
    found = [
        (framework, item, node, 1 - node.score.point)
        for framework in assessment.frameworks
        if framework.mistakes
        for item, node in zip(framework.items, assessment.by_framework[framework.id].parts, strict=True)
        if node.score and node.score.point is not None and node.band != NOT_RATED
    ]
    return tuple(sorted(found, key=lambda entry: -entry[3]))
