"""Levels are read as steps; scales, their limits and the weights; and what changes a criterion's fingerprint."""

from fractions import Fraction
from itertools import pairwise

import pytest
from factories import bank, facts, framework

from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError
from cxaudit.measure import Kind as Of
from cxaudit.measure import Tier
from cxaudit.model import Criterion

ESSENTIAL, GOOD, LEADING = Tier
LEVELS = "    levels: [none, some, written, kept, improved]\n"
PRACTICES = """\
group: G
order: 1
criteria:
  alpha:
    title: Alpha
    question: What is there?
    scope: All of it.
    why: It matters.
    risk: high
    evidence: [a record]
    needs: [staffed]
    practices:
      there: {says: It is there., kind: done, tier: essential, effort: low, step: Act., ask: [manager]}
      kept: {says: It was kept., kind: checked, tier: good, effort: low, step: Keep., needs: [staffed]}
"""
NUMBER = "{title: N, curve: {0: 0, 5: 0.5, 10: 1}, unit: '%', least: 0, most: 20}"


def scales(text: str) -> Source:
    return Source(Kind.SCALES, "scales.yaml", text.encode())


def loaded(text: str, *more: Source, extra: str = "") -> Catalog:
    return load([facts(), Source(Kind.BANK, "b.yaml", text.encode()), framework(extra=extra), *more])


def on(scale: str, levels: str = "", extra: str = "") -> Criterion:
    """A criterion on a scale of its own."""
    text = "group: G\norder: 1\ncriteria:\n  alpha:\n    question: What is there?\n    scale: own\n" + levels
    return loaded(text, scales(f"scales: {{own: {scale}}}"), extra=extra).criteria["alpha"]


def test_each_level_above_the_lowest_is_a_step():
    alpha = loaded(bank("alpha").data.decode()).criteria["alpha"]
    assert alpha.levels == ("none", "some", "written", "kept", "improved")
    assert [p.says for p in alpha.practices] == ["some", "written", "kept", "improved"]
    assert [p.step for p in alpha.practices] == ["one", "two", "three", "four"]
    assert {(p.kind, p.effort, p.ask, p.counts) for p in alpha.practices} == {(Of.STEP, "low", ("manager",), True)}


@pytest.mark.parametrize(
    ("shares", "tiers"),
    [
        ("[0, 0.25, 0.5, 0.75, 1]", [ESSENTIAL, ESSENTIAL, GOOD, LEADING]),
        ("[0, 0.25, 0.5, 1]", [ESSENTIAL, ESSENTIAL, GOOD]),
        ("[0, 0.1, 0.6, 0.7, 0.9, 1]", [ESSENTIAL, ESSENTIAL, GOOD, GOOD, LEADING]),
        ("[0, 0.8, 1]", [ESSENTIAL, LEADING]),
        ("[0, 1]", [ESSENTIAL]),
    ],
)
def test_a_step_weighs_the_difference_of_its_shares_which_give_its_tier_too(shares: str, tiers: list[Tier]):
    count = shares.count(",") + 1
    steps = on(f"{{title: T, shares: {shares}}}", f"    levels: [{', '.join('abcdef'[:count])}]\n").practices
    numbers = [Fraction(share) for share in shares.strip("[]").split(", ")]
    assert [p.weight for p in steps] == [b - a for a, b in pairwise(numbers)]
    assert [p.tier for p in steps] == tiers


def test_levels_need_no_advice_and_no_texts_where_the_scale_has_them():
    alpha = on("{title: T, shares: [0, 0.5, 1], levels: ['No.', Partly., 'Yes.']}")
    assert [(p.says, p.step) for p in alpha.practices] == [("Partly.", ""), ("Yes.", "")]


def test_a_scale_of_numbers_says_what_each_step_reaches():
    alpha = on(NUMBER)
    assert alpha.levels == ("less than 5%", "5% or more", "10% or more")
    assert [p.weight for p in alpha.practices] == [Fraction(1, 2), Fraction(1, 2)]


@pytest.mark.parametrize(
    ("number", "why"), [("-1", "-1% is below the minimum, 0%"), ("20.5", "20.5% is above the maximum, 20%")]
)
def test_a_number_beyond_what_the_scale_takes_is_refused(number: str, why: str):
    with pytest.raises(CxauditError) as error:
        on(NUMBER, extra=f"examples: {{one: {{answers: {{alpha: {number}}}}}}}\n")
    assert [str(one) for one in error.value.diagnostics] == [f"lens.yaml:10:35: {why}"]


@pytest.mark.parametrize("number", ["0", "20"])
def test_the_limits_themselves_are_taken(number: str):
    assert on(NUMBER, extra=f"examples: {{one: {{answers: {{alpha: {number}}}}}}}\n").scale


@pytest.mark.parametrize("key", ["least: 0", "most: 3", "unit: x"])
def test_only_numbers_have_limits_and_a_unit(key: str):
    with pytest.raises(CxauditError, match="unit, least and most need a curve"):
        on(f"{{title: T, shares: [0, 1], levels: [a, b], {key}}}")


# ------------------------------------------------------------------------------------------------------------ weights


def test_each_kind_of_practice_weighs_what_the_scales_file_says():
    text = "scales: {own: {title: T, shares: [0, 1]}}\nweights: {done: 5, written: 1, checked: 3, result: 4}\n"
    assert [p.weight for p in loaded(PRACTICES, scales(text)).criteria["alpha"].practices] == [5, 3]
    assert [p.weight for p in loaded(PRACTICES).criteria["alpha"].practices] == [2, 1]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("{done: 2, written: 1, checked: 1}", "expected at least 4 entries"),
        ("{done: 0, written: 1, checked: 1, result: 2}", '"0" is not a whole number from 1 to 9'),
        ("{done: 2, written: 1, checked: 1, step: 2}", '"step" is not allowed here'),
    ],
)
def test_every_kind_has_a_weight_above_0(weights: str, expected: str):
    with pytest.raises(CxauditError, match=expected):
        loaded(PRACTICES, scales(f"scales: {{own: {{title: T, shares: [0, 1]}}}}\nweights: {weights}\n"))


# -------------------------------------------------------------------------------------------------------- fingerprint


def fingerprint(text: str) -> str:
    return loaded(text).criteria["alpha"].fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("there: {", "here: {"),
        ("It is there.", "It was there."),
        ("kind: checked", "kind: written"),
        ("      kept:", "      more: More.\n      kept:"),
    ],
)
def test_a_fingerprint_changes_with_ids_statements_and_kinds(old: str, new: str):
    assert old in PRACTICES
    assert fingerprint(PRACTICES.replace(old, new)) != fingerprint(PRACTICES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Alpha", "title: Beta"),
        ("What is there?", "What else is there?"),
        ("    scope: All of it.\n", ""),
        ("It matters.", "It matters much."),
        ("risk: high", "risk: low"),
        ("[a record]", "[a list]"),
        ("    needs: [staffed]\n", ""),
        ("tier: essential", "tier: leading"),
        ("tier: good, effort: low", "tier: good, effort: high"),
        ("step: Act.", "step: Wait."),
        ("ask: [manager]", "ask: [executive]"),
        (", needs: [staffed]}", "}"),
        ("group: G", "group: H"),
    ],
)
def test_a_fingerprint_changes_with_nothing_else(old: str, new: str):
    assert old in PRACTICES
    assert fingerprint(PRACTICES.replace(old, new)) == fingerprint(PRACTICES)


def test_a_fingerprint_changes_with_levels_and_with_what_they_count():
    scale, texts = "{title: T, shares: [0, 0.5, 1]}", "    levels: [a, b, c]\n"
    alpha = on(scale, texts)
    assert on(scale.replace("T", "Else"), texts).fingerprint == alpha.fingerprint
    others = [on(scale.replace("0.5", "0.6"), texts), on(scale, texts.replace("a,", "z,"))]
    others += [on(NUMBER), on(NUMBER.replace("5: 0.5", "6: 0.5"))]
    assert len({one.fingerprint for one in [alpha, *others]}) == 5


def test_a_fingerprint_is_the_same_in_every_run_and_version():
    assert fingerprint(PRACTICES) == "d7ddd977"
