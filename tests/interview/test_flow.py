"""What is asked next, and what a reply does to an audit."""

from dataclasses import replace

from factories import EMPTY, everything
from factories import FOREIGN as CATALOG

from cxaudit.interview.changes import answered, on_scale, ruled_out
from cxaudit.interview.flow import Interview, minutes, record, reply_to, seconds_for
from cxaudit.model import Answer, Audit

KEPT = CATALOG.criteria["promises-kept"]
TODAY = "2026-11-26"


def view(audit: Audit = EMPTY, role: str = "") -> Interview:
    return Interview(CATALOG, audit, TODAY, role)


def test_the_next_question_is_the_first_open_one_behind_and_then_the_first_of_all():
    first, second, *_, last = view().questions
    audit = replace(EMPTY, profile={first.id: "yes"})
    assert view(audit).next() == second
    assert view(audit).next(last.id) == second
    assert view(audit).previous(second.id) == first
    assert view(audit).previous(first.id) is None
    assert view(audit).previous(None) == last


def test_nothing_is_next_where_all_is_answered():
    profile = {fact.id: ("x",) if fact.names else "yes" for fact in CATALOG.facts.values()}
    profile |= {id: next(iter(fact.choices)) for id, fact in CATALOG.facts.items() if fact.choices}
    done = replace(EMPTY, profile=profile, answers=everything())
    assert view(done).next() is None
    assert view(done).progress() == f"{len(view(done).questions)} of {len(view(done).questions)} questions answered"
    unsure = replace(done, profile={**profile, "servers": "unknown"})
    assert view(unsure).progress().endswith("questions answered, 1 of them unknown")


def test_the_size_of_the_organisation_sets_the_target_once():
    servers = CATALOG.facts["servers"]
    small = record(EMPTY, servers, "under-10")
    assert small.target == {"all": "essential"}
    assert record(small, servers, "50-or-more").target == {"all": "essential"}
    by_hand = replace(EMPTY, target={"all": "leading"})
    assert record(by_hand, servers, "under-10").target == {"all": "leading"}
    assert record(EMPTY, CATALOG.facts["premises"], "yes").target == {}


def test_an_answer_takes_the_day_and_what_was_asked():
    found = answered(None, KEPT, {"kept": "missed", "noted": "yes"}, TODAY)
    assert found == Answer(practices={"noted": "yes", "kept": "missed"}, at=TODAY, asked=KEPT.fingerprint)
    assert [*found.practices] == ["noted", "kept"], "in the bank's order"


def test_a_changed_answer_keeps_its_evidence_and_what_was_examined_of_what_stays_the_same():
    before = answered(None, KEPT, {"noted": "yes", "rule": "yes", "counted": "partly", "kept": "reached"}, TODAY)
    before = replace(before, evidence="log", note="n", private="p", figure="98%", seen=("noted", "rule"))
    before = replace(before, not_held=("kept",), missing={"counted": "May only"}, not_applicable={})
    after = answered(before, KEPT, {"rule": "no", "counted": "yes", "kept": "missed"}, "2026-11-27")
    assert after.practices == {"noted": "yes", "rule": "no", "counted": "yes", "kept": "missed"}
    assert (after.evidence, after.note, after.private, after.figure) == ("log", "n", "p", "98%")
    assert (after.seen, after.not_held, after.missing) == (("noted",), (), {})


def test_dont_know_and_does_not_apply_keep_what_was_noted():
    before = replace(everything()["promises-kept"], evidence="log", note="n", private="p")
    unknown = answered(before, KEPT, {practice.id: "unknown" for practice in KEPT.practices}, TODAY)
    assert (unknown.evidence, unknown.note, unknown.private) == ("log", "n", "p")
    out = ruled_out(before, "not-offered", TODAY)
    assert out == Answer(na="not-offered", evidence="log", note="n", private="p", at=TODAY)
    levels = on_scale(replace(before, practices={}, level=3), CATALOG.criteria["aim-risk"], Answer(unknown=True), TODAY)
    assert (levels.unknown, levels.level, levels.evidence) == (True, None, "log")


def test_an_answer_to_what_has_changed_is_replaced_and_its_notes_stay():
    old = replace(everything()["promises-kept"], evidence="log", asked="00000000", seen=("noted",))
    found = answered(old, KEPT, {"noted": "no"}, TODAY)
    assert (found.practices, found.evidence, found.seen) == ({"noted": "no"}, "log", ())


def test_a_role_adds_to_what_another_has_said():
    audit = record(EMPTY, KEPT, answered(None, KEPT, {"noted": "yes", "person-and-day": "no"}, TODAY))
    assert not view(audit, "frontline").is_open(KEPT)
    assert view(audit, "manager").is_open(KEPT)
    before = reply_to(audit, KEPT)
    assert isinstance(before, Answer)
    both = answered(before, KEPT, {"rule": "no", "counted": "no", "kept": "not-measured"}, TODAY)
    assert both.practices["noted"] == "yes"
    assert not view(record(audit, KEPT, both)).is_open(KEPT)


def test_an_answer_given_again_in_full_is_of_today_and_of_the_respondent():
    old = replace(everything()["promises-kept"], at="2026-01-02", by="Bob")
    again = answered(old, KEPT, dict(old.practices), TODAY)
    assert (again.at, again.by) == (TODAY, "")
    some = answered(old, KEPT, {"noted": "no"}, TODAY)
    assert (some.at, some.by) == ("2026-01-02", "Bob, in part")


def test_time_is_reckoned_by_the_words_that_are_read_aloud():
    few, many = KEPT.practices[:1], KEPT.practices
    assert seconds_for(KEPT, few) < seconds_for(KEPT, many)
    assert minutes(600, []) == minutes(600, [2.0, 2.0]) == 10
    assert minutes(600, [2.0, 0.5, 2.0]) == 20
    assert minutes(1, []) == 1
