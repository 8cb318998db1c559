"""`cxaudit lint` as people and CI run it: files, formats, exit codes."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cxaudit.catalog import sources

SAMPLE = sources.sample("strategy").decode()
BAD = SAMPLE.replace("vision: Tenants", "vision: World-class, tenants").replace("2027-02-11", "2025-02-11")
LINES = (
    'strategy.yaml:{v}:9: info: "World-class" could stand in any organisation\'s vision; say what your own customers will notice [vision-generic]\n',
    "strategy.yaml:{r}:14: error: the next review was due on 2025-02-11 [review-date-past]\n",
)


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture
def lint(cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(BAD)

    def run(*args: object):
        return cxaudit("lint", *args, "--as-of", "2026-11-22")

    return run


def test_a_clean_strategy_is_quiet(cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE)
    ran = cxaudit("lint", "--as-of", "2026-11-22")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file checked: no problem\n")


def test_text_shows_the_line_and_the_place(lint):
    ran = lint()
    assert ran.code == 1
    assert ran.err == "1 file checked: 1 error, 1 info\n"
    review = line(BAD, "next_review")
    assert f"{review:>5} | next_review: 2025-02-11\n      |              ^~~~~~~~~~\n" in ran.out


def test_concise_is_one_line_a_problem(lint):
    place = {"v": line(BAD, "vision:"), "r": line(BAD, "next_review")}
    assert sorted(lint("--format", "concise").out.splitlines(True)) == sorted(text.format(**place) for text in LINES)


def test_fail_on_exit_zero_quiet_and_statistics(lint, tmp_path: Path):
    assert lint("--fail-on", "never").code == 0
    assert lint("--exit-zero").code == 0
    quiet = lint("--quiet", "--format", "concise")
    assert (quiet.out.count("\n"), quiet.err, quiet.code) == (1, "", 1)
    assert lint("--statistics").out == "    1  review-date-past\n    1  vision-generic\n"
    (tmp_path / "strategy.yaml").write_text(SAMPLE.replace("sponsor:", "#sponsor:").replace("policy:", "#policy:"))
    assert lint("--fail-on", "warning").code == 1
    (tmp_path / "strategy.yaml").write_text(SAMPLE.replace("policy:", "#policy:"))
    assert (lint().code, lint("--fail-on", "warning").code) == (0, 1)


def test_json_holds_all_that_is_known_of_a_problem(lint, tmp_path: Path):
    text = BAD.replace("next_review: 2025-02-11", "next_review: 2025-02-11  # cxaudit: ignore[review-date-past] merger")
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
    assert region == {"startLine": line(BAD, "next_review"), "startColumn": 14}
    (tmp_path / "strategy.yaml").write_text("# moved\n\n" + BAD)
    moved = json.loads(lint("--format", "sarif").out)["runs"][0]["results"]
    marks = [[r["partialFingerprints"] for r in results] for results in (run["results"], moved)]
    assert marks[0] == marks[1]


def test_github_gitlab_and_junit_are_read_by_their_readers(lint, tmp_path: Path):
    github = lint("--format", "github").out
    assert (
        f"::error file=strategy.yaml,line={line(BAD, 'next_review')},col=14,title=cxaudit review-date-past::" in github
    )
    gitlab = json.loads(lint("--format", "gitlab").out)
    assert {entry["severity"] for entry in gitlab} == {"major", "info"}
    assert len({entry["fingerprint"] for entry in gitlab}) == 2
    (tmp_path / "clean.yaml").write_text(SAMPLE)
    root = ET.fromstring(lint("--format", "junit", "strategy.yaml", "clean.yaml").out.encode())
    suites = {s.get("name"): (s.get("tests"), s.get("failures")) for s in root}
    assert suites == {"strategy.yaml": ("2", "2"), "clean.yaml": ("1", "0")}
    assert root.get("failures") == "2"


def test_actions_chooses_github_by_itself(lint, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert lint().out.startswith("::")


def test_each_format_goes_to_its_own_output(lint, tmp_path: Path):
    ran = lint(
        "--format",
        "text",
        "--output",
        "-",
        "--format",
        "sarif",
        "--output",
        "out.sarif",
        "--format",
        "json",
        "-o",
        "o.json",
    )
    assert "[vision-generic]" in ran.out
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "o.json").read_text())["version"] == 1
    assert lint("--format", "json", "--format", "sarif").err.startswith("two formats would go to standard output")
    assert lint("--format", "json", "-o", "a", "-o", "b").err.startswith("there are more --output than --format")
    assert lint("--format", "xml").err.startswith('there is no format "xml" here')


def test_folders_files_and_standard_input(lint, cxaudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "one.yaml").write_text(SAMPLE)
    (deep / "ci.yml").write_text("on: push\njobs: {}\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.yaml").write_text("[")
    ran = lint("a")
    assert (ran.code, ran.err) == (
        0,
        "1 file checked: no problem\n1 file left out, excluded or none of ours: a/b/ci.yml\n",
    )
    assert lint(".").err.startswith("2 files checked: 1 error")
    import io

    piped = io.TextIOWrapper(io.BytesIO(BAD.encode()))
    monkeypatch.setattr("sys.stdin", piped)
    ran = lint("-", "--stdin-filename", "docs/s.yaml", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("docs/s.yaml:")


def test_one_unreadable_file_never_stops_the_others(lint, tmp_path: Path):
    (tmp_path / "broken.yaml").write_bytes(b"title: \xff\xfe\n")
    (tmp_path / "torn.yaml").write_text("title: [\n")
    ran = lint("broken.yaml", "torn.yaml", "strategy.yaml", "--format", "concise")
    assert ran.code == 1
    assert "broken.yaml:1:8: error: the file is not UTF-8 text [structure]" in ran.out
    assert "torn.yaml:2:1: error: not valid YAML" in ran.out
    assert "review-date-past" in ran.out


def test_nothing_passes_silently(cxaudit, tmp_path: Path):
    ran = cxaudit("lint")
    assert (ran.code, ran.err) == (
        2,
        "strategy.yaml: there is no strategy.yaml here\n  hint: name files or folders, or write one with: cxaudit init\n",
    )
    (tmp_path / "ci.yml").write_text("on: push\n")
    assert cxaudit("lint", ".").code == 3
    assert cxaudit("lint", "nope.yaml").code == 2
    (tmp_path / "cxaudit.yaml").write_text("rules: {vage-time: off}\n")
    ran = cxaudit("lint", ".")
    assert (ran.code, ran.err.splitlines()[0]) == (2, 'cxaudit.yaml:1:9: there is no rule "vage-time"')
    (tmp_path / "cxaudit.yaml").write_text("exclude: ['*']\n")
    ran = cxaudit("lint", ".")
    assert ran.code == 3
    assert "left out, excluded" in ran.err


def test_the_nearest_configuration_upward_holds_and_excludes_hold_for_named_files_too(
    lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "docs" / "drafts").mkdir(parents=True)
    (tmp_path / "docs" / "s.yaml").write_text(BAD)
    (tmp_path / "docs" / "drafts" / "d.yaml").write_text(BAD)
    (tmp_path / "cxaudit.yaml").write_text(
        "paths: [docs]\nexclude: [docs/drafts]\nfail-on: never\nper-file-ignores: {'docs/*': [vision-generic]}\n"
    )
    monkeypatch.chdir(tmp_path / "docs")
    ran = lint("--format", "concise")
    assert (ran.code, ran.out) == (
        0,
        f"../docs/s.yaml:{line(BAD, 'next_review')}:14: error: the next review was due on 2025-02-11 [review-date-past]\n",
    )
    assert lint("drafts/d.yaml").code == 3


def test_a_baseline_starts_green_and_is_pruned(lint, cxaudit, tmp_path: Path):
    made = cxaudit("baseline", "create", "--as-of", "2026-11-22")
    let_pass = "let them pass with: cxaudit lint --baseline baseline.json, or baseline: in cxaudit.yaml\n"
    assert (made.code, made.err) == (0, f"baseline.json: 2 entries\n{let_pass}")
    ran = lint("--baseline", "baseline.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file checked: no problem, 2 let pass\n")
    (tmp_path / "strategy.yaml").write_text(SAMPLE)
    assert "2 entries no longer found; cxaudit baseline prune" in lint("--baseline", "baseline.json").err
    pruned = cxaudit("baseline", "prune", "--as-of", "2026-11-22")
    assert pruned.err == "baseline.json: 2 entries taken out\nbaseline.json: 0 entries\n"
    (tmp_path / "cxaudit.yaml").write_text("baseline: baseline.json\n")
    (tmp_path / "strategy.yaml").write_text(BAD)
    assert lint().code == 1


def test_audits_and_configurations_are_checked_as_what_they_are(lint, tmp_path: Path):
    (tmp_path / "audit.yaml").write_text("version: 1\nframeworks: {for-ps: 1.0.0}\n")
    (tmp_path / "old.yaml").write_text("version: 1\nframeworks: {four-ps: 0.9.0}\n")
    ran = lint("audit.yaml", "old.yaml", "--format", "concise")
    assert 'audit.yaml:2:14: error: there is no framework "for-ps" [structure]' in ran.out
    assert "old.yaml:2:23: warning: the answers were given for four-ps 0.9.0" in ran.out


def test_rules_are_listed_and_shown_with_their_examples(cxaudit):
    listed = cxaudit("rules").out
    assert "  vague-time " in listed and "Standards and figures" in listed
    bearing = cxaudit("rules", "written-strategy").out
    assert "objectives-missing" in bearing and "vague-time" not in bearing
    one = cxaudit("rules", "vague-time").out
    assert one.startswith("vague-time (warning, standards and figures)")
    assert "Bad:" in one and "Good:" in one
    for typed, meant in (("vage-time", "vague-time"), ("written-strateg", "written-strategy")):
        told = f'there is no rule "{typed}", and no question of this name on which one bears\n'
        assert cxaudit("rules", typed).err == f"{told}  hint: did you mean {meant}?\n"


def test_a_pack_brings_rules_of_its_own(lint, tmp_path: Path):
    folder = tmp_path / "pack" / "frameworks" / "rules"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(
        """family: Own
rules:
  version-missing:
    severity: error
    criteria: [written-strategy]
    check: required
    with: {fields: [version]}
    message: the strategy has no version
    why: Nobody knows which one is meant.
    bad: "version:"
    good: "version: '1'"
"""
    )
    assert lint("pack").code == 0
    (tmp_path / "strategy.yaml").write_text(SAMPLE.replace('version: "2.1"', ""))
    assert lint().code == 0
    assert "[version-missing]" in lint("--pack", "pack").out
    (tmp_path / "cxaudit.yaml").write_text("packs: [pack]\nrules: {version-missing: warning}\n")
    ran = lint("--format", "concise")
    assert ran.code == 0
    assert "warning: the strategy has no version [version-missing]" in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 60_000,
        "a: &x [1]\nb: *x\n",
        "title: !!python/object:os.system x\n",
        "title: a\x00b\n",
        "title: T\r\ntitle: U\r\norganisation: O\r\n",
        "title: T\n\torganisation: O\n",
        "<<: {title: T}\norganisation: O\n",
        "? [a]\n: b\n",
        "title: T\n---\ntitle: U\n",
        "",
        "# nothing\n",
        "just words\n",
        "\ufefftitle: T\n",
    ],
)
def test_hostile_yaml_ends_in_lines_and_never_in_a_traceback(lint, tmp_path: Path, text: str):
    (tmp_path / "strategy.yaml").write_bytes(text.encode())
    ran = lint("--format", "concise")
    assert ran.code == 1
    assert all(row.startswith("strategy.yaml") for row in ran.out.splitlines())
    assert "Traceback" not in ran.err


def test_a_huge_file_and_utf16_are_said_at_once(lint, tmp_path: Path):
    (tmp_path / "huge.yaml").write_bytes(b"title: T\n" + b"# x\n" * 13_000_000)
    (tmp_path / "wide.yaml").write_bytes("title: T\n".encode("utf-16"))
    out = lint("huge.yaml", "wide.yaml", "--format", "concise").out
    assert "huge.yaml: error: the file is larger than 1024 KiB" in out
    assert "wide.yaml:1:1: error: the file is not UTF-8 text" in out


SCALARS = ["", "~", "null", "true", "no", "012", "0x1F", "1e3", ".inf", "-0", "2026-02-30", "9:00", "'quoted'", "{}", "[]", "[a]", "{a: b}", "*x", "!!str x", "|\n  x"]  # fmt: skip


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_kind_of_value_in_every_field_is_read_or_told(lint, tmp_path: Path, scalar: str):
    from cxaudit.strategy.schema import STRATEGY

    for number, key in enumerate(STRATEGY.shapes):
        (tmp_path / f"f{number}.yaml").write_text(f"title: T\norganisation: O\n{key}: {scalar}\n")
    ran = lint(*sorted(str(p.name) for p in tmp_path.glob("f*.yaml")), "--format", "concise")
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_lint_of_strategies_imports_nothing_heavy(tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE)
    code = (
        "import sys; sys.argv = ['cxaudit', 'lint', 'strategy.yaml', '--as-of', '2026-11-22']\n"
        "from cxaudit.__main__ import main\nprint(main())\n"
        "print(*({'rich', 'questionary', 'prompt_toolkit', 'jinja2', 'pydantic', 'hashlib', 'cxaudit.catalog.loader'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=os.environ)
    assert done.stdout == "0\n\n", done.stderr


def test_the_sample_with_faults_shows_each_severity_as_it_always_did(cxaudit, golden, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_bytes(sources.sample("strategy-with-faults"))
    ran = cxaudit("lint", "--as-of", "2026-11-22")
    assert ran.code == 1
    golden("strategy-with-faults.txt", ran.out)
    golden("strategy-with-faults.json", cxaudit("lint", "--as-of", "2026-11-22", "--format", "json").out)
    assert all(f": {severity}: " in ran.out for severity in ("error", "warning", "info"))
    assert ran.err.endswith(", 2 let pass\n")


def nested(shape: object, path: str = "") -> list[str]:
    """Every field of a strategy, as a document in which {} stands for its value."""
    from cxaudit.schema.containers import ListOf, Record

    inner = shape.shape if isinstance(shape, ListOf) else shape
    if not isinstance(inner, Record):
        return []
    found = []
    for key, part in inner.shapes.items():
        required = "".join(f"{name}: x, " for name in inner.required if name != key)
        body = f"{{{{{required}{key}: {{}}}}}}" if path else None
        if body:
            found.append(path.replace("@", f"[{body}]" if isinstance(shape, ListOf) else body))
        found += nested(part, path.replace("@", f"[{{{{{required}{key}: @}}}}]") if path else f"{key}: @")
    return found


@pytest.mark.parametrize("scalar", [s for s in SCALARS if "\n" not in s])
def test_every_kind_of_value_in_every_inner_field_too(lint, tmp_path: Path, scalar: str):
    from cxaudit.strategy.schema import STRATEGY

    fields = nested(STRATEGY)
    assert len(fields) > 100
    for number, field in enumerate(fields):
        (tmp_path / f"f{number}.yaml").write_text(f"title: T\norganisation: O\n{field.format(scalar)}\n")
    ran = lint(*sorted(p.name for p in tmp_path.glob("f*.yaml")), "--format", "concise")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.err.startswith(f"{len(fields)} files checked")


# ------------------------------------------------------------------------------- what a hostile tester found


def test_quiet_hides_warnings_and_still_fails_on_them(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE.replace("policy:", "#policy:"))
    ran = lint("--quiet", "--fail-on", "warning")
    assert (ran.code, ran.out) == (1, "")


def test_no_output_takes_the_place_of_what_was_checked_or_of_another(lint, cxaudit, tmp_path: Path):
    for args in (["-o", "strategy.yaml"], ["--format", "json", "-o", "a", "--format", "sarif", "-o", "./a"]):
        ran = lint(*args)
        assert (ran.code, "would overwrite" in ran.err) == (2, True)
    assert cxaudit("baseline", "create", "-o", "strategy.yaml").code == 2
    assert (tmp_path / "strategy.yaml").read_text() == BAD


def test_a_baseline_is_the_same_from_every_folder_and_prunes_only_what_was_checked(
    lint, cxaudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "docs").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "docs" / name).write_text(BAD)
    day = ("--as-of", "2026-11-22")
    assert cxaudit("baseline", "create", "docs", *day).err.startswith("baseline.json: 4 entries\n")
    assert lint(tmp_path / "docs" / "a.yaml", "--baseline", "baseline.json").code == 0
    monkeypatch.chdir(tmp_path / "docs")
    assert lint("a.yaml", "b.yaml", "--baseline", "../baseline.json").err.endswith("no problem, 4 let pass\n")
    (tmp_path / "docs" / "a.yaml").write_text(SAMPLE)
    (tmp_path / "docs" / "b.yaml").write_text("title: [\n")
    pruned = cxaudit("baseline", "prune", "a.yaml", "b.yaml", "-o", "../baseline.json", *day)
    assert pruned.err == "../baseline.json: 2 entries taken out\n../baseline.json: 2 entries\n"


def test_a_broken_structure_is_never_let_pass(lint, cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE.replace("vision:", "vison:"))
    cxaudit("baseline", "create", "--as-of", "2026-11-22")
    assert lint("--baseline", "baseline.json").code == 1


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("slogan-unsupported: {list: vision}", 'a strategy has no list "vision"'),
        ("initiative-overdue: {field: cost}", "past looks at a date, which cost is not"),
        ("promise-not-first-person: {field: standards}", "holds looks at a text, which standards is not"),
        ("channel-no-goal: {field: target}", "named-by looks at entries with an id, and at a field that names ids"),
        ("vision-missing: {fields: [visoin]}", 'there is no field "visoin" in a strategy'),
        ("channel-no-goal: {by: initiatives, field: rank}", "named-by looks at entries with an id"),
        ("technology-gap: {list: processes, field: handovers}", "covered looks at a field with one value"),
        ("objectives-missing: {at-least: 100}", '"100" is not a whole number from 1 to 99'),
        ("objectives-missing: {fields: x}", "a list is expected here"),
    ],
)
def test_parameters_that_do_not_fit_a_strategy_are_said(lint, tmp_path: Path, rule: str, expected: str):
    (tmp_path / "cxaudit.yaml").write_text(f"rules:\n  {rule}\n")
    ran = lint()
    assert (ran.code, expected in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_packs_that_are_not_there_or_named_twice(lint, tmp_path: Path):
    assert lint("--pack", "nowhere").err.startswith("nowhere: there is no such folder")
    (tmp_path / "p" / "frameworks" / "rules").mkdir(parents=True)
    own = (Path(sources.data_folder("frameworks")) / "rules" / "journey.yaml").read_text()
    (tmp_path / "p" / "frameworks" / "rules" / "own.yaml").write_text(own.replace("stage-", "step-"))
    assert lint("--pack", "p", "--pack", "./p", "--exit-zero").code == 0


def test_an_ignore_or_exception_of_a_rule_that_is_off_is_no_problem(lint, tmp_path: Path):
    text = SAMPLE.replace(
        "next_review: 2027-02-11", "next_review: 2025-02-11  # cxaudit: ignore[review-date-past] merger"
    )
    (tmp_path / "strategy.yaml").write_text(
        text + "exceptions: [{rule: review-date-past, path: next_review, reason: x}]\n"
    )
    (tmp_path / "cxaudit.yaml").write_text("rules: {review-date-past: off}\n")
    assert lint().err == "1 file checked: no problem\n"


def test_missing_parts_can_be_excepted_by_their_name(lint, tmp_path: Path):
    text = (
        SAMPLE.replace("vision: Tenants", "#")
        + "exceptions: [{rule: vision-missing, path: vision, reason: in the charter}]\n"
    )
    (tmp_path / "strategy.yaml").write_text(text)
    assert lint().err == "1 file checked: no problem, 1 let pass\n"


def test_foreign_yaml_beside_ours_is_left_out_and_said(lint, tmp_path: Path):
    (tmp_path / "k8s.yaml").write_text("kind: A\n---\nkind: B\n")
    (tmp_path / "compose.yaml").write_text("x: &a {b: 1}\ny: *a\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "docs" / "frameworks").mkdir(parents=True)
    (tmp_path / "docs" / "frameworks" / "react.yaml").write_text("name: React\n")
    (tmp_path / "strategy.yaml").write_text(SAMPLE)
    ran = lint(".")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "1 file checked: no problem")
    assert "4 files left out" in ran.err


def test_the_same_file_by_two_names_is_told_once(lint):
    assert lint("strategy.yaml", "./strategy.yaml", ".").err.startswith("1 file checked")


def test_odd_names_and_characters_break_no_format(lint, tmp_path: Path):
    name = os.fsdecode(b"bad\xff\x1b[31m.yaml")
    (tmp_path / name).write_text(BAD.replace("World-class", '\\"World-class'))
    for format in ("text", "concise", "json", "sarif", "github", "gitlab", "junit"):
        ran = lint(".", "--format", format)
        assert (ran.code, "Traceback" in ran.err, "\x1b" in ran.out + ran.err) == (1, False, False), format


def counted(monkeypatch: pytest.MonkeyPatch, target: str) -> list[tuple[object, ...]]:
    """The calls of a function from here on, which still does what it did."""
    import importlib

    module, name = target.rsplit(".", 1)
    real, calls = getattr(importlib.import_module(module), name), []

    def call(*args: object) -> object:
        calls.append(args)
        return real(*args)

    monkeypatch.setattr(target, call)
    return calls


def test_many_ignores_are_gone_through_once(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Twenty thousand of them took over 20 seconds while each looked for its line anew."""
    (tmp_path / "strategy.yaml").write_text(
        "title: T\norganisation: O\n" + "# cxaudit: ignore[vague-time] z\n" * 20_000
    )
    calls = counted(monkeypatch, "cxaudit.rules.suppressions._holds")
    assert lint().code == 1
    assert len(calls) < 20_100


def test_a_long_line_is_cut_before_it_is_searched(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A line of a hundred thousand spaces took over 20 seconds."""
    (tmp_path / "strategy.yaml").write_text("title: T\norganisation: O\nbogus: x" + " " * 200_000 + "y\n")
    calls = counted(monkeypatch, "cxaudit.lint.formatters.text._even")
    ran = lint()
    assert ran.code == 1
    assert calls and all(len(str(line)) < 200 for (line,) in calls)
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"visionn{n}: 1\n" for n in range(5000)),
        "channels:\n"
        + "".join(f"  - {{id: channel-{n}-abcd}}\n" for n in range(1000))
        + "standards:\n"
        + "".join(f"  - {{id: s{n}, channel: chanel-{n}-abdc}}\n" for n in range(1000)),
    ],
    ids=["keys", "references"],
)
def test_near_words_are_looked_for_among_the_first_faults_alone(
    lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    """A thousand unknown references took over 20 seconds."""
    (tmp_path / "strategy.yaml").write_text(f"title: T\norganisation: O\n{text}")
    calls = counted(monkeypatch, "cxaudit.schema.document.did_you_mean")
    assert lint("--format", "concise").out.count("\n") >= 1000
    assert 0 < len(calls) <= 101


def test_a_pipe_in_a_folder_is_not_waited_for(lint, tmp_path: Path):
    (tmp_path / "f").mkdir()
    os.mkfifo(tmp_path / "f" / "a.yaml")
    assert lint("f").code == 3


def test_a_configuration_of_comments_alone_says_nothing(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "cxaudit.yaml").write_text("# nothing yet\n")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert lint("--format", "concise").out.startswith("../strategy.yaml:")


def test_what_a_strategy_leaves_out_is_said(lint, tmp_path: Path):
    text = SAMPLE.replace("status: active", "status: dropped")
    (tmp_path / "strategy.yaml").write_text(text)
    found = lint("--format", "concise").out
    assert "[goal-without-initiative]" in found and "[slogan-unsupported]" in found
    (tmp_path / "strategy.yaml").write_text("title: T\norganisation: O\n")
    found = lint("--format", "concise").out
    assert all(
        f"[{rule}]" in found
        for rule in ("objectives-missing", "channels-missing", "departments-missing", "roles-missing")
    )


def test_a_baseline_is_named_in_the_configuration_and_forgets_deleted_files(lint, cxaudit, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("baseline: known.json\n")
    (tmp_path / "b.yaml").write_text(BAD)
    day = ("--as-of", "2026-11-22")
    (tmp_path / "known.json").write_text('{"version": 1, "problems": []}')
    assert cxaudit("baseline", "create", ".", *day).err == "known.json: 4 entries\n"
    assert lint(".").code == 0
    (tmp_path / "b.yaml").unlink()
    assert cxaudit("baseline", "prune", ".", *day).err == "known.json: 2 entries taken out\nknown.json: 2 entries\n"
    shown = cxaudit("baseline", "create", ".", "-o", "-", *day)
    assert json.loads(shown.out)["version"] == 1
    for args in (["-o", "cxaudit.yaml"], ["-o", "strategy.yaml"]):
        assert lint(".", *args).code == 2


def test_a_pipe_inside_a_pack_is_not_waited_for(lint, tmp_path: Path):
    for folder in ("frameworks", "templates"):
        (tmp_path / "p" / folder).mkdir(parents=True)
        os.mkfifo(tmp_path / "p" / folder / ("a.yaml" if folder == "frameworks" else "a.j2"))
    assert lint("p").code == 3


def test_a_configuration_that_turns_a_rule_off_is_itself_in_order(lint, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("rules: {review-date-past: off, unused-ignore: off}\n")
    assert lint(".").err == "2 files checked: 1 info\n"


def test_a_folder_of_anothers_frameworks_stops_nothing(lint, tmp_path: Path):
    (tmp_path / "docs" / "frameworks").mkdir(parents=True)
    (tmp_path / "docs" / "frameworks" / "react.yml").write_text("name: React\n")
    assert lint(".").err.startswith("1 file checked: 1 error, 1 info\n")
    (tmp_path / "p" / "frameworks").mkdir(parents=True)
    (tmp_path / "p" / "frameworks" / "mine.yaml").write_text("id: mine\n")
    (tmp_path / "p" / "frameworks" / "theirs.yml").write_text("id: theirs\n")
    ran = lint("p", "strategy.yaml", "--format", "concise")
    assert ran.code == 1
    assert "p/frameworks/theirs.yml: error: data files end in .yaml [structure]" in ran.out
    assert "[review-date-past]" in ran.out


def test_what_is_excluded_on_standard_input_is_said(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import io

    (tmp_path / "cxaudit.yaml").write_text("exclude: [strategy.yaml]\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    ran = lint("-")
    assert (ran.code, ran.err) == (3, "1 file left out, excluded or none of ours: strategy.yaml\n")


def test_an_exception_that_is_unused_takes_the_severity_it_is_given(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE + "exceptions: [{rule: vague-time, path: vision, reason: x}]\n")
    assert lint().err == "1 file checked: 1 warning\n"
    (tmp_path / "cxaudit.yaml").write_text("rules: {unused-ignore: error}\n")
    assert lint().code == 1


def test_a_file_of_a_pack_that_cannot_be_proved_is_not_said_to_be_fine(cxaudit, tmp_path: Path):
    bank = tmp_path / "p" / "frameworks" / "bank"
    bank.mkdir(parents=True)
    (bank / "a.yaml").write_text("group: A\norder: x\ncriteria: {}\n")
    (bank / "b.yaml").write_text("group: B\norder: 2\ncriteria: {}\n")
    ran = cxaudit("lint", bank / "b.yaml")
    assert ran.code == 1
    assert "b.yaml:3:11" in ran.out
    (bank / "b.yaml").write_text((Path(sources.data_folder("frameworks")) / "bank" / "learning.yaml").read_text())
    ran = cxaudit("lint", bank / "b.yaml")
    assert ran.code == 1 and "a.yaml:2:8" in ran.out


BARE = "title: x\norganisation: y\n"


def test_odd_things_in_a_folder_stop_nothing_and_are_spoken_of(cxaudit, tmp_path: Path):
    folder = tmp_path / "d"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.yaml").write_text(BARE)
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "self").symlink_to("self")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "linked").symlink_to("sub")
    os.mkfifo(folder / "pipe.yaml")
    ran = cxaudit("lint", "d", "--format", "concise")
    assert "d/loop.yaml: error: cannot be read: too many levels of symbolic links" in ran.out
    assert "d/a.yaml:1:1: error:" in ran.out
    assert "3 files left out, excluded or none of ours: d/gone.yaml, d/linked, d/pipe.yaml" in ran.err


def test_a_folder_that_cannot_be_looked_into_stops_nothing(cxaudit, tmp_path: Path, monkeypatch):
    (tmp_path / "d" / "shut").mkdir(parents=True)
    (tmp_path / "d" / "a.yaml").write_text(BARE)

    def refuses(folder: Path, asked: bool) -> bool:
        if folder.name == "shut":
            raise PermissionError(13, "Permission denied")
        return False

    monkeypatch.setattr("cxaudit.lint.discovery._is_pack", refuses)
    ran = cxaudit("lint", "d", "--format", "concise")
    assert "d/a.yaml:1:1: error:" in ran.out
    assert "d/shut: error:" in ran.out


def test_a_baseline_knows_files_by_any_name(cxaudit, tmp_path: Path):
    for name in (" a.yaml", "\U0001f680.yaml", "b\x7f.yaml"):
        (tmp_path / name).write_text(BARE)
    day = ("--as-of", "2026-11-22")
    assert cxaudit("baseline", "create", ".", "-o", "b.json", *day).code == 0
    ran = cxaudit("lint", ".", "--baseline", "b.json", *day)
    assert (ran.code, ran.out) == (0, ""), ran.err
