"""What makes cxaudit lint red and what green, and how files that are none of ours are told."""

from pathlib import Path

import pytest
from factories import RULES

from cxaudit.registry import KINDS


def test_a_commit_of_excluded_files_alone_is_fine_and_an_empty_folder_is_not(lint, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("exclude: [drafts/]\n")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a.yaml").write_text("[")
    (tmp_path / "empty").mkdir()
    assert lint("drafts/a.yaml").code == 0
    assert lint("drafts/a.yaml", "strategy.yaml").code == 1
    assert lint("empty").code == 3
    assert lint("drafts").code == 3, "a folder was asked for, and there was nothing in it to check"


@pytest.mark.parametrize(
    ("args", "code"),
    [(("strategy.yaml",), 0), (("empty",), 0), (("nope.yaml",), 2), (("strategy.yaml", "--fail-on", "odd"), 2)],
)
def test_exit_zero_turns_what_was_found_into_0_and_nothing_else(lint, tmp_path: Path, args: tuple[str, ...], code: int):
    (tmp_path / "empty").mkdir()
    assert lint(*args, "--exit-zero").code == code


def test_a_pattern_that_matches_nothing_of_a_whole_folder_is_an_info(lint, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text(
        "exclude: [drafts/, strategi.yaml]\nper-file-ignores: {'*.yml': [vague-time]}\n"
    )
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a.yaml").write_text("[")
    lines = lint(".", "--format", "concise").out.splitlines()
    assert 'cxaudit.yaml:1:20: info: no file matches "strategi.yaml" [unused-pattern]' in lines
    assert 'cxaudit.yaml:2:20: info: no file matches "*.yml" [unused-pattern]' in lines
    assert not any("drafts" in line for line in lines)
    assert "unused-pattern" not in lint("strategy.yaml").out, "one file says nothing of the others"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("charter.yaml", b"---\ntitle: T\n---\n\n# Our charter\n", "text with front matter"),
        ("answers.csv", b"criterion,level\ncourtesy,2\n", "CSV"),
        ("answers.xlsx", b"PK\x03\x04\x14\x00xl/workbook.xml", "a spreadsheet"),
        ("charter.doc", b"PK\x03\x04\x14\x00word/document.xml", "an office document"),
        ("charter.pdf", b"%PDF-1.7\n\xff", "a PDF"),
        ("page.xml", b"<?xml?>\n<p>x</p>", "HTML or XML"),
        ("ci.yml", b"on: push\njobs: {}\n", "another program's YAML"),
        ("a.yaml", b"answers: {courtesy: {level: 2}}\n", "an audit without a version"),
        ("b.yaml", b"organisation: A\nframeworks: {four-ps: 1}\nanswers: {}\n", "an audit without a version"),
    ],
)
def test_a_named_file_that_is_none_of_ours_gets_one_line(lint, tmp_path: Path, name: str, data: bytes, told: str):
    (tmp_path / name).write_bytes(data)
    ran = lint(name)
    assert ran.code == 1
    (line, hint) = ran.out.splitlines()
    message = (
        f"{name}: error: this looks like {told}; lint checks strategies, documents, audits and packs [foreign-file]"
    )
    assert line == message
    assert hint.startswith("      hint: ")


def test_the_severity_of_all_can_be_set_but_of_what_cannot_be_read(lint, cxaudit, tmp_path: Path):
    (tmp_path / "torn.yaml").write_text("organisation: [\n")
    (tmp_path / "bad.yaml").write_text("title: T\norganisation: O\nvison: V\n")
    (tmp_path / "cxaudit.yaml").write_text("rules: {structure: warning, unused-ignore: off}\n")
    assert lint("bad.yaml").code == 0
    assert "warning: " in lint("bad.yaml").out
    assert lint("torn.yaml").code == 1
    (tmp_path / "cxaudit.yaml").write_text("rules: {unreadable-file: off}\n")
    ran = lint("torn.yaml")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "cxaudit.yaml:1:9: the severity of unreadable-file cannot be changed",
    )


def test_every_id_that_lint_prints_is_known_to_rules(cxaudit):
    for id, kind in KINDS.items():
        told = cxaudit("rules", id)
        assert (told.code, told.out.splitlines()[0]) == (0, f"{id} ({kind.severity}, {kind.family.lower()})")
    listed = cxaudit("rules").out
    assert all(f"  {id} " in listed for id in [*KINDS, *RULES])


def test_colour_can_be_forced_and_forbidden(lint, monkeypatch: pytest.MonkeyPatch):
    assert "\x1b[" not in lint().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in lint().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in lint().out


def test_yaml_that_looks_like_nothing_gets_one_line_too(lint, tmp_path: Path):
    (tmp_path / "list.yaml").write_text("- a\n- b\n")
    ran = lint("list.yaml", "--format", "concise")
    assert (ran.code, ran.out) == (1, "list.yaml: error: this is not a strategy, audit or pack [foreign-file]\n")
