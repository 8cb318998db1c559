"""Work shared with copies of the process: the same results in the same order, whatever becomes of the copies."""

import errno
import os
import signal
from pathlib import Path

import pytest

from cxaudit.catalog import sources
from cxaudit.lint import sharing
from cxaudit.lint.sharing import BATCH, share

MANY = range(10 * BATCH + 7)
FIRST = os.getpid()


@pytest.fixture(autouse=True)
def _four_processors(monkeypatch):
    monkeypatch.setattr(sharing, "_processors", lambda: 4)
    signal.alarm(120)  # who waits for a copy for ever fails
    yield
    signal.alarm(0)


def no_copy_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("count", [0, 1, BATCH, 2 * BATCH, 4 * BATCH - 1, 4 * BATCH, 9 * BATCH + 1])
def test_results_come_in_the_order_of_the_things(count: int):
    assert list(share(str, range(count))) == [str(n) for n in range(count)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no copies to see")
def test_copies_take_part():
    workers = list(share(lambda _: os.getpid(), MANY))
    assert workers.count(FIRST) < len(MANY) / 2
    assert len(set(workers)) == 4
    assert no_copy_is_left()


def test_a_copy_that_is_killed_leaves_its_work_to_the_first():
    def work(n: int) -> int:
        if os.getpid() != FIRST and n > 3 * BATCH:
            os.kill(os.getpid(), signal.SIGKILL)
        return n * n

    assert list(share(work, MANY)) == [n * n for n in MANY]


def test_a_fault_shows_as_it_would_without_copies():
    def work(n: int) -> int:
        return 1 // (n - 5 * BATCH)

    told = []
    with pytest.raises(ZeroDivisionError):
        told.extend(share(work, MANY))
    assert no_copy_is_left()


def test_who_wants_no_more_waits_for_no_copy():
    results = share(lambda n: "x" * 100_000, MANY)  # more than a pipe holds: copies wait to be heard
    assert next(results) == "x" * 100_000
    results.close()
    assert no_copy_is_left()


def test_where_no_copy_can_be_made_the_work_is_done_here(monkeypatch):
    def refuses():
        raise OSError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(os, "fork", refuses)
    assert list(share(str, MANY)) == [str(n) for n in MANY]


def test_lint_tells_the_same_with_copies_and_without(cxaudit, tmp_path: Path, monkeypatch):
    sample = sources.sample("strategy").decode()
    texts = ["vison: x\norganisation: x\ntitle: y\n", "organisation: [\n", "services: {}\n", sample, sample]
    for n in range(5 * BATCH):
        (tmp_path / f"s{n:03}.yaml").write_text(texts[n % len(texts)])
    told = []
    for processors in (4, 1):
        monkeypatch.setattr(sharing, "_processors", lambda count=processors: count)
        told.append(cxaudit("lint", ".", "--as-of", "2027-12-31"))
    assert told[0] == told[1]
    assert told[0].code == 1
    assert "128 files checked" in told[0].err
    assert "32 files left out" in told[0].err


def test_children_that_somebody_else_waits_for_are_no_fault():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert list(share(str, MANY)) == [str(n) for n in MANY]
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_fork_that_fails_leaves_no_pipe_open(monkeypatch):
    def refuses():
        raise OSError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(os, "fork", refuses)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert len(list(share(str, MANY))) == len(MANY)
    assert before == (len(os.listdir("/proc/self/fd")) if before else 0)


def test_a_copy_in_the_middle_of_its_work_is_not_waited_for():
    def work(n: int) -> int:
        if os.getpid() != FIRST and n > BATCH:
            signal.pause()  # for ever
        return n

    results = share(work, MANY)
    assert [next(results) for _ in range(BATCH)] == list(range(BATCH))
    results.close()
    assert no_copy_is_left()
