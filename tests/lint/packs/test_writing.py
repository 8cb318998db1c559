"""How practices are written: each check finds its fault at its place, and nothing else."""

from collections.abc import Sequence

import pytest
from factories import CRITERION, facts, framework

from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.packs.checks import check_pack
from cxaudit.lint.packs.pack import open_pack
from cxaudit.lint.packs.writing import WRITING_CHECKS
from cxaudit.registry import KINDS

GOOD = """\
group: G
order: 1
criteria:
  alpha:
    title: Promises kept
    question: What happens when somebody promises a customer something?
    why: A broken promise makes the next one less believed.
    risk: low
    evidence: [the call-back list]
    needs: [staffed]
    practices:
      noted:
        says: Every promise to a customer is noted the same day.
        kind: done
        tier: essential
        step: The team leader hangs a list beside the counter.
      rule:
        says: A written rule tells staff where promises are noted.
        kind: written
        tier: good
        step: The team leader writes the rule on one page.
      counted:
        says: In the last three months, broken promises were counted.
        kind: checked
        tier: good
        step: The team leader counts broken promises every month.
      kept:
        says: Of the last 20 promises due, at least 19 were kept.
        kind: result
        tier: good
        step: The team leader looks up the last 20 promises.
"""
NOTED, RULE = (
    "Every promise to a customer is noted the same day.",
    "A written rule tells staff where promises are noted.",
)
COUNTED = "In the last three months, broken promises were counted."
KEPT = GOOD[GOOD.index("      kept:") :]
ANOTHER = """\
      {id}:
        says: "{says}"
        kind: {kind}
        step: The team leader does this on Monday.
"""


def checked(text: str, own_bank: bool = False) -> Sequence[Diagnostic]:
    data = [facts(), Source(Kind.BANK, "b.yaml", text.encode()), framework()]
    return check_pack(open_pack(data, {source.file for source in data}), own_bank)


def found(text: str) -> list[str]:
    """What is found in a bank, each as "rule line: message"."""
    diagnostics = checked(text)
    assert {one.severity for one in diagnostics} <= {Severity.INFO}
    return [f"{one.rule} {one.place and one.place.line}: {one.message}" for one in diagnostics]


def changed(*changes: tuple[str, str], text: str = GOOD) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def without(*names: str) -> str:
    """The good bank without some of its practices."""
    head, *practices = GOOD.split("\n      ")
    kept, drop = [head], False
    for line in practices:
        if not line.startswith(" "):
            drop = line.strip().rstrip(":") in names
        if not drop:
            kept.append(line)
    return "\n      ".join(kept).rstrip("\n") + "\n"


def another(id: str, kind: str, says: str) -> str:
    return ANOTHER.format(id=id, kind=kind, says=says)


def before_result(*more: str) -> str:
    return GOOD.replace(KEPT, "".join(more) + KEPT)


TEXTS = [another(f"w{n}", "written", f"A document names the {what}.") for n, what in enumerate(
    ("person who keeps each kind of promise", "amount of money that makes good a broken one"))]  # fmt: skip


def test_a_criterion_that_is_written_well_has_no_finding():
    assert found(GOOD) == []
    assert checked(GOOD, own_bank=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (without("rule", "counted"), "number-of-practices 12: 2 practices here; 3 to 6 work best"),
        (without("counted") + another("counted", "checked", COUNTED), "order-of-practices 12: practices must be in the order done, written, checked, result"),
        (changed(("tier: essential", "tier: good")), "essential-practice 12: no essential practice is of kind done"),
        (changed(("kind: written\n        tier: good", "kind: written\n        tier: essential")), "essential-practice 20: a written practice is essential only if law or privacy demands it"),
        (GOOD.replace("      counted:", "".join(TEXTS) + "      counted:"), "written-practices 12: 3 practices are written; at most two may be"),
        (without("kept"), "result-practice 5: no practice is a result"),
        (GOOD + another("heard", "result", "Of the last 20 customers promised something, 18 heard in time."), "result-practice 12: keep at most one result, and none with no-result"),
        (changed(("    risk: low\n", "    no-result: Nobody sees it.\n")), "result-practice 12: keep at most one result, and none with no-result"),
        (changed(("kind: result\n        tier: good", "kind: result\n        tier: leading")), "result-practice 30: a result must have tier good"),
        (changed((NOTED, "Every promise is noted.")), "statement-length 13: the statement has 4 words; 6 to 16 read well aloud"),
        (changed((NOTED, NOTED[:-1] + " by whoever gave it to the customer.")), "statement-length 13: the statement has 17 words; 6 to 16 read well aloud"),
        (changed((RULE, "Staff are told once where promises are noted.")), 'written-statement 18: a written practice must say so: "written", "document", "list" or "rule"'),
        (changed((COUNTED, "Broken promises were counted by the manager.")), 'window-first 23: a check must say when, at the start: "In the last three months, ..."'),
        (changed((NOTED, "Every promise was noted in the last three months.")), "window-first 13: the time must come first in the statement"),
        (changed(("        step: The team leader hangs a list beside the counter.\n", "")), "missing-step 13: step is missing here: what one named role does on Monday"),
        (changed(("hangs a list", "hangs a list " + "and a list " * 7)), "missing-step 13: the step has 30 words; 25 are enough"),
        (changed(("    why: A broken promise makes the next one less believed.\n", "")), "missing-texts 5: why is missing here"),
        (changed(("    evidence: [the call-back list]\n", "")), "missing-texts 5: evidence is missing here"),
    ],
)  # fmt: skip
def test_a_fault_is_a_remark_at_its_place(text: str, expected: str):
    assert found(text) == [expected]


LONG = (
    "Whoever promises a customer something writes name, day and promise on a sheet beside the counter.",
    "Each morning one colleague reads yesterday's notes aloud and asks who will ring whom before noon.",
    "When illness keeps somebody away, another employee takes over all open work before the doors open.",
    "Staff who see that a date slips ring the person waiting at least one hour earlier.",
    "Nobody leaves on Friday until every open case has either an answer or a new owner.",
    "Visitors who were given a wrong time get their fare back at once without any form.",
)


def aloud(words: int) -> str:
    """A criterion whose question and statements have 96 words and a few more, which the question has."""
    assert sum(len(says.split()) for says in LONG) == 96
    practices = "".join(another(f"p{n}", "done", says) for n, says in enumerate(LONG))
    question = " ".join(["What happens", *["here"] * (words - 98)])
    head = changed(
        ("What happens when somebody promises a customer something", question),
        ("    risk: low\n", "    no-result: None.\n"),
    )
    return head[: head.index("      noted:")] + practices.replace(
        "kind: done", "kind: done\n        tier: essential", 1
    )


def test_a_question_and_its_statements_are_short_enough_to_be_said_aloud():
    assert found(aloud(115)) == []
    assert found(aloud(116)) == ["words-aloud 5: question and statements have 116 words; more than 115 are tiring"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("They are noted on the day they were given.", '"They" refers elsewhere'),
        ("Staff note on that list every promise to a customer.", '"that list" refers elsewhere'),
        ("Every promise could be noted by the end of the day.", '"could" is not something a stranger can see'),
        ("The reason of every broken promise is known to staff.", '"is known" is not something a stranger can see'),
        ("Every promise is regularly noted on an adequate sheet.", '"regularly" gives no amount'),
        ("Promises such as refunds are noted on the same day.", '"such as" gives no amount'),
        ("The main promises to customers are noted the same day.", '"main" is only for channels'),
    ],
)
def test_a_statement_stands_alone_and_can_be_seen_and_says_amounts(says: str, expected: str):
    told = found(changed((NOTED, says)))
    assert [one[: len(expected) + 22] for one in told] == [f"statement-wording 13: {expected}"]


@pytest.mark.parametrize(
    "says",
    [
        "Those who promise a customer something note it the same day.",
        "Promises made on the main channels are noted the same day.",
        "Staff canvass every customer who was promised a call back.",
    ],
)
def test_no_false_alarm_on_a_plain_statement(says: str):
    assert found(changed((NOTED, says))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Promises kept", "title: Privacy kept"),
        ("What happens when somebody promises a customer something?", "What does the law ask for before a promise?"),
        (RULE, "A written rule says which personal data are noted."),
    ],
)
def test_what_law_or_privacy_ask_for_may_be_an_essential_text(old: str, new: str):
    essential = ("kind: written\n        tier: good", "kind: written\n        tier: essential")
    assert found(changed(essential)) != []
    assert found(changed(essential, (old, new))) == []


def test_a_criterion_may_say_why_it_has_no_result():
    assert found(without("kept").replace("    risk: low\n", "    no-result: Nobody sees it.\n")) == []


def many(*risks: str) -> str:
    """A bank of several criteria that differ in their risk."""
    start = GOOD.index("  alpha:")
    more = (GOOD[start:].replace("alpha", f"c{n}").replace("risk: low", f"risk: {r}") for n, r in enumerate(risks))
    return GOOD[:start] + "".join(more)


def risky(*risks: str) -> list[str]:
    return [one.partition(": ")[2] for one in found_besides_unused(many(*risks))]


def found_besides_unused(text: str) -> list[str]:
    lens = Source(Kind.FRAMEWORK, "lens.yaml", framework().data.replace(b"[alpha]", b"[c0]"))
    data = [facts(), Source(Kind.BANK, "b.yaml", text.encode()), lens]
    diagnostics = check_pack(open_pack(data, {"b.yaml"}))
    return [f"{one.rule}: {one.message}" for one in diagnostics if one.rule != "unused-criterion"]


def test_at_most_a_third_of_a_group_is_of_high_risk():
    assert risky("high") == risky("high", "low") == risky("high", "low", "low", "high", "low", "medium") == []
    assert risky("high", "high", "low") == ["2 of 3 criteria in G are high risk; at most a third may be"]
    assert risky("high", "low", "low", "high", "low") == ["2 of 5 criteria in G are high risk; at most a third may be"]


def test_nothing_is_said_of_how_levels_are_written():
    text = "group: G\norder: 1\ncriteria:" + CRITERION.format(id="alpha") + "    needs: [staffed]\n    risk: high\n"
    bare = "\n".join(line for line in text.splitlines() if not line.strip().startswith(("why", "evidence", "advice")))
    for own_bank in (False, True):
        assert checked(text.replace("What is there?", "What is written about it?"), own_bank) == []
        assert checked(bare, own_bank) == []


def test_two_practices_of_a_criterion_may_not_say_the_same():
    (one,) = checked(before_result(another("again", "checked", COUNTED.upper().replace("IN THE LAST", "In the last"))))
    assert (one.rule, one.severity) == ("repeated-practice", Severity.ERROR)
    assert (one.message, one.place and one.place.line) == ("again says the same as counted", 28)


def test_every_check_is_a_remark_in_the_registry():
    names = {check.__name__.replace("_", "-") for check in WRITING_CHECKS}
    assert {KINDS[name].severity for name in names} == {Severity.INFO}


def test_what_is_a_remark_in_a_pack_is_an_error_in_the_programs_own_bank():
    (one,) = checked(changed((NOTED, "Every promise is noted.")), own_bank=True)
    assert (one.rule, one.severity) == ("statement-length", Severity.ERROR)
