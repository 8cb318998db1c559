"""What data files are read into: one class for each kind of entry and of file."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from cxaudit.measure import Kind, Tier
from cxaudit.model import Neighbour

SHOWN = ("score", "range", "known", "band", "points")  # the figures that an example may state


class ScaleEntry(NamedTuple):
    title: str
    shares: tuple[Fraction, ...] = ()
    levels: tuple[str, ...] = ()
    curve: Mapping[Fraction, Fraction] = {}
    unit: str = ""
    least: Fraction | None = None
    most: Fraction | None = None


class FactEntry(NamedTuple):
    title: str
    question: str
    about: str = ""
    choices: Mapping[str, str] = {}
    names: bool = False
    always: bool = False
    target: Mapping[str, str] = {}


class PracticeEntry(NamedTuple):
    says: str
    kind: str = Kind.DONE
    tier: str = Tier.GOOD
    effort: str = "medium"
    step: str = ""
    ask: tuple[str, ...] = ()
    needs: tuple[str, ...] | Mapping[str, tuple[str, ...]] = ()


class CriterionEntry(NamedTuple):
    question: str
    title: str = ""
    practices: Mapping[str, PracticeEntry] = {}
    why: str = ""
    risk: str = "medium"
    evidence: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    effort: str = "medium"
    ask: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    scope: str = ""
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] | Mapping[str, tuple[str, ...]] = ()
    scale: str = ""
    no_result: str = ""


class ItemEntry(NamedTuple):
    title: str
    gist: str
    criteria: tuple[str, ...] | Mapping[str, Fraction] = ()  # with weights where it is a mapping
    weight: Fraction = Fraction(1)
    rollup: str = "mean"
    averted_by: tuple[str, ...] = ()
    arises_with: tuple[str, ...] = ()


class ExampleEntry(NamedTuple):
    answers: Mapping[str, str | Mapping[str, str]]
    profile: Mapping[str, str] = {}
    items: Mapping[str, str] = {}
    score: str = ""
    range: str = ""
    known: str = ""
    band: str = ""
    points: str = ""

    @property
    def shows(self) -> dict[str, str]:
        """The figures that must come out, written as on the score card."""
        figures = (self.score, self.range, self.known, self.band, self.points)
        return {name: figure for name, figure in zip(SHOWN, figures, strict=True) if figure}


class SetEntry(NamedTuple):
    title: str
    about: str
    frameworks: tuple[str, ...]


class ScalesFile(NamedTuple):
    scales: Mapping[str, ScaleEntry]
    weights: Mapping[str, int] = {}


class FactsFile(NamedTuple):
    facts: Mapping[str, FactEntry]


class BankFile(NamedTuple):
    group: str
    order: int
    criteria: Mapping[str, CriterionEntry]


class SetsFile(NamedTuple):
    groups: tuple[str, ...] = ()
    sets: Mapping[str, SetEntry] = {}


class FrameworkFile(NamedTuple):
    id: str
    title: str
    group: str
    version: str
    source: str
    about: str
    items: Mapping[str, ItemEntry]
    mistakes: bool = False
    critical: tuple[str, ...] = ()
    rollup: str = "mean"
    bands: Mapping[str, Fraction] = {}
    points: Fraction | None = None
    neighbours: tuple[Neighbour, ...] = ()
    examples: Mapping[str, ExampleEntry] = {}
