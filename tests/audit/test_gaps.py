"""The order of the roadmap, and what a gap says."""

from dataclasses import replace
from fractions import Fraction

from factories import CATALOG, EMPTY, IDS, audits
from hypothesis import given

from cxaudit.audit.gaps import can_build_on, horizons, mistakes_made, roadmap, strengths, to_find_out, without_evidence
from cxaudit.audit.scoring import assess
from cxaudit.model import Answer, Audit


def levels(**given: int) -> Audit:
    answers = {i: Answer(level=3, evidence="seen") for i in IDS}
    answers |= {i.replace("_", "-"): Answer(level=n) for i, n in given.items()}
    return replace(EMPTY, answers=answers)


def test_no_gap_where_everything_stands_at_its_target():
    assert roadmap(assess(CATALOG, levels())) == ()


def test_the_larger_gap_comes_first_and_more_items_break_a_tie():
    found = roadmap(assess(CATALOG, levels(courtesy=1, follow_up=1, ethical_conduct=0)))
    assert [gap.id for gap in found] == ["ethical-conduct", "courtesy", "follow-up"]
    assert [len(gap.result.lifts) for gap in found] == [1, 2, 1]


def test_what_must_stand_first_is_moved_ahead():
    found = roadmap(assess(CATALOG, levels(written_strategy=1, tools_serve_vision=0)))
    assert [gap.id for gap in found] == ["written-strategy", "tools-serve-vision"]
    assert [s.criterion.id for s in found[1].first] == ["written-strategy"]


def test_what_is_defined_in_writing_stands_and_holds_nothing_up():
    found = roadmap(assess(CATALOG, levels(written_strategy=2, tools_serve_vision=0)))
    assert [gap.id for gap in found] == ["tools-serve-vision", "written-strategy"]
    assert found[0].first == ()


def test_what_is_defined_itself_waits_for_nothing():
    found = roadmap(assess(CATALOG, levels(written_strategy=1, tools_serve_vision=2)))
    assert all(gap.first == () for gap in found)


def test_what_is_critical_goes_before_its_equals():
    found = roadmap(assess(CATALOG, levels(courtesy=1, privacy_respected=1)))
    assert [gap.id for gap in found] == ["privacy-respected", "courtesy"]


def test_what_caps_a_framework_comes_first():
    found = roadmap(assess(CATALOG, levels(courtesy=0, privacy_respected=0)))
    assert found[0].id == "privacy-respected"
    assert [f.id for f in found[0].caps] == ["four-ps"]


def test_steps_lead_from_the_level_reached_to_the_target():
    (gap,) = roadmap(assess(CATALOG, levels(courtesy=1)))
    assert gap.steps == CATALOG.criteria["courtesy"].advice[1:3]
    assert gap.share == Fraction(2, 3 * len(IDS))


def test_a_quick_win_is_the_last_step_of_little_effort():
    (one_step,) = roadmap(assess(CATALOG, levels(response_goals=2)))
    (two_steps,) = roadmap(assess(CATALOG, levels(response_goals=1)))
    (medium,) = roadmap(assess(CATALOG, levels(courtesy=2)))
    assert [one_step.quick_win, two_steps.quick_win, medium.quick_win] == [True, False, False]


@given(audits)
def test_the_roadmap_holds_every_gap_once_and_respects_after(audit: Audit):
    assessment = assess(CATALOG, audit)
    found = roadmap(assessment)
    place = {gap.id: n for n, gap in enumerate(found)}
    below = {i for i, s in assessment.results.items() if s.level is not None and s.level < s.target}
    assert len(place) == len(found)
    assert set(place) == below
    for gap in found:
        for before in gap.result.criterion.after:
            if before in place and not can_build_on(assessment.results[before]):
                assert place[before] < place[gap.id]
    assert [g for part in horizons(found).values() for g in part] == list(found)


@given(audits)
def test_gaps_add_up_to_what_is_to_fix(audit: Audit):
    assessment = assess(CATALOG, audit)
    if assessment.overall.score:
        assert sum(gap.share for gap in roadmap(assessment)) == assessment.overall.score.to_fix


@given(audits)
def test_every_criterion_is_told_in_its_place(audit: Audit):
    assessment = assess(CATALOG, audit)
    told = [g.id for g in roadmap(assessment)] + [s.criterion.id for s in strengths(assessment)]
    told += [s.criterion.id for part in to_find_out(assessment).values() for s in part]
    told += [i for i, s in assessment.results.items() if not s.applies]
    assert sorted(told) == sorted(assessment.results)


def test_claims_without_evidence_are_listed():
    audit = replace(EMPTY, answers={"courtesy": Answer(level=2), "follow-up": Answer(level=1)})
    assert [s.criterion.id for s in without_evidence(assess(CATALOG, audit))] == ["courtesy"]


def test_mistakes_show_exposure_the_worst_first():
    audit = replace(EMPTY, answers={"written-strategy": Answer(level=4), "fits-own-context": Answer(level=1)})
    found = [(item.id, share) for _, item, _, share in mistakes_made(assess(CATALOG, audit))]
    assert found == [("copied-formula", Fraction(3, 4)), ("no-plan", Fraction(0))]
