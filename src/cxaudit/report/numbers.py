"""How shares are shown: percentages, ranges, bars, fractions in words."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from cxaudit.audit.assessment import Node
from cxaudit.audit.verdict import MISSED, MIXED, NOT_MEASURED, SHOWS, Verdict
from cxaudit.measure import BANDS, Band

HALF = Fraction(1, 2)


def percent(share: Fraction | None, bands: Iterable[Band] = BANDS) -> str:
    """A share as a whole percentage, halves rounded up; only what is displayed is rounded.

    Where that would show a share below the start of a band, or below 100%, as having reached it, it is rounded down.
    """
    if share is None:
        return "-"
    down = int(share * 100)
    near = (share * 200 + 1) // 2
    cuts = (Fraction(1), *(band.least for band in bands))
    return f"{down if any(share < cut <= Fraction(near, 100) for cut in cuts) else near}%"


def span(low: Fraction, high: Fraction, bands: Iterable[Band] = BANDS) -> str:
    """A range as "40-55%"; one figure where both ends show the same."""
    lowest, highest = percent(low, bands), percent(high, bands)
    return lowest if lowest == highest else f"{lowest[:-1]}-{highest}"


def exact_percent(share: Fraction) -> str:
    """A share as a percentage with as many decimals as it has, at most two: for the limits of bands."""
    return f"{Decimal(round(share * 10000)) / 100:f}%"


def along(share: Fraction) -> str:
    """Where a share lies on a line from 0 to 100, with at most one decimal, for pictures."""
    return f"{float(share * 100):.1f}".removesuffix(".0")


def bar(low: Fraction | None, high: Fraction | None, width: int = 10) -> str:
    """A bar for a range: full up to low, shaded up to high, empty beyond; a low above 0 gets a full block at least."""
    if low is None or high is None:
        return ""
    ends = [int(share * width + HALF) for share in (low, high)]
    full = max(ends[0], 1) if low else 0
    shaded = max(ends[1], full) - full
    return "█" * full + "▒" * shaded + "░" * (width - full - shaded)


def point_of(node: Node) -> Fraction | None:
    """The point of a node; None where nothing or too little is known for a figure."""
    return None if node.score is None or node.known.is_little else node.score.point


def in_points(node: Node) -> str:
    """A score in the framework's own numbers, such as "1.63 of 3"; empty without any or if little is known."""
    if node.points is None or node.score is None or node.score.point is None or node.quick or node.known.is_little:
        return ""
    return f"{_rounded(node.score.point * node.points)} of {_rounded(node.points)}"


def _rounded(number: Fraction) -> str:
    """A number with at most two decimals, halves rounded up."""
    hundredths = (number * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02}".removesuffix(".00")


_FRACTIONS = (
    (Fraction(0), "nothing"),
    (Fraction(1, 10), "a tenth"),
    (Fraction(1, 6), "a sixth"),
    (Fraction(1, 4), "a quarter"),
    (Fraction(1, 3), "a third"),
    (Fraction(2, 5), "two fifths"),
    (Fraction(1, 2), "half"),
    (Fraction(3, 5), "three fifths"),
    (Fraction(2, 3), "two thirds"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(4, 5), "four fifths"),
    (Fraction(9, 10), "nine tenths"),
    (Fraction(1), "all"),
)


def in_words(share: Fraction) -> str:
    """A share as the nearest everyday fraction; only 0 is "nothing", and only 1 is "all"."""
    if share in (0, 1):
        return "nothing" if share == 0 else "all"
    if share < Fraction(1, 20):
        return "hardly anything"
    if share > Fraction(19, 20):
        return "nearly all"
    return min(_FRACTIONS[1:-1], key=lambda pair: abs(pair[0] - share))[1]


_SAID = {
    MISSED: "results are missed",
    NOT_MEASURED: "results are not measured",
    SHOWS: "and it shows",
    MIXED: "results are mixed",
}


def half(results: str, is_some_known: bool = False) -> str:
    """The second half of a verdict, from the word for its results; empty where there are none.

    `is_some_known` says whether any of the results is measured, where most are not.
    """
    most = "most " if results == NOT_MEASURED and is_some_known else ""
    return f"{most}{_SAID.get(results, '')}"


def said(verdict: Verdict, figure: str = "") -> str:
    """A verdict in words: its band, or the bands of its range, with the figure behind it, and what the results say."""
    if not verdict.low:
        return "does not apply"
    if not verdict.band:
        return "nothing is known yet"
    band = verdict.band if verdict.quick else verdict.range
    if not verdict.rated:
        band = f"provisional: {verdict.band}{_perhaps(verdict)}"
    band += f" ({figure})" if figure else ""
    joint = ", " if verdict.results == SHOWS else "; "
    second = half(verdict.results, verdict.is_some_known)
    second = second.replace("not measured", "not known yet") if verdict.open_results else second
    return f"{band}{joint}{second}" if second else band


def _perhaps(verdict: Verdict) -> str:
    """What a provisional band may yet become, in words."""
    if verdict.low == verdict.high:
        return ""
    if verdict.band == verdict.high:
        return f", perhaps only {verdict.low}"
    if verdict.band == verdict.low:
        return f", perhaps {verdict.high}"
    return f", anywhere from {verdict.low} to {verdict.high}"


def outcome(node: Node) -> str:
    """The band of a score, with the framework's own number where it has one."""
    verdict = node.verdict
    if not verdict.band:
        return "does not apply" if node.score is None else "not known"
    if node.known.is_little:
        return "too little known"
    whole = verdict.band if verdict.quick else verdict.range
    band = whole if verdict.rated else f"{verdict.band}?"
    points = in_points(node)
    return f"{band} ({points})" if points else band


def shortfall(node: Node, bar: float) -> str:
    """How a score falls short of a bar from 0 to 100, in a sentence; empty where it does not.

    A provisional score reaches a bar only if its low end does.
    """
    name = "the overall score" if node.id == "overall" else f"the score of {node.id}"
    limit = Fraction(str(bar))
    if node.score is None:
        return f"nothing in {node.id} applies, so it does not reach {bar:g}%"
    if node.score.point is None:
        return f"{name} is not known, so it does not reach {bar:g}%"
    if not node.verdict.rated and node.score.low * 100 < limit:
        known = percent(node.known.share)
        return f"{name} is provisional ({known} known), and could be as low as {percent(node.score.low)}"
    if node.score.point * 100 < limit:
        return f"{name}, {float(node.score.point * 100):.6g}%, is below {bar:g}%"
    return ""
