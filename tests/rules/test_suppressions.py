"""Ignores and exceptions, and what is wrong with them."""

import re

import pytest
from factories import BROKEN, CHANNEL, LINE, SAMPLE_STRATEGY, lint, ruleset

from cxaudit.errors import Diagnostic
from cxaudit.rules.engine import check_strategy
from cxaudit.schema.document import parse


@pytest.mark.parametrize(
    "ignored",
    [
        BROKEN.replace(
            "desk, timezone: Europe/Berlin}",
            "desk, timezone: Europe/Berlin}  # cxaudit: ignore[channel-no-hours] one town only",
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
    text = re.sub(r"^reviewer: .*$", lambda _: before, SAMPLE_STRATEGY, flags=re.M)
    assert text != SAMPLE_STRATEGY
    assert [p.rule for p in lint(text)] == ["unused-ignore"] * comments


def test_ignores_are_checked_themselves():
    def of(comment: str, text: str = BROKEN) -> list[tuple[str, str]]:
        found = lint(text.replace("desk, timezone: Europe/Berlin}", f"desk, timezone: Europe/Berlin}} {comment}"))
        return sorted((p.rule, p.message) for p in found if not p.suppressed)

    assert of("# cxaudit: ignore[channel-no-hours]") == [
        ("ignore-without-reason", "the ignore for channel-no-hours gives no reason")
    ]
    assert ("unknown-ignore", "this ignore comment names no rule") in of("# cxaudit: ignore because")
    assert ("unknown-ignore", 'there is no rule "channel-no-hour"') in of("# cxaudit: ignore[channel-no-hour] x")
    unused = SAMPLE_STRATEGY.replace(CHANNEL, CHANNEL + " # cxaudit: ignore[channel-no-hours] x")
    assert [(p.rule, p.severity) for p in lint(unused)] == [("unused-ignore", "warning")]
    assert of("# cxaudit: ignore[channel-no-hours, vague-time] x") == [
        ("unused-ignore", "vague-time is not reported here: remove it from this comment")
    ]


def test_an_exception_of_the_strategy_excuses_by_path():
    def of(path: str, rule: str = "channel-no-hours") -> list[Diagnostic]:
        return lint(BROKEN + f"exceptions:\n  - {{rule: {rule}, path: {path}, reason: one town}}\n")

    assert [p.suppressed for p in of("channels/mail")] == ["one town"]
    assert [p.suppressed for p in of("channels")] == ["one town"]
    assert [(p.rule, p.suppressed) for p in of("channels/ma")] == [("channel-no-hours", ""), ("unused-ignore", "")]
    assert ("unknown-ignore", "") in [(p.rule, p.suppressed) for p in of("channels", "no-such-rule")]


def test_what_is_nowhere_in_the_file_is_excused_above_its_first_key_and_a_colon_may_be_missing():
    text = "# Strategy\n# cxaudit ignore[vision-missing] in the charter\n" + SAMPLE_STRATEGY.replace(
        "vision: Tenants", "#"
    )
    assert [(p.rule, p.suppressed) for p in lint(text)] == [("vision-missing", "in the charter")]


def test_an_exception_that_misses_is_told_where_the_rule_finds_something():
    diagnostics = lint(BROKEN + "exceptions:\n  - {rule: channel-no-hours, path: mail, reason: one town}\n")
    assert [p.hint for p in diagnostics if p.rule == "unused-ignore"] == [
        "channel-no-hours is reported at channels/mail"
    ]


def test_an_ignore_of_a_rule_that_does_not_hold_for_the_file_is_not_told_as_unused():
    text = BROKEN.replace(
        "desk, timezone: Europe/Berlin}",
        "desk, timezone: Europe/Berlin}  # cxaudit: ignore[channel-no-hours] one town only",
    )
    doc = parse(text.encode(), "s.yaml")
    assert check_strategy(doc, text.encode(), ruleset(), "2026-11-22", ["channel-no-hours"]) == []


def test_each_ignore_of_a_line_is_one():
    behind = BROKEN.replace(
        "kind: desk, timezone: Europe/Berlin}",
        'kind: "a # cxaudit: ignore[vague-time] b", timezone: Europe/Berlin}  # cxaudit: ignore[channel-no-hours] real',
        1,
    )
    assert [(p.rule, p.suppressed) for p in lint(behind)] == [("channel-no-hours", "real")]
    two = BROKEN.replace(
        "desk, timezone: Europe/Berlin}",
        "desk, timezone: Europe/Berlin}  # cxaudit: ignore[vague-time] one # cxaudit: ignore[channel-no-hours] two",
    )
    assert sorted((p.rule, p.suppressed) for p in lint(two)) == [("channel-no-hours", "two"), ("unused-ignore", "")]


def test_a_reason_that_nobody_can_see_is_none():
    text = BROKEN.replace(
        "desk, timezone: Europe/Berlin}", "desk, timezone: Europe/Berlin}  # cxaudit: ignore[channel-no-hours] \u200b"
    )
    assert "ignore-without-reason" in {p.rule for p in lint(text)}


def test_an_exception_for_one_entry_excuses_no_other():
    text = SAMPLE_STRATEGY.replace(
        "communication:", "communication:\n  - {audience: all}\n  - {audience: all/field}", 1
    )
    excepted = text + "exceptions: [{rule: communication-plan-missing, path: communication/all, reason: r}]\n"
    assert sorted(p.suppressed for p in lint(excepted)) == ["", "r"]
    numbered = SAMPLE_STRATEGY.replace(
        "communication:", 'communication:\n  - {audience: x}\n  - {audience: x}\n  - {audience: "0"}', 1
    )
    assert [p.path for p in lint(numbered)] == ["communication/[0]", "communication/[1]", "communication/0"]


def test_an_exception_for_the_whole_file_is_told_by_its_path():
    text = SAMPLE_STRATEGY + "exceptions: [{rule: vision-missing, path: /, reason: r}]\n"
    assert [p.message for p in lint(text)] == ["vision-missing is not reported at /: remove this exception"]


WITHOUT_VISION = SAMPLE_STRATEGY.replace("vision: Tenants", "#")


@pytest.mark.parametrize(
    "head",
    [
        "# cxaudit: ignore[vision-missing] in the charter\n",
        "# cxaudit: ignore[vision-missing] in the charter\n---\n",
        "---\n# cxaudit: ignore[vision-missing] in the charter\n",
        "--- # cxaudit: ignore[vision-missing] in the charter\n",
        "%YAML 1.2\n---\n# cxaudit: ignore[vision-missing] in the charter\n",
        "# cxaudit: ignore[vision-missing] in the charter\n%YAML 1.2\n---\n",
        "# Our strategy,\n# by us.\n\n# cxaudit: ignore[vision-missing] in the charter\n\n# Begins here.\n",
        "# CXAUDIT: IGNORE[vision-missing] in the charter\n",
    ],
)
def test_an_ignore_above_the_first_key_works_behind_whatever_a_yaml_file_may_begin_with(head: str):
    assert [(d.rule, d.suppressed) for d in lint(head + WITHOUT_VISION)] == [("vision-missing", "in the charter")]


LONG_ENTRY = BROKEN.replace(
    "  - {id: mail, kind: desk, timezone: Europe/Berlin}", "  - id: mail\n    kind: desk\n    timezone: Europe/Berlin"
)


@pytest.mark.parametrize("line", ["  - id: mail", "    kind: desk", "    timezone: Europe/Berlin"])
def test_an_ignore_works_on_any_line_of_an_entry(line: str):
    text = LONG_ENTRY.replace(line, f"{line}  # cxaudit: ignore[channel-no-hours] one town only")
    assert [(d.rule, d.suppressed) for d in lint(text)] == [("channel-no-hours", "one town only")]
    before = LONG_ENTRY.replace(line, f"    # cxaudit: ignore[channel-no-hours] one town only\n{line}")
    assert [(d.rule, d.suppressed) for d in lint(before)] == [("channel-no-hours", "one town only")]


def test_a_misplaced_ignore_says_where_it_would_work():
    text = BROKEN.replace("segments:", "segments:  # cxaudit: ignore[channel-no-hours] one town only", 1)
    open_, unused = sorted(lint(text), key=lambda d: d.rule)
    assert (open_.rule, open_.suppressed, unused.rule) == ("channel-no-hours", "", "unused-ignore")
    assert unused.hint == f"channel-no-hours is reported on line {LINE}: move it there"


def test_every_ignore_of_a_line_is_seen():
    many = "# cxaudit: ignore[no-such-rule] x " * 50
    assert [d.rule for d in lint(SAMPLE_STRATEGY + many)].count("unknown-ignore") == 50


def test_an_ignore_in_a_flow_list_speaks_for_its_own_entry_alone():
    channels = "channels: [\n {id: telephone, kind: t},\n {id: mail,\n # cxaudit: ignore[channel-no-hours] why\n kind: x},\n {id: help-pages, kind: y}]\n"
    start, end = SAMPLE_STRATEGY.index("\nchannels:") + 1, SAMPLE_STRATEGY.index("\nstandards:") + 1
    found = [
        d for d in lint(SAMPLE_STRATEGY[:start] + channels + SAMPLE_STRATEGY[end:]) if d.rule == "channel-no-hours"
    ]
    assert [(d.path, d.suppressed) for d in found] == [
        ("channels/telephone", ""),
        ("channels/mail", "why"),
        ("channels/help-pages", ""),
    ]


def test_thousands_of_ignores_in_one_entry_are_soon_read():
    many = "    # cxaudit: ignore[vague-time] r\n" * 20_000
    start = SAMPLE_STRATEGY.index("\nstandards:\n") + 1
    text = f"{SAMPLE_STRATEGY[:start]}  - {{id: zz,\n{many}    kind: x}}\n{SAMPLE_STRATEGY[start:]}"
    assert sum(d.rule == "unused-ignore" for d in lint(text)) == 20_000
