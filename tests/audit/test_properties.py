"""What must hold of scores for any answers, any frameworks and any profile."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from factories import CATALOG, EMPTY, EVERYTHING, audits, profiles
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxaudit.audit.assessment import Node, assess
from cxaudit.audit.scoring import Score
from cxaudit.catalog.catalog import Catalog
from cxaudit.measure import WEIGHTS, Kind, State, Tier
from cxaudit.model import Answer, Audit, Criterion, Fact, Framework, Item, Practice

# ------------------------------------------------------------------ any bank and any frameworks, small enough to try


def practices_of(criterion: str) -> st.SearchStrategy[tuple[Practice, ...]]:
    """Up to four practices of any kind and tier, some that apply only with a fact; also none that counts at all."""
    kinds = st.sampled_from([Kind.DONE, Kind.WRITTEN, Kind.CHECKED, Kind.RESULT])
    needs = st.sampled_from([{}, {}, {}, {"premises": ()}, {"size": ("small",)}])
    one = st.tuples(kinds, st.sampled_from(list(Tier)), needs)
    return st.lists(one, min_size=1, max_size=4).map(
        lambda found: tuple(
            Practice(f"p{n}", criterion, f"Says {n}.", kind, tier, WEIGHTS[kind], ("manager",), "low", "Do.", need)
            for n, (kind, tier, need) in enumerate(found)
        )
    )


NAMES = ("alpha", "beta", "gamma")
banks = st.tuples(*(practices_of(name) for name in NAMES)).map(
    lambda found: {name: Criterion(name, "G", name, "What?", found[n]) for n, name in enumerate(NAMES)}
)
rollups = st.sampled_from(["mean", "min"])


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    bank = draw(banks)
    names = [*bank, *(p.key for c in bank.values() for p in c.practices)]
    items = [
        Item(f"i{n}", f"I{n}", "", tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))),
             weight=Fraction(draw(st.integers(1, 3))), rollup=draw(rollups))
        for n in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    framework = Framework("lens", "Lens", "g", "1", "us", "tests", tuple(items), rollup=draw(rollups))
    facts = {"premises": Fact("premises", "P", "P?"), "size": Fact("size", "S", "S?", choices={"small": "", "big": ""})}
    return Catalog(facts=facts, criteria=bank, frameworks={"lens": framework})


@st.composite
def answered(draw: st.DrawFn) -> tuple[Catalog, Audit]:
    catalog = draw(catalogs())
    answers = {}
    for id, criterion in catalog.criteria.items():
        replies = {p.id: draw(st.sampled_from([None, *p.replies])) for p in criterion.practices}
        answers[id] = Answer(practices={p: reply for p, reply in replies.items() if reply})
    said = {"premises": st.sampled_from(["yes", "no", "unknown"]), "size": st.sampled_from(["small", "big", "unknown"])}
    profile = draw(st.fixed_dictionaries({}, optional=said))
    return catalog, Audit("O", "R", "manager", {"lens": "1"}, profile=profile, answers=answers)


def nodes(catalog: Catalog, audit: Audit) -> Iterator[tuple[str, Node]]:
    assessment = assess(catalog, audit)
    waiting = [assessment.overall, *assessment.by_framework.values()]
    while waiting:
        node = waiting.pop()
        yield f"{node.id} {node.title}", node
        waiting += node.parts


def scores(catalog: Catalog, audit: Audit) -> dict[str, Score]:
    return {name: node.score for name, node in nodes(catalog, audit) if node.score}


BETTER = {
    State.NO: (State.PARTLY, State.YES),
    State.PARTLY: (State.YES,),
    State.MISSED: (State.NOT_MEASURED, State.REACHED),
    State.NOT_MEASURED: (State.REACHED,),
}


def better(practice: Practice, reply: str) -> tuple[State, ...]:
    """The replies that are better than one."""
    if reply == State.UNKNOWN:
        return (State.REACHED,) if practice.is_result else (State.YES,)
    return BETTER.get(State(reply), ())


def replaced(audit: Audit, practice: Practice, reply: State) -> Audit:
    answer = audit.answers.get(practice.criterion, Answer())
    changed = replace(answer, practices={**answer.practices, practice.id: reply})
    return replace(audit, answers={**audit.answers, practice.criterion: changed})


def improvable(catalog: Catalog, audit: Audit) -> list[tuple[Practice, State]]:
    return [
        (practice, new)
        for criterion in catalog.asked(audit.frameworks)
        if (answer := audit.answers.get(criterion.id)) and not answer.na
        for practice in criterion.practices
        if practice.id in answer.practices
        for new in better(practice, answer.practices[practice.id])
    ]


def never_lower(before: dict[str, Score], after: dict[str, Score]) -> None:
    for name, old in before.items():
        new = after[name]
        assert old.low <= new.low, name
        assert old.high <= new.high, name
        assert old.point is None or (new.point is not None and old.point <= new.point), name


# ---------------------------------------------------------------------------------------------- the properties


@given(answered())
def test_the_point_lies_in_the_range(made: tuple[Catalog, Audit]):
    for score in scores(*made).values():
        assert 0 <= score.low <= score.high <= 1
        assert score.point is None or score.low <= score.point <= score.high


@given(answered(), st.data())
def test_more_answers_never_leave_the_range(made: tuple[Catalog, Audit], data: st.DataObject):
    catalog, audit = made
    open_ = [p for c in catalog.criteria.values() for p in c.practices if p.id not in audit.answers[c.id].practices]
    assume(open_)
    practice = data.draw(st.sampled_from(open_))
    after = scores(catalog, replaced(audit, practice, data.draw(st.sampled_from(practice.replies))))
    for name, old in scores(catalog, audit).items():
        new = after[name]
        assert old.low <= new.low <= new.high <= old.high, name
        assert new.point is None or old.low <= new.point <= old.high, name


@given(answered(), st.data())
def test_a_better_answer_never_lowers_anything(made: tuple[Catalog, Audit], data: st.DataObject):
    catalog, audit = made
    changes = improvable(catalog, audit)
    assume(changes)
    never_lower(scores(catalog, audit), scores(catalog, replaced(audit, *data.draw(st.sampled_from(changes)))))


@given(answered())
def test_a_band_lies_between_those_of_the_range(made: tuple[Catalog, Audit]):
    for _, node in nodes(*made):
        verdict = node.verdict
        if verdict.band:
            order = [band.name for band in node.bands]
            assert order.index(verdict.low) <= order.index(verdict.band) <= order.index(verdict.high)


@given(audits)
def test_the_point_lies_in_the_range_of_the_first_audit(audit: Audit):
    for score in scores(CATALOG, audit).values():
        assert 0 <= score.low <= score.high <= 1
        assert score.point is None or score.low <= score.point <= score.high


@given(audits, st.data())
def test_a_better_answer_never_lowers_the_first_audit(audit: Audit, data: st.DataObject):
    changes = improvable(CATALOG, audit)
    assume(changes)
    never_lower(scores(CATALOG, audit), scores(CATALOG, replaced(audit, *data.draw(st.sampled_from(changes)))))


@given(audits, st.randoms())
def test_the_order_of_answers_changes_nothing(audit: Audit, random: object):
    mixed = list(audit.answers.items())
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert scores(CATALOG, audit) == scores(CATALOG, replace(audit, answers=dict(mixed)))


@pytest.mark.slow
@settings(max_examples=30)
@given(audits, profiles)
def test_the_point_lies_in_the_range_of_everything(audit: Audit, profile: dict[str, str]):
    whole = replace(EVERYTHING, answers=audit.answers, profile=profile)
    for score in scores(CATALOG, whole).values():
        assert score.point is None or score.low <= score.point <= score.high


def test_the_properties_are_tried_on_parts_without_anything_that_counts():
    leading = Practice("p", "alpha", "Says.", Kind.DONE, Tier.LEADING, 2, ("manager",), "low", "Do.")
    bank = {"alpha": Criterion("alpha", "G", "A", "What?", (leading,))}
    lens = Framework(
        "lens", "L", "g", "1", "us", "t", (Item("a", "A", "", ("alpha",)), Item("b", "B", "", ("alpha/p",)))
    )
    catalog = Catalog(criteria=bank, frameworks={"lens": lens})
    audit = replace(EMPTY, frameworks={"lens": "1"}, answers={"alpha": Answer(practices={"p": "yes"})})
    assert scores(catalog, audit) == {}
