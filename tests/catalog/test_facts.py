"""The profile's facts: what they can be answered with, and what needs them."""

import pytest
from factories import framework

from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError
from cxaudit.measure import Tier
from cxaudit.model import Fact

FACTS = """\
facts:
  staffed: {title: Staffed, question: Is it staffed?}
  size: {title: Size, question: How many?, choices: {small: under ten, big: ten or more}, target: {small: essential}}
  ways: {title: Ways, question: By which ways?, names: true, always: true}
"""
BANK = """\
group: G
order: 1
criteria:
  alpha:
    question: What is there?
    needs: NEEDS
    practices:
      there: Something is there.
"""


def loaded(needs: str = "[staffed]", facts: str = FACTS) -> Catalog:
    bank = Source(Kind.BANK, "b.yaml", BANK.replace("NEEDS", needs).encode())
    return load([Source(Kind.FACTS, "profile.yaml", facts.encode()), bank, framework()])


def told(needs: str = "[staffed]", facts: str = FACTS) -> list[str]:
    with pytest.raises(CxauditError) as error:
        loaded(needs, facts)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def fact(entry: str) -> Fact:
    return loaded("[size]", f"facts: {{size: {{title: S, question: Q?, {entry}}}}}").facts["size"]


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ("[staffed, size]", {"staffed": (), "size": ()}),
        ("{size: [big]}", {"size": ("big",)}),
        ("{size: [small, big], staffed: [no]}", {"size": ("small", "big"), "staffed": ("no",)}),
    ],
)
def test_a_criterion_needs_facts_or_certain_answers_to_them(needs: str, expected: dict[str, tuple[str, ...]]):
    assert loaded(needs).criteria["alpha"].needs == expected


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ("{size: [huge]}", 'b.yaml:6:19: "huge" is not an answer to size\n  hint: answers: small, big, unknown'),
        ("{staffed: [big]}", 'b.yaml:6:22: "big" is not an answer to staffed\n  hint: answers: yes, no, unknown'),
        ("{sise: [big]}", 'b.yaml:6:13: there is no profile fact "sise"\n  hint: did you mean size?'),
        ("[sise]", 'b.yaml:6:13: there is no profile fact "sise"\n  hint: did you mean size?'),
        ("{size: []}", "b.yaml:6:19: expected 1 to 1000 entries but found 0"),
    ],
)
def test_what_is_needed_and_cannot_be_is_told_with_what_can(needs: str, expected: str):
    assert told(needs) == [expected]


def test_a_fact_is_yes_or_no_a_choice_or_names():
    facts = loaded().facts
    assert facts["staffed"].answers == ("yes", "no", "unknown")
    assert facts["size"].answers == ("small", "big", "unknown")
    assert facts["size"].choices == {"small": "under ten", "big": "ten or more"}
    assert (facts["ways"].names, facts["ways"].always, facts["size"].always) == (True, True, False)


def test_an_answer_to_a_fact_may_set_the_target():
    assert loaded().facts["size"].target == {"small": Tier.ESSENTIAL}
    assert fact("target: {no: leading}").target == {"no": Tier.LEADING}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("choices: {a: A, b: B}, target: {c: good}", '1:15: target: the fact cannot be answered with "c"'),
        ("target: {maybe: good}", '1:15: target: the fact cannot be answered with "maybe"'),
        ("target: {no: best}", '1:53: "best" is not allowed here\n  hint: known words: essential, good, leading'),
        ("choices: {a: A, b: B}, names: true", "1:15: a fact has choices or names, not both"),
        ("choices: {a: A}", "1:49: expected at least 2 entries"),
    ],
)
def test_a_fact_that_cannot_be_answered_is_refused(entry: str, expected: str):
    (found,) = told("[size]", f"facts: {{size: {{title: S, question: Q?, {entry}}}}}")
    assert found.startswith(f"profile.yaml:{expected}")
