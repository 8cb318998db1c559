"""The six organisations of which it is known what an expert says, answered by rule."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction as F

from factories import CATALOG, EVERYTHING

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.measure import Kind, State
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
