"""The formats of lint's output."""

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from factories import BAD_STRATEGY, SAMPLE_STRATEGY, counted, line_of

from cxaudit.catalog import sources
from cxaudit.lint.formatters import FORMATS

LINES = (
    'strategy.yaml:{v}:9: info: "World-class" could stand in any organisation\'s vision; say what your own customers will notice [vision-generic]\n',
    "strategy.yaml:{r}:14: error: the next review was due on 2025-02-11 [review-date-past]\n",
)


def test_text_shows_the_line_and_the_place(lint):
    ran = lint()
    assert ran.code == 1
    assert ran.err == "1 file checked: 1 error, 1 info\n"
    review = line_of(BAD_STRATEGY, "next_review")
    assert f"{review:>5} | next_review: 2025-02-11\n      |              ^~~~~~~~~~\n" in ran.out


def test_concise_is_one_line_a_problem(lint):
    place = {"v": line_of(BAD_STRATEGY, "vision:"), "r": line_of(BAD_STRATEGY, "next_review")}
    assert sorted(lint("--format", "concise").out.splitlines(True)) == sorted(text.format(**place) for text in LINES)


def test_json_holds_all_that_is_known_of_a_problem(lint, tmp_path: Path):
    text = BAD_STRATEGY.replace(
        "next_review: 2025-02-11", "next_review: 2025-02-11  # cxaudit: ignore[review-date-past] merger"
    )
    (tmp_path / "strategy.yaml").write_text(text)
    ran = lint("--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, data["version"], data["files"]) == (0, 1, ["strategy.yaml"])
    review, vision = data["problems"]
    assert (review["rule"], review["excused"], review["path"]) == ("review-date-past", "merger", "next_review")
    assert vision["criteria"] == ["service-vision"]
    assert vision["severity"] == "info"


def test_sarif_names_rules_levels_places_and_lasting_fingerprints(lint, tmp_path: Path):
    first = json.loads(lint("--format", "sarif").out)
    (run,) = first["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({result["ruleId"] for result in run["results"]})
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert levels == {"review-date-past": "error", "vision-generic": "note"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": line_of(BAD_STRATEGY, "next_review"), "startColumn": 14}
    (tmp_path / "strategy.yaml").write_text("# moved\n\n" + BAD_STRATEGY)
    moved = json.loads(lint("--format", "sarif").out)["runs"][0]["results"]
    marks = [[r["partialFingerprints"] for r in results] for results in (run["results"], moved)]
    assert marks[0] == marks[1]


def test_github_gitlab_and_junit_are_read_by_their_readers(lint, tmp_path: Path):
    github = lint("--format", "github").out
    assert (
        f"::error file=strategy.yaml,line={line_of(BAD_STRATEGY, 'next_review')},col=14,title=cxaudit review-date-past::"
        in github
    )
    gitlab = json.loads(lint("--format", "gitlab").out)
    assert {entry["severity"] for entry in gitlab} == {"major", "info"}
    assert len({entry["fingerprint"] for entry in gitlab}) == 2
    (tmp_path / "clean.yaml").write_text(SAMPLE_STRATEGY)
    root = ET.fromstring(lint("--format", "junit", "strategy.yaml", "clean.yaml").out.encode())
    suites = {s.get("name"): (s.get("tests"), s.get("failures")) for s in root}
    assert suites == {"strategy.yaml": ("2", "2"), "clean.yaml": ("1", "0")}
    assert root.get("failures") == "2"


def test_the_sample_with_faults_shows_each_severity_as_it_always_did(cxaudit, golden, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_bytes(sources.sample("strategy-with-faults"))
    ran = cxaudit("lint", "--as-of", "2026-11-22")
    assert ran.code == 1
    golden("strategy-with-faults.txt", ran.out)
    golden("strategy-with-faults.json", cxaudit("lint", "--as-of", "2026-11-22", "--format", "json").out)
    assert all(f": {severity}: " in ran.out for severity in ("error", "warning", "info"))
    assert ran.err.endswith(", 2 let pass\n")


def test_odd_names_and_characters_break_no_format(lint, tmp_path: Path):
    name = os.fsdecode(b"bad\xff\x1b[31m.yaml")
    (tmp_path / name).write_text(BAD_STRATEGY.replace("World-class", '\\"World-class'))
    for format in FORMATS:
        ran = lint(".", "--format", format)
        assert (ran.code, "Traceback" in ran.err, "\x1b" in ran.out + ran.err) == (1, False, False), format


def test_a_long_line_is_cut_before_it_is_searched(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A line of a hundred thousand spaces took over 20 seconds."""
    (tmp_path / "strategy.yaml").write_text("title: T\norganisation: O\nbogus: x" + " " * 200_000 + "y\n")
    calls = counted(monkeypatch, "cxaudit.lint.formatters.text._even")
    ran = lint()
    assert ran.code == 1
    assert calls and all(len(str(line_of)) < 200 for (line_of,) in calls)
    assert max(map(len, ran.out.splitlines())) <= 80
