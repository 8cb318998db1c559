"""Marks: what is known of each practice, and what makes an answer count as not asked."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import CATALOG, EMPTY, FOREIGN, everything

from cxaudit.audit.marks import Stale, age, criterion_marks, marks, stale
from cxaudit.measure import State
from cxaudit.model import Answer, Audit

KEPT = CATALOG.criteria["promises-kept"]


def states(answer: Answer, as_of: str = "", id: str = "promises-kept", **profile: str) -> dict[str, str]:
    said = {name.replace("_", "-"): word for name, word in profile.items()}
    audit = replace(EMPTY, answers={id: answer}, profile=said)
    found = criterion_marks(CATALOG, audit, CATALOG.criteria[id], as_of)
    return {mark.practice.id: mark.state for mark in found}


def counts(id: str, answer: Answer) -> list[Fraction | int]:
    found = criterion_marks(FOREIGN, Audit(answers={id: answer}), FOREIGN.criteria[id], "")
    assert all(mark.low == mark.high for mark in found)
    return [mark.low for mark in found]


def test_what_is_not_named_was_not_asked():
    found = states(Answer(practices={"noted": "yes", "kept": "missed"}))
    assert found == {
        "noted": "yes", "person-and-day": "unasked", "rule": "unasked", "counted": "unasked", "kept": "missed"
    }  # fmt: skip


def test_a_criterion_or_a_practice_may_not_apply():
    assert set(states(Answer(na="out-of-scope")).values()) == {State.NOT_APPLICABLE}
    found = states(Answer(practices={"noted": "yes"}, not_applicable={"rule": "not-offered"}))
    assert (found["noted"], found["rule"]) == ("yes", "not-applicable")


def test_a_profile_fact_rules_out_what_needs_it_and_an_open_one_does_not():
    answer = everything()["privacy-respected"]
    ruled_out = states(answer, id="privacy-respected", personal_information="no")
    assert set(ruled_out.values()) == {State.NOT_APPLICABLE}
    for said in ("yes", "unknown"):
        assert set(states(answer, id="privacy-respected", personal_information=said).values()) == {"yes", "reached"}


def test_what_was_examined_and_did_not_hold_becomes_no_and_a_result_missed():
    said = {"noted": "yes", "kept": "reached"}
    found = states(Answer(practices=said, seen=("noted",), not_held=("noted", "kept")))
    assert (found["noted"], found["kept"]) == ("no", "missed")
    assert states(Answer(practices=said, seen=("noted", "kept")))["noted"] == "yes"


def test_an_answer_to_what_has_changed_since_counts_as_not_asked():
    answer = replace(everything()["promises-kept"], asked="00000000")
    assert set(states(answer).values()) == {State.UNASKED}
    assert stale(KEPT, answer, "") is Stale.CHANGED
    assert set(states(replace(answer, asked=KEPT.fingerprint)).values()) == {"yes", "reached"}
    assert stale(KEPT, replace(answer, asked=""), "") is None, "one written by hand is taken at its word"


@pytest.mark.parametrize(
    ("at", "as_of", "months"),
    [
        ("2026-01-15", "2026-01-14", 0),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2024-11-26", "2026-11-25", 23),
        ("2024-11-26", "2026-11-26", 24),
        ("", "2026-11-26", 0),
    ],
)
def test_an_answer_ages_by_whole_months(at: str, as_of: str, months: int):
    assert age(Answer(at=at), as_of) == months


def test_an_answer_of_two_years_ago_counts_as_not_asked():
    answer = replace(everything()["promises-kept"], at="2024-11-26")
    assert set(states(answer, "2026-11-25").values()) == {"yes", "reached"}
    assert set(states(answer, "2026-11-26").values()) == {State.UNASKED}
    assert stale(KEPT, answer, "2026-11-26") is Stale.EXPIRED


def test_levels_are_steps_up_to_the_level():
    assert counts("aim-risk", Answer(level=0)) == [0, 0, 0]
    assert counts("aim-risk", Answer(level=2)) == [1, 1, 0]
    assert counts("aim-risk", Answer(level=3)) == [1, 1, 1]


def test_a_number_fills_the_next_step_in_part():
    assert counts("resolved-at-first-contact", Answer(number=Fraction(72))) == [1, Fraction(12, 15), 0]
    assert counts("resolved-at-first-contact", Answer(number=Fraction(49))) == [0, 0, 0]
    assert counts("wait-for-an-answer", Answer(number=Fraction(75))) == [1, Fraction(1, 2)]
    assert counts("wait-for-an-answer", Answer(number=Fraction(0))) == [1, 1]


def test_levels_may_be_unknown_or_unasked():
    for answer, state in ((Answer(unknown=True), "unknown"), (Answer(note="x"), "unasked")):
        found = criterion_marks(FOREIGN, Audit(answers={"aim-risk": answer}), FOREIGN.criteria["aim-risk"], "")
        assert {mark.state for mark in found} == {state}
        assert {(mark.low, mark.high) for mark in found} == {(0, 1)}


def test_the_table_has_every_practice_of_every_criterion_asked():
    table = marks(CATALOG, EMPTY, "")
    asked = CATALOG.asked(EMPTY.frameworks)
    assert [*table] == [criterion.id for criterion in asked]
    assert [m.practice for found in table.values() for m in found] == [p for c in asked for p in c.practices]
