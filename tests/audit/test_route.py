"""Which questions an audit asks, of whom, and in which order."""

from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, IDS, everything

from cxaudit.audit import route
from cxaudit.measure import Kind
from cxaudit.model import Answer, Audit, Criterion, Fact


def ids(audit: Audit, role: str = "") -> list[str]:
    return [question.id for question in route.route(CATALOG, audit, role)]


def asked(id: str, **more: object) -> list[str]:
    role = str(more.pop("role", ""))
    audit = replace(EMPTY, **more)  # type: ignore[arg-type]
    return [practice.id for practice in route.to_ask(CATALOG, audit, CATALOG.criteria[id], role)]


def test_profile_facts_come_first_and_criteria_in_the_banks_order():
    questions = route.route(CATALOG, EMPTY)
    criteria = CATALOG.asked(EMPTY.frameworks)
    assert questions[-len(criteria) :] == criteria
    assert all(isinstance(question, Fact) for question in questions[: -len(criteria)])


def test_facts_are_asked_always_or_where_something_needs_them():
    always = [fact.id for fact in CATALOG.facts.values() if fact.always]
    mistakes = ids(replace(EMPTY, frameworks={"strategy-mistakes": "1"}))
    assert mistakes[: len(always) + 1] == [*always, "several-departments"]
    assert "several-departments" not in ids(replace(EMPTY, frameworks={"four-ps": "1"}))


def test_a_no_takes_questions_out_and_a_changed_mind_brings_them_back():
    without = replace(EMPTY, profile={"staffed-channels": "no"})
    assert "courtesy" in ids(EMPTY)
    assert "courtesy" not in ids(without)
    assert "courtesy" in ids(replace(without, profile={"staffed-channels": "unknown"}))


def test_a_role_is_asked_only_what_it_can_say():
    assert asked("promises-kept", role="frontline") == ["noted", "person-and-day"]
    assert asked("promises-kept", role="manager") == ["rule", "counted", "kept"]
    assert asked("promises-kept", role="executive") == []
    assert "promises-kept" not in ids(EMPTY, "executive")
    assert "written-strategy" in ids(EMPTY, "executive"), "which approves it"


def test_everything_is_asked_of_whoever_answers_where_no_role_is_named():
    assert asked("promises-kept") == [practice.id for practice in CATALOG.criteria["promises-kept"].practices]


def test_a_quick_look_asks_essentials_and_results_of_high_risk():
    assert asked("promises-kept", quick=True) == ["noted", "person-and-day", "kept"]
    assert asked("courtesy", quick=True) == ["relief"]
    for id in IDS:
        practices = [p for p in CATALOG.criteria[id].practices if p.id in asked(id, quick=True)]
        assert all(p.tier == "essential" or p.kind is Kind.RESULT for p in practices)


def test_how_much_a_quick_look_covers():
    some, of = route.covers(CATALOG, replace(EMPTY, quick=True))
    assert of == sum(len(CATALOG.criteria[id].practices) for id in IDS)
    assert 30 < some < of / 3
    assert route.covers(CATALOG, EMPTY) == (of, of)


@pytest.mark.parametrize(
    ("answer", "open_"),
    [
        (None, True),
        (Answer(), True),
        (Answer(note="later"), True),
        (Answer(practices={"noted": "yes"}), True),
        (Answer(na="out-of-scope"), False),
        (everything()["promises-kept"], False),
        (replace(everything()["promises-kept"], asked="00000000"), True),
        (replace(everything()["promises-kept"], at="2024-01-01"), True),
    ],
)
def test_a_question_is_open_until_all_that_it_asks_is_answered(answer: Answer | None, open_: bool):
    audit = replace(EMPTY, answers={"promises-kept": answer} if answer else {})
    assert route.is_open(CATALOG, audit, CATALOG.criteria["promises-kept"], "2026-11-26") is open_


def test_what_a_role_is_not_asked_leaves_its_question_closed():
    done = Answer(practices={"noted": "yes", "person-and-day": "no"})
    audit = replace(EMPTY, answers={"promises-kept": done})
    criterion = CATALOG.criteria["promises-kept"]
    assert not route.is_open(CATALOG, audit, criterion, role="frontline")
    assert route.is_open(CATALOG, audit, criterion, role="manager")


def test_a_fact_is_open_until_it_is_answered_and_dont_know_is_an_answer():
    fact = CATALOG.facts["premises"]
    assert route.is_open(CATALOG, EMPTY, fact)
    unknown = replace(EMPTY, profile={"premises": "unknown"})
    assert not route.is_open(CATALOG, unknown, fact)
    assert route.is_unsure(CATALOG, unknown, fact)


def test_every_criterion_of_the_first_audit_is_asked():
    assert [q.id for q in route.route(CATALOG, EMPTY) if isinstance(q, Criterion)] == IDS
