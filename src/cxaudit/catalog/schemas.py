"""The kinds of data file: what each must look like."""

from fractions import Fraction
from itertools import pairwise

from yaml.nodes import Node

from cxaudit import sanitize
from cxaudit.catalog.entries import (
    SHOWN,
    BankFile,
    CriterionEntry,
    ExampleEntry,
    FactEntry,
    FactsFile,
    FrameworkFile,
    ItemEntry,
    PracticeEntry,
    ScaleEntry,
    ScalesFile,
    SetEntry,
    SetsFile,
)
from cxaudit.measure import KINDS, State, Tier
from cxaudit.model import EFFORTS, RISKS, ROLES, ROLLUPS, Neighbour
from cxaudit.schema.containers import As, Either, ListOf, MapOf, Record, TextOr, Values
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import (
    SHARE,
    WEIGHT,
    Boolean,
    Choice,
    Id,
    Integer,
    Number,
    Ref,
    Text,
    Url,
)

MOST_LEVELS = 10  # so that each level is one digit to type

MOST_PRACTICES = 9  # so that each is one digit to type

_IDS = ListOf(Id(), unique=True)
_SOME_IDS = ListOf(Id(), least=1, unique=True)
_SOME_NAMES = ListOf(Ref(), least=1, unique=True)
_WEIGHED_NAMES = Either(_SOME_NAMES, MapOf(Ref(), WEIGHT, least=1))
_NEEDS = Either(_SOME_IDS, MapOf(Id(), ListOf(Text(), least=1, unique=True), least=1))
_ASK = ListOf(Choice(ROLES), 1, len(ROLES), unique=True)
_TEXTS = ListOf(Text(), 2, MOST_LEVELS)


def _check_scale(value: Values, node: Node, doc: Document) -> None:
    if ("shares" in value) == ("curve" in value):
        doc.report(node, "a scale has either shares or a curve", "shares: [0, 0.5, 1] or curve: {60: 0, 80: 1}")
        return
    curve, levels = value.get("curve"), value.get("levels")
    shares = tuple(curve.values()) if curve else value.get("shares")
    if not shares or None in shares or (curve and None in curve):
        return  # reported already
    if shares[0] != 0 or shares[-1] != 1 or not _strictly(shares, rising=True):
        doc.report(node, "shares must rise from 0 to 1, each above the one before", "such as 0, 0.5, 1")
    least, most = value.get("least"), value.get("most")
    if least is not None and most is not None and least > most:
        doc.report(node, "least is more than most")
    elif curve and any((least is not None and n < least) or (most is not None and n > most) for n in curve):
        doc.report(node, "a number in the curve is not between least and most")
    if not curve and value.keys() & {"least", "most", "unit"}:
        doc.report(node, "unit, least and most need a curve")
    marks = tuple(curve or ())
    if not (_strictly(marks, rising=True) or _strictly(marks, rising=False)):
        doc.report(node, "the numbers of a curve must only rise or only fall", "list them from worst to best")
    if levels is not None and len(levels) != len(shares):
        doc.report(node, f"expected {len(shares)} levels, one for each share, but found {len(levels)}")


def _strictly(numbers: tuple[Fraction, ...], rising: bool) -> bool:
    return all((a < b) if rising else (a > b) for a, b in pairwise(numbers))


def _check_bands(value: Values, node: Node, doc: Document) -> None:
    bands = tuple((value.get("bands") or {}).values())
    if bands and None not in bands and (bands[0] != 0 or not _strictly(bands, rising=True)):
        doc.report(node, "bands must begin at 0, each above the one before")
    if 0 < len(bands) < 3 and value.get("critical"):
        doc.report(node, "a framework with critical criteria needs at least three bands")
    if value.get("mistakes") and (bands or "points" in value):
        doc.report(node, "mistakes are made or averted: leave out bands and points")
    for item in () if value.get("mistakes") else (value.get("items") or {}).values():
        if item and (item.averted_by or item.arises_with):
            doc.report(node, "averted-by and arises-with are only for mistakes", "add mistakes: true")
            break


def _check_item(value: Values, node: Node, doc: Document) -> None:
    if not value.keys() & {"criteria", "averted-by"}:
        doc.report(node, "criteria is missing here", "or averted-by, in a framework of mistakes")


def _check_fact(value: Values, node: Node, doc: Document) -> None:
    choices = value.get("choices")
    if choices and State.UNKNOWN in choices:
        doc.report(node, '"unknown" is an answer to every fact: give the choice another name')
    if choices and "names" in value:
        doc.report(node, "a fact has choices or names, not both", "leave one of them out")
    for answer in value.get("target") or ():
        if answer not in (choices or ("yes", "no")):
            hint = f"answers: {', '.join(choices or ('yes', 'no'))}"
            doc.report(node, f'target: the fact cannot be answered with "{sanitize.line(str(answer))}"', hint)


def _check_criterion(value: Values, node: Node, doc: Document) -> None:
    practices = value.get("practices")
    if practices and (both := [key for key in ("levels", "scale", "advice", "effort", "ask") if key in value]):
        doc.report(node, f"a criterion has practices or levels: {both[0]} goes with levels", "leave one of them out")
    if practices and len(practices) > MOST_PRACTICES:
        doc.report(node, f"{len(practices)} practices are too many: nine is the most, one digit each")
    if not value.keys() & {"practices", "levels", "scale"}:
        doc.report(node, "practices is missing here", "write short statements, each true or not, or levels from 0 up")


_SCALE = Record(
    {"title": Text()},
    {
        "shares": ListOf(SHARE, 2, MOST_LEVELS),
        "levels": _TEXTS,
        "curve": MapOf(Number(), SHARE, least=2),
        "unit": Text(),
        "least": Number(),
        "most": Number(),
    },
    _check_scale,
)

SCALES = As(
    ScalesFile,
    Record(
        {"scales": MapOf(Id(), As(ScaleEntry, _SCALE), least=1)},
        {"weights": MapOf(Choice(KINDS), Integer(1, 9), least=len(KINDS))},
    ),
)

_FACT = Record(
    {"title": Text(), "question": Text()},
    {
        "about": Text(),
        "choices": MapOf(Text(), Text(), least=2),
        "names": Boolean(),
        "always": Boolean(),
        "target": MapOf(Text(), Choice(tuple(Tier)), least=1),
    },
    _check_fact,
)

FACTS = As(FactsFile, Record({"facts": MapOf(Id(), As(FactEntry, _FACT), least=1)}))

_PRACTICE = Record(
    {"says": Text()},
    {
        "kind": Choice(KINDS),
        "tier": Choice(tuple(Tier)),
        "effort": Choice(EFFORTS),
        "step": Text(),
        "ask": _ASK,
        "needs": _NEEDS,
    },
    example="says: a statement that is true or not",
)

_CRITERION = Record(
    {"question": Text()},
    {
        "title": Text(),
        "scope": Text(),
        "why": Text(),
        "risk": Choice(RISKS),
        "evidence": ListOf(Text(), 1, 9),
        "practices": MapOf(Id(), TextOr(As(PracticeEntry, _PRACTICE), PracticeEntry), least=1),
        "no-result": Text(),
        "levels": _TEXTS,
        "scale": Id(),
        "advice": ListOf(Text(), 1, MOST_LEVELS - 1),
        "effort": Choice(EFFORTS),
        "ask": _ASK,
        "after": _IDS,
        "needs": _NEEDS,
    },
    _check_criterion,
)

BANK = As(
    BankFile,
    Record(
        {
            "group": Text(),
            "order": Integer(0, 9999),
            "criteria": MapOf(Id(), As(CriterionEntry, _CRITERION, {"no-result": "no_result"}), least=1),
        }
    ),
)

_ITEM = Record(
    {"title": Text(), "gist": Text()},
    {
        "criteria": _WEIGHED_NAMES,
        "weight": WEIGHT,
        "rollup": Choice(ROLLUPS),
        "averted-by": _SOME_NAMES,
        "arises-with": _SOME_NAMES,
    },
    _check_item,
)
_ITEM_NAMES = {"averted-by": "averted_by", "arises-with": "arises_with"}

_EXAMPLE = Record(
    {"answers": MapOf(Id(), TextOr(MapOf(Id(), Text(), least=1)))},
    {
        "profile": MapOf(Id(), Text()),
        **{key: Text() for key in SHOWN},
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
            "items": MapOf(Id(), As(ItemEntry, _ITEM, _ITEM_NAMES), least=1),
        },
        {
            "mistakes": Boolean(),
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
