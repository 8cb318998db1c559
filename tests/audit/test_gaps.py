"""The order of the roadmap, what a gap says, strengths, and what is still to be found out."""

from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, IDS, audits, everything, said
from hypothesis import given

from cxaudit.audit.assessment import assess
from cxaudit.audit.gaps import (
    NEXT,
    NOW,
    Gap,
    beyond,
    can_build_on,
    horizons,
    not_applicable_by_hand,
    open_marks,
    progress,
    roadmap,
    strengths,
    to_find_out,
)
from cxaudit.measure import State
from cxaudit.model import Answer, Audit

WORST = {id: said(CATALOG.criteria[id], best=False) for id in IDS}


def gaps(**replies: dict[str, str] | Answer) -> tuple[Gap, ...]:
    """The roadmap of the best audit with some replies changed."""
    answers = everything()
    for name, change in replies.items():
        id = name.replace("_", "-")
        answers[id] = change if isinstance(change, Answer) else Answer(practices={**answers[id].practices, **change})
    return roadmap(assess(CATALOG, replace(EMPTY, answers=answers)))


def test_no_gap_where_everything_is_there():
    assert gaps() == ()


def test_the_steps_of_a_gap_are_done_result_checked_written():
    (gap,) = gaps(promises_kept={"noted": "no", "rule": "no", "counted": "partly", "kept": "missed"})
    assert [mark.practice.id for mark in gap.missing] == ["noted", "kept", "counted", "rule"]
    assert gap.next.practice.id == "noted"


def test_a_result_that_is_not_measured_is_a_gap_and_one_not_known_is_none():
    assert [gap.id for gap in gaps(courtesy={"friendly": "not-measured"})] == ["courtesy"]
    assert gaps(courtesy={"friendly": "unknown"}) == ()


def test_what_is_serious_comes_first_then_risk_then_what_matters():
    found = gaps(
        promises_kept={"rule": "no"},
        written_strategy={"document": "no"},
        needs_researched={"passed-on": "no"},
        problems_prevented={"spared": "missed"},
        complaint_handling={"noted": "no"},
    )
    serious = ["complaint-handling", "needs-researched", "problems-prevented"]
    assert [gap.id for gap in found] == [*serious, "promises-kept", "written-strategy"]
    answers = {**everything(), "written-strategy": Answer(practices={"same-aim": "no"})}
    answers["needs-researched"] = Answer(practices={"passed-on": "no"})
    client = replace(EMPTY, answers=answers, matters=("direction",))
    assert [gap.id for gap in roadmap(assess(CATALOG, client))][:2] == ["written-strategy", "needs-researched"]
    assert roadmap(assess(CATALOG, client))[0].matters


def test_what_caps_a_framework_comes_before_everything():
    none = {"identity": "no", "out-of-sight": "no", "rule": "no"}
    found = gaps(privacy_respected=none, promises_kept=WORST["promises-kept"])
    assert found[0].id == "privacy-respected"
    assert [f.id for f in found[0].caps] == ["four-ps"]


def test_what_must_be_there_first_is_moved_ahead():
    found = gaps(feedback_acted_on={"discussed": "no"}, customer_feedback_sought={"unhappy-asked": "no"})
    assert [gap.id for gap in found] == ["customer-feedback-sought", "feedback-acted-on"]
    assert [one.id for one in found[1].first] == ["customer-feedback-sought"]


def test_what_has_its_essentials_waits_for_nothing():
    found = gaps(feedback_acted_on={"told": "no"}, customer_feedback_sought={"unhappy-asked": "no"})
    assert all(gap.first == () for gap in found)


@pytest.mark.parametrize(
    ("replies", "quick"),
    [({"rule": "no"}, True), ({"rule": "no", "counted": "no"}, False)],
)
def test_a_quick_win_is_one_thing_missing_of_low_effort(replies: dict[str, str], quick: bool):
    (gap,) = gaps(promises_kept=replies)
    assert gap.quick_win is quick


def test_the_target_says_what_is_a_gap_and_moves_no_score():
    answers = {
        **everything(),
        "promises-kept": Answer(practices={**everything()["promises-kept"].practices, "rule": "no"}),
    }
    good = replace(EMPTY, answers=answers)
    essential = replace(good, target={"all": "essential"})
    assert [gap.id for gap in roadmap(assess(CATALOG, good))] == ["promises-kept"]
    assert roadmap(assess(CATALOG, essential)) == ()
    assert assess(CATALOG, good).overall.score == assess(CATALOG, essential).overall.score


def test_a_target_for_a_criterion_or_group_goes_before_that_for_all():
    leading = {id: p.id for id in IDS for p in CATALOG.criteria[id].practices if p.tier == "leading"}
    id, practice = next(iter(leading.items()))
    best = everything()
    answers = {**best, id: Answer(practices={**best[id].practices, practice: "no"})}
    group = CATALOG.criteria[id].group.lower().replace(" ", "-")
    for key, wanted in (("all", 0), (group, 1), (id, 1)):
        target = {"all": "good"} if key == "all" else {"all": "essential", key: "leading"}
        assert len(roadmap(assess(CATALOG, replace(EMPTY, answers=answers, target=target)))) == wanted, key


def test_results_belong_to_every_target():
    missed = {
        **everything(),
        "courtesy": Answer(practices={**everything()["courtesy"].practices, "friendly": "missed"}),
    }
    audit = replace(EMPTY, answers=missed, target={"all": "essential"})
    assert [gap.id for gap in roadmap(assess(CATALOG, audit))] == ["courtesy"]


def test_the_horizons_are_cut_by_position():
    found = roadmap(assess(CATALOG, replace(EMPTY, answers=WORST)))
    parts = horizons(found)
    assert [len(part) for part in parts.values()] == [NOW, NEXT, len(IDS) - NOW - NEXT]
    assert [gap for part in parts.values() for gap in part] == list(found)


@given(audits)
def test_the_roadmap_has_every_gap_once_and_respects_after(audit: Audit):
    assessment = assess(CATALOG, audit)
    found = roadmap(assessment)
    place = {gap.id: n for n, gap in enumerate(found)}
    short = {r.id for r in assessment.results.values() if any(mark.falls_short for mark in r.aimed_at)}
    assert len(place) == len(found)
    assert set(place) == short
    for gap in found:
        for before in gap.first:
            assert before.id not in place or place[before.id] < place[gap.id]
            assert not can_build_on(before)


@given(audits)
def test_progress_counts_every_practice_of_the_target_once(audit: Audit):
    results = assess(CATALOG, audit).results.values()
    reached, short, open_ = progress(results)
    assert reached + short + open_ == sum(len(result.aimed_at) for result in results)
    assert open_ == sum(len(open_marks(result)) for result in results)


@given(audits)
def test_what_is_open_is_asked_of_a_role_that_can_say(audit: Audit):
    assessment = assess(CATALOG, audit)
    asked = [m.practice.key for part in to_find_out(assessment).values() for _, marks in part for m in marks]
    assert sorted(asked) == sorted(m.practice.key for r in assessment.results.values() for m in open_marks(r))


def test_a_strength_has_nothing_missing_and_is_more_than_paper():
    names = [result.id for result in strengths(assess(CATALOG, replace(EMPTY, answers=everything())))]
    assert set(names) == set(IDS)
    written = {
        id: Answer(
            practices={
                p.id: State.YES if p.kind == "written" else State.UNKNOWN for p in CATALOG.criteria[id].practices
            }
        )
        for id in IDS
    }
    assert strengths(assess(CATALOG, replace(EMPTY, answers=written))) == ()
    missed = {
        **everything(),
        "courtesy": Answer(practices={**everything()["courtesy"].practices, "friendly": "missed"}),
    }
    assert "courtesy" not in [r.id for r in strengths(assess(CATALOG, replace(EMPTY, answers=missed)))]


def test_strengths_that_were_examined_come_first():
    answers = everything()
    answers["follow-up"] = replace(answers["follow-up"], seen=("rule",))
    answers["courtesy"] = replace(answers["courtesy"], evidence="Coaching log")
    names = [result.id for result in strengths(assess(CATALOG, replace(EMPTY, answers=answers)))]
    assert names[:2] == ["follow-up", "courtesy"]


def test_leading_practices_that_are_there_are_reported_as_beyond():
    there = {mark.practice.key for mark in beyond(assess(CATALOG, replace(EMPTY, answers=everything())))}
    assert there == {p.key for id in IDS for p in CATALOG.criteria[id].practices if p.tier == "leading"}


def test_what_was_said_not_to_apply_is_listed_with_its_reason():
    answers = {"courtesy": Answer(na="out-of-scope"), "promises-kept": Answer(not_applicable={"rule": "not-offered"})}
    found = not_applicable_by_hand(assess(CATALOG, replace(EMPTY, answers=answers)))
    assert sorted((r.id, practice, why) for r, practice, why in found) == [
        ("courtesy", "", "out-of-scope"),
        ("promises-kept", "rule", "not-offered"),
    ]
