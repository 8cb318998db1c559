"""Work is shared with copies of the process, and nothing of that shows but the time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cxaudit.catalog import sources
from cxaudit.lint import parallel
from cxaudit.lint.parallel import BATCH, shared

MANY = list(range(3 * BATCH + 7))


def test_results_come_in_the_order_of_the_things_and_copies_take_part():
    found = list(shared(lambda n: (n, os.getpid()), MANY))
    assert [n for n, _ in found] == MANY
    assert os.getpid() not in {pid for _, pid in found}


def test_a_copy_that_is_killed_leaves_its_work_to_the_first():
    first = os.getpid()

    def work(n: int) -> int:
        if n == BATCH + 3 and os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert list(shared(work, MANY)) == MANY


def test_a_fault_shows_as_it_would_without_copies():
    def work(n: int) -> int:
        if n == 2 * BATCH:
            raise LookupError(n)
        return n

    with pytest.raises(LookupError):
        list(shared(work, MANY))


def test_where_no_copy_can_be_made_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch):
    def refuses() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refuses)
    assert list(shared(str, MANY)) == [str(n) for n in MANY]


def test_lint_reports_the_same_with_copies_and_without(cxaudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sample = sources.sample("strategy").decode()
    texts = ["vison: x\norganisation: x\ntitle: y\n", "organisation: [\n", "services: {}\n", sample, sample]
    for n in range(2 * BATCH):
        (tmp_path / f"s{n:03}.yaml").write_text(texts[n % len(texts)])
    ran = []
    for count in (4, 1):
        monkeypatch.setattr(parallel, "processors", lambda count=count: count)
        ran.append(cxaudit("lint", ".", "--as-of", "2027-12-31"))
    assert ran[0] == ran[1]
    assert ran[0].code == 1
    assert f"{2 * BATCH - len(range(2, 2 * BATCH, 5))} files checked" in ran[0].err


SLEEPS = """
import os, sys, time
from cxaudit.lint import parallel
parallel.processors = lambda: 2
def work(n):
    with open(sys.argv[1], "a") as pids: pids.write(f"{os.getpid()}\\n")
    time.sleep(60)
list(parallel.shared(work, range(2 * parallel.BATCH)))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_copy_outlives_the_first_process(tmp_path: Path, how: signal.Signals):
    pids = tmp_path / "pids"
    command = [sys.executable, "-c", SLEEPS, str(pids)]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    copies = [int(pid) for pid in pids.read_text().split()]
    if how == signal.SIGINT:  # as a terminal sends it: to all of them
        os.killpg(first.pid, how)
    else:
        first.send_signal(how)
    first.wait(20)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in copies) if Path("/proc").exists() else True)


def until(holds) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "not within twenty seconds"
        time.sleep(0.02)
