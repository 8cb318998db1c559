"""A pack proves itself: each check finds its fault at its place, and nothing else."""

from collections.abc import Collection, Sequence

import pytest
from factories import CRITERION, facts, framework

from cxaudit.catalog import sources
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.lint.packs.checks import PACK_CHECKS, check_pack
from cxaudit.lint.packs.pack import open_pack
from cxaudit.registry import KINDS

FACT = "    needs: [staffed]\n"
GOOD = CRITERION.format(id="alpha").replace("What is there?", "What is written about it?") + FACT


def prove(data: list[Source], own: Collection[str]) -> Sequence[Diagnostic]:
    try:
        return check_pack(open_pack(data, own))
    except CxauditError as error:
        return error.diagnostics


def proven(bank: str = GOOD, lens: Source | None = None, *more: Source) -> list[str]:
    text = f"group: G\norder: 1\ncriteria:{bank}"
    data = [facts(), Source(Kind.BANK, "bank/g.yaml", text.encode()), lens or framework(), *more]
    return [
        f"{diagnostic} [{diagnostic.rule}]" if diagnostic.rule else str(diagnostic)
        for diagnostic in prove(data, {source.file for source in data})
    ]


def asking(question: str) -> list[str]:
    return proven(GOOD.replace("What is written about it?", question))


def test_a_good_pack_has_no_problem():
    assert proven() == []


def test_the_shipped_pack_has_no_problem():
    data = sources.catalog_files([])
    assert [str(p) for p in prove(data, {source.file for source in data})] == []


def test_only_the_files_named_are_proven():
    sources = [
        facts(),
        Source(Kind.BANK, "bank/g.yaml", f"group: G\norder: 1\ncriteria:{GOOD}{CRITERION.format(id='beta')}".encode()),
        framework(),
    ]
    assert prove(sources, {"lens.yaml"}) == []
    assert [p.rule for p in prove(sources, {"bank/g.yaml"})] == ["unused-criterion"]


def test_what_cannot_be_read_is_told_alone():
    assert proven("\n  alpha: 1\n") == [
        "bank/g.yaml:4:10: expected keys and values\n  hint: write key: value on its own line"
    ]


@pytest.mark.parametrize(
    ("bank", "expected"),
    [
        (GOOD + CRITERION.format(id="beta"), 'bank/g.yaml:15:3: no framework rests on "beta", so it is never asked [unused-criterion]'),
        (GOOD.replace(FACT, ""), 'profile.yaml:3:3: no criterion needs "staffed", so it is never asked [unused-fact]'),
        (GOOD.replace("written, kept", "Some, kept"), "bank/g.yaml:7:26: entry 2 of levels says the same as entry 1, counted from 0 [repeated-level]"),
        (GOOD.replace("[one, two,", "[one, one.,"), "bank/g.yaml:10:19: entry 1 of advice says the same as entry 0, counted from 0 [repeated-advice]"),
        (GOOD.replace("It matters.", "TODO why"), "bank/g.yaml:8:10: still to be written: why [unwritten]"),
    ],
)  # fmt: skip
def test_faults_of_a_bank_are_found_at_their_place(bank: str, expected: str):
    assert proven(bank) == [expected]


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("How are goals set, and who keeps them?", "two-questions"),
        ("What is written and/or said about it?", "two-questions"),
        ("What is written? What is kept?", "two-questions"),
        ("Tell what is written about it", "two-questions"),
        ("Do you agree that goals are written?", "agreement"),
        ("To what extent are goals kept?", "agreement"),
        ("How satisfied are you with your goals?", "agreement"),
        ("What adequate goals are written?", "leading-word"),
        ("Isn't your service measured, and by what?", "leading-word"),
        ("How are complaints effectively resolved?", "leading-word"),
        ("What " + "very " * 24 + "long question is this?", "long-question"),
    ],
)
def test_a_question_is_plain_and_one(question: str, rule: str):
    assert [diagnostic.partition(" [")[2][: len(rule)] for diagnostic in asking(question)] == [rule]
    assert asking(question)[0].startswith("bank/g.yaml:6:15: ")


@pytest.mark.parametrize(
    "question",
    [
        "In the last twelve months, how were the causes of complaints removed?",
        "Where is it written what staff and suppliers may decide, and by when?",
        "What, if anything, is written about courtesy?",
        "Who decides what customers are told when something is late?",
    ],
)
def test_no_false_alarm_on_a_plain_question(question: str):
    assert asking(question) == []


def lens(extra: str) -> Source:
    return framework(extra=extra)


def test_two_items_may_not_rest_on_the_same_criteria():
    found = proven(lens=lens("  second: {title: S, gist: G, criteria: {alpha: 2}}\n"))
    assert found == ["lens.yaml:10:41: second rests on the same criteria as first [same-criteria]"]


def test_two_mistakes_may_rest_on_the_same_criteria_where_other_practices_avert_them():
    head = "  {id}: {{title: S, gist: G, criteria: [alpha], averted-by: [alpha/level-{n}]}}\n"
    other = head.format(id="second", n=1) + head.format(id="third", n=2) + "mistakes: true\n"
    assert proven(lens=lens(other)) == []
    same = other.replace("level-2", "level-1")
    assert proven(lens=lens(same)) == ["lens.yaml:11:40: third rests on the same criteria as second [same-criteria]"]


def test_a_fact_that_only_a_practice_needs_is_asked():
    bank = """
  alpha:
    question: What is written about it?
    practices:
      there: {says: It is there.NEEDS}
"""
    unused = 'profile.yaml:3:3: no criterion needs "staffed", so it is never asked [unused-fact]'
    assert unused in proven(bank.replace("NEEDS", ""))
    assert unused not in proven(bank.replace("NEEDS", ", needs: {staffed: [yes]}"))


def test_an_example_says_what_comes_out():
    good = "examples: {half: {answers: {alpha: 2}, score: 50%, range: 50%, known: 100%, band: partly in place, points: '-', items: {first: 50%}}}\n"
    assert proven(lens=lens(good)) == []
    wrong = "examples: {half: {answers: {alpha: 2}, score: 51%, items: {first: 49%}}}\n"
    assert proven(lens=lens(wrong)) == [
        "lens.yaml:10:47: the example gives score 50%, not 51% [example-differs]",
        "lens.yaml:10:67: the example gives first 50%, not 49% [example-differs]",
    ]
    none = "examples: {out: {answers: {alpha: not-offered}, score: does not apply}, open: {answers: {}, score: '-', range: 0-100%}}\n"
    assert proven(lens=lens(none)) == []
    absent = "examples: {absent: {answers: {}, profile: {staffed: no}, score: does not apply}}\n"
    assert proven(lens=lens(absent)) == []


def test_every_check_is_in_the_registry_with_its_reason():
    assert {check.__name__.replace("_", "-") for check in PACK_CHECKS} <= KINDS.keys()


def test_an_item_on_leading_practices_alone_is_never_scored():
    bank = """
  alpha:
    question: What is written about it?
    needs: [staffed]
    practices:
      there: {says: It is there., tier: leading}
"""
    (line,) = [line for line in proven(bank) if "unscored-item" in line]
    assert line.startswith("lens.yaml:9:") and "first rests only on leading practices, which are not scored" in line
    assert not any("unscored-item" in line for line in proven(bank.replace("leading", "good")))
