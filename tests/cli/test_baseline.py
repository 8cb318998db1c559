"""cxaudit baseline."""

import json
import re
from pathlib import Path

import pytest
from factories import BAD_STRATEGY, SAMPLE_STRATEGY


def test_a_baseline_starts_green_and_is_pruned(lint, cxaudit, tmp_path: Path):
    made = cxaudit("baseline", "create", "--as-of", "2026-11-22")
    let_pass = "suppress them with: cxaudit lint --baseline baseline.json, or baseline: in cxaudit.yaml\n"
    assert (made.code, made.err) == (0, f"baseline.json: 2 entries\n{let_pass}")
    ran = lint("--baseline", "baseline.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file checked: no problems, 2 suppressed\n")
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY)
    assert "2 entries no longer found; cxaudit baseline prune" in lint("--baseline", "baseline.json").err
    pruned = cxaudit("baseline", "prune", "--as-of", "2026-11-22")
    assert pruned.err == "baseline.json: 2 entries removed\nbaseline.json: 0 entries left\n"
    (tmp_path / "cxaudit.yaml").write_text("baseline: baseline.json\n")
    (tmp_path / "strategy.yaml").write_text(BAD_STRATEGY)
    assert lint().code == 1


def test_a_baseline_is_the_same_from_every_folder_and_prunes_only_what_was_checked(
    lint, cxaudit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "docs").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "docs" / name).write_text(BAD_STRATEGY)
    day = ("--as-of", "2026-11-22")
    assert cxaudit("baseline", "create", "docs", *day).err.startswith("baseline.json: 4 entries\n")
    assert lint(tmp_path / "docs" / "a.yaml", "--baseline", "baseline.json").code == 0
    monkeypatch.chdir(tmp_path / "docs")
    assert lint("a.yaml", "b.yaml", "--baseline", "../baseline.json").err.endswith("no problems, 4 suppressed\n")
    (tmp_path / "docs" / "a.yaml").write_text(SAMPLE_STRATEGY)
    (tmp_path / "docs" / "b.yaml").write_text("title: [\n")
    pruned = cxaudit("baseline", "prune", "a.yaml", "b.yaml", "-o", "../baseline.json", *day)
    assert pruned.err == "../baseline.json: 2 entries removed\n../baseline.json: 2 entries left\n"


def test_a_broken_structure_is_never_let_pass(lint, cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY.replace("vision:", "vison:"))
    made = cxaudit("baseline", "create", "--as-of", "2026-11-22")
    assert made.code == 2
    assert made.err.endswith("baseline.json: not written, since not every file could be checked\n")
    assert not (tmp_path / "baseline.json").exists()


def test_a_baseline_knows_what_is_mended_in_part(lint, cxaudit, tmp_path: Path):
    whole = "recovery: {apology: a, fix: b, amends: c, root_cause: d}"
    text = re.sub(r"^recovery:\n(?:  .*\n)+", f"{whole}\n", SAMPLE_STRATEGY, flags=re.M)
    assert whole in text
    (tmp_path / "strategy.yaml").write_text(text.replace(whole, "recovery: {apology: a}"))
    cxaudit("baseline", "create", "--as-of", "2026-11-22")
    (tmp_path / "strategy.yaml").write_text(text.replace(whole, "recovery: {apology: a, fix: b}"))
    assert lint("--baseline", "baseline.json", "--fail-on", "warning").code == 0
    (tmp_path / "strategy.yaml").write_text(text.replace(whole, "recovery: {fix: b}"))
    assert lint("--baseline", "baseline.json", "--fail-on", "warning").code == 1, "apology is missing anew"


def test_a_strategy_that_was_emptied_is_reported_where_a_folder_is_read(lint, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text("")
    (tmp_path / "cxaudit.yaml").write_text("paths: [.]\n")
    assert lint().code == 1


def test_a_baseline_is_named_in_the_configuration_and_forgets_deleted_files(lint, cxaudit, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("baseline: known.json\n")
    (tmp_path / "b.yaml").write_text(BAD_STRATEGY)
    day = ("--as-of", "2026-11-22")
    (tmp_path / "known.json").write_text('{"version": 1, "problems": []}')
    assert cxaudit("baseline", "create", ".", *day).err == "known.json: 4 entries\n"
    assert lint(".").code == 0
    (tmp_path / "b.yaml").unlink()
    assert cxaudit("baseline", "prune", ".", *day).err == "known.json: 2 entries removed\nknown.json: 2 entries left\n"
    shown = cxaudit("baseline", "create", ".", "-o", "-", *day)
    assert json.loads(shown.out)["version"] == 1
    for args in (["-o", "cxaudit.yaml"], ["-o", "strategy.yaml"]):
        assert lint(".", *args).code == 2


BARE = "title: x\norganisation: y\n"


def test_a_baseline_knows_files_by_any_name(cxaudit, tmp_path: Path):
    for name in (" a.yaml", "\U0001f680.yaml", "b\x7f.yaml"):
        (tmp_path / name).write_text(BARE)
    day = ("--as-of", "2026-11-22")
    assert cxaudit("baseline", "create", ".", "-o", "b.json", *day).code == 0
    ran = cxaudit("lint", ".", "--baseline", "b.json", *day)
    assert (ran.code, ran.out) == (0, ""), ran.err


def kept(lint, cxaudit, path: Path, before: str, after: str) -> str:
    """What is still found when a strategy changes after its baseline was made."""
    path.write_text(before)
    cxaudit("baseline", "create", "--as-of", "2026-11-22")
    path.write_text(after)
    return lint("--baseline", "baseline.json", "--format", "concise").out


def test_a_figure_may_come_nearer_to_its_limit_but_not_go_further(lint, cxaudit, tmp_path: Path):
    def costs(amount: int) -> str:
        return SAMPLE_STRATEGY.replace("cost: 40000", f"cost: {amount}")

    file = tmp_path / "strategy.yaml"
    assert kept(lint, cxaudit, file, costs(400000), costs(400000)) == ""
    assert kept(lint, cxaudit, file, costs(400000), costs(399999)) == ""
    assert "[budget-mismatch]" in kept(lint, cxaudit, file, costs(400000), costs(90000000))
    file.write_text(costs(399999))
    cxaudit("baseline", "prune", "--as-of", "2026-11-22")
    file.write_text(costs(400000))
    assert "[budget-mismatch]" in lint("--baseline", "baseline.json", "--format", "concise").out


def test_an_edit_elsewhere_in_a_named_entry_brings_nothing_back(lint, cxaudit, tmp_path: Path):
    before = SAMPLE_STRATEGY.replace("roles:\n", "roles:\n  - {id: extra, contribution: one, soft_skills: [TODO x]}\n")
    after = before.replace("contribution: one", "contribution: two")
    assert before != after != SAMPLE_STRATEGY
    assert kept(lint, cxaudit, tmp_path / "strategy.yaml", before, after) == ""
    worse = after.replace("[TODO x]", "[TODO x, TODO y]")
    assert kept(lint, cxaudit, tmp_path / "strategy.yaml", before, worse).count("placeholder-text") == 1


def test_a_limit_that_is_part_of_the_strategy_may_move(lint, cxaudit, tmp_path: Path):
    def budget(total: int) -> str:
        return SAMPLE_STRATEGY.replace("total: 60000", f"total: {total}")

    file = tmp_path / "strategy.yaml"
    assert kept(lint, cxaudit, file, budget(30000), budget(39000)) == ""
    assert "[budget-mismatch]" in kept(lint, cxaudit, file, budget(30000), budget(29000))


def test_a_figure_that_no_rule_could_find_matches_nothing(lint, cxaudit, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text(SAMPLE_STRATEGY.replace("total: 60000", "total: 30000"))
    cxaudit("baseline", "create", "--as-of", "2026-11-22")
    known = (tmp_path / "baseline.json").read_text()
    assert "40000, limit 30000" in known
    (tmp_path / "baseline.json").write_text(known.replace("40000, limit", f"{'9' * 5000}, limit"))
    assert "[budget-mismatch]" in lint("--baseline", "baseline.json", "--format", "concise").out
