"""A change made to an answer that another program has changed too."""

from cxaudit.interview.changes import carried_over, channels_in
from cxaudit.model import Answer

BEFORE = Answer(practices={"a": "yes"}, missing={}, note="ours", at="2026-11-01")


def test_only_what_was_changed_is_carried_over():
    after = Answer(practices={"a": "no", "b": "yes"}, note="ours", at="2026-11-02")
    now = Answer(practices={"a": "yes", "c": "no"}, note="theirs", at="2026-11-01")
    assert carried_over(BEFORE, after, now) == Answer(
        practices={"a": "no", "b": "yes", "c": "no"}, note="theirs", at="2026-11-02"
    )


def test_what_was_taken_away_is_taken_away_and_no_more():
    now = Answer(practices={"a": "yes", "b": "no"}, note="theirs", at="2026-11-01")
    assert carried_over(BEFORE, Answer(), now) == Answer(practices={"b": "no"}, note="")


def test_without_another_change_it_is_the_answer_as_meant():
    after = Answer(practices={"b": "yes"})
    assert carried_over(BEFORE, after, BEFORE) is after


def test_channels_are_known_whole():
    channels = ("post", "post box", "a, b")
    assert channels_in("", channels) == set()
    assert channels_in("post box, a, b", channels) == {1, 2}
    assert channels_in("a, b,post", channels) == {0, 2}
    assert channels_in("post from nine", channels) is None
    assert channels_in("fax", channels) is None
