"""What a strategy shows, beside what was claimed."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import CATALOG, EVERYTHING, RULES, SAMPLE_STRATEGY, everything, make_pack

from cxaudit.audit.assessment import assess
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.model import Answer, Audit
from cxaudit.report.crosscheck import Shown, Word, evidence, partings
from cxaudit.rules.examples import with_example
from cxaudit.rules.loader import read_rules
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


def shown(text: str) -> dict[str, str]:
    strategy = read_strategy(parse(text.encode(), "s.yaml"))
    return {id: found.word for id, found in evidence(RULES.values(), strategy, "2026-11-22").items()}


def test_what_the_rules_ask_for_is_documented_partly_or_not_found():
    whole = shown(SAMPLE_STRATEGY)
    in_part = {id for rule in RULES.values() for id in rule.in_part}
    assert whole == {id: "partly" if id in in_part else "documented" for id in whole}
    without = shown(SAMPLE_STRATEGY.replace("sponsor:", "#sponsor:").replace("    authority: credits", "    #", 1))
    assert without["executive-sponsor/document"] == "not found"
    assert without["authority-limits-documented/limits"] == "partly"
    bare = shown("title: T\norganisation: O\n")
    assert set(bare.values()) == {"not found"}
    assert bare.keys() == whole.keys()


def test_each_part_of_a_rule_speaks_for_its_own_criterion():
    def with_part(fragment: str) -> dict[str, str]:
        strategy = read_strategy(with_example(parse(sources.sample("strategy"), "s"), fragment, "s"))
        return {id: found.word for id, found in evidence(RULES.values(), strategy, "2026-11-22").items()}

    loop = "cadence: weekly, analyst: quality lead, action_owner: COO, log: list"
    one_sided = with_part(f"feedback: [{{id: survey, source: customers, {loop}}}]")
    assert one_sided["customer-feedback-sought/rule"] == "partly", "who reads it when is more than a strategy says"
    assert one_sided["staff-feedback-sought/rule"] == "not found"
    journey = with_part(
        "journey:\n  - {stage: purchase, touchpoint: contract, owner: billing, measure: returns}\n  - {stage: advocacy}"
    )
    stages = [journey[id] for id in ("discovery/list", "purchase/steps", "advocacy/rule")]
    assert stages == ["not found", "partly", "partly"], "what it takes to buy is not all in a strategy"
    reasons = with_part("contact_reasons: [{id: repair, team: field desk, shows: balance, captures: reason}]")
    assert (reasons["routing/list"], reasons["resources-per-contact-type/list"]) == ("documented", "not found")
    assert with_part("journey: [{stage: advocacy, owner: billing}]")["advocacy/rule"] == "partly"
    huddle = with_part(f"feedback: [{{id: huddle, source: staff, {loop}}}]")
    assert (huddle["feedback-acted-on/changes"], huddle["staff-feedback-sought/rule"]) == ("not found", "documented")


def test_a_part_that_a_configuration_takes_out_is_asked_of_nobody():
    rules = read_rules(sources.rule_files([]))
    rules["process-unmapped"] = rules["process-unmapped"].with_params({"fields": ("map",)})
    strategy = read_strategy(parse(SAMPLE_STRATEGY.encode(), "s.yaml"))
    found = evidence(rules.values(), strategy, "2026-11-22")
    assert found["processes-mapped/drawn"].word == "partly"
    assert "critical-points-identified/standards" not in found


def test_a_starter_as_it_is_written_shows_nothing(cxaudit):
    cxaudit("init", "--as-of", "2026-11-22")
    words = shown(Path("strategy.yaml").read_text())
    assert {id for id, word in words.items() if word == "documented"} == set()


def test_what_is_missing_is_named_in_the_words_of_a_strategy_file():
    strategy = read_strategy(parse(SAMPLE_STRATEGY.encode(), "s.yaml"))
    found = {id: one.looked_for for id, one in evidence(RULES.values(), strategy, "2026-11-22").items()}
    assert found["advocacy/rule"] == ("journey (stage advocacy): touchpoint, owner and measure",)
    assert found["department-responsibilities/part"] == ("departments (without is_service): service_role",)
    assert found["written-strategy/document"] == ("objectives",)
    assert found["outcome-measures/targets"] == ("kpis (kind outcome)",)
    assert found["review-cycle/document"] == ("next_review and reviewer",)
    assert found["funded-initiatives/budget"] == ("initiatives (status not done or dropped): cost",)


def test_where_a_list_holds_nothing_that_a_rule_picks_nothing_is_said():
    nobody_else = shown("title: T\norganisation: O\ndepartments: [{id: desk, is_service: true, service_role: all}]\n")
    assert "department-responsibilities/part" not in nobody_else
    no_list = shown("title: T\norganisation: O\n")
    assert no_list["department-responsibilities/part"] == "not found"
    ranked = "title: T\norganisation: O\ninitiatives: [{id: a, status: active}, {id: b, status: active}]\n"
    assert shown(ranked)["ranked-priorities/list"] == "not found"
    goals = "title: T\norganisation: O\nchannels: [{id: mail, hours: 8-18, timezone: UTC}]\n"
    assert shown(goals)["response-goals/goal"] == "not found"


def test_a_text_without_faults_shows_nothing_by_that_alone():
    assert (
        shown("title: T\norganisation: O\nvision: Tenants get a repair date in one call.\n")["response-goals/goal"]
        == "not found"
    )


STRATEGY = SAMPLE_STRATEGY.replace("    authority: credits", "    #").replace("    authority: decides", "    #")
LIMITS = "authority-limits-documented"  # a written practice of it is not in this strategy
DOCUMENT = "written-strategy"  # and one of this is


def beside(name: str, answer: Answer, text: str = STRATEGY) -> str:
    """How what was said of a practice, or of a criterion with levels, goes with the document."""
    strategy = read_strategy(parse(text.encode(), "s.yaml"))
    audit = replace(EVERYTHING, answers={name.partition("/")[0]: answer})
    results = assess(CATALOG, audit, "2026-11-22").results
    found = partings(results, evidence(RULES.values(), strategy, "2026-11-22"))
    return next((one.word for one in found if name == (one.mark.practice.key if one.mark else one.result.id)), "")


@pytest.mark.parametrize(
    ("name", "said", "word"),
    [
        (f"{LIMITS}/limits", "yes", "said, not found in the document"),
        (f"{LIMITS}/limits", "partly", "said, not found in the document"),
        (f"{LIMITS}/limits", "no", "neither"),
        (f"{LIMITS}/limits", "unknown", "neither"),
        (f"{DOCUMENT}/document", "yes", "said and written"),
        (f"{DOCUMENT}/document", "no", "in the document, not said"),
        (f"{DOCUMENT}/document", "unknown", "in the document, not said"),
        ("response-goals/goal", "yes", "partly in the document"),
        ("response-goals/watched", "yes", ""),
        ("courtesy/guide", "yes", ""),
    ],
)
def test_a_written_practice_is_compared_with_the_document(name: str, said: str, word: str):
    assert beside(name, Answer(practices={name.partition("/")[2]: said})) == word


def test_what_was_examined_and_did_not_hold_is_not_said_any_more():
    answer = Answer(practices={"limits": "yes"}, not_held=("limits",))
    assert beside(f"{LIMITS}/limits", answer) == "neither"


def test_what_does_not_apply_is_compared_with_nothing():
    assert beside(f"{LIMITS}/limits", Answer(na="not-offered")) == ""
    assert beside(f"{DOCUMENT}/document", Answer(not_applicable={"document": "done-elsewhere"})) == ""


def test_a_criterion_with_levels_is_compared_as_a_whole(tmp_path: Path):
    catalog = load(sources.catalog_files([make_pack(tmp_path / "pack")]))
    for level, word in ((3, "said, not found in the document"), (1, "neither")):
        audit = Audit(frameworks={"fax-lens": "1.0.0"}, answers={"fax-manners": Answer(level=level)})
        (found,) = partings(assess(catalog, audit).results, {"fax-manners": Shown(Word.NOT_FOUND)})
        assert (found.says, found.state, found.word) == ("Fax manners", f"level {level}", word)


def test_what_differs_stands_first_and_the_rest_in_the_order_of_the_bank():
    strategy = read_strategy(parse(STRATEGY.encode(), "s.yaml"))
    answers = everything(frameworks=EVERYTHING.frameworks) | {DOCUMENT: Answer(practices={"document": "no"})}
    results = assess(CATALOG, replace(EVERYTHING, answers=answers), "2026-11-22").results
    words = [one.word for one in partings(results, evidence(RULES.values(), strategy, "2026-11-22"))]
    assert list(dict.fromkeys(words)) == [
        "said, not found in the document",
        "in the document, not said",
        "in the document, not asked yet",
        "partly in the document",
        "said and written",
    ]
    assert words == sorted(words, key=list(dict.fromkeys(words)).index)


def test_what_is_still_to_be_written_or_was_dropped_shows_nothing():
    gaps = SAMPLE_STRATEGY.replace("authority: credits up to 50 EUR without asking", "authority: TBD").replace(
        "authority: decides on a second visit within the week", "authority: TODO"
    )
    assert shown(gaps)["authority-limits-documented/limits"] == "not found"
    for nothing in ("none", "N/A", '"-"', "later", "Nobody", "..."):
        none = SAMPLE_STRATEGY.replace("onboarding: three weeks beside an experienced agent, hours_per_year: 24, ", "")
        none = none.replace("ref: wiki/service-policy", f"ref: {nothing}").replace(
            "procedure: wiki/repair-steps", f"procedure: {nothing}"
        )
        assert shown(none)["procedures-and-policy/one-place"] == "not found", nothing
        assert shown(none)["training-programme/programme"] == "not found"
    dropped = shown(SAMPLE_STRATEGY.replace("status: active", "status: dropped"))
    assert dropped["ranked-priorities/list"] == "not found"
    assert dropped["funded-initiatives/budget"] == "not found"


def test_an_id_that_looks_unwritten_stands():
    renamed = shown(SAMPLE_STRATEGY.replace("date-in-one-call", "todo-date"))
    assert renamed["written-strategy/document"] == "documented"
