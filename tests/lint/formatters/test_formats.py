"""The formats of lint's output."""

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import xmlschema
from factories import BAD_STRATEGY, RULES, SAMPLE_STRATEGY, TESTS, counted, line_of, make_pack
from jsonschema import Draft4Validator

from cxaudit.catalog import sources
from cxaudit.lint.formatters import FORMATS

LINES = (
    'strategy.yaml:{v}:9: info: "World-class" would fit any organisation\'s vision; say what your own customers will notice [vision-generic]\n',
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
    assert (review["rule"], review["suppressed"], review["path"]) == ("review-date-past", "merger", "next_review")
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
    assert suites == {"strategy.yaml": ("2", "1"), "clean.yaml": ("1", "0")}, "an info fails nothing"


def test_the_sample_with_faults_shows_each_severity_as_it_always_did(cxaudit, golden, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_bytes(sources.sample("strategy-with-faults"))
    ran = cxaudit("lint", "--as-of", "2026-11-22")
    assert ran.code == 1
    golden("strategy-with-faults.txt", ran.out)
    golden("strategy-with-faults.json", cxaudit("lint", "--as-of", "2026-11-22", "--format", "json").out)
    assert all(f": {severity}: " in ran.out for severity in ("error", "warning", "info"))
    assert ran.err.endswith(", 2 suppressed\n")


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


# ---------------------------------------------------------------------------------- as its readers see it


SUPPRESSED = "next_review: 2025-02-11  # cxaudit: ignore[review-date-past] merger"


@pytest.fixture
def odd(tmp_path: Path) -> None:
    """Files of every kind of diagnostic, with words that formats have a meaning for."""
    text = BAD_STRATEGY.replace("next_review: 2025-02-11", SUPPRESSED)
    (tmp_path / "strategy.yaml").write_text(text.replace("World-class", '\\"World-class <b> & ]]> %0A ::error::'))
    (tmp_path / "torn.yaml").write_text("organisation: [\n")
    (tmp_path / "clean.yaml").write_text(SAMPLE_STRATEGY)
    (tmp_path / "bad name: 1,2.yaml").write_text("title: T\norganisation: O\nvison: V\n")
    make_pack(tmp_path / "pack")


@pytest.mark.parametrize("more", [(), ("--suppressed",)])
def test_sarif_is_valid_by_the_schema_of_oasis(lint, odd: None, more: tuple[str, ...]):
    schema = json.loads((TESTS / "schemas" / "sarif-2.1.0-rtm.5.json").read_text())
    log = json.loads(lint(".", "--format", "sarif", *more).out)
    assert list(Draft4Validator(schema).iter_errors(log)) == []
    (run,) = log["runs"]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    suppressed = [r for r in run["results"] if r.get("suppressions")]
    assert [r["ruleId"] for r in suppressed] == (["review-date-past"] if more else [])


def test_sarif_of_nothing_is_valid_too(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY)
    schema = json.loads((TESTS / "schemas" / "sarif-2.1.0-rtm.5.json").read_text())
    assert list(Draft4Validator(schema).iter_errors(json.loads(lint("--format", "sarif").out))) == []


def test_a_rules_help_in_sarif_has_why_bad_and_good(lint):
    (run,) = json.loads(lint("--format", "sarif").out)["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        shown = rule["help"]["markdown"]
        assert RULES[rule["id"]].bad.strip() in shown and RULES[rule["id"]].good.strip() in shown


def test_junit_is_valid_by_the_schema_of_jenkins(lint, odd: None):
    schema = xmlschema.XMLSchema(str(TESTS / "schemas" / "jenkins-junit-10.xsd"))
    schema.validate(lint(".", "--format", "junit").out.replace('<?xml version="1.0" encoding="UTF-8"?>\n', ""))


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_and_standard_output_get_the_same_bytes(lint, odd: None, tmp_path: Path, format: str):
    shown = lint(".", "--format", format).out
    assert lint(".", "--format", format, "-o", "out").out == ""
    assert (tmp_path / "out").read_text() == shown


# ------------------------------------------------------------------------------------ from the repository's root


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs" / "service").mkdir(parents=True)
    (tmp_path / "docs" / "service" / "strategy.yaml").write_text(BAD_STRATEGY)
    return tmp_path


def everything(lint, *args: str) -> tuple[str, list[str], list[str]]:
    """What github, gitlab and sarif show of a run: the annotations, paths, and marks that must last."""
    gitlab = json.loads(lint(*args, "--format", "gitlab").out)
    (run,) = json.loads(lint(*args, "--format", "sarif").out)["runs"]
    paths = [entry["location"]["path"] for entry in gitlab]
    paths += [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]]
    marks = [entry["fingerprint"] for entry in gitlab] + [str(r["partialFingerprints"]) for r in run["results"]]
    return lint(*args, "--format", "github").out, paths, marks


def test_paths_and_marks_are_the_same_from_every_folder(lint, repository: Path, monkeypatch: pytest.MonkeyPatch):
    at_root = everything(lint, "docs/service/strategy.yaml")
    assert {*at_root[1]} == {"docs/service/strategy.yaml"}
    assert "::error file=docs/service/strategy.yaml,line=" in at_root[0]
    (linked := repository.parent / f"{repository.name}-linked").symlink_to(repository)
    for folder, path in (
        ("docs", "service/strategy.yaml"),
        ("docs/service", "."),
        ("docs/service", str(repository / "docs" / "service" / "strategy.yaml")),
        ("docs", str(linked / "docs" / "service" / "strategy.yaml")),
    ):
        monkeypatch.chdir(repository / folder)
        assert everything(lint, path) == at_root, (folder, path)


def test_the_runner_may_say_where_the_root_is(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "strategy.yaml").write_text(BAD_STRATEGY)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert "file=strategy.yaml," in lint("strategy.yaml", "--format", "github").out
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert "file=a/b/strategy.yaml," in lint("strategy.yaml", "--format", "github").out
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path / "a"))
    assert "file=b/strategy.yaml," in lint("strategy.yaml", "--format", "github").out


def test_the_message_of_an_annotation_says_where_for_the_log(lint, repository: Path):
    row = next(row for row in lint("docs", "--format", "github").out.splitlines() if "review-date-past" in row)
    place = f"docs/service/strategy.yaml:{line_of(BAD_STRATEGY, 'next_review')}:14"
    assert row.endswith(f"::{place}: the next review was due on 2025-02-11")


def test_many_diagnostics_on_one_long_line_are_quoted_by_their_surroundings(lint, tmp_path: Path):
    """Eighty thousand characters with four thousand ignores took five seconds: each quote began at the line's start."""
    (tmp_path / "strategy.yaml").write_text(f"title: T {'# cxaudit: ignore[x] ' * 4000}\norganisation: O\n")
    ran = lint("strategy.yaml")
    assert ran.out.count("[unknown-ignore]") == ran.out.count("[ignore-without-reason]") == 4000
    assert max(len(row) for row in ran.out.splitlines() if " | " in row) <= 80


def test_the_problem_matcher_of_the_manual_reads_what_concise_prints(lint):
    manual = (TESTS.parent / "docs" / "lint.md").read_text(encoding="utf-8")
    block = manual.partition("<!-- problem matcher -->")[2].split("```")[1]
    pattern = json.loads(block)["tasks"][0]["problemMatcher"]["pattern"]
    printed = lint("--format", "concise").out.splitlines()
    problems = json.loads(lint("--format", "json").out)["problems"]
    assert len(printed) == len(problems) > 0
    for line, problem in zip(printed, problems, strict=True):
        found = re.search(pattern["regexp"], line)
        assert found, line
        read = {name: found[group] for name, group in pattern.items() if name != "regexp"}
        wanted = {"code": problem["rule"]} | {
            n: str(problem[n]) for n in ("file", "line", "column", "severity", "message")
        }
        assert read == wanted
