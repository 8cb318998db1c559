"""What the report says, and what it keeps to itself: findings, strengths, old answers, private notes."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from factories import CATALOG, EMPTY, IDS, SAMPLE_STRATEGY, everything, said

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
CHANGED = "00000000"  # the fingerprint of a question as it was once


def given(answers: Mapping[str, Answer], **more: object) -> Assessment:
    return assess(CATALOG, replace(EMPTY, answers=answers, **more), DAY)


def written(assessment: Assessment) -> str:
    return render("report.md.j2", TEMPLATES, context(CATALOG, assessment))


def section(text: str, heading: str) -> str:
    return text.split(f"## {heading}\n")[1].split("\n## ")[0]


def numbered(text: str, pattern: str) -> list[tuple[int, str]]:
    return [(int(number), title) for number, title in re.findall(pattern, text, re.M)]


# --------------------------------------------------------------------------------------------------- one numbering


def test_summary_first_steps_roadmap_and_register_have_one_numbering(sample: Audit):
    text = written(assess(CATALOG, sample, DAY))
    register = numbered(section(text, "Gap register"), r"^### (\d+)\. (.+)$")
    roadmap = numbered(section(text, "Roadmap"), r"^\| (\d+) \| (.+?)(?: \(quick win\))?(?: \(matters most\))? \|")
    assert [number for number, _ in register] == list(range(1, len(register) + 1))
    assert roadmap == register
    assert numbered(section(text, "Summary"), r"^\| (\d+) \| \*\*(.+?)\*\* \|") == register[:5]
    assert numbered(section(text, "First steps"), r"^(\d+)\. \*\*(.+?):\*\*") == register[:5]


def test_the_roadmap_is_cut_after_five_and_twelve(sample: Audit):
    roadmap = section(written(assess(CATALOG, sample, DAY)), "Roadmap")
    parts = re.split(r"^### ", roadmap, flags=re.M)[1:]
    assert [(part.split("\n")[0], len(re.findall(r"^\| \d+ \|", part, re.M))) for part in parts][:2] == [
        ("Now", 5),
        ("Next", 7),
    ]


def test_the_card_numbers_gaps_as_the_report_does(sample: Audit):
    assessment = assess(CATALOG, sample, DAY)
    titles = [title for _, title in numbered(section(written(assessment), "Gap register"), r"^### (\d+)\. (.+)$")]
    assert numbered(score_card.card(assessment), r"^  (\d) (.+)$") == [(n, titles[n - 1]) for n in range(1, 6)]


def test_what_matters_most_to_the_client_is_marked(sample: Audit):
    text = written(assess(CATALOG, replace(sample, matters=("promises-kept",)), DAY))
    assert "| Promises kept (matters most) |" in text
    assert text.count("(matters most)") == 1


# -------------------------------------------------------------------------------------------------------- findings


def test_a_finding_is_what_is_missing_what_is_there_and_the_note():
    answer = Answer(
        practices={"noted": "yes", "person-and-day": "partly", "rule": "no", "counted": "yes", "kept": "missed"},
        missing={"person-and-day": "visits only"}, figure="12 of the last 20", note="Ask again in May.",
        evidence="Call-back list", not_held=("counted",),
    )  # fmt: skip
    found = section(written(given({"promises-kept": answer})), "Gap register")
    assert f"- **Partly there:** {PROMISES['person-and-day']} What is missing: visits only.\n" in found
    assert f"- **Missed:** {PROMISES['kept']}\n" in found
    assert f"- **Missing:** {PROMISES['counted']} Examined, and it did not hold.\n" in found
    assert f"- **There:** {PROMISES['noted']}\n" in found
    assert (
        "- **Figure:** 12 of the last 20\n- **Evidence named:** Call-back list\n- **Note:** Ask again in May.\n"
        in found
    )


def test_only_what_was_measured_is_called_missed():
    found = section(written(given({"promises-kept": Answer(practices={"kept": "not-measured"})})), "Gap register")
    assert f"- **Not measured:** {PROMISES['kept']}" in found
    assert "Missed" not in found


def test_what_is_not_known_is_asked_and_is_no_gap():
    text = written(given({"promises-kept": Answer(practices={"noted": "unknown"})}))
    assert "No gap is known." in text
    assert f"{PROMISES['noted']}" in section(text, "To be found out")


def test_what_was_said_not_to_apply_is_listed_with_its_reason():
    answers = {
        "courtesy": Answer(na="out-of-scope", note="Agreed in May."),
        "promises-kept": Answer(practices={"noted": "yes"}, not_applicable={"rule": "not-offered"}),
    }
    listed_ = section(written(given(answers)), "Every answer")
    assert "- Courteous contacts (outside the scope agreed for this audit) Agreed in May.\n" in listed_
    assert f"- Promises kept: {PROMISES['rule']} (the organisation does not offer this)\n" in listed_


def test_made_and_averted_mistakes_are_counted_with_what_averts_them():
    answers = {
        "written-strategy": Answer(practices={"document": "yes", "actions": "partly"}),
        "department-responsibilities": Answer(practices={"part": "no", "heads-meet": "no"}),
    }
    text = written(given(answers))
    assert "**Five common strategy mistakes:** 1 made, 1 partly averted, 3 not known." in text
    assert re.search(r"^\| \*\*Front line only\*\*: .* \| made \| .*\(no\) .*\(no\) \|$", text, re.M)


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
    assert "Older than 12 months, and counted: Courteous contacts (2025-10-20).\n" in summary


def test_an_answer_of_eleven_months_is_not_named():
    assert "Older than" not in aged("2025-12-23")[1]


def test_an_answer_of_twenty_five_months_does_not_count_and_is_named():
    assessment, summary = aged("2024-10-20")
    assert assessment.results["courtesy"].score.point is None
    assert assessment.overall.score.point is None
    assert "Answered, and not counted: Courteous contacts (too old).\n" in summary
    assert "Older than" not in summary


def test_an_answer_to_a_changed_question_does_not_count_and_is_named():
    assessment, summary = aged(DAY, CHANGED)
    assert assessment.results["courtesy"].score.point is None
    assert "Answered, and not counted: Courteous contacts (the question has changed since).\n" in summary
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
        render("report.md.j2", TEMPLATES, values), as_json(values), score_json(assessment, reading),
        score_card.card(assessment, 80, reading), score_card.gaps(assessment), listed(assessment, 999, 1),
        *(explain(assessment, id) for id in ("overall", *IDS, *practices)),
    ]  # fmt: skip
    assert "Open." in outputs[0]
    assert not [text for text in outputs if secret in text]
