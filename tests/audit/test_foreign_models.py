"""A foreign framework fits: other scales, weights, the lowest that counts, bands and numbers of its own."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import FOREIGN_PACK
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit.file import read_audit, write_audit
from cxaudit.audit.route import route
from cxaudit.audit.scoring import Node, Score, assess
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.errors import CxauditError
from cxaudit.interview.flow import Reply, record
from cxaudit.model import Answer, Audit, Scale
from cxaudit.report.numbers import outcome
from cxaudit.schema.document import parse

LIBRARY = load(sources.catalog_files([FOREIGN_PACK]))
OURS = ("practice-maturity", "practice-weakest", "contact-figures")
EMPTY = Audit("Org", "Me", "manager", {i: LIBRARY.frameworks[i].version for i in OURS})
IDS = [c.id for c in LIBRARY.asked(OURS)]
PRACTICES = {  # two streams of three questions each, in the order of the maturity levels that they stand for
    "aims-and-measures": (("aim-risk", "aim-plan", "aim-kept"), ("measure-basics", "measure-goals", "measure-used")),
    "education": (("train-all", "train-roles", "train-proved"), ("culture-person", "culture-help", "culture-shared")),
}
COUNTS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))


def reply_to(id: str) -> st.SearchStrategy[Answer]:
    scale = LIBRARY.criteria[id].scale
    levels = st.integers(0, scale.top).map(lambda n: Answer(level=n))
    numbers = st.integers(-100, 7000).map(lambda n: Answer(value=Fraction(n, 10)))
    return st.one_of(
        numbers if scale.marks else levels, st.just(Answer(unknown=True)), st.just(Answer(na="not-offered"))
    )


replies = st.fixed_dictionaries({}, optional={id: reply_to(id) for id in IDS})


def scores(audit: Audit) -> dict[str, Score]:
    assessment = assess(LIBRARY, audit)
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
    node = assess(LIBRARY, audit).by_framework["practice-maturity"]
    assert node.score and node.score.point is not None
    assert node.score.point * 3 == expected["function"]
    assert {n.id.split("/")[1]: n.score.point * 3 for n in node.parts if n.score and n.score.point is not None} == {
        i: s for i, s in expected.items() if i != "function"
    }


def test_its_numbers_are_shown_beside_its_own_bands():
    levels = {i: 3 for pair in PRACTICES.values() for stream in pair for i in stream}
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in levels.items()})
    assert outcome(assess(LIBRARY, audit).by_framework["practice-maturity"]) == "mature (3 of 3)"
    levels["aim-kept"] = 1
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in levels.items()})
    assert outcome(assess(LIBRARY, audit).by_framework["practice-maturity"]) == "mature (2.81 of 3)"


def test_the_weakest_counts_and_nothing_is_rated_before_it_is_known():
    by_hand = {"aim-risk": 3, "aim-plan": 2, "aim-kept": 2, "train-all": 3, "train-roles": 1, "train-proved": 0}
    audit = replace(EMPTY, answers={i: Answer(level=n) for i, n in by_hand.items()})
    node = assess(LIBRARY, audit).by_framework["practice-weakest"]
    assert node.score and node.score.point == Fraction(1, 2)
    learning = node.parts[1].score
    assert learning and learning.point == (2 * 1 + Fraction(1, 4) + 0) / 4
    unknown = replace(audit, answers={**audit.answers, "aim-kept": Answer(unknown=True)})
    node = assess(LIBRARY, unknown).by_framework["practice-weakest"]
    assert node.score and (node.score.low, node.score.high) == (0, Fraction(1, 2))
    assert node.band == "not rated"


@pytest.mark.parametrize(
    ("number", "level", "share"),
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
def test_a_number_is_placed_on_its_curve(number: str, level: int, share: Fraction):
    scale = LIBRARY.scales["resolved-at-once"]
    assert (scale.level_at(Fraction(number)), scale.share_at(Fraction(number))) == (level, share)


def test_less_may_be_better():
    scale = LIBRARY.scales["wait"]
    assert [scale.level_at(Fraction(n)) for n in (700, 600, 121, 120, 31, 30, 0)] == [0, 0, 0, 1, 1, 2, 2]
    assert scale.share_at(Fraction(75)) == Fraction(3, 4)
    assert [scale.share_at(Fraction(n)) for n in (9999, 0)] == [0, 1]


@given(st.sampled_from(["resolved-at-once", "wait", "percent"]), st.integers(-99, 999), st.integers(-99, 999))
def test_a_better_number_never_counts_less(name: str, a: int, b: int):
    scale = LIBRARY.scales[name]
    worse, better = sorted((Fraction(a), Fraction(b)), reverse=scale.marks[0] > scale.marks[-1])
    assert scale.share_at(worse) <= scale.share_at(better)
    assert scale.shares[scale.level_at(worse)] <= scale.share_at(worse)


@given(replies)
def test_ranges_hold_the_point_and_progress_adds_up_on_every_scale(answers: dict[str, Answer]):
    for score in scores(replace(EMPTY, answers=answers)).values():
        assert 0 <= score.low <= score.high <= 1
        assert score.point is None or score.low <= score.point <= score.high
        assert score.reached + score.to_fix + score.to_find_out == 1
        assert min(score.reached, score.to_fix, score.to_find_out) >= 0


@given(replies, st.sampled_from(IDS), st.data())
def test_more_answers_stay_in_the_range_on_every_scale(answers: dict[str, Answer], id: str, data: st.DataObject):
    before = scores(replace(EMPTY, answers={i: a for i, a in answers.items() if i != id}))
    now = scores(replace(EMPTY, answers={**answers, id: data.draw(reply_to(id))}))
    for name, score in now.items():
        assert before[name].low <= score.low <= score.high <= before[name].high


@given(replies, st.sampled_from(IDS), st.data())
def test_a_better_answer_never_lowers_a_score_on_every_scale(answers: dict[str, Answer], id: str, data: st.DataObject):
    top = LIBRARY.criteria[id].scale.top
    low = data.draw(st.integers(0, top - 1))
    worse = scores(replace(EMPTY, answers={**answers, id: at_level(id, low)}))
    better = scores(replace(EMPTY, answers={**answers, id: at_level(id, low + 1)}))
    for name, score in worse.items():
        new = better[name]
        assert score.low <= new.low and score.high <= new.high and score.reached <= new.reached
        assert score.point is None or (new.point is not None and score.point <= new.point)


def at_level(id: str, level: int) -> Answer:
    scale: Scale = LIBRARY.criteria[id].scale
    return Answer(value=scale.marks[level]) if scale.marks else Answer(level=level)


def test_an_audit_with_numbers_reads_back_as_it_was_written():
    said: dict[str, Reply] = {
        "resolved-at-first-contact": Answer(value=Fraction("72.5"), evidence="crm"),
        "wait-for-an-answer": Answer(value=Fraction(0)),
        "figures-published": Answer(level=2),
    }
    audit = EMPTY
    for question in route(LIBRARY, audit):
        if question.id in said:
            audit = record(audit, question, said[question.id])
    text = write_audit(audit)
    assert "value: 72.5" in text
    assert read_audit(parse(text.encode(), "a.yaml"), LIBRARY) == (audit, [])


def test_answers_that_a_scale_does_not_take_are_said_at_their_place():
    text = """version: 1
frameworks: {contact-figures: 1.0.0}
targets: {figures-published: 3}
answers:
  resolved-at-first-contact: {level: 3}
  wait-for-an-answer: {value: soon}
  figures-published: {value: 2}
"""
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.encode(), "a.yaml"), LIBRARY)
    assert 'a.yaml:6:31: "soon" is not a number' in [str(p) for p in error.value.diagnostics]
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.replace("soon", "60").encode(), "a.yaml"), LIBRARY)
    assert [str(p) for p in error.value.diagnostics] == [
        'a.yaml:3:30: "3" is not a whole number from 1 to 2',
        "a.yaml:5:38: a number in % is asked for here: value, not level",
        "a.yaml:7:30: a level from 0 to 2 is asked for here: level, not value",
    ]


def test_targets_of_five_levels_mean_the_level_that_counts_as_much():
    for target, expected in ((1, 1), (2, 2), (3, 3), (4, 3)):
        assert assess(LIBRARY, replace(EMPTY, target=target)).results["aim-risk"].target == expected
    own = replace(EMPTY, targets={"aim-risk": 1})
    assert assess(LIBRARY, own).results["aim-risk"].goal == Fraction(1, 4)


def test_what_counts_more_than_a_quarter_needs_evidence_on_any_scale():
    audit = replace(EMPTY, answers={"aim-risk": Answer(level=1), "aim-plan": Answer(level=2)})
    results = assess(LIBRARY, audit).results
    assert [results[i].needs_evidence for i in ("aim-risk", "aim-plan")] == [False, True]


def test_a_critical_criterion_caps_on_any_scale():
    best = replace(EMPTY, answers={i: at_level(i, LIBRARY.criteria[i].scale.top) for i in IDS})
    assert assess(LIBRARY, best).by_framework["contact-figures"].band == "improving"
    worst = replace(best, answers={**best.answers, "figures-published": Answer(level=0)})
    node: Node = assess(LIBRARY, worst).by_framework["contact-figures"]
    assert (node.band, node.capped_by) == ("informal", ("figures-published",))
