"""What a baseline knows, and what it does not."""

from pathlib import Path

import pytest
from factories import BROKEN, SAMPLE_STRATEGY, lint

from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint.baseline import KNOWN, Baseline, Key, names_from, read_baseline, write_baseline
from cxaudit.lint.result import LintResult


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(p.rule, p.place.line if p.place else 0, p.suppressed) for p in diagnostics]


def made_from(text: str, folder: Path) -> Path:
    """A baseline of what is found in a text."""
    path = folder / "b.json"
    path.write_text(write_baseline(lint(text), names_from(path)))
    return path


def held(text: str, baseline: Path) -> tuple[list[tuple[str, str]], int, int]:
    """Path and suppression of what is found in a text, how much of what was known is gone, how much is kept."""
    known = Baseline(baseline)
    (result,) = known.held([LintResult(["s.yaml"], diagnostics=lint(text))])
    gone, kept = known.rest()
    return sorted((d.path, d.suppressed) for d in result.diagnostics), gone.total(), kept.total()


def test_a_baseline_knows_problems_by_rule_and_path_and_not_by_line(tmp_path: Path):
    known = made_from(BROKEN, tmp_path)
    assert held("# a line more\n" + BROKEN, known) == ([("channels/mail", KNOWN)], 0, 0)
    worse = BROKEN.replace('kind: telephone, hours: "Mon-Fri 8-18, Sat 9-12", ', "")
    assert held(worse, known)[0] == [("channels/mail", KNOWN), ("channels/telephone", "")]
    assert held(SAMPLE_STRATEGY, known) == ([], 1, 0)
    other = Baseline(known)
    assert list(other.held([LintResult(["other.yaml"])])) and other.rest()[1].total() == 1, (
        "what was not looked for is kept"
    )
    torn = "title: [x]\norganisation: O\n"
    assert [d.rule for d in lint(torn)] == ["structure"]
    assert held(torn, known)[1:] == (0, 1), "behind a broken structure no rule is tried"
    assert '"rule"' not in made_from(torn, tmp_path).read_text()


def test_a_baseline_may_name_what_json_would_escape_and_yaml_refuse(tmp_path: Path):
    names = {"\U0001f680 \x7f\u2028.yaml": 1}
    (file,) = names
    diagnostic = Diagnostic("m", Place(file, 1, 1), rule="vague-time", path="channels/\U0001f600")
    text = write_baseline([diagnostic], str)
    (tmp_path / "b.json").write_text(text)
    assert read_baseline(tmp_path / "b.json") == {
        Key(file.replace("\x7f", "").replace("\u2028", "\n"), "vague-time", diagnostic.path): 1
    }


def test_a_baseline_that_could_not_be_read_again_is_not_written():
    many = [Diagnostic("m", Place("a.yaml", 1, 1), rule="vague-time", path=f"channels/{n}") for n in range(20_000)]
    with pytest.raises(CxauditError, match="20000 problems are too many for a baseline"):
        write_baseline(many, str)


def known(before: str, after: str, folder: Path) -> list[str]:
    """Why what is found in a text does not count, held against the baseline of another; empty where it counts."""
    return [why for _, why in held(after, made_from(before, folder))[0]]


COMPLAINTS = SAMPLE_STRATEGY[SAMPLE_STRATEGY.index("complaints:") : SAMPLE_STRATEGY.index("recovery:")]


def test_a_baseline_that_knows_one_missing_field_does_not_let_the_loss_of_all_pass(tmp_path: Path):
    lacking = SAMPLE_STRATEGY.replace("  escalation: consumer ombudsman\n", "", 1)
    assert known(lacking, lacking, tmp_path) == [KNOWN]
    gone = SAMPLE_STRATEGY.replace(COMPLAINTS, "")
    assert known(lacking, gone, tmp_path) == [""]


def test_a_new_entry_in_the_place_of_a_mended_one_is_new(tmp_path: Path):
    first = SAMPLE_STRATEGY.replace("communication:", "communication:\n  - {audience: x}\n  - {audience: x}", 1)
    other = SAMPLE_STRATEGY.replace(
        "communication:", "communication:\n  - {audience: x, medium: post}\n  - {audience: x}", 1
    )
    assert {*known(first, first, tmp_path)} == {KNOWN}
    assert sorted(known(first, other, tmp_path)) == ["", KNOWN]


def test_equal_faults_are_counted(tmp_path: Path):
    one = SAMPLE_STRATEGY.replace("communication:", "communication:\n  - {audience: all/x}", 1)
    two = SAMPLE_STRATEGY.replace("communication:", "communication:\n  - {audience: all/x}\n  - {audience: all/x}", 1)
    assert sorted(known(one, two, tmp_path)) == ["", KNOWN]
