"""The files that contain rules: what they must look like, and the rules read from them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from yaml.nodes import MappingNode, Node

from cxaudit.errors import CxauditError, Diagnostic, Severity, did_you_mean
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.prose.language import ENGLISH
from cxaudit.rules.checks import CHECKS, Check
from cxaudit.rules.checks.base import CONDITION, fields_of, never
from cxaudit.rules.rule import ASKED, PROSE, YAML, Rule, RuleEntry
from cxaudit.rules.view import Selection
from cxaudit.schema.containers import As, Either, ListOf, MapOf, Raw, Record, Values, read
from cxaudit.schema.document import Document, parse
from cxaudit.schema.scalars import AnyShape, Choice, Id, Ref, Text
from cxaudit.strategy.schema import STRATEGY


def _check_rule(value: Values, node: Node, doc: Document) -> None:
    """Replaces a check's name with the check and its parameters (`with`), and reports what does not fit it."""
    name, with_, examples = value.get("check"), value.pop("with", None), value.pop("tried-with", None)
    if name not in CHECKS:
        value["check"] = None
        if name is not None:
            doc.report(_at(node, "check"), f'there is no check "{name}"', did_you_mean(name, CHECKS, "checks"))
        return
    if None in value.values() or "criteria" not in value:
        return  # already reported, and what follows needs it
    kind, before = CHECKS[name], len(doc.diagnostics)
    if with_ is None and kind.params.required:
        doc.report(node, f"with is missing here: {name} needs {', '.join(kind.params.required)}")
    params = kind.params.read(with_, doc) if with_ is not None else {}
    tried = kind.params.read(examples, doc) if examples is not None else None
    for key in ("where", "unless"):
        if key in value and "on" not in value:
            doc.report(_at(node, key), f'"on" is missing: "{key}" picks entries of a list')
    whole = len(doc.diagnostics) == before
    value["check"] = kind(params or {}) if whole else None
    if whole and tried is not None:
        value["tried"] = kind(tried)
    if whole and not (value.get("on") and _check_on(value["on"], _at(node, "on"), doc)):
        _check_fit(value, node, doc, _at(node, "with" if with_ is not None else "check"))
    _check_reads(value, node, doc, kind)
    for key in ("message", "message-in-text"):
        for word in ASKED.findall(value.get(key) or ""):
            if word not in kind.words:
                known = ", ".join(kind.words) or "none"
                doc.report(_at(node, key), f'the check "{name}" has no word {{{word}}}', f"known words: {known}")


def _check_reads(value: Values, node: Node, doc: Document, kind: type[Check]) -> None:
    """Reports a rule that reads prose with a check that cannot, and examples that are missing."""
    reads = value.get("reads", (YAML,))
    if PROSE in reads and not kind.reads_prose:
        able = ", ".join(name for name, check in CHECKS.items() if check.reads_prose)
        doc.report(_at(node, "reads"), f'the check "{kind.name}" cannot read prose', f"these can: {able}")
    wanted = {"bad": YAML, "good": YAML, "bad-text": PROSE, "good-text": PROSE}
    if missing := [key for key, what in wanted.items() if what in reads and key not in value]:
        doc.report(node, f"{', '.join(missing)} not given")


def _check_fit(value: Values, node: Node, doc: Document, at: Node) -> None:
    """Reports what in a rule's parameters, or in what it shows, does not fit the schema of a strategy."""
    check = value["check"]
    selection = Selection.of(value.get("on", ""), value.get("where", {}), value.get("unless", {}))
    for wrong in misuses(check, selection):
        doc.report(at, wrong)
    for wrong in misuses(value["tried"], selection) if "tried" in value else ():
        doc.report(_at(node, "tried-with"), wrong)
    for key, wrong in _misshown(check, value, selection):
        doc.report(_at(node, key), wrong)


def _misshown(check: Check, value: Values, selection: Selection) -> Iterator[tuple[str, str]]:
    """What is wrong with the criteria that a rule can show, each with the key it is about."""
    shows, by = value.get("shows", ()), value.get("by")
    for key in ("by", "in-part"):
        if key in value and not shows:
            yield key, f'"shows" is missing: "{key}" needs it'
    if by and isinstance(shows, tuple) and shows:
        yield "by", 'with "by", "shows" names a criterion for each part, such as {awareness: ID}'
        return
    if shows and not check.asks_for:
        yield "shows", f"the check {check.name} requires nothing, so passing it shows nothing"
    shown = shows.values() if isinstance(shows, dict) else shows
    yield from (
        ("shows", f'"{name}" is not among the criteria of this rule')
        for name in shown
        if name and name.partition("/")[0] not in value["criteria"]
    )
    yield from (("in-part", f'"{id}" is not listed under shows') for id in value.get("in-part", ()) if id not in shown)
    parts = check.parts
    if by:
        field = (fields_of(selection.on) or {}).get(by)
        parts = field.words if isinstance(field, Choice) else ()
    if by and not parts:
        yield "by", f'"{by}" is not a field with a fixed list of words'
    elif isinstance(shows, dict):
        known = ", ".join(parts)
        yield from (
            ("shows", f'this rule has no part "{part}"; its parts: {known or "none"}')
            for part in shows
            if part not in parts
        )


def misuses(check: Check, selection: Selection) -> Iterator[str]:
    """What in a check's parameters, or in what it looks at, does not fit the schema of a strategy."""
    on = "/".join(selection.on)
    fields = fields_of(selection.on)
    if fields is None:
        yield f'"{on}" has no fields: name a list of entries, or a part such as promise'
        return
    for name, values in (*selection.where, *selection.unless):
        if name not in fields:
            yield f'there is no field "{name}" in {on or "a strategy"}'
        yield from never(fields.get(name), name, values)
    yield from check.misuses(selection)


def _at(node: Node, key: str) -> Node:
    found = (value for name, value in node.value if name.value == key) if isinstance(node, MappingNode) else iter(())
    return next(found, node)


def _check_on(on: str, node: Node, doc: Document) -> bool:
    """Reports a key in `on` that a strategy does not have; returns whether it did."""
    shape: AnyShape | None = STRATEGY
    for step in on.split("/"):
        inner = shape.shape if isinstance(shape, ListOf) else shape
        fields = inner.shapes if isinstance(inner, Record) else {}
        if step not in fields:
            doc.report(node, f'a strategy has no "{step}" there', did_you_mean(step, fields, "keys"))
            return True
        shape = fields[step]
    return False


class RulesFile(NamedTuple):
    family: str
    rules: Mapping[str, RuleEntry]


_RULE = Record(
    {
        "severity": Choice(tuple(Severity)),
        "criteria": ListOf(Id(), least=1, unique=True),
        "check": Text(),
        "message": Text(),
        "why": Text(),
    },
    {
        "bad": Text(),
        "good": Text(),
        "on": Text(),
        "where": CONDITION,
        "unless": CONDITION,
        "with": Raw(),
        "tried-with": Raw(),
        "shows": Either(ListOf(Ref(), least=1, unique=True), MapOf(Text(), Ref(), least=1)),
        "by": Text(),
        "in-part": ListOf(Ref(), least=1, unique=True),
        "language": Choice((ENGLISH,)),
        "kinds": ListOf(Choice(DOCUMENT_KINDS), least=1, unique=True),
        "reads": ListOf(Choice((YAML, PROSE)), least=1, unique=True),
        "message-in-text": Text(),
        "bad-text": Text(),
        "good-text": Text(),
    },
    _check_rule,
)

_RENAMED = {
    "in-part": "in_part",
    "message-in-text": "message_in_text",
    "bad-text": "bad_text",
    "good-text": "good_text",
}
RULES = As(
    RulesFile,
    Record(
        {
            "family": Text(),
            "rules": MapOf(Id(), As(RuleEntry, _RULE, _RENAMED), least=1),
        }
    ),
)


@lru_cache(maxsize=64)  # a run that checks several packs reads the program's own files for each
def read_file(name: str, data: bytes) -> dict[str, Rule]:
    """The rules of one file by their ids. Raises CxauditError with every problem in it."""
    doc = parse(data, name)
    file = read(doc, RULES)
    places = dict(doc.key_places("rules"))
    return {id: Rule(id, file.family, entry, places[id]) for id, entry in file.rules.items()}


def read_rules(files: Iterable[tuple[str, bytes]]) -> dict[str, Rule]:
    """The rules of these files (name, bytes) by their ids. Raises CxauditError with every mistake in every file."""
    rules: dict[str, Rule] = {}
    diagnostics: list[Diagnostic] = []
    for name, data in files:
        try:
            found = read_file(name, data)
        except CxauditError as error:
            diagnostics += error.diagnostics
            continue
        for id, rule in found.items():
            if id in rules:
                hint = f"choose another id; the first: {rules[id].place}"
                diagnostics.append(Diagnostic(f'the rule "{id}" already exists', rule.place, hint))
            rules.setdefault(id, rule)
    if diagnostics:
        raise CxauditError(*diagnostics)
    return rules
