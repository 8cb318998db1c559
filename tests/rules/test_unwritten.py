"""Texts that say nothing and texts still to be written: lint and report agree on them."""

import pytest
from factories import RULES, SAMPLE_STRATEGY, lint

from cxaudit.report.crosscheck import evidence
from cxaudit.rules.unwritten import CAPITALS, PHRASES, may_say_nothing, without_nothings
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


def broken(text: str) -> set[str]:
    return {one.rule for one in lint(text)}


def word(text: str, name: str) -> str:
    strategy = read_strategy(parse(text.encode(), "s.yaml"))
    return evidence(RULES.values(), strategy, "2026-11-22")[name].word


def test_the_rule_knows_the_same_markers():
    check = RULES["placeholder-text"].check
    assert (check.in_capitals, check.any_of) == (CAPITALS, PHRASES)


@pytest.mark.parametrize("text", ["Todo vecino recibe respuesta", "Our todo list is public", "Método: a pie"])
def test_words_that_only_look_like_markers_are_text(text: str):
    changed = SAMPLE_STRATEGY.replace("reviewer: head of customer service", f'reviewer: "{text}"')
    assert changed != SAMPLE_STRATEGY
    assert "placeholder-text" not in broken(changed)


@pytest.mark.parametrize("text", ["TODO", "tbd", "TBD by June", "to be decided", "Lorem ipsum dolor"])
def test_what_is_still_to_be_written_is_found(text: str):
    changed = SAMPLE_STRATEGY.replace("reviewer: head of customer service", f'reviewer: "{text}"')
    assert "placeholder-text" in broken(changed)


@pytest.mark.parametrize("nothing", ["none", "None", "nothing", "todo", '"-"', "n/a", "later", '"?"', "..."])
def test_a_text_that_says_nothing_is_missing_for_lint_as_for_the_report(nothing: str):
    lines = SAMPLE_STRATEGY.splitlines(keepends=True)
    changed = "".join(f"vision: {nothing}\n" if line.startswith("vision:") else line for line in lines)
    assert changed != SAMPLE_STRATEGY
    assert "vision-missing" in broken(changed)
    assert word(changed, "service-vision/document") == "not found"


def test_the_place_of_what_is_found_is_that_of_the_file():
    changed = SAMPLE_STRATEGY.replace('hours: "Mon-Fri 8-18, Sat 9-12"', "hours: none", 1)
    assert changed != SAMPLE_STRATEGY
    (found,) = [one for one in lint(changed) if one.rule == "channel-no-hours"]
    assert found.place and "hours: none" in changed.splitlines()[found.place.line - 1]


def test_lists_keep_their_entries():
    strategy = {"title": "T", "channels": ({"id": "mail", "hours": "none"}, {"id": "phone", "hours": "9-5"})}
    assert without_nothings(strategy)["channels"] == ({"id": "mail"}, {"id": "phone", "hours": "9-5"})


@pytest.mark.parametrize(
    "data", [b"vision: none\n", b"a: {b: 'n/a', c: d}", b"x: -  # later", b'y: "later"\n', b"z: ...\n"]
)
def test_the_quick_look_misses_no_text_that_says_nothing(data: bytes):
    assert may_say_nothing(data)


@pytest.mark.parametrize("data", [b"vision: nonessential\n", b"a: b\n- none\n", SAMPLE_STRATEGY.encode()])
def test_the_quick_look_passes_over_other_texts(data: bytes):
    assert not may_say_nothing(data)
