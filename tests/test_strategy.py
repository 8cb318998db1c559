"""The strategy around lint: its schema, its starter, its document, and what it shows in an audit."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import SAMPLE
from markdown_it import MarkdownIt

from cxaudit import sanitize
from cxaudit.audit.file import AUDIT
from cxaudit.audit.scoring import assess
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.catalog.schemas import BANK, FRAMEWORK
from cxaudit.config import CONFIG
from cxaudit.model import Answer, Audit
from cxaudit.report.crosscheck import evidence, parting
from cxaudit.rules.examples import with_example
from cxaudit.rules.loader import RULES, read_rules
from cxaudit.schema.document import parse
from cxaudit.schema.json_schema import schema
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import STRATEGY

STRATEGY_SAMPLE = sources.sample("strategy").decode()
RULES_KNOWN = read_rules(sources.rule_files([])).values()


def shown(text: str) -> dict[str, str]:
    strategy = read_strategy(parse(text.encode(), "s.yaml"))
    return {id: found.word for id, found in evidence(RULES_KNOWN, strategy, "2026-11-22").items()}


def test_what_the_rules_ask_for_is_documented_partly_or_not_found():
    whole = shown(STRATEGY_SAMPLE)
    in_part = {id for rule in RULES_KNOWN for id in rule.in_part}
    assert whole == {id: "partly" if id in in_part else "documented" for id in whole}
    without = shown(STRATEGY_SAMPLE.replace("sponsor:", "#sponsor:").replace("    authority: credits", "    #", 1))
    assert without["executive-sponsor"] == "not found"
    assert without["authority-limits-documented"] == "partly"
    bare = shown("title: T\norganisation: O\n")
    assert set(bare.values()) == {"not found"}
    assert bare.keys() == whole.keys()


def test_each_part_of_a_rule_speaks_for_its_own_criterion():
    def with_part(fragment: str) -> dict[str, str]:
        strategy = read_strategy(with_example(parse(sources.sample("strategy"), "s"), fragment, "s"))
        return {id: found.word for id, found in evidence(RULES_KNOWN, strategy, "2026-11-22").items()}

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
    strategy = read_strategy(parse(STRATEGY_SAMPLE.encode(), "s.yaml"))
    found = evidence(rules.values(), strategy, "2026-11-22")
    assert found["processes-mapped"].word == "documented"
    assert "critical-points-identified" not in found


def test_a_starter_as_it_is_written_shows_nothing(cxaudit):
    cxaudit("init", "--as-of", "2026-11-22")
    words = shown(Path("strategy.yaml").read_text())
    assert {id for id, word in words.items() if word == "documented"} == set()


def test_what_is_missing_is_named_in_the_words_of_a_strategy_file():
    strategy = read_strategy(parse(STRATEGY_SAMPLE.encode(), "s.yaml"))
    found = {id: one.looked_for for id, one in evidence(RULES_KNOWN, strategy, "2026-11-22").items()}
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
    strategy = read_strategy(parse(STRATEGY_SAMPLE.replace("sponsor:", "#sponsor:").encode(), "s.yaml"))
    document = evidence(RULES_KNOWN, strategy, "2026-11-22")

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


def test_score_and_report_show_the_document_beside_the_claim(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text("title: T\norganisation: O\nvision: Tenants get a repair date in one call.\n")
    cxaudit("interview", "a.yaml", "--answers", SAMPLE)
    text = cxaudit("score", "a.yaml", "--strategy", "s.yaml").out
    assert "  level 3  not found  Response goals: claimed, not written" in text
    assert "what the document shows: T (s.yaml)" in text
    data = json.loads(cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json").out)
    assert data["criteria"]["response-goals"]["document"] == "not found"
    assert "channel-no-goal" not in data["criteria"]["response-goals"]["breaks"]
    assert data["criteria"]["courtesy"]["document"] is None
    report = cxaudit("report", "a.yaml", "--strategy", "s.yaml", "--as-of", "2026-11-22").out
    assert "## What the document shows" in report
    assert "beside what the strategy says: T (s.yaml), read as of 2026-11-22." in report
    assert "| Response goals | level 3 | not found | claimed, not written |" in report
    assert "What the document shows" not in cxaudit("report", "a.yaml").out
    (tmp_path / "cxaudit.yaml").write_text("rules: {authority-unset: off}\n")
    told = cxaudit("report", "a.yaml", "--strategy", "s.yaml").out
    assert "\n\nNot looked for, since the configuration turns it off: authority-unset.\n\n" in told
    assert (
        "What staff may decide | level 0 | not found" in report
        and "What staff may decide | level 0 | not found" not in told
    )
    broken = cxaudit("score", "a.yaml", "--strategy", "a.yaml")
    assert (broken.code, "Traceback" in broken.err) == (2, False)


# ---------------------------------------------------------------------------------------- schema and starter


@pytest.mark.parametrize("shape", [STRATEGY, AUDIT, FRAMEWORK, BANK, RULES, CONFIG])
def test_every_kind_of_file_has_a_schema_that_names_its_keys(shape):
    made = schema(shape, "x")
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert made["properties"].keys() == getattr(shape, "record", shape).shapes.keys()
    assert made["required"] == list(getattr(shape, "record", shape).required)
    assert made["additionalProperties"] is False


def test_the_strategy_schema_describes_every_key():
    made = schema(STRATEGY, "x")
    assert all(part.get("description") for part in made["properties"].values())


def test_schema_is_printed_for_every_kind_and_no_other(cxaudit):
    assert json.loads(cxaudit("schema", "strategy").out)["title"] == "cxaudit strategy"
    assert cxaudit("schema", "strategie").err == 'there is no kind "strategie" here\n  hint: did you mean strategy?\n'


def test_init_writes_what_lint_reads_and_editors_complete_and_never_overwrites(cxaudit, tmp_path: Path):
    ran = cxaudit("init", "docs", "--as-of", "2030-05-01")
    assert ran.out == "docs/strategy.yaml\ndocs/strategy.schema.json\ndocs/cxaudit.yaml\n"
    text = (tmp_path / "docs" / "strategy.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=./strategy.schema.json\n")
    assert "next_review: 2031-01-31" in text
    linted = cxaudit("lint", "docs", "--format", "concise", "--as-of", "2030-05-01")
    assert linted.code == 1
    assert {line.rpartition("[")[2] for line in linted.out.splitlines() if ": error:" in line} == {
        "placeholder-text]",
        "standard-incomplete]",
    }
    uncommented = {
        line.split(":")[0].lstrip("# ") for line in text.splitlines() if ":" in line and not line.startswith(" ")
    }
    assert set(STRATEGY.shapes) - {"last_review"} <= uncommented, "every key is there, if only as a comment"
    again = cxaudit("init", "docs")
    assert again.code == 2
    assert "docs/strategy.yaml: this file is there already" in again.err


# ------------------------------------------------------------------------------------------------- document


def test_render_makes_a_document_in_which_everything_typed_is_inert(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(
        STRATEGY_SAMPLE.replace("vision: Tenants", 'vision: "<script>x</script> | **Tenants**').replace(
            "goes off.\n", 'goes off."\n', 1
        )
    )
    out = cxaudit("render", "s.yaml").out
    html = MarkdownIt("gfm-like", {"linkify": False}).render(out)
    assert "<script>" not in html and "<strong>Tenants" not in html
    assert html.count("<table>") == 6
    assert (
        "| 1 | One planning board for the front desk and the crews | date-in-one-call, the promise | head of field work | 2027-03-31 | active | 40000 |"
        in out
    )


def test_render_of_next_to_nothing_and_by_ones_own_template(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(
        "title: T\norganisation: O\ninitiatives: [{id: a, rank: 2}, {id: b}, {id: c, rank: 1}]\n"
    )
    out = cxaudit("render", "s.yaml").out
    assert out.startswith("# T\n\nO.\n")
    assert [line.split("|")[2].strip() for line in out.splitlines() if line.startswith("|")][2:] == ["c", "a", "b"]
    (tmp_path / "t.j2").write_text("{{ strategy.title }}: {{ strategy.initiatives|length }}")
    assert cxaudit("render", "s.yaml", "--template", "t.j2").out == "T: 3"
    assert cxaudit("render", "s.yaml", "-o", "s.yaml").code == 2
    assert cxaudit("render", "nope.yaml").code == 2


def test_numbers_are_kept_exact():
    value = read_strategy(parse(b"{title: T, organisation: O, budget: {total: 0.1}}", "s"))
    assert value["budget"]["total"] == Fraction(1, 10)


def test_what_is_let_pass_stays_visible_in_the_report(cxaudit, tmp_path: Path):
    text = STRATEGY_SAMPLE.replace(
        "  - {id: bill, team: billing desk,", "  # cxaudit: ignore[reason-unrouted] one town\n  - {id: bill,"
    )
    (tmp_path / "s.yaml").write_text(text)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE, "--framework", "customer-access-strategy")
    row = next(r for r in cxaudit("report", "a.yaml", "--strategy", "s.yaml").out.splitlines() if "let pass" in r)
    assert row.endswith("| partly |  | contact\\_reasons: team | let pass, reason-unrouted: one town |")
    data = json.loads(cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json").out)
    assert data["criteria"]["routing"]["excused"] == ["reason-unrouted: one town"]


def test_what_is_still_to_be_written_or_was_dropped_shows_nothing():
    gaps = STRATEGY_SAMPLE.replace("authority: credits up to 50 EUR without asking", "authority: TBD").replace(
        "authority: decides on a second visit within the week", "authority: TODO"
    )
    assert shown(gaps)["authority-limits-documented"] == "not found"
    for nothing in ("none", "N/A", '"-"', "later", "Nobody", "..."):
        none = STRATEGY_SAMPLE.replace("onboarding: three weeks beside an experienced agent, hours_per_year: 24, ", "")
        none = none.replace("ref: wiki/service-policy", f"ref: {nothing}").replace(
            "procedure: wiki/repair-steps", f"procedure: {nothing}"
        )
        assert shown(none)["procedures-and-policy"] == "not found", nothing
        assert shown(none)["training-programme"] == "not found"
    dropped = shown(STRATEGY_SAMPLE.replace("status: active", "status: dropped"))
    assert dropped["ranked-priorities"] == "not found"
    assert dropped["funded-initiatives"] == "not found"


def test_render_leaves_out_nothing_that_is_written(cxaudit, tmp_path: Path):
    more = "exceptions: [{rule: stage-gap, path: journey/purchase, reason: the law lays it down}]\n"
    (tmp_path / "s.yaml").write_text(STRATEGY_SAMPLE + more)
    out = cxaudit("render", "s.yaml").out

    def texts(value: object, key: str = "") -> Iterator[str]:
        parts = (
            value.items()
            if isinstance(value, dict)
            else [(key, one) for one in value]
            if isinstance(value, tuple)
            else ()
        )
        for name, part in parts:
            yield from texts(part, name)
        if isinstance(value, str) and key not in ("percentile", "aim", "effort", "scope", "department"):
            yield value

    strategy = read_strategy(parse((STRATEGY_SAMPLE + more).encode(), "s"))
    written = {text for key, value in strategy.items() for text in texts(value, key)}
    named_by_text = {entry["id"] for entry in (*strategy["initiatives"], *strategy["feedback"])}
    assert [text for text in written - named_by_text if sanitize.markdown(text) not in out] == []


def test_a_strategy_that_would_not_be_shown_is_refused(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(STRATEGY_SAMPLE)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE)
    for option in (["--gaps"], ["--explain", "overall"]):
        ran = cxaudit("score", "a.yaml", "--strategy", "s.yaml", *option)
        assert (ran.code, ran.err) == (2, f"{option[0]} shows nothing of --strategy\n  hint: leave one of them out\n")


def test_an_id_that_looks_unwritten_stands():
    renamed = shown(STRATEGY_SAMPLE.replace("date-in-one-call", "todo-date"))
    assert renamed["written-strategy"] == "documented"


def test_what_the_configuration_ignores_in_the_file_is_broken_in_no_report(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(STRATEGY_SAMPLE.replace(", timezone: Europe/Berlin}", "}", 1))
    cxaudit("interview", "a.yaml", "--answers", SAMPLE, "--framework", "customer-access-strategy")
    score = ("score", "a.yaml", "--strategy", "s.yaml", "--format", "json", "--as-of", "2026-11-22")
    before = json.loads(cxaudit(*score).out)["criteria"]["hours-published"]
    assert before["breaks"] == ["channel-no-hours"]
    (tmp_path / "cxaudit.yaml").write_text("per-file-ignores: {s.yaml: [channel-no-hours]}\n")
    data = json.loads(cxaudit(*score).out)
    assert data["criteria"]["hours-published"]["document"] is None
    assert data["reading"]["off"] == ["channel-no-hours"]


def test_two_ways_of_showing_a_score_are_refused(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE)
    ran = cxaudit("score", "a.yaml", "--gaps", "--explain", "overall")
    assert (ran.code, ran.err) == (2, "--explain and --gaps cannot both be shown\n  hint: leave one of them out\n")


def test_a_rule_that_is_let_pass_in_one_place_and_broken_in_another_is_broken(cxaudit, tmp_path: Path):
    text = STRATEGY_SAMPLE.replace(", timezone: Europe/Berlin}", "}")
    text = text.replace("hours: Mon-Fri 8-18}", "hours: Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] one town", 1)
    (tmp_path / "s.yaml").write_text(text)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE, "--framework", "customer-access-strategy")
    ran = cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json", "--as-of", "2026-11-22")
    found = json.loads(ran.out)["criteria"]["hours-published"]
    assert (found["breaks"], found["excused"]) == (["channel-no-hours"], [])
