"""A foreign framework fits: other scales, weights, the lowest that counts, bands and numbers of its own."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import FOREIGN
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit.assessment import Node, assess
from cxaudit.audit.file import read_audit
from cxaudit.audit.route import route
from cxaudit.audit.scoring import Score
from cxaudit.audit.writing import write_audit
from cxaudit.errors import CxauditError
from cxaudit.interview.flow import Reply, record
from cxaudit.measure import Scale
from cxaudit.model import Answer, Audit
from cxaudit.report.numbers import outcome
from cxaudit.schema.document import parse

OURS = ("practice-maturity", "practice-weakest", "contact-figures")
EMPTY = Audit("Org", "Me", "manager", {i: FOREIGN.frameworks[i].version for i in OURS})
IDS = [c.id for c in FOREIGN.asked(OURS)]
PRACTICES = {  # two streams of three questions each, in the order of the maturity levels that they stand for
    "aims-and-measures": (("aim-risk", "aim-plan", "aim-kept"), ("measure-basics", "measure-goals", "measure-used")),
    "education": (("train-all", "train-roles", "train-proved"), ("culture-person", "culture-help", "culture-shared")),
}
COUNTS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))


def reply_to(id: str) -> st.SearchStrategy[Answer]:
    scale = FOREIGN.criteria[id].scale
    assert scale
    levels = st.integers(0, scale.top).map(lambda n: Answer(level=n))
    numbers = st.integers(-100, 7000).map(lambda n: Answer(number=Fraction(n, 10)))
    return st.one_of(
        numbers if scale.marks else levels, st.just(Answer(unknown=True)), st.just(Answer(na="not-offered"))
    )


replies = st.fixed_dictionaries({}, optional={id: reply_to(id) for id in IDS})


def scores(audit: Audit) -> dict[str, Score]:
    assessment = assess(FOREIGN, audit)
    found = {"overall": assessment.overall, **assessment.by_framework}
    found |= {part.id: part for node in assessment.by_framework.values() for part in node.parts}
    return {i: node.score for i, node in found.items() if node.score}


def owasp_samm(levels: dict[str, int]) -> dict[str, Fraction]:
    """The model's own formula, written from its description and not from our code: 0 to 3 a practice."""
    practices = {}
    for practice, (a, b) in PRACTICES.items():
        by_maturity_level = [(COUNTS[levels[x]] + COUNTS[levels[y]]) / 2 for x, y in zip(a, b, strict=True)]
        practices[practice] = sum(by_maturity_level, Fraction(0))
    return {**practices, "function": sum(practices.values(), Fraction(0)) / len(practices)}


@given(st.fixed_dictionaries({i: st.integers(0, 3) for pair in PRACTICES.values() for stream in pair for i in stream}))
def test_a_maturity_models_own_formula_comes_out(levels: dict[str, int]):
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in levels.items()})
    expected = owasp_samm(levels)
    node = assess(FOREIGN, audit).by_framework["practice-maturity"]
    assert node.score and node.score.point is not None
    assert node.score.point * 3 == expected["function"]
    assert {n.id.split("/")[1]: n.score.point * 3 for n in node.parts if n.score and n.score.point is not None} == {
        i: s for i, s in expected.items() if i != "function"
    }


def test_its_numbers_are_shown_beside_its_own_bands():
    levels = {i: 3 for pair in PRACTICES.values() for stream in pair for i in stream}
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in levels.items()})
    assert outcome(assess(FOREIGN, audit).by_framework["practice-maturity"]) == "mature (3 of 3)"
    levels["aim-kept"] = 1
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in levels.items()})
    assert outcome(assess(FOREIGN, audit).by_framework["practice-maturity"]) == "mature (2.81 of 3)"


def test_the_weakest_counts_and_nothing_is_rated_before_it_is_known():
    by_hand = {"aim-risk": 3, "aim-plan": 2, "aim-kept": 2, "train-all": 3, "train-roles": 1, "train-proved": 0}
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in by_hand.items()})
    node = assess(FOREIGN, audit).by_framework["practice-weakest"]
    assert node.score and node.score.point == Fraction(1, 2)
    learning = node.parts[1].score
    assert learning and learning.point == (2 * 1 + Fraction(1, 4) + 0) / 4
    unknown = replace(audit, answers={**audit.answers, "aim-kept": Answer(unknown=True)})
    node = assess(FOREIGN, unknown).by_framework["practice-weakest"]
    assert node.score and (node.score.low, node.score.high) == (0, Fraction(1, 2))
    assert not node.verdict.rated
    assert (node.verdict.low, node.verdict.high) == ("not in place", "partly in place")


def share(scale: Scale, number: Fraction) -> Fraction:
    """What a number counts: the level that it reaches, and the part of the way to the next."""
    level = scale.level_at(number)
    beyond = scale.shares[min(level + 1, scale.top)] - scale.shares[level]
    return scale.shares[level] + scale.along(number) * beyond


@pytest.mark.parametrize(
    ("number", "level", "counts"),
    [
        ("49", 0, Fraction(0)),
        ("50", 0, Fraction(0)),
        ("55", 0, Fraction(1, 8)),
        ("60", 1, Fraction(1, 4)),
        ("72", 1, Fraction(9, 20)),
        ("90", 3, Fraction(1)),
        ("120", 3, Fraction(1)),
    ],
)
def test_a_number_is_placed_on_its_curve(number: str, level: int, counts: Fraction):
    scale = FOREIGN.scales["resolved-at-once"]
    assert (scale.level_at(Fraction(number)), share(scale, Fraction(number))) == (level, counts)
    audit = replace(EMPTY, answers={"resolved-at-first-contact": Answer(number=Fraction(number))})
    score = assess(FOREIGN, audit).results["resolved-at-first-contact"].score
    assert score == Score(counts, counts, counts)


def test_less_may_be_better():
    scale = FOREIGN.scales["wait"]
    assert [scale.level_at(Fraction(n)) for n in (700, 600, 121, 120, 31, 30, 0)] == [0, 0, 0, 1, 1, 2, 2]
    assert share(scale, Fraction(75)) == Fraction(3, 4)
    assert [share(scale, Fraction(n)) for n in (9999, 0)] == [0, 1]


@given(st.sampled_from(["resolved-at-once", "wait", "percent"]), st.integers(-99, 999), st.integers(-99, 999))
def test_a_better_number_never_counts_less(name: str, a: int, b: int):
    scale = FOREIGN.scales[name]
    worse, better = sorted((Fraction(a), Fraction(b)), reverse=scale.marks[0] > scale.marks[-1])
    assert share(scale, worse) <= share(scale, better)
    assert scale.shares[scale.level_at(worse)] <= share(scale, worse)


@given(replies)
def test_the_point_lies_in_the_range_on_every_scale(answers: dict[str, Answer]):
    for score in scores(replace(EMPTY, answers=answers)).values():
        assert 0 <= score.low <= score.high <= 1
        assert score.point is None or score.low <= score.point <= score.high


@given(replies, st.sampled_from(IDS), st.data())
def test_more_answers_stay_in_the_range_on_every_scale(answers: dict[str, Answer], id: str, data: st.DataObject):
    before = scores(replace(EMPTY, answers={i: a for i, a in answers.items() if i != id}))
    now = scores(replace(EMPTY, answers={**answers, id: data.draw(reply_to(id))}))
    for name, score in now.items():
        assert before[name].low <= score.low <= score.high <= before[name].high


@given(replies, st.sampled_from(IDS), st.data())
def test_a_better_answer_never_lowers_a_score_on_every_scale(answers: dict[str, Answer], id: str, data: st.DataObject):
    scale = FOREIGN.criteria[id].scale
    assert scale
    low = data.draw(st.integers(0, scale.top - 1))
    worse = scores(replace(EMPTY, answers={**answers, id: at_level(id, low)}))
    better = scores(replace(EMPTY, answers={**answers, id: at_level(id, low + 1)}))
    for name, score in worse.items():
        new = better[name]
        assert score.low <= new.low and score.high <= new.high
        assert score.point is None or (new.point is not None and score.point <= new.point)


def at_level(id: str, level: int) -> Answer:
    scale = FOREIGN.criteria[id].scale
    assert scale
    return Answer(number=scale.marks[level]) if scale.marks else Answer(level=level)


def test_an_audit_with_numbers_reads_back_as_it_was_written():
    said: dict[str, Reply] = {
        "resolved-at-first-contact": Answer(number=Fraction("72.5"), evidence="crm"),
        "wait-for-an-answer": Answer(number=Fraction(0)),
        "figures-published": Answer(level=2),
    }
    audit = EMPTY
    for question in route(FOREIGN, audit):
        if question.id in said:
            audit = record(audit, question, said[question.id])
    text = write_audit(audit)
    assert "number: 72.5" in text
    assert read_audit(parse(text.encode(), "a.yaml"), FOREIGN) == (audit, [])


def test_answers_that_a_scale_does_not_take_are_reported_at_their_place():
    text = """version: 2
frameworks: {contact-figures: 1.0.0}
answers:
  resolved-at-first-contact: {level: 3}
  wait-for-an-answer: {number: soon}
  figures-published: {number: 2}
"""
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.encode(), "a.yaml"), FOREIGN)
    assert 'a.yaml:5:32: "soon" is not a number' in [str(p) for p in error.value.diagnostics]
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.replace("soon", "60").encode(), "a.yaml"), FOREIGN)
    assert [str(p) for p in error.value.diagnostics] == [
        "a.yaml:4:38: expected a number in %: write number, not level",
        "a.yaml:6:31: expected a level from 0 to 2: write level, not number",
    ]


def test_a_number_outside_what_a_scale_takes_is_refused():
    percent = replace(FOREIGN.criteria["resolved-at-first-contact"], scale=FOREIGN.scales["percent"])
    catalog = replace(FOREIGN, criteria={**FOREIGN.criteria, percent.id: percent})
    for number, wrong in ((-1, "-1% is below the minimum, 0%"), (101, "101% is above the maximum, 100%")):
        text = f"version: 2\nframeworks: {{contact-figures: 1.0.0}}\nanswers: {{{percent.id}: {{number: {number}}}}}\n"
        with pytest.raises(CxauditError, match=wrong):
            read_audit(parse(text.encode(), "a.yaml"), catalog)


def test_every_step_counts_whatever_the_target():
    audit = replace(EMPTY, answers={"aim-risk": Answer(level=2)})
    for tier in ("essential", "good", "leading"):
        score = assess(FOREIGN, replace(audit, target={"all": tier})).results["aim-risk"].score
        assert score == Score(*[Fraction(1, 2)] * 3)


@pytest.mark.parametrize(("tier", "levels"), [("essential", 2), ("good", 3), ("leading", 3)])
def test_the_target_says_which_steps_are_gaps(tier: str, levels: int):
    assert len(assess(FOREIGN, replace(EMPTY, target={"all": tier})).results["aim-risk"].aimed_at) == levels


def test_a_critical_criterion_caps_on_any_scale():
    best = replace(EMPTY, answers={i: at_level(i, FOREIGN.criteria[i].scale.top) for i in IDS})
    assert assess(FOREIGN, best).by_framework["contact-figures"].verdict.band == "in place"
    worst = replace(best, answers={**best.answers, "figures-published": Answer(level=0)})
    node: Node = assess(FOREIGN, worst).by_framework["contact-figures"]
    assert (node.verdict.band, [result.id for result in node.capped_by]) == ("in places", ["figures-published"])
