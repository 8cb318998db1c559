"""How shares are shown: percentages, ranges, bars, and mistakes as exposure."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from cxaudit.audit.scoring import NOT_RATED, Node, Score


def percent(share: Fraction | None) -> str:
    """A share as a whole percentage, halves rounded up; only what is displayed is rounded."""
    if share is None:
        return "-"
    return f"{(share * 200 + 1) // 2}%"


def span(low: Fraction, high: Fraction) -> str:
    """A range as "40-55%"; one figure where both ends show the same."""
    if percent(low) == percent(high):
        return percent(low)
    return f"{percent(low)[:-1]}-{percent(high)}"


def percents(shares: Sequence[Fraction]) -> list[str]:
    """Shares that add up to 1, as whole percentages that add up to 100: the largest remainders are rounded up."""
    floors = [share * 100 // 1 for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: floors[n] - shares[n] * 100)
    up = by_remainder[: round(100 - sum(floors))]
    return [f"{floor + (n in up)}%" for n, floor in enumerate(floors)]


def bar(low: Fraction | None, high: Fraction | None, width: int = 10) -> str:
    """A bar for a range: full up to low, shaded up to high, empty beyond; a low above 0 gets a full block at least."""
    if low is None or high is None:
        return ""
    ends = [int(share * width + Fraction(1, 2)) for share in (low, high)]
    full = max(ends[0], 1) if low else 0
    shaded = max(ends[1], full) - full
    return "█" * full + "▒" * shaded + "░" * (width - full - shaded)


def in_points(node: Node) -> str:
    """A score in the framework's own numbers, such as "1.63 of 3"; empty where it has none or too little is known."""
    if node.points is None or node.score is None or node.score.point is None or node.band == NOT_RATED:
        return ""
    return f"{_rounded(node.score.point * node.points)} of {_rounded(node.points)}"


def _rounded(number: Fraction) -> str:
    """A number with at most two decimals, halves rounded up."""
    hundredths = (number * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02}".removesuffix(".00")


def outcome(node: Node) -> str:
    """The band of a score, with the framework's own number where it has one."""
    points = in_points(node)
    return f"{node.band} ({points})" if points else node.band


EXPOSURES = (
    (Fraction(9, 10), "made"),
    (Fraction(5, 8), "mostly made"),
    (Fraction(3, 8), "half made"),
    (Fraction(1, 10), "partly made"),
    (Fraction(0), "avoided"),
)


def exposed(node: Node) -> str:
    """How far a mistake is made, in words, from its exposure; "not rated" where too little is known."""
    if node.score is None or node.score.point is None or node.band == NOT_RATED:
        return node.band
    return next(word for least, word in EXPOSURES if 1 - node.score.point >= least)


def exposure(score: Score) -> Score:
    """A mistake's score, 1 - score, so that 100% is a mistake made in full; coverage and progress stay the same."""
    point = None if score.point is None else 1 - score.point
    return replace(score, point=point, low=1 - score.high, high=1 - score.low)


def shortfall(node: Node, bar: float) -> str:
    """How a score falls short of a bar from 0 to 100, in a sentence; empty where it does not."""
    if node.score is None or node.score.point is None or node.band == NOT_RATED:
        known = percent(node.score.coverage if node.score else None)
        return f"the overall score is not rated ({known} known), so it does not reach {bar:g}%"
    if node.score.point * 100 < Fraction(str(bar)):
        return f"the overall score {float(node.score.point * 100):.6g}% is below {bar:g}%"
    return ""
