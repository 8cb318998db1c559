"""One strategy file: structure, findings, and what excuses them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cxaudit.catalog import sources
from cxaudit.config import Config, read_config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint.baseline import KNOWN, Key, hold_against, read_baseline, write_baseline
from cxaudit.lint.file_types import type_of
from cxaudit.rules.engine import check_strategy
from cxaudit.rules.loader import read_rules
from cxaudit.rules.ruleset import Ruleset, tuned
from cxaudit.schema.document import parse

SAMPLE = sources.sample("strategy").decode()
CHANNEL = "  - {id: mail, kind: mail, hours: Mon-Fri 8-18, timezone: Europe/Berlin}"


RULES = read_rules(sources.rule_files([]))


def configured(text: str) -> Config:
    return read_config(parse(text.encode(), "c"), Path("c"))


def ruleset(config: str = "{}") -> Ruleset:
    return tuned(RULES, configured(config))


def lint(text: str, config: str = "{}", off: tuple[str, ...] = ()) -> list[Diagnostic]:
    data = text.encode()
    return check_strategy(parse(data, "s.yaml"), data, ruleset(config), "2026-11-22", off)


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(p.rule, p.place.line if p.place else 0, p.suppressed) for p in diagnostics]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


BROKEN = SAMPLE.replace(CHANNEL, "  - {id: mail, kind: mail, hours: Mon-Fri 8-18}")
LINE = line_of(BROKEN, "  - {id: mail, kind: mail, hours: Mon-Fri 8-18}")


def test_a_finding_knows_its_place_its_severity_and_its_path_in_the_structure():
    (diagnostic,) = lint(BROKEN)
    assert str(diagnostic) == f"s.yaml:{LINE}:5: the channel mail lacks timezone [channel-no-hours]"
    assert (diagnostic.severity, diagnostic.path) == ("warning", "channels/mail")


def test_structure_comes_first_and_alone():
    diagnostics = lint(BROKEN.replace("segments:", "segmets:"))
    assert [p.rule for p in diagnostics] == ["structure"]
    assert diagnostics[0].hint == "did you mean segments?"


def test_references_and_ids_are_structure():
    diagnostics = lint(
        SAMPLE.replace("objective: date-in-one-call, supports: promise", "objective: dates, supports: promise")
    )
    assert [p.message for p in diagnostics] == ['there is no "dates" in objectives']
    double = SAMPLE.replace("{id: owners, needs", "{id: tenants, needs")
    assert [p.message for p in lint(double)] == ['the id "tenants" stands in segments twice']


@pytest.mark.parametrize(
    "ignored",
    [
        BROKEN.replace(
            "hours: Mon-Fri 8-18}", "hours: Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] one town only"
        ),
        BROKEN.replace(
            "  - {id: mail,", "  # cxaudit: ignore[channel-no-hours] one town only\n  # more\n\n  - {id: mail,"
        ),
    ],
)
def test_an_ignore_on_the_line_or_before_it_excuses_a_finding_and_its_reason_is_kept(ignored: str):
    (diagnostic,) = lint(ignored)
    assert (diagnostic.rule, diagnostic.suppressed) == ("channel-no-hours", "one town only")


@pytest.mark.parametrize(
    ("before", "comments"),
    [
        ("reviewer: 'x # cxaudit: ignore[vague-time] quoted'", 0),
        ('reviewer: "x\n  # cxaudit: ignore[vague-time] quoted over lines"', 0),
        ("reviewer: |\n  x\n  # cxaudit: ignore[vague-time] in a block\n\n  y", 0),
        ("reviewer: | # cxaudit: ignore[vague-time] at the head of a block\n  x", 1),
        ("reviewer: |\n  x\n# cxaudit: ignore[vague-time] after a block", 1),
        ("reviewer: x # cxaudit: ignore[vague-time] behind a plain text", 1),
        ("reviewer: 'x' # cxaudit: ignore[vague-time] behind a quoted text", 1),
    ],
)
def test_what_a_text_says_is_no_comment(before: str, comments: int):
    text = re.sub(r"^reviewer: .*$", lambda _: before, SAMPLE, flags=re.M)
    assert text != SAMPLE
    assert [p.rule for p in lint(text)] == ["unused-ignore"] * comments


def test_ignores_are_checked_themselves():
    def of(comment: str, text: str = BROKEN) -> list[tuple[str, str]]:
        found = lint(text.replace("hours: Mon-Fri 8-18}", f"hours: Mon-Fri 8-18}} {comment}"))
        return sorted((p.rule, p.message) for p in found if not p.suppressed)

    assert of("# cxaudit: ignore[channel-no-hours]") == [
        ("ignore-without-reason", "the ignore of channel-no-hours gives no reason")
    ]
    assert ("unknown-ignore", "an ignore names its rules: there is none for all") in of("# cxaudit: ignore because")
    assert ("unknown-ignore", 'there is no rule "channel-no-hour"') in of("# cxaudit: ignore[channel-no-hour] x")
    unused = SAMPLE.replace(CHANNEL, CHANNEL + " # cxaudit: ignore[channel-no-hours] x")
    assert [(p.rule, p.severity) for p in lint(unused)] == [("unused-ignore", "warning")]
    assert of("# cxaudit: ignore[channel-no-hours, vague-time] x") == [
        ("unused-ignore", "vague-time finds nothing here: this ignore can go")
    ]


def test_an_exception_of_the_strategy_excuses_by_path():
    def of(path: str, rule: str = "channel-no-hours") -> list[Diagnostic]:
        return lint(BROKEN + f"exceptions:\n  - {{rule: {rule}, path: {path}, reason: one town}}\n")

    assert [p.suppressed for p in of("channels/mail")] == ["one town"]
    assert [p.suppressed for p in of("channels")] == ["one town"]
    assert [(p.rule, p.suppressed) for p in of("channels/ma")] == [("channel-no-hours", ""), ("unused-ignore", "")]
    assert ("unknown-ignore", "") in [(p.rule, p.suppressed) for p in of("channels", "no-such-rule")]


def test_the_configuration_tunes_severity_parameters_and_files():
    assert lint(BROKEN, "rules: {channel-no-hours: off}") == []
    assert [p.severity for p in lint(BROKEN, "rules: {channel-no-hours: error}")] == ["error"]
    assert [p.rule for p in lint(SAMPLE, "rules: {plan-too-long: {severity: error, at-most: 100}}")] == [
        "plan-too-long"
    ]
    assert lint(BROKEN, off=("channel-no-hours",)) == []
    config = configured("per-file-ignores: {'drafts/*': [vague-time]}\nexclude: [old]")
    assert config.ignored_in("drafts/a.yaml") == {"vague-time"}
    assert config.ignored_in("a.yaml") == set()
    assert [config.excludes(p) for p in ("old", "old/a.yaml", "older/a.yaml")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rule: {}", 'c:1:1: "rule" is not a key here\n  hint: did you mean rules?'),
        ("rules: {vage-time: off}", 'c:1:9: there is no rule "vage-time"\n  hint: did you mean vague-time?'),
        ("rules: {vague-time: fatal}", 'c:1:21: "fatal" is not known here'),
        ("rules: {plan-too-long: {at-mots: 3}}", 'c:1:25: "at-mots" is not a key here\n  hint: did you mean at-most?'),
        ("per-file-ignores: {a: [vage-time]}", 'c:1:24: there is no rule "vage-time"'),
        ("fail-on: info", 'c:1:10: "info" is not known here'),
    ],
)
def test_mistakes_in_a_configuration_are_said_at_their_place(text: str, expected: str):
    with pytest.raises(CxauditError) as error:
        ruleset(text)
    assert str(error.value.diagnostics[0]).startswith(expected)


def test_a_configuration_that_turns_everything_off_is_refused():
    text = "rules:\n" + "".join(f"  {id}: off\n" for id in RULES)
    with pytest.raises(CxauditError, match="every rule is turned off"):
        ruleset(text)
    assert ruleset("{}").rules == RULES


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
    told, gone, kept = hold_against(lint(SAMPLE), known, str, {"s.yaml"})
    assert (told, gone.total(), kept.total()) == ([], 1, 0)
    _, gone, kept = hold_against([], known, str, {"other.yaml"})
    assert (gone.total(), kept.total()) == (0, 1), "what was not looked for is not gone"
    torn = lint("title: [x]\norganisation: O\n")
    assert [p.rule for p in torn] == ["structure"]
    assert '"rule"' not in write_baseline(torn, str), "behind a broken structure no rule is tried"


def test_files_are_told_apart_by_what_they_hold():
    def of(text: str, name: str = "x.yaml") -> str:
        return type_of(parse(text.encode(), name), name) or ""

    assert of(SAMPLE) == "strategy"
    assert of("version: 1\nframeworks: {a: 1}\n") == "audit"
    assert of("family: F\nrules: {}\n") == "rules"
    assert of("group: G\norder: 1\ncriteria: {}\n") == "bank"
    assert of("id: a\nabout: b\nitems: {}\n") == "framework"
    assert of("id: a\nitems: [1, 2]\n") == ""
    assert of("version: 1\nframeworks: [react]\n") == ""
    assert of("rules: {}", "cxaudit.yaml") == "config"
    assert of("on: push\njobs: {}\n") == ""
    assert of("title: A recipe\n") == ""


def test_what_is_nowhere_in_the_file_is_excused_above_its_first_key_and_a_colon_may_be_missing():
    text = "# Strategy\n# cxaudit ignore[vision-missing] in the charter\n" + SAMPLE.replace("vision: Tenants", "#")
    assert [(p.rule, p.suppressed) for p in lint(text)] == [("vision-missing", "in the charter")]


def test_an_exception_that_misses_is_told_where_the_rule_finds_something():
    diagnostics = lint(BROKEN + "exceptions:\n  - {rule: channel-no-hours, path: mail, reason: one town}\n")
    assert [p.hint for p in diagnostics if p.rule == "unused-ignore"] == [
        "channel-no-hours finds something at channels/mail"
    ]


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("drafts/*", "drafts/a.yaml", True),
        ("drafts/*", "x/drafts/a.yaml", False),
        ("drafts", "drafts/x/a.yaml", True),
        ("./drafts/", "drafts/a.yaml", True),
        ("**/drafts/*", "x/y/drafts/a.yaml", True),
        ("**/drafts/*", "drafts/a.yaml", True),
        ("**/b.yaml", "x/b.yaml", True),
        ("**/b.yaml", "xb.yaml", False),
        ("a/**/b.yaml", "a/b.yaml", True),
        ("a/**/b.yaml", "a/x/y/b.yaml", True),
        ("*.yaml", "x/a.yaml", True),
        ("a?.yaml", "ab.yaml", True),
        ("a+.yaml", "aa.yaml", False),
        ("[abc].yaml", "b.yaml", True),
        ("[!abc].yaml", "b.yaml", False),
        ("x/**/[a-c]?/*.yaml", "x/y/b1/z.yaml", True),
    ],
)
def test_patterns_of_the_configuration(pattern: str, path: str, matches: bool):
    assert Config(exclude=(pattern,)).excludes(path) is matches


def test_an_ignore_of_a_rule_that_does_not_hold_for_the_file_is_not_told_as_unused():
    text = BROKEN.replace("Mon-Fri 8-18}", "Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] one town only")
    doc = parse(text.encode(), "s.yaml")
    assert check_strategy(doc, text.encode(), ruleset(), "2026-11-22", ["channel-no-hours"]) == []


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


def test_each_ignore_of_a_line_is_one():
    behind = BROKEN.replace(
        "kind: mail, hours: Mon-Fri 8-18}",
        'kind: "a # cxaudit: ignore[vague-time] b", hours: Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] real',
        1,
    )
    assert [(p.rule, p.suppressed) for p in lint(behind)] == [("channel-no-hours", "real")]
    two = BROKEN.replace(
        "hours: Mon-Fri 8-18}",
        "hours: Mon-Fri 8-18}  # cxaudit: ignore[vague-time] one # cxaudit: ignore[channel-no-hours] two",
    )
    assert sorted((p.rule, p.suppressed) for p in lint(two)) == [("channel-no-hours", "two"), ("unused-ignore", "")]


def test_a_reason_that_nobody_can_see_is_none():
    text = BROKEN.replace("hours: Mon-Fri 8-18}", "hours: Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] \u200b")
    assert "ignore-without-reason" in {p.rule for p in lint(text)}


def test_an_exception_for_one_entry_excuses_no_other():
    text = SAMPLE.replace("communication:", "communication:\n  - {audience: all}\n  - {audience: all/field}", 1)
    excepted = text + "exceptions: [{rule: communication-plan-missing, path: communication/all, reason: r}]\n"
    assert sorted(p.suppressed for p in lint(excepted)) == ["", "r"]
    numbered = SAMPLE.replace(
        "communication:", 'communication:\n  - {audience: x}\n  - {audience: x}\n  - {audience: "0"}', 1
    )
    assert [p.path for p in lint(numbered)] == ["communication/[0]", "communication/[1]", "communication/0"]


def test_an_exception_for_the_whole_file_is_told_by_its_path():
    text = SAMPLE + "exceptions: [{rule: vision-missing, path: /, reason: r}]\n"
    assert [p.message for p in lint(text)] == ["vision-missing finds nothing at /: this exception can go"]
