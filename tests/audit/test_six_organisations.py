"""The six organisations of which it is known what an expert says: what the scores say of them."""

from fractions import Fraction as F

import pytest
from factories import CATALOG, EMPTY, FIRST

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.audit.verdict import MISSED, NOT_MEASURED, SHOWS
from cxaudit.measure import BANDS, Kind, State
from cxaudit.model import Answer, Audit

PRACTICES = {"done": F(0), "written": F(0), "checked": F(0), "result": F(0)}


def organisation(other: State = State.MISSED, **shares: F | int) -> Assessment:
    """An organisation answered by rule: of the practices of one kind, in the bank's order, the k-th is there where
    floor(k x share) > floor((k - 1) x share); `other` is said of the results that are not reached.
    """
    count = dict.fromkeys(PRACTICES, 0)
    answers = {}
    for criterion in CATALOG.asked(FIRST):
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
    return assess(CATALOG, Audit("O", "R", "manager", EMPTY.frameworks, answers=answers))


BEST = organisation(done=1, written=1, checked=1, result=1)
WORST = organisation(done=0, written=0, checked=0, result=0)
PAPER_TIGER = organisation(State.NOT_MEASURED, done=F(1, 3), written=1, checked=0, result=0)
GOOD_SHOP = organisation(State.NOT_MEASURED, done=F(3, 4), written=F(1, 6), checked=F(1, 5), result=F(1, 4))
COUNTS_AND_MISSES = organisation(done=1, written=1, checked=1, result=0)
HIDES_ITS_RESULTS = organisation(State.NOT_MEASURED, done=1, written=1, checked=1, result=0)
DOES_AND_DOES_NOT_MEASURE = organisation(State.NOT_MEASURED, done=1, written=F(1, 2), checked=F(1, 10), result=0)


def percent(assessment: Assessment) -> float:
    score = assessment.overall.score
    assert score and score.point is not None
    return float(score.point * 100)


def band(assessment: Assessment) -> int:
    """The band of the headline, counted from the lowest."""
    return [b.name for b in BANDS].index(assessment.headline.verdict.band)


def test_the_best_is_in_place_and_it_shows():
    assert percent(BEST) == 100
    assert BEST.headline.verdict.band == "in place"
    assert BEST.headline.verdict.results == SHOWS


def test_the_worst_is_not_in_place():
    assert percent(WORST) == 0
    assert WORST.headline.verdict.band == "not in place"


def test_the_paper_tiger_is_on_paper_only():
    assert percent(PAPER_TIGER) < 35
    assert PAPER_TIGER.headline.verdict.results == NOT_MEASURED


def test_the_good_small_shop_works_unproven():
    assert 40 <= percent(GOOD_SHOP) <= 60
    assert band(GOOD_SHOP) > 0


def test_who_writes_and_counts_everything_and_misses_every_result_fails_its_customers():
    with_result = [r for r in COUNTS_AND_MISSES.results.values() if any(m.practice.is_result for m in r.marks)]
    assert len(with_result) > 20
    assert all(r.score and r.score.point is not None and r.score.point <= F(1, 2) for r in with_result)
    assert band(COUNTS_AND_MISSES) <= 2
    assert COUNTS_AND_MISSES.headline.verdict.results == MISSED


def test_hiding_its_results_gains_it_no_band():
    assert band(HIDES_ITS_RESULTS) <= band(COUNTS_AND_MISSES)


def test_who_does_everything_and_measures_nothing_is_good_and_cannot_show_it():
    assert percent(DOES_AND_DOES_NOT_MEASURE) >= percent(PAPER_TIGER) + 15
    assert DOES_AND_DOES_NOT_MEASURE.headline.verdict.results == NOT_MEASURED


@pytest.mark.parametrize("one", [BEST, WORST, PAPER_TIGER, GOOD_SHOP, COUNTS_AND_MISSES, DOES_AND_DOES_NOT_MEASURE])
def test_each_is_rated_since_everything_is_answered(one: Assessment):
    assert one.headline.verdict.rated
    assert one.headline.known.share == 1
