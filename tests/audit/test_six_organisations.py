"""The six organisations of which it is known what an expert says: what the scores say of them, in the first audit and
over the whole bank.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction as F

import pytest
from factories import CATALOG, EVERYTHING, FIRST

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.audit.verdict import MISSED, NOT_MEASURED, SHOWS
from cxaudit.measure import BANDS, Kind, State
from cxaudit.model import Answer


def organisation(frameworks: Iterable[str], other: State, **shares: F | int) -> Assessment:
    """An organisation answered by rule: of the practices of one kind, in the bank's order, the k-th is there where
    floor(k x share) > floor((k - 1) x share); `other` is said of the results that are not reached.
    """
    count = dict.fromkeys(shares, 0)
    answers = {}
    for criterion in CATALOG.asked(frameworks):
        practices = {}
        for practice in criterion.practices:
            kind = str(practice.kind)
            count[kind] += 1
            there = int(count[kind] * shares[kind]) > int((count[kind] - 1) * shares[kind])
            if practice.kind is Kind.RESULT:
                practices[practice.id] = State.REACHED if there else other
            else:
                practices[practice.id] = State.YES if there else State.NO
        answers[criterion.id] = Answer(practices=practices)
    versions = {id: CATALOG.frameworks[id].version for id in frameworks}
    return assess(CATALOG, replace(EVERYTHING, frameworks=versions, answers=answers))


class Six:
    """The organisations, asked some frameworks."""

    def __init__(self, frameworks: Iterable[str]) -> None:
        chosen = tuple(frameworks)
        unmeasured, missed = State.NOT_MEASURED, State.MISSED
        self.best = organisation(chosen, missed, done=1, written=1, checked=1, result=1)
        self.worst = organisation(chosen, missed, done=0, written=0, checked=0, result=0)
        self.paper_tiger = organisation(chosen, unmeasured, done=F(1, 3), written=1, checked=0, result=0)
        self.shop = organisation(chosen, unmeasured, done=F(3, 4), written=F(1, 6), checked=F(1, 5), result=F(1, 4))
        self.counts_and_misses = organisation(chosen, missed, done=1, written=1, checked=1, result=0)
        self.hides_its_results = organisation(chosen, unmeasured, done=1, written=1, checked=1, result=0)
        self.does_not_measure = organisation(chosen, unmeasured, done=1, written=F(1, 2), checked=F(1, 10), result=0)


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
