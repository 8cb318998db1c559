"""The kinds of data file: what each must look like, and the entries it is read into."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from yaml.nodes import Node

from cxaudit.model import EFFORTS, ROLES, ROLLUPS, TOP_LEVEL, FactAnswer, Neighbour
from cxaudit.schema.containers import As, Either, ListOf, MapOf, Record, Values
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import (
    SHARE,
    WEIGHT,
    Boolean,
    Choice,
    Id,
    Integer,
    Number,
    Text,
    Url,
)

MOST_LEVELS = 10  # so that each level is one digit to type

_LEVEL = Integer(1, TOP_LEVEL)
_IDS = ListOf(Id(), unique=True)
_SOME_IDS = ListOf(Id(), least=1, unique=True)
_WEIGHED_IDS = Either(_SOME_IDS, MapOf(Id(), WEIGHT, least=1))
_TEXTS = ListOf(Text(), 2, MOST_LEVELS)
_SHOWN = ("score", "range", "known", "target", "band", "points")


# ---------------------------------------------------------------------------------- what the files contain


class ScaleEntry(NamedTuple):
    title: str
    shares: tuple[Fraction, ...] = ()
    levels: tuple[str, ...] = ()
    curve: Mapping[Fraction, Fraction] = {}
    unit: str = ""


class FactEntry(NamedTuple):
    title: str
    question: str


class CriterionEntry(NamedTuple):
    title: str
    question: str
    why: str
    evidence: tuple[str, ...]
    advice: tuple[str, ...]
    effort: str
    ask: tuple[str, ...]
    levels: tuple[str, ...] = ()
    scope: str = ""
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    scale: str = ""


class ItemEntry(NamedTuple):
    title: str
    gist: str
    criteria: tuple[str, ...] | Mapping[str, Fraction]  # with weights where it is a mapping
    weight: Fraction = Fraction(1)
    target: int | None = None
    rollup: str = "mean"


class ExampleEntry(NamedTuple):
    answers: Mapping[str, str]
    profile: Mapping[str, str] = {}
    items: Mapping[str, str] = {}
    score: str = ""
    range: str = ""
    known: str = ""
    target: str = ""
    band: str = ""
    points: str = ""

    @property
    def shows(self) -> dict[str, str]:
        """The figures that must come out, written as on the score card."""
        figures = (self.score, self.range, self.known, self.target, self.band, self.points)
        return {name: figure for name, figure in zip(_SHOWN, figures, strict=True) if figure}


class SetEntry(NamedTuple):
    title: str
    about: str
    frameworks: tuple[str, ...]


class ScalesFile(NamedTuple):
    scales: Mapping[str, ScaleEntry]


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
    target: int | None = None
    critical: tuple[str, ...] = ()
    rollup: str = "mean"
    bands: Mapping[str, Fraction] = {}
    points: Fraction | None = None
    neighbours: tuple[Neighbour, ...] = ()
    examples: Mapping[str, ExampleEntry] = {}


# ----------------------------------------------------------------------------------- what they must look like


def _check_scale(value: Values, node: Node, doc: Document) -> None:
    if ("shares" in value) == ("curve" in value):
        doc.report(node, "a scale has either shares or a curve", "shares: [0, 0.5, 1] or curve: {60: 0, 80: 1}")
        return
    curve, levels = value.get("curve"), value.get("levels")
    shares = tuple(curve.values()) if curve else value.get("shares")
    if not shares or None in shares or (curve and None in curve):
        return  # reported already
    if shares[0] != 0 or shares[-1] != 1 or not _strictly(shares, rising=True):
        doc.report(node, "shares rise from 0 to 1, each above the one before", "such as 0, 0.5, 1")
    marks = tuple(curve or ())
    if not (_strictly(marks, rising=True) or _strictly(marks, rising=False)):
        doc.report(node, "the numbers of a curve rise or fall all the way", "from the worst to the best")
    if levels is not None and len(levels) != len(shares):
        doc.report(node, f"{len(shares)} levels are expected here, one for each share, not {len(levels)}")


def _strictly(numbers: tuple[Fraction, ...], rising: bool) -> bool:
    return all((a < b) if rising else (a > b) for a, b in pairwise(numbers))


def _check_bands(value: Values, node: Node, doc: Document) -> None:
    bands = tuple((value.get("bands") or {}).values())
    if bands and None not in bands and (bands[0] != 0 or not _strictly(bands, rising=True)):
        doc.report(node, "bands begin at 0, and each begins above the one before")
    if 0 < len(bands) < 3 and value.get("critical"):
        doc.report(node, "a framework with critical criteria needs three bands: they keep it out of all but two")
    if value.get("mistakes") and (bands or "points" in value):
        doc.report(node, "mistakes are shown as exposure: bands and points do not go with them")


_SCALE = Record(
    {"title": Text()},
    {
        "shares": ListOf(SHARE, 2, MOST_LEVELS),
        "levels": _TEXTS,
        "curve": MapOf(Number(), SHARE, least=2),
        "unit": Text(),
    },
    _check_scale,
)

SCALES = As(ScalesFile, Record({"scales": MapOf(Id(), As(ScaleEntry, _SCALE), least=1)}))

_FACT = Record({"title": Text(), "question": Text()})

FACTS = As(FactsFile, Record({"facts": MapOf(Id(), As(FactEntry, _FACT), least=1)}))

_CRITERION = Record(
    {
        "title": Text(),
        "question": Text(),
        "why": Text(),
        "evidence": ListOf(Text(), 1, 9),
        "advice": ListOf(Text(), 1, MOST_LEVELS - 1),
        "effort": Choice(EFFORTS),
        "ask": ListOf(Choice(ROLES), 1, len(ROLES), unique=True),
    },
    {"levels": _TEXTS, "scope": Text(), "after": _IDS, "needs": _IDS, "scale": Id()},
)

BANK = As(
    BankFile,
    Record(
        {
            "group": Text(),
            "order": Integer(0, 9999),
            "criteria": MapOf(Id(), As(CriterionEntry, _CRITERION), least=1),
        }
    ),
)

_ITEM = Record(
    {"title": Text(), "gist": Text(), "criteria": _WEIGHED_IDS},
    {"weight": WEIGHT, "target": _LEVEL, "rollup": Choice(ROLLUPS)},
)

_EXAMPLE = Record(
    {"answers": MapOf(Id(), Text())},
    {
        "profile": MapOf(Id(), Choice(tuple(FactAnswer))),
        **{key: Text() for key in _SHOWN},
        "items": MapOf(Id(), Text()),
    },
)

FRAMEWORK = As(
    FrameworkFile,
    Record(
        {
            "id": Id(),
            "title": Text(),
            "group": Id(),
            "version": Text(),
            "source": Text(),
            "about": Text(),
            "items": MapOf(Id(), As(ItemEntry, _ITEM), least=1),
        },
        {
            "mistakes": Boolean(),
            "target": _LEVEL,
            "critical": _IDS,
            "rollup": Choice(ROLLUPS),
            "bands": MapOf(Text(), SHARE, least=2),
            "points": WEIGHT,
            "neighbours": ListOf(As(Neighbour, Record({"name": Text(), "link": Url()})), 1, 9),
            "examples": MapOf(Id(), As(ExampleEntry, _EXAMPLE)),
        },
        _check_bands,
    ),
)

_SET = Record({"title": Text(), "about": Text(), "frameworks": _SOME_IDS})

SETS = As(SetsFile, Record({}, {"groups": ListOf(Id(), unique=True), "sets": MapOf(Id(), As(SetEntry, _SET))}))
