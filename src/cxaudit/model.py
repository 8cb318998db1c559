"""The things of the field: criteria, frameworks, answers, audits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

TOP_LEVEL = 4
DEFAULT_TARGET = 3
ROLES = ("executive", "manager", "frontline", "other")
EFFORTS = ("low", "medium", "high")
FACT_ANSWERS = ("yes", "no", "unknown")
NA_REASONS = {
    "out-of-scope": "outside the scope agreed for this audit",
    "not-offered": "the organisation does not offer this",
    "done-elsewhere": "another organisation does this and answers for it",
    "not-allowed": "law or regulation forbids it",
}


@dataclass(frozen=True)
class Fact:
    """A plain fact about the organisation that decides which criteria apply."""

    id: str
    title: str
    question: str


@dataclass(frozen=True)
class Criterion:
    """What is assessed: one question with five anchored levels, 0 to 4."""

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


@dataclass(frozen=True)
class Item:
    """One point of a framework, resting on some criteria."""

    id: str
    title: str
    gist: str
    criteria: tuple[str, ...]
    weight: Fraction = Fraction(1)
    target: int | None = None


@dataclass(frozen=True)
class Framework:
    """A lens over the bank of criteria."""

    id: str
    title: str
    group: str
    version: str
    source: str
    about: str
    items: tuple[Item, ...]
    mistakes: bool = False  # items are mistakes: shown as exposure, 1 - score
    target: int | None = None
    critical: tuple[str, ...] = ()  # criteria that cap the framework's band while they are at level 0

    @property
    def criteria(self) -> tuple[str, ...]:
        """The ids of all criteria that the items rest on, each once, in the items' order."""
        return tuple(dict.fromkeys(c for item in self.items for c in item.criteria))


@dataclass(frozen=True)
class FrameworkSet:
    """Frameworks that go together for a purpose."""

    id: str
    title: str
    about: str
    frameworks: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What somebody said about a criterion: a level, or "don't know", or a reason why it does not apply."""

    level: int | None = None
    unknown: bool = False
    na: str | None = None
    evidence: str = ""
    note: str = ""
    at: str = ""


@dataclass(frozen=True)
class Audit:
    """One respondent's answers. Answers to criteria that nobody asks for any more stay in it."""

    organisation: str = ""
    respondent: str = ""
    role: str = ""
    frameworks: Mapping[str, str] = field(default_factory=dict)  # id: version answered against
    quick: bool = False  # asks only the shortlist that touches most items
    target: int | None = None
    targets: Mapping[str, int] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
