"""The interview by typed lines, driven through a pipe: no process and no sleep."""

from pathlib import Path

import pytest
from factories import CATALOG, FOREIGN_PACK
from interviewing import ALL, CTRL_C, CTRL_D, CTRL_U, FACTS, FOUR, MANY, Shown, audit, keys, room, run, session_of

from cxaudit.audit.file import read_audit
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.interview.loop import interview
from cxaudit.interview.prompts import Quit
from cxaudit.model import Answer
from cxaudit.schema.document import parse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.yaml"


def first(path: Path) -> Answer:
    return audit(path).answers["personalised-service"]


def test_a_whole_interview_one_line_an_answer(path: Path):
    shown = run(path, *FACTS, *ALL, "")
    found = audit(path)
    assert found.profile["main-channels"] == ("phone", "e-mail")
    assert found.target == {"all": "good"}
    assert len(found.answers) == FOUR
    assert first(path).practices == {
        "history": "yes", "wishes": "no", "rule": "no", "checked": "no", "not-again": "not-measured"
    }  # fmt: skip
    assert all(answer.at == "2026-11-20" for answer in found.answers.values())
    assert all(a.asked == CATALOG.criteria[id].fingerprint for id, a in found.answers.items())
    assert "Gaps to close first" in shown
    assert f"Report: cxaudit report {path} -o gap-report.md" in " ".join(shown.split())


def test_a_question_shows_statements_with_their_kinds_and_leads_nobody(path: Path):
    shown = run(path, *FACTS, CTRL_D)
    text = " ".join(shown.split())
    criterion = CATALOG.criteria["personalised-service"]
    assert f"10 of {MANY} Customer" in text
    assert "about" in text and "minutes left" in text
    for number, practice in enumerate(criterion.practices, 1):
        assert f"{number} {practice.kind} {practice.says}" in text
    assert "Promptness" not in text and "Personalisation" not in text, "no item is named that would lead"


def test_main_channels_are_named_where_a_statement_is_about_them(path: Path):
    shown = run(path, *FACTS, "0", "3", CTRL_D)
    assert "Main channels: phone, e-mail." in shown


def test_text_after_the_marks_is_evidence_and_after_dont_know_a_note(path: Path):
    run(path, *FACTS, "15- the log of May", "d Ann knows", CTRL_D)
    assert first(path).evidence == "the log of May"
    second = audit(path).answers["response-goals"]
    assert (set(second.practices.values()), second.note) == ({"unknown"}, "Ann knows")


def test_what_names_no_evidence_is_kept_as_a_note(path: Path):
    shown = run(path, *FACTS, "15- to follow", "e later", CTRL_D)
    assert '"to follow" names no evidence; it is kept as a note.' in shown
    assert '"later" names no evidence' in shown
    assert (first(path).evidence, first(path).note) == ("", "to follow")
    assert "response-goals" not in audit(path).answers


def test_partly_asks_once_what_is_missing(path: Path):
    run(path, *FACTS, "12~5", "visits only", CTRL_D)
    assert first(path).practices["wishes"] == "partly"
    assert first(path).missing == {"wishes": "visits only"}


def test_a_result_left_out_is_asked_by_itself(path: Path):
    shown = run(path, *FACTS, "13", "maybe", "2", CTRL_D)
    assert "Type 1, 2, 3 or d;" in shown
    assert first(path).practices["not-again"] == "missed"


def test_the_marks_are_saved_before_the_result_is_asked(path: Path):
    run(path, *FACTS, "13", CTRL_C)
    assert first(path).practices == {"history": "yes", "wishes": "no", "rule": "yes", "checked": "no"}
    shown = run(path, CTRL_D)
    assert f"10 of {MANY}" in shown, "the question is still open"


def test_one_practice_or_the_whole_question_may_not_apply(path: Path):
    run(path, *FACTS, "13x5-", "2", "x", "1", CTRL_D)
    assert first(path).not_applicable == {"rule": "not-offered"}
    assert audit(path).answers["response-goals"].na == "out-of-scope"


def test_notes_evidence_figure_and_what_was_examined(path: Path):
    lines = ["e the log", "n Visits only", "p Ask T. Brandt", "f 93% of 212", "v 1", "15", "b", "v 1 5!", ""]
    shown = run(path, *FACTS, *lines, CTRL_D)
    answer = first(path)
    assert (answer.evidence, answer.note, answer.private, answer.figure) == (
        "the log", "Visits only", "Ask T. Brandt", "93% of 212"
    )  # fmt: skip
    assert "1: not answered yet, so there is nothing to examine." in shown
    assert (answer.seen, answer.not_held) == (("history",), ("not-again",))
    assert "1 held, 1 did not (taken as no)" in " ".join(shown.split())


def test_a_note_may_be_asked_for_and_left_as_it_was(path: Path):
    run(path, *FACTS, "n", "first", "n", CTRL_U + "second", "n", "", "e", "x", "the log", CTRL_D)
    assert (first(path).note, first(path).evidence) == ("second", "the log")


def test_enter_with_nothing_marked_is_refused(path: Path):
    shown = run(path, *FACTS, "", CTRL_D)
    assert "Type the numbers of what is true, 0 for none" in " ".join(shown.split())
    assert audit(path).answers == {}


def test_enter_keeps_an_answer_that_is_there(path: Path):
    run(path, *FACTS, "15- the log", "b", "", CTRL_D)
    assert first(path).evidence == "the log"


def test_back_from_anywhere(path: Path):
    run(path, *FACTS, "b", "", "12~5", "b", "15-", "13", "b", "0", "b", "b", "0", "3", CTRL_D)
    assert first(path).practices["history"] == "no"
    assert audit(path).answers["response-goals"].practices["watched"] == "no"


def test_undo_takes_back_one_answer_after_the_other(path: Path):
    shown = run(path, *FACTS, "15- the log", "0", "3", "u", "u", "2", "3", CTRL_D)
    assert "Undone: Time to first reply." in shown
    assert first(path).practices["wishes"] == "yes"
    assert first(path).evidence == ""
    assert "response-goals" not in audit(path).answers
    assert "Nothing has been answered in this session yet." in run(path, "u", CTRL_D)


def test_undo_of_a_fact_brings_back_the_target(path: Path):
    run(path, "1", "1", "1", "u", CTRL_D)
    assert (audit(path).target, "servers" in audit(path).profile) == ({}, False)


def test_review_is_paged_and_filtered_and_goes_anywhere(path: Path):
    shown = run(path, *FACTS, "15-", "d", "r open", "u", "10", "a", "r", "", "", CTRL_D)
    assert f"{FOUR - 2} open, page 1 of 1" in shown
    assert "1 unknown, page 1 of 1" in shown
    assert "11  Time to first reply" in shown
    assert first(path).practices["not-again"] == "reached"


def test_every_line_of_the_review_keeps_its_number(path: Path):
    shown = run(path, *FACTS, "15- " + "a long evidence " * 9, "r", CTRL_D, width=60)
    review = shown[shown.index("page 1") :]
    assert "\n 10  Service fitted" in review
    assert max(len(line) for line in review.splitlines()) <= 60


def test_changing_a_fact_takes_questions_out_and_brings_them_back_with_their_answers(path: Path):
    run(path, *FACTS, *ALL, "")
    run(path, "6", "n")
    assert "courtesy" in audit(path).answers
    run(path, "6", "y", "")
    assert audit(path).answers["courtesy"].practices["relief"] == "yes"


def test_skipped_questions_come_again_at_the_end(path: Path):
    shown = run(path, *FACTS, "s", *["0", "3"] * (FOUR - 1), "s", "15", "")
    assert "This is the only open question." in shown
    assert first(path).practices["not-again"] == "reached"


def test_a_finished_interview_opens_the_review(path: Path):
    run(path, *FACTS, *ALL, "")
    shown = run(path, str(MANY), "a", "")
    assert "Every question that applies has an answer." in shown
    assert list(audit(path).answers.values())[-1].practices["tests-passed"] == "reached"


def test_wrong_keys_are_refused_and_asked_again_and_help_shows_what_counts(path: Path):
    shown = run(path, "maybe", *FACTS, "7", "1!", "?", CTRL_D)
    text = " ".join(shown.split())
    assert "Type 1-3, or d for don't know" in text
    assert "there is no 7 here" in text
    assert "1! is for results" in text
    assert "Plans do not count; a habit counts if people can show it." in text
    assert "Ask to see" in text


@pytest.mark.parametrize(("leave", "how"), [("q", Quit), ("Q", Quit), (CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)])
def test_leaving_in_any_way_keeps_every_answer_but_the_one_being_typed(
    path: Path, leave: str, how: type[BaseException]
):
    with pytest.raises(how):
        run(path, *FACTS, "15-", "12~5-", leave, leaving=True)
    assert audit(path).answers["response-goals"].practices["told"] == "partly"
    run(path, *["0", "3"] * (FOUR - 2), "")
    assert len(audit(path).answers) == FOUR


def test_who_answers_is_asked_for_and_saved_at_once(path: Path):
    session = session_of(path, {})
    with keys("", "Acme", "Jo", "9", "b", "frontline", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    assert (audit(path).organisation, audit(path).respondent, audit(path).role) == ("Acme", "Jo", "frontline")


def test_only_what_a_role_can_say_is_asked_of_it(path: Path):
    shown = run(path, *FACTS, "1", CTRL_D, role="frontline")
    assert "Only questions for the role frontline are asked." in shown
    assert "rule" not in first(path).practices
    assert first(path).practices["history"] == "yes"
    more = run(path, "13-", CTRL_D, role="manager")
    assert "1 written" in " ".join(more.split())
    assert first(path).practices["history"] == "yes"
    assert first(path).practices["rule"] == "yes"


def test_an_answer_to_a_question_that_has_changed_is_shown_and_asked_again(path: Path):
    run(path, *FACTS, "15- the log", CTRL_D)
    asked = CATALOG.criteria["personalised-service"].fingerprint
    path.write_text(path.read_text().replace(asked, "00000000"))
    shown = run(path, "2 5", CTRL_D, remarks=1)
    assert "Answered before (the question has since changed): 1, 5 not measured; evidence: the log" in " ".join(
        shown.split()
    )
    assert first(path).practices["wishes"] == "yes"
    assert first(path).evidence == "the log"


def test_what_matters_most_is_asked_once_at_the_end(path: Path):
    run(path, *FACTS, *ALL, "9", "1 3")
    assert audit(path).matters == ("customer", "service")
    assert "What matters most" not in run(path, "10", "15-")


def test_what_another_program_wrote_meanwhile_is_kept(path: Path):
    session = session_of(path)
    more = "answers:\n  courtesy: {practices: {relief: yes}}\n"
    path.write_text(path.read_text().replace("role: manager", "role: other") + more)
    with keys("1", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    found = audit(path)
    assert (found.role, found.answers["courtesy"].practices) == ("other", {"relief": "yes"})
    assert found.profile == {"audited": "whole"}


def test_answers_never_go_into_the_audit_of_somebody_else_that_took_the_files_place(path: Path):
    session, shown = session_of(path), Shown()
    theirs = path.read_text().replace("Acme", "Zeta")
    path.write_text(theirs)
    with keys("1", "q"), pytest.raises(Quit):
        interview(session, room(shown))
    assert "the file now has another organisation: Zeta, not Acme" in " ".join(shown.getvalue().split())
    assert path.read_text() == theirs
    assert session.lost


def test_an_audit_without_a_name_that_took_the_files_place_is_somebody_elses_too(path: Path):
    session, shown = session_of(path), Shown()
    theirs = "".join(line for line in path.read_text().splitlines(True) if not line.startswith("organisation"))
    path.write_text(theirs)
    with keys("1", "q"), pytest.raises(Quit):
        interview(session, room(shown))
    assert "the file now has no organisation, where it had Acme" in " ".join(shown.getvalue().split())
    assert path.read_text() == theirs


def test_undo_leaves_what_another_program_noted_on_a_new_answer(path: Path):
    run(path, *FACTS, CTRL_D)
    session = session_of(path)
    with keys("15-", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    path.write_text(path.read_text().replace("    at:", "    note: from elsewhere\n    at:"))
    with keys("b", "u", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    assert (first(path).note, first(path).practices) == ("from elsewhere", {})


def test_text_behind_q_or_a_lone_mark_is_refused_and_nothing_is_taken(path: Path):
    shown = run(path, *FACTS, "q later", "1 5 !", "1 5 -", "2 ~ 5-", CTRL_D)
    assert "write ! directly after its number, such as 5!" in shown
    assert "write ~ directly after its number, such as 2~" in shown
    assert audit(path).answers == {}


def test_a_number_of_any_length_is_read(path: Path):
    shown = run(path, *FACTS, "r", "9" * 5000, "", "9" * 5000, CTRL_D)
    assert f"Type a number from 1 to {MANY}" in " ".join(shown.split())


def test_text_after_an_answer_is_shown_as_it_was_taken_and_joins_what_was_noted(path: Path):
    lines = ["n the CRM is replaced in May", "1 2 5- to follow", "b", "15- the log", "b", "15- the list"]
    shown = " ".join(run(path, *FACTS, *lines, CTRL_D).split())
    assert "Saved: 1, 5 not measured; evidence: the log; note: the CRM is replaced in May; to follow" in shown
    assert first(path).note == "the CRM is replaced in May; to follow"
    assert first(path).evidence == "the log; the list"


def test_text_behind_does_not_apply_becomes_its_note(path: Path):
    run(path, *FACTS, "x we have no records", "2", CTRL_D)
    assert (first(path).na, first(path).note) == ("not-offered", "we have no records")


def test_escape_sequences_and_hidden_marks_typed_in_are_dropped(path: Path):
    run(path, *FACTS, "15- a\u202eb | <b>", CTRL_D)
    assert first(path).evidence == "ab | <b>"


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_window(path: Path, width: int):
    shown = run(path, *FACTS, *ALL, "", width=width)
    assert max(len(line.rstrip()) for line in shown.splitlines() if str(path) not in line) <= width


def test_a_number_is_typed_as_a_number_and_levels_by_their_digits(path: Path):
    catalog = load(sources.catalog_files([FOREIGN_PACK]))
    facts = ["1", "1", "2", "shop staff", "phone"]
    typed = [*facts, "72% crm report", "x5", "75", "3", "2", ""]
    shown = run(path, *typed, framework="contact-figures", catalog=catalog)
    found, _ = read_audit(parse(path.read_bytes(), str(path)), catalog)
    assert [(a.level, a.number, a.evidence) for a in found.answers.values()] == [
        (None, 72, "crm report"),
        (None, 75, ""),
        (2, None, ""),
    ]
    for text in ("-  60% or more", "-  30 seconds or less", "2  Yes.", "Type a number in seconds, d or another key"):
        assert text in shown


def test_lines_that_came_before_the_question_was_shown_are_not_taken(path: Path):
    session, shown = session_of(path), Shown()
    place = room(shown)
    place.drop_waiting = iter([False, True, False]).__next__
    with keys("1", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, place)
    assert "Lines typed before this question was shown were ignored." in " ".join(shown.getvalue().split())
