"""The verdict in two halves: bands, results, what caps a framework, and how much must be known."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction as F

import pytest
from factories import CATALOG, EMPTY, everything

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.audit.verdict import Results, band_at, depth, spanned
from cxaudit.measure import BANDS, Kind, State
from cxaudit.model import Answer, Audit
from cxaudit.report.numbers import outcome, said


def first_audit(**changes: Answer) -> Assessment:
    answers = {**everything(), **{id.replace("_", "-"): answer for id, answer in changes.items()}}
    return assess(CATALOG, replace(EMPTY, answers=answers))


def with_replies(change: dict[State, State]) -> Audit:
    """The best audit with some replies in place of others."""
    answers = {
        id: replace(answer, practices={p: change.get(State(said), said) for p, said in answer.practices.items()})
        for id, answer in everything().items()
    }
    return replace(EMPTY, answers=answers)


@pytest.mark.parametrize(
    ("share", "reached", "band"),
    [
        ("0", 1, "not in place"),
        ("0.1499", 1, "not in place"),
        ("0.15", 0, "in places"),
        ("0.35", 0, "partly in place"),
        ("0.60", "0.5", "largely in place"),
        ("0.60", "0.49", "partly in place"),
        ("0.80", "0.75", "in place"),
        ("0.95", "0.74", "largely in place"),
        ("1", "0", "partly in place"),
    ],
)
def test_a_band_whose_need_of_results_is_not_met_becomes_the_next_lower(share: str, reached: str, band: str):
    assert band_at(F(share), F(reached), BANDS, len(BANDS) - 1) == band


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ((0, 0, 0, 0, 0), ""),
        ((1, 2, 5, 0, 0), "missed"),
        ((0, 1, 4, 0, 0), "not measured"),
        ((2, 2, 4, 0, 0), "mixed"),
        ((2, 1, 3, 1, 1), "not measured"),
        ((3, 1, 0, 0, 0), "shows"),
        ((2, 1, 0, 0, 0), "mixed"),
        ((0, 1, 0, 1, 1), "missed"),
    ],
)
def test_the_first_word_that_fits_the_results(counts: Iterable[int], word: str):
    assert Results(*counts).word == word


@pytest.mark.parametrize(
    ("low", "high", "together"),
    [
        ("partly in place", "largely in place", "partly to largely in place"),
        ("in places", "partly in place", "in places to partly in place"),
        ("in place", "in place", "in place"),
        ("not met", "met", "not met to met"),
    ],
)
def test_bands_that_a_range_spans_are_one_phrase(low: str, high: str, together: str):
    assert spanned(low, high) == together


def test_the_ends_of_the_range_take_open_results_at_their_best_and_worst():
    verdict = assess(CATALOG, with_replies({State.REACHED: State.UNKNOWN})).overall.verdict
    assert (verdict.low, verdict.band, verdict.high) == ("partly in place", "partly in place", "in place")
    assert verdict.results == "not measured"


def test_without_results_there_is_no_second_half_and_no_need():
    node = first_audit().by_framework["strategy-mistakes"]
    plan = next(part for part in node.parts if part.id.endswith("/no-plan"))
    assert (plan.verdict.band, plan.verdict.results) == ("in place", "")


def test_it_is_rated_from_four_fifths_of_the_practices_known_with_every_result_asked():
    audit = with_replies({})
    whole = assess(CATALOG, audit).overall
    dropped, answers = 0, dict(audit.answers)
    for id, answer in audit.answers.items():
        kept = {}
        for practice in CATALOG.criteria[id].practices:
            said = answer.practices[practice.id]
            if practice.counts and not practice.is_result and dropped < whole.known.of // 5:
                dropped, said = dropped + 1, State.UNKNOWN
            kept[practice.id] = said
        answers[id] = replace(answer, practices=kept)
    just = assess(CATALOG, replace(audit, answers=answers)).overall
    assert just.known.known == whole.known.of - whole.known.of // 5
    assert just.verdict.rated
    one = next(iter(answers))
    fewer = {**answers, one: replace(answers[one], practices=dict.fromkeys(answers[one].practices, State.UNKNOWN))}
    missing = assess(CATALOG, replace(audit, answers={**fewer, "courtesy": Answer(practices={})})).overall
    assert not missing.verdict.rated


def test_a_result_that_nobody_was_asked_for_leaves_it_provisional():
    best = everything()["courtesy"]
    unasked = {id: said for id, said in best.practices.items() if id != "friendly"}
    assert not first_audit(courtesy=replace(best, practices=unasked)).overall.verdict.rated
    asked = {**unasked, "friendly": State.UNKNOWN}
    assert first_audit(courtesy=replace(best, practices=asked)).overall.verdict.rated


def privacy(**replies: str) -> Answer:
    best = everything()["privacy-respected"].practices
    return Answer(practices={**best, **{id.replace("_", "-"): said for id, said in replies.items()}})


def test_nothing_essential_of_a_critical_criterion_caps_its_framework():
    none = privacy(identity="no", out_of_sight="partly", rule="no")
    node = first_audit(privacy_respected=none).by_framework["four-ps"]
    assert [result.id for result in node.capped_by] == ["privacy-respected"]
    assert node.verdict.band == node.verdict.high == "in places"
    one = privacy(identity="yes", out_of_sight="no", rule="no")
    assert first_audit(privacy_respected=one).by_framework["four-ps"].capped_by == ()


def test_what_is_open_caps_the_low_end_alone():
    some = privacy(identity="unknown", out_of_sight="no", rule="no")
    verdict = first_audit(privacy_respected=some).by_framework["four-ps"].verdict
    assert (verdict.low, verdict.high) == ("in places", "in place")
    assert verdict.band == "in place"


def test_a_critical_criterion_that_does_not_apply_caps_nothing():
    assert first_audit(privacy_respected=Answer(na="out-of-scope")).by_framework["four-ps"].capped_by == ()


def test_depth_is_over_what_is_known_of_each_kind():
    answers = {"promises-kept": Answer(practices={"noted": "yes", "person-and-day": "partly", "rule": "unknown"})}
    found = depth(assess(CATALOG, replace(EMPTY, answers=answers)).marks)
    assert found == {Kind.DONE: (F(3, 4), 2, 68)}


def test_a_quick_look_runs_over_essentials_and_results_of_high_risk():
    quick = assess(CATALOG, replace(EMPTY, quick=True, answers=everything()))
    kinds = {(m.practice.tier, m.practice.kind) for m in quick.overall.marks}
    assert {tier for tier, kind in kinds if kind is not Kind.RESULT} == {"essential"}
    assert {CATALOG.criteria[m.practice.criterion].risk for m in quick.overall.marks if m.practice.is_result} == {
        "high"
    }
    assert quick.overall.verdict.band == "partly in place", "however good it looks"
    assert quick.overall.verdict.rated


def test_a_quick_look_is_rated_once_what_it_asks_is_answered_and_its_range_is_over_everything():
    asked = {
        id: replace(answer, practices={p.id: answer.practices[p.id] for p in CATALOG.criteria[id].practices
                                       if p.tier == "essential" or (p.is_result and CATALOG.criteria[id].risk == "high")})
        for id, answer in everything().items()
    }  # fmt: skip
    quick = assess(CATALOG, replace(EMPTY, quick=True, answers=asked)).overall
    assert quick.verdict.rated
    assert quick.score and (quick.score.point, quick.score.high) == (1, 1)
    assert quick.score.low < F(1, 2)


def test_the_words_for_a_quick_look_are_the_same_everywhere_however_much_more_is_answered():
    answers = everything()
    for id, answer in answers.items():
        worse = {p.id: "no" for p in CATALOG.criteria[id].practices if p.tier != "essential" and not p.is_result}
        answers[id] = replace(answer, practices={**answer.practices, **worse})
    quick = assess(CATALOG, replace(EMPTY, quick=True, answers=answers))
    for node in (quick.overall, *quick.by_framework.values()):
        if node.verdict.band:
            assert said(node.verdict).startswith(node.verdict.band)
            assert outcome(node) == node.verdict.band
