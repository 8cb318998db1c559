"""What commands cost as whole processes, beside `python -c pass` in the same run.

    python benchmarks/startup.py [RUNS]

Prints, for each command, the median of its ratios to the bare interpreter, run in turn so that a drifting machine
moves both. `all.yaml` answers all questions of all frameworks. The last two lines are the first question on a terminal,
and the time from Enter to the head of the next question.

Older pips write a start script that imports `re`, which `--version` alone feels (measured: 1.9 with pip 23.2, 1.1 with
pip 26.3): measure in an environment made by a current one.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from cxaudit.audit.route import route
from cxaudit.catalog import sources
from cxaudit.catalog.catalog import DEFAULT_SET
from cxaudit.catalog.loader import load
from cxaudit.model import Audit, Criterion, Fact

BARE = [sys.executable, "-c", "pass"]
PROGRAM = str(Path(sys.executable).with_name("cxaudit"))
SAMPLE = str(sources.data_folder("frameworks") / "samples" / "harbour-water.yaml")
GOALS = {
    "--version": 1.5,
    "--help": 8,
    "score": 13,
    "score all.yaml": 15,
    "report": 16,
    "report --format html": 18,
    "report --format html all.yaml": 24,
    "lint PACK": 25,
}
PACK = str(Path(__file__).parents[1] / "tests" / "packs" / "foreign")
WHO = ["--organisation", "A", "--respondent", "B", "--role", "manager"]


os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every run compiles what it imports


def seconds(command: list[str], folder: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


class Screen:
    """What a terminal has shown and nobody has waited for yet."""

    def __init__(self, reader: int) -> None:
        self.reader, self.shown = reader, b""

    def until(self, text: bytes) -> None:
        """Waits for a text, and forgets all that was shown up to it."""
        while text not in self.shown:
            if not select.select([self.reader], [], [], 20)[0]:
                raise TimeoutError(self.shown)
            self.shown += os.read(self.reader, 65536)
        self.shown = self.shown.partition(text)[2]

    def anything(self) -> None:
        """Forgets what was shown, and waits until something more is."""
        self.shown = b""
        if not select.select([self.reader], [], [], 20)[0]:
            raise TimeoutError
        os.read(self.reader, 65536)

    def settle(self) -> None:
        """Reads until nothing more comes."""
        while select.select([self.reader], [], [], 0.06)[0]:
            os.read(self.reader, 65536)


def whole(folder: str) -> str:
    """A file that answers every question of every framework."""
    catalog = load(sources.catalog_files([]))
    answers = [
        f"  {c.id}: {{{said(c, n)}, evidence: Log 2026, at: 2026-11-20}}"
        for n, c in enumerate(catalog.criteria.values())
    ]
    who = ["organisation: A", "respondent: B", "role: manager"]
    facts = [f"  {fact.id}: {reply_to(fact, '[telephone, counter]', 'yes')}" for fact in catalog.facts.values()]
    path = Path(folder) / "answers.yaml"
    path.write_text("\n".join(["version: 2", *who, "profile:", *facts, "answers:", *answers]) + "\n")
    return str(path)


def reply_to(fact: Fact, names: str, yes: str, choice: int | None = None) -> str:
    """The first answer to a fact: names, one of its choices, or yes."""
    if fact.choices:
        return next(iter(fact.choices)) if choice is None else str(choice)
    return names if fact.names else yes


def said(criterion: Criterion, n: int) -> str:
    """An answer to a criterion, from bad to good in turn: a level or number, or every practice."""
    if scale := criterion.scale:
        level = n % (scale.top + 1)
        return f"number: {float(scale.marks[level]):g}" if scale.marks else f"level: {level}"
    replies = (f"{p.id}: {p.replies[(n + i) % 3]}" for i, p in enumerate(criterion.practices))
    return f"practices: {{{', '.join(replies)}}}"


def interview(folder: str) -> tuple[float, list[float], list[float]]:
    """Seconds from start to the first prompt, from each Enter to the next question, and from a key to its mark."""
    child, reader = pty.fork()
    begun = time.perf_counter()
    if child == 0:
        os.chdir(folder)
        os.execv(PROGRAM, [PROGRAM, "interview", f"{os.getpid()}.yaml", *WHO])
    fcntl.ioctl(reader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    screen = Screen(reader)
    screen.until(b"for keys:")
    first = time.perf_counter() - begun
    catalog = load(sources.catalog_files([]))
    asked = route(catalog, Audit(frameworks=dict.fromkeys(catalog.named([DEFAULT_SET]), "")))
    facts = [reply_to(fact, "telephone, counter", "y", 1) for fact in asked if isinstance(fact, Fact)]
    answers, marks = [], []
    for n, line in enumerate(facts, 1):
        time.sleep(0.02)
        pressed = time.perf_counter()
        os.write(reader, f"{line}\r".encode())
        screen.until(b" answered")  # the head of the next question, and then its prompt or its page
        answers.append(time.perf_counter() - pressed)
        screen.until(b"for keys:" if n < len(facts) else b"all keys")
    for _ in range(10):
        for key, times in ((b"d", marks), (b"\r", answers)):
            screen.settle()
            pressed = time.perf_counter()
            os.write(reader, key)
            screen.anything()
            times.append(time.perf_counter() - pressed)
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(reader)
    return first, answers, marks


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [PROGRAM, "interview", "a.yaml", "--answers", SAMPLE], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run(
            [PROGRAM, "interview", "all.yaml", "--framework", "all", "--answers", whole(folder)],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for name, goal in GOALS.items():
            words = name.replace("PACK", PACK).split()
            command = [PROGRAM, *words] + (["a.yaml"] if name in ("score", "report", "report --format html") else [])
            seconds(command, folder)  # compiles, and fills the cache of templates
            pairs = [(seconds(command, folder), seconds(BARE, folder)) for _ in range(runs)]
            report(name, [a / b for a, b in pairs], goal, [a for a, _ in pairs])
        started = [(*interview(folder), seconds(BARE, folder)) for _ in range(runs)]
        report("first question", [first / bare for first, _, _, bare in started], 24, [first for first, *_ in started])
        enters = [1000 * s for _, answers, _, _ in started for s in answers]
        print(
            f"{'Enter to next':<16} median {statistics.median(enters):.0f} ms, worst {max(enters):.0f} ms, goal 50 ms"
        )
        marks = [1000 * s for _, _, marks, _ in started for s in marks]
        print(f"{'key to mark':<16} median {statistics.median(marks):.0f} ms, worst {max(marks):.0f} ms, goal 50 ms")


def report(name: str, ratios: list[float], goal: float, times: list[float]) -> None:
    ratio, took = statistics.median(ratios), 1000 * statistics.median(times)
    print(
        f"{name:<30} {ratio:5.1f} x python -c pass (goal {goal}; {min(ratios):.1f} to {max(ratios):.1f}), {took:.0f} ms"
    )


if __name__ == "__main__":
    main()
