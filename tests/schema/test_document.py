"""Reading YAML: positions, hints, and files that mean harm."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.errors import CxauditError
from cxaudit.limits import MAX_BYTES
from cxaudit.schema.containers import ListOf, MapOf, Record, read
from cxaudit.schema.document import parse
from cxaudit.schema.scalars import WEIGHT, Boolean, Choice, Date, Id, Integer, Number, Text

SHAPE = Record({"title": Text()}, {"level": Integer(0, 4), "tags": ListOf(Id(), unique=True), "flag": Boolean()})


def diagnostics(text: str | bytes, shape=SHAPE) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(CxauditError) as error:
        read(parse(data, "f.yaml"), shape)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def value(text: str, shape=SHAPE):
    return read(parse(text.encode(), "f.yaml"), shape)


def test_scalars_are_read_by_yaml_1_2():
    assert value("title: no") == {"title": "no"}
    assert value("title: 9:00") == {"title": "9:00"}
    assert value("title: 0123") == {"title": "0123"}
    assert value("title: 2026-11-20") == {"title": "2026-11-20"}


@given(
    text=st.text() | st.sampled_from(["~", "null", "", "a\n\nb", " a ", "\u202ea", "\x1b[1m", "a\u00a0"]),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    escaped=st.booleans(),
)
def test_a_clean_file_reads_as_one_looked_at_text_by_text(text: str, style: str | None, escaped: bool):
    written = yaml.safe_dump({"title": text}, default_style=style, allow_unicode=not escaped)
    told = []
    for clean in (True, False):
        try:
            doc = parse(written.encode("utf-8", "surrogatepass"), "f.yaml")
            doc.clean = doc.clean and clean
            told.append(read(doc, Record({"title": Text()})))
        except CxauditError as error:
            told.append(str(error))
    assert told[0] == told[1]


def test_all_problems_of_a_file_come_at_once_in_order():
    found = diagnostics("titel: x\nlevel: 7\ntags: [a, a, B]\nflag: no\n")
    assert found == [
        'f.yaml:1:1: "titel" is not a key here\n  hint: did you mean title?',
        "f.yaml:1:1: title is missing here",
        'f.yaml:2:8: "7" is not a whole number from 0 to 4',
        'f.yaml:3:11: "a" appears twice in this list',
        'f.yaml:3:14: "B" is not an id\n  hint: ids are lower-case words joined by hyphens',
        'f.yaml:4:7: "no" is neither true nor false',
    ]


def test_a_text_with_a_comma_inside_braces_is_told_as_such():
    hint = "\n  hint: inside { }, quote text that contains a comma"
    assert diagnostics("{title: Mon-Fri 8-18, Sat 9-12, level: 2}") == [
        f'f.yaml:1:23: "Sat 9-12" is not a key here{hint}'
    ]
    assert diagnostics("{title: a, levl}") == ['f.yaml:1:12: "levl" is not a key here\n  hint: did you mean level?']
    assert diagnostics("title: a\nSat 9-12:\n") == [
        'f.yaml:2:1: "Sat 9-12" is not a key here\n  hint: known keys: title, level, tags, flag'
    ]


def test_duplicate_keys_are_refused_with_both_places():
    assert diagnostics("title: a\ntitle: b\n") == ['f.yaml:2:1: "title" appears twice; the first is on line 1']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f.yaml: the file is empty"),
        ("# only a comment\n", "f.yaml: the file is empty"),
        ("title: a\n---\ntitle: b\n", "f.yaml:2:1: a second document begins here"),
        ("title: [a\n", "f.yaml:2:1: not valid YAML"),
        ("title: a: b\n", "f.yaml:1:9: not valid YAML: mapping values are not allowed in this context"),
        ("title:\n\t- a\n", "f.yaml:2:1: not valid YAML: found character that cannot start any token"),
        ("title: 'a\n", "f.yaml:2:1: not valid YAML"),
        ("title: !!python/object:os.system x\n", "f.yaml:1:8: tags ("),
        ("title: !x y\n", "f.yaml:1:8: tags (!x) are not allowed"),
        ("title: !!map {a: b}\n", "f.yaml:1:8: tags ("),
        ("title: x\ntags: !!seq [a]\n", "f.yaml:2:7: tags ("),
        ("title: &a x\ntags: *a\n", "f.yaml:2:7: aliases (*a) are not allowed"),
        ("title: *\n", "f.yaml:1:9: not valid YAML"),
        ("- a\n", "f.yaml:1:1: expected keys and values"),
        ("just text\n", "f.yaml:1:1: expected keys and values"),
        ("title:\n", "f.yaml:1:7: expected text but found nothing"),
        ("title: ' '\n", "f.yaml:1:8: expected text but found nothing"),
        ("title: ~\n", "f.yaml:1:8: expected text but found nothing"),
        ("title: {a: 1}\n", "f.yaml:1:8: expected text but found a mapping"),
        ("title: [a]\n", "f.yaml:1:8: expected text but found a list"),
        ("title: x\ntags: a\n", "f.yaml:2:7: expected a list"),
        ("title: x\nlevel: 2.0\n", 'f.yaml:2:8: "2.0" is not a whole number from 0 to 4'),
        ("title: x\n? [a, b]\n: c\n", "f.yaml:2:3: expected a key but found a list"),
        ("<<: {title: x}\ntitle: y\n", 'f.yaml:1:1: "<<" is not a key here'),
        (b"title: \xff\xfe\n", "f.yaml:1:8: the file is not UTF-8 text"),
        (
            "title: x\n".encode("utf-16"),
            "f.yaml:1:1: the file is not UTF-8 text\n  hint: the file looks like UTF-16",
        ),
        (b"title: a\x00b\n", "f.yaml:1:9: the control character U+0000 is not allowed here"),
    ],
)
def test_each_fault_is_one_line_with_its_place(text: str | bytes, expected: str):
    found = diagnostics(text)
    assert found[0].startswith(expected), found
    assert "\n" not in found[0].split("\n  hint: ")[0]


def test_crlf_and_a_byte_order_mark_are_fine():
    assert value("\ufefftitle: a\r\nlevel: 3\r\n") == {"title": "a", "level": 3}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 60_000,
        "? " * 60_000,
        "- [" * 40_000,
        "# c\r" + "- " * 400_000,
        "# c\u2028" + "- " * 400_000,
    ],
    ids=["flow lists", "flow maps", "lists", "keys", "mixed", "behind a lone return", "behind a line separator"],
)
def test_deep_nesting_ends_in_one_line(text: str):
    found = diagnostics("title: x\n" + text if text[0] in "?" else text)
    assert len(found) == 1
    assert "nested more than 64 levels deep" in found[0] or "not valid YAML" in found[0]


def test_block_nesting_by_indentation_is_bounded_too():
    text = "".join(f"{' ' * n}a:\n" for n in range(300))
    assert diagnostics(text) == ["f.yaml:65:65: nested more than 64 levels deep"]


def test_a_file_of_more_than_a_mebibyte_is_refused():
    assert "larger than the limit of 1024 KiB" in diagnostics("a" * (MAX_BYTES + 1))[0]


def test_numbers_are_exact_and_dates_exist():
    shape = Record({"n": WEIGHT, "d": Date(), "c": Choice(("low", "high")), "m": MapOf(Id(), Text())})
    assert str(value("n: 0.1\nd: 2026-02-28\nc: low\nm: {a: b}\n", shape)["n"]) == "1/10"
    assert diagnostics("n: 0\nd: 2026-02-30\nc: lo\nm: {A: b}\n", shape) == [
        'f.yaml:1:4: "0" is not a number above 0',
        'f.yaml:2:4: "2026-02-30" is not a date\n  hint: write a day that exists, such as 2026-03-31',
        'f.yaml:3:4: "lo" is not allowed here\n  hint: did you mean low?',
        'f.yaml:4:5: "A" is not an id\n  hint: ids are lower-case words joined by hyphens',
    ]


def test_columns_count_characters_not_bytes():
    assert diagnostics("{title: ü, level: 9}\n") == ['f.yaml:1:19: "9" is not a whole number from 0 to 4']


def test_truths_are_those_of_yaml_1_2_and_numbers_may_be_large():
    shape = Record({"title": Text()}, {"flag": Boolean(), "sum": Number()})
    assert value("title: a\nflag: True\nsum: 100000000000", shape) == {"title": "a", "flag": True, "sum": 10**11}
    assert value("title: a\nflag: FALSE\nsum: +5", shape) == {"title": "a", "flag": False, "sum": 5}
    assert diagnostics("title: a\nflag: yes", shape) == ['f.yaml:2:7: "yes" is neither true nor false']


def test_entries_without_words_are_not_told_as_twice_the_same():
    assert len(diagnostics("title: a\ntags: ['', '']")) == 2


@pytest.mark.parametrize("text", ['"\\u0007"', '"\\u200b"', '"\\u202e "', "'\u200b'"])
def test_a_text_in_which_nothing_can_be_seen_is_none(text: str):
    told = ["f.yaml:1:8: expected text but found nothing visible"]
    assert diagnostics(f"title: {text}", Record({"title": Text(seen=True)})) == told
    assert value("title: '\ud7fc'", Record({"title": Text(seen=True)})), "a sign that this Python does not know yet"
