"""The audit file: what is written reads back, and every mistake in it is said."""

import pytest
import yaml
from factories import CATALOG
from hypothesis import given
from hypothesis import strategies as st

from cxaudit import sanitize
from cxaudit.audit.file import read_answers, read_audit, write_audit
from cxaudit.errors import CxauditError
from cxaudit.model import NA_REASONS, ROLES, Answer, Audit
from cxaudit.schema.document import parse

HEAD = "version: 1\nframeworks: {four-ps: 1.0.0}\n"
texts = (
    st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t"), max_size=60)
    .map(sanitize.text)
    .map(str.strip)
)
answers = st.one_of(
    st.builds(Answer, level=st.integers(0, 4), evidence=texts, note=texts, at=st.sampled_from(["", "2026-11-20"])),
    st.builds(Answer, unknown=st.just(True), note=texts),
    st.builds(Answer, na=st.sampled_from(list(NA_REASONS)), note=texts),
)
audits = st.builds(
    Audit,
    organisation=texts,
    respondent=texts,
    role=st.sampled_from(ROLES),
    frameworks=st.just({"four-ps": CATALOG.frameworks["four-ps"].version}),
    target=st.sampled_from([None, 1, 4]),
    targets=st.dictionaries(st.sampled_from(list(CATALOG.criteria)), st.integers(1, 4), max_size=3),
    profile=st.dictionaries(st.sampled_from(list(CATALOG.facts)), st.sampled_from(["yes", "no", "unknown"])),
    answers=st.dictionaries(st.sampled_from(list(CATALOG.criteria)), answers, max_size=6),
)


def diagnostics(text: str) -> list[str]:
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.encode(), "a.yaml"), CATALOG)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


@given(audits)
def test_what_is_written_reads_back_the_same(audit: Audit):
    text = write_audit(audit)
    assert read_audit(parse(text.encode(), "a.yaml"), CATALOG) == (audit, [])
    assert write_audit(audit) == text


@given(audits)
def test_other_yaml_readers_read_the_same_texts(audit: Audit):
    plain = yaml.safe_load(write_audit(audit))
    assert plain.get("organisation", "") == audit.organisation
    for id, answer in audit.answers.items():
        assert plain["answers"][id].get("note", "") == answer.note
        assert plain["answers"][id].get("at", "") == answer.at
    assert plain.get("profile", {}) == dict(audit.profile)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 2\nnew: thing\n", "a.yaml:1:10: this program reads version 1 of the audit format, not 2"),
        ("frameworks: {four-ps: 1.0.0}\n", "a.yaml:1:1: version is missing here"),
        ("version: 1\n", "a.yaml:1:1: frameworks is missing here"),
        ("version: 0\nframeworks: {four-ps: 1}\n", 'a.yaml:1:10: "0" is not a whole number from 1 to 1'),
        ("version: +2\nframeworks: {four-ps: 1}\n", 'a.yaml:1:10: "+2" is not a whole number from 1 to 1'),
        ("version: one\nframeworks: {four-ps: 1}\n", 'a.yaml:1:10: "one" is not a whole number'),
        (
            "version: 1\nframeworks: {for-ps: 1}\n",
            'a.yaml:2:14: there is no framework "for-ps"\n  hint: did you mean four-ps?',
        ),
        (HEAD + "answers: {courtesy: {level: 7}}\n", 'a.yaml:3:29: "7" is not a whole number from 0 to 4'),
        (HEAD + "answers: {courtesy: {}}\n", "a.yaml:3:21: an answer needs level, unknown or na"),
        (HEAD + "answers: {courtesy: 3}\n", "a.yaml:3:21: keys and values are expected here"),
        (
            HEAD + "answers: {courtesy: {level: 3, unknown: true}}\n",
            "a.yaml:3:21: level and unknown cannot both stand",
        ),
        (HEAD + "answers: {courtesy: {unknown: false}}\n", "a.yaml:3:21: unknown is either true or left out"),
        (
            HEAD + "answers: {courtesy: {na: dunno}}\n",
            'a.yaml:3:26: "dunno" is not known here\n  hint: known words: out-of',
        ),
        (HEAD + "profile: {known-customers: true}\n", 'a.yaml:3:28: "true" is not known here'),
        (HEAD + "targets: {courtesy: 0}\n", 'a.yaml:3:21: "0" is not a whole number from 1 to 4'),
        (HEAD + "role: boss\n", 'a.yaml:3:7: "boss" is not known here'),
    ],
)
def test_each_mistake_is_said_at_its_place(text: str, expected: str):
    assert diagnostics(text)[0].startswith(expected), diagnostics(text)


def test_what_no_longer_exists_is_kept_and_reported():
    text = HEAD + "profile:\n  has-fax: yes\nanswers:\n  fax-manners: {level: 3}\n  courtesy: {level: 2}\n"
    audit, remarks = read_audit(parse(text.encode(), "a.yaml"), CATALOG)
    assert audit.answers["fax-manners"].level == 3
    assert [str(r) for r in remarks] == [
        'a.yaml:4:3: there is no profile fact "has-fax"; it is kept and not scored\n  hint: known: '
        + ", ".join(CATALOG.facts),
        'a.yaml:6:3: there is no criterion "fax-manners"; it is kept and not scored',
    ]
    assert "fax-manners:" in write_audit(audit)


def test_a_framework_that_moved_on_is_said():
    text = HEAD.replace("1.0.0", "0.9.0")
    _, remarks = read_audit(parse(text.encode(), "a.yaml"), CATALOG)
    assert [str(r) for r in remarks] == ["a.yaml:2:23: the answers were given for four-ps 0.9.0; it is scored as 1.0.0"]


def test_an_answers_file_may_leave_out_everything_but_the_version():
    audit, _ = read_answers(parse(b"version: 1\nanswers: {courtesy: {level: 2}}\n", "a.yaml"), CATALOG)
    assert audit.answers == {"courtesy": Answer(level=2)}


def test_a_long_text_is_written_at_once():
    note = "word " * 20_000 + "-"
    assert len(write_audit(Audit("O", answers={"courtesy": Answer(level=1, note=note)}))) > 100_000


def test_mistakes_of_every_kind_come_at_once(catalog):
    text = (
        "version: 1\nframeworks: {four-p: 1.0.0, Four: 1}\nanswers:\n  courtesy: {level: 5}\n  routing: {level: two}\n"
    )
    text += "  segments: 3\n  response-goals: {level: 2, at: yesterday}\ntargets: {courtesy: 9, routing: x}\n"
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.encode(), "a.yaml"), catalog)
    told = [str(p).split("\n")[0].removeprefix("a.yaml:") for p in error.value.diagnostics]
    assert told == [
        '2:14: there is no framework "four-p"',
        '2:29: "Four" is not an id',
        '4:21: "5" is not a whole number from 0 to 4',
        '5:20: "two" is not a level, such as 2',
        "6:13: keys and values are expected here",
        '7:34: "yesterday" is not a date',
        '8:21: "9" is not a whole number from 1 to 4',
        '8:33: "x" is not a whole number from 0 to 9',
    ]


def test_another_kind_of_file_is_told_as_one(catalog):
    with pytest.raises(CxauditError) as error:
        read_answers(parse(b"title: T\nvision: V\nchannels: []\nstandards: []\n", "s.yaml"), catalog)
    assert [str(p) for p in error.value.diagnostics] == [
        "s.yaml:1:1: this is no audit and no answers: it holds channels, standards, title and more\n"
        "  hint: answers to questions stand under answers:"
    ]


@pytest.mark.parametrize("typed", ["\ud7fc", "\u3164"])
def test_what_a_person_typed_is_read_again_even_where_nothing_can_be_seen(typed: str):
    audit = Audit(respondent=typed, frameworks={"four-ps": CATALOG.frameworks["four-ps"].version})
    assert read_audit(parse(write_audit(audit).encode(), "a.yaml"), CATALOG)[0].respondent == typed
