"""What is asked next."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit import route
from cxaudit.catalog import sources
from cxaudit.catalog.catalog import DEFAULT_SET
from cxaudit.catalog.loader import load
from cxaudit.interview import flow
from cxaudit.interview.script import scripted, unplayed
from cxaudit.model import Answer, Audit, Criterion, Fact

LIBRARY = load(sources.catalog_files([]))
EMPTY = Audit("Org", "Me", "manager", {i: LIBRARY.frameworks[i].version for i in LIBRARY.named([DEFAULT_SET])})


def ids(audit: Audit) -> list[str]:
    return [q.id for q in route.route(LIBRARY, audit)]


def test_profile_facts_come_first_and_criteria_in_the_banks_order():
    questions = route.route(LIBRARY, EMPTY)
    assert [type(q) for q in questions] == [Fact] * 4 + [Criterion] * 29
    assert [q.id for q in questions[4:]] == [c.id for c in LIBRARY.asked(EMPTY.frameworks)]


def test_only_the_facts_that_matter_for_the_chosen_frameworks_are_asked():
    assert ids(replace(EMPTY, frameworks={"strategy-mistakes": "1"}))[0] == "several-departments"
    assert "several-departments" not in ids(replace(EMPTY, frameworks={"four-ps": "1"}))


def test_a_no_takes_questions_out_and_a_changed_mind_brings_them_back():
    without = replace(EMPTY, profile={"staffed-channels": "no"})
    assert "courtesy" in ids(EMPTY)
    assert "courtesy" not in ids(without)
    assert "courtesy" in ids(replace(without, profile={"staffed-channels": "unknown"}))


def test_skipped_questions_come_again_at_the_end():
    first = flow.next_question(LIBRARY, EMPTY)
    assert first
    second = flow.next_question(LIBRARY, EMPTY, first.id)
    assert second and second.id != first.id
    last = ids(EMPTY)[-1]
    again = flow.next_question(LIBRARY, EMPTY, last)
    assert again == first


def test_back_goes_to_the_question_before_answered_or_not():
    questions = ids(EMPTY)
    before = flow.previous_question(LIBRARY, EMPTY, questions[7])
    assert before and before.id == questions[6]
    assert flow.previous_question(LIBRARY, EMPTY, questions[0]) is None
    last = flow.previous_question(LIBRARY, EMPTY, None)
    assert last and last.id == questions[-1]


def reply(question: route.Question, n: int) -> flow.Reply:
    if isinstance(question, Fact):
        return ("yes", "no", "unknown")[n % 3]
    return (Answer(level=n % 5), Answer(unknown=True), Answer(na="out-of-scope"))[n % 3]


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 40)), max_size=60))
def test_any_interview_ends_with_every_question_that_applies_answered(steps: list[tuple[int, int]]):
    audit = EMPTY
    for n, jump in steps:  # answers in any order, changed at will
        questions = route.route(LIBRARY, audit)
        question = questions[jump % len(questions)]
        audit = flow.record(audit, question, reply(question, n))
    asked = 0
    question = flow.next_question(LIBRARY, audit)
    while question:
        assert route.is_open(audit, question)
        audit = flow.record(audit, question, reply(question, asked))
        asked += 1
        assert asked <= 33
        question = flow.next_question(LIBRARY, audit, question.id)
    assert not any(route.is_open(audit, q) for q in route.route(LIBRARY, audit))


def play(audit: Audit, script: Audit) -> list[Audit]:
    """The audit after each step of a script."""
    steps: list[Audit] = []
    played: set[str] = set()
    while step := scripted(LIBRARY, audit, script, played):
        played.add(step[0].id)
        audit = flow.record(audit, *step)
        steps.append(audit)
    return steps


def test_playing_fills_what_is_open_and_keeps_what_was_said():
    script = Audit(profile={"staffed-channels": "yes"}, answers={
        "courtesy": Answer(level=3), "follow-up": Answer(level=2), "ethical-conduct": Answer(level=4),
    })  # fmt: skip
    audit = replace(EMPTY, answers={"courtesy": Answer(level=1), "follow-up": Answer(unknown=True, note="Ask Ann.")})
    steps = play(audit, script)
    assert len(steps) == 3
    assert steps[-1].answers["courtesy"].level == 1
    assert steps[-1].answers["follow-up"] == Answer(level=2, note="Ask Ann.")
    assert unplayed(steps[-1], script) == (("courtesy",), ())
    assert all("follow-up" in step.answers for step in steps), "no step loses what was answered before"
    assert play(steps[-1], script) == []


def test_playing_follows_the_profile():
    script = Audit(profile={"staffed-channels": "no"}, answers={"courtesy": Answer(level=3)})
    steps = play(EMPTY, script)
    assert [dict(s.profile) for s in steps] == [{"staffed-channels": "no"}]
    assert unplayed(steps[-1], script) == ((), ("courtesy",))


def test_a_quick_interview_touches_most_items_and_goes_on_to_the_full_one():
    quick = replace(EMPTY, quick=True)
    asked = [q for q in route.route(LIBRARY, quick) if isinstance(q, Criterion)]
    assert len(asked) <= route.QUICK
    assert route.covers(LIBRARY, quick) == (26, 26)
    assert "written-strategy" in [q.id for q in asked]
    assert [q for q in route.route(LIBRARY, EMPTY) if q in asked] == asked
    everything = replace(quick, frameworks=dict.fromkeys(LIBRARY.frameworks, "1"))
    touched, items = route.covers(LIBRARY, everything)
    assert len(route.route(LIBRARY, everything)) <= route.QUICK + len(LIBRARY.facts)
    assert (items, touched) == (146, 77)


@given(
    st.sets(st.sampled_from(sorted(LIBRARY.frameworks)), min_size=1), st.sets(st.sampled_from(sorted(LIBRARY.facts)))
)
def test_the_shortlist_never_holds_a_question_that_touches_nothing_new(ids: set[str], no: set[str]):
    audit = replace(EMPTY, quick=True, frameworks=dict.fromkeys(ids, "1"), profile=dict.fromkeys(no, "no"))
    shortlist = [q for q in route.route(LIBRARY, audit) if isinstance(q, Criterion)]
    full = [q for q in route.route(LIBRARY, replace(audit, quick=False)) if isinstance(q, Criterion)]
    assert set(shortlist) <= set(full)
    touched = route.covers(LIBRARY, audit)[0]
    assert len(shortlist) <= touched
    if len(shortlist) < route.QUICK:
        assert touched == route.covers(LIBRARY, replace(audit, quick=False))[0]


def test_time_left_follows_this_persons_own_pace():
    assert flow.minutes_left([], 30) == 20
    assert flow.minutes_left([10, 10, 600, 10], 30) == 5
    assert flow.minutes_left([10, 10, 10], 1) == 1
