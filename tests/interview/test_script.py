"""Answers played from a file."""

from dataclasses import replace

from factories import EMPTY, everything
from factories import FOREIGN as CATALOG

from cxaudit.interview import flow
from cxaudit.interview.script import scripted, unplayed
from cxaudit.model import Answer, Audit

BEST = everything()


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
    script = Audit(profile={"staffed-channels": "yes"}, answers={id: BEST[id] for id in ("courtesy", "follow-up")})
    said = {"relief": "no", "guide": "unknown"}
    audit = replace(EMPTY, answers={"courtesy": Answer(practices=said, note="Ask Ann.")})
    steps = play(audit, script)
    assert len(steps) == 3
    courtesy = steps[-1].answers["courtesy"]
    assert courtesy.practices == {**BEST["courtesy"].practices, "relief": "no"}
    assert courtesy.note == "Ask Ann."
    assert steps[-1].answers["follow-up"].practices == BEST["follow-up"].practices
    assert unplayed(steps[-1], script) == (("courtesy",), ())
    assert play(steps[-1], script) == []


def test_an_answer_played_carries_what_was_asked():
    steps = play(EMPTY, Audit(answers={"courtesy": BEST["courtesy"]}))
    assert steps[-1].answers["courtesy"].asked == CATALOG.criteria["courtesy"].fingerprint


def test_an_answer_to_what_has_changed_since_is_played_over():
    old = replace(BEST["courtesy"], asked="00000000", practices={"relief": "no"})
    steps = play(replace(EMPTY, answers={"courtesy": old}), Audit(answers={"courtesy": BEST["courtesy"]}))
    assert steps[-1].answers["courtesy"].practices == BEST["courtesy"].practices


def test_what_does_not_apply_is_played_where_nothing_was_said():
    script = Audit(answers={"courtesy": Answer(na="out-of-scope")})
    assert play(EMPTY, script)[-1].answers["courtesy"].na == "out-of-scope"
    assert play(replace(EMPTY, answers={"courtesy": BEST["courtesy"]}), script) == []


def test_what_was_examined_and_what_does_not_apply_is_played_with_its_practices():
    script = Answer(
        practices={"friendly": "reached", "spoken-to": "yes", "relief": "no"},
        not_applicable={"guide": "not-allowed"},
        seen=("spoken-to",),
        not_held=("friendly",),
        evidence="Log two",
    )
    before = Answer(practices={"relief": "yes"}, evidence="Log one", at="2026-01-02")
    steps = play(replace(EMPTY, answers={"courtesy": before}), Audit(answers={"courtesy": script}))
    found = steps[-1].answers["courtesy"]
    assert found.practices == {"relief": "yes", "friendly": "reached", "spoken-to": "yes"}
    assert (found.not_applicable, found.seen, found.not_held) == (
        {"guide": "not-allowed"}, ("spoken-to",), ("friendly",)
    )  # fmt: skip
    assert found.evidence == "Log one"
    assert unplayed(steps[-1], Audit(answers={"courtesy": script})) == (("courtesy",), ()), "Log two is not there"


def test_playing_loses_no_note():
    notes = {"note": "n", "private": "p", "evidence": "list A", "figure": "9%"}
    changed = replace(BEST["courtesy"], asked="00000000", **notes)
    levels = Answer(unknown=True, **notes)
    for id, before in (("courtesy", Answer(**notes)), ("courtesy", changed), ("aim-risk", levels)):
        said = Answer(level=2) if id == "aim-risk" else BEST["courtesy"]
        audit = replace(EMPTY, frameworks={**EMPTY.frameworks, "practice-maturity": "1"}, answers={id: before})
        found = play(audit, Audit(answers={id: said}))[-1].answers[id]
        assert {name: getattr(found, name) for name in notes} == notes


def test_an_answer_is_as_old_as_its_oldest_part_and_says_who_gave_a_part():
    before = Answer(practices={"relief": "yes", "guide": "unknown"}, at="2026-01-02", by="Bob")
    more = Answer(practices={"guide": "yes"}, at="2026-11-02", by="Carol")
    found = play(replace(EMPTY, answers={"courtesy": before}), Audit(answers={"courtesy": more}))[-1].answers[
        "courtesy"
    ]
    assert (found.at, found.by) == ("2026-01-02", "Bob, in part")
    whole = Answer(practices={"guide": "unknown"}, at="2026-01-02", by="Bob")
    found = play(replace(EMPTY, answers={"courtesy": whole}), Audit(answers={"courtesy": more}))[-1].answers["courtesy"]
    assert (found.at, found.by) == ("2026-11-02", "Carol")


def test_playing_follows_the_profile():
    script = Audit(profile={"staffed-channels": "no"}, answers={"courtesy": BEST["courtesy"]})
    steps = play(EMPTY, script)
    assert [dict(step.profile) for step in steps] == [{"staffed-channels": "no"}]
    assert unplayed(steps[-1], script) == ((), ("courtesy",))


def test_dont_know_fills_only_what_nobody_was_asked():
    unknown = Answer(practices=dict.fromkeys(BEST["courtesy"].practices, "unknown"))
    assert play(replace(EMPTY, answers={"courtesy": BEST["courtesy"]}), Audit(answers={"courtesy": unknown})) == []
    some = Answer(practices={"relief": "yes"})
    steps = play(replace(EMPTY, answers={"courtesy": some}), Audit(answers={"courtesy": unknown}))
    assert steps[-1].answers["courtesy"].practices["relief"] == "yes"
    assert steps[-1].answers["courtesy"].practices["guide"] == "unknown"
