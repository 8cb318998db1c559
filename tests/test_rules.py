"""Rules on strategies: each proves itself by its examples; checks do what they say."""

import pytest

from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.errors import CxauditError
from cxaudit.rules.checks import CHECKS
from cxaudit.rules.examples import TRIED_ON, prove_rules, with_example
from cxaudit.rules.loader import RULES, read_rules
from cxaudit.rules.rule import Rule
from cxaudit.rules.view import StrategyView, named_path
from cxaudit.schema.containers import read
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import STRATEGY, Strategy

FILES = sources.rule_files([])
KNOWN = read_rules(FILES)
SAMPLE = parse(sources.sample("strategy"), "sample")
CRITERIA = load(sources.catalog_files([])).criteria


def broken(strategy: Strategy) -> set[str]:
    view = StrategyView(strategy, TRIED_ON)
    return {rule.id for rule in KNOWN.values() if rule.findings(view)}


@pytest.mark.parametrize("rule", KNOWN.values(), ids=list(KNOWN))
def test_its_bad_example_breaks_a_rule_and_no_other_and_its_good_one_none(rule: Rule):
    mine = [p for p in prove_rules(KNOWN, {rule.place.file}, CRITERIA, SAMPLE) if rule.id in p.message]
    assert mine == []


def test_the_sample_strategy_is_clean():
    assert broken(read_strategy(SAMPLE)) == set()


def test_every_field_of_a_strategy_is_in_the_sample():
    strategy = read_strategy(SAMPLE)
    assert set(STRATEGY.shapes) - set(strategy) == {"exceptions"}


def test_the_rules_are_as_many_as_the_field_knows_and_likely_false_ones_never_fail_a_run():
    assert len(KNOWN) == 64
    shaky = {"vision-generic", "cost-service-tension", "copied-model", "channel-gap-unexplained", "technology-gap"}
    assert {KNOWN[id].severity for id in shaky | {"kpi-works-against-vision"}} == {"info"}
    assert {rule.severity for rule in KNOWN.values()} == {"error", "warning", "info"}


def test_every_check_is_used_by_a_rule_and_says_what_it_looks_for():
    assert {rule.check.name for rule in KNOWN.values()} == set(CHECKS)
    assert all((check.__doc__ or "").startswith("That") for check in CHECKS.values())


def rule(**changes: str) -> str:
    fields = {
        "severity": "error",
        "criteria": "[hours-published]",
        "on": "channels",
        "check": "required",
        "with": "{fields: [hours]}",
        "message": "the channel {id} lacks {missing}",
        "why": "So.",
        "bad": "x",
        "good": "y",
    }
    lines = "".join(f"    {key}: {value!s}\n" for key, value in {**fields, **changes}.items() if value)
    return f"family: F\nrules:\n  no-hours:\n{lines.replace('message: the', 'message: the')}"


def diagnostics(text: str) -> list[str]:
    with pytest.raises(CxauditError) as error:
        read(parse(text.encode(), "r.yaml"), RULES)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def test_a_rule_of_ones_own_needs_no_python():
    own = read_rules([("r.yaml", rule().encode())])["no-hours"]
    strategy = read_strategy(parse(b"{title: T, organisation: O, channels: [{id: mail}, {id: web, hours: all}]}", "s"))
    found = list(own.findings(StrategyView(strategy, TRIED_ON)))
    assert [(f.path, f.message) for f in found] == [(("channels", 0), "the channel mail lacks hours")]
    assert named_path(strategy, found[0].path) == "channels/mail"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"check": "requird"}, 'r.yaml:7:12: there is no check "requird"\n  hint: did you mean required?'),
        ({"with": "{field: hours}"}, "r.yaml:8:11: fields is missing here"),
        ({"with": ""}, "r.yaml:4:5: with is missing here: required needs fields"),
        ({"on": "chanels"}, 'r.yaml:6:9: a strategy has no "chanels" there\n  hint: did you mean channels?'),
        ({"on": "", "where": "{automated: true}"}, "r.yaml:12:12: where picks entries of a list: on is missing"),
        ({"severity": "fatal"}, 'r.yaml:4:15: "fatal" is not known here'),
        ({"message": "'{name} lacks it'"}, "r.yaml:9:14: required gives no {name} to a message"),
        ({"shows": "{hors: hours-published}"}, 'r.yaml:13:12: "hors" is nothing that this rule tells apart: hours'),
        ({"shows": "{hours: courtesy}"}, 'r.yaml:13:12: "courtesy" is not among the criteria of this rule'),
        (
            {"check": "says", "with": "{any-of: [x], unless-there: [context, why-us]}", "message": "x"},
            'r.yaml:8:11: a strategy has no "context/why-us"',
        ),
        ({"tried-with": "{fields: [hors]}"}, 'r.yaml:13:17: there is no field "hors" in channels'),
        (
            {"shows": "[hours-published]", "in-part": "[courtesy]"},
            'r.yaml:14:14: "courtesy" is not among what shows names',
        ),
        ({"in-part": "[hours-published]"}, "r.yaml:13:14: in-part says more about what is shown: shows is missing"),
        (
            {"check": "past", "with": "{field: hours}", "message": "x", "shows": "[hours-published]"},
            "r.yaml:13:12: past does not ask for anything to be there",
        ),
        ({"by": "hours", "shows": "{mail: hours-published}"}, 'r.yaml:13:9: "hours" is no field with a list of words'),
        (
            {"on": "journey", "with": "{fields: [owner]}", "by": "stage", "shows": "{birth: hours-published}"},
            'r.yaml:14:12: "birth" is nothing that this rule tells apart: awareness, consideration,',
        ),
        ({"by": "kind"}, "r.yaml:13:9: by says more about what is shown: shows is missing"),
    ],
)
def test_mistakes_in_a_rule_are_said_at_their_place(changes: dict[str, str], expected: str):
    assert any(diagnostic.startswith(expected) for diagnostic in diagnostics(rule(**changes))), diagnostics(
        rule(**changes)
    )


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("journey", 1, "owner"), "journey/purchase/owner"),
        (("journey", 0), "journey/[0]"),
        (("communication", 0), "communication/all staff"),
        (("processes", 0, "handovers", 0, "limit"), "processes/repair/handovers/billing/limit"),
        (("channels", 1), "channels/mail"),
        (("title",), "title"),
        (("promise", "standards", 1), "promise/standards/[1]"),
    ],
)
def test_an_entry_is_known_by_what_it_must_have_not_by_where_it_stands(path: tuple[str | int, ...], named: str):
    text = """
title: T
organisation: O
promise: {text: a, standards: [x, y]}
journey: [{stage: awareness}, {stage: purchase}, {stage: awareness}]
communication: [{audience: all staff}]
processes: [{id: repair, handovers: [{to: billing}]}]
channels: [{id: telephone}, {id: mail}]
standards: [{id: x}, {id: y}]
"""
    assert named_path(read_strategy(parse(text.encode(), "s")), path) == named


def test_two_rules_of_one_id_clash_over_all_files():
    with pytest.raises(CxauditError, match=r'b\.yaml:3:3: the rule "no-hours" is there already'):
        read_rules([("a.yaml", rule().encode()), ("b.yaml", rule().encode())])


def test_an_example_that_misleads_is_a_problem():
    text = rule(bad='"title: T"', good='"vision:"', criteria="[hours-publishd]").encode()
    own = read_rules([*FILES, ("r.yaml", text)])
    found = prove_rules(own, {"r.yaml"}, CRITERIA, SAMPLE)
    assert [(p.rule, p.message) for p in found] == [
        ("unknown-criterion", 'no-hours is evidence for "hours-publishd", which is no criterion'),
        ("example-misleads", "the good example of no-hours breaks no-hours, vision-missing"),
    ]


def test_a_fragment_takes_out_and_puts_in():
    doc = with_example(SAMPLE, "vision:\ntitle: Other\n", "x")
    value = read_strategy(doc)
    assert "vision" not in value
    assert value["title"] == "Other"


def sloppy(text: str) -> set[str]:
    return broken(read_strategy(with_example(SAMPLE, text, "x")))


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


@pytest.mark.parametrize(
    "changes",
    [
        {"shows": "x"},
        {"in-part": "x"},
        {"where": "x"},
        {"unless": "x"},
        {"criteria": "hours-published", "shows": "[hours-published]"},
        {"criteria": "", "shows": "[hours-published]"},
        {"by": "[]"},
        {"shows": "{hours: [a]}"},
        {"with": "[]", "shows": "[hours-published]"},
        {"tried-with": "x"},
    ],
)
def test_a_rule_that_is_not_as_declared_is_told_and_no_more(changes: dict[str, str]):
    assert diagnostics(rule(**changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": "initiatives", "where": "{status: actve}"}, 'status is never "actve": planned, active, done, dropped'),
        ({"on": "objectives", "unless": "{scope: mail}"}, 'scope is never "mail"'),
        ({"where": "{automated: yes}"}, 'automated is never "yes": true'),
    ],
)
def test_a_value_that_a_field_never_has_is_told(changes: dict[str, str], expected: str):
    told = diagnostics(rule(**{"with": "{fields: [id]}", "message": "x", **changes}))
    assert any(expected in diagnostic for diagnostic in told), told


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


def test_large_sums_are_told_to_the_last_digit():
    text = "budget: {total: 1099999999999}\ninitiatives: [{id: a, objective: date-in-one-call, supports: promise, owner: COO, due: 2027-03-31, cost: 1099999999999.5, rank: 1}]"
    whole = StrategyView(read_strategy(with_example(SAMPLE, text, "x")), TRIED_ON)
    (found,) = KNOWN["budget-mismatch"].findings(whole)
    assert "1099999999999.5" in found.message and "1099999999999;" in found.message.replace(",", ";") + ";"
