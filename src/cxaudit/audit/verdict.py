"""The verdict in two halves, a band and what the results say; and depth: what is done, written and checked."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cxaudit.audit.marks import Mark
from cxaudit.measure import Band, Kind, Share, State, Tier

if TYPE_CHECKING:
    from cxaudit.audit.scoring import Score

SAID_FROM = Fraction(1, 2)  # the share that must be known before a band or a figure is given at all
RATED_FROM = Fraction(8, 10)  # the share of practices that must be known before a band is more than provisional
CAP = 1  # the highest band, counted from 0, that a framework gets while something critical to it is missing
QUICK_CAP = 2  # the highest band of a quick look
DEPTH = (Kind.DONE, Kind.WRITTEN, Kind.CHECKED)

MISSED, NOT_MEASURED, SHOWS, MIXED = "missed", "not measured", "shows", "mixed"


class Known(NamedTuple):
    """How many practices are known of those that apply, and whether every result was asked."""

    known: int
    of: int
    results_asked: bool

    @property
    def share(self) -> Fraction:
        """From 0 to 1; 1 where there is nothing to know."""
        return Fraction(self.known, self.of) if self.of else Fraction(1)

    @property
    def is_little(self) -> bool:
        """Whether too little is known to give a band or a figure."""
        return self.share < SAID_FROM

    @property
    def is_enough(self) -> bool:
        return self.share >= RATED_FROM and self.results_asked


def coverage(marks: Iterable[Mark]) -> Known:
    """How much is known of these marks, results apart."""
    known = of = 0
    asked = True
    for mark in marks:
        if mark.practice.is_result:
            asked = asked and mark.state is not State.UNASKED
        elif mark.applies:
            of += 1
            known += mark.is_known
    return Known(known, of, asked)


class Results(NamedTuple):
    """How many results are reached, missed, not measured, not known and not asked yet."""

    reached: int = 0
    missed: int = 0
    not_measured: int = 0
    unknown: int = 0
    unasked: int = 0

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> "Results":
        found = [mark.state for mark in marks if mark.practice.is_result and mark.applies]
        order = (State.REACHED, State.MISSED, State.NOT_MEASURED, State.UNKNOWN, State.UNASKED)
        return cls(*(found.count(state) for state in order))

    @property
    def number(self) -> int:
        return sum(self)

    @property
    def is_some_known(self) -> bool:
        """Whether any is reached or missed."""
        return self.reached + self.missed > 0

    @property
    def word(self) -> str:
        """What they say: "missed", "not measured", "shows", "mixed"; empty where there are none.

        What is not known or not asked counts as not measured.
        """
        if not self.number:
            return ""
        if self.missed > self.reached and self.missed * 4 >= self.number:
            return MISSED
        if (self.not_measured + self.unknown + self.unasked) * 2 > self.number:
            return NOT_MEASURED
        return SHOWS if self.reached * 4 >= self.number * 3 else MIXED


class Verdict(NamedTuple):
    """The band of a score and what the results say.

    `band` is the band of the point, `low` and `high` those of the range; empty where nothing is known or applies.
    """

    band: str
    low: str
    high: str
    rated: bool
    results: str  # as in Results.word
    capped: bool = False
    quick: bool = False  # whether the range covers more than the band
    open_results: bool = False  # whether "not measured" is mostly not known or not asked
    is_some_known: bool = False  # whether any result is reached or missed

    @property
    def range(self) -> str:
        """The bands that the range spans, as "partly to largely in place"."""
        return spanned(self.low, self.high)


def spanned(low: str, high: str) -> str:
    """Two bands as one phrase."""
    if low == high:
        return low
    end = " in place"
    return f"{low.removesuffix(end) if high.endswith(end) else low} to {high}"


def verdict(
    score: "Score | None",
    marks: Collection[Mark],
    bands: Sequence[Band],
    rollup: str,
    critical: Iterable[Collection[Mark]],
    quick: bool,
) -> Verdict:
    """The verdict on a score.

    While a band needs more results than are reached, the next lower is taken. For the point, an open result counts
    as not reached; at the high end, as reached; at the low end, as missed. While a critical criterion has no essential
    practice in full, the second lowest is the best; at the low end, open counts as no.
    """
    if score is None:
        return Verdict("", "", "", False, "")
    found = Results.of(marks)
    reached = Fraction(found.reached, found.number) if found.number else Fraction(1)
    best = Fraction(found.reached + found.unknown + found.unasked, found.number) if found.number else Fraction(1)
    closed = [m for m in critical if _nothing_essential(m)]
    known = [m for m in closed if caps(m)]
    top = min(QUICK_CAP, len(bands) - 1) if quick else len(bands) - 1
    cap = min(top, CAP) if known else top
    low = band_at(score.low, reached, bands, min(top, CAP) if closed else top)
    high = band_at(score.high, best, bands, cap)
    at_all = score.point is not None
    band = band_at(score.point or Fraction(0), reached, bands, cap) if at_all else ""
    enough = coverage(marks)
    rated = at_all and enough.is_enough
    if rollup == "min":
        rated = at_all and (low == high or not any(mark.is_open for mark in marks))
    unmeasured = found.word == NOT_MEASURED and found.unknown + found.unasked > found.not_measured
    return Verdict(band, low, high, rated, found.word, bool(known), quick, unmeasured, found.is_some_known)


def band_at(share: Fraction, reached: Fraction, bands: Sequence[Band], cap: int) -> str:
    """The name of the highest band up to `cap` that a score and the results reached allow."""
    n = min(max(n for n, band in enumerate(bands) if share >= band.least), cap)
    while n and reached < bands[n].needs:
        n -= 1
    return bands[n].name


def _essentials(marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.applies and mark.practice.tier is Tier.ESSENTIAL]


def _nothing_essential(marks: Iterable[Mark]) -> bool:
    """Whether there are essential practices and none is known to hold."""
    found = _essentials(marks)
    return bool(found) and not any(mark.holds for mark in found)


def caps(marks: Collection[Mark]) -> bool:
    """Whether a critical criterion caps its framework: its essential practices are known, and none holds."""
    return _nothing_essential(marks) and not any(mark.is_open for mark in _essentials(marks))


class Depth(NamedTuple):
    """For one kind of practice: the share of those known that is there, and how many are known and apply."""

    share: Fraction
    known: int
    of: int  # how many apply

    @property
    def is_little(self) -> bool:
        return self.known < self.of * SAID_FROM


def depth(marks: Collection[Mark]) -> dict[Kind, Depth]:
    """How much is done, written and checked, over the practices that count; only for kinds with known ones."""
    found = {}
    for kind in DEPTH:
        counted = [mark for mark in marks if mark.applies and mark.practice.kind is kind and mark.practice.counts]
        known = [mark for mark in counted if mark.is_known]
        if known:
            total: Share = sum((mark.low for mark in known), Fraction(0))
            found[kind] = Depth(Fraction(total) / len(known), len(known), len(counted))
    return found
