"""An audit with its scores: a result for each criterion, and the tree of scores above them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from cxaudit.audit.marks import OLD, Mark, Stale, age, marks, stale
from cxaudit.audit.scoring import Lens, Score, asked_quickly, combined, counts, weighed
from cxaudit.audit.verdict import Known, Results, Verdict, caps, coverage, verdict
from cxaudit.catalog.catalog import Catalog, Lifts, lifts_of
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.measure import BANDS, Band, State, Tier
from cxaudit.model import Answer, Audit, Criterion, Framework, Item, Practice, group_id


@dataclass(frozen=True, eq=False, repr=False)
class CriterionResult:
    """One criterion in an audit: its marks, its score, its target, and the items that rest on it."""

    criterion: Criterion
    marks: tuple[Mark, ...]
    score: Score | None  # None where nothing that counts applies
    target: Tier
    lifts: Lifts
    answer: Answer | None = None
    stale: Stale | None = None  # why the answer counts as not asked
    months: int = 0  # the age of the answer

    @property
    def id(self) -> str:
        return self.criterion.id

    @property
    def applies(self) -> bool:
        return any(mark.applies for mark in self.marks)

    @property
    def reason(self) -> str:
        """Why it does not apply; empty where it does."""
        return "" if self.applies else self.marks[0].reason

    @property
    def is_old(self) -> bool:
        """Whether its answer counts, but is reported as old."""
        return self.stale is None and self.months >= OLD

    @property
    def aimed_at(self) -> tuple[Mark, ...]:
        """The marks of its target that apply; results belong to every target."""
        return tuple(m for m in self.marks if m.applies and is_aimed_at(m.practice, self.target))

    @property
    def state(self) -> str:
        """In one word: answered, in part, unknown, unasked or not-applicable."""
        applying = [m for m in self.marks if m.applies]
        if not applying:
            return State.NOT_APPLICABLE
        if all(m.is_known for m in applying):
            return "answered"
        if any(m.is_known for m in applying):
            return "in part"
        return State.UNKNOWN if any(m.state is State.UNKNOWN for m in applying) else State.UNASKED


@dataclass(frozen=True, eq=False, repr=False)
class Node:
    """A score with the parts it is made of: overall or a framework, then an item, then criteria or single practices."""

    id: str
    title: str
    weight: Fraction
    score: Score | None  # None where nothing in it applies
    marks: tuple[Mark, ...]  # all that count in it, each once
    parts: tuple["Node", ...] = ()
    result: CriterionResult | None = None
    rollup: str = "mean"
    bands: tuple[Band, ...] = BANDS
    points: Fraction | None = None
    critical: tuple[CriterionResult, ...] = ()
    quick: bool = False

    @property
    def results(self) -> Results:
        return Results.of(self.marks)

    @property
    def known(self) -> Known:
        return coverage(self.marks)

    @property
    def capped_by(self) -> tuple[CriterionResult, ...]:
        """The critical criteria known to have no essential practice that holds."""
        return tuple(one for one in self.critical if caps(one.marks))

    @property
    def verdict(self) -> Verdict:
        """Its band and what its results say."""
        return verdict(self.score, self.marks, self.bands, self.rollup, [r.marks for r in self.critical], self.quick)


@dataclass(frozen=True, eq=False, repr=False)
class Assessment:
    """An audit with its scores."""

    audit: Audit
    as_of: str
    frameworks: tuple[Framework, ...]
    results: Mapping[str, CriterionResult]
    overall: Node
    by_framework: Mapping[str, Node]

    @property
    def headline(self) -> Node:
        """The score shown first: that of the framework, where only one is chosen and it is scored; else overall."""
        if len(self.frameworks) == 1 and not self.frameworks[0].mistakes:
            return self.by_framework[self.frameworks[0].id]
        return self.overall

    @property
    def only_mistakes(self) -> bool:
        return all(framework.mistakes for framework in self.frameworks)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks, in the order in which they are asked."""
        return tuple(mark for result in self.results.values() for mark in result.marks)


def assess(catalog: Catalog, audit: Audit, as_of: str = "") -> Assessment:
    """Scores an audit over those of its frameworks that exist; answers age up to `as_of` (YYYY-MM-DD).

    Raises CxauditError where none of its frameworks exists.
    """
    frameworks = tuple(catalog.frameworks[i] for i in audit.frameworks if i in catalog.frameworks)
    if audit.frameworks and not frameworks:
        missing = ", ".join(audit.frameworks)
        hint = "cxaudit frameworks lists those available; --pack adds more"
        raise CxauditError(Diagnostic(f"none of the audit's frameworks exists: {missing}", None, hint))
    known = replace(audit, frameworks={f.id: audit.frameworks[f.id] for f in frameworks})
    table, lifts = marks(catalog, known, as_of), lifts_of(frameworks)
    results = {i: _result(catalog.criteria[i], table[i], audit, as_of, lifts.get(i, ())) for i in table}
    tree = {f.id: framework_node(f, results, counts) for f in frameworks}
    overall = _overall(results, counts)
    if audit.quick:
        tree = {f.id: quick_look(framework_node(f, results, is_quick(results)), tree[f.id]) for f in frameworks}
        overall = quick_look(_overall(results, is_quick(results)), overall)
    return Assessment(audit, as_of, frameworks, results, overall, tree)


def _result(criterion: Criterion, found: tuple[Mark, ...], audit: Audit, as_of: str, lifts: Lifts) -> CriterionResult:
    answer = audit.answers.get(criterion.id)
    old = stale(criterion, answer, as_of) if answer else None
    months = age(answer, as_of) if answer else 0
    return CriterionResult(
        criterion, found, weighed(found, counts), target_of(criterion, audit), lifts, answer, old, months
    )


def target_of(criterion: Criterion, audit: Audit) -> Tier:
    """The tier aimed for: the audit's target for the criterion, else for its group, else for all, else good."""
    named = (audit.target.get(key) for key in (criterion.id, group_id(criterion.group), "all"))
    return Tier(next((tier for tier in named if tier), Tier.GOOD))


_RANK = {tier: n for n, tier in enumerate(Tier)}


def is_aimed_at(practice: Practice, target: Tier) -> bool:
    """Whether a practice belongs to a target; results belong to every one."""
    return practice.is_result or _RANK[practice.tier] <= _RANK[target]


# ---------------------------------------------------------------------------------------------------- tree


def _overall(results: Mapping[str, CriterionResult], lens: Lens) -> Node:
    """The overall score, over the criteria, each once and whole: frameworks share them."""
    parts = tuple(_criterion_node(result, lens, Fraction(1)) for result in results.values())
    return _node("overall", "Overall", Fraction(1), parts, "mean")


def framework_node(framework: Framework, results: Mapping[str, CriterionResult], lens: Lens) -> Node:
    """The node of a framework over the criteria's results."""
    items = tuple(_item_node(framework, item, results, lens) for item in framework.items)
    return replace(
        _node(framework.id, framework.title, Fraction(1), items, framework.rollup),
        bands=framework.bands,
        points=framework.points,
        critical=tuple(results[c] for c in framework.critical if c in results),
    )


def _item_node(framework: Framework, item: Item, results: Mapping[str, CriterionResult], lens: Lens) -> Node:
    """An item: one part for each criterion that it rests on as a whole, and one for its single practices together."""
    whole = [name for name in item.rests_on if "/" not in name] or ([] if item.rests_on else [*item.criteria])
    parts = [_criterion_node(results[name], lens, item.weights.get(name, Fraction(1))) for name in whole]
    if single := [name for name in item.rests_on if "/" in name]:
        found = tuple(mark for name in single if (mark := _named(results, name)))
        looked = tuple(mark for mark in found if mark.applies and lens(mark.practice))
        id, title = f"{framework.id}/{item.id}/practices", "single practices"
        parts.append(Node(id, title, Fraction(1), weighed(found, lens, item.weights), looked))
    node = _node(f"{framework.id}/{item.id}", item.title, item.weight, tuple(parts), item.rollup)
    return replace(node, bands=framework.bands, points=framework.points)


def _named(results: Mapping[str, CriterionResult], name: str) -> Mark | None:
    """The mark of a practice named as criterion/practice."""
    return next((mark for mark in results[name.partition("/")[0]].marks if mark.practice.key == name), None)


def _criterion_node(result: CriterionResult, lens: Lens, weight: Fraction) -> Node:
    looked = tuple(mark for mark in result.marks if mark.applies and lens(mark.practice))
    score = result.score if lens is counts else weighed(looked, lens)
    return Node(result.id, result.criterion.title, weight, score, looked, result=result)


def _node(id: str, title: str, weight: Fraction, parts: tuple[Node, ...], rollup: str) -> Node:
    score = combined(((part.weight, part.score) for part in parts), rollup)
    found = {mark.practice.key: mark for part in parts for mark in part.marks}
    return Node(id, title, weight, score, tuple(found.values()), parts, rollup=rollup)


# -------------------------------------------------------------------------------------------------- a quick look


def is_quick(results: Mapping[str, CriterionResult]) -> Lens:
    """The lens of a quick look: what is essential, and results where risk is high."""
    high = {i for i, result in results.items() if result.criterion.risk == "high"}
    return lambda practice: asked_quickly(practice, practice.criterion in high)


def quick_look(looked: Node, whole: Node) -> Node:
    """A node over what a quick look asks, with the range over everything."""
    score = looked.score and whole.score and Score(looked.score.point, whole.score.low, whole.score.high)
    parts = tuple(quick_look(a, b) for a, b in zip(looked.parts, whole.parts, strict=True))
    return replace(looked, score=score, parts=parts, quick=True)
