"""What `cxaudit lint` costs on many strategies, beside bare PyYAML and other checkers, as whole processes in one run.

    python benchmarks/lint.py [FILES] [RUNS]

Makes FILES strategies (1000) of 120 to 180 lines and prints medians of RUNS (5): bare `yaml.compose` with the C loader
over the same files, `cxaudit lint` with all rules, on every processor that there is and on one, yamllint and
check-jsonschema where they are installed beside this Python, peak memory over a hundred and over all files, one file
beside `python -c pass`, the cost a file for a tenth and ten times as many, peak memory while SARIF with FILES x 350
problems is written, and the time that a pack of 2 x FILES frameworks takes.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every run compiles what it imports
HERE = Path(sys.executable).parent
PROGRAM = str(HERE / "cxaudit")
COMPOSE = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
WORDS = ["repair", "date", "call", "tenant", "bill", "letter", "visit", "answer", "queue", "water", "meter", "contract"]
REST = """
values:
  - name: Plain speaking
    behaviour: We say what we cannot do.
context: {why_us: four of ten contacts asked when somebody would come}
budget: {total: 90000, currency: EUR}
feedback:
  - {id: after-visit, source: customers, cadence: weekly, analyst: quality lead, action_owner: COO, log: board}
  - {id: huddle, source: staff, cadence: weekly, analyst: team leader, action_owner: COO, log: list}
complaints:
  intake: form or telephone
  time_limit: 5 working days
  escalation: ombudsman
recovery:
  apology: by whoever learns of it
  fix: a date within two days
  amends: 20 EUR
  root_cause: quarterly review
processes:
  - {id: repair, key: true, map: wiki/repair, critical_points: [date given], procedure: wiki/steps}
training: {onboarding: three weeks, hours_per_year: 24, budget: 9000}
capacity: {forecast: monthly, staffing: rota by half hour}
quality:
  method: two reviewers
  sample: 5 contacts a month
  criteria: scorecard
technology:
  - {id: telephone, area: contact, objective: o0}
  - {id: groups, area: routing, objective: o0}
  - {id: rota, area: staffing, objective: o0}
  - {id: recording, area: quality, objective: o0}
  - {id: helpdesk, area: history, objective: o0}
journey:
  - {stage: awareness, touchpoint: letter, owner: communications, measure: calls}
  - {stage: consideration, touchpoint: page, owner: communications, measure: questions}
  - {stage: purchase, touchpoint: contract, owner: billing, measure: returns}
  - {stage: advocacy, touchpoint: reviews, owner: communications, measure: answers}
communication:
  - audience: all staff
    medium: briefing
    date: 2026-03-03
policy:
  ref: wiki/service-policy
"""


def strategy(chance: random.Random) -> str:
    """A plausible strategy in block style, whose entries lack something now and then."""

    def some(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    lines = ["title: Customer service strategy", f"organisation: Organisation {chance.randrange(10**6)}"]
    lines += ["approved: 2026-02-10", "next_review: 2031-02-11", "reviewer: head of customer service"]
    lines += [f"vision: Tenants get {some(8)} in one call.", "promise:", f"  text: We tell you {some(6)}."]
    lines += ["  standards: [s0]", "sponsor: {name: Ines Okafor, role: COO}", "parent_strategy: {name: Corporate plan}"]
    for key, count, fields in (
        ("departments", 3, {"service_role": 6}),
        ("segments", 2, {"needs": 5}),
        ("contact_reasons", 2, {"team": 2, "resources": 4, "shows": 3, "captures": 2}),
        ("channels", chance.randint(2, 5), {"kind": 1, "hours": 2, "timezone": 1}),
        ("roles", chance.randint(1, 4), {"contribution": 7, "authority": 5, "soft_skills": 0}),
    ):
        lines.append(f"{key}:")
        for n in range(count):
            lines.append(f"  - id: {key[0]}{n}")
            kept = {field: size for field, size in fields.items() if chance.random() > 0.02}
            lines += [f"    {field}: {some(size) or '[listening]'}" for field, size in kept.items()]
        if key == "channels":
            standards = [
                f"  - {{id: s{n}, metric: first reply, target: {n + 1}, unit: hours, channel: c{n}, source: helpdesk}}"
                for n in range(count)
            ]
    lines += ["standards:", *standards, "objectives:", "  - id: o0", f"    text: {some(9)}.", "initiatives:"]
    for n in range(2):
        lines += [f"  - id: i{n}", "    objective: o0", "    supports: promise", "    owner: head of billing"]
        lines += [f"    rank: {n + 1}", "    due: 2031-03-31", "    cost: 1000"]
    lines += ["kpis:", "  - id: k0", "    kind: outcome", "    baseline: 31", "    target: 20", "    owner: COO"]
    return "\n".join([*lines, "    cadence: monthly"]) + REST


def fill(folder: Path, count: int) -> Path:
    folder.mkdir()
    chance = random.Random(7)
    for n in range(count):
        (folder / f"s{n:05}.yaml").write_text(strategy(chance))
    return folder


def fill_with_problems(folder: Path, count: int) -> Path:
    """Strategies of 350 problems each: channels that lack their hours."""
    folder.mkdir()
    more = "".join(f"  - {{id: mail-{n}, kind: mail}}\n" for n in range(175))
    for n in range(count):
        whole = strategy(random.Random(n))
        (folder / f"s{n:05}.yaml").write_text(whole.replace("\nchannels:\n", f"\nchannels:\n{more}"))
    return folder


def fill_pack(folder: Path, count: int) -> Path:
    """A pack of frameworks over questions that come with the program."""
    (folder / "frameworks").mkdir(parents=True)
    for n in range(count):
        text = f"id: f{n}\ntitle: Number {n}\ngroup: many\nversion: 1.0.0\nsource: made up\nabout: A lens.\nitems:\n"
        item = "    title: Part\n    gist: It is there.\n    criteria: [hours-published, response-goals, segments]\n"
        (folder / "frameworks" / f"f{n}.yaml").write_text(text + "".join(f"  part-{i}:\n{item}" for i in range(4)))
    return folder


def seconds(*command: object) -> float:
    begun = time.perf_counter()
    subprocess.run([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begun


def seconds_on_one(*command: object) -> float:
    """The same where the system has but one processor to give; where that cannot be had, on all."""
    if not hasattr(os, "sched_setaffinity"):
        return seconds(*command)
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    try:
        return seconds(*command)
    finally:
        os.sched_setaffinity(0, all_of_them)


def peak(*command: object) -> float:
    """The largest memory of a child, in MiB."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    tenth = max(count // 10, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, few = fill(folder / "many", count), fill(folder / "few", tenth)
        lengths = [len(p.read_text().splitlines()) for p in few.glob("*.yaml")]
        print(f"{count} files of {min(lengths)} to {max(lengths)} lines")
        lint = [PROGRAM, "lint", many, "--format", "concise"]
        bare = [sys.executable, "-c", COMPOSE, many]
        rows = [(seconds(*bare), seconds(*lint), seconds_on_one(*lint)) for _ in range(runs)]
        base, ours, alone = (statistics.median(times) for times in zip(*rows, strict=True))
        times, times_alone = (statistics.median(row[n] / row[0] for row in rows) for n in (1, 2))
        print(f"bare compose     {base:6.2f} s")
        print(f"cxaudit lint     {ours:6.2f} s, {times:.2f} x bare (goal 1.5, aim 1.25)")
        print(f"on one processor {alone:6.2f} s, {times_alone:.2f} x bare")
        schema = folder / "schema.json"
        made = subprocess.run([PROGRAM, "schema", "strategy"], capture_output=True, text=True, check=True)
        schema.write_text(made.stdout)
        for tool, args in (("yamllint", []), ("check-jsonschema", ["--schemafile", schema])):
            if (HERE / tool).exists():
                took = seconds(HERE / tool, *args, *sorted(many.glob("*.yaml")))
                print(f"{tool:<16} {took:6.2f} s, {took / ours:.0f} x ours (goal 20)")
        small, large = (peak(PROGRAM, "lint", where, "--format", "concise") for where in (few, many))
        print(f"peak memory      {small:.1f} MiB over {tenth} files, {large:.1f} over {count} (goal 25, flat)")
        one = next(few.glob("*.yaml"))
        ratios = [seconds(PROGRAM, "lint", one) / seconds(sys.executable, "-c", "pass") for _ in range(max(runs, 9))]
        print(f"one file         {statistics.median(ratios):.1f} x python -c pass (goal 9)")
        start = seconds(PROGRAM, "lint", one)
        short = 1000 * (seconds(PROGRAM, "lint", few, "--format", "concise") - start) / tenth
        broken = fill_with_problems(folder / "broken", count)
        found = subprocess.run([PROGRAM, "lint", broken, "--statistics"], capture_output=True, text=True, check=False)
        print(f"SARIF            {peak(PROGRAM, 'lint', broken, '--format', 'sarif'):.1f} MiB at its peak (goal 100)")
        print(f"                 over {found.stderr.strip()}")
        pack = fill_pack(folder / "pack", 2 * count)
        print(f"pack             {seconds(PROGRAM, 'lint', pack):.2f} s for {2 * count} frameworks (goal 10)")
        print(f"a file           {short:.2f} ms of {tenth}, {1000 * (ours - start) / count:.2f} ms of {count}")


if __name__ == "__main__":
    main()
