"""What the report says, and what it keeps to itself: findings, strengths, old answers, private notes."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, IDS, SAMPLE_STRATEGY, everything, said

from cxaudit import sanitize
from cxaudit.audit.assessment import Assessment, assess
from cxaudit.audit.evidence import draw
from cxaudit.catalog import sources
from cxaudit.model import Answer, Audit
from cxaudit.project import open_project
from cxaudit.report import score_card
from cxaudit.report.context import as_json, context
from cxaudit.report.crosscheck import read_beside
from cxaudit.report.explain import explain
from cxaudit.report.sample import listed
from cxaudit.report.score_json import render as score_json
from cxaudit.report.templating import render
from cxaudit.schema.document import parse

TEMPLATES = sources.templates([])
DAY = "2026-11-22"
PROMISES = {practice.id: practice.says for practice in CATALOG.criteria["promises-kept"].practices}
RESULTS = {p.key for c in CATALOG.criteria.values() for p in c.practices if p.is_result}
CHANGED = "00000000"  # the fingerprint of a question as it was once


def given(answers: Mapping[str, Answer], **more: object) -> Assessment:
    return assess(CATALOG, replace(EMPTY, answers=answers, **more), DAY)


def written(assessment: Assessment) -> str:
    return render("report.md.j2", TEMPLATES, context(CATALOG, assessment))


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n")[1].split("\n## ")[0]


def findings(text: str) -> str:
    """All findings, without the headings of their groups."""
    return "".join(part.partition("\n")[2] for part in text.split("## Findings: ")[1:]).split("\n## ")[0]


def numbered(text: str, pattern: str) -> list[tuple[int, str]]:
    return [(int(number), title) for number, title in re.findall(pattern, text, re.M)]


# --------------------------------------------------------------------------------------------------- one numbering

FIRST = r"^(\d+)\. \*\*(.+?)\.\*\*"
FOUND = r"^\*\*(\d+)\. (.+?)\*\*"


def test_first_steps_roadmap_and_findings_have_one_numbering(sample: Audit):
    text = written(assess(CATALOG, sample, DAY))
    found = sorted(numbered(text, FOUND))
    first, roadmap = section(text, "What to do first"), section(text, "Roadmap")
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert numbered(first, FIRST) == found[:5]
    next_, later = roadmap.split("### Next")[1].split("### Later")
    assert numbered(next_, FIRST) == found[5:12]
    assert [(int(n), title) for title, n in re.findall(r"(.+?) \((\d+)\)(?:, |\.)", later)] == found[12:]


def test_every_step_is_given_where_all_are_asked_for(sample: Audit):
    assessment = assess(CATALOG, sample, DAY)
    text = render("report.md.j2", TEMPLATES, context(CATALOG, assessment, all_steps=True))
    values = context(CATALOG, assessment)
    for gap in values["gaps"]:
        for step in gap["steps"]:
            assert sanitize.markdown(step) in text
    later = section(text, "Roadmap").split("### Later")[1]
    assert [n for n, _ in numbered(later, FIRST)] == list(range(13, len(values["gaps"]) + 1))


def test_the_card_numbers_gaps_as_the_report_does(sample: Audit):
    assessment = assess(CATALOG, sample, DAY)
    titles = dict(numbered(written(assessment), FOUND))
    assert numbered(score_card.card(assessment), r"^  (\d) (.+)$") == [(n, titles[n]) for n in range(1, 6)]


def test_what_matters_most_to_the_client_is_marked(sample: Audit):
    text = written(assess(CATALOG, replace(sample, matters=("promises-kept",)), DAY))
    assert re.search(r"^1\. \*\*Promises kept\.\*\* .* Said to matter most\.$", text, re.M)
    assert len(re.findall(r"\bsaid to matter most\.", section(text, "What to do first"), re.I)) == 1


# -------------------------------------------------------------------------------------------------------- findings


def test_a_finding_is_what_is_missing_what_is_there_and_the_note():
    answer = Answer(
        practices={"noted": "yes", "person-and-day": "partly", "rule": "no", "counted": "yes", "kept": "missed"},
        missing={"person-and-day": "visits only"}, figure="12 of the last 20", note="Ask again in May.",
        evidence="Call-back list", not_held=("counted",),
    )  # fmt: skip
    found = findings(written(given({"promises-kept": answer})))
    assert f"- Partly: {PROMISES['person-and-day']} (missing: visits only)\n" in found
    assert f"- Missed: {PROMISES['kept']}\n" in found
    assert f"{PROMISES['counted']} (examined: did not hold)\n" in found
    assert f"- Yes: {PROMISES['noted']}\n" in found
    assert "- Figure: 12 of the last 20. Evidence: Call-back list.\n- Note: Ask again in May.\n" in found


def test_a_note_keeps_its_lines_and_stands_once():
    answer = Answer(practices={"noted": "no"}, note="First line.\nSecond *line*.\n\n# Third")
    text = written(given({"promises-kept": answer}))
    assert "- Note: First line.\\\n  Second \\*line\\*.\\\n  \\# Third\n" in text
    assert text.count("First line.") == 1


def test_only_what_was_measured_is_called_missed():
    found = findings(written(given({"promises-kept": Answer(practices={"kept": "not-measured"})})))
    assert f"- Not measured: {PROMISES['kept']}" in found
    assert "Missed" not in found


def test_what_lies_beyond_the_aim_is_listed_apart_from_what_is_missing():
    answer = Answer(practices={"noted": "no", "rule": "no", "counted": "partly"})
    found = findings(written(given({"promises-kept": answer}, target={"all": "essential"})))
    assert f"- No: {PROMISES['noted']}\n" in found
    assert f"- Not fully met, beyond the aim: {PROMISES['rule']} {PROMISES['counted']}\n" in found


def test_a_missed_result_has_its_figure_beside_the_yardstick():
    answer = Answer(practices={"kept": "missed"}, figure="12 of 20 in May")
    first = section(written(given({"promises-kept": answer})), "What to do first")
    assert f"Result missed; figure: 12 of 20 in May. Needed: {PROMISES['kept']}" in first
    no_figure = section(written(given({"promises-kept": replace(answer, figure="")})), "What to do first")
    assert f"Result said to be missed, without a figure. Needed: {PROMISES['kept']}" in no_figure


def test_claims_beside_missed_results_are_to_be_examined_first():
    best = {id: said(CATALOG.criteria[id], best=True) for id in IDS}
    claimed = {
        id: replace(a, practices={p: "missed" if f"{id}/{p}" in RESULTS else said_ for p, said_ in a.practices.items()})
        for id, a in best.items()
    }
    warning = "Much is said to be done and many results are missed: examine the claims first."
    assert warning in section(written(given(claimed)), "Summary")
    assert warning not in section(written(given(best)), "Summary")


def test_a_house_of_under_ten_people_is_named_no_managers():
    answers = {id: said(CATALOG.criteria[id], best=False) for id in IDS}
    roles = re.compile(r"[Tt]he (?:team leader|service manager|director)\b")
    small = context(CATALOG, given(answers, profile={"servers": "under-10"}))["gaps"]
    large = context(CATALOG, given(answers, profile={"servers": "10-49"}))["gaps"]
    assert not [step for gap in small for step in gap["steps"] if roles.search(step)]
    assert [step for gap in large for step in gap["steps"] if roles.search(step)]


def test_what_is_not_known_is_one_table_and_no_gap():
    text = written(given({"promises-kept": Answer(practices={"noted": "unknown"})}))
    assert "Nothing is known yet, so there is no gap to name." in text
    unknown = section(text, "To find out")
    assert text.count(PROMISES["noted"]) == unknown.count(PROMISES["noted"]) == 1
    assert len(re.findall(r"^\|:-", unknown, re.M)) == 1
    assert "Not asked yet: 31 questions." in unknown


def test_what_was_said_not_to_apply_is_listed_with_its_reason():
    answers = {
        "courtesy": Answer(na="out-of-scope", note="Agreed in May."),
        "promises-kept": Answer(practices={"noted": "yes"}, not_applicable={"rule": "not-offered"}),
    }
    listed_ = section(written(given(answers)), "Said not to apply")
    assert "- Courteous contacts (outside the scope agreed for this audit) Agreed in May.\n" in listed_
    assert f"- Promises kept: {PROMISES['rule']} (the organisation does not offer this)\n" in listed_


def test_made_and_averted_mistakes_are_counted():
    answers = {
        "written-strategy": Answer(practices={"document": "yes", "actions": "partly"}),
        "department-responsibilities": Answer(practices={"part": "no", "heads-meet": "no"}),
    }
    text = written(given(answers))
    assert "**Five common strategy mistakes:** 1 made, 1 partly averted, 3 not known, going by the answers." in text
    gist = "Departments that never meet customers have no part in the plan"
    assert f"\n- **Front line only** ({gist}): made\n" in text


# --------------------------------------------------------------------------------------------------------- length


def words(text: str) -> int:
    return len(re.findall(r"\w[\w'%-]*", text))


def typed_words(audit: Audit) -> int:
    """What people typed: names, evidence, figures, notes, what is missing."""
    answers = audit.answers.values()
    texts = [text for a in answers for text in (a.evidence, a.figure, a.note, *a.missing.values())]
    return sum(map(words, texts))


@pytest.mark.parametrize("kept", [1, 3, 8, 16, 32])
def test_a_short_audit_gets_a_short_report(sample: Audit, kept: int):
    answers = dict(list(sample.answers.items())[:kept])
    text = written(assess(CATALOG, replace(sample, answers=answers), DAY))
    assert words(text) - typed_words(replace(sample, answers=answers)) <= 600 + 120 * kept


# ------------------------------------------------------------------------------------------------------ read-back


def test_the_read_back_page_has_every_gap_and_room_to_disagree(sample: Audit):
    assessment = assess(CATALOG, sample, DAY)
    text = render("read-back.md.j2", TEMPLATES, context(CATALOG, assessment))
    assert "| | Finding | They disagree |" in text
    assert numbered(text, r"^\| (\d+) \| \*\*(.+?)\*\*") == sorted(numbered(written(assessment), FOUND))
    assert all(line.endswith("| |") for line in text.splitlines() if line.startswith("| ") and "Finding" not in line)


# ------------------------------------------------------------------------------------------------------- strengths


def strong(answers: Mapping[str, Answer]) -> list[str]:
    values = context(CATALOG, given(answers))
    return [one["id"] for one in (*values["strengths"], *values["more_strengths"])]


def test_what_is_there_in_full_is_a_strength_and_what_was_examined_comes_first():
    best = everything()
    best["courtesy"] = replace(best["courtesy"], seen=("relief",), evidence="Log")
    best["promises-kept"] = replace(best["promises-kept"], evidence="List")
    assert strong(best)[:2] == ["courtesy", "promises-kept"]
    assert len(strong(best)) == len(IDS)


def test_a_criterion_of_written_practices_alone_is_no_strength():
    only = {"document": "yes", "actions": "yes"}
    others = {p.id: "out-of-scope" for p in CATALOG.criteria["written-strategy"].practices if p.id not in only}
    assert strong({"written-strategy": Answer(practices=only, not_applicable=others)}) == []
    assert strong({"written-strategy": said(CATALOG.criteria["written-strategy"], best=True)}) == ["written-strategy"]


def test_a_criterion_whose_result_is_missed_is_no_strength():
    best = said(CATALOG.criteria["courtesy"], best=True)
    for reply, names in (("missed", []), ("not-measured", ["courtesy"])):
        assert strong({"courtesy": replace(best, practices={**best.practices, "friendly": reply})}) == names


# ----------------------------------------------------------------------------------------------------- old answers


def aged(at: str, asked: str = "") -> tuple[Assessment, str]:
    best = said(CATALOG.criteria["courtesy"], best=True)
    assessment = given({"courtesy": replace(best, at=at, asked=asked)})
    return assessment, section(written(assessment), "Summary")


def test_an_answer_of_thirteen_months_counts_and_is_named():
    assessment, summary = aged("2025-10-20")
    assert assessment.results["courtesy"].score.point == 1
    assert "Over 12 months old, but counted: Courteous contacts (2025-10-20).\n" in summary


def test_an_answer_of_eleven_months_is_not_named():
    assert "Older than" not in aged("2025-12-23")[1]


def test_an_answer_of_twenty_five_months_does_not_count_and_is_named():
    assessment, summary = aged("2024-10-20")
    assert assessment.results["courtesy"].score.point is None
    assert assessment.overall.score.point is None
    assert "Answered, but not counted: Courteous contacts (too old).\n" in summary
    assert "Older than" not in summary


def test_an_answer_to_a_changed_question_does_not_count_and_is_named():
    assessment, summary = aged(DAY, CHANGED)
    assert assessment.results["courtesy"].score.point is None
    assert "Answered, but not counted: Courteous contacts (the question has since changed).\n" in summary
    assert "courtesy" not in [result.id for result, _ in draw(assessment)]
    assert json.loads(score_json(assessment))["criteria"]["courtesy"]["stale"] == "changed"


def test_an_answer_to_the_question_as_it_stands_counts():
    assessment, summary = aged(DAY, CATALOG.criteria["courtesy"].fingerprint)
    assert assessment.results["courtesy"].score.point == 1
    assert "not counted" not in summary


# --------------------------------------------------------------------------------------------------- private notes


def test_a_private_note_is_in_no_output():
    secret = "Do not tell T. Brandt"
    answers = {id: replace(answer, private=secret, note="Open.") for id, answer in everything().items()}
    answers |= {id: replace(said(CATALOG.criteria[id], best=False), private=secret) for id in IDS[:5]}
    answers |= {
        IDS[6]: Answer(na="out-of-scope", private=secret),
        IDS[7]: replace(answers[IDS[7]], private=secret, asked=CHANGED),
    }
    assessment = given(answers)
    reading = read_beside(
        open_project(None, []), parse(SAMPLE_STRATEGY.encode(), "s.yaml"), SAMPLE_STRATEGY.encode(), "s.yaml", DAY
    )
    values = context(CATALOG, assessment, reading)
    practices = [mark.practice.key for mark in assessment.marks]
    outputs = [
        render("report.md.j2", TEMPLATES, values), render("report.html.j2", TEMPLATES, values, "html"),
        render("read-back.html.j2", TEMPLATES, values, "html"), as_json(values), score_json(assessment, reading),
        score_card.card(assessment, 80, reading), score_card.gaps(assessment), listed(assessment, 999, 1),
        *(explain(assessment, id) for id in ("overall", *IDS, *practices)),
    ]  # fmt: skip
    assert "Open." in outputs[0]
    assert not [text for text in outputs if secret in text]
