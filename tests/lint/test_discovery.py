"""What lint finds in folders, and what it leaves out."""

import os
from pathlib import Path

import pytest
from factories import BAD_STRATEGY, SAMPLE_STRATEGY


def test_folders_files_and_standard_input(lint, cxaudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "one.yaml").write_text(SAMPLE_STRATEGY)
    (deep / "ci.yml").write_text("on: push\njobs: {}\n")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.yaml").write_text("[")
    ran = lint("a")
    assert (ran.code, ran.err) == (
        0,
        "1 file checked: no problems\n1 file skipped as excluded or unknown: a/b/ci.yml\n",
    )
    assert lint(".").err.startswith("2 files checked: 1 error")
    import io

    piped = io.TextIOWrapper(io.BytesIO(BAD_STRATEGY.encode()))
    monkeypatch.setattr("sys.stdin", piped)
    ran = lint("-", "--stdin-filename", "docs/s.yaml", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("docs/s.yaml:")


def test_foreign_yaml_beside_ours_is_left_out_and_said(lint, tmp_path: Path):
    (tmp_path / "k8s.yaml").write_text("kind: A\n---\nkind: B\n")
    (tmp_path / "compose.yaml").write_text("x: &a {b: 1}\ny: *a\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "docs" / "frameworks").mkdir(parents=True)
    (tmp_path / "docs" / "frameworks" / "react.yaml").write_text("name: React\n")
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY)
    ran = lint(".")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "1 file checked: no problems")
    assert "4 files skipped as excluded or unknown" in ran.err


def test_the_same_file_by_two_names_is_told_once(lint):
    assert lint("strategy.yaml", "./strategy.yaml", ".").err.startswith("1 file checked")


def test_a_pipe_in_a_folder_is_not_waited_for(lint, tmp_path: Path):
    (tmp_path / "f").mkdir()
    os.mkfifo(tmp_path / "f" / "a.yaml")
    assert lint("f").code == 3


def test_a_pipe_inside_a_pack_is_not_waited_for(lint, tmp_path: Path):
    for folder in ("frameworks", "templates"):
        (tmp_path / "p" / folder).mkdir(parents=True)
        os.mkfifo(tmp_path / "p" / folder / ("a.yaml" if folder == "frameworks" else "a.j2"))
    assert lint("p").code == 3


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
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BAD_STRATEGY.encode())))
    ran = lint("-")
    assert (ran.code, ran.err) == (0, "1 file skipped as excluded or unknown: strategy.yaml\n")


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
    assert "3 files skipped as excluded or unknown: d/gone.yaml, d/linked, d/pipe.yaml" in ran.err


def test_a_folder_that_cannot_be_looked_into_stops_nothing(cxaudit, tmp_path: Path, monkeypatch):
    (tmp_path / "d" / "shut").mkdir(parents=True)
    (tmp_path / "d" / "a.yaml").write_text(BARE)

    scandir = os.scandir

    def refuses(folder: Path):
        if Path(folder).name == "shut":  # whom the system lets into everything could not see this otherwise
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuses)
    ran = cxaudit("lint", "d", "--format", "concise")
    assert "d/a.yaml:1:1: error:" in ran.out
    assert "d/shut: error:" in ran.out
