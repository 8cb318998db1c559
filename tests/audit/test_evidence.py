"""Evidence: what names any, what was examined, and which answers are drawn to be examined."""

from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, everything

from cxaudit.audit.assessment import assess
from cxaudit.audit.evidence import draw, examined, is_named
from cxaudit.model import Answer


@pytest.mark.parametrize(
    "text",
    ["", "none", "None.", "later", "to follow", "?", "x", ", 3", "n/a", "N. A.", "-", "12", "will be sent", "don't know",
     "TBD", "not available", "see above", "3 4", "yes", "..."],
)  # fmt: skip
def test_words_that_name_nothing_are_no_evidence(text: str):
    assert not is_named(text)


@pytest.mark.parametrize(
    "text", ["the log", "Q3 report", "Minutes of 3 May", "CRM", "Tätigkeitsbericht", "報告書 2026"]
)
def test_whatever_can_be_asked_for_is_evidence(text: str):
    assert is_named(text)


def test_claims_are_counted_with_the_evidence_named_and_what_was_examined():
    answers = {
        "promises-kept": Answer(practices={"noted": "yes", "rule": "yes", "counted": "partly", "kept": "reached"},
                                evidence="the log", seen=("noted",), not_held=("rule",)),
        "courtesy": Answer(practices={"relief": "yes", "guide": "no"}, evidence="later"),
    }  # fmt: skip
    found = examined(assess(CATALOG, replace(EMPTY, answers=answers)))
    assert found == (4, 3, 1, 1)


def test_ten_are_drawn_high_risk_first():
    drawn = draw(assess(CATALOG, replace(EMPTY, answers=everything())))
    assert len(drawn) == 10
    assert {result.criterion.risk for result, _ in drawn} == {"high"}
    risks = [r.criterion.risk for r, _ in draw(assess(CATALOG, replace(EMPTY, answers=everything())), 999)]
    assert risks == sorted(risks, key=["high", "medium", "low"].index)


def test_the_seed_alone_decides_the_order():
    answers = everything()
    before = [mark.practice.key for _, mark in draw(assess(CATALOG, replace(EMPTY, answers=answers)), 999)]
    gone = {**answers, "courtesy": replace(answers["courtesy"], practices={})}
    after = [mark.practice.key for _, mark in draw(assess(CATALOG, replace(EMPTY, answers=gone)), 999)]
    assert after == [key for key in before if not key.startswith("courtesy/")]
    other = [mark.practice.key for _, mark in draw(assess(CATALOG, replace(EMPTY, answers=answers)), 999, seed=2)]
    assert sorted(other) == sorted(before)
    assert other != before


def test_what_was_examined_stays_drawn():
    answers = everything()
    before = [mark.practice.key for _, mark in draw(assess(CATALOG, replace(EMPTY, answers=answers)))]
    criterion, _, practice = before[0].partition("/")
    for outcome in ({"seen": (practice,)}, {"not_held": (practice,)}):
        changed = {**answers, criterion: replace(answers[criterion], **outcome)}
        assert [m.practice.key for _, m in draw(assess(CATALOG, replace(EMPTY, answers=changed)))] == before


def test_nothing_is_drawn_where_nothing_is_claimed():
    assert draw(assess(CATALOG, replace(EMPTY, answers=everything(best=False)))) == []
