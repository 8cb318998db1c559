"""The domain model: criteria, frameworks, answers, audits.

Small classes are named tuples: each dataclass adds half a millisecond to every start of the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

TOP_LEVEL = 4
DEFAULT_TARGET = 3
ROLES = ("executive", "manager", "frontline", "other")
EFFORTS = ("low", "medium", "high")
ROLLUPS = ("mean", "min")  # how the scores of the parts make the score of the whole

Band = tuple[Fraction, str]  # the lowest score in the band, and its name
BANDS: tuple[Band, ...] = (
    (Fraction(0), "absent"),
    (Fraction(1, 4), "informal"),
    (Fraction(1, 2), "defined"),
    (Fraction(3, 4), "followed"),
    (Fraction(9, 10), "improving"),
)
NA_REASONS = {
    "out-of-scope": "outside the scope agreed for this audit",
    "not-offered": "the organisation does not offer this",
    "done-elsewhere": "another organisation does this and answers for it",
    "not-allowed": "law or regulation forbids it",
}


class FactAnswer(StrEnum):
    """What the answer to a fact can be."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class State(StrEnum):
    """The state of a criterion in an audit."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"  # asked, but the respondent does not know
    UNASKED = "unasked"
    NOT_APPLICABLE = "not-applicable"


class Fact(NamedTuple):
    """A plain fact about the organisation that decides which criteria apply."""

    id: str
    title: str
    question: str


class Scale(NamedTuple):
    """What each level of a criterion counts: a share from 0 to 1, more than the level below.

    With `marks` the answer is a number: a level is reached at its mark, and between two marks the share rises evenly.
    Marks go from worst to best, so they fall where less is better.
    """

    id: str
    title: str
    shares: tuple[Fraction, ...]
    words: tuple[str, ...] = ()  # the levels' texts, for criteria that have none of their own
    marks: tuple[Fraction, ...] = ()
    unit: str = ""

    @property
    def top(self) -> int:
        return len(self.shares) - 1

    def level_from(self, share: Fraction) -> int:
        """The lowest level above 0 that counts at least this share."""
        return next(n for n in range(1, len(self.shares)) if self.shares[n] >= share)

    def level_at(self, number: Fraction) -> int:
        """The highest level whose mark a number reaches; 0 where it reaches none."""
        way = 1 if self.marks[0] < self.marks[-1] else -1
        return max((n for n, mark in enumerate(self.marks) if (number - mark) * way >= 0), default=0)

    def share_at(self, number: Fraction) -> Fraction:
        """What a number counts, 0 to 1: on a straight line between the marks beside it, constant beyond the ends."""
        n = self.level_at(number)
        way = 1 if self.marks[0] < self.marks[-1] else -1
        if n == self.top or (number - self.marks[0]) * way <= 0:
            return self.shares[n]
        along = (number - self.marks[n]) / (self.marks[n + 1] - self.marks[n])
        return self.shares[n] + along * (self.shares[n + 1] - self.shares[n])


FIVE_LEVELS = Scale("five-levels", "Five levels", tuple(Fraction(n, TOP_LEVEL) for n in range(TOP_LEVEL + 1)))


@dataclass(frozen=True)
class Criterion:
    """One thing to assess: a question with described levels, five of them unless it names another scale."""

    id: str
    group: str
    title: str
    question: str
    levels: tuple[str, ...]
    why: str
    evidence: tuple[str, ...]
    advice: tuple[str, ...]  # advice[n] is the step from level n to level n + 1
    effort: str
    ask: tuple[str, ...]
    scope: str = ""
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    scale: Scale = FIVE_LEVELS


@dataclass(frozen=True)
class Answer:
    """What somebody said about a criterion: a level or number, "don't know", or a reason why it does not apply."""

    level: int | None = None
    value: Fraction | None = None  # the number, where the criterion's scale takes one
    unknown: bool = False
    na: str | None = None
    evidence: str = ""
    note: str = ""
    at: str = ""


@dataclass(frozen=True)
class Item:
    """One point of a framework, which rests on some criteria."""

    id: str
    title: str
    gist: str
    criteria: tuple[str, ...]
    weights: Mapping[str, Fraction] = field(default_factory=dict)  # of the criteria whose weight in it is not 1
    weight: Fraction = Fraction(1)
    target: int | None = None
    rollup: str = "mean"  # of its criteria


class Neighbour(NamedTuple):
    """Somebody else's standard or model that is close to a framework, named for orientation."""

    name: str
    link: str


class Example(NamedTuple):
    """Answers, and the figures that a framework must show for them, as on the score card."""

    id: str
    answers: Mapping[str, Answer]
    shows: Mapping[str, str]  # score, range, known, target, band or points: as text
    items: Mapping[str, str]  # item id: score as text
    profile: Mapping[str, str]


@dataclass(frozen=True)
class Framework:
    """A view of the bank of criteria: items that each rest on some of them."""

    id: str
    title: str
    group: str
    version: str
    source: str
    about: str
    items: tuple[Item, ...]
    mistakes: bool = False  # items are mistakes: shown as exposure, 1 - score
    target: int | None = None
    critical: tuple[str, ...] = ()  # criteria that cap the framework's band while they count nothing
    rollup: str = "mean"  # of its items
    bands: tuple[Band, ...] = BANDS
    points: Fraction | None = None  # the number for a score of 1, where the framework has numbers of its own
    neighbours: tuple[Neighbour, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        """The ids of all criteria that the items rest on, each once, in the items' order."""
        return tuple(dict.fromkeys(c for item in self.items for c in item.criteria))


class FrameworkSet(NamedTuple):
    """Frameworks that go together for a purpose."""

    id: str
    title: str
    about: str
    frameworks: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """One respondent's answers. Answers to criteria that nobody asks for any more are kept."""

    organisation: str = ""
    respondent: str = ""
    role: str = ""
    frameworks: Mapping[str, str] = field(default_factory=dict)  # id: the version that was answered
    quick: bool = False  # asks only the shortlist that touches most items
    target: int | None = None
    targets: Mapping[str, int] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
