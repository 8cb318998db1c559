"""The interview driven by keys through a pipe, no process and no sleep."""

import io
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories import CATALOG, FOREIGN_PACK, questions
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from cxaudit.audit.file import read_audit
from cxaudit.catalog import sources
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.loader import load
from cxaudit.interview.autosave import open_session
from cxaudit.interview.loop import interview
from cxaudit.interview.opening import prepare
from cxaudit.interview.prompts import Quit, Room, _questionary_ask
from cxaudit.model import Answer, Audit
from cxaudit.schema.document import parse

ENTER = "\r"
CTRL_C = "\x03"
CTRL_D = "\x04"
CTRL_U = "\x15"
PROFILE = ["y", "y", "n"]  # four-ps asks three facts; no private information takes one question out


class Shown(io.StringIO):
    pass


@contextmanager
def keys(*lines: str):
    """What is typed: every line ends with Enter, but keys that act at once."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("".join(line if line in (CTRL_C, CTRL_D) else line + ENTER for line in lines))
        yield


def room(shown: Shown, width: int = 80) -> Room:
    ticks = iter(range(0, 10**6, 30))
    console = Console(file=shown, width=width, highlight=False, markup=False, emoji=False)
    return Room(console, _questionary_ask, "2026-11-20", lambda: float(next(ticks)))


def run(path: Path, *lines: str, width: int = 80, framework: str = "four-ps", catalog: Catalog = CATALOG) -> str:
    """Runs an interview to its end or to where the lines leave it; gives what was shown."""
    shown = Shown()
    session, _ = open_session(path, catalog)
    who = {} if path.exists() else {"organisation": "Acme", "respondent": "Jo", "role": "manager"}
    prepare(session, None if path.exists() else [framework], who)
    with keys(*lines):
        interview(session, room(shown, width))
    return shown.getvalue()


def audit(path: Path) -> Audit:
    found, remarks = read_audit(parse(path.read_bytes(), str(path)), CATALOG)
    assert remarks == []
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.yaml"


def test_a_whole_interview_one_digit_and_enter_an_answer(path: Path):
    shown = run(path, *PROFILE, *["0", "", ""] * 6)
    found = audit(path)
    assert found.profile == {"staffed-channels": "yes", "known-customers": "yes", "personal-information": "no"}
    assert [a.level for a in found.answers.values()] == [0] * 6
    assert all(a.at == "2026-11-20" for a in found.answers.values())
    assert f"1 of {questions('four-ps')}  Profile" in shown
    assert "The first 3 are about the organisation, yes or no" in shown
    assert "9 of 9  Service" in shown, "the no took one question out"
    assert "Overall" in shown
    assert f"Next: cxaudit report {path} -o gap-report.md" in " ".join(shown.split())


def test_a_question_shows_where_we_are_its_levels_and_what_it_serves(path: Path):
    with pytest.raises(EOFError):
        run(path, *PROFILE, CTRL_D)
    shown = Shown()
    session, _ = open_session(path, CATALOG)
    with keys(CTRL_D), pytest.raises(EOFError):
        interview(session, room(shown))
    text = shown.getvalue()
    criterion = CATALOG.criteria["personalised-service"]
    assert "4 of 9  Customer" in text
    assert "3 answered, about 4 minutes left" in text
    assert all(" ".join(level.split()[:6]) in " ".join(text.split()) for level in criterion.levels)
    assert "Serves      The four P's of customer service: Personalisation" in text
    assert "Ask to see" in text


def test_evidence_and_note_and_evidence_in_one_line(path: Path):
    run(path, *PROFILE, "2", "the log", "ask Ann", "3 monthly sheet", *["0", "", ""] * 4)
    first, second, *_ = audit(path).answers.values()
    assert first == Answer(level=2, evidence="the log", note="ask Ann", at="2026-11-20")
    assert second == Answer(level=3, evidence="monthly sheet", at="2026-11-20")


def test_dont_know_asks_who_would_know_and_not_applicable_asks_why(path: Path):
    run(path, *PROFILE, "d", "Ann", "x", "b", "x", "2", "no phone", *["0", "", ""] * 4)
    first, second, *_ = audit(path).answers.values()
    assert first == Answer(unknown=True, note="Ann", at="2026-11-20")
    assert second == Answer(na="not-offered", note="no phone", at="2026-11-20")


def test_back_shows_the_earlier_answer_and_changes_it(path: Path):
    shown = run(path, *PROFILE, "1", "", "", "b", "3", CTRL_U + "a record", "", *["0", "", ""] * 5)
    assert "Answered: level 1" in shown
    assert next(iter(audit(path).answers.values())) == Answer(level=3, evidence="a record", at="2026-11-20")


def test_enter_keeps_an_answer_and_goes_on(path: Path):
    run(path, *PROFILE, "1", "old", "", "b", "", *["0", "", ""] * 5)
    assert next(iter(audit(path).answers.values())).evidence == "old"


def test_review_goes_to_any_question_and_comes_back_to_what_is_open(path: Path):
    shown = run(path, *PROFILE, "1", "", "", "r", "4", "4", "", "", *["0", "", ""] * 5)
    assert "Response goals" in shown
    assert [a.level for a in audit(path).answers.values()] == [4, 0, 0, 0, 0, 0]


def test_changing_a_fact_takes_questions_out_and_brings_them_back_with_their_answers(path: Path):
    run(path, *PROFILE, *["2", "", ""] * 6)
    without = run(path, "1", "n")
    assert audit(path).answers["courtesy"].level == 2
    assert "does not apply" in without
    run(path, "1", "y")
    assert audit(path).answers["courtesy"].level == 2


def test_skipped_questions_come_again_at_the_end(path: Path):
    shown = run(path, *PROFILE, "s", *["0", "", ""] * 5, "s", "4", "", "")
    assert "This is the only open question." in shown
    assert audit(path).answers["personalised-service"].level == 4


def test_a_finished_interview_opens_the_review(path: Path):
    run(path, *PROFILE, *["0", "", ""] * 6)
    shown = run(path, "9", "4", "", "")
    assert "Every question that applies has an answer." in shown
    assert list(audit(path).answers.values())[-1].level == 4


def test_wrong_keys_are_said_and_asked_again(path: Path):
    shown = run(path, "maybe", *PROFILE, "7", "q1", "?", "0", "", "b", "", *["0", "", ""] * 5)
    assert "Type y, n or d for don't know" in shown
    assert "Type a level from 0 to 4" in shown
    assert "s        skip for now" in shown
    assert "One letter is no text" in shown
    assert next(iter(audit(path).answers.values())) == Answer(level=0, at="2026-11-20")


@pytest.mark.parametrize(("leave", "how"), [("q", Quit), (CTRL_C, KeyboardInterrupt), (CTRL_D, EOFError)])
def test_leaving_in_any_way_keeps_every_answer_but_the_one_being_typed(
    path: Path, leave: str, how: type[BaseException]
):
    with pytest.raises(how):
        run(path, *PROFILE, "2", "the log", "", "3", leave)
    found = audit(path)
    assert [a.level for a in found.answers.values()] == [2, 3]
    shown = run(path, *["0", "", ""] * 4)
    assert "6 of 9" in shown
    assert len(audit(path).answers) == 6


def test_who_answers_is_asked_for_and_saved_at_once(path: Path):
    session, _ = open_session(path, CATALOG)
    prepare(session, ["four-ps"], {})
    with keys("", "Acme", "Jo", "9", "frontline", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    assert (audit(path).organisation, audit(path).respondent, audit(path).role) == ("Acme", "Jo", "frontline")


def test_q_leaves_wherever_something_is_asked(path: Path):
    for lines in (["q"], ["Acme", "Jo", "q"]):
        session, _ = open_session(path, CATALOG)
        prepare(session, ["four-ps"], {})
        with keys(*lines), pytest.raises(Quit):
            interview(session, room(Shown()))
    with pytest.raises(Quit):
        run(path, "1", *PROFILE, "x", "q")
    assert audit(path).organisation == "Acme"


def test_review_and_enter_goes_on_where_one_was(path: Path):
    run(path, *PROFILE, "s", "r", "", "4 seen", *["0", "", ""] * 4, "0", "", "")
    assert next(iter(audit(path).answers)) == "response-goals"


def test_what_another_program_wrote_meanwhile_is_kept(path: Path):
    session, _ = open_session(path, CATALOG)
    prepare(session, ["four-ps"], {"organisation": "Acme", "respondent": "Jo", "role": "manager"})
    path.write_text(path.read_text().replace("Acme", "Acme Ltd") + "answers:\n  courtesy:\n    level: 4\n")
    with keys("y", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, room(Shown()))
    found = audit(path)
    assert (found.organisation, found.answers["courtesy"].level) == ("Acme Ltd", 4)
    assert found.profile == {"staffed-channels": "yes"}


def test_what_cannot_be_saved_is_asked_again_and_not_lost(path: Path):
    session, _ = open_session(path, CATALOG)
    prepare(session, ["four-ps"], {"organisation": "Acme", "respondent": "Jo", "role": "manager"})
    good = path.read_bytes()
    shown = Shown()
    place = room(shown)

    def ask(prompt: str, start: str) -> str:
        if "tries again" in prompt:
            path.write_bytes(good)
        return _questionary_ask(prompt, start)

    place.ask = ask
    path.write_text("version: 1\nframeworks: [")
    with keys("y", "", CTRL_C), pytest.raises(KeyboardInterrupt):
        interview(session, place)
    assert "NOT SAVED." in shown.getvalue()
    assert audit(path).profile == {"staffed-channels": "yes"}


def test_escape_sequences_and_hidden_marks_typed_in_are_dropped(path: Path):
    run(path, *PROFILE, "2", "a\u202eb | <b>", "", *["0", "", ""] * 5)
    assert next(iter(audit(path).answers.values())).evidence == "ab | <b>"


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_window(path: Path, width: int):
    shown = run(path, *PROFILE, *["0", "", ""] * 6, width=width)
    before_card = shown.split("Acme\n")[0]
    assert max(len(line.rstrip()) for line in before_card.splitlines()) <= width


def test_a_number_is_typed_as_a_number_and_other_scales_by_their_digits(path: Path):
    catalog = load(sources.catalog_files([FOREIGN_PACK]))
    typed = ["72% crm report", "x5", "75", "", "", "3", "2", "", ""]
    shown = run(path, *typed, framework="contact-figures", catalog=catalog)
    found, _ = read_audit(parse(path.read_bytes(), str(path)), catalog)
    assert [(a.level, a.value, a.evidence) for a in found.answers.values()] == [
        (None, 72, "crm report"),
        (None, 75, ""),
        (2, None, ""),
    ]
    assert "-  60% or more" in shown
    assert "-  30 seconds or less" in shown
    assert "2  Yes." in shown
    assert "Type a number in seconds, d, x or another key" in shown
    assert "Type a level from 0 to 2, d, x or another key" in shown
    assert "Openness" in shown
