"""What is asked next."""

from factories import CATALOG, EMPTY, questions
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit import route
from cxaudit.interview import flow
from cxaudit.model import Answer, Audit, Fact


def ids(audit: Audit) -> list[str]:
    return [q.id for q in route.route(CATALOG, audit)]


def test_skipped_questions_come_again_at_the_end():
    first = flow.next_question(CATALOG, EMPTY)
    assert first
    second = flow.next_question(CATALOG, EMPTY, first.id)
    assert second and second.id != first.id
    last = ids(EMPTY)[-1]
    again = flow.next_question(CATALOG, EMPTY, last)
    assert again == first


def test_back_goes_to_the_question_before_answered_or_not():
    questions = ids(EMPTY)
    before = flow.previous_question(CATALOG, EMPTY, questions[7])
    assert before and before.id == questions[6]
    assert flow.previous_question(CATALOG, EMPTY, questions[0]) is None
    last = flow.previous_question(CATALOG, EMPTY, None)
    assert last and last.id == questions[-1]


def reply(question: route.Question, n: int) -> flow.Reply:
    if isinstance(question, Fact):
        return ("yes", "no", "unknown")[n % 3]
    return (Answer(level=n % 5), Answer(unknown=True), Answer(na="out-of-scope"))[n % 3]


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 40)), max_size=60))
def test_any_interview_ends_with_every_question_that_applies_answered(steps: list[tuple[int, int]]):
    audit = EMPTY
    for n, jump in steps:  # answers in any order, changed at will
        found = route.route(CATALOG, audit)
        question = found[jump % len(found)]
        audit = flow.record(audit, question, reply(question, n))
    asked = 0
    question = flow.next_question(CATALOG, audit)
    while question:
        assert route.is_open(audit, question)
        audit = flow.record(audit, question, reply(question, asked))
        asked += 1
        assert asked <= questions()
        question = flow.next_question(CATALOG, audit, question.id)
    assert not any(route.is_open(audit, q) for q in route.route(CATALOG, audit))


def test_time_left_follows_this_persons_own_pace():
    assert flow.minutes_left([], 30) == 20
    assert flow.minutes_left([10, 10, 600, 10], 30) == 5
    assert flow.minutes_left([10, 10, 10], 1) == 1
