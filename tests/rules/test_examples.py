"""Each rule proves itself by its examples."""

import pytest
from factories import RULES, SAMPLE_DOCUMENT, SIGNALS, rule

from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.rules.examples import TRIED_ON, prove_rules, with_example
from cxaudit.rules.loader import read_rules
from cxaudit.rules.rule import Rule
from cxaudit.rules.view import StrategyView
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import STRATEGY, Strategy

FILES = sources.rule_files([])
CRITERIA = load(sources.catalog_files([])).criteria


def broken(strategy: Strategy) -> set[str]:
    view = StrategyView(strategy, TRIED_ON)
    return {rule.id for rule in RULES.values() if rule.findings(view)}


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_its_bad_example_breaks_a_rule_and_no_other_and_its_good_one_none(rule: Rule):
    mine = [
        p for p in prove_rules(RULES, {rule.place.file}, CRITERIA, SAMPLE_DOCUMENT, SIGNALS) if rule.id in p.message
    ]
    assert mine == []


def test_the_sample_strategy_is_clean():
    assert broken(read_strategy(SAMPLE_DOCUMENT)) == set()


def test_every_field_of_a_strategy_is_in_the_sample():
    strategy = read_strategy(SAMPLE_DOCUMENT)
    assert set(STRATEGY.shapes) - set(strategy) == {"exceptions"}


def test_rules_that_are_likely_wrong_never_fail_a_run():
    shaky = {"vision-generic", "cost-service-tension", "copied-model", "channel-gap-unexplained", "technology-gap"}
    assert {RULES[id].severity for id in shaky | {"kpi-works-against-vision"}} == {"info"}
    assert {rule.severity for rule in RULES.values()} == {"error", "warning", "info"}


def test_an_example_that_misleads_is_a_problem():
    text = rule(bad='"title: T"', good='"vision:"', criteria="[hours-publishd]").encode()
    own = read_rules([*FILES, ("r.yaml", text)])
    found = prove_rules(own, {"r.yaml"}, CRITERIA, SAMPLE_DOCUMENT, SIGNALS)
    assert [(p.rule, p.message) for p in found] == [
        ("unknown-criterion", 'no-hours is evidence for "hours-publishd", which is not a criterion'),
        ("example-misleads", "the good example of no-hours breaks no-hours, vision-missing"),
    ]


BANK = """
group: G
order: 1
criteria:
  alpha:
    question: What is there?
    practices:
      there: Somebody is there.
      page: {says: A document names the hours., kind: written}
      other: {says: A document names the days., kind: written}
  beta:
    question: What is there?
    levels: [a, b, c, d, e]
"""


def shown(shows: str) -> list[tuple[str, str]]:
    """What is wrong with what a rule on the vision shows."""
    criteria = load([Source(Kind.BANK, "b.yaml", BANK.encode())]).criteria
    on_vision = {"on": "", "with": "{fields: [vision]}", "message": "x", "bad": '"vision:"', "good": '"title: T"'}
    text = rule(criteria="[alpha, beta]", shows=shows, **on_vision).encode()
    found = prove_rules(read_rules([("r.yaml", text)]), {"r.yaml"}, criteria, SAMPLE_DOCUMENT, SIGNALS)
    return [(p.rule, p.message) for p in found]


@pytest.mark.parametrize("shows", ["[alpha/page]", "[alpha/page, beta]", "{vision: alpha/other}", "{vision: beta}"])
def test_a_rule_shows_written_practices_and_criteria_with_levels(shows: str):
    assert shown(shows) == []


@pytest.mark.parametrize(
    ("shows", "expected"),
    [
        ("[alpha/pages]", 'there is no practice "pages" in alpha'),
        ("{vision: alpha/pages}", 'there is no practice "pages" in alpha'),
        ("[alpha/there]", "alpha/there is of kind done; a document shows only what is written"),
        ("[beta/level-1]", "beta/level-1 is of kind step; a document shows only what is written"),
        ("[alpha]", "shows names alpha but none of its practices"),
    ],
)
def test_a_rule_that_shows_anything_else_is_a_problem(shows: str, expected: str):
    assert shown(shows) == [("unknown-practice", f"no-hours: {expected}")]


def test_a_fragment_takes_out_and_puts_in():
    doc = with_example(SAMPLE_DOCUMENT, "vision:\ntitle: Other\n", "x")
    value = read_strategy(doc)
    assert "vision" not in value
    assert value["title"] == "Other"
