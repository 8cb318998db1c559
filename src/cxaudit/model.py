"""The domain model: criteria and their practices, frameworks, answers, audits.

Small classes are named tuples: each dataclass adds half a millisecond to every start of the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from cxaudit.measure import BANDS, REPLIES, RESULT_REPLIES, Band, Kind, Scale, Share, State, Tier

DOCUMENT_KINDS = ("strategy", "charter", "service-levels", "handbook", "principles")

ROLES = ("executive", "manager", "frontline", "other")
EFFORTS = ("low", "medium", "high")
RISKS = ("high", "medium", "low")
ROLLUPS = ("mean", "min")  # how the scores of the parts make the score of the whole
NA_REASONS = {
    "out-of-scope": "outside the scope agreed for this audit",
    "not-offered": "the organisation does not offer this",
    "done-elsewhere": "another organisation does this and answers for it",
    "not-allowed": "law or regulation forbids it",
}

Needs = Mapping[str, tuple[str, ...]]  # a fact, and the answers with which something applies; none: any but no


class Fact(NamedTuple):
    """A plain fact about the organisation: yes or no, a choice, or names such as those of channels."""

    id: str
    title: str
    question: str
    about: str = ""  # what it means and what it decides
    choices: Mapping[str, str] = {}  # where it is a choice: each answer and what it means
    names: bool = False  # whether it is answered with names
    always: bool = False  # whether it is asked even where no criterion needs it
    target: Mapping[str, str] = {}  # the target tier that each answer sets for a new audit

    @property
    def answers(self) -> tuple[str, ...]:
        """What it can be answered with, besides names."""
        return (*(self.choices or ("yes", "no")), State.UNKNOWN)


class Practice(NamedTuple):
    """A short statement, true or not today; or the step to a level, where a criterion has levels."""

    id: str
    criterion: str
    says: str
    kind: Kind
    tier: Tier
    weight: Share
    ask: tuple[str, ...]  # the roles that can say whether it is true
    effort: str
    step: str  # what one named role does to make it true
    needs: Mapping[str, tuple[str, ...]] = {}  # as Needs

    @property
    def key(self) -> str:
        """What it is called outside its criterion."""
        return f"{self.criterion}/{self.id}"

    @property
    def counts(self) -> bool:
        """Whether it counts in scores."""
        return self.kind is Kind.STEP or self.tier is not Tier.LEADING

    @property
    def is_result(self) -> bool:
        return self.kind is Kind.RESULT

    @property
    def replies(self) -> tuple[State, ...]:
        return RESULT_REPLIES if self.kind is Kind.RESULT else REPLIES


@dataclass(frozen=True)
class Criterion:
    """One thing to assess: a question with a few practices, or with levels, which are read as practices too."""

    id: str
    group: str
    title: str
    question: str
    practices: tuple[Practice, ...]
    why: str = ""
    risk: str = "medium"
    evidence: tuple[str, ...] = ()
    scope: str = ""
    after: tuple[str, ...] = ()
    needs: Needs = field(default_factory=dict)
    scale: Scale | None = None  # where it has levels
    levels: tuple[str, ...] = ()  # their texts, from level 0 up
    no_result: str = ""  # why none of its practices is a result

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that change with its practices, or its levels and their shares, but not with
        its question.
        """
        from zlib import crc32

        put = sorted(f"{p.id}|{p.kind}|{p.says}" for p in self.practices)
        if self.scale:
            put += [f"{self.scale.shares}{self.scale.marks}", *self.levels]
        return f"{crc32(chr(10).join(put).encode()):08x}"

    def practice(self, id: str) -> Practice | None:
        return next((p for p in self.practices if p.id == id), None)


@dataclass(frozen=True)
class Answer:
    """What somebody said about a criterion. What was not named was not asked."""

    practices: Mapping[str, str] = field(default_factory=dict)  # practice: what was said of it
    level: int | None = None  # these three: where the criterion has levels
    number: Fraction | None = None
    unknown: bool = False
    na: str = ""  # why the whole criterion does not apply
    not_applicable: Mapping[str, str] = field(default_factory=dict)  # practice: why it does not apply
    missing: Mapping[str, str] = field(default_factory=dict)  # practice that is partly true: what is missing
    figure: str = ""  # that of the result
    evidence: str = ""
    seen: tuple[str, ...] = ()  # practices that were examined and held
    not_held: tuple[str, ...] = ()  # those that were examined and did not
    note: str = ""
    private: str = ""  # never leaves the audit file
    at: str = ""
    by: str = ""  # where it is not the audit's respondent
    asked: str = ""  # the criterion's fingerprint when it was asked

    @property
    def says_nothing(self) -> bool:
        """Whether it only carries notes: no practice, level or reason is given."""
        return not (self.practices or self.not_applicable or self.na or self.unknown) and (
            self.level is None and self.number is None
        )


class Item(NamedTuple):
    """One point of a framework, which rests on criteria, on single practices, or on both.

    `weights` holds those that are not 1, by criterion or practice. A mistake is averted by some practices, and may
    arise only with others.
    """

    id: str
    title: str
    gist: str
    rests_on: tuple[str, ...]  # criteria, and practices as criterion/practice
    weights: Mapping[str, Fraction] = {}
    weight: Fraction = Fraction(1)
    rollup: str = "mean"  # of its criteria
    averted_by: tuple[str, ...] = ()
    arises_with: tuple[str, ...] = ()

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that it rests on, in whole or in part, each once."""
        named = (*self.rests_on, *self.averted_by, *self.arises_with)
        return tuple(dict.fromkeys(name.partition("/")[0] for name in named))

    @property
    def lifted_by(self) -> tuple[str, ...]:
        """The criteria whose gaps, once closed, lift it: not those that only let a mistake arise."""
        return tuple(dict.fromkeys(name.partition("/")[0] for name in (*self.rests_on, *self.averted_by)))


class Neighbour(NamedTuple):
    """Somebody else's standard or model that is close to a framework, named for orientation."""

    name: str
    link: str


class Example(NamedTuple):
    """Answers, and the figures that a framework must show for them, as on the score card."""

    id: str
    answers: Mapping[str, Answer]
    shows: Mapping[str, str]  # score, range, known, band or points: as text
    items: Mapping[str, str]  # item id: score as text
    profile: Mapping[str, str]


@dataclass(frozen=True)
class Framework:
    """A view of the bank: items that each rest on some of its criteria."""

    id: str
    title: str
    group: str
    version: str
    source: str
    about: str
    items: tuple[Item, ...]
    mistakes: bool = False  # its items are mistakes, each averted, made or in between
    critical: tuple[str, ...] = ()  # criteria that cap the framework's band while nothing essential of them is there
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


def group_id(group: str) -> str:
    """The name of a group of criteria in targets and in what matters: lower-case words joined by hyphens."""
    return group.lower().replace(" ", "-")


Said = str | tuple[str, ...]  # the answer to a fact


@dataclass(frozen=True)
class Audit:
    """One respondent's answers. Answers to what nobody asks any more are kept."""

    organisation: str = ""
    respondent: str = ""
    role: str = ""
    frameworks: Mapping[str, str] = field(default_factory=dict)  # id: the version that was answered
    quick: bool = False  # asks only what is essential, and results where risk is high
    profile: Mapping[str, Said] = field(default_factory=dict)
    target: Mapping[str, str] = field(default_factory=dict)  # "all", a group or a criterion: a tier
    matters: tuple[str, ...] = ()  # the criteria or groups that matter most
    answers: Mapping[str, Answer] = field(default_factory=dict)
