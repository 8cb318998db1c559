"""What answers can be, and what they count: kinds of practice, states, scales of levels, bands."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

Share = int | Fraction  # from 0 to 1


class Band(NamedTuple):
    """The name of scores from `least` up, if the share `needs` of the results is reached."""

    least: Fraction
    name: str
    needs: Fraction = Fraction(0)


BANDS = (
    Band(Fraction(0), "not in place"),
    Band(Fraction(15, 100), "in places"),
    Band(Fraction(35, 100), "partly in place"),
    Band(Fraction(60, 100), "largely in place", Fraction(1, 2)),
    Band(Fraction(80, 100), "in place", Fraction(3, 4)),
)


class Kind(StrEnum):
    """What a practice is about, in the order in which practices are asked."""

    DONE = "done"  # it happens; people or records can show it
    WRITTEN = "written"  # a text says so
    CHECKED = "checked"  # it was counted, compared, reviewed or asked
    RESULT = "result"  # an outcome on the customers' side
    STEP = "step"  # a step from one level to the next, in a criterion that has levels


KINDS = (Kind.DONE, Kind.WRITTEN, Kind.CHECKED, Kind.RESULT)  # those that a practice is given in a file
WEIGHTS: Mapping[str, int] = {Kind.DONE: 2, Kind.WRITTEN: 1, Kind.CHECKED: 1, Kind.RESULT: 2}


class Tier(StrEnum):
    """Of whom a practice is expected."""

    ESSENTIAL = "essential"  # of everyone, a shop of three too
    GOOD = "good"  # of a service that is run well
    LEADING = "leading"  # of the best; it counts in no score


class State(StrEnum):
    """What is known of a practice in an audit."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    REACHED = "reached"  # for results, like the next two
    MISSED = "missed"
    NOT_MEASURED = "not-measured"
    UNKNOWN = "unknown"  # asked, but the respondent does not know
    UNASKED = "unasked"
    NOT_APPLICABLE = "not-applicable"


REPLIES = (State.YES, State.PARTLY, State.NO, State.UNKNOWN)
RESULT_REPLIES = (State.REACHED, State.MISSED, State.NOT_MEASURED, State.UNKNOWN)


class Scale(NamedTuple):
    """What each level of a criterion counts: a share from 0 to 1, more than the level below.

    With `marks` the answer is a number: a level is reached at its mark, and between two marks the share rises evenly.
    Marks go from worst to best, so they fall where less is better. A number outside `least` and `most` is refused.
    """

    id: str
    title: str
    shares: tuple[Fraction, ...]
    words: tuple[str, ...] = ()  # the levels' texts, for criteria that have none of their own
    marks: tuple[Fraction, ...] = ()
    unit: str = ""
    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def top(self) -> int:
        return len(self.shares) - 1

    def level_at(self, number: Fraction) -> int:
        """The highest level whose mark a number reaches; 0 where it reaches none."""
        way = 1 if self.marks[0] < self.marks[-1] else -1
        return max((n for n, mark in enumerate(self.marks) if (number - mark) * way >= 0), default=0)

    def along(self, number: Fraction) -> Share:
        """How far a number is from the level it reaches to the next, from 0 to 1; 0 beyond the ends."""
        n = self.level_at(number)
        way = 1 if self.marks[0] < self.marks[-1] else -1
        if n == self.top or (number - self.marks[0]) * way <= 0:
            return 0
        return (number - self.marks[n]) / (self.marks[n + 1] - self.marks[n])


FIVE_LEVELS = Scale("five-levels", "Five levels", tuple(Fraction(n, 4) for n in range(5)))
