"""Checks do what they say."""

import pytest
from factories import OPEN, RULES, SAMPLE_DOCUMENT, SIGNALS

from cxaudit.catalog import sources
from cxaudit.prose.reader import read_prose
from cxaudit.prose.view import ProseView
from cxaudit.rules.checks import CHECKS
from cxaudit.rules.examples import TRIED_ON, with_example
from cxaudit.rules.view import StrategyView
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import Strategy


def broken(strategy: Strategy) -> set[str]:
    view = StrategyView(strategy, TRIED_ON)
    return {rule.id for rule in RULES.values() if rule.findings(view)}


def test_every_check_says_in_a_sentence_what_it_sees_to():
    assert all((check.__doc__ or "").startswith("That") for check in CHECKS.values())


@pytest.mark.parametrize("name", CHECKS)
def test_what_a_check_finds_is_worded_by_the_words_that_it_declares(name: str):
    """A rule with every word of its check in its message never shows one of them unfilled."""
    for rule in (rule for rule in RULES.values() if rule.check.name == name):
        if "prose" in rule.reads:
            seen = ProseView(read_prose("x.md", rule.bad_text.encode()), lambda: SIGNALS, TRIED_ON, OPEN)
            assert all({*words} <= {*CHECKS[name].words, "id"} for _, words in rule.check.find_in(seen))
        if not rule.bad:
            continue
        view = StrategyView(read_strategy(with_example(SAMPLE_DOCUMENT, rule.bad, "x")), TRIED_ON)
        found = rule.with_check(rule.tried).check.find(view.things(rule.selection), view)
        assert all({*words} <= {*CHECKS[name].words, "id"} for _, words in found)


def sloppy(text: str) -> set[str]:
    return broken(read_strategy(with_example(SAMPLE_DOCUMENT, text, "x")))


@pytest.mark.parametrize(
    ("fragment", "rule"),
    [
        ("promise: {text: We answer you promptly within 4 hours., standards: [date-given]}", None),
        ("promise: {text: We answer ASAP., standards: [date-given]}", "vague-time"),
        ("promise: {text: We answer promptly within four hours., standards: [date-given]}", None),
        ("promise: {text: We will be in touch shortly., standards: [date-given]}", "vague-time"),
        ("title: Shortlybread and TBDs", None),
        ("reviewer: tbd", "placeholder-text"),
        ("next_review: 2026-11-22", None),
        ("next_review: 2026-11-21", "review-date-past"),
        ("budget: {total: 40000}", None),
        ("budget: {total: 39999.99}", "budget-mismatch"),
    ],
)
def test_edges_of_checks(fragment: str, rule: str | None):
    assert sloppy(fragment) == ({rule} if rule else set())


def test_an_empty_strategy_breaks_what_is_missing_and_nothing_crashes():
    found = broken({"title": "T", "organisation": "O"})
    assert {
        "vision-missing",
        "sponsor-missing",
        "review-date-missing",
        "segments-missing",
        "recovery-incomplete",
    } <= found


def test_ids_are_no_texts_and_phrases_go_over_lines():
    assert (
        broken(read_strategy(parse(sources.sample("strategy").replace(b"date-in-one-call", b"todo-date"), "x")))
        == set()
    )
    assert "vague-time" in sloppy(
        "promise:\n  text: |\n    We answer as soon as\n    possible.\n  standards: [date-given]"
    )
    assert "vague-time" in sloppy(
        "promise: {text: We answer at once., standards: [date-given]}\nvision: |\n  Tenants get\n  an answer as  soon as possible from us all."
    )


def test_goals_differ_between_channels_not_within_one():
    alike = "metric: first reply, unit: {}, channel: {}, source: helpdesk"

    def goals(first: str, second: str) -> bool:
        text = (
            f"standards: [{{id: date-given, target: 1, {first}}}, {{id: first-reply-telephone, target: 24, {second}}}]"
        )
        return "channel-gap-unexplained" in sloppy(f"promise: {{text: We do., standards: [date-given]}}\n{text}")

    assert not goals(alike.format("hours", "mail"), alike.format("hours", "mail"))
    assert goals(alike.format("hours", "mail"), alike.format("hours", "telephone"))
    assert goals(alike.format("s", "mail"), alike.format("minutes", "telephone"))
    assert not goals(alike.format("ms", "mail"), alike.format("minutes", "telephone"))


@pytest.mark.parametrize(
    ("first", "second", "contradicts"),
    [
        ("metric: first reply, target: 2, unit: hours", "metric: First reply, target: 24, unit: hours", True),
        ("metric: first reply, target: 2, unit: hours", "metric: first reply, target: 120, unit: minutes", False),
        ("metric: first reply, target: 2, unit: hours", "metric: solved, target: 24, unit: hours", False),
        ("metric: answered, target: 80, unit: percent", "metric: answered, target: 90, unit: percent", True),
        (
            "metric: answered, target: 80, unit: percent, threshold: 20 seconds",
            "metric: answered, target: 95, unit: percent, threshold: 2 minutes",
            False,
        ),
        (
            "metric: first reply, target: 2, unit: hours, priority: urgent",
            "metric: first reply, target: 24, unit: hours, priority: normal",
            False,
        ),
        (
            "metric: first reply, target: 2, unit: hours, channel: mail",
            "metric: first reply, target: 3, unit: hours, channel: telephone",
            False,
        ),
        ("metric: first reply, target: 2, unit: hours", "metric: first reply", False),
    ],
)
def test_two_goals_for_one_thing_contradict_each_other(first: str, second: str, contradicts: bool):
    found = RULES["goals-contradict"].findings(two_standards(first, second))
    assert [finding.path for finding in found] == ([("standards", 1)] if contradicts else [])


def test_a_contradiction_quotes_both_goals():
    whole = two_standards("metric: reply, target: 2, unit: hours", "metric: reply, target: 1.5, unit: days")
    (found,) = RULES["goals-contradict"].findings(whole)
    assert found.message == "two (1.5 days) and one (2 hours) set different goals for the same thing"


def two_standards(first: str, second: str) -> StrategyView:
    text = f"promise: {{text: We do., standards: [one]}}\nstandards: [{{id: one, {first}}}, {{id: two, {second}}}]"
    return StrategyView(read_strategy(with_example(SAMPLE_DOCUMENT, text, "x")), TRIED_ON)


def test_large_sums_are_told_to_the_last_digit():
    text = "budget: {total: 1099999999999}\ninitiatives: [{id: a, objective: date-in-one-call, supports: promise, owner: COO, due: 2027-03-31, cost: 1099999999999.5, rank: 1}]"
    whole = StrategyView(read_strategy(with_example(SAMPLE_DOCUMENT, text, "x")), TRIED_ON)
    (found,) = RULES["budget-mismatch"].findings(whole)
    assert "1099999999999.5" in found.message and "1099999999999;" in found.message.replace(",", ";") + ";"


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("segments: [{id: tenants}]", "no needs for tenants are listed"),
        ("values: [{name: Fair}]", "no behaviour for Fair is listed"),
        ("communication: [{date: 2026-01-01, audience: fitters}]", "no medium for fitters is listed"),
    ],
)
def test_what_is_not_listed_is_named_as_a_person_would_say_it(fragment: str, message: str):
    view = StrategyView(read_strategy(with_example(SAMPLE_DOCUMENT, fragment, "x")), TRIED_ON)
    assert message in [finding.message for rule in RULES.values() for finding in rule.findings(view)]


def test_a_list_that_is_not_there_is_named_so():
    whole = read_strategy(SAMPLE_DOCUMENT)
    view = StrategyView({key: part for key, part in whole.items() if key not in ("segments", "feedback")}, TRIED_ON)
    messages = [finding.message for rule in RULES.values() for finding in rule.findings(view)]
    assert "no segments are listed" in messages
    assert "no feedback from customers or staff is listed" in messages


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("promise: {text: We reply without undue delay., standards: [first-reply-mail]}", "vague-time"),
        ("promise: {text: We call you back right away., standards: [first-reply-mail]}", "vague-time"),
        ("promise: {text: You hear from us within a reasonable time., standards: [first-reply-mail]}", "vague-time"),
        ("vision: We are known for delighting tenants in each contact they have with us.", "vision-generic"),
        ("vision: Tenants have seamless experiences in each contact they have with us.", "vision-generic"),
    ],
)
def test_stock_phrases_are_found(text: str, rule: str):
    assert sloppy(text) == {rule}
