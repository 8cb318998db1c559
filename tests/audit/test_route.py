"""Which questions an audit asks, and in which order."""

from dataclasses import replace

from factories import CATALOG, EMPTY, FIRST
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit import route
from cxaudit.model import Audit, Criterion, Fact


def ids(audit: Audit) -> list[str]:
    return [q.id for q in route.route(CATALOG, audit)]


def test_profile_facts_come_first_and_criteria_in_the_banks_order():
    questions = route.route(CATALOG, EMPTY)
    asked = CATALOG.asked(EMPTY.frameworks)
    facts, criteria = questions[: -len(asked)], questions[-len(asked) :]
    assert facts and all(isinstance(question, Fact) for question in facts)
    assert criteria == asked


def test_only_the_facts_that_matter_for_the_chosen_frameworks_are_asked():
    assert ids(replace(EMPTY, frameworks={"strategy-mistakes": "1"}))[0] == "several-departments"
    assert "several-departments" not in ids(replace(EMPTY, frameworks={"four-ps": "1"}))


def test_a_no_takes_questions_out_and_a_changed_mind_brings_them_back():
    without = replace(EMPTY, profile={"staffed-channels": "no"})
    assert "courtesy" in ids(EMPTY)
    assert "courtesy" not in ids(without)
    assert "courtesy" in ids(replace(without, profile={"staffed-channels": "unknown"}))


def test_a_quick_interview_touches_most_items_and_goes_on_to_the_full_one():
    quick = replace(EMPTY, quick=True)
    asked = [q for q in route.route(CATALOG, quick) if isinstance(q, Criterion)]
    assert len(asked) <= route.QUICK
    touched, items = route.covers(CATALOG, quick)
    assert touched == items == sum(len(CATALOG.frameworks[id].items) for id in FIRST)
    assert "written-strategy" in [q.id for q in asked]
    assert [q for q in route.route(CATALOG, EMPTY) if q in asked] == asked
    everything = replace(quick, frameworks=dict.fromkeys(CATALOG.frameworks, "1"))
    touched, items = route.covers(CATALOG, everything)
    assert len(route.route(CATALOG, everything)) <= route.QUICK + len(CATALOG.facts)
    assert touched < items, "so many items cannot be touched by so few questions"


@given(
    st.sets(st.sampled_from(sorted(CATALOG.frameworks)), min_size=1), st.sets(st.sampled_from(sorted(CATALOG.facts)))
)
def test_the_shortlist_never_holds_a_question_that_touches_nothing_new(ids: set[str], no: set[str]):
    audit = replace(EMPTY, quick=True, frameworks=dict.fromkeys(ids, "1"), profile=dict.fromkeys(no, "no"))
    shortlist = [q for q in route.route(CATALOG, audit) if isinstance(q, Criterion)]
    full = [q for q in route.route(CATALOG, replace(audit, quick=False)) if isinstance(q, Criterion)]
    assert set(shortlist) <= set(full)
    touched = route.covers(CATALOG, audit)[0]
    assert len(shortlist) <= touched
    if len(shortlist) < route.QUICK:
        assert touched == route.covers(CATALOG, replace(audit, quick=False))[0]
