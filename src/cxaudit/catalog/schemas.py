"""The kinds of data file: what each must look like, and the things of the field that stand in it."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from yaml.nodes import Node

from cxaudit.model import (
    BANDS,
    EFFORTS,
    FACT_ANSWERS,
    FIVE_LEVELS,
    NA_REASONS,
    ROLES,
    ROLLUPS,
    TOP_LEVEL,
    Answer,
    Band,
    Criterion,
    Example,
    Framework,
    Item,
    Neighbour,
    Scale,
)
from cxaudit.schema.containers import Either, ListOf, MapOf, Record
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
    is_number,
    number_text,
)

MOST_LEVELS = 10  # so that each has a digit to type

_LEVEL = Integer(1, TOP_LEVEL)
_IDS = ListOf(Id(), unique=True)
_SOME_IDS = ListOf(Id(), least=1, unique=True)
_WEIGHED_IDS = Either(_SOME_IDS, MapOf(Id(), WEIGHT, least=1))
_TEXTS = ListOf(Text(), 2, MOST_LEVELS)
_SHOWN = {key: Text() for key in ("score", "range", "known", "target", "band", "points")}


def _check_scale(value: dict[str, Any], node: Node, doc: Document) -> None:
    shares = value.get("shares") or tuple((value.get("curve") or {}).values())
    if ("shares" in value) == ("curve" in value):
        doc.report(node, "a scale has either shares or a curve", "shares: [0, 0.5, 1] or curve: {60: 0, 80: 1}")
    elif None not in shares and (shares[0] != 0 or shares[-1] != 1 or not _strictly(shares, rising=True)):
        doc.report(node, "shares rise from 0 to 1, each above the one before", "such as 0, 0.5, 1")
    marks = tuple(value.get("curve") or ())
    if None not in marks and not (_strictly(marks, rising=True) or _strictly(marks, rising=False)):
        doc.report(node, "the numbers of a curve rise or fall all the way", "from the worst to the best")
    if "levels" in value and len(value["levels"] or ()) != len(shares):
        doc.report(node, f"{len(shares)} levels are expected here, one for each share, not {len(value['levels'])}")


def _strictly(numbers: tuple[Fraction, ...], rising: bool) -> bool:
    return all((a < b) if rising else (a > b) for a, b in pairwise(numbers))


def _check_bands(value: dict[str, Any], node: Node, doc: Document) -> None:
    bands = tuple((value.get("bands") or {}).values())
    if bands and None not in bands and (bands[0] != 0 or not _strictly(bands, rising=True)):
        doc.report(node, "bands begin at 0, and each begins above the one before")
    if 0 < len(bands) < 3 and value.get("critical"):
        doc.report(node, "a framework with critical criteria needs three bands: they keep it out of all but two")
    if value.get("mistakes") and (bands or "points" in value):
        doc.report(node, "mistakes are shown as exposure: bands and points do not go with them")


SCALES = Record(
    {
        "scales": MapOf(
            Id(),
            Record(
                {"title": Text()},
                {
                    "shares": ListOf(SHARE, 2, MOST_LEVELS),
                    "levels": _TEXTS,
                    "curve": MapOf(Number(), SHARE, least=2),
                    "unit": Text(),
                },
                _check_scale,
            ),
            least=1,
        )
    }
)

FACTS = Record({"facts": MapOf(Id(), Record({"title": Text(), "question": Text()}), least=1)})

BANK = Record(
    {
        "group": Text(),
        "order": Integer(0, 9999),
        "criteria": MapOf(
            Id(),
            Record(
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
            ),
            least=1,
        ),
    }
)

FRAMEWORK = Record(
    {
        "id": Id(),
        "title": Text(),
        "group": Id(),
        "version": Text(),
        "source": Text(),
        "about": Text(),
        "items": MapOf(
            Id(),
            Record(
                {"title": Text(), "gist": Text(), "criteria": _WEIGHED_IDS},
                {"weight": WEIGHT, "target": _LEVEL, "rollup": Choice(ROLLUPS)},
            ),
            least=1,
        ),
    },
    {
        "mistakes": Boolean(),
        "target": _LEVEL,
        "critical": _IDS,
        "rollup": Choice(ROLLUPS),
        "bands": MapOf(Text(), SHARE, least=2),
        "points": WEIGHT,
        "neighbours": ListOf(Record({"name": Text(), "link": Url()}), 1, 9),
        "examples": MapOf(
            Id(),
            Record(
                {"answers": MapOf(Id(), Text())},
                {"profile": MapOf(Id(), Choice(FACT_ANSWERS)), **_SHOWN, "items": MapOf(Id(), Text())},
            ),
        ),
    },
    _check_bands,
)

SETS = Record(
    {},
    {
        "groups": ListOf(Id(), unique=True),
        "sets": MapOf(Id(), Record({"title": Text(), "about": Text(), "frameworks": _SOME_IDS})),
    },
)


# ------------------------------------------------------------------------------------------ values to things


def scale_of(id: str, value: Mapping[str, Any]) -> Scale:
    curve = value.get("curve", {})
    shares = value.get("shares") or tuple(curve.values())
    return Scale(id, value["title"], shares, value.get("levels", ()), tuple(curve), value.get("unit", ""))


def criterion_of(id: str, group: str, value: Mapping[str, Any], scales: Mapping[str, Scale]) -> Criterion:
    """A criterion; where it has no levels of its own it gets its scale's."""
    scale = scales.get(value.get("scale", ""), FIVE_LEVELS)
    return Criterion(id, group, **{"levels": level_texts(scale), **value, "scale": scale})


def level_texts(scale: Scale) -> tuple[str, ...]:
    """The levels of a scale in its own words; for a number, what it has to reach."""
    if scale.words or not scale.marks:
        return scale.words
    rising = scale.marks[0] < scale.marks[-1]
    least, under = ("or more", "less than") if rising else ("or less", "more than")
    return (
        f"{under} {number_text(scale.marks[1], scale.unit)}",
        *(f"{number_text(mark, scale.unit)} {least}" for mark in scale.marks[1:]),
    )


def framework_of(value: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Framework:
    """A framework; answers of examples that mean nothing are left out of it, for `library` to tell."""
    more = {
        "items": tuple(_item(i, item) for i, item in value["items"].items()),
        "bands": _bands(value),
        "neighbours": tuple(Neighbour(**n) for n in value.get("neighbours", ())),
        "examples": tuple(_example(i, e, criteria) for i, e in value.get("examples", {}).items()),
    }
    return Framework(**{**value, **more})


def _item(id: str, value: Mapping[str, Any]) -> Item:
    criteria = value["criteria"]
    weights = {i: w for i, w in criteria.items() if w != 1} if isinstance(criteria, dict) else {}
    return Item(id, **{**value, "criteria": tuple(criteria), "weights": weights})


def _bands(value: Mapping[str, Any]) -> tuple[Band, ...]:
    return tuple((lowest, name) for name, lowest in value.get("bands", {}).items()) or BANDS


def _example(id: str, value: Mapping[str, Any], criteria: Mapping[str, Criterion]) -> Example:
    meant = {i: example_answer(text, criteria.get(i)) for i, text in value["answers"].items()}
    answers = {i: answer for i, answer in meant.items() if isinstance(answer, Answer)}
    shows = {key: value[key] for key in _SHOWN if key in value}
    return Example(id, answers, shows, value.get("items", {}), value.get("profile", {}))


def example_answer(text: str, criterion: Criterion | None) -> Answer | str:
    """What an example's word for an answer means: a level or number, unknown, or a reason why it does not apply.

    A text where it means nothing: what is wrong with it.
    """
    if text == "unknown":
        return Answer(unknown=True)
    if text in NA_REASONS:
        return Answer(na=text)
    scale = criterion.scale if criterion else FIVE_LEVELS
    if not is_number(text):
        return f'"{text}" is no answer: a level, unknown, or a reason why it does not apply is expected'
    number = Fraction(text)
    if scale.marks:
        return Answer(value=number, evidence="seen")
    return misfit(scale, number, None) or Answer(level=int(number), evidence="seen")


def misfit(scale: Scale, level: Fraction | int | None, value: Fraction | None) -> str:
    """What is wrong with an answer that a scale does not take; empty where nothing is."""
    if scale.marks and level is not None:
        return f"a number{f' in {scale.unit}' if scale.unit else ''} is asked for here: value, not level"
    if not scale.marks and value is not None:
        return f"a level from 0 to {scale.top} is asked for here: level, not value"
    if level is not None and (level != int(level) or not 0 <= level <= scale.top):
        return f'"{number_text(Fraction(level))}" is not a whole number from 0 to {scale.top}'
    return ""
