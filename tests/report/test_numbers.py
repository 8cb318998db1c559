"""How shares are shown."""

from dataclasses import replace
from fractions import Fraction

import pytest
from factories import CATALOG, EMPTY, everything
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.audit.assessment import assess
from cxaudit.measure import BANDS, Band
from cxaudit.report.numbers import bar, exact_percent, in_words, percent, said, shortfall, span

CUTS = (Fraction(1, 3), Fraction(6, 7), Fraction(995, 1000))  # starts of bands that no whole percentage shows
OWN = tuple(Band(start, f"from {start}") for start in (Fraction(0), *CUTS))
shares = st.fractions(0, 1)


def shown(text: str) -> Fraction:
    return Fraction(int(text.removesuffix("%")), 100)


def test_percentages_round_once_and_ranges_show_one_figure_where_both_ends_are_the_same():
    assert percent(Fraction(1, 200)) == "1%"
    assert percent(Fraction(87, 200)) == "44%"
    assert percent(None) == "-"
    assert span(Fraction(1, 4), Fraction(2, 4)) == "25-50%"
    assert span(Fraction(1, 4), Fraction(251, 1000)) == "25%"


def test_the_start_of_a_band_and_the_whole_are_shown_only_where_they_are_reached():
    assert (percent(Fraction(599, 1000)), percent(Fraction(60, 100))) == ("59%", "60%")
    assert (percent(Fraction(999, 1000)), percent(Fraction(1))) == ("99%", "100%")
    assert percent(Fraction(599, 1000), ()) == "60%", "where nothing begins at 60%"
    assert (percent(Fraction(855, 1000), OWN), percent(Fraction(857, 1000), OWN)) == ("85%", "85%")
    assert span(Fraction(349, 1000), Fraction(799, 1000)) == "34-79%"


@given(shares, st.sampled_from([BANDS, OWN]))
def test_no_share_is_shown_as_having_reached_what_it_has_not(share: Fraction, bands: tuple[Band, ...]):
    told = shown(percent(share, bands))
    assert abs(told - share) < Fraction(1, 100)
    assert all(told < cut for cut in (1, *(band.least for band in bands)) if share < cut)


@given(shares, shares)
def test_percentages_and_the_ends_of_ranges_never_change_places(one: Fraction, other: Fraction):
    low, high = sorted([one, other])
    assert shown(percent(low)) <= shown(percent(high))


@given(shares, shares, st.integers(4, 20))
def test_a_bar_has_its_width_and_shows_what_is_there(one: Fraction, other: Fraction, width: int):
    low, high = sorted([one, other])
    drawn = bar(low, high, width)
    assert len(drawn) == width
    assert ("█" in drawn) == (low > 0)


def test_limits_of_bands_keep_their_decimals():
    assert [exact_percent(share) for share in (Fraction(35, 100), Fraction(834, 10000))] == ["35%", "8.34%"]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "nothing"),
        (Fraction(1, 100), "hardly anything"),
        (Fraction(17, 100), "a sixth"),
        (Fraction(54, 100), "half"),
        (Fraction(57, 100), "three fifths"),
        (Fraction(73, 100), "three quarters"),
        (Fraction(96, 100), "nearly all"),
        (Fraction(1), "all"),
    ],
)
def test_a_share_in_words_is_the_nearest_everyday_fraction(share: Fraction, words: str):
    assert in_words(share) == words


@given(shares)
def test_only_nothing_is_none_and_only_everything_is_all(share: Fraction):
    assert (in_words(share) == "nothing") == (share == 0)
    assert (in_words(share) == "all") == (share == 1)


def test_a_score_is_short_of_a_bar_only_below_it():
    best = assess(CATALOG, replace(EMPTY, answers=everything())).headline
    assert shortfall(best, 100) == ""
    worst = assess(CATALOG, replace(EMPTY, answers=everything(best=False))).headline
    assert shortfall(worst, 0) == ""
    assert shortfall(worst, 0.5) == "the overall score, 0%, is below 0.5%"
    assert shortfall(assess(CATALOG, EMPTY).headline, 0) == "the overall score is not known, so it does not reach 0%"


def test_a_verdict_has_two_halves():
    best, worst = (assess(CATALOG, replace(EMPTY, answers=everything(best=kind))).headline for kind in (True, False))
    assert said(best.verdict) == "in place, and it shows"
    assert said(worst.verdict) == "not in place; results are missed"
    assert said(assess(CATALOG, EMPTY).headline.verdict) == "nothing is known yet"
