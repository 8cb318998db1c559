"""How shares are shown."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cxaudit.report.numbers import bar, percent, percents, span


def test_percentages_round_once_and_parts_add_up():
    assert percent(Fraction(1, 200)) == "1%"
    assert percent(Fraction(87, 200)) == "44%"
    assert percent(None) == "-"
    assert span(Fraction(1, 4), Fraction(2, 4)) == "25-50%"
    assert span(Fraction(1, 4), Fraction(251, 1000)) == "25%"
    assert percents([Fraction(1, 3)] * 3) == ["34%", "33%", "33%"]


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any))
def test_parts_always_add_up_to_100(parts: list[int]):
    shown = percents([Fraction(p, sum(parts)) for p in parts])
    assert sum(int(p[:-1]) for p in shown) == 100


@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(4, 20))
def test_a_bar_has_its_width_and_shows_what_is_there(one: Fraction, other: Fraction, width: int):
    low, high = sorted([one, other])
    shown = bar(low, high, width)
    assert len(shown) == width
    assert ("█" in shown) == (low > 0)
