"""Turns answers into scores, with their ranges and the tree that explains them. All arithmetic is exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cxaudit.catalog.catalog import Catalog, Lifts, lifts_of
from cxaudit.model import (
    BANDS,
    DEFAULT_TARGET,
    NA_REASONS,
    TOP_LEVEL,
    Answer,
    Audit,
    Band,
    Criterion,
    FactAnswer,
    Framework,
    Item,
    Scale,
    State,
)

RATED_FROM = Fraction(8, 10)  # the coverage below which an outcome is "not rated"
CLAIM_FREE = 1  # up to this level of the five an answer needs no evidence; on another scale, up to the same share
CAP = 2  # how many bands, from the lowest up, a framework can reach while one of its critical criteria counts nothing
NOT_RATED = "not rated"


@dataclass(frozen=True, eq=False, repr=False)
class CriterionResult:
    """The result of one criterion in an audit.

    share   what its answer counts, 0 to 1; None unless the state is ANSWERED
    goal    what its target level counts, above 0 and up to 1
    lifts   the items of the audit's frameworks that rest on it
    """

    criterion: Criterion
    state: State
    target: int
    goal: Fraction
    lifts: Lifts
    level: int | None = None
    share: Fraction | None = None
    reason: str = ""  # why it does not apply
    answer: Answer | None = None

    @property
    def applies(self) -> bool:
        return self.state is not State.NOT_APPLICABLE

    @property
    def counts(self) -> bool:
        """Whether its answer is part of the audit; one that the profile rules out is only kept in the file."""
        return self.applies or (self.answer is not None and self.answer.na is not None)

    @property
    def needs_evidence(self) -> bool:
        """Whether its answer claims more than is taken on trust, and has no evidence."""
        return self.claims and self.answer is not None and not self.answer.evidence

    @property
    def claims(self) -> bool:
        """Whether its answer claims more than is taken on trust."""
        return self.share is not None and self.share > Fraction(CLAIM_FREE, TOP_LEVEL)


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1. `point` is None where nothing is answered.

    point       how good the answers are, over what is known
    low, high   the same if everything unknown were worst, or best
    coverage    the share of the weight that is answered
    reached     progress to target that is certain; reached + to_fix + to_find_out = 1
    """

    point: Fraction | None
    low: Fraction
    high: Fraction
    coverage: Fraction
    reached: Fraction
    to_fix: Fraction
    to_find_out: Fraction


@dataclass(frozen=True, eq=False, repr=False)
class Node:
    """A score with the parts it is made of: overall or a framework, then an item, then a criterion."""

    id: str
    title: str
    weight: Fraction
    score: Score | None  # None where nothing in it applies
    parts: tuple["Node", ...] = ()
    result: CriterionResult | None = None
    capped_by: tuple[str, ...] = ()
    rollup: str = "mean"
    bands: tuple[Band, ...] = BANDS
    points: Fraction | None = None

    @property
    def rated_from(self) -> Fraction:
        """The coverage it needs for a band: all of it where the lowest part counts, as that may be an unknown one."""
        return Fraction(1) if self.rollup == "min" else RATED_FROM

    @property
    def band(self) -> str:
        """The name of its score: a label on the number and nothing more."""
        if self.score is None:
            return "not applicable"
        if self.score.point is None or self.score.coverage < self.rated_from:
            return NOT_RATED
        reached = [name for lowest, name in self.bands if self.score.point >= lowest]
        return reached[:CAP][-1] if self.capped_by else reached[-1]


def best_capped(bands: tuple[Band, ...]) -> str:
    """The best band open to a framework while one of its critical criteria counts nothing: never its top one."""
    return bands[:CAP][-1][1]


def band_of(share: Fraction) -> str:
    """The band of a score from 0 to 1."""
    return [name for lowest, name in BANDS if share >= lowest][-1]


@dataclass(frozen=True, eq=False, repr=False)
class Assessment:
    """An audit scored twice: as claimed, and as evidenced, where an answer without the evidence it needs is unknown."""

    audit: Audit
    frameworks: tuple[Framework, ...]
    results: Mapping[str, CriterionResult]
    overall: Node
    by_framework: Mapping[str, Node]
    evidenced_overall: Node
    evidenced_by_framework: Mapping[str, Node]


def assess(catalog: Catalog, audit: Audit) -> Assessment:
    """Scores an audit over its own frameworks. Raises CxauditError where one of them is not in the catalog."""
    frameworks = catalog.chosen(audit.frameworks)
    lifts = lifts_of(frameworks)
    results = {c.id: _result(catalog, c, audit, lifts[c.id]) for c in catalog.asked(audit.frameworks)}
    evidenced = {i: _on_evidence(s) for i, s in results.items()}
    unproven = {i for i, s in results.items() if s.needs_evidence}
    nodes = {f.id: _framework_node(f, results) for f in frameworks}
    return Assessment(
        audit,
        frameworks,
        results,
        _overall(results),
        nodes,
        _overall(evidenced),
        {f.id: _framework_node(f, evidenced) if unproven & {*f.criteria} else nodes[f.id] for f in frameworks},
    )


# ------------------------------------------------------------------------------------------------- criteria


def inapplicable(catalog: Catalog, criterion: Criterion, profile: Mapping[str, str]) -> str:
    """Why a criterion does not apply, going by the profile alone; empty where it does."""
    missing = [catalog.facts[f].title for f in criterion.needs if profile.get(f) == FactAnswer.NO]
    return f"the profile says no to: {', '.join(missing)}" if missing else ""


def target_of(criterion: Criterion, audit: Audit, lifts: Lifts) -> int:
    """The level aimed for, from 1: the audit's target for the criterion, else the audit's target for all, else the
    highest that the frameworks set by item or framework for the items that it lifts, else 3.

    A target that is not for one criterion is a level of the five; on another scale it means the lowest level that
    counts at least as much.
    """
    if own := audit.targets.get(criterion.id):
        return own
    set_by = [item.target or framework.target for framework, item in lifts]
    target = audit.target or max([target for target in set_by if target], default=DEFAULT_TARGET)
    return criterion.scale.level_from(Fraction(target, TOP_LEVEL))


def _result(catalog: Catalog, criterion: Criterion, audit: Audit, lifts: Lifts) -> CriterionResult:
    target = target_of(criterion, audit, lifts)
    goal = criterion.scale.shares[target]
    answer = audit.answers.get(criterion.id)
    said = NA_REASONS[answer.na] if answer and answer.na else ""
    if reason := inapplicable(catalog, criterion, audit.profile) or said:
        return CriterionResult(criterion, State.NOT_APPLICABLE, target, goal, lifts, reason=reason, answer=answer)
    if answer is None:
        return CriterionResult(criterion, State.UNASKED, target, goal, lifts)
    if answer.unknown:
        return CriterionResult(criterion, State.UNKNOWN, target, goal, lifts, answer=answer)
    return CriterionResult(
        criterion, State.ANSWERED, target, goal, lifts, *_reached(criterion.scale, answer), answer=answer
    )


def _reached(scale: Scale, answer: Answer) -> tuple[int, Fraction]:
    """The level that an answer reaches, and the share that it counts."""
    if answer.value is not None:
        return scale.level_at(answer.value), scale.share_at(answer.value)
    level = answer.level or 0
    return level, scale.shares[level]


def _on_evidence(result: CriterionResult) -> CriterionResult:
    if not result.needs_evidence:
        return result
    return CriterionResult(
        result.criterion, State.UNKNOWN, result.target, result.goal, result.lifts, answer=result.answer
    )


# -------------------------------------------------------------------------------------------------- scores


def _leaf(result: CriterionResult) -> Score | None:
    """The score of one criterion, where its answer counts v, its target t, and progress is p = min(v, t) / t."""
    zero, one = Fraction(0), Fraction(1)
    if not result.applies:
        return None
    if result.share is None:
        return Score(None, zero, one, zero, zero, zero, one)
    v, t = result.share, result.goal
    p = min(v, t) / t
    return Score(v, v, v, one, p, 1 - p, zero)


def combined(parts: Iterable[tuple[Fraction, Fraction, Score | None]], rollup: str = "mean") -> Score | None:
    """The score of a whole from the (weight, progress weight, score) of its parts; None where none applies.

    "mean": low, high and coverage are the weighted means of the parts, and the point is the mean of the parts' points
    weighted by weight x coverage. Over criteria this is sum_K(w v) / sum_K(w) for the point and
    sum_K(w v) / sum_KU(w) for low, with K the known and U the unknown. Where parts that use "min" would push the
    point out of the range, it stays at the end of the range. "min": low, high and point are the lowest of the parts.
    Coverage and progress are the same for both; progress is sum(w min(v, t)) / sum(w t), hence its own weight.
    """
    counted = [(w, p, score) for w, p, score in parts if score]
    if not counted:
        return None
    weight = _total(w for w, _, _ in counted)
    known = _total(w * s.coverage for w, _, s in counted)
    if rollup == "min":
        low, high = min(s.low for _, _, s in counted), min(s.high for _, _, s in counted)
        point = min((s.point for _, _, s in counted if s.point is not None), default=None)
    else:
        low = _total(w * s.low for w, _, s in counted) / weight
        high = _total(w * s.high for w, _, s in counted) / weight
        points = _total(w * s.coverage * s.point for w, _, s in counted if s.point is not None)
        point = min(max(points / known, low), high) if known else None
    progress = _total(p for _, p, _ in counted)
    reached = _total(p * s.reached for _, p, s in counted) / progress
    to_fix = _total(p * s.to_fix for _, p, s in counted) / progress
    return Score(point, low, high, known / weight, reached, to_fix, 1 - reached - to_fix)


def _total(shares: Iterable[Fraction]) -> Fraction:
    return sum(shares, Fraction(0))


def _leaves(
    ids: Iterable[str], weights: Mapping[str, Fraction], results: Mapping[str, CriterionResult]
) -> tuple[Node, ...]:
    return tuple(
        Node(i, results[i].criterion.title, weights.get(i, Fraction(1)), _leaf(results[i]), result=results[i])
        for i in ids
    )


def _whole(leaves: tuple[Node, ...], rollup: str = "mean") -> Score | None:
    parts = ((n.weight, n.weight * n.result.goal, n.score) for n in leaves if n.result)
    return combined(parts, rollup)


def _overall(results: Mapping[str, CriterionResult]) -> Node:
    """The overall score, over the criteria, each once: going over the frameworks would count shared ones again."""
    leaves = _leaves(results, {}, results)
    return Node("overall", "Overall", Fraction(1), _whole(leaves), leaves)


def _framework_node(framework: Framework, results: Mapping[str, CriterionResult]) -> Node:
    items = tuple(_item_node(framework, item, results) for item in framework.items)
    capped = tuple(c for c in framework.critical if results[c].share == 0)
    score = combined(((n.weight, n.weight, n.score) for n in items), framework.rollup)
    return Node(
        framework.id, framework.title, Fraction(1), score, items,
        capped_by=capped, rollup=framework.rollup, bands=framework.bands, points=framework.points,
    )  # fmt: skip


def _item_node(framework: Framework, item: Item, results: Mapping[str, CriterionResult]) -> Node:
    leaves = _leaves(item.criteria, item.weights, results)
    return Node(
        f"{framework.id}/{item.id}", item.title, item.weight, _whole(leaves, item.rollup), leaves,
        rollup=item.rollup, bands=framework.bands, points=framework.points,
    )  # fmt: skip
