"""The report: its golden pair, and Markdown that holds whatever was typed."""

import json
import re
from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, EVERYTHING, IDS, audits, everything, said, typed
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cxaudit import sanitize
from cxaudit.audit.assessment import assess
from cxaudit.catalog import sources
from cxaudit.model import Answer, Audit
from cxaudit.report.context import as_json, context
from cxaudit.report.explain import explain
from cxaudit.report.score_card import card
from cxaudit.report.score_json import as_json as score_json
from cxaudit.report.templating import render

TEMPLATES = sources.templates([])
GFM = MarkdownIt("gfm-like", {"linkify": False})


DAY = "2026-11-22"
WORST = said(CATALOG.criteria["privacy-respected"], best=False)
BEST = said(CATALOG.criteria["response-goals"], best=True)


def report(audit: Audit) -> str:
    return render("report.md.j2", TEMPLATES, context(CATALOG, assess(CATALOG, audit, DAY)))


def sparse() -> Audit:
    """Little known, one fact unknown, something not applicable, nothing of something critical."""
    answers = {
        "privacy-respected": replace(WORST, note="Two incidents in June."),
        "courtesy": Answer(na="out-of-scope"),
        "response-goals": replace(BEST, evidence="Sheet"),
        "needs-researched": Answer(practices=dict.fromkeys(("passed-on", "met"), "unknown"), note="Ask marketing."),
        "written-strategy": Answer(practices={"same-aim": "yes", "document": "yes", "actions": "partly"}),
    }
    return replace(EMPTY, profile={"known-customers": "unknown", "several-departments": "no"}, answers=answers)


@pytest.mark.parametrize("name", ["sample", "sparse", "empty", "best", "worst"])
def test_golden_reports_and_cards(name: str, sample: Audit, golden):
    best = {i: replace(answer, evidence="Log 2026", at="2026-01-02") for i, answer in everything().items()}
    audit = {
        "sample": sample,
        "sparse": sparse(),
        "empty": EMPTY,
        "best": replace(EMPTY, answers=best),
        "worst": replace(EMPTY, answers=everything(best=False)),
    }[name]
    golden(f"{name}.md", report(audit))
    golden(f"{name}.txt", card(assess(CATALOG, audit, DAY)))


def test_golden_json_and_traces(sample: Audit, golden):
    assessment = assess(CATALOG, sample, DAY)
    golden("sample.json", json.dumps(score_json(assessment), indent=2, ensure_ascii=False) + "\n")
    ids = ["overall", "seven-guidelines", "strategy-mistakes/no-plan", "courtesy", "customer-first-culture"]
    golden("sample-explained.txt", "\n".join(explain(assessment, i) for i in ids))


def tables(text: str) -> list[list[int]]:
    """The number of cells in each row of each table, as a GFM reader sees them."""
    found: list[list[int]] = []
    for token in GFM.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append(0)
        elif token.type in ("td_open", "th_open"):
            found[-1][-1] += 1
    return found


def headings(text: str) -> list[str]:
    tokens = GFM.parse(text)
    return [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(typed, min_size=4, max_size=4))
def test_whatever_is_typed_the_report_keeps_its_shape(words: list[str]):
    organisation, evidence, note, respondent = words

    def audit(*texts: str) -> Audit:
        who, seen, told, name = texts
        answers = {
            i: replace(said(CATALOG.criteria[i], n % 2 == 0), evidence=seen, figure=told, note=told)
            for n, i in enumerate(IDS[3:])
        }
        first = CATALOG.criteria[IDS[0]].practices[0].id
        answers |= {IDS[0]: Answer(practices={first: "partly"}, missing={first: told}, note=told)}
        answers |= {IDS[1]: Answer(na="out-of-scope", note=told)}
        return replace(EMPTY, organisation=who, respondent=name, answers=answers)

    plain = report(audit("Acme", "log" if evidence.strip() else evidence, "y" if note.strip() else note, "z"))
    text = report(audit(organisation, evidence, note, respondent))
    if not sanitize.line(evidence) or not sanitize.line(note) or not sanitize.line(organisation):
        return
    assert tables(text) == tables(plain)
    assert headings(text)[1:] == headings(plain)[1:]
    assert not [t for t in GFM.parse(text) if t.type in ("html_block", "code_block", "fence")]
    inline = [child.type for t in GFM.parse(text) for child in t.children or []]
    assert not {"image", "s_open"} & set(inline)
    children = [child for t in GFM.parse(text) for child in t.children or []]
    assert {c.content for c in children if c.type == "html_inline"} <= {"<!-- -->"}
    assert all(re.match("https?://", c.attrs["href"], re.I) for c in children if c.type == "link_open")
    assert sanitize.line(note) in "".join(
        child.content for t in GFM.parse(text) for child in t.children or [] if child.type in ("text", "text_special")
    )


@settings(max_examples=40, deadline=None)
@given(audits)
def test_every_audit_makes_a_report_and_the_same_one_twice(audit: Audit):
    text = report(audit)
    assert text == report(audit)
    assert "\n\n\n" not in text
    assert all(len(set(rows)) == 1 for rows in tables(text))
    assert as_json(context(CATALOG, assess(CATALOG, audit, DAY)))
    assert card(assess(CATALOG, audit, DAY), 40)


def test_with_many_frameworks_the_front_stays_short():
    answers = {i: said(c, n % 2 == 0) for n, (i, c) in enumerate(CATALOG.criteria.items())}
    text = report(replace(EVERYTHING, answers=answers))
    front = text.split("## Roadmap")[0]
    assert len(front.splitlines()) < 110
    assert f"{len(CATALOG.frameworks)} frameworks, named at the end" in front
    assert all(len(set(rows)) == 1 for rows in tables(text))
    assert all(f"{framework.title} {framework.version} (" in text for framework in CATALOG.frameworks.values())
    assert all(item.title in text for framework in CATALOG.frameworks.values() for item in framework.items)


def test_notes_stay_inert_in_templates():
    audit = replace(sparse(), organisation="{{ 7 * 7 }} {% raw %}")
    assert "{{ 7 \\* 7 }} {% raw %}" in report(audit)


def test_what_a_director_reads_first_fits_a_page(sample: Audit):
    summary = report(sample).split("## Summary")[1].split("## What to do first")[0]
    assert len(re.findall(r"[\w'%]+", summary)) < 300
