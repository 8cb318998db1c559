"""Whatever is typed shows as text."""

import pytest
from factories import typed
from hypothesis import given
from markdown_it import MarkdownIt

from cxaudit import sanitize

GFM = MarkdownIt("gfm-like", {"linkify": False})


def shown(html: str) -> str:
    import html as entities
    import re

    return entities.unescape(re.sub(r"<[^>]+>", "", html)).strip("\n")


@given(typed)
def test_a_table_cell_shows_exactly_what_was_typed(text: str):
    rendered = GFM.render(f"| a | b |\n|:--|:--|\n| {sanitize.markdown(text)} | end |\n")
    cells = [shown(part) for part in rendered.split("<tbody>")[1].split("<td")[1:]]
    assert len(cells) == 2, rendered
    assert cells[0].split(">", 1)[-1].strip() == sanitize.line(text).strip()


@given(typed)
def test_a_paragraph_a_list_item_and_a_heading_show_exactly_what_was_typed(text: str):
    line = sanitize.line(text)
    if not line:
        return
    for before, tag in (("", "p"), ("- ", "li"), ("# ", "h1"), ("> ", "p")):
        rendered = GFM.render(f"{before}{sanitize.markdown(text)}\n")
        assert f"<{tag}" in rendered
        assert shown(rendered).strip() == line, rendered


@given(typed)
def test_a_line_holds_no_control_characters(text: str):
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in sanitize.line(text))


def test_text_keeps_line_breaks():
    assert sanitize.text("a\r\nb\u2028c\x1b[2J") == "a\nb\nc[2J"


@pytest.mark.parametrize(
    "hidden", "\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\ufeff"
)
def test_what_cannot_be_seen_is_taken_out(hidden: str):
    assert sanitize.line(f"a{hidden}b{hidden}") == "ab"


@pytest.mark.parametrize("text", ["نامه\u200cای", "क्\u200dष", "👩\u200d🚒"])
def test_joiners_stay_where_they_join(text: str):
    assert sanitize.line(text) == text


@pytest.mark.parametrize(
    ("typed_", "address"),
    [
        (
            "see https://wiki.example.org/service_policy?page=2&rev=7.",
            "https://wiki.example.org/service_policy?page=2&rev=7",
        ),
        ("(http://a.example/b_(c)), and more", "http://a.example/b_(c)"),
        ("*https://a.example/x_y*", "https://a.example/x_y"),
    ],
)
def test_an_address_can_be_followed(typed_: str, address: str):
    html = GFM.render(sanitize.markdown(typed_))
    assert [link.split('"')[0] for link in html.split('<a href="')[1:]] == [address.replace("&", "&amp;")]
    assert shown(html) == typed_


def test_no_forge_makes_mentions_of_what_was_typed():
    for typed_ in ("@jo fixed #12", "acme/site#12", "GH-12", "since 3fa94c10"):
        made = sanitize.markdown(typed_)
        assert "<!-- -->" in made
        assert shown(GFM.render(made)) == typed_
    assert sanitize.markdown("jo@example.org, 2026-11-20, Rule 12") == "jo@example.org, 2026-11-20, Rule 12"


def test_a_long_text_is_cut_between_words():
    assert sanitize.short("one two\nthree", 20) == "one two three"
    assert sanitize.short("one two three", 10) == "one two…"
    assert sanitize.short("x" * 30, 10) == "x" * 9 + "…"
