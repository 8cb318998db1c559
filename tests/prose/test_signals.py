"""The signals that come with the program do what they say, and claim nothing of what is not theirs."""

import re
from pathlib import Path

import pytest
from factories import OPEN, SIGNALS

from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.errors import CxauditError
from cxaudit.measure import Kind
from cxaudit.prose.coverage import MENTIONED, State, covered
from cxaudit.prose.gate import gate_of
from cxaudit.prose.markdown import units_of
from cxaudit.prose.phrases import PhraseError, parsed, written
from cxaudit.prose.proving import prove_signals
from cxaudit.prose.reader import read_prose
from cxaudit.prose.signals import as_json, from_json, read_signals
from cxaudit.prose.units import Prose

HERE = Path(__file__).parent
CRITERIA = load(sources.catalog_files([])).criteria
IN_FULL = read_signals(sources.own_signal_files())


def found(text: str, gate: bool = True) -> set[str]:
    units = units_of(text)
    result = covered(Prose("x.md", units), SIGNALS, gate_of(units) if gate else OPEN)
    return {id for id, one in result.items() if one.state in (State.DOCUMENTED, State.MENTIONED)}


def test_what_a_run_reads_is_what_the_signal_files_say():
    written_down = (sources.data_folder("frameworks") / "signals" / sources.PARSED).read_text(encoding="utf-8")
    assert written_down == as_json(IN_FULL), "make manual writes it"


def test_the_signals_on_one_question_can_be_read_alone():
    data = sources.own_signals()
    for criterion in CRITERIA:
        alone = from_json(data, criterion)
        assert alone.all == SIGNALS.on(criterion).all
        assert alone.classes == SIGNALS.classes
    assert from_json(data, "no-such").all == []


def test_every_signal_matches_its_hits_and_none_of_its_misses():
    assert [str(one) for one in prove_signals(IN_FULL, CRITERIA)] == []


def test_every_criterion_has_signals_that_find_it():
    by_criterion: dict[str, int] = {}
    for signal in IN_FULL.all:
        by_criterion[signal.criterion] = by_criterion.get(signal.criterion, 0) + signal.worth
    assert {id for id in CRITERIA if by_criterion.get(id, 0) < MENTIONED} == set()


def test_what_signals_show_is_written():
    kinds = {p.key: p.kind for one in CRITERIA.values() for p in one.practices}
    assert {kinds[signal.shows] for signal in IN_FULL.all if signal.shows} == {Kind.WRITTEN}


TWO = """
signals:
  routing:
    - {say: "desk passes", hits: [The desk passes it on.], misses: [No.]}
    - {say: "passes it|knows who", hits: [She passes it on.], misses: [No.]}
"""


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The desk passes it on.", State.MENTIONED),
        ("The desk passes it on.\n\nThe desk passes it on.", State.MENTIONED),
        ("The desk passes a call on and knows who takes it.", State.DOCUMENTED),
        ("The desk passes a call on.\n\nShe knows who takes it.", State.DOCUMENTED),
    ],
    ids=["the same words", "the same sentence again", "other words", "two sentences"],
)
def test_documented_is_what_is_said_twice(text: str, state: State):
    signals = read_signals([("two.yaml", TWO.encode())])
    assert covered(Prose("x.md", units_of(text)), signals, OPEN)["routing"].state is state


def test_a_date_in_front_matter_counts_in_a_text_with_few_words_about_serving_too():
    dull = "The file has a table of values and one line for each. " * 10
    text = f"---\nlast_review: 2026-05-01\n---\n\nA customer may ask us. A customer may ask us. {dull}"
    prose = read_prose("x.md", text.encode())
    gate = gate_of(prose.units)
    assert (gate.shut, gate.is_narrow) == ("", True)
    assert covered(prose, SIGNALS, gate)["review-cycle"].state is State.MENTIONED


def test_few_words_about_serving_need_some_that_name_who_is_served():
    dull = "the parser reads each line of the file and keeps a table of what it has seen so far in memory " * 6
    some = "then call the next step and open the file or ask for help "
    assert "hardly" in gate_of(units_of(f"{dull}{some}")).shut
    assert gate_of(units_of(f"{dull}{some} so that a user gets a reply")).shut == ""


def test_unrelated_texts_show_next_to_nothing():
    counts = {path.name: len(found(path.read_text(encoding="utf-8"))) for path in (HERE / "controls").glob("*.md")}
    assert len(counts) == 20
    assert sum(counts.values()) <= 3 * len(counts), counts


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("template", 3), ("wishes", 1), ("others", 2), ("outline", 0), ("quotes", 0), ("german", 0), ("french", 0),
        ("denials", 4), ("contents", 9), ("slogans", 6), ("duties", 5), ("internal", 6),
    ],
)  # fmt: skip
def test_what_would_embarrass_is_not_claimed(name: str, most: int):
    text = (HERE / "probes" / f"{name}.md").read_text(encoding="utf-8")
    claimed = found(text)
    assert len(claimed) <= most, sorted(claimed)


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("If you ring before noon we ring you back that afternoon.", "response-goals"),
        ("We open at half past six and shut at two.", "hours-published"),
        ("Anyone at the till may give the money back without asking.", "authority-limits-documented"),
        ("Unhappy with what we did? Tell the manager, who writes back within a week.", "complaint-handling"),
    ],
)
def test_plain_words_are_understood(text: str, criterion: str):
    assert criterion in found(text, gate=False)


@pytest.mark.parametrize(
    "text",
    [
        "We have no complaints procedure.",
        "We would like to have a complaints procedure one day.",
        "According to a study, leading companies answer complaints within a day.",
        "> Their complaints procedure is the best: they answered my complaint within a day.",
        "[Insert how complaints are answered within a week]",
    ],
)
def test_denials_wishes_others_and_quotes_do_not_count(text: str):
    assert "complaint-handling" not in found(text, gate=False)


@pytest.mark.parametrize("phrase", ["a <b> ..3 (c|d ef*)", "(a b)? c", "^ a $", "<number> _ ba*"])
def test_a_phrase_is_written_as_it_was_read(phrase: str):
    assert written(parsed(phrase)[0]) == phrase


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("(a|b", 'a "(" has no ")"'),
        ("a)", 'a ")" has no "("'),
        ("an* b?", '"?" goes behind a group in brackets'),
        ("a|", "an alternative is empty"),
        ("a ..99 b", "a gap has at most 20 words"),
        ("*a", '"*a": a star goes behind two letters or more'),
        ("(" * 8 + "a" + ")" * 8, "groups are nested too deep"),
    ],
)
def test_a_phrase_that_is_wrong_says_why(phrase: str, message: str):
    with pytest.raises(PhraseError, match=f"^{re.escape(message)}$"):
        parsed(phrase)


def test_every_mistake_in_a_signal_file_has_its_place():
    text = """
words:
  people: folk|<folks>
signals:
  response-goals:
    - say: <peeple> (wait
      hits: [x]
      misses: [y]
    - say: reply
      shows: complaint-handling/time-limit
      hits: [x]
      misses: [y]
"""
    with pytest.raises(CxauditError) as raised:
        read_signals([("s.yaml", text.encode())])
    assert [str(one).splitlines()[0] for one in raised.value.diagnostics] == [
        's.yaml:3:11: there is no class of words "folks"',
        's.yaml:6:12: a "(" has no ")"',
        's.yaml:10:14: "complaint-handling/time-limit" is not a practice of response-goals',
    ]
