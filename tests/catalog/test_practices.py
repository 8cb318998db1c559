"""Criteria of practices: what may stand in a pack, what it means, and what rests on them."""

import pytest
from factories import bank, facts, framework

from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError
from cxaudit.measure import State
from cxaudit.model import Answer

SHORT = """\
group: G
order: 1
criteria:
  alpha:
    question: What is there?
    practices:
      there: Something is there.
      kept: {says: It was kept., kind: result}
"""
WHOLE = """\
group: G
order: 1
criteria:
  alpha:
    title: Alpha
    question: What is there?
    scope: All of it.
    why: It matters.
    risk: high
    evidence: [a record, a list]
    no-result: Nobody sees it.
    practices:
      there: {says: It is there., kind: done, tier: essential, effort: low, step: The manager acts., ask: [executive], needs: [staffed]}
    needs: {staffed: [yes]}
"""


def loaded(text: str, *more: Source, extra: str = "") -> Catalog:
    return load([facts(), Source(Kind.BANK, "b.yaml", text.encode()), framework(extra=extra), *more])


def told(text: str, extra: str = "") -> list[str]:
    with pytest.raises(CxauditError) as error:
        loaded(text, extra=extra)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def changed(old: str, new: str) -> str:
    assert SHORT.count(old) == 1
    return SHORT.replace(old, new)


def test_a_practice_may_be_its_statement_alone():
    alone = loaded(SHORT).criteria["alpha"].practices[0]
    spelt_out = loaded(changed("Something is there.", "{says: Something is there.}")).criteria["alpha"].practices[0]
    assert alone == spelt_out
    assert alone.says == "Something is there."


def test_a_pack_needs_a_question_and_statements_and_the_rest_has_its_usual_value():
    alpha = loaded(SHORT).criteria["alpha"]
    assert (alpha.title, alpha.risk, alpha.why, alpha.evidence) == ("Alpha", "medium", "", ())
    assert (alpha.scale, alpha.levels, dict(alpha.needs)) == (None, (), {})
    there, kept = alpha.practices
    assert (there.kind, there.tier, there.effort, there.step) == ("done", "good", "medium", "")
    assert (there.ask, kept.ask) == (("frontline",), ("manager",))
    assert (there.key, there.weight, kept.weight) == ("alpha/there", 2, 2)


def test_what_a_pack_says_is_kept():
    alpha = loaded(WHOLE).criteria["alpha"]
    there = alpha.practice("there")
    assert there
    assert (alpha.scope, alpha.risk, alpha.evidence, alpha.no_result) == (
        "All of it.", "high", ("a record", "a list"), "Nobody sees it."
    )  # fmt: skip
    assert (there.tier, there.effort, there.step, there.ask) == (
        "essential", "low", "The manager acts.", ("executive",)
    )  # fmt: skip
    assert (dict(there.needs), dict(alpha.needs)) == ({"staffed": ()}, {"staffed": ("yes",)})


@pytest.mark.parametrize("key", ["levels: [a, b, c, d, e]", "scale: percent", "advice: [a]", "effort: low", "ask: [manager]"])  # fmt: skip
def test_a_criterion_has_practices_or_levels(key: str):
    assert told(changed("    practices:\n", f"    {key}\n    practices:\n")) == [
        f"b.yaml:5:5: a criterion has practices or levels: {key.split(':')[0]} goes with levels\n"
        "  hint: leave one of them out"
    ]


def test_a_criterion_with_neither_practices_nor_levels_is_refused():
    text = SHORT[: SHORT.index("    practices:")]
    assert told(text)[0].startswith("b.yaml:5:5: practices is missing here\n")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("{kind: done}", "b.yaml:7:14: says is missing here"),
        ("{says: S., kind: step}", 'b.yaml:7:31: "step" is not allowed here\n  hint: known words: done, written, checked, result'),
        ("{says: S., tier: best}", 'b.yaml:7:31: "best" is not allowed here\n  hint: known words: essential, good, leading'),
        ("{says: S., asks: x}", 'b.yaml:7:25: "asks" is not a key here\n  hint: did you mean ask?'),
        ("{says: S., needs: [stafed]}", 'b.yaml:7:33: there is no profile fact "stafed"\n  hint: did you mean staffed?'),
        ("[a]", "b.yaml:7:14: expected keys and values\n  hint: write says: a statement that is true or not"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_practice_is_told_at_its_place(new: str, expected: str):
    assert told(changed("Something is there.", new)) == [expected]


def test_a_practice_is_picked_by_one_digit():
    more = "".join(f"      p{n}: There are {n}.\n" for n in range(7))
    assert len(loaded(SHORT + more).criteria["alpha"].practices) == 9
    assert told(SHORT + more + "      last: Too much.\n") == [
        "b.yaml:5:5: 10 practices are too many: nine is the most, one digit each"
    ]


# ---------------------------------------------------------------------------------- items, and frameworks of mistakes


def second(entry: str) -> str:
    return f"  second: {{title: S, gist: G, {entry}}}\n"


def test_an_item_rests_on_criteria_and_on_single_practices():
    item = loaded(SHORT, extra=second("criteria: {alpha/there: 2, alpha/kept: 1}")).frameworks["lens"].items[1]
    assert item.rests_on == ("alpha/there", "alpha/kept")
    assert item.weights == {"alpha/there": 2}
    assert item.criteria == ("alpha",)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("criteria: [alpha/thre]", '10:42: there is no practice "thre" in alpha\n  hint: did you mean there?'),
        ("criteria: {alpha/thre: 2}", '10:42: there is no practice "thre" in alpha\n  hint: did you mean there?'),
        ("criteria: [alph/there]", '10:42: there is no criterion "alph"\n  hint: did you mean alpha?'),
        (
            "criteria: [alpha/there/x]",
            '10:42: "alpha/there/x" is not an id\n  hint: write an id, or criterion/practice',
        ),
        ("criteria: [alpha/]", '10:42: "alpha/" is not an id\n  hint: write an id, or criterion/practice'),
        ("weight: 2", "10:11: criteria is missing here\n  hint: or averted-by, in a framework of mistakes"),
    ],
)
def test_what_an_item_cannot_rest_on_is_told_with_what_was_meant(entry: str, expected: str):
    assert told(SHORT, extra=second(entry)) == [f"lens.yaml:{expected}"]


@pytest.mark.parametrize("key", ["averted-by", "arises-with"])
def test_only_mistakes_are_averted_and_arise(key: str):
    extra = second(f"criteria: [alpha], {key}: [alpha/there]")
    assert told(SHORT, extra=extra) == [
        "lens.yaml:2:1: averted-by and arises-with are only for mistakes\n  hint: add mistakes: true"
    ]
    item = loaded(SHORT, extra=f"{extra}mistakes: true\n").frameworks["lens"].items[1]
    assert {"averted-by": item.averted_by, "arises-with": item.arises_with}[key] == ("alpha/there",)


@pytest.mark.parametrize("key", ["averted-by", "arises-with"])
def test_a_practice_that_averts_a_mistake_exists(key: str):
    extra = second(f"criteria: [alpha], {key}: [alpha/kep]") + "mistakes: true\n"
    assert told(SHORT, extra=extra)[0].endswith('there is no practice "kep" in alpha\n  hint: did you mean kept?')


def test_a_mistake_needs_no_criteria_beside_what_averts_it():
    extra = second("averted-by: [alpha/there], arises-with: [alpha/kept]") + "mistakes: true\n"
    assert loaded(SHORT, extra=extra).frameworks["lens"].items[1].criteria == ("alpha",)


# ----------------------------------------------------------------------------------------------------------- examples


def example(said: str) -> str:
    return f"examples: {{one: {{answers: {{alpha: {said}}}}}}}\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("all", Answer(practices={"there": State.YES, "kept": State.REACHED})),
        ("none", Answer(practices={"there": State.NO, "kept": State.NOT_MEASURED})),
        ("unknown", Answer(practices={"there": State.UNKNOWN, "kept": State.UNKNOWN})),
        ("{there: partly, kept: missed}", Answer(practices={"there": "partly", "kept": "missed"})),
        ("not-offered", Answer(na="not-offered")),
    ],
)
def test_an_example_says_all_none_or_what_is_said_of_each_practice(said: str, expected: Answer):
    (found,) = loaded(SHORT, extra=example(said)).frameworks["lens"].examples
    assert found.answers == {"alpha": expected}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("3", '"3" is not an answer: expected all, none, unknown, or a reply for each practice'),
        ("{thre: yes}", 'there is no practice "thre" in alpha'),
        ("{there: reached}", '"there" cannot be "reached", only yes, partly, no or unknown'),
        ("{kept: yes}", '"kept" cannot be "yes", only reached, missed, not-measured or unknown'),
    ],
)
def test_an_answer_that_means_nothing_in_an_example_is_told(said: str, expected: str):
    assert told(SHORT, extra=example(said)) == [f"lens.yaml:10:35: {expected}"]


def test_a_criterion_with_levels_is_not_answered_by_practices():
    with pytest.raises(CxauditError, match="alpha has levels: give one here, not replies for practices"):
        load([facts(), bank("alpha"), framework(extra=example("{level-1: yes}"))])
