"""Scores: the formulas by hand, and what must hold for any answers in any order."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import CATALOG, EMPTY, EVERYTHING, FIRST, IDS, audits, goals, replies
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit.scoring import Assessment, Node, Score, assess, target_of
from cxaudit.model import Answer, Audit, Criterion, Framework, Item


def nodes(assessment: Assessment) -> dict[str, Node]:
    found = {"overall": assessment.overall, **assessment.by_framework}
    found |= {part.id: part for node in assessment.by_framework.values() for part in node.parts}
    return found


def scores(audit: Audit) -> dict[str, Score]:
    return {i: node.score for i, node in nodes(assess(CATALOG, audit)).items() if node.score}


def with_answers(**given: Answer) -> Audit:
    return replace(EMPTY, answers={i.replace("_", "-"): a for i, a in given.items()})


def test_an_item_by_hand():
    audit = with_answers(response_goals=Answer(level=3), prompt_resolution=Answer(unknown=True))
    promptness = scores(audit)["four-ps/promptness"]
    assert promptness == Score(
        point=Fraction(3, 4),
        low=Fraction(3, 8),
        high=Fraction(7, 8),
        coverage=Fraction(1, 2),
        reached=Fraction(1, 2),
        to_fix=Fraction(0),
        to_find_out=Fraction(1, 2),
    )


def test_a_framework_weighs_its_items_and_its_point_by_coverage():
    weighted = Framework(
        "lens", "Lens", "ours", "1", "us", "tests",
        (
            Item("a", "A", "", ("response-goals", "prompt-resolution"), weight=Fraction(3)),
            Item("b", "B", "", ("courtesy",), weight=Fraction(1)),
        ),
    )  # fmt: skip
    catalog = replace(CATALOG, frameworks={"lens": weighted})
    given_answers = {"response-goals": Answer(level=4), "courtesy": Answer(level=0)}
    node = assess(catalog, replace(EMPTY, frameworks={"lens": "1"}, answers=given_answers)).by_framework["lens"]
    assert node.score
    assert node.score.low == (3 * Fraction(1, 2) + 1 * 0) / 4
    assert node.score.high == (3 * 1 + 1 * 0) / Fraction(4)
    assert node.score.coverage == (3 * Fraction(1, 2) + 1) / 4
    assert node.score.point == (3 * Fraction(1, 2) * 1 + 1 * 1 * 0) / (3 * Fraction(1, 2) + 1)


def test_overall_counts_each_criterion_once():
    everywhere = [i for i in IDS if sum(i in CATALOG.frameworks[f].criteria for f in FIRST) > 1]
    audit = replace(EMPTY, answers={i: Answer(level=4 if i in everywhere else 0) for i in IDS})
    assert scores(audit)["overall"].point == Fraction(len(everywhere), len(IDS))


def test_what_does_not_apply_drops_out_and_unknown_does_not():
    base = with_answers(response_goals=Answer(level=2))
    dropped = replace(base, answers={**base.answers, "prompt-resolution": Answer(na="not-offered")})
    unknown = replace(base, answers={**base.answers, "prompt-resolution": Answer(unknown=True)})
    assert scores(dropped)["four-ps/promptness"].coverage == 1
    assert scores(unknown)["four-ps/promptness"].coverage == Fraction(1, 2)


def test_a_profile_fact_that_is_no_takes_its_criteria_and_their_answers_out():
    audit = replace(with_answers(privacy_respected=Answer(level=0)), profile={"personal-information": "no"})
    result = assess(CATALOG, audit).results["privacy-respected"]
    assert (result.state, result.level) == ("not-applicable", None)
    assert "privacy-respected" in audit.answers
    back = replace(audit, profile={"personal-information": "yes"})
    assert assess(CATALOG, back).results["privacy-respected"].level == 0


def test_an_item_with_nothing_applicable_drops_out_of_its_framework():
    audit = replace(EMPTY, profile={"several-departments": "no"}, answers={i: Answer(level=4) for i in IDS})
    found = nodes(assess(CATALOG, audit))
    assert found["strategy-mistakes/front-line-only"].score is None
    assert found["strategy-mistakes"].score is not None
    assert found["strategy-mistakes"].score.coverage == 1


def test_bands_need_coverage_and_a_critical_criterion_caps():
    full = replace(EMPTY, answers={i: Answer(level=4) for i in IDS})
    assert assess(CATALOG, full).overall.band == "improving"
    capped = replace(full, answers={**full.answers, "privacy-respected": Answer(level=0)})
    assert assess(CATALOG, capped).by_framework["four-ps"].band == "informal"
    assert assess(CATALOG, capped).by_framework["four-ps"].capped_by == ("privacy-respected",)
    assert assess(CATALOG, with_answers(courtesy=Answer(level=4))).overall.band == "not rated"


@pytest.mark.parametrize(
    ("audit_target", "audit_targets", "framework_target", "item_target", "expected"),
    [
        (None, {}, None, None, 3),
        (None, {}, 2, None, 2),
        (None, {}, 2, 4, 4),
        (1, {}, 2, 4, 1),
        (1, {"courtesy": 2}, 2, 4, 2),
    ],
)
def test_the_target_is_the_audits_before_the_frameworks(
    audit_target, audit_targets, framework_target, item_target, expected
):
    item = Item("a", "A", "", ("courtesy",), target=item_target)
    framework = Framework("lens", "L", "ours", "1", "us", "tests", (item,), target=framework_target)
    audit = Audit(target=audit_target, targets=audit_targets)
    assert target_of(CATALOG.criteria["courtesy"], audit, ((framework, item),)) == expected


def test_evidenced_takes_claims_above_level_1_without_evidence_as_unknown():
    audit = with_answers(
        response_goals=Answer(level=2, evidence="sheet"),
        prompt_resolution=Answer(level=1),
        courtesy=Answer(level=2),
    )
    found = assess(CATALOG, audit).evidenced_by_framework["four-ps"].parts
    assert found[0].score and found[0].score.coverage == 1
    assert found[1].score and found[1].score.coverage == 0


@given(audits)
def test_the_range_holds_the_point_and_progress_adds_up(audit: Audit):
    for score in scores(audit).values():
        assert 0 <= score.low <= score.high <= 1
        assert score.point is None or score.low <= score.point <= score.high
        assert (score.point is None) == (score.coverage == 0)
        assert score.high == score.low + 1 - score.coverage
        assert score.reached + score.to_fix + score.to_find_out == 1
        assert min(score.reached, score.to_fix, score.to_find_out) >= 0


@pytest.mark.slow
@given(st.permutations(IDS), st.lists(replies, min_size=len(IDS), max_size=len(IDS)), goals)
def test_more_answers_never_widen_a_range_or_leave_it(order: list[str], replies: list[Answer], goals: dict[str, int]):
    audit = replace(EMPTY, targets=goals)
    before = scores(audit)
    for id, reply in zip(order, replies, strict=True):
        audit = replace(audit, answers={**audit.answers, id: reply})
        now = scores(audit)
        for name, score in now.items():
            assert score.low >= before[name].low
            assert score.high <= before[name].high
            assert score.point is None or before[name].low <= score.point <= before[name].high
        before = {**before, **now}


@given(audits, st.sampled_from(IDS), st.integers(0, 3))
def test_a_better_answer_never_lowers_a_score(audit: Audit, id: str, level: int):
    worse = scores(replace(audit, answers={**audit.answers, id: Answer(level=level)}))
    better = scores(replace(audit, answers={**audit.answers, id: Answer(level=level + 1)}))
    for name, score in worse.items():
        new = better[name]
        assert new.point is None or (score.point is not None and new.point >= score.point)
        assert new.low >= score.low
        assert new.high >= score.high
        assert new.reached >= score.reached


@given(audits)
def test_evidenced_never_promises_more_than_claimed(audit: Audit):
    assessment = assess(CATALOG, audit)
    claimed, evidenced = assessment.overall.score, assessment.evidenced_overall.score
    assert (claimed is None) == (evidenced is None)
    if claimed and evidenced:
        assert evidenced.low <= claimed.low
        assert evidenced.high >= claimed.high


def test_best_and_worst_can_be_reached_in_every_framework():
    for level, score in ((4, 1), (0, 0)):
        audit = replace(EVERYTHING, answers={i: Answer(level=level) for i in CATALOG.criteria})
        assert {node.score.point for node in nodes(assess(CATALOG, audit)).values() if node.score} == {score}


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(sorted(CATALOG.criteria)), replies), st.sampled_from(sorted(CATALOG.criteria)))
def test_what_holds_for_four_frameworks_holds_for_all(given_answers: dict[str, Answer], id: str):
    audit = replace(EVERYTHING, answers=given_answers)
    worse = scores(replace(audit, answers={**given_answers, id: Answer(level=1)}))
    better = scores(replace(audit, answers={**given_answers, id: Answer(level=3)}))
    for name, score in worse.items():
        assert score.low <= better[name].low
        assert score.reached + score.to_fix + score.to_find_out == 1
        assert score.point is None or score.low <= score.point <= score.high


def test_every_criterion_has_all_it_needs():
    for criterion in CATALOG.criteria.values():
        assert isinstance(criterion, Criterion)
        assert len(set(criterion.levels)) == 5
        assert len(criterion.question.split()) <= 25
        assert criterion.question.endswith("?")
