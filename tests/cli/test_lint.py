"""cxaudit lint as people and CI run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from factories import BAD_STRATEGY, SAMPLE_STRATEGY, line_of

from cxaudit.catalog import sources


def test_a_clean_strategy_is_quiet(cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY)
    ran = cxaudit("lint", "--as-of", "2026-11-22")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file checked: no problems\n")


def test_fail_on_exit_zero_quiet_and_statistics(lint, tmp_path: Path):
    assert lint("--fail-on", "never").code == 0
    assert lint("--exit-zero").code == 0
    quiet = lint("--quiet", "--format", "concise")
    assert (quiet.out.count("\n"), quiet.err, quiet.code) == (1, "", 1)
    assert lint("--statistics").out == "    1  review-date-past\n    1  vision-generic\n"
    (tmp_path / "strategy.yaml").write_text(
        SAMPLE_STRATEGY.replace("sponsor:", "#sponsor:").replace("policy:", "#policy:")
    )
    assert lint("--fail-on", "warning").code == 1
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY.replace("policy:", "#policy:"))
    assert (lint().code, lint("--fail-on", "warning").code) == (0, 1)


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
    assert lint("--format", "json", "-o", "a", "-o", "b").err.startswith("more outputs than formats were given")
    assert lint("--format", "xml").err.startswith('there is no format "xml"\n')


def test_one_unreadable_file_never_stops_the_others(lint, tmp_path: Path):
    (tmp_path / "broken.yaml").write_bytes(b"title: \xff\xfe\n")
    (tmp_path / "torn.yaml").write_text("title: [\n")
    ran = lint("broken.yaml", "torn.yaml", "strategy.yaml", "--format", "concise")
    assert ran.code == 1
    assert "broken.yaml:1:8: error: the file is not UTF-8 text [unreadable-file]" in ran.out
    assert "torn.yaml:2:1: error: not valid YAML" in ran.out
    assert "review-date-past" in ran.out


def test_nothing_passes_silently(cxaudit, tmp_path: Path):
    ran = cxaudit("lint")
    assert (ran.code, ran.err) == (
        2,
        "strategy.yaml: there is no strategy.yaml here\n  hint: name files or folders, or create it with: cxaudit init\n",
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
    assert "skipped as excluded" in ran.err


def test_the_nearest_configuration_upward_holds_and_excludes_hold_for_named_files_too(
    lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "docs" / "drafts").mkdir(parents=True)
    (tmp_path / "docs" / "s.yaml").write_text(BAD_STRATEGY)
    (tmp_path / "docs" / "drafts" / "d.yaml").write_text(BAD_STRATEGY)
    (tmp_path / "cxaudit.yaml").write_text(
        "paths: [docs]\nexclude: [docs/drafts]\nfail-on: never\nper-file-ignores: {'docs/*': [vision-generic]}\n"
    )
    monkeypatch.chdir(tmp_path / "docs")
    ran = lint("--format", "concise")
    assert (ran.code, ran.out) == (
        0,
        f"../docs/s.yaml:{line_of(BAD_STRATEGY, 'next_review')}:14: error: the next review was due on 2025-02-11 [review-date-past]\n",
    )
    assert lint("drafts/d.yaml").code == 0


def test_audits_and_configurations_are_checked_as_what_they_are(lint, tmp_path: Path):
    (tmp_path / "audit.yaml").write_text("version: 2\nframeworks: {for-ps: 1.0.0}\nanswers: {courtesy: {level: 2}}\n")
    (tmp_path / "old.yaml").write_text("version: 2\nframeworks: {four-ps: 0.9.0}\n")
    (tmp_path / "older.yaml").write_text("version: 1\nframeworks: {four-ps: 1.0.0}\nanswers: {courtesy: {level: 2}}\n")
    lines = lint("audit.yaml", "old.yaml", "older.yaml", "--format", "concise").out.splitlines()
    assert "audit.yaml:3:21: error: courtesy is answered with practices [structure]" in lines
    assert any(line.startswith("old.yaml:2:23: warning: the answers are for four-ps 0.9.0") for line in lines)
    assert "older.yaml:1:10: error: this program reads version 2 of the audit format, not 1 [structure]" in lines


def test_what_an_audit_names_and_nobody_asks_any_more_is_a_warning(lint, tmp_path: Path):
    (tmp_path / "audit.yaml").write_text(
        "version: 2\nframeworks: {for-ps: 1.0.0}\nanswers:\n  courtesy: {practices: {gide: yes}, evidence: later}\n"
    )
    ran = lint("audit.yaml", "--format", "concise")
    assert ran.code == 0
    assert [line.partition(": ")[2] for line in ran.out.splitlines()] == [
        'warning: there is no framework "for-ps"; it is kept but does not count [outdated-audit]',
        'warning: there is no practice "gide" in courtesy; it does not count [outdated-audit]',
        'warning: "later" names no evidence, so it counts as none [outdated-audit]',
    ]


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
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY.replace('version: "2.1"', ""))
    assert lint().code == 0
    assert "[version-missing]" in lint("--pack", "pack").out
    (tmp_path / "cxaudit.yaml").write_text("packs: [pack]\nrules: {version-missing: warning}\n")
    ran = lint("--format", "concise")
    assert ran.code == 0
    assert "warning: the strategy has no version [version-missing]" in ran.out


def test_lint_of_strategies_imports_nothing_heavy(tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY)
    code = (
        "import sys; sys.argv = ['cxaudit', 'lint', 'strategy.yaml', '--as-of', '2026-11-22']\n"
        "from cxaudit.__main__ import main\nprint(main())\n"
        "print(*({'rich', 'questionary', 'prompt_toolkit', 'jinja2', 'pydantic', 'hashlib', 'cxaudit.catalog.loader'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=os.environ)
    assert done.stdout == "0\n\n", done.stderr


def test_quiet_hides_warnings_and_still_fails_on_them(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY.replace("policy:", "#policy:"))
    ran = lint("--quiet", "--fail-on", "warning")
    assert (ran.code, ran.out) == (1, "")


def test_no_output_takes_the_place_of_what_was_checked_or_of_another(lint, cxaudit, tmp_path: Path):
    for args in (["-o", "strategy.yaml"], ["--format", "json", "-o", "a", "--format", "sarif", "-o", "./a"]):
        ran = lint(*args)
        assert (ran.code, "would overwrite" in ran.err) == (2, True)
    assert cxaudit("baseline", "create", "-o", "strategy.yaml").code == 2
    assert (tmp_path / "strategy.yaml").read_text() == BAD_STRATEGY


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("slogan-unsupported: {list: vision}", 'a strategy has no list "vision"'),
        ("initiative-overdue: {field: cost}", "past needs a date, and cost is not one"),
        ("promise-not-first-person: {field: standards}", "holds needs a text, and standards is not one"),
        ("channel-no-goal: {field: target}", "named-by needs entries with an id and a field that names ids"),
        ("vision-missing: {fields: [visoin]}", 'there is no field "visoin" in a strategy'),
        ("channel-no-goal: {by: initiatives, field: rank}", "named-by needs entries with an id"),
        ("technology-gap: {list: processes, field: handovers}", "covered needs a field with one value"),
        ("objectives-missing: {at-least: 100}", '"100" is not a whole number from 1 to 99'),
        ("objectives-missing: {fields: x}", "expected a list"),
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
    text = SAMPLE_STRATEGY.replace(
        "next_review: 2027-02-11", "next_review: 2025-02-11  # cxaudit: ignore[review-date-past] merger"
    )
    (tmp_path / "strategy.yaml").write_text(
        text + "exceptions: [{rule: review-date-past, path: next_review, reason: x}]\n"
    )
    (tmp_path / "cxaudit.yaml").write_text("rules: {review-date-past: off}\n")
    assert lint().err == "1 file checked: no problems\n"


def test_missing_parts_can_be_excepted_by_their_name(lint, tmp_path: Path):
    text = (
        SAMPLE_STRATEGY.replace("vision: Tenants", "#")
        + "exceptions: [{rule: vision-missing, path: vision, reason: in the charter}]\n"
    )
    (tmp_path / "strategy.yaml").write_text(text)
    assert lint().err == "1 file checked: no problems, 1 suppressed\n"


def test_a_configuration_of_comments_alone_says_nothing(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "cxaudit.yaml").write_text("# nothing yet\n")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert lint("--format", "concise").out.startswith("../strategy.yaml:")


def test_what_a_strategy_leaves_out_is_said(lint, tmp_path: Path):
    text = SAMPLE_STRATEGY.replace("status: active", "status: dropped")
    (tmp_path / "strategy.yaml").write_text(text)
    found = lint("--format", "concise").out
    assert "[goal-without-initiative]" in found and "[slogan-unsupported]" in found
    (tmp_path / "strategy.yaml").write_text("title: T\norganisation: O\n")
    found = lint("--format", "concise").out
    assert all(
        f"[{rule}]" in found
        for rule in ("objectives-missing", "channels-missing", "departments-missing", "roles-missing")
    )


def test_a_configuration_that_turns_a_rule_off_is_itself_in_order(lint, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("rules: {review-date-past: off, unused-ignore: off}\n")
    assert lint(".").err == "2 files checked: 1 info\n"


def test_an_exception_that_is_unused_takes_the_severity_it_is_given(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(
        SAMPLE_STRATEGY + "exceptions: [{rule: vague-time, path: vision, reason: x}]\n"
    )
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
