"""Writing files: another program sees the old text or the new, whatever interrupts it; one run at a time changes one."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cxaudit import files
from cxaudit.errors import CxauditError

HOLDER = """
import sys
from pathlib import Path
from cxaudit import files
with files.held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    return path


@pytest.mark.parametrize("step", ["fdopen", "fsync", "replace"])
@pytest.mark.parametrize("after", [False, True])
def test_ctrl_c_at_any_step_leaves_one_whole_text_and_is_still_ctrl_c(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
):
    real = getattr(os, step)

    def interrupted(*args: object, **more: object) -> object:
        monkeypatch.setattr(os, step, real)
        if after:
            real(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, "new")
    assert path.read_text() == ("new" if (step, after) == ("replace", True) else "old")
    assert names(path.parent) == ["a.yaml"]


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_new_private_file_is_its_owners_alone_and_a_file_keeps_its_permissions(tmp_path: Path):
    private, public = tmp_path / "private", tmp_path / "public"
    files.write(private, "x", private=True)
    files.write(public, "x")
    assert (mode(private), mode(public)) == (0o600, 0o644)
    private.chmod(0o640)
    files.write(private, "y", private=True)
    files.write(public, "y", private=True)
    assert (mode(private), mode(public)) == (0o640, 0o644)


def refused(*args: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def test_a_file_system_without_permissions_still_saves(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "fchmod", refused)
    files.write(path, "new")
    new = path.with_name("new.yaml")
    files.write(new, "private", private=True)
    assert (path.read_text(), new.read_text()) == ("new", "private")
    assert mode(new) == 0o600
    assert names(path.parent) == ["a.yaml", "new.yaml"]


def failing(monkeypatch: pytest.MonkeyPatch, folders: bool) -> None:
    """Makes fsync fail for folders, or for files."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode) == folders:
            raise OSError(errno.EIO, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_folder_that_cannot_be_synced_still_saves(path: Path, monkeypatch: pytest.MonkeyPatch):
    failing(monkeypatch, folders=True)
    files.write(path, "new")
    assert path.read_text() == "new"


def test_a_text_that_cannot_be_synced_is_not_taken_for_saved(path: Path, monkeypatch: pytest.MonkeyPatch):
    failing(monkeypatch, folders=False)
    with pytest.raises(CxauditError, match=r"a\.yaml: cannot be written: input/output error"):
        files.write(path, "new")
    assert path.read_text() == "old"
    assert names(path.parent) == ["a.yaml"]


@pytest.fixture
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the file."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        with suppress(ProcessLookupError):
            process.kill()


def test_a_second_run_is_refused_and_told_which_one_holds_the_file(path: Path, holder: "subprocess.Popen[str]"):
    for _ in range(2):  # the first refusal must not let go of anything
        with pytest.raises(CxauditError) as error, files.held(path):
            pytest.fail("both hold it")
        assert str(error.value.diagnostics[0]) == (
            f"{path}: this audit is open in another window\n  hint: process {holder.pid} has it open; close that first"
        )


def test_a_link_to_a_file_that_is_held_is_held_too(path: Path, holder: "subprocess.Popen[str]"):
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    with pytest.raises(CxauditError, match="open in another window"), files.held(link):
        pytest.fail("both hold it")


def test_another_file_beside_one_that_is_held_is_free(path: Path, holder: "subprocess.Popen[str]"):
    with files.held(path.with_name("b.yaml")):
        assert holder.poll() is None


def test_the_lock_goes_with_a_killed_process_and_the_next_run_leaves_nothing(
    path: Path, holder: "subprocess.Popen[str]"
):
    holder.kill()
    holder.wait()
    with files.held(path):
        assert len(names(path.parent)) == 2
    assert names(path.parent) == ["a.yaml"]


def test_a_run_that_ends_lets_the_next_one_in(path: Path, holder: "subprocess.Popen[str]"):
    holder.communicate("")
    assert holder.returncode == 0
    assert names(path.parent) == ["a.yaml"]
    with files.held(path):
        pass
    assert names(path.parent) == ["a.yaml"]


def test_a_run_that_fails_lets_go_too(path: Path):
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), files.held(path):
            raise KeyboardInterrupt
    assert names(path.parent) == ["a.yaml"]


def test_a_lock_can_be_read_by_its_owner_alone(path: Path):
    with files.held(path):
        lock = next(p for p in path.parent.iterdir() if p != path)
        assert mode(lock) == 0o600


def test_where_a_file_system_has_no_locks_the_run_goes_on_and_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    def without(*args: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", without)
    with files.held(path):
        files.write(path, "new")
    assert path.read_text() == "new"
    assert names(path.parent) == ["a.yaml"]


def test_a_folder_that_takes_no_lock_file_does_not_stop_a_run(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "open", refused)
    entered = False
    with files.held(path):
        entered = True
    assert entered
