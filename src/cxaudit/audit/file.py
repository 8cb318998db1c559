"""Reads and writes the audit file."""

import re
from collections.abc import Mapping

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import sanitize
from cxaudit.catalog.builder import misfit
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.schemas import MOST_LEVELS
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.model import NA_REASONS, ROLES, TOP_LEVEL, Answer, Audit, FactAnswer
from cxaudit.schema.containers import As, MapOf, Record, Values, unknown_ids
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import AnyShape, Boolean, Choice, Date, Id, Integer, Number, Text, is_id, number_text

FORMAT = 1
HEADER = "# A cxaudit audit file. It may be edited by hand; put remarks into note:, since comments are not kept.\n"


def _check_answer(value: Values, node: Node, doc: Document) -> None:
    if not isinstance(node, MappingNode):
        return
    given = [key for key in ("level", "value", "unknown", "na") if key in value]
    if value.get("unknown") is False:
        doc.report(node, "unknown is either true or left out")
    if not given:
        doc.report(node, "an answer needs level, unknown or na", "such as level: 2")
    if len(given) > 1:
        doc.report(node, f"{' and '.join(given)} cannot both stand in one answer", "keep one of them")


_ANSWER = Record(
    {},
    {
        "level": Integer(0, MOST_LEVELS - 1, "a level, such as 2"),
        "value": Number(),
        "unknown": Boolean(),
        "na": Choice(tuple(NA_REASONS)),
        "evidence": Text(),
        "note": Text(),
        "at": Date(),
    },
    _check_answer,
    "{level: 3}, {unknown: true} or {na: out-of-scope}",
)
_LEVEL = Integer(1, TOP_LEVEL)
_PARTS: dict[str, AnyShape] = {
    "quick": Boolean(),
    "target": _LEVEL,
    "targets": MapOf(Id(), Integer(0, MOST_LEVELS - 1)),
    "profile": MapOf(Id(), Choice(tuple(FactAnswer))),
    "answers": MapOf(Id(), As(Answer, _ANSWER)),
}
_WHO: dict[str, AnyShape] = {"organisation": Text(), "respondent": Text(), "role": Choice(ROLES)}
AUDIT = Record({"version": Integer(FORMAT, FORMAT), "frameworks": MapOf(Id(), Text(), least=1)}, {**_WHO, **_PARTS})
ANSWERS = Record({"version": Integer(FORMAT, FORMAT)}, {**_WHO, "frameworks": MapOf(Id(), Text()), **_PARTS})


def read_audit(doc: Document, catalog: Catalog) -> tuple[Audit, list[Diagnostic]]:
    """The audit in a file, and remarks on whatever is odd but does not keep it from being used.

    Raises CxauditError with every mistake that does.
    """
    return _read(doc, catalog, AUDIT)


def read_answers(doc: Document, catalog: Catalog) -> tuple[Audit, list[Diagnostic]]:
    """The same for a file of answers to play, in which everything but `version` may be missing."""
    return _read(doc, catalog, ANSWERS)


def _read(doc: Document, catalog: Catalog, record: Record) -> tuple[Audit, list[Diagnostic]]:
    _check_version(doc)
    _check_kind(doc)
    value = record.read(doc.root, doc) or {}
    named = [name for name in value.get("frameworks") or () if name and is_id(name)]
    unknown_ids(doc, named, catalog.frameworks, "framework", "frameworks")
    _check_scales(doc, value, catalog)
    doc.raise_diagnostics()
    value.pop("version")
    audit = Audit(**value)
    return audit, _remarks(doc, audit, catalog)


def _check_scales(doc: Document, value: Values, catalog: Catalog) -> None:
    """Reports every answer and target that is not on its criterion's scale."""
    known = catalog.criteria
    for name, answer in (value.get("answers") or {}).items():
        if answer and name in known and (wrong := misfit(known[name].scale, answer.level, answer.value)):
            doc.report(doc.place("answers", name, "value" if answer.level is None else "level"), wrong)
    for name, target in (value.get("targets") or {}).items():
        top = known[name].scale.top if name in known else MOST_LEVELS - 1
        if target is not None and not 1 <= target <= top:
            doc.report(doc.place("targets", name), f'"{target}" is not a whole number from 1 to {top}')


def _check_version(doc: Document) -> None:
    """Raises CxauditError for a later format. Comes first, since such a file would seem full of mistakes."""
    if not isinstance(doc.root, MappingNode):
        return
    found = next((value for key, value in doc.root.value if key.value == "version"), None)
    if isinstance(found, ScalarNode) and re.fullmatch(r"[1-9][0-9]{0,8}", found.value) and int(found.value) > FORMAT:
        message = f"this program reads version {FORMAT} of the audit format, not {found.value}"
        raise CxauditError(Diagnostic(message, doc.at(found), "a newer cxaudit may read it"))


def _check_kind(doc: Document) -> None:
    """Raises CxauditError for another kind of file, in which every line would be reported as a mistake."""
    keys = {name for name, _ in doc.key_places()}
    others = sorted(keys - ANSWERS.shapes.keys())
    if len(others) > 3 and not keys & {"answers", "frameworks", "profile"}:
        message = f"this is no audit and no answers: it holds {', '.join(map(sanitize.line, others[:3]))} and more"
        raise CxauditError(Diagnostic(message, Place(doc.file, 1, 1), "answers to questions stand under answers:"))


def _remarks(doc: Document, audit: Audit, catalog: Catalog) -> list[Diagnostic]:
    """Remarks on entries that nothing asks for any more, and on frameworks that have a new version."""
    remarks = []
    for key, what, known in (
        ("answers", "criterion", catalog.criteria),
        ("targets", "criterion", catalog.criteria),
        ("profile", "profile fact", catalog.facts),
    ):
        gone = {name for name in getattr(audit, key) if name not in known}
        for name, place in doc.key_places(key) if gone else ():
            if name in gone:
                message = f'there is no {what} "{name}"; it is kept and not scored'
                remarks.append(Diagnostic(message, place, did_you_mean(name, known)))
    for name, version in audit.frameworks.items():
        now = catalog.frameworks[name].version
        if version != now:
            message = f"the answers were given for {name} {version}; it is scored as {now}"
            remarks.append(Diagnostic(message, doc.place("frameworks", name)))
    return sorted(remarks, key=lambda p: p.place or Place(""))


# ------------------------------------------------------------------------------------------------- to text

_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,./()-]*[A-Za-z0-9().])?")
_RESERVED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null)")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write_audit(audit: Audit) -> str:
    """The audit as YAML that all YAML 1.1 and 1.2 readers read alike; the same audit gives the same text."""
    lines = [HEADER + f"version: {FORMAT}"]
    who = {key: getattr(audit, key) for key in ("organisation", "respondent", "role")}
    lines += [f"{key}: {_quoted(value)}" for key, value in who.items() if value]
    lines += _mapping("frameworks", audit.frameworks)
    lines += ["quick: true"] if audit.quick else []
    lines += [f"target: {audit.target}"] if audit.target else []
    lines += _mapping("targets", audit.targets)
    lines += _mapping("profile", audit.profile)
    lines += ["answers:"] if audit.answers else []
    for name, answer in audit.answers.items():
        lines += [f"  {_quoted(name)}:", *(f"    {line}" for line in _answer_lines(answer))]
    return "\n".join(lines) + "\n"


def _mapping(key: str, values: Mapping[str, str] | Mapping[str, int]) -> list[str]:
    if not values:
        return []
    return [f"{key}:", *(f"  {_quoted(name)}: {_quoted(value)}" for name, value in values.items())]


def _answer_lines(answer: Answer) -> list[str]:
    lines = [f"level: {answer.level}"] if answer.level is not None else []
    lines += [f"value: {number_text(answer.value)}"] if answer.value is not None else []
    lines += ["unknown: true"] if answer.unknown else []
    texts = {"na": answer.na, "evidence": answer.evidence, "note": answer.note, "at": answer.at}
    return lines + [f"{key}: {_quoted(value)}" for key, value in texts.items() if value]


def _quoted(value: str | int) -> str:
    """A scalar that reads back as the same text: bare where it cannot be misread, else in double quotes."""
    if isinstance(value, int) or (_BARE.fullmatch(value) and not _RESERVED.fullmatch(value)):
        return str(value)
    import json  # only writing needs it

    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
