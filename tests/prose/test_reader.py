"""Documents become units with their places, whatever they are written in."""

import io
import zipfile
from pathlib import Path

import pytest

from cxaudit import files
from cxaudit.errors import CxauditError
from cxaudit.limits import MAX_BYTES, MAX_PACKED_BYTES
from cxaudit.prose.markdown import units_of
from cxaudit.prose.reader import read_prose
from cxaudit.prose.sentences import LONGEST, sentences_of, words_of
from cxaudit.prose.units import Prose, UnitKind

TEXT = """---
kind: charter
next_review: 2027-02-11
---
# Our *charter*

We answer [letters](a.md)
within **5 days**. We say sorry.

## Repairs

What you can expect:

1. Urgent: `4 hours`
   or sooner
2. Other: 3 days

| Matter | Time |
|:--|--:|
| Leak | 2 hours |

> They are the best.

```
We answer at once.
```

<!-- cxaudit: ignore[vague-time] the law says so -->
Bills are sent soon.

<!-- cxaudit: complaint-handling -->
Tell Jan.
"""


def listed(prose: Prose) -> list[tuple[str, int, str]]:
    return [(unit.kind.value, unit.line, unit.text.replace("\n", " / ")) for unit in prose.units]


def test_markdown_is_read_line_by_line():
    prose = read_prose("a.md", TEXT.encode())
    assert listed(prose) == [
        ("heading", 5, "Our charter"),
        ("paragraph", 7, "We answer letters / within 5 days. We say sorry."),
        ("heading", 10, "Repairs"),
        ("paragraph", 12, "What you can expect:"),
        ("step", 14, "Urgent: 4 hours / or sooner"),
        ("step", 16, "Other: 3 days"),
        ("row", 20, "Leak | 2 hours"),
        ("quote", 22, "They are the best."),
        ("paragraph", 29, "Bills are sent soon."),
        ("paragraph", 32, "Tell Jan."),
    ]
    assert (prose.kind, prose.fields["next_review"], list(prose.remarks)) == ("charter", "2027-02-11", [])
    assert prose.units[4].lead == "What you can expect:"
    assert (prose.units[6].headings, prose.units[6].lead) == (("Our charter", "Repairs"), "Matter | Time")
    assert [(one.rules, one.reason, one.first) for one in prose.ignores] == [(("vague-time",), "the law says so", 29)]
    assert [(one.name, prose.units[one.unit].text) for one in prose.markers] == [("complaint-handling", "Tell Jan.")]


def test_sentences_know_their_line():
    found = sentences_of(read_prose("a.md", TEXT.encode()).units)
    assert [(one.text, one.line) for one in found.all][1:3] == [
        ("We answer letters within 5 days.", 7),
        ("We say sorry.", 8),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Help\n====\n\nWe help.\n", ["heading", "paragraph"]),
        ("####\nHelp\n####\n\nWe help you here.\n", ["heading", "paragraph"]),
        ("**Opening hours**\n\nMonday to Friday.\n", ["heading", "paragraph"]),
        ("- [One](#one)\n- [Two](#two)\n", ["link", "link"]),
        ("> [!NOTE]\n> Read this.\n", ["note"]),
        ("* a\n  * b\n\n  more of b\n", ["item", "item", "item"]),
        ("-- \n", []),
        ("", []),
    ],
)
def test_kinds_of_unit(text: str, kinds: list[str]):
    assert [unit.kind.value for unit in units_of(text) if unit.text != "--"] == kinds


def test_a_heading_without_text_is_marked():
    units = units_of("# A\n\n## B\n\n## C\n\nNine words stand here so that it is text.\n")
    assert [(unit.text, unit.is_empty) for unit in units if unit.kind is UnitKind.HEADING] == [
        ("A", False),
        ("B", True),
        ("C", False),
    ]


def test_short_lines_of_plain_text_are_headings():
    prose = read_prose("a.txt", b"Opening hours\n\nWe are open from nine to five.\n")
    assert [unit.kind.value for unit in prose.units] == ["heading", "paragraph"]


def test_html_is_read_with_lines():
    html = b"""<html><head><style>p {}</style></head><body><nav><p>Menu</p></nav>
<h1>Charter</h1>
<p>We answer <b>letters</b> within 5 days.</p>
<ul><li>Ring us</li></ul>
<table><tr><th>Matter</th><th>Time</th></tr>
<tr><td>Leak</td><td>2 hours</td></tr></table>
<blockquote><p>Great!</p></blockquote><script>alert(1)</script></body></html>"""
    prose = read_prose("a.html", html)
    assert listed(prose) == [
        ("heading", 2, "Charter"),
        ("paragraph", 3, "We answer letters within 5 days."),
        ("item", 4, "Ring us"),
        ("row", 6, "Leak | 2 hours"),
        ("quote", 7, "Great!"),
    ]
    assert prose.units[3].lead == "Matter | Time"


DEEP = "this Word file is nested more deeply than any word processor writes"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = """<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Charter</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">We answer </w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del>
<w:ins><w:r><w:t>within 5 days.</w:t></w:r></w:ins></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Matter</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Time</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Leak</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2 hours</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


def word(body: str = BODY, before: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml", f"<?xml version='1.0'?>{before}<w:document {W}><w:body>{body}</w:body></w:document>"
        )
    return out.getvalue()


def test_word_is_read_by_heading_and_paragraph():
    prose = read_prose("a.docx", word())
    assert prose.text is None
    assert [(unit.kind.value, unit.text, unit.number) for unit in prose.units] == [
        ("heading", "Charter", 0),
        ("paragraph", "We answer within 5 days.", 1),
        ("row", "Leak | 2 hours", 2),
    ]
    assert (prose.units[2].headings, prose.units[2].lead) == (("Charter",), "Matter | Time")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "this Word file is damaged or locked"),
        (word("<w:p>"), "this Word file is damaged or locked"),
        (word(before="<!DOCTYPE x>"), "this Word file has a DOCTYPE, which no word processor writes"),
        (word("x" * 30_000_100), "this Word file has more than 30 MB of text"),
        (word(f"<w:p>{'<w:ins>' * 9000}{'</w:ins>' * 9000}</w:p>"), DEEP),
        (word(f"{'<w:sdt>' * 9000}{'</w:sdt>' * 9000}"), DEEP),
    ],
    ids=["cut off", "not XML", "DOCTYPE", "bomb", "deep in a paragraph", "deep blocks"],
)
def test_a_word_file_that_cannot_be_read_gets_one_line(data: bytes, message: str):
    with pytest.raises(CxauditError) as raised:
        read_prose("a.docx", data)
    assert [(one.message, one.place and one.place.file) for one in raised.value.diagnostics] == [(message, "a.docx")]


@pytest.mark.parametrize("data", [b"a" * (MAX_BYTES + 1), word()[:30] + bytes(MAX_PACKED_BYTES)], ids=["text", "Word"])
def test_a_file_over_the_limit_gets_one_line(data: bytes):
    with pytest.raises(CxauditError, match=r"a\.md: the file is larger than the limit of (1024 KiB|64 MiB)"):
        read_prose("a.md", data)


def test_pictures_do_not_keep_a_word_file_from_being_read(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
        packed.writestr("word/media/image1.png", bytes(3 * MAX_BYTES))
        packed.writestr("word/document.xml", zipfile.ZipFile(io.BytesIO(word())).read("word/document.xml"))
    assert len(read_prose("a.docx", files.read(tmp_path / "a.docx")).units) == 3


@pytest.mark.parametrize(
    "part",
    ["<a ", '<a b="', "<!--", "<![", "<?a ", "<script></", '<a b=x"y ', "<!-->", "<textarea>", "<!-- cxaudit "],
)
@pytest.mark.parametrize("end", ["", ">", '">', "-->"])
def test_no_broken_markup_makes_a_web_page_slow_or_fail(part: str, end: str):
    """Each would take minutes where the time grows with the square of the length."""
    read_prose("a.html", (part * (200_000 // len(part)) + end).encode())


MIXED = """Support team
~~~~~~~~~~~~

We reply.

<style>
td { width: 5px }
</style>

<table>
<tr><td>Urgent</td><td><p>4 hours</p></td></tr>
<tr><td>Other</td><td><table><tr><td>3 days</td></tr></table></td></tr>
</table>

- Call

~~~~
We answer at once.
~~~~

<table> is a word of HTML.
"""


def test_html_in_markdown_is_read_with_lines_and_tildes_may_underline():
    assert listed(read_prose("a.md", MIXED.encode())) == [
        ("heading", 1, "Support team"),
        ("paragraph", 4, "We reply."),
        ("row", 11, "Urgent | 4 hours"),
        ("row", 12, "3 days"),
        ("row", 12, "Other"),
        ("item", 15, "Call"),
        ("paragraph", 21, "is a word of HTML."),
    ]
    assert read_prose("a.md", MIXED.encode()).units[2].headings == ("Support team",)


def test_a_page_in_html_keeps_its_headings_and_its_lists():
    text = (
        "# Shop\n\n<section>\n  <h2>Orders</h2>\n  <p>Write to me,\n  or ring.</p>\n</section>\n\n"
        "I answer.\n\n<div class='x'>\n\n## Repairs\n\n- I mend\n\n</div>\n"
    )
    prose = read_prose("a.md", text.encode())
    assert [(unit.kind.value, unit.line, unit.headings) for unit in prose.units] == [
        ("heading", 1, ()),
        ("heading", 4, ("Shop",)),
        ("paragraph", 5, ("Shop", "Orders")),
        ("paragraph", 9, ("Shop", "Orders")),
        ("heading", 13, ("Shop",)),
        ("item", 15, ("Shop", "Repairs")),
    ]


def test_html_that_is_never_closed_ends_at_the_next_heading():
    text = "<ul>\n<li>Ring\n<li>Write\n\n## Next\n\n- Call\n\n<ul><li>Come</li></ul>\n"
    assert listed(read_prose("a.md", text.encode())) == [
        ("item", 2, "Ring"),
        ("item", 3, "Write"),
        ("heading", 5, "Next"),
        ("item", 7, "Call"),
        ("item", 9, "Come"),
    ]


def test_fields_of_front_matter_have_their_lines():
    prose = read_prose(
        "a.md", b"---\ntitle: Support\nlast_review-date: 2026-05-01\ntags: [a]\nmenu:\n  main: 1\n---\n\nText.\n"
    )
    assert [(unit.kind, unit.line, unit.text) for unit in prose.front] == [
        (UnitKind.FIELD, 2, "title: Support"),
        (UnitKind.FIELD, 3, "last review date: 2026-05-01"),
    ]
    assert listed(prose) == [("paragraph", 9, "Text.")]


def test_comments_and_declarations_do_not_move_lines():
    html = b"<!doctype html>\n<!-- a\n> b -->\n<![if\nIE]><p>One</p>\n<script>x = '<!--'</script><p>Two</p>"
    assert listed(read_prose("a.html", html)) == [("paragraph", 5, "One"), ("paragraph", 6, "Two")]


def test_thousands_of_comments_are_read_in_one_go():
    prose = read_prose("a.md", b"Help.\n\n<!-- cxaudit: response-goals -->\n\n" * 20_000)
    assert [(one.place.line, one.unit) for one in prose.markers[-2:]] == [(79_995, 19_999), (79_999, 20_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_editors_are_read(encoding: str):
    prose = read_prose("a.md", "We answer at the café –\r\nat once.\r\n".encode(encoding))
    assert prose.text == "We answer at the café –\nat once.\n"


def test_front_matter_must_be_right_only_where_it_names_a_kind():
    wrong = b"---\nkind: charter\nvalues: 3\nlayout: page\n---\n# A\n"
    assert [str(one) for one in read_prose("a.md", wrong).remarks] == [
        "a.md:3:9: expected a list\n  hint: write each entry on its own line after a hyphen"
    ]
    assert not read_prose("a.md", wrong.replace(b"kind: charter\n", b"version: 1.0\n")).remarks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The customer's follow-up.", ("the", "customer", "follow", "up")),
        ("Ring 0161 496 0000 by 9am.", ("ring", "0161 496 0000", "by", "9am")),
        ("We’re open 24/7, 95 % of days.", ("we're", "open", "24/7", "95 %", "of", "days")),
        ("Write to a@b.org or www.b.org", ("write", "to", "a@b.org", "or", "www.b.org")),
        ("48hrs", ("48", "hrs")),
    ],
)
def test_words_of_a_sentence(text: str, words: tuple[str, ...]):
    assert words_of(text).text == words


def test_a_line_without_end_is_cut():
    found = sentences_of(units_of("word " * 50_000)).all
    assert max(len(one.text) for one in found) <= LONGEST
    assert sum(len(one.text.split()) for one in found) == 50_000
