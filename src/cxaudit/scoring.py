"""Answers to scores, with their ranges and the tree that explains them. All arithmetic is exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cxaudit.library import Library
from cxaudit.model import DEFAULT_TARGET, NA_REASONS, TOP_LEVEL, Answer, Audit, Criterion, Framework

RATED_FROM = Fraction(8, 10)  # the coverage below which an outcome is "not rated"
CLAIM_FREE = 1  # up to this level an answer needs no evidence
BANDS = (  # the lowest score of each band, and its name
    (Fraction(0), "absent"),
    (Fraction(1, 4), "informal"),
    (Fraction(1, 2), "defined"),
    (Fraction(3, 4), "followed"),
    (Fraction(9, 10), "improving"),
)
CAPPED = "informal"  # the best band of a framework while one of its critical criteria is at level 0
NOT_RATED = "not rated"


@dataclass(frozen=True, eq=False, repr=False)
class Standing:
    """Where one criterion stands in an audit: "answered", "unknown", "unasked" or "not-applicable"."""

    criterion: Criterion
    state: str
    target: int
    level: int | None = None
    reason: str = ""  # why it does not apply
    answer: Answer | None = None

    @property
    def applies(self) -> bool:
        return self.state != "not-applicable"

    @property
    def counts(self) -> bool:
        """Whether its answer is part of the audit: one that the profile rules out is only kept."""
        return self.applies or (self.answer is not None and self.answer.na is not None)

    @property
    def needs_evidence(self) -> bool:
        """Whether its level is claimed without evidence and above what is taken on trust."""
        claimed = self.level is not None and self.level > CLAIM_FREE
        return claimed and self.answer is not None and not self.answer.evidence


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1. `point` is None where nothing is answered.

    point, low, high   how good the answers are: over what is known, if all that is unknown were worst, or best
    coverage           the share of the weight that is answered
    reached            progress to target that is certain; reached + to_fix + to_find_out = 1
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
    """A score with the parts that it was made of: overall or framework, item, criterion."""

    id: str
    title: str
    weight: Fraction
    score: Score | None  # None where nothing in it applies
    parts: tuple["Node", ...] = ()
    standing: Standing | None = None
    capped_by: tuple[str, ...] = ()

    @property
    def band(self) -> str:
        """The name for its score: a label on the number and nothing else."""
        if self.score is None:
            return "not applicable"
        if self.score.point is None or self.score.coverage < RATED_FROM:
            return NOT_RATED
        capped = self.capped_by and self.score.point >= {name: low for low, name in BANDS}[CAPPED]
        return CAPPED if capped else band_of(self.score.point)


def band_of(share: Fraction) -> str:
    """The band in which a score from 0 to 1 lies."""
    return [name for lowest, name in BANDS if share >= lowest][-1]


@dataclass(frozen=True, eq=False, repr=False)
class Assessment:
    """An audit scored twice: `claimed` takes every answer, `evidenced` only what evidence stands behind."""

    audit: Audit
    frameworks: tuple[Framework, ...]
    standings: Mapping[str, Standing]
    overall: Node
    by_framework: Mapping[str, Node]
    evidenced_overall: Node
    evidenced_by_framework: Mapping[str, Node]


def assess(library: Library, audit: Audit) -> Assessment:
    """Scores an audit over its own frameworks. Raises CxauditError where one of them is not in the library."""
    frameworks = library.chosen(audit.frameworks)
    standings = {c.id: _standing(library, c, audit, frameworks) for c in library.asked(audit.frameworks)}
    evidenced = {i: _on_evidence(s) for i, s in standings.items()}
    unproven = {i for i, s in standings.items() if s.needs_evidence}
    nodes = {f.id: _framework_node(f, standings) for f in frameworks}
    return Assessment(
        audit,
        frameworks,
        standings,
        _overall(standings),
        nodes,
        _overall(evidenced),
        {f.id: _framework_node(f, evidenced) if unproven & {*f.criteria} else nodes[f.id] for f in frameworks},
    )


# ------------------------------------------------------------------------------------------------ standings


def inapplicable(library: Library, criterion: Criterion, profile: Mapping[str, str]) -> str:
    """Why a criterion does not apply, from the profile alone; empty where it does."""
    missing = [library.facts[f].title for f in criterion.needs if profile.get(f) == "no"]
    return f"the profile says no to: {', '.join(missing)}" if missing else ""


def target_of(criterion: str, audit: Audit, frameworks: Iterable[Framework]) -> int:
    """The level aimed for, 1 to 4: the audit's own for the criterion, else the audit's for all, else the
    highest that the chosen frameworks set by item or framework, else 3.
    """
    agreed = audit.targets.get(criterion) or audit.target
    if agreed:
        return agreed
    set_by = [
        item.target or framework.target
        for framework in frameworks
        for item in framework.items
        if criterion in item.criteria
    ]
    return max([target for target in set_by if target], default=DEFAULT_TARGET)


def _standing(library: Library, criterion: Criterion, audit: Audit, frameworks: tuple[Framework, ...]) -> Standing:
    target = target_of(criterion.id, audit, frameworks)
    answer = audit.answers.get(criterion.id)
    if reason := inapplicable(library, criterion, audit.profile):
        return Standing(criterion, "not-applicable", target, reason=reason, answer=answer)
    if answer is None:
        return Standing(criterion, "unasked", target)
    if answer.na:
        return Standing(criterion, "not-applicable", target, reason=NA_REASONS[answer.na], answer=answer)
    if answer.level is None:
        return Standing(criterion, "unknown", target, answer=answer)
    return Standing(criterion, "answered", target, answer.level, answer=answer)


def _on_evidence(standing: Standing) -> Standing:
    if not standing.needs_evidence:
        return standing
    return Standing(standing.criterion, "unknown", standing.target, answer=standing.answer)


# -------------------------------------------------------------------------------------------------- scores


def _leaf(standing: Standing) -> Score | None:
    """One criterion: v = level / 4; progress p = min(level, target) / target."""
    zero, one = Fraction(0), Fraction(1)
    if not standing.applies:
        return None
    if standing.level is None:
        return Score(None, zero, one, zero, zero, zero, one)
    v = Fraction(standing.level, TOP_LEVEL)
    p = Fraction(min(standing.level, standing.target), standing.target)
    return Score(v, v, v, one, p, 1 - p, zero)


def combined(parts: Iterable[tuple[Fraction, Fraction, Score | None]]) -> Score | None:
    """The score of a whole from (weight, progress weight, score) of its parts; None where none applies.

    low and coverage are weighted means of the parts', high = low + 1 - coverage, and point = low / coverage, which
    is the mean of the parts' points weighted by weight x coverage. Over criteria this is sum_K(w v) / sum_K(w) for
    the point and sum_K(w v) / sum_KU(w) for low, with K the known and U the unknown. Progress is
    sum(w min(v, t)) / sum(w t), hence the separate weight.
    """
    counted = [(w, p, score) for w, p, score in parts if score]
    if not counted:
        return None
    weight = _total(w for w, _, _ in counted)
    low = _total(w * s.low for w, _, s in counted) / weight
    coverage = _total(w * s.coverage for w, _, s in counted) / weight
    progress = _total(p for _, p, _ in counted)
    reached = _total(p * s.reached for _, p, s in counted) / progress
    to_fix = _total(p * s.to_fix for _, p, s in counted) / progress
    point = low / coverage if coverage else None
    return Score(point, low, low + 1 - coverage, coverage, reached, to_fix, 1 - reached - to_fix)


def _total(shares: Iterable[Fraction]) -> Fraction:
    return sum(shares, Fraction(0))


def _criteria_node(
    id: str, title: str, weight: Fraction, ids: Iterable[str], standings: Mapping[str, Standing]
) -> Node:
    leaves = tuple(
        Node(i, standings[i].criterion.title, Fraction(1), _leaf(standings[i]), standing=standings[i]) for i in ids
    )
    score = combined((n.weight, n.weight * standings[n.id].target, n.score) for n in leaves)
    return Node(id, title, weight, score, leaves)


def _overall(standings: Mapping[str, Standing]) -> Node:
    """Over the criteria, each once: never over the frameworks' scores, which would count overlaps again."""
    return _criteria_node("overall", "Overall", Fraction(1), standings, standings)


def _framework_node(framework: Framework, standings: Mapping[str, Standing]) -> Node:
    items = tuple(
        _criteria_node(f"{framework.id}/{i.id}", i.title, i.weight, i.criteria, standings) for i in framework.items
    )
    capped = tuple(c for c in framework.critical if standings[c].level == 0)
    score = combined((n.weight, n.weight, n.score) for n in items)
    return Node(framework.id, framework.title, Fraction(1), score, items, capped_by=capped)
