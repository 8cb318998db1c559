"""Reads the audit file."""

import re
from collections.abc import Iterator

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import sanitize
from cxaudit.audit.evidence import is_named
from cxaudit.audit.marks import Stale, stale
from cxaudit.catalog.builder import misfit, wrong_reply
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.schemas import MOST_LEVELS
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.measure import REPLIES, RESULT_REPLIES, State, Tier
from cxaudit.model import NA_REASONS, ROLES, Answer, Audit, Criterion, Fact, Said, group_id
from cxaudit.schema.containers import As, ListOf, MapOf, Record, TextOr, Values, unknown_ids
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import AnyShape, Boolean, Choice, Date, Id, Integer, Number, Text

FORMAT = 2
ALL = "all"
MOST_MATTERS = 5


def _check_answer(value: Values, node: Node, doc: Document) -> None:
    given: list[str] = [key for key in ("practices", "level", "number", "unknown") if key in value]
    na = value.get("na")
    if isinstance(na, str):
        given.append("na")
        if na not in NA_REASONS:
            doc.report(_at(node, "na"), f'"{sanitize.line(na)}" is not a reason', f"reasons: {', '.join(NA_REASONS)}")
    if value.get("unknown") is False:
        doc.report(_at(node, "unknown"), "unknown must be true or left out")
    if len(given) > 1:
        doc.report(node, f"{' and '.join(given)} cannot be in the same answer", "keep one of them")


def _at(node: Node, key: str) -> Node:
    found = (value for name, value in node.value if name.value == key) if isinstance(node, MappingNode) else iter(())
    return next(found, node)


_REASON = Choice(tuple(NA_REASONS))
_REPLY = Choice(tuple(dict.fromkeys((*REPLIES, *RESULT_REPLIES))))
_ANSWER = Record(
    {},
    {
        "practices": MapOf(Id(), _REPLY),
        "level": Integer(0, MOST_LEVELS - 1, "a level number such as 2"),
        "number": Number(),
        "unknown": Boolean(),
        "na": TextOr(MapOf(Id(), _REASON)),
        "missing": MapOf(Id(), Text()),
        "figure": Text(),
        "evidence": Text(),
        "seen": ListOf(Id(), unique=True),
        "not-held": ListOf(Id(), unique=True),
        "note": Text(),
        "private": Text(),
        "at": Date(),
        "by": Text(),
        "asked": Text(),
    },
    _check_answer,
    "practices: {...}, level: 3, unknown: true or na: out-of-scope",
    about={
        "practices": "the reply for each practice; a practice not listed was not asked",
        "level": "the level reached, where the criterion has levels",
        "number": "the number, if one is asked for",
        "unknown": "true if the person does not know (criteria with levels only)",
        "na": "why the criterion does not apply, or a reason under each practice that does not",
        "missing": "what is missing where a practice is partly true",
        "figure": "the figure behind the result",
        "evidence": "what was named as proof",
        "seen": "practices that were examined and held",
        "not-held": "practices examined that did not hold; they count as no",
        "note": "a remark, shown in reports",
        "private": "a remark that never leaves this file",
        "at": "the day of the answer",
        "by": "who gave it, if not the respondent",
        "asked": "a checksum of the statements; if they have changed since, the answer does not count",
    },
)


def _answer(**values: object) -> Answer:
    na = values.pop("na", "")
    key = "na" if isinstance(na, str) else "not_applicable"
    return Answer(**{**values, key: na})  # type: ignore[arg-type]


_TIER = Choice(tuple(Tier))
_PARTS: dict[str, AnyShape] = {
    "quick": Boolean(),
    "profile": MapOf(Id(), TextOr(ListOf(Text(), 1, 20))),
    "target": MapOf(Id(), _TIER),
    "matters": ListOf(Id(), 0, MOST_MATTERS, unique=True),
    "answers": MapOf(Id(), As(_answer, _ANSWER, {"not-held": "not_held"})),
}
_WHO: dict[str, AnyShape] = {"organisation": Text(), "respondent": Text(), "role": Choice(ROLES)}
AUDIT = Record({"version": Integer(FORMAT, FORMAT), "frameworks": MapOf(Id(), Text(), least=1)}, {**_WHO, **_PARTS})
ANSWERS = Record({"version": Integer(FORMAT, FORMAT)}, {**_WHO, "frameworks": MapOf(Id(), Text()), **_PARTS})


def read_audit(doc: Document, catalog: Catalog) -> tuple[Audit, list[Diagnostic]]:
    """The audit in a file, and remarks on what is odd in it but does no harm.

    It can be read whatever has changed in the bank. Raises CxauditError with every mistake in the file.
    """
    return _read(doc, catalog, AUDIT)


def read_answers(doc: Document, catalog: Catalog) -> tuple[Audit, list[Diagnostic]]:
    """The same for a file of answers to play, in which everything but `version` may be missing."""
    audit, remarks = _read(doc, catalog, ANSWERS)
    unknown_ids(doc, audit.frameworks, catalog.frameworks, "framework", "frameworks")
    doc.raise_diagnostics()
    return audit, remarks


def _read(doc: Document, catalog: Catalog, record: Record) -> tuple[Audit, list[Diagnostic]]:
    _check_version(doc)
    _check_kind(doc)
    value = record.read(doc.root, doc) or {}
    for id, answer in (value.get("answers") or {}).items():
        if answer and id in catalog.criteria:
            _check_fit(doc, catalog.criteria[id], answer)
    doc.raise_diagnostics()
    value.pop("version")
    audit = Audit(**value)
    remarks = sorted(_remarks(doc, audit, catalog), key=lambda remark: remark.place or Place(""))
    profile = {id: said for id, said in audit.profile.items() if not _wrong_fact(catalog.facts.get(id), said)}
    return Audit(**{**value, "profile": profile}), remarks


def _check_fit(doc: Document, criterion: Criterion, answer: Answer) -> None:
    """Reports an answer that does not fit its criterion, if that has not changed since."""
    if stale(criterion, answer, "") is Stale.CHANGED:
        return
    path = ("answers", criterion.id)
    if criterion.scale is None:
        if answer.level is not None or answer.number is not None or answer.unknown:
            hint = f"for example, practices: {{{criterion.practices[0].id}: yes}}"
            doc.report(doc.place(*path), f"{criterion.id} is answered with practices", hint)
        known = {id: reply for id, reply in answer.practices.items() if criterion.practice(id)}
        for id, reply in known.items():
            if wrong := wrong_reply(criterion, {id: reply}):
                doc.report(doc.place(*path, "practices", id), wrong)
    elif answer.practices:
        doc.report(doc.place(*path, "practices"), f"{criterion.id} is answered with a level or number, not practices")
    elif wrong := misfit(criterion.scale, answer.level, answer.number):
        doc.report(doc.place(*path, "number" if answer.level is None else "level"), wrong)


def _check_version(doc: Document) -> None:
    """Raises CxauditError for another version. Comes first: such a file would seem full of mistakes."""
    if not isinstance(doc.root, MappingNode):
        return
    found = next((value for key, value in doc.root.value if key.value == "version"), None)
    if not isinstance(found, ScalarNode) or not re.fullmatch(r"[1-9][0-9]{0,8}", found.value):
        return
    if int(found.value) != FORMAT:
        message = f"this program reads version {FORMAT} of the audit format, not {found.value}"
        newer = int(found.value) > FORMAT
        hint = "a newer cxaudit may read it" if newer else "begin a new audit: cxaudit interview NEW.yaml"
        raise CxauditError(Diagnostic(message, doc.at(found), hint))


def _check_kind(doc: Document) -> None:
    """Raises CxauditError for another kind of file, in which every line would be reported as a mistake."""
    keys = {name for name, _ in doc.key_places()}
    others = sorted(keys - ANSWERS.shapes.keys())
    if len(others) > 3 and not keys & {"answers", "frameworks", "profile"}:
        message = f"this is neither an audit nor answers: it has {', '.join(map(sanitize.line, others[:3]))} and more"
        raise CxauditError(Diagnostic(message, Place(doc.file, 1, 1), "answers to questions go under answers:"))


def _remarks(doc: Document, audit: Audit, catalog: Catalog) -> Iterator[Diagnostic]:
    """Remarks on what is gone from the bank or has changed, on new versions, and on evidence that names nothing."""
    groups = {group_id(c.group) for c in catalog.criteria.values()}
    anything = {*catalog.criteria, *groups}
    for key, what, known in (
        ("answers", "criterion", catalog.criteria.keys()),
        ("target", "criterion or group", {*anything, ALL}),
        ("profile", "profile fact", catalog.facts.keys()),
        ("frameworks", "framework", catalog.frameworks.keys()),
    ):
        gone = [name for name in getattr(audit, key) if name not in known]
        places = dict(doc.key_places(key)) if gone else {}
        for name in gone:
            message = f'there is no {what} "{name}"; it is kept but does not count'
            yield Diagnostic(message, places[name], did_you_mean(name, known))
    for n, name in enumerate(audit.matters):
        if name not in anything:
            message = f'there is no criterion or group "{name}"'
            yield Diagnostic(message, doc.place("matters", n), did_you_mean(name, anything))
    for id, said in audit.profile.items():
        if wrong := _wrong_fact(catalog.facts.get(id), said):
            yield Diagnostic(f"{wrong}; it will be asked again", doc.place("profile", id))
    for name, version in audit.frameworks.items():
        now = catalog.frameworks[name].version if name in catalog.frameworks else version
        if version != now:
            message = f"the answers are for {name} {version}, but are scored as {now}"
            yield Diagnostic(message, doc.place("frameworks", name))
    for id, answer in audit.answers.items():
        if id in catalog.criteria:
            yield from _remarks_on(doc, catalog.criteria[id], answer)


def _remarks_on(doc: Document, criterion: Criterion, answer: Answer) -> Iterator[Diagnostic]:
    path = ("answers", criterion.id)
    if stale(criterion, answer, "") is Stale.CHANGED:
        message = f"{criterion.id} has since changed: the answer is kept but not counted; the interview asks again"
        yield Diagnostic(message, dict(doc.key_places("answers"))[criterion.id])
        return
    named = {"practices": answer.practices, "na": answer.not_applicable, "missing": answer.missing}
    for key, ids in {**named, "seen": answer.seen, "not-held": answer.not_held}.items():
        for n, id in enumerate(ids):
            if criterion.practice(id) is None:
                place = dict(doc.key_places(*path, key)).get(id) or doc.place(*path, key, n)
                hint = did_you_mean(id, [p.id for p in criterion.practices])
                yield Diagnostic(f'there is no practice "{id}" in {criterion.id}; it does not count', place, hint)
    if answer.evidence and not is_named(answer.evidence):
        message = f'"{sanitize.line(answer.evidence)[:40]}" names no evidence, so it counts as none'
        yield Diagnostic(message, doc.place(*path, "evidence"))


def _wrong_fact(fact: Fact | None, said: Said) -> str:
    """What is wrong with the answer to a fact; empty where nothing is, or the bank has no such fact."""
    if fact is None or said == State.UNKNOWN or (fact.names and said):
        return ""
    if isinstance(said, str) and said in fact.answers:
        return ""
    return f'"{sanitize.line(str(said))[:40]}" is not an answer to {fact.id}: {", ".join(fact.answers)}'
