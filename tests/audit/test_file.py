"""The audit file: what is written reads back, every mistake in it is reported, and nothing in the bank closes it."""

from dataclasses import replace

import pytest
import yaml
from factories import FOREIGN as CATALOG
from factories import IDS, profiles
from hypothesis import given
from hypothesis import strategies as st

from cxaudit import sanitize
from cxaudit.audit.file import read_answers, read_audit
from cxaudit.audit.writing import write_audit
from cxaudit.catalog.catalog import Catalog
from cxaudit.errors import CxauditError
from cxaudit.measure import Tier
from cxaudit.model import NA_REASONS, ROLES, Answer, Audit
from cxaudit.schema.document import parse

HEAD = f"version: 2\nframeworks: {{four-ps: {CATALOG.frameworks['four-ps'].version}}}\n"
texts = (
    st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t"), max_size=60)
    .map(sanitize.text)
    .map(str.strip)
)
evidence = texts.map(lambda text: f"{text} the log".strip())  # a text that names none gives a remark
reasons = st.sampled_from(list(NA_REASONS))
LEVELS = [id for id, criterion in CATALOG.criteria.items() if criterion.scale]


def answer_of(id: str) -> st.SearchStrategy[Answer]:
    criterion = CATALOG.criteria[id]
    notes = {
        "evidence": st.one_of(st.just(""), evidence),
        "note": texts,
        "private": texts,
        "figure": texts,
        "by": texts,
    }
    notes["at"] = st.sampled_from(["", "2026-11-20"])
    notes["asked"] = st.sampled_from(["", criterion.fingerprint])
    if criterion.scale:
        return st.builds(Answer, level=st.integers(0, criterion.scale.top), **notes)
    names = st.sampled_from([p.id for p in criterion.practices])
    replies = {p.id: st.sampled_from(p.replies) for p in criterion.practices}
    return st.one_of(
        st.builds(Answer, na=reasons, note=texts),
        st.builds(
            Answer,
            practices=st.fixed_dictionaries({}, optional=replies),
            not_applicable=st.dictionaries(names, reasons, max_size=2),
            missing=st.dictionaries(names, texts.filter(bool), max_size=2),
            seen=st.lists(names, unique=True).map(tuple),
            not_held=st.lists(names, unique=True).map(tuple),
            **notes,
        ),
    )


audits = st.builds(
    Audit,
    organisation=texts,
    respondent=texts,
    role=st.sampled_from(ROLES),
    frameworks=st.just({"four-ps": CATALOG.frameworks["four-ps"].version}),
    quick=st.booleans(),
    profile=st.tuples(profiles, st.lists(texts.filter(bool), min_size=1, max_size=3)).map(
        lambda said: {**said[0], "main-channels": tuple(said[1])}
    ),
    target=st.dictionaries(
        st.sampled_from(["all", "service", *IDS]), st.sampled_from([str(t) for t in Tier]), max_size=3
    ),
    matters=st.lists(st.sampled_from(["service", *IDS]), max_size=5, unique=True).map(tuple),
    answers=st.lists(st.sampled_from([*IDS, *LEVELS[:3]]), unique=True, max_size=6).flatmap(
        lambda ids: st.fixed_dictionaries({id: answer_of(id) for id in ids})
    ),
)


def diagnostics(text: str) -> list[str]:
    with pytest.raises(CxauditError) as error:
        read_audit(parse(text.encode(), "a.yaml"), CATALOG)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def read(text: str, catalog: Catalog = CATALOG) -> tuple[Audit, list[str]]:
    audit, remarks = read_audit(parse(text.encode(), "a.yaml"), catalog)
    return audit, [str(remark) for remark in remarks]


@given(audits)
def test_what_is_written_reads_back_the_same(audit: Audit):
    text = write_audit(audit)
    assert read_audit(parse(text.encode(), "a.yaml"), CATALOG) == (audit, [])
    assert write_audit(audit) == text


@given(audits)
def test_other_yaml_readers_read_the_same_texts(audit: Audit):
    plain = yaml.safe_load(write_audit(audit))
    assert plain.get("organisation", "") == audit.organisation
    assert plain.get("target", {}) == dict(audit.target)
    for id, answer in audit.answers.items():
        assert plain["answers"][id].get("note", "") == answer.note
        assert plain["answers"][id].get("practices", {}) == dict(answer.practices)
        assert plain["answers"][id].get("seen", []) == list(answer.seen)
    said = {id: list(value) if isinstance(value, tuple) else value for id, value in audit.profile.items()}
    assert plain.get("profile", {}) == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 3\nnew: thing\n", "a.yaml:1:10: this program reads version 2 of the audit format, not 3"),
        (
            "version: 1\nframeworks: {four-ps: 1}\nanswers: {courtesy: {level: 2}}\n",
            "a.yaml:1:10: this program reads version 2 of the audit format, not 1\n"
            "  hint: begin a new audit: cxaudit interview NEW.yaml",
        ),
        ("frameworks: {four-ps: 1.0.0}\n", "a.yaml:1:1: version is missing here"),
        ("version: 2\n", "a.yaml:1:1: frameworks is missing here"),
        ("version: 0\nframeworks: {four-ps: 1}\n", 'a.yaml:1:10: "0" is not a whole number from 2 to 2'),
        ("version: one\nframeworks: {four-ps: 1}\n", 'a.yaml:1:10: "one" is not a whole number'),
        (HEAD + "answers: {courtesy: 3}\n", "a.yaml:3:21: expected keys and values"),
        (HEAD + "answers: {courtesy: {level: 3}}\n", "a.yaml:3:21: courtesy is answered with practices"),
        (
            HEAD + "answers: {courtesy: {practices: {friendly: yes}}}\n",
            'a.yaml:3:44: "friendly" cannot be "yes", only reached, missed, not-measured or unknown',
        ),
        (
            HEAD + "answers: {courtesy: {practices: {relief: reached}}}\n",
            'a.yaml:3:42: "relief" cannot be "reached", only yes, partly, no or unknown',
        ),
        (HEAD + "answers: {courtesy: {practices: {relief: maybe}}}\n", 'a.yaml:3:42: "maybe" is not allowed here'),
        (HEAD + "answers: {aim-risk: {level: 7}}\n", 'a.yaml:3:29: "7" is not a whole number from 0 to 3'),
        (
            HEAD + "answers: {aim-risk: {practices: {x: yes}}}\n",
            "a.yaml:3:33: aim-risk is answered with a level or number, not practices",
        ),
        (
            HEAD + "answers: {aim-risk: {level: 3, unknown: true}}\n",
            "a.yaml:3:21: level and unknown cannot be in the same answer",
        ),
        (HEAD + "answers: {aim-risk: {unknown: false}}\n", "a.yaml:3:31: unknown must be true or left out"),
        (
            HEAD + "answers: {courtesy: {na: dunno}}\n",
            'a.yaml:3:26: "dunno" is not a reason\n  hint: reasons: out-of',
        ),
        (HEAD + "answers: {courtesy: {na: {relief: dunno}}}\n", 'a.yaml:3:35: "dunno" is not allowed here'),
        (
            HEAD + "target: {courtesy: 3}\n",
            'a.yaml:3:20: "3" is not allowed here\n  hint: known words: essential, good',
        ),
        (HEAD + "matters: [a, b, c, d, e, f]\n", "a.yaml:3:10: expected 0 to 5 entries but found 6"),
        (HEAD + "role: boss\n", 'a.yaml:3:7: "boss" is not allowed here'),
    ],
)
def test_each_mistake_is_reported_at_its_place(text: str, expected: str):
    assert diagnostics(text)[0].startswith(expected), diagnostics(text)


def test_mistakes_of_every_kind_come_at_once():
    text = HEAD + (
        "answers:\n  courtesy: {practices: {relief: reached}}\n  aim-risk: {level: two}\n  segments: 3\n"
        "  promises-kept: {practices: {noted: yes}, at: yesterday}\ntarget: {all: best}\n"
    )
    found = [diagnostic.split("\n")[0].removeprefix("a.yaml:") for diagnostic in diagnostics(text)]
    assert found == [
        '4:34: "relief" cannot be "reached", only yes, partly, no or unknown',
        '5:21: "two" is not a level number such as 2',
        "6:13: expected keys and values",
        '7:48: "yesterday" is not a date',
        '8:15: "best" is not allowed here',
    ]


def test_what_no_longer_exists_is_kept_and_reported():
    text = HEAD + (
        "profile:\n  has-fax: yes\nanswers:\n  fax-manners: {level: 3}\n  courtesy: {practices: {relif: yes}}\n"
        "target: {courtsy: good}\nmatters: [servce]\n"
    )
    audit, remarks = read(text)
    assert audit.answers["fax-manners"].level == 3
    assert [remark.split("\n")[0].removeprefix("a.yaml:") for remark in remarks] == [
        '4:3: there is no profile fact "has-fax"; it is kept but does not count',
        '6:3: there is no criterion "fax-manners"; it is kept but does not count',
        '7:26: there is no practice "relif" in courtesy; it does not count',
        '8:10: there is no criterion or group "courtsy"; it is kept but does not count',
        '9:11: there is no criterion or group "servce"',
    ]
    assert "did you mean relief?" in remarks[2]
    assert "fax-manners:" in write_audit(audit)


def test_a_framework_that_was_renamed_is_kept_and_reported():
    audit, remarks = read(HEAD.replace("four-ps", "four-peas"))
    assert remarks[0].startswith('a.yaml:2:14: there is no framework "four-peas"; it is kept')
    assert [*audit.frameworks] == ["four-peas"]


def test_an_answer_to_a_question_that_has_changed_is_kept_and_reported_whatever_it_says():
    text = HEAD + "answers:\n  courtesy: {practices: {gone: yes, friendly: yes}, asked: 12345678}\n"
    audit, remarks = read(text)
    assert remarks == [
        "a.yaml:4:3: courtesy has since changed: the answer is kept but not counted; the interview asks again"
    ]
    assert audit.answers["courtesy"].practices == {"gone": "yes", "friendly": "yes"}


def test_a_question_that_got_another_scale_closes_no_audit():
    old, new = CATALOG.criteria["aim-risk"], CATALOG.scales["yes-partly-no"]
    changed = replace(CATALOG, criteria={**CATALOG.criteria, old.id: replace(old, scale=new)})
    text = HEAD + f"answers:\n  aim-risk: {{level: 3, asked: {old.fingerprint}}}\n"
    audit, remarks = read(text, changed)
    assert "has since changed" in remarks[0]
    assert audit.answers[old.id].level == 3
    assert read(text)[1] == []


def test_evidence_that_names_none_is_reported():
    _, remarks = read(HEAD + "answers: {courtesy: {practices: {relief: yes}, evidence: to follow}}\n")
    assert remarks == ['a.yaml:3:58: "to follow" names no evidence, so it counts as none']


def test_an_answer_to_a_fact_that_it_does_not_take_is_reported_and_asked_again():
    audit, remarks = read(HEAD + "profile: {servers: 11-20, premises: yes, main-channels: [phone, mail]}\n")
    assert remarks == [
        'a.yaml:3:20: "11-20" is not an answer to servers: under-10, 10-49, 50-or-more, unknown; it will be asked again'
    ]
    assert audit.profile == {"premises": "yes", "main-channels": ("phone", "mail")}


def test_a_framework_that_moved_on_is_reported():
    version = CATALOG.frameworks["four-ps"].version
    _, remarks = read(HEAD.replace(version, "0.9.0"))
    assert remarks == [f"a.yaml:2:23: the answers are for four-ps 0.9.0, but are scored as {version}"]


def test_an_answers_file_may_leave_out_everything_but_the_version():
    audit, _ = read_answers(parse(b"version: 2\nanswers: {courtesy: {practices: {relief: yes}}}\n", "a.yaml"), CATALOG)
    assert audit.answers == {"courtesy": Answer(practices={"relief": "yes"})}


def test_another_kind_of_file_is_named_as_one():
    with pytest.raises(CxauditError) as error:
        read_answers(parse(b"title: T\nvision: V\nchannels: []\nstandards: []\n", "s.yaml"), CATALOG)
    assert [str(diagnostic) for diagnostic in error.value.diagnostics] == [
        "s.yaml:1:1: this is neither an audit nor answers: it has channels, standards, title and more\n"
        "  hint: answers to questions go under answers:"
    ]


@pytest.mark.parametrize("typed", ["\ud7fc", "\u3164"])
def test_what_a_person_typed_is_read_again_even_where_nothing_can_be_seen(typed: str):
    audit = Audit(respondent=typed, frameworks={"four-ps": CATALOG.frameworks["four-ps"].version})
    assert read(write_audit(audit))[0].respondent == typed
