"""The files that rules stand in: what they must look like, and the rules read from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.rules.checks import CHECKS, CONDITION
from cxaudit.rules.rule import ASKED, SEVERITIES, Rule, selection_of
from cxaudit.rules.view import Selection
from cxaudit.schema.containers import Either, ListOf, MapOf, Raw, Record, read
from cxaudit.schema.document import Document, parse
from cxaudit.schema.scalars import Boolean, Choice, Date, Id, Text
from cxaudit.strategy.schema import STRATEGY


def _check_rule(value: dict[str, Any], node: Node, doc: Document) -> None:
    """Reads what stands under `with` as the check wants it, and that the message asks for no word it cannot have."""
    name = value.get("check")
    if name not in CHECKS:
        if name is not None:
            doc.report(_at(node, "check"), f'there is no check "{name}"', did_you_mean(name, CHECKS, "checks"))
        return
    if None in value.values() or "criteria" not in value:
        return  # told already, and what follows builds on it
    check, before = CHECKS[name], len(doc.diagnostics)
    given = value.get("with")
    if given is None and check.shape.required:
        doc.report(node, f"with is missing here: {name} needs {', '.join(check.shape.required)}")
    value["with"] = check.shape.read(given, doc) if given is not None else {}
    if "tried-with" in value:
        value["tried-with"] = check.shape.read(value["tried-with"], doc)
    for key in ("where", "unless"):
        if key in value and "on" not in value:
            doc.report(_at(node, key), f"{key} picks entries of a list: on is missing")
    if len(doc.diagnostics) == before and not (value.get("on") and _check_on(value["on"], _at(node, "on"), doc)):
        for wrong in misuses(name, selection_of(value), value["with"] or {}):
            doc.report(_at(node, "with" if given is not None else "check"), wrong)
        for wrong in misuses(name, selection_of(value), value["tried-with"]) if "tried-with" in value else ():
            doc.report(_at(node, "tried-with"), wrong)
        for key, wrong in _misshown(value, selection_of(value)):
            doc.report(_at(node, key), wrong)
    for word in ASKED.findall(value.get("message") or ""):
        if word not in (*check.words, "id"):
            known = ", ".join((*check.words, "id"))
            doc.report(_at(node, "message"), f"{name} gives no {{{word}}} to a message", f"known words: {known}")


def _misshown(value: Mapping[str, Any], selection: Selection) -> Iterator[tuple[str, str]]:
    """What is wrong with the criteria that a rule can show, each with the key that it stands under."""
    shows, by, given = value.get("shows", ()), value.get("by"), value["with"] or {}
    for key in ("by", "in-part"):
        if key in value and not shows:
            yield key, f"{key} says more about what is shown: shows is missing"
    if by and isinstance(shows, tuple) and shows:
        yield "by", "by tells parts apart: shows then says which question each speaks for, such as {awareness: ID}"
        return
    if shows and not CHECKS[value["check"]].shows:
        yield "shows", f"{value['check']} does not ask for anything to be there, so holding it shows nothing"
    shown = shows.values() if isinstance(shows, dict) else shows
    yield from (
        ("shows", f'"{id}" is not among the criteria of this rule') for id in shown if id not in value["criteria"]
    )
    yield from (
        ("in-part", f'"{id}" is not among what shows names') for id in value.get("in-part", ()) if id not in shown
    )
    parts = given.get("fields") or given.get("values") or ()
    if by:
        field = (_fields_of(selection.on) or {}).get(by)
        parts = field.words if isinstance(field, Choice) else ()
    if by and not parts:
        yield "by", f'"{by}" is no field with a list of words to choose from'
    elif isinstance(shows, dict):
        known = ", ".join(parts)
        yield from (
            ("shows", f'"{part}" is nothing that this rule tells apart: {known}') for part in shows if part not in parts
        )


def misuses(check: str, selection: Selection, given: Mapping[str, Any]) -> Iterator[str]:
    """What in a rule's parameters does not fit a strategy as it is declared: lists and fields that are not there, or of
    another kind than the check can work with.
    """
    on, picked = "/".join(selection.on), [name for name, _ in (*selection.where, *selection.unless)]
    looked_at = _fields_of(selection.on)
    if looked_at is None:
        yield f'"{on}" has no fields: on names a list of entries, or one part such as promise'
        return
    yield from (f'there is no field "{name}" in {on or "a strategy"}' for name in picked if name not in looked_at)
    for name, values in (*selection.where, *selection.unless):
        yield from _never(looked_at.get(name), name, values)
    within, fields = on or "a strategy", looked_at
    for key in ("list", "by"):
        if key in given:
            if not isinstance(STRATEGY.shapes.get(given[key]), ListOf):
                yield f'a strategy has no list "{given[key]}"'
                return
            within, fields = given[key], _fields_of((given[key],)) or {}
    named = [*given.get("fields", ()), *([given["field"]] if "field" in given else ()), *given.get("unless", ())]
    if unknown := [name for name in named if name not in fields]:
        yield f'there is no field "{unknown[0]}" in {within}'
        return
    wanted = {"past": Date, "holds": Text}.get(check)
    if wanted and not isinstance(fields[given["field"]], wanted):
        yield f"{check} looks at a {'date' if wanted is Date else 'text'}, which {given['field']} is not"
    field = fields.get(str(given.get("field")))
    if check == "named-by" and ("id" not in looked_at or not isinstance(getattr(field, "shape", field), Id)):
        yield "named-by looks at entries with an id, and at a field that names ids"
    if check in ("ranked", "covered", "some") and isinstance(field, ListOf | Record):
        yield f"{check} looks at a field with one value, which {given['field']} is not"
    yield from _never(
        field, str(given.get("field")), given.get("values") or ((given["value"],) if "value" in given else ())
    )
    if "unless-there" in given and not _stands(given["unless-there"]):
        yield f'a strategy has no "{"/".join(given["unless-there"])}"'
    if given.get("at-least", 0) > given.get("at-most", 10**6):
        yield "at-least is more than at-most"


def _never(shape: object, field: str, values: Iterable[str]) -> Iterator[str]:
    """Values that a field never has; false stands for one that is not there."""
    if not isinstance(shape, Choice | Boolean | ListOf | Record):
        return
    words = shape.words if isinstance(shape, Choice) else ("true",) if isinstance(shape, Boolean) else ()
    for value in values:
        if value not in (*words, "false"):
            known = f": {', '.join(words)}" if words else ""
            yield f'{field} is never "{value}"{known}'


def _fields_of(on: Sequence[str]) -> Mapping[str, Any] | None:
    """The fields of what stands there in a strategy; None where it has none."""
    shape: Any = STRATEGY
    for step in on:
        shape = shape.shapes.get(step) if isinstance(shape, Record) else None
        shape = shape.shape if isinstance(shape, ListOf) else shape
    return shape.shapes if isinstance(shape, Record) else None


def _stands(steps: Sequence[str]) -> bool:
    """Whether a strategy may have something at the end of these steps, through its parts and no list."""
    shape: Any = STRATEGY
    for step in steps:
        shape = shape.shapes.get(step) if isinstance(shape, Record) else None
    return shape is not None


def _at(node: Node, key: str) -> Node:
    found = (value for name, value in node.value if name.value == key) if isinstance(node, MappingNode) else iter(())
    return next(found, node)


def _check_on(on: str, node: Node, doc: Document) -> bool:
    """Notes a step that a strategy does not have; whether there was one."""
    shape: Any = STRATEGY
    for step in on.split("/"):
        fields = getattr(getattr(shape, "shape", shape), "shapes", {})
        if step not in fields:
            doc.report(node, f'a strategy has no "{step}" there', did_you_mean(step, fields, "keys"))
            return True
        shape = fields[step]
    return False


RULES = Record(
    {
        "family": Text(),
        "rules": MapOf(
            Id(),
            Record(
                {
                    "severity": Choice(SEVERITIES),
                    "criteria": ListOf(Id(), least=1, unique=True),
                    "check": Text(),
                    "message": Text(),
                    "why": Text(),
                    "bad": Text(),
                    "good": Text(),
                },
                {
                    "on": Text(),
                    "where": CONDITION,
                    "unless": CONDITION,
                    "with": Raw(),
                    "tried-with": Raw(),
                    "shows": Either(ListOf(Id(), least=1, unique=True), MapOf(Text(), Id(), least=1)),
                    "by": Text(),
                    "in-part": ListOf(Id(), least=1, unique=True),
                },
                _check_rule,
            ),
            least=1,
        ),
    }
)


def read_rules(files: Iterable[tuple[str, bytes]]) -> dict[str, Rule]:
    """The rules of these files (name, bytes) by their ids. Raises CxauditError with every problem of every file."""
    rules: dict[str, Rule] = {}
    diagnostics: list[Diagnostic] = []
    for name, data in files:
        try:
            doc = parse(data, name)
            value = read(doc, RULES)
        except CxauditError as error:
            diagnostics += error.diagnostics
            continue
        places = dict(doc.key_places("rules"))
        for id, entry in value["rules"].items():
            if id in rules:
                hint = f"it first stands at {rules[id].place}: choose another id"
                diagnostics.append(Diagnostic(f'the rule "{id}" is there already', places[id], hint))
            rules.setdefault(id, Rule(id, value["family"], entry, places[id]))
    if diagnostics:
        raise CxauditError(*diagnostics)
    return rules


# ------------------------------------------------------------------------------------------------ examples


def with_example(sample: bytes, fragment: str, name: str) -> Document:
    """The sample strategy with the keys of a fragment in place of its own; a key with nothing takes it out.

    Raises CxauditError for a fragment that is no mapping.
    """
    whole, part = parse(sample, name), parse(fragment.encode(), name)
    if not isinstance(part.root, MappingNode) or not isinstance(whole.root, MappingNode):
        raise CxauditError(Diagnostic("an example holds keys of a strategy and their values", Place(name)))
    replaced = {key.value for key, _ in part.root.value}
    kept = [(key, value) for key, value in whole.root.value if key.value not in replaced]
    added = [(key, value) for key, value in part.root.value if not (isinstance(value, ScalarNode) and not value.value)]
    whole.root.value = kept + added
    whole.clean = whole.clean and part.clean
    return whole
