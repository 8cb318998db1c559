"""What a terminal sends that is no key: read over to its end, and no further."""

import pytest

from cxaudit.interview.terminal import SOON, Unknown


def left(sent: str, apart: float = 0.0) -> str:
    """What is left as keys of characters sent so many seconds apart; an Escape comes with what is right behind it."""
    unknown, now, kept, rest = Unknown(), 100.0, "", list(sent)
    while rest:
        character = rest.pop(0)
        now += apart
        if character == "\x1b" and rest and not apart:
            unknown.begin(rest.pop(0), now)
        elif character == "\x1b":
            unknown.escape(now)
        elif not unknown.takes(character, now):
            kept += character
    return kept


@pytest.mark.parametrize(
    "sent",
    ["\x1ba", "\x1b[?1;2c", "\x1b[49;5u", "\x1bOP", "\x1b]11;rgb:0/0/0\x1b\\", "\x1b]0;12\x07", "\x1bP1+r\x1b\\"],
)
def test_a_whole_sequence_is_read_over(sent: str):
    assert left(f"1{sent}2") == "12"


def test_an_arrow_that_comes_in_pieces_over_a_slow_line_marks_nothing():
    assert left("\x1b[A1", apart=0.1) == "1"


def test_what_begins_and_never_ends_takes_no_key_that_comes_later():
    unknown = Unknown()
    unknown.begin("]", 100.0)
    assert unknown.takes("1", 100.0)
    assert not unknown.takes("1", 100.0 + SOON + 0.1)
    assert not unknown.takes("1", 100.0 + SOON + 0.1)


def test_a_key_after_escape_is_a_key():
    assert left("\x1b1a", apart=0.1) == "1a"
