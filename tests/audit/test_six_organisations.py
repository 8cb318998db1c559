"""The six organisations of which it is known what an expert says: what the scores say of them, in the first audit and
over the whole bank.
"""

from fractions import Fraction as F

import pytest
from factories import CATALOG, FIRST
from six_organisations import Six

from cxaudit.audit.assessment import Assessment
from cxaudit.audit.verdict import MISSED, NOT_MEASURED, SHOWS
from cxaudit.measure import BANDS


@pytest.fixture(scope="module", params=[FIRST, tuple(CATALOG.frameworks)], ids=["first audit", "everything"])
def six(request: pytest.FixtureRequest) -> Six:
    return Six(request.param)


def percent(assessment: Assessment) -> float:
    score = assessment.overall.score
    assert score and score.point is not None
    return float(score.point * 100)


def band(assessment: Assessment) -> int:
    """The band of the headline, counted from the lowest."""
    return [b.name for b in BANDS].index(assessment.headline.verdict.band)


def test_the_best_is_in_place_and_it_shows(six: Six):
    assert percent(six.best) == 100
    assert six.best.headline.verdict.band == "in place"
    assert six.best.headline.verdict.results == SHOWS


def test_the_worst_is_not_in_place(six: Six):
    assert percent(six.worst) == 0
    assert six.worst.headline.verdict.band == "not in place"


def test_the_paper_tiger_is_on_paper_only(six: Six):
    assert percent(six.paper_tiger) < 35
    assert six.paper_tiger.headline.verdict.results == NOT_MEASURED


def test_the_good_small_shop_works_unproven(six: Six):
    assert 40 <= percent(six.shop) <= 60
    assert band(six.shop) > 0


def test_who_writes_and_counts_everything_and_misses_every_result_fails_its_customers(six: Six):
    with_result = [r for r in six.counts_and_misses.results.values() if any(m.practice.is_result for m in r.marks)]
    assert len(with_result) > 20
    assert all(r.score and r.score.point is not None and r.score.point <= F(1, 2) for r in with_result)
    assert band(six.counts_and_misses) <= 2
    assert six.counts_and_misses.headline.verdict.results == MISSED


def test_hiding_its_results_gains_it_no_band(six: Six):
    assert band(six.hides_its_results) <= band(six.counts_and_misses)


def test_who_does_everything_and_measures_nothing_is_good_and_cannot_show_it(six: Six):
    assert percent(six.does_not_measure) >= percent(six.paper_tiger) + 15
    assert six.does_not_measure.headline.verdict.results == NOT_MEASURED


def test_each_is_rated_since_everything_is_answered(six: Six):
    assert all(one.headline.verdict.rated for one in vars(six).values())
