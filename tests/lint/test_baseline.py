"""What a baseline knows, and what it does not."""

from collections import Counter
from pathlib import Path

import pytest
from factories import RULES, SAMPLE_STRATEGY

from cxaudit.config import Config, read_config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint.baseline import KNOWN, Key, hold_against, read_baseline, write_baseline
from cxaudit.rules.engine import check_strategy
from cxaudit.rules.ruleset import Ruleset, tuned
from cxaudit.schema.document import parse

CHANNEL = "  - {id: mail, kind: mail, hours: Mon-Fri 8-18, timezone: Europe/Berlin}"


def configured(text: str) -> Config:
    return read_config(parse(text.encode(), "c"), Path("c"))


def ruleset(config: str = "{}") -> Ruleset:
    return tuned(RULES, configured(config))


def lint(text: str, config: str = "{}", off: tuple[str, ...] = ()) -> list[Diagnostic]:
    data = text.encode()
    return check_strategy(parse(data, "s.yaml"), data, ruleset(config), "2026-11-22", off)


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(p.rule, p.place.line if p.place else 0, p.suppressed) for p in diagnostics]


BROKEN = SAMPLE_STRATEGY.replace(CHANNEL, "  - {id: mail, kind: mail, hours: Mon-Fri 8-18}")


def read_again(text: str, folder: Path) -> Counter[Key]:
    (folder / "b.json").write_text(text)
    return read_baseline(folder / "b.json")


def test_a_baseline_knows_problems_by_rule_and_path_and_not_by_line(tmp_path: Path):
    before = lint(BROKEN)
    known = read_again(write_baseline(before, str), tmp_path)
    moved = lint("# a line more\n" + BROKEN)
    assert [p.suppressed for p in hold_against(moved, known, str, {"s.yaml"})[0]] == [KNOWN]
    worse = lint(BROKEN.replace('kind: telephone, hours: "Mon-Fri 8-18, Sat 9-12", ', ""))
    assert sorted((p.path, p.suppressed) for p in hold_against(worse, known, str, {"s.yaml"})[0]) == [
        ("channels/mail", KNOWN),
        ("channels/telephone", ""),
    ]
    told, gone, kept = hold_against(lint(SAMPLE_STRATEGY), known, str, {"s.yaml"})
    assert (told, gone.total(), kept.total()) == ([], 1, 0)
    _, gone, kept = hold_against([], known, str, {"other.yaml"})
    assert (gone.total(), kept.total()) == (0, 1), "what was not looked for is not gone"
    torn = lint("title: [x]\norganisation: O\n")
    assert [p.rule for p in torn] == ["structure"]
    assert '"rule"' not in write_baseline(torn, str), "behind a broken structure no rule is tried"


def test_a_baseline_may_name_what_json_would_escape_and_yaml_refuse(tmp_path: Path):
    names = {"\U0001f680 \x7f\u2028.yaml": 1}
    (file,) = names
    diagnostic = Diagnostic("m", Place(file, 1, 1), rule="vague-time", path="channels/\U0001f600")
    text = write_baseline([diagnostic], str)
    assert read_again(text, tmp_path) == {
        (file.replace("\x7f", "").replace("\u2028", "\n"), "vague-time", diagnostic.path): 1
    }


def test_a_baseline_that_could_not_be_read_again_is_not_written():
    many = [Diagnostic("m", Place("a.yaml", 1, 1), rule="vague-time", path=f"channels/{n}") for n in range(20_000)]
    with pytest.raises(CxauditError, match="20000 problems are too many for a baseline"):
        write_baseline(many, str)
