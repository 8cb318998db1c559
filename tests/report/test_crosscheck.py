"""What a strategy shows, beside what was claimed."""

from pathlib import Path

from factories import RULES, SAMPLE_STRATEGY

from cxaudit.audit.scoring import assess
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.model import Answer, Audit
from cxaudit.report.crosscheck import evidence, parting
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
    assert without["executive-sponsor"] == "not found"
    assert without["authority-limits-documented"] == "partly"
    bare = shown("title: T\norganisation: O\n")
    assert set(bare.values()) == {"not found"}
    assert bare.keys() == whole.keys()


def test_each_part_of_a_rule_speaks_for_its_own_criterion():
    def with_part(fragment: str) -> dict[str, str]:
        strategy = read_strategy(with_example(parse(sources.sample("strategy"), "s"), fragment, "s"))
        return {id: found.word for id, found in evidence(RULES.values(), strategy, "2026-11-22").items()}

    loop = "cadence: weekly, analyst: quality lead, action_owner: COO, log: list"
    one_sided = with_part(f"feedback: [{{id: survey, source: customers, {loop}}}]")
    assert one_sided["customer-feedback-sought"] == "documented"
    assert one_sided["staff-feedback-sought"] == "not found"
    journey = with_part(
        "journey:\n  - {stage: purchase, touchpoint: contract, owner: billing, measure: returns}\n  - {stage: advocacy}"
    )
    stages = [journey[id] for id in ("discovery", "consideration", "purchase", "advocacy")]
    assert stages == ["not found", "not found", "partly", "partly"], "what it takes to buy is not all in a strategy"
    reasons = with_part("contact_reasons: [{id: repair, team: field desk, shows: balance, captures: reason}]")
    assert (reasons["routing"], reasons["resources-per-contact-type"]) == ("documented", "not found")
    assert with_part("journey: [{stage: advocacy, owner: billing}]")["advocacy"] == "partly"
    huddle = with_part(f"feedback: [{{id: huddle, source: staff, {loop}}}]")
    assert (huddle["feedback-acted-on"], huddle["staff-feedback-sought"]) == ("not found", "documented")


def test_a_part_that_a_configuration_takes_out_is_asked_of_nobody():
    rules = read_rules(sources.rule_files([]))
    rules["process-unmapped"] = rules["process-unmapped"].with_params({"fields": ("map",)})
    strategy = read_strategy(parse(SAMPLE_STRATEGY.encode(), "s.yaml"))
    found = evidence(rules.values(), strategy, "2026-11-22")
    assert found["processes-mapped"].word == "documented"
    assert "critical-points-identified" not in found


def test_a_starter_as_it_is_written_shows_nothing(cxaudit):
    cxaudit("init", "--as-of", "2026-11-22")
    words = shown(Path("strategy.yaml").read_text())
    assert {id for id, word in words.items() if word == "documented"} == set()


def test_what_is_missing_is_named_in_the_words_of_a_strategy_file():
    strategy = read_strategy(parse(SAMPLE_STRATEGY.encode(), "s.yaml"))
    found = {id: one.looked_for for id, one in evidence(RULES.values(), strategy, "2026-11-22").items()}
    assert found["advocacy"] == ("journey (stage advocacy): touchpoint, owner and measure",)
    assert found["hours-published"] == ("channels (without automated): hours and timezone",)
    assert found["department-responsibilities"] == ("departments (without is_service): service_role",)
    assert found["written-strategy"] == ("objectives", "objectives named in initiatives/objective")
    assert found["outcome-measures"] == ("kpis (kind outcome)",)
    assert found["review-cycle"] == ("next_review and reviewer",)
    assert found["funded-initiatives"] == ("initiatives (status not done or dropped): cost",)


def test_where_a_list_holds_nothing_that_a_rule_picks_nothing_is_said():
    nobody_else = shown("title: T\norganisation: O\ndepartments: [{id: desk, is_service: true, service_role: all}]\n")
    assert "department-responsibilities" not in nobody_else
    no_list = shown("title: T\norganisation: O\n")
    assert no_list["department-responsibilities"] == "not found"
    ranked = "title: T\norganisation: O\ninitiatives: [{id: a, status: active}, {id: b, status: active}]\n"
    assert shown(ranked)["ranked-priorities"] == "not found"
    goals = "title: T\norganisation: O\nchannels: [{id: mail, hours: 8-18, timezone: UTC}]\n"
    assert shown(goals)["response-goals"] == "not found"


def test_a_text_without_faults_shows_nothing_by_that_alone():
    assert (
        shown("title: T\norganisation: O\nvision: Tenants get a repair date in one call.\n")["response-goals"]
        == "not found"
    )


def test_claim_and_document_part_where_one_stands_without_the_other():
    catalog = load(sources.catalog_files([]))
    strategy = read_strategy(parse(SAMPLE_STRATEGY.replace("sponsor:", "#sponsor:").encode(), "s.yaml"))
    document = evidence(RULES.values(), strategy, "2026-11-22")

    def parts(id: str, answer: Answer) -> str:
        audit = Audit(frameworks={i: f.version for i, f in catalog.frameworks.items()}, answers={id: answer})
        return parting(assess(catalog, audit).results[id], document.get(id))

    assert parts("executive-sponsor", Answer(level=3)) == "claimed, not written"
    assert parts("executive-sponsor", Answer(level=1)) == ""
    assert parts("routing", Answer(level=0)) == "written, not practised"
    assert parts("routing", Answer(level=1)) == "more written than claimed"
    assert parts("routing", Answer(level=2)) == ""
    assert parts("routing", Answer(unknown=True)) == ""
    assert parts("courtesy", Answer(level=4)) == "", "no rule speaks of it"


def test_what_is_still_to_be_written_or_was_dropped_shows_nothing():
    gaps = SAMPLE_STRATEGY.replace("authority: credits up to 50 EUR without asking", "authority: TBD").replace(
        "authority: decides on a second visit within the week", "authority: TODO"
    )
    assert shown(gaps)["authority-limits-documented"] == "not found"
    for nothing in ("none", "N/A", '"-"', "later", "Nobody", "..."):
        none = SAMPLE_STRATEGY.replace("onboarding: three weeks beside an experienced agent, hours_per_year: 24, ", "")
        none = none.replace("ref: wiki/service-policy", f"ref: {nothing}").replace(
            "procedure: wiki/repair-steps", f"procedure: {nothing}"
        )
        assert shown(none)["procedures-and-policy"] == "not found", nothing
        assert shown(none)["training-programme"] == "not found"
    dropped = shown(SAMPLE_STRATEGY.replace("status: active", "status: dropped"))
    assert dropped["ranked-priorities"] == "not found"
    assert dropped["funded-initiatives"] == "not found"


def test_an_id_that_looks_unwritten_stands():
    renamed = shown(SAMPLE_STRATEGY.replace("date-in-one-call", "todo-date"))
    assert renamed["written-strategy"] == "documented"
