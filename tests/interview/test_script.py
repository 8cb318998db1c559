"""Answers played from a file."""

from dataclasses import replace

from factories import CATALOG, EMPTY

from cxaudit.interview import flow
from cxaudit.interview.script import scripted, unplayed
from cxaudit.model import Answer, Audit


def play(audit: Audit, script: Audit) -> list[Audit]:
    """The audit after each step of a script."""
    steps: list[Audit] = []
    played: set[str] = set()
    while step := scripted(CATALOG, audit, script, played):
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
