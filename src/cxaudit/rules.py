"""Rules on strategies: read from data, tried on strategies."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import inert
from cxaudit.checks import CHECKS, CONDITION, Check, in_words
from cxaudit.document import Document, parse
from cxaudit.errors import CxauditError, Place, Problem, did_you_mean
from cxaudit.shapes import Choice, Day, Either, Flag, Id, Later, ListOf, MapOf, Record, Text, read
from cxaudit.strategy import STRATEGY
from cxaudit.tried import Path, Selection, Tried, fits

SEVERITIES = ("error", "warning", "info")
_WORD = re.compile(r"\{(\w+)\}")


def _check_given(value: dict[str, Any], node: Node, doc: Document) -> None:
    """Reads what stands under `with` as the check wants it, and that the message asks for no word it cannot have."""
    name = value.get("check")
    if name not in CHECKS:
        if name:
            doc.problem(_at(node, "check"), f'there is no check "{name}"', did_you_mean(name, CHECKS, "checks"))
        return
    if None in value.values() or "criteria" not in value:
        return  # told already, and what follows builds on it
    check, before = CHECKS[name], len(doc.problems)
    given = value.get("with")
    if given is None and check.shape.required:
        doc.problem(node, f"with is missing here: {name} needs {', '.join(check.shape.required)}")
    value["with"] = check.shape.read(given, doc) if given is not None else {}
    if "tried-with" in value:
        value["tried-with"] = check.shape.read(value["tried-with"], doc)
    for key in ("where", "unless"):
        if key in value and "on" not in value:
            doc.problem(_at(node, key), f"{key} picks entries of a list: on is missing")
    if len(doc.problems) == before and not (value.get("on") and _check_on(value["on"], _at(node, "on"), doc)):
        for wrong in misuses(name, _selection(value), value["with"] or {}):
            doc.problem(_at(node, "with" if given is not None else "check"), wrong)
        for wrong in misuses(name, _selection(value), value["tried-with"]) if "tried-with" in value else ():
            doc.problem(_at(node, "tried-with"), wrong)
        for key, wrong in _misshown(value, _selection(value)):
            doc.problem(_at(node, key), wrong)
    for word in _WORD.findall(value.get("message") or ""):
        if word not in (*check.words, "id"):
            known = ", ".join((*check.words, "id"))
            doc.problem(_at(node, "message"), f"{name} gives no {{{word}}} to a message", f"known words: {known}")


def _selection(value: Mapping[str, Any]) -> Selection:
    on, where, unless = value.get("on", ""), value.get("where", {}), value.get("unless", {})
    return Selection(tuple(on.split("/") if on else ()), tuple(where.items()), tuple(unless.items()))


def _misshown(value: Mapping[str, Any], selection: Selection) -> Iterator[tuple[str, str]]:
    """What is wrong with the criteria that a rule can show, each with the key that it stands under."""
    shows, by, given = value.get("shows", ()), value.get("by"), value["with"] or {}
    for key in ("by", "in-part"):
        if key in value and not shows:
            yield key, f"{key} says more about what is shown: shows is missing"
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
    wanted = {"past": Day, "lacks": Text}.get(check)
    if wanted and not isinstance(fields[given["field"]], wanted):
        yield f"{check} looks at a {'date' if wanted is Day else 'text'}, which {given['field']} is not"
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
    if not isinstance(shape, Choice | Flag | ListOf | Record):
        return
    words = shape.words if isinstance(shape, Choice) else ("true",) if isinstance(shape, Flag) else ()
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
            doc.problem(node, f'a strategy has no "{step}" there', did_you_mean(step, fields, "keys"))
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
                    "with": Later(),
                    "tried-with": Later(),
                    "shows": Either(ListOf(Id(), least=1, unique=True), MapOf(Text(), Id(), least=1)),
                    "by": Text(),
                    "in-part": ListOf(Id(), least=1, unique=True),
                },
                _check_given,
            ),
            least=1,
        ),
    }
)


class Finding(NamedTuple):
    """A rule that a strategy breaks, and where."""

    rule: "Rule"
    path: Path
    message: str


class Rule:
    """One rule; `given` are the parameters of its check."""

    def __init__(self, id: str, family: str, value: Mapping[str, Any], place: Place) -> None:
        self.id, self.family, self.place = id, family, place
        self.severity: str = value["severity"]
        self.criteria: tuple[str, ...] = value["criteria"]
        self.message: str = value["message"]
        self.why: str = value["why"]
        self.bad: str = value["bad"]
        self.good: str = value["good"]
        self.check_name: str = value["check"]
        self.check: Check = CHECKS[value["check"]]
        self.find = self.check.find
        self.given: Mapping[str, Any] = value["with"]  # which a configuration may replace
        self.tried_with: Mapping[str, Any] = value.get("tried-with", self.given)
        self.selection = _selection(value)
        shows = value.get("shows", ())
        self.shows: Mapping[
            str, tuple[str, ...]
        ] = {  # criteria with the parts that speak for each, () for the whole rule
            id: tuple(part for part in shows if shows[part] == id) if isinstance(shows, dict) else ()
            for id in (shows.values() if isinstance(shows, dict) else shows)
        }
        self.in_part: tuple[str, ...] = value.get("in-part", ())  # of which the rule sees but a part
        self.by: str = value.get("by", "")
        self.asked: tuple[str, ...] = ()  # the fields or values that it is narrowed to

    def findings(self, whole: Tried) -> list[Finding]:
        """Every place where a strategy breaks the rule."""
        things = whole.things(self.selection)
        if not things:
            return []
        return [Finding(self, where, self._told(words)) for where, words in self.find(things, self.given, whole)]

    def about(self, criterion: str) -> "Rule | None":
        """The rule as it speaks of one of its criteria: of the parts alone that show it, where `shows` names them.

        None where a configuration has taken all of these out.
        """
        parts = self.shows.get(criterion, ())
        if not parts:
            return self
        narrow = copy(self)
        if self.by:
            narrow.selection = self.selection._replace(where=(*self.selection.where, (self.by, parts)))
            return narrow
        key = "fields" if "fields" in self.given else "values"
        kept = tuple(part for part in self.given[key] if part in parts)
        narrow.given, narrow.asked = {**self.given, key: kept}, kept
        return narrow if kept else None

    @property
    def looks_for(self) -> str:
        """What must be there for it to hold, in the words of a strategy file."""
        given, path = self.given, "/".join(self.selection.on)
        fields = in_words(given["fields"]) if "fields" in given else given.get("field", "")
        if "by" in given:
            return f"{path} named in {given['by']}/{fields}"
        picks = [_picked(field, said) for field, said in self.selection.where]
        picks += [_picked(field, said, without=True) for field, said in self.selection.unless]
        if values := given.get("values") or ((given["value"],) if "value" in given else ()):
            picks, fields = [f"{fields} {in_words(values)}"], ""
        told = given.get("list", path) + (f" ({', '.join(picks)})" if picks else "")
        return f"{told}: {fields}" if told and fields else told or fields

    def concerns(self, whole: Tried) -> bool:
        """Whether there is anything for the rule to look at: a list may hold nothing of the kind that it picks."""
        return bool(whole.things(self.selection)) or not whole.things(Selection(self.selection.on))

    def is_there(self, whole: Tried) -> bool:
        """Whether the strategy holds anything of what the rule asks for."""
        given = self.given
        things = [thing for thing, _ in whole.things(self.selection) if isinstance(thing, dict)]
        if "by" in given:
            return len(self.findings(whole)) < len(things)
        wanted = given.get("fields") or ((given["field"],) if "field" in given else ())
        if "list" in given:
            excepted = given["unless"].items() if "unless" in given else ()
            entries = [e for e in whole.entries(given["list"]) if not (excepted and fits(e, excepted))]
            values = given.get("values") or ((given["value"],) if "value" in given else ())
            if values:
                return bool(things) and any(fits(e, ((given["field"], values),)) for e in entries)
            things, wanted = entries, wanted if "field" in given else self.asked
        return any(any(field in thing for field in wanted) or not wanted for thing in things)

    def _told(self, words: Mapping[str, object]) -> str:
        return _WORD.sub(lambda found: _short(str(words.get(found[1], ""))), self.message)


def _picked(field: str, said: Sequence[str], without: bool = False) -> str:
    """Which entries a rule picks by a field, in words."""
    if len(said) == 1 and said[0] in ("true", "false"):
        return field if (said[0] == "true") != without else f"without {field}"
    return f"{field} {'not ' if without else ''}{' or '.join(said)}"


def _short(text: str) -> str:
    line = inert.line(text)
    return line if len(line) <= 60 else f"{line[:59]}…"


def read_rules(files: Iterable[tuple[str, bytes]]) -> dict[str, Rule]:
    """The rules of these files (name, bytes) by their ids. Raises CxauditError with every problem of every file."""
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for name, data in files:
        try:
            doc = parse(data, name)
            value = read(doc, RULES)
        except CxauditError as error:
            problems += error.problems
            continue
        places = dict(doc.key_places("rules"))
        for id, entry in value["rules"].items():
            if id in rules:
                hint = f"it first stands at {rules[id].place}: choose another id"
                problems.append(Problem(f'the rule "{id}" is there already', places[id], hint))
            rules.setdefault(id, Rule(id, value["family"], entry, places[id]))
    if problems:
        raise CxauditError(*problems)
    return rules


# ------------------------------------------------------------------------------------------------ examples


def with_example(sample: bytes, fragment: str, name: str) -> Document:
    """The sample strategy with the keys of a fragment in place of its own; a key with nothing takes it out.

    Raises CxauditError for a fragment that is no mapping.
    """
    whole, part = parse(sample, name), parse(fragment.encode(), name)
    if not isinstance(part.root, MappingNode) or not isinstance(whole.root, MappingNode):
        raise CxauditError(Problem("an example holds keys of a strategy and their values", Place(name)))
    replaced = {key.value for key, _ in part.root.value}
    kept = [(key, value) for key, value in whole.root.value if key.value not in replaced]
    added = [(key, value) for key, value in part.root.value if not (isinstance(value, ScalarNode) and not value.value)]
    whole.root.value = kept + added
    whole.clean = whole.clean and part.clean
    return whole
