"""Packs are proved as a whole: those of these tests, one with remarks, and the program's own in a checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from factories import FOREIGN_PACK, SHIPPED, make_pack

from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.lint.packs.checks import check_pack
from cxaudit.lint.packs.pack import open_pack
from cxaudit.lint.packs.proof import prove_pack
from cxaudit.measure import Kind
from cxaudit.report import bounds

ROOT = SHIPPED.parent
POINTS_PACK = FOREIGN_PACK.with_name("points")
SHORT = """
  telex-manners:
    question: What is written in a telex?
    practices: {thanks: Staff say thanks.}
"""


@pytest.mark.parametrize("pack", [FOREIGN_PACK, POINTS_PACK], ids=lambda pack: pack.name)
def test_the_packs_of_these_tests_prove_themselves(cxaudit, pack: Path):
    count = len(list((pack / "frameworks").rglob("*.yaml")))
    ran = cxaudit("lint", pack)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{count} files checked: no problems\n")


def test_fourteen_points_are_met_or_not_and_one_that_is_not_spoils_the_whole():
    catalog = load(sources.catalog_files([POINTS_PACK]))
    framework = catalog.frameworks["fourteen-points"]
    assert (len(framework.items), len(framework.criteria), framework.rollup) == (14, 14, "min")
    assert {p.kind for id in framework.criteria for p in catalog.criteria[id].practices} == {Kind.STEP}
    met = {one.id: sum(answer.level or 0 for answer in one.answers.values()) for one in framework.examples}
    shown = {one.id: (one.shows["score"], one.shows["band"]) for one in framework.examples}
    assert (met["fourteen-met"], met["thirteen-met"]) == (14, 13)
    assert (shown["fourteen-met"], shown["thirteen-met"]) == (("100%", "met"), ("0%", "not met"))


def test_an_example_of_fourteen_points_that_counts_otherwise_is_found(cxaudit, tmp_path: Path):
    shutil.copytree(POINTS_PACK, tmp_path / "points")
    path = tmp_path / "points" / "frameworks" / "fourteen-points.yaml"
    path.write_text(path.read_text().replace("rollup: min\n", ""))
    ran = cxaudit("lint", "points", "--format", "concise")
    assert ran.code == 1
    assert "the example gives score 93%, not 0% [example-differs]" in ran.out


def remarks(cxaudit, tmp_path: Path, template: str) -> tuple[int, str]:
    folder = make_pack(tmp_path / "mine")
    (folder / "templates" / "house.md.j2").write_text(template)
    bank, lens = folder / "frameworks" / "bank" / "extra.yaml", folder / "frameworks" / "fax-lens.yaml"
    bank.write_text(bank.read_text() + SHORT)
    lens.write_text(lens.read_text().replace("[fax-manners,", "[fax-manners, telex-manners,"))
    ran = cxaudit("lint", "mine", "--format", "concise")
    assert ": info: the statement has 3 words; 6 to 16 read well aloud [statement-length]\n" in ran.out
    return ran.code, ran.out


def test_a_pack_with_remarks_passes(cxaudit, tmp_path: Path):
    code, out = remarks(cxaudit, tmp_path, "{{ organisation }}")
    assert code == 0 and "error" not in out


def test_remarks_do_not_hide_what_is_checked_after_them(cxaudit, tmp_path: Path):
    code, out = remarks(cxaudit, tmp_path, "{{ nothing }}")
    assert code == 1 and "[template-fails]" in out


def test_after_a_template_without_an_end_no_other_is_tried(cxaudit, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(bounds.in_bounds, "__kwdefaults__", {"seconds": 1.0})
    folder = make_pack(tmp_path / "mine")
    for name in ("a", "b", "c"):
        (folder / "templates" / f"{name}.md.j2").write_text(
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
        )
    ran = cxaudit("lint", "mine", "--format", "concise")
    assert ran.code == 1
    found = [line for line in ran.out.splitlines() if "[template-fails]" in line]
    assert len(found) == 1 and "a.md.j2" in found[0] and "did not finish within 1 seconds" in found[0]


# ------------------------------------------------------------------------------------------------------- the own bank


def test_the_programs_own_bank_is_written_as_it_asks_of_others():
    assert [str(one) for one in prove_pack(ROOT, [], lambda name: False).diagnostics] == []
    data = sources.catalog_files([])
    found = check_pack(open_pack(data, {source.file for source in data}), own_bank=True)
    assert [str(one) for one in found] == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the program, whose data can be changed."""
    for folder in ("src", "frameworks", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "own" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "own"


def test_lint_in_a_checkout_fails_on_a_statement_that_is_badly_written(checkout: Path):
    bank = checkout / "frameworks" / "bank" / "service.yaml"
    text = bank.read_text()
    says = next(line for line in text.splitlines() if line.strip().startswith("says:"))
    bank.write_text(text.replace(says, f"{says[: says.index(':')]}: It is so.", 1))
    ran = subprocess.run(
        [sys.executable, "-m", "cxaudit", "lint", ".", "--format", "concise"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ": error: the statement has 3 words; 6 to 16 read well aloud [statement-length]" in ran.stdout
    assert ': error: "It" refers elsewhere: a statement must stand alone [statement-wording]' in ran.stdout
