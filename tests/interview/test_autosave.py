"""Saving: Ctrl-C at each step of it loses nothing, and nothing is called saved that is not."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from interviewing import audit, session_of

from cxaudit import files
from cxaudit.interview.autosave import Session
from cxaudit.model import Audit


class Interrupter:
    """Raises KeyboardInterrupt at the n-th line that runs in the modules that save."""

    def __init__(self, at: int) -> None:
        self.left, self.raised = at, False

    def __call__(self, frame: FrameType, event: str, arg: object) -> Callable[..., object] | None:
        if not frame.f_code.co_filename.endswith(("autosave.py", "files.py", "tempfile.py", "contextlib.py")):
            return None
        if event == "line" and not self.raised:
            self.left -= 1
            if self.left < 0:
                self.raised = True
                raise KeyboardInterrupt
        return self


def named(name: str) -> Callable[[Audit], Audit]:
    return lambda found: replace(found, role=name)


def interrupted(session: Session, step: int, role: str) -> bool:
    """Saves with Ctrl-C at a step; returns whether there was such a step."""
    interrupter = Interrupter(step)
    before = sys.gettrace()
    sys.settrace(interrupter)
    try:
        session.change(named(role))
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(before)
    return interrupter.raised


def test_ctrl_c_at_each_step_of_a_save_leaves_what_was_there_or_what_came_and_the_session_knows(tmp_path: Path):
    path = tmp_path / "a.yaml"
    session = session_of(path)
    step, came = 0, 0
    while True:
        roles = ("executive", "frontline")
        role = roles[step % 2]
        session.change(named("manager"))
        if not interrupted(session, step, role):
            break
        on_disk = audit(path).role
        assert on_disk in ("manager", role), step
        assert session.audit.role == on_disk, f"step {step}: the session thinks otherwise than the disk"
        assert session.is_saved, step
        came += on_disk == role
        step += 1
    assert step > 50
    assert came > 0, "some interrupts come after the new name is in place"


def test_what_cannot_be_saved_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    session = session_of(tmp_path / "a.yaml")
    before = (tmp_path / "a.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(files.CxauditError, match="no space left on device"):
        session.change(named("executive"))
    assert (session.audit.role, (tmp_path / "a.yaml").read_bytes()) == ("manager", before)
    assert session.is_saved


def test_a_session_whose_file_was_changed_or_removed_is_not_saved(tmp_path: Path):
    path = tmp_path / "a.yaml"
    session = session_of(path)
    assert session.is_saved
    path.write_text(path.read_text() + "# a remark\n")
    assert not session.is_saved
    path.unlink()
    assert not session.is_saved
