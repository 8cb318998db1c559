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
