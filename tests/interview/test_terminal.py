"""The real program in a real pseudo-terminal: keys, Ctrl-C, a closed window, a kill, a full disk, a dumb terminal."""

import os
import random
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte
import pytest
from factories import CATALOG
from interviewing import FACTS, MANY

from cxaudit.audit.file import read_audit
from cxaudit.model import Answer, Audit
from cxaudit.schema.document import parse

PROGRAM = [sys.executable, "-m", "cxaudit"]
WHO = ["--organisation", "Acme", "--respondent", "Jo", "--role", "manager", "--framework", "four-ps"]
KILLS = int(os.environ.get("CXAUDIT_KILLS", "8"))
QUESTION = len(FACTS) + 1  # the number of the first criterion


def start(
    path: Path, term: str = "xterm-256color", size: tuple[int, int] = (40, 80), lines: bool = True
) -> pexpect.spawn:
    """Starts an interview, by typed lines or with the full screen for statements."""
    env = {**{key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}, "TERM": term}
    args = [*PROGRAM[1:], "interview", str(path), *WHO, *(["--lines"] if lines else [])]
    return pexpect.spawn(PROGRAM[0], args, env=env, dimensions=size, timeout=20)


def audit(path: Path) -> Audit:
    return read_audit(parse(path.read_bytes(), str(path)), CATALOG)[0]


def answer_facts(child: pexpect.spawn) -> None:
    for n, line in enumerate(FACTS, 1):
        child.expect(rf"(?<!\d){n} of {MANY}")
        child.expect("for keys")
        child.send(f"{line}\r")


def test_a_few_answers_and_ctrl_c(tmp_path: Path):
    child = start(tmp_path / "a.yaml")
    answer_facts(child)
    child.expect(f"{QUESTION} of {MANY}")
    child.expect("for keys")
    child.send("15- the record\r")
    child.expect(f"{QUESTION + 1} of {MANY}")
    child.expect("for keys")
    child.sendintr()
    child.expect("Saved in")
    child.expect(f"{QUESTION} of {MANY} questions answered")
    child.expect("Resume with: cxaudit interview")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert audit(tmp_path / "a.yaml").answers["personalised-service"].evidence == "the record"


class Pages:
    """An interview on the full screen, with what a person sees there."""

    def __init__(self, child: pexpect.spawn) -> None:
        self.child = child
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)

    def press(self, key: str, shown: str) -> None:
        """Sends a key and waits until the screen shows something; its lines are joined by blanks."""
        self.child.send(key)
        self.wait(shown)

    def wait(self, shown: str) -> None:
        end = time.monotonic() + 20
        while shown not in " ".join(" ".join(self.screen.display).split()):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            with suppress(pexpect.TIMEOUT):
                self.stream.feed(self.child.read_nonblocking(4096, timeout=0.2))

    def resize(self, rows: int, columns: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)


@pytest.fixture
def pages(tmp_path: Path):
    """An interview whose facts are answered, at the page of its first question."""
    child = start(tmp_path / "a.yaml", size=(24, 80), lines=False)
    answer_facts(child)
    opened = Pages(child)
    opened.wait("h all keys")
    yield opened
    child.close(force=True)


def first(path: Path) -> Answer:
    return audit(path / "a.yaml").answers["personalised-service"]


def test_a_page_is_marked_by_keys_and_each_mark_is_on_disk_at_once(pages: Pages, tmp_path: Path):
    pages.press("1", "1 yes")
    assert first(tmp_path).practices == {"history": "yes"}
    pages.press("2", "2 yes")
    pages.press("~", "What is missing in 2:")
    pages.press("likes only\r", "Missing: likes only")
    assert first(tmp_path).missing == {"wishes": "likes only"}
    pages.press("e", "Evidence:")
    pages.press("the log of May\r", "Evidence: the log of May")
    pages.press("\r", "5 is a result")
    pages.press("-", "not measured")
    pages.press("\r", "What happens to a message until somebody replies?")
    found = first(tmp_path)
    assert found.practices == {
        "history": "yes", "wishes": "partly", "rule": "no", "checked": "no", "not-again": "not-measured"
    }  # fmt: skip
    assert found.evidence == "the log of May"
    pages.press("u", "Undone: the last change")
    assert "not-again" not in first(tmp_path).practices, "a change is taken back, and not the whole answer"
    assert first(tmp_path).evidence == "the log of May"


def test_ctrl_c_on_a_page_keeps_what_was_marked_and_leaves_the_screen_as_it_was(pages: Pages, tmp_path: Path):
    pages.press("3", "3 yes")
    pages.child.sendintr()
    pages.child.expect_exact("\x1b[?1049l")
    pages.child.expect("Saved in")
    pages.child.expect(f"{QUESTION - 1} of {MANY} questions answered")
    pages.child.expect(pexpect.EOF)
    pages.child.close()
    assert pages.child.exitstatus == 130
    assert first(tmp_path).practices == {"rule": "yes"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_page_that_is_ended_from_outside_leaves_a_usable_terminal(pages: Pages, tmp_path: Path, number: int):
    pages.press("2", "2 yes")
    pages.child.kill(number)
    pages.child.expect_exact("\x1b[?1049l")
    pages.child.expect("Saved in")
    pages.child.expect(pexpect.EOF)
    pages.child.close()
    assert pages.child.exitstatus == 130
    assert first(tmp_path).practices == {"wishes": "yes"}


@pytest.mark.parametrize(
    "sent", ["\x1ba", "\x1b1", "\x1b[?1;2c", "\x1b]11;rgb:0/0/0\x1b\\", "\x1b]0;1\x07", "\x1b[49;5u"]
)
def test_a_sequence_that_is_no_key_marks_nothing(pages: Pages, tmp_path: Path, sent: str):
    pages.press(sent, "h all keys")
    pages.press("3", "3 yes")
    assert audit(tmp_path / "a.yaml").answers["personalised-service"].practices == {"rule": "yes"}


def test_keys_typed_right_after_escape_count(pages: Pages, tmp_path: Path):
    pages.press("h", "Esc closes")
    pages.child.send("\x1b")
    time.sleep(0.15)  # as fast as people type
    pages.press("4", "4 yes")
    pages.press("\x1b]", "h all keys")
    time.sleep(0.6)
    pages.press("5", "5 reached")


def test_escape_alone_closes_what_is_open(pages: Pages):
    pages.press("h", "Esc closes")
    pages.press("\x1b", "h all keys")
    pages.press("e", "Evidence:")
    pages.press("\x1b", "h all keys")


def test_a_text_of_several_lines_pasted_as_keys_marks_nothing(pages: Pages, tmp_path: Path):
    pages.press("e", "Evidence:")
    pages.press("the log of May\r12a\rx1q", "Evidence: the log of May")
    found = audit(tmp_path / "a.yaml").answers["personalised-service"]
    assert (found.evidence, found.practices) == ("the log of May", {})
    pages.press("1", "1 yes")


def test_what_another_program_writes_meanwhile_stays(pages: Pages, tmp_path: Path):
    pages.press("1", "1 yes")
    file = tmp_path / "a.yaml"
    file.write_text(file.read_text().replace('history: "yes"\n', 'history: "yes"\n      wishes: "yes"\n'))
    assert first(tmp_path).practices == {"history": "yes", "wishes": "yes"}
    pages.press("2", "2 yes")
    assert first(tmp_path).practices == {"history": "yes", "wishes": "yes"}, "what was chosen is saved, as it was seen"
    file.write_text(
        file.read_text().replace("answers:", "# seen\nanswers:").replace("    at:", "    note: from elsewhere\n    at:")
    )
    assert first(tmp_path).note == "from elsewhere"
    pages.press("u", "Undone")
    assert (first(tmp_path).note, first(tmp_path).practices) == ("from elsewhere", {"history": "yes"})


def test_a_mark_that_was_saved_at_the_second_try_can_be_taken_back_alone(pages: Pages, tmp_path: Path):
    pages.press("1", "1 yes")
    file = tmp_path / "a.yaml"
    kept = file.read_text()
    file.write_text("{{{")
    pages.press("2", "NOT SAVED")
    pages.wait("Enter tries again")
    file.write_text(kept)
    pages.press("\r", "2 yes")
    pages.press("u", "Undone")
    assert first(tmp_path).practices == {"history": "yes"}


def test_a_killed_page_loses_no_mark(pages: Pages, tmp_path: Path):
    pages.press("4", "4 yes")
    pages.child.kill(signal.SIGKILL)
    assert first(tmp_path).practices == {"checked": "yes"}


def test_the_review_goes_to_any_question_and_back(pages: Pages):
    pages.press("r", "16 questions")
    pages.press("o", "7 open")
    pages.press("1", "go to 1")
    pages.press("2", "go to 12")
    pages.press("\r", "What happens when a contact turns unpleasant?")
    pages.press("b", "What happens to a message until somebody replies?")
    pages.press("b", "What do staff know about a customer")
    pages.press("b", "h for keys")
    pages.press("\r", "What do staff know about a customer")


def test_what_is_pasted_marks_nothing(pages: Pages, tmp_path: Path):
    pages.press("\x1b[200~1 2 3\r\r4\x1b[201~", "Paste ignored")
    assert not audit(tmp_path / "a.yaml").answers


def test_keys_pressed_before_a_page_was_shown_are_forgotten(pages: Pages, tmp_path: Path):
    pages.press("0-", "no")
    pages.press("5-\r1\r5-\r", "What happens to a message until somebody replies?")
    pages.press("h", "shows more")
    assert list(audit(tmp_path / "a.yaml").answers) == ["personalised-service"]


def test_a_window_that_becomes_too_small_goes_on_by_typed_lines(pages: Pages, tmp_path: Path):
    pages.press("1", "1 yes")
    pages.resize(20, 60)
    pages.wait("1-5, h for keys")
    pages.press("25-\r", "What happens to a message until somebody replies?")
    assert first(tmp_path).practices["history"] == "no"
    pages.resize(24, 80)
    pages.press("s\r", "h all keys")


def test_a_full_disk_under_a_page_is_reported_and_the_mark_is_saved_later(disk):
    folder = disk("size=64k")
    child = start(folder / "a.yaml", size=(24, 80), lines=False)
    answer_facts(child)
    opened = Pages(child)
    opened.wait("h all keys")
    with pytest.raises(OSError, match="No space left"):
        (folder / "filler").write_bytes(b"x" * 131072)
    opened.press("1", "NOT SAVED")
    opened.wait("Enter tries again")
    (folder / "filler").unlink()
    opened.press("\r", "1 yes")
    child.close(force=True)
    assert first(folder).practices == {"history": "yes"}


def test_a_closed_window_loses_nothing(tmp_path: Path):
    child = start(tmp_path / "a.yaml")
    answer_facts(child)
    child.expect(f"{QUESTION} of {MANY}")
    child.expect("for keys")
    child.close(force=True)
    assert len(audit(tmp_path / "a.yaml").profile) == len(FACTS)


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path):
    child = start(tmp_path / "a.yaml", term="dumb", size=(24, 50))
    for line in (*FACTS, "13", "2", "4 of 20", "q"):
        child.expect(r"(?:for keys|don't know|skips\)):")
        child.send(f"{line}\r")
    child.expect(pexpect.EOF)
    child.close()
    shown = child.before.decode()
    assert child.exitstatus == 0
    assert "\x1b" not in shown
    assert audit(tmp_path / "a.yaml").answers["personalised-service"].practices["not-again"] == "missed"


def test_lines_pasted_at_once_do_not_answer_questions_unseen(tmp_path: Path):
    child = start(tmp_path / "a.yaml", term="dumb")
    child.expect("for keys:")
    child.send("1\r1\r1\rshop\rphone\r")
    child.expect("were ignored")
    child.expect("for keys:")
    child.send("q\r")
    child.expect(pexpect.EOF)
    child.close()
    assert audit(tmp_path / "a.yaml").profile == {"audited": "whole"}


def test_a_second_window_is_told_who_has_the_audit_and_ends(tmp_path: Path):
    first = start(tmp_path / "a.yaml")
    first.expect(f"1 of {MANY}")
    second = start(tmp_path / "a.yaml")
    second.expect("this audit is open in another window")
    second.expect(f"process {first.pid} has it open")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 2
    first.kill(signal.SIGKILL)
    first.close(force=True)
    third = start(tmp_path / "a.yaml")
    third.expect(f"1 of {MANY}")
    third.close(force=True)


def test_a_new_size_of_the_window_is_followed(tmp_path: Path):
    child = start(tmp_path / "a.yaml", size=(40, 100))
    child.expect(f"1 of {MANY}")
    child.expect("for keys")
    child.setwinsize(40, 50)
    child.send("1\r")
    child.expect(f"2 of {MANY}")
    rule = re.findall("─+", child.before.decode("utf-8", "replace"))[-1]
    child.close(force=True)
    assert len(rule) == 50


def test_no_colour_where_none_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    child = start(tmp_path / "a.yaml")
    child.expect(f"1 of {MANY}")
    shown = child.before.decode()
    child.close(force=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


@pytest.mark.slow
def test_killed_at_any_moment_the_file_loads_and_has_every_confirmed_answer(tmp_path: Path):
    """A question on the screen confirms the answer to the one before it."""
    path, chance = tmp_path / "a.yaml", random.Random(20261120)
    confirmed = 0
    for _ in range(KILLS):
        if confirmed >= MANY:
            path.unlink()
            confirmed = 0
        child = start(path)
        confirmed = max(confirmed, follow(child, chance.uniform(0.05, 0.3), chance))
        child.kill(signal.SIGKILL)
        child.close(force=True)
        if path.exists():
            found = audit(path)
            assert len(found.profile) + len(found.answers) >= confirmed
    assert len([p for p in tmp_path.iterdir() if p.suffix == ".tmp"]) <= KILLS


def follow(child: pexpect.spawn, patience: float, chance: random.Random) -> int:
    """Answers until the patience is used up; gives how many answers the screen has confirmed."""
    confirmed = 0
    while True:
        if child.expect([rf"(\d+) of {MANY}  \w", "What matters most", "page 1", pexpect.EOF]):
            return MANY
        confirmed = int(child.match[1]) - 1
        child.expect("for keys")
        child.send(f"{FACTS[confirmed]}\r" if confirmed < len(FACTS) else "d seen by Ann\r")
        if chance.random() < patience:
            child.expect([pexpect.TIMEOUT, rf"\d+ of {MANY}  \w"], timeout=chance.uniform(0.0001, 0.02))
            return confirmed


@pytest.fixture
def disk(tmp_path: Path):
    """Mounts a disk of 16 KiB with the given options; what needs one is left out where mounting is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options: str) -> Path:
        if os.system(f"mount -t tmpfs -o {options} tmpfs {folder} 2>/dev/null"):
            pytest.skip("cannot mount a disk here")
        return folder

    yield mount
    os.system(f"umount -l {folder} 2>/dev/null")


def test_a_folder_that_cannot_be_written_is_reported_before_anything_is_asked(disk):
    folder = disk("ro,size=16k")
    child = start(folder / "a.yaml")
    child.expect("a.yaml: cannot be written: read-only file system")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert f"1 of {MANY}".encode() not in child.before


def test_a_full_disk_is_reported_and_nothing_is_lost(disk):
    folder = disk("size=16k")
    child = start(folder / "a.yaml")
    child.expect(f"1 of {MANY}")
    child.expect("for keys")
    before = (folder / "a.yaml").read_bytes()
    with pytest.raises(OSError, match="No space left"):
        (folder / "filler").write_bytes(b"x" * 65536)
    child.send("1\r")
    child.expect("NOT SAVED")
    child.expect("no space left on device")
    assert (folder / "a.yaml").read_bytes() == before
    (folder / "filler").unlink()
    child.send("\r")
    child.expect(f"2 of {MANY}")
    assert audit(folder / "a.yaml").profile == {"audited": "whole"}
    child.close(force=True)


def test_a_folder_that_vanishes_is_reported_and_tried_again(tmp_path: Path):
    folder = tmp_path / "there"
    folder.mkdir()
    child = start(folder / "a.yaml")
    child.expect(f"1 of {MANY}")
    child.expect("for keys")
    folder.rename(tmp_path / "gone")
    child.send("1\r")
    child.expect("NOT SAVED")
    child.expect("there is no folder")
    (tmp_path / "gone").rename(folder)
    child.send("\r")
    child.expect(f"2 of {MANY}")
    assert audit(folder / "a.yaml").profile == {"audited": "whole"}
    child.close(force=True)


def test_a_file_that_is_gone_at_the_end_is_not_called_saved(tmp_path: Path):
    child = start(tmp_path / "a.yaml")
    child.expect(f"1 of {MANY}")
    child.expect("for keys")
    (tmp_path / "a.yaml").unlink()
    child.send("q\r")
    child.expect("NOT SAVED: .*a.yaml does not contain the answers")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
