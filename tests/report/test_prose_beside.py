"""A document in prose beside the answers: in the score card, the report and the interview."""

import json
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from factories import CATALOG, SIGNALS
from interviewing import CTRL_D, FACTS, Shown, keys, room, session_of
from interviewing import audit as audit_of

from cxaudit.catalog import sources
from cxaudit.interview.document import NO_DOCUMENT, Quote, Said, as_prose, says, taken
from cxaudit.interview.loop import interview
from cxaudit.interview.page import Page, press
from cxaudit.prose.reader import read_prose
from cxaudit.prose.view import ProseView

CHARTER = sources.data_folder("frameworks") / "samples" / "charter.md"


@pytest.fixture
def audit(cxaudit, tmp_path: Path):
    sample = sources.data_folder("frameworks") / "samples" / "mill-street-bakery.yaml"
    assert cxaudit("interview", "a.yaml", "--answers", sample, "--as-of", "2026-11-22").code == 0
    shutil.copy(CHARTER, tmp_path / "charter.md")


def test_the_score_says_of_each_written_practice_what_the_document_shows(cxaudit, audit):
    out = cxaudit("score", "a.yaml", "--strategy", "charter.md", "--format", "json", "--as-of", "2026-11-22").out
    practices = json.loads(out)["criteria"]["response-goals"]["practices"]
    shown = {id: one["document"] for id, one in practices.items()}
    assert shown == {"watched": None, "told": None, "goal": "documented", "compared": None, "in-time": None}


def test_the_report_says_where_in_the_document(cxaudit, audit):
    out = cxaudit("report", "a.yaml", "--strategy", "charter.md", "--as-of", "2026-11-22").out
    assert "compared with Our promise at the counter (charter.md) as of 2026-11-22" in out
    assert re.search(r'In the document: line \d+, "[^"]{20,120}"', out), "with the words that are there"
    assert "Partly in the document" not in out, "a question that is touched on shows no statement"
    assert "Not compared, since this tool cannot look for them: " in out


def test_a_document_of_which_nothing_can_be_said_is_refused_in_one_line(cxaudit, audit, tmp_path: Path):
    (tmp_path / "short.md").write_text("# Hello\n")
    ran = cxaudit("score", "a.yaml", "--strategy", "short.md", "--as-of", "2026-11-22")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "short.md: nothing can be said of what this document covers: it has 1 word, and at least 80 are needed",
    )


GOALS = CATALOG.criteria["response-goals"]
SAYS = says(ProseView(read_prose("charter.md", CHARTER.read_bytes()), lambda: SIGNALS, "2026-11-22"), "charter.md")


def test_what_the_document_says_has_lines_and_becomes_evidence():
    said = SAYS(GOALS)
    assert said.head == "The document deals with this:"
    assert any(quote.shown.startswith("line 22: ") for quote in said.quotes)
    quote = said.quotes[0]
    assert quote.evidence.startswith("charter.md, line ")
    assert taken("", quote) == quote.evidence
    assert taken("a list", quote) == f"a list; {quote.evidence}"
    assert taken(quote.evidence, quote) == quote.evidence


def test_where_nothing_was_found_the_nearest_passages_are_offered():
    said = SAYS(CATALOG.criteria["ai-governed-use"])
    assert said.head.startswith("Nothing was found in the document.")


def test_t_shows_it_and_a_number_takes_a_passage():
    said = Said("The document mentions this:", (Quote("line 1: x", 'a.md, line 1: "x"'),))
    page = Page(GOALS, GOALS.practices, said=said)
    shown = press(page, "t")
    assert shown.shown == "document"
    assert press(shown, "2").message == "There is no 2 here."
    after = press(shown, "1")
    assert (after.shown, after.answer.evidence, after.answer.practices) == ("", 'a.md, line 1: "x"', {})
    assert press(shown, "escape").shown == ""
    assert press(Page(GOALS, GOALS.practices), "t").message == NO_DOCUMENT


def test_a_strategy_in_yaml_is_read_as_sentences_with_lines():
    prose = as_prose("s.yaml", [("promise", 7, "We answer letters from our customers within 5 days. " * 12)])
    said = says(ProseView(prose, lambda: SIGNALS, "2026-11-22"), "s.yaml")(GOALS)
    assert said.quotes[0].shown.startswith("line 7: ")


def test_typed_lines_show_and_take_passages_too(tmp_path: Path):
    session = session_of(tmp_path / "a.yaml")
    session.says = lambda question: Said("The document mentions this:", (Quote("line 1: x", 'a.md, line 1: "x"'),))
    shown = Shown()
    with keys(*FACTS, "t", "t 2", "t 1", CTRL_D), suppress(EOFError):
        interview(session, room(shown))
    text = shown.getvalue()
    assert "line 1: x" in text
    assert "There is no passage 2 here." in text
    assert "Passage 1 is now evidence." in text
    assert [answer.evidence for answer in audit_of(tmp_path / "a.yaml").answers.values()] == ['a.md, line 1: "x"']


def test_the_passage_that_shows_a_statement_is_cited_and_a_marked_one_by_its_line(cxaudit, audit, tmp_path: Path):
    text = CHARTER.read_text()
    (tmp_path / "charter.md").write_text(f"{text}\n<!-- cxaudit: complaint-handling/time-limit -->\nTell Jan.\n")
    out = cxaudit("report", "a.yaml", "--strategy", "charter.md", "--as-of", "2026-11-22").out
    line = text.count("\n") + 2
    limit = CATALOG.criteria["complaint-handling"].practice("time-limit")
    assert limit is not None and f"{limit.says} In the document: line {line}." in out
    goal = CATALOG.criteria["response-goals"].practice("goal")
    assert goal is not None
    (cited,) = re.findall(rf"^- {re.escape(goal.says)} .*?In the document: line (\d+), \"(.*?)\"", out, re.M)
    assert re.search(r"hour|day|minute", cited[1]), "the sentence with the time, not any on the subject"
