"""The real program in a real pseudo-terminal: keys, Ctrl-C, a closed window, a kill, a full disk, a dumb terminal."""

import os
import random
import re
import signal
import sys
from pathlib import Path

import pexpect
import pytest
from factories import CATALOG, questions

from cxaudit.audit.file import read_audit
from cxaudit.model import Audit
from cxaudit.schema.document import parse

PROGRAM = [sys.executable, "-m", "cxaudit"]
WHO = ["--organisation", "Acme", "--respondent", "Jo", "--role", "manager", "--framework", "four-ps"]
MANY = questions("four-ps")
KILLS = int(os.environ.get("CXAUDIT_KILLS", "8"))


def start(path: Path, term: str = "xterm-256color", size: tuple[int, int] = (40, 80)) -> pexpect.spawn:
    env = {**os.environ, "TERM": term}
    return pexpect.spawn(PROGRAM[0], [*PROGRAM[1:], "interview", str(path), *WHO], env=env, dimensions=size, timeout=20)


def audit(path: Path) -> Audit:
    return read_audit(parse(path.read_bytes(), str(path)), CATALOG)[0]


def answer_facts(child: pexpect.spawn) -> None:
    for n in (1, 2, 3):
        child.expect(f"{n} of {MANY}")
        child.expect("for keys")
        child.send("y\r")


def test_a_few_answers_and_ctrl_c(tmp_path: Path):
    child = start(tmp_path / "a.yaml")
    answer_facts(child)
    child.expect(f"4 of {MANY}")
    child.expect("for keys")
    child.send("2 the record\r")
    child.expect(f"5 of {MANY}")
    child.expect("for keys")
    child.sendintr()
    child.expect("Saved in")
    child.expect(f"4 of {MANY} questions answered")
    child.expect("Go on with: cxaudit interview")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert audit(tmp_path / "a.yaml").answers["personalised-service"].evidence == "the record"


def test_a_closed_window_loses_nothing(tmp_path: Path):
    child = start(tmp_path / "a.yaml")
    answer_facts(child)
    child.expect(f"4 of {MANY}")
    child.expect("for keys")
    child.close(force=True)
    assert len(audit(tmp_path / "a.yaml").profile) == 3


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path):
    child = start(tmp_path / "a.yaml", term="dumb", size=(24, 50))
    for _ in range(3):
        child.expect("for keys:")
        child.send("y\r")
    child.expect("for keys:")
    child.send("q\r")
    child.expect(pexpect.EOF)
    child.close()
    shown = child.before.decode()
    assert child.exitstatus == 0
    assert "\x1b" not in shown
    assert len(audit(tmp_path / "a.yaml").profile) == 3


def test_no_colour_where_none_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    child = start(tmp_path / "a.yaml")
    child.expect(f"1 of {MANY}")
    shown = child.before.decode()
    child.close(force=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


@pytest.mark.slow
def test_killed_at_any_moment_the_file_loads_and_holds_every_confirmed_answer(tmp_path: Path):
    """A question on the screen confirms the answer to the one before it."""
    path, chance = tmp_path / "a.yaml", random.Random(20261120)
    confirmed = 0
    for _ in range(KILLS):
        if confirmed >= 10:
            path.unlink()
            confirmed = 0
        child = start(path)
        confirmed = max(confirmed, follow(child, chance.uniform(0.05, 0.3), chance))
        child.kill(signal.SIGKILL)
        child.close(force=True)
        if path.exists():
            found = audit(path)
            assert len(found.profile) + len(found.answers) >= confirmed
    assert len([p for p in tmp_path.iterdir() if p.name != "a.yaml"]) <= KILLS


def follow(child: pexpect.spawn, patience: float, chance: random.Random) -> int:
    """Answers until the patience is used up; gives how many answers the screen has confirmed."""
    confirmed = 0
    while True:
        if child.expect([rf"(\d+) of {MANY}  \w", "Go to question", pexpect.EOF]):
            return 10
        confirmed = int(child.match[1]) - 1
        child.expect("for keys")
        child.send("y\r" if confirmed < 3 else f"{chance.randrange(5)} seen\r")
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


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(disk):
    folder = disk("ro,size=16k")
    child = start(folder / "a.yaml")
    child.expect("a.yaml: cannot be written: read-only file system")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert f"1 of {MANY}".encode() not in child.before


def test_a_full_disk_is_said_and_nothing_is_lost(disk):
    folder = disk("size=16k")
    child = start(folder / "a.yaml")
    child.expect(f"1 of {MANY}")
    child.expect("for keys")
    before = (folder / "a.yaml").read_bytes()
    with pytest.raises(OSError, match="No space left"):
        (folder / "filler").write_bytes(b"x" * 65536)
    child.send("y\r")
    child.expect("NOT SAVED")
    child.expect("no space left on device")
    assert (folder / "a.yaml").read_bytes() == before
    (folder / "filler").unlink()
    child.send("\r")
    child.expect(f"2 of {MANY}")
    assert audit(folder / "a.yaml").profile == {"staffed-channels": "yes"}
    child.close(force=True)
