"""Scores: the formulas by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import CATALOG, EMPTY, FIRST, IDS, everything

from cxaudit.audit.assessment import Assessment, Node, assess
from cxaudit.audit.scoring import Score
from cxaudit.errors import CxauditError
from cxaudit.model import Answer, Audit, Framework, Item

KEPT = {"noted": "yes", "person-and-day": "partly", "rule": "no", "counted": "no", "kept": "reached"}


def kept(**more: str) -> Audit:
    """An audit that answers what becomes of promises, with some replies changed; None takes one out."""
    said = {**KEPT, **{id.replace("_", "-"): reply for id, reply in more.items()}}
    practices = {id: reply for id, reply in said.items() if reply != "-"}
    return replace(EMPTY, answers={"promises-kept": Answer(practices=practices)})


def score(audit: Audit, id: str = "promises-kept") -> Score:
    found = assess(CATALOG, audit).results[id].score
    assert found
    return found


def with_items(*items: Item, **more: object) -> Assessment:
    """What comes out of one framework over the sample answers of two criteria."""
    framework = Framework("lens", "Lens", "ours", "1", "us", "tests", items, **more)  # type: ignore[arg-type]
    catalog = replace(CATALOG, frameworks={"lens": framework})
    both = {"promises-kept": Answer(practices=KEPT), "courtesy": everything(best=False)["courtesy"]}
    return assess(catalog, replace(EMPTY, frameworks={"lens": "1"}, answers=both))


def node(assessment: Assessment, id: str = "lens") -> Node:
    return assessment.by_framework[id]


def test_a_criterion_is_the_weighted_mean_of_its_practices():
    assert score(kept()) == Score(*[Fraction(2 * 1 + 2 * Fraction(1, 2) + 0 + 0 + 2 * 1, 8)] * 3)


def test_a_result_that_is_missed_leaves_half_at_most():
    best = {"noted": "yes", "person_and_day": "yes", "rule": "yes", "counted": "yes"}
    assert score(kept(**best, kept="missed")).point == Fraction(1, 2)
    assert score(kept(**best, kept="missed")).high == Fraction(1, 2)
    assert score(kept(**best, kept="not-measured")).point == Fraction(6, 8)
    assert score(kept(**best, kept="reached")).point == 1
    poor = {"noted": "no", "person_and_day": "no", "rule": "yes", "counted": "no"}
    assert score(kept(**poor, kept="missed")).point == Fraction(1, 8)


def test_what_is_open_is_left_out_of_the_point_and_spans_the_range():
    found = score(kept(rule="unknown", counted="-"))
    assert found.point == Fraction(2 + 1 + 2, 6)
    assert (found.low, found.high) == (Fraction(5, 8), Fraction(7, 8))


def test_a_result_that_was_asked_and_is_not_known_counts_as_not_reached():
    asked, unasked = score(kept(kept="unknown")), score(kept(kept="-"))
    assert (asked.point, unasked.point) == (Fraction(3, 8), Fraction(3, 6))
    assert asked.high == unasked.high == Fraction(5, 8)
    assert asked.low == unasked.low == Fraction(3, 8)


def test_an_open_result_may_turn_out_missed_at_the_low_end():
    best = {"noted": "yes", "person_and_day": "yes", "rule": "yes", "counted": "yes"}
    found = score(kept(**best, kept="unknown"))
    assert (found.low, found.point, found.high) == (Fraction(1, 2), Fraction(6, 8), 1)


def test_leading_practices_count_in_no_score():
    leading = [p for id in IDS for p in CATALOG.criteria[id].practices if not p.counts]
    assert leading
    for practice in leading:
        best = everything()[practice.criterion]
        worse = replace(best, practices={**best.practices, practice.id: "no"})
        assert score(replace(EMPTY, answers={practice.criterion: worse}), practice.criterion).point == 1


def test_nothing_known_is_no_point():
    assert score(EMPTY) == Score(None, Fraction(0), Fraction(1))


def test_an_item_is_the_weighted_mean_of_its_criteria():
    weights = {"promises-kept": Fraction(3)}
    found = node(with_items(Item("a", "A", "", ("promises-kept", "courtesy"), weights))).parts[0]
    assert found.score and found.score.point == (3 * Fraction(5, 8) + 0) / 4


def test_an_item_on_single_practices_is_their_weighted_mean():
    named = ("promises-kept/noted", "promises-kept/rule")
    assert node(with_items(Item("a", "A", "", named))).score == Score(*[Fraction(2, 3)] * 3)
    weights = {"promises-kept/rule": Fraction(4)}
    assert node(with_items(Item("a", "A", "", named, weights))).score == Score(*[Fraction(2, 6)] * 3)


def test_a_missed_result_among_single_practices_leaves_half_at_most():
    named = ("promises-kept/noted", "courtesy/friendly")
    assert node(with_items(Item("a", "A", "", named))).score == Score(*[Fraction(1, 2)] * 3)
    alone = node(with_items(Item("a", "A", "", ("promises-kept/noted",))))
    assert alone.score and alone.score.point == 1


def test_single_practices_beside_a_criterion_are_one_part():
    named = ("promises-kept", "courtesy/relief", "courtesy/guide")
    found = node(with_items(Item("a", "A", "", named))).parts[0]
    assert [part.id for part in found.parts] == ["promises-kept", "lens/a/practices"]
    assert found.score and found.score.point == Fraction(5, 8) / 2


def test_the_overall_score_takes_a_criterion_whole_that_is_named_in_part():
    assessment = with_items(Item("a", "A", "", ("promises-kept/noted",)))
    assert assessment.overall.score and assessment.overall.score.point == Fraction(5, 8)


def test_the_lowest_counts_where_a_framework_says_so():
    items = (Item("a", "A", "", ("promises-kept",)), Item("b", "B", "", ("courtesy",)))
    found = node(with_items(*items, rollup="min"))
    assert found.score and found.score.point == 0
    mean = node(with_items(*items))
    assert mean.score and mean.score.point == Fraction(5, 16)


def test_a_part_in_which_nothing_is_known_is_left_out_of_the_point_alone():
    items = (Item("a", "A", "", ("promises-kept",)), Item("b", "B", "", ("privacy-respected",)))
    found = node(with_items(*items))
    assert found.score == Score(Fraction(5, 8), Fraction(5, 16), Fraction(13, 16))


def test_the_one_framework_chosen_makes_the_headline():
    assessment = with_items(Item("a", "A", "", ("promises-kept",)), rollup="min")
    assert assessment.headline is assessment.by_framework["lens"]
    several = assess(CATALOG, EMPTY)
    assert several.headline is several.overall


def test_the_headline_of_mistakes_alone_is_no_score_of_theirs():
    mistakes = assess(CATALOG, replace(EMPTY, frameworks={"strategy-mistakes": "1"}))
    assert mistakes.only_mistakes
    assert mistakes.headline is mistakes.overall
    assert not assess(CATALOG, EMPTY).only_mistakes


def test_overall_counts_each_criterion_once():
    shared = [i for i in IDS if sum(i in CATALOG.frameworks[f].criteria for f in FIRST) > 1]
    best, worst = everything(), everything(best=False)
    audit = replace(EMPTY, answers={i: (best if i in shared else worst)[i] for i in IDS})
    overall = assess(CATALOG, audit).overall.score
    assert shared
    assert overall and overall.point == Fraction(len(shared), len(IDS))


def test_a_framework_that_there_is_no_more_is_left_out():
    audit = replace(kept(), frameworks={**EMPTY.frameworks, "gone": "1"})
    assert assess(CATALOG, audit).overall.score == assess(CATALOG, kept()).overall.score
    with pytest.raises(CxauditError, match="none of the audit's frameworks exists: gone"):
        assess(CATALOG, replace(kept(), frameworks={"gone": "1"}))
