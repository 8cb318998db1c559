"""Compiled templates are kept between runs, and never used out of date."""

import os
from pathlib import Path

import jinja2
import pytest
from factories import CATALOG, EMPTY, counted

from cxaudit.audit.assessment import assess
from cxaudit.catalog import sources
from cxaudit.report.context import context
from cxaudit.report.templating import OWN, render

VALUES = context(CATALOG, assess(CATALOG, EMPTY))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def compiled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    return counted(monkeypatch, "jinja2.environment.generate")


def test_a_second_run_compiles_nothing_and_gives_the_same(kept: Path, monkeypatch: pytest.MonkeyPatch):
    templates = sources.templates([])
    calls = compiled(monkeypatch)
    first = render("report.md.j2", templates, VALUES)
    assert calls
    calls.clear()
    assert render("report.md.j2", templates, VALUES) == first
    assert not calls


def test_a_changed_template_is_compiled_anew(kept: Path, monkeypatch: pytest.MonkeyPatch):
    templates = sources.templates([])
    render("report.md.j2", templates, VALUES)
    text, file = templates["report.md.j2"]
    calls = compiled(monkeypatch)
    changed = {**templates, "report.md.j2": (text.replace("{%- block", "{% block", 1) + "\nchanged\n", file)}
    assert render("report.md.j2", changed, VALUES).endswith("changed\n")
    assert len(calls) == 1


def test_a_persons_own_template_is_not_kept(kept: Path):
    render(OWN, {OWN: ("{{ organisation }}", "own.j2")}, VALUES)
    assert [path for path in kept.rglob("*") if path.is_file()] == []


def test_another_version_of_jinja_finds_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch):
    templates = sources.templates([])
    render("report.md.j2", templates, VALUES)
    other = kept / "compiler.py"
    other.write_text("# another")
    monkeypatch.setattr(jinja2.compiler, "__file__", str(other))
    calls = compiled(monkeypatch)
    render("report.md.j2", templates, VALUES)
    assert calls


@pytest.mark.parametrize("damage", [b"", b"no code", None])
def test_a_damaged_cache_is_no_fault(kept: Path, damage: bytes | None):
    templates = sources.templates([])
    first = render("report.md.j2", templates, VALUES)
    for path in [path for path in kept.rglob("*") if path.is_file()]:
        path.write_bytes(path.read_bytes()[:-20] if damage is None else damage)
    assert render("report.md.j2", templates, VALUES) == first


def test_a_folder_that_others_may_write_to_is_not_used(kept: Path):
    templates = sources.templates([])
    render("report.md.j2", templates, VALUES)
    (folder,) = (kept / "cxaudit").iterdir()
    for path in folder.iterdir():
        path.unlink()
    folder.chmod(0o777)
    render("report.md.j2", templates, VALUES)
    assert list(folder.iterdir()) == []


def test_where_nothing_can_be_kept_the_report_comes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert render("report.md.j2", sources.templates([]), VALUES)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # nobody's home can be told
    assert render("report.md.j2", sources.templates([]), VALUES)
