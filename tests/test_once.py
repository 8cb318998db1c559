"""A run reads each thing once: the configuration, every file, the catalog."""

from pathlib import Path

import pytest
from factories import BAD_STRATEGY, PLAY, SAMPLE_ANSWERS, counted, make_pack

from cxaudit.catalog import loader as catalog_loader
from cxaudit.rules import loader as rule_loader

CONFIGURED = """\
packs: [pack]
rules: {vague-time: error, plan-too-long: {at-most: 5000}}
per-file-ignores: {"drafts/*": [vague-time]}
"""
RUNS = (
    ("score", "a.yaml"),
    ("score", "a.yaml", "--strategy", "s.yaml"),
    ("report", "a.yaml", "--strategy", "s.yaml"),
    ("render", "s.yaml"),
    ("frameworks",),
    ("rules",),
    ("lint", "s.yaml", "a.yaml", "cxaudit.yaml"),
    ("lint", "."),
    ("lint", "pack"),
    ("lint", "pack/frameworks/bank/extra.yaml", "pack/frameworks/fax-lens.yaml"),
    ("lint", "pack", "more", "a.yaml"),
    ("lint", "--baseline", "known.json", "s.yaml"),
    ("baseline", "create", "s.yaml"),
    ("interview", "b.yaml", "--answers", SAMPLE_ANSWERS),
)


@pytest.fixture
def folder(cxaudit, tmp_path: Path) -> Path:
    make_pack(tmp_path / "pack")
    more = make_pack(tmp_path / "more") / "frameworks"
    for path in (more / "bank" / "extra.yaml", more / "fax-lens.yaml"):
        path.write_text(path.read_text().replace("fax", "telex"))
    (more / "fax-lens.yaml").rename(more / "telex-lens.yaml")
    (tmp_path / "more" / "templates" / "house.md.j2").rename(tmp_path / "more" / "templates" / "telex.md.j2")
    (tmp_path / "s.yaml").write_text(BAD_STRATEGY)
    (tmp_path / "known.json").write_text('{"version": 1, "problems": []}')
    (tmp_path / "cxaudit.yaml").write_text(CONFIGURED)
    assert cxaudit(*PLAY).code == 0
    catalog_loader.read_file.cache_clear()
    rule_loader.read_file.cache_clear()
    return tmp_path


@pytest.mark.parametrize("args", RUNS, ids=lambda args: " ".join(map(str, args))[:40])
def test_no_file_is_parsed_twice(cxaudit, folder: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[object, ...]):
    parsed = counted(monkeypatch, "cxaudit.schema.document._decode")
    ran = cxaudit(*args)
    assert ran.code in (0, 1), ran.err
    files = [file for _, file in parsed if file != "b.yaml"]  # which the interview reads again before it replaces it
    assert len(files) == len(set(files)), sorted(file for file in set(files) if files.count(file) > 1)


@pytest.mark.parametrize("args", RUNS, ids=lambda args: " ".join(map(str, args))[:40])
def test_the_configuration_is_found_once(
    cxaudit, folder: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[object, ...]
):
    found = counted(monkeypatch, "cxaudit.files.nearest_upward")
    cxaudit(*args)
    assert len(found) == 1


def test_lint_of_a_pack_builds_the_catalog_once(cxaudit, folder: Path, monkeypatch: pytest.MonkeyPatch):
    built = counted(monkeypatch, "cxaudit.catalog.loader._catalog")
    assert cxaudit("lint", "pack").code == 0
    assert len(built) == 1


def test_a_configuration_can_be_named(cxaudit, folder: Path):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "strict.yaml").write_text("rules: {vision-generic: error, review-date-past: off}\n")
    here = cxaudit("lint", "s.yaml", "--format", "concise", "--as-of", "2026-11-22").out
    named = cxaudit(
        "lint", "s.yaml", "--config", "elsewhere/strict.yaml", "--format", "concise", "--as-of", "2026-11-22"
    ).out
    assert "info" in here and "[review-date-past]" in here
    assert "error" in named and "[review-date-past]" not in named
    missing = cxaudit("score", "a.yaml", "--config", "none.yaml")
    assert (missing.code, missing.err.splitlines()[0]) == (2, "none.yaml: cannot be read: no such file or directory")
