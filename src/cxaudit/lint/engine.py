"""One strategy file and its problems: structure, rules, and what excuses a finding."""

import math
import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import CONFIG_FILE
from cxaudit.config import OFF, Config
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.lint.baseline import STRUCTURE
from cxaudit.rules.rule import Rule
from cxaudit.rules.view import Path, StrategyView
from cxaudit.schema.containers import Record
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import Shape, is_visible
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import STRATEGY, Strategy

OWN_RULES = {  # what is found about ignores and exceptions themselves
    STRUCTURE: "the file is not as a strategy is declared to be",
    "ignore-without-reason": "an ignore or exception says why",
    "unknown-ignore": "an ignore or exception names rules that there are",
    "unused-ignore": "an ignore or exception that excuses nothing is taken out",
}
BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # where YAML begins a new line
_IGNORE = re.compile(r"(?:^|\s)#\s*cxaudit:?\s*ignore\b(?:\[([^\]\n]*)\])?[ \t]*((?:(?!\s#\s*cxaudit\b)[^\n])*)")


@dataclass(frozen=True)
class Ruleset:
    """The rules of a run, as the configuration has tuned them."""

    rules: Mapping[str, Rule]
    severities: Mapping[str, str]
    known: Collection[str]  # the ids of all rules, those that are off among them

    def of(self, rule: Rule) -> str:
        return self.severities.get(rule.id, rule.severity)

    def without(self, off: Collection[str]) -> "Ruleset":
        """The same where these rules do not hold."""
        return replace(self, rules={id: rule for id, rule in self.rules.items() if id not in off}) if off else self


def tuned(rules: Mapping[str, Rule], config: Config) -> Ruleset:
    """The rules that are on, with the configuration's parameters in place of their own."""
    own = {id: rule.with_given(config.given[id]) if id in config.given else rule for id, rule in rules.items()}
    on = {id: rule for id, rule in own.items() if config.severities.get(id) != OFF}
    return Ruleset(on, config.severities, [*rules])


def lint_strategy(
    doc: Document, data: bytes, ruleset: Ruleset, as_of: str, off: Collection[str] = ()
) -> list[Diagnostic]:
    """All problems of a strategy, those that are excused among them, in the order of their places.

    `data` is the file that the document was parsed from; `as_of` is the date to compare dates with, YYYY-MM-DD; `off`
    are rules that do not hold for this file. Where it is not as declared, its structure's problems alone are told.
    """
    try:
        strategy = read_strategy(doc)
    except CxauditError as error:
        return [diagnostic._replace(rule=STRUCTURE) for diagnostic in error.diagnostics]
    whole = StrategyView(strategy, as_of)
    ruleset = ruleset.without(off)
    diagnostics = [
        Diagnostic(
            found.message,
            _place(doc, strategy, found.path),
            f"it goes under {found.path[0]}:" if found.path and found.path[0] not in strategy else "",
            rule.id,
            ruleset.of(rule),
            named_path(strategy, found.path),
        )
        for rule in ruleset.rules.values()
        for found in rule.findings(whole)
    ]
    if "exceptions" in strategy:
        diagnostics = _except(doc, strategy, diagnostics, ruleset)
    if b"cxaudit" in data:
        diagnostics = _ignore(data.decode("utf-8-sig"), doc, diagnostics, ruleset)
    diagnostics = [p for p in (_tuned(p, ruleset) for p in diagnostics) if p and p.rule not in off]
    return sorted(diagnostics, key=lambda p: (p.place or Place(""), p.rule)) if diagnostics else diagnostics


def _place(doc: Document, strategy: Strategy, path: Path) -> Place:
    """Where it stands; the beginning of the file for what is nowhere in it."""
    return doc.place(*path) if path and path[0] in strategy else Place(doc.file, 1, 1)


def kind_of(doc: Document, name: str) -> str:
    """What a file is, by its name and the keys that it begins with; empty for none of ours."""
    keys = (
        {key.value for key, _ in doc.root.value if isinstance(key, ScalarNode)}
        if isinstance(doc.root, MappingNode)
        else set()
    )
    if name == CONFIG_FILE:
        return "config"
    for kind, marks in _MARKS:
        if marks <= keys and (kind != "audit" or _holds_mapping(doc, "frameworks") or _holds_mapping(doc, "answers")):
            return kind
    return "strategy" if len(keys & STRATEGY.shapes.keys()) >= 2 else ""


def _holds_mapping(doc: Document, name: str) -> bool:
    return any(key.value == name and isinstance(value, MappingNode) for key, value in doc.root.value)


_MARKS = (
    ("rules", {"family", "rules"}),
    ("bank", {"criteria", "order"}),
    ("framework", {"id", "items", "about"}),
    ("scales", {"scales"}),
    ("facts", {"facts"}),
    ("sets", {"sets"}),
    ("audit", {"version", "answers"}),
    ("audit", {"version", "frameworks"}),
)


def named_path(strategy: Strategy, path: Path) -> str:
    """The path with the names of entries in place of numbers, so that it holds when they move."""
    names = []
    thing: Any = strategy
    shape: Any = STRATEGY
    for step in path:
        if isinstance(step, int):
            shape = shape.shape
            names.append(_entry_name(thing, step, shape))
            thing = thing[step]
        else:
            names.append(step)
            thing = thing.get(step) if isinstance(thing, dict) else None
            shape = shape.shapes.get(step) if isinstance(shape, Record) else None
    return "/".join(names)


def _entry_name(entries: tuple[Any, ...], number: int, shape: Shape) -> str:
    """What an entry is known by: what it must have first, such as its id; [its number] where that does not tell it."""
    key = next(iter(shape.required), "") if isinstance(shape, Record) else ""
    said = [entry.get(key) for entry in entries] if key else []
    name = str(said[number]) if said and said.count(said[number]) == 1 else ""
    return name if name and "/" not in name else f"[{number}]"


def _tuned(diagnostic: Diagnostic, ruleset: Ruleset) -> Diagnostic | None:
    """A problem of ignores themselves, with the severity that the configuration gives it; None where that is off."""
    severity = (
        ruleset.severities.get(diagnostic.rule, diagnostic.severity)
        if diagnostic.rule in OWN_RULES
        else diagnostic.severity
    )
    return None if severity == OFF else diagnostic._replace(severity=severity)


# ---------------------------------------------------------------------------------------------- exceptions


def _except(doc: Document, strategy: Strategy, diagnostics: list[Diagnostic], rules: Ruleset) -> list[Diagnostic]:
    """The problems with those excused that an exception of the strategy names."""
    more: list[Diagnostic] = []
    for n, exception in enumerate(strategy["exceptions"]):
        rule, path, reason = exception["rule"], exception["path"].strip("/"), exception["reason"]
        place = doc.place("exceptions", n, "rule")
        if rule not in rules.known:
            more.append(_unknown(rule, place, rules.known))
            continue
        hits = [n for n, p in enumerate(diagnostics) if p.rule == rule and f"{p.path}/".startswith(f"{path}/")]
        for hit in hits:
            diagnostics[hit] = diagnostics[hit]._replace(suppressed=reason)
        if not hits and rule in rules.rules:
            told = f"{rule} finds nothing at {exception['path']}: this exception can go"
            others = sorted({p.path or "/" for p in diagnostics if p.rule == rule})
            more_of = ", ..." if len(others) > 5 else ""
            hint = f"{rule} finds something at {', '.join(others[:5])}{more_of}" if others else ""
            more.append(Diagnostic(told, place, hint, "unused-ignore", "warning"))
    return diagnostics + more


def _unknown(rule: str, place: Place, rules: Collection[str]) -> Diagnostic:
    return Diagnostic(f'there is no rule "{rule}"', place, did_you_mean(rule, rules, "rules"), "unknown-ignore")


# ------------------------------------------------------------------------------------------------- ignores


class _Ignore(NamedTuple):
    place: Place
    line: int  # the line that it excuses
    rules: tuple[str, ...]
    reason: str


def _ignore(text: str, doc: Document, diagnostics: list[Diagnostic], rules: Ruleset) -> list[Diagnostic]:
    """The problems with those excused that a comment on their line, or on a line of its own before it, names."""
    more: list[Diagnostic] = []
    by_line: dict[int, list[int]] = {}
    first = next((n for n, line in enumerate(BREAKS.split(text), 1) if _holds(line)), 1)
    for n, diagnostic in enumerate(diagnostics):
        line, col = diagnostic.place[1:] if diagnostic.place else (0, 0)
        by_line.setdefault(line, []).append(n)
        if (line, col) == (1, 1) and first > 1:  # what is nowhere in the file, by a comment above its first key
            by_line.setdefault(first, []).append(n)
    texts = list(_texts(doc.root))
    for ignore in _ignores(text, doc.file):
        before = bisect(texts, (ignore.place[1:], (math.inf, 0)))
        if before and ignore.place[1:] < texts[before - 1][1]:
            continue  # inside a text
        if not ignore.rules:
            told = "an ignore names its rules: there is none for all"
            more.append(
                Diagnostic(
                    told, ignore.place, "such as # cxaudit: ignore[vague-time] the law's wording", "unknown-ignore"
                )
            )
            continue
        if not ignore.reason:
            told = f"the ignore of {', '.join(ignore.rules)} gives no reason"
            more.append(Diagnostic(told, ignore.place, "write it behind the bracket", "ignore-without-reason"))
        for rule in ignore.rules:
            if rule not in rules.known:
                more.append(_unknown(rule, ignore.place, rules.known))
                continue
            hits = [n for n in by_line.get(ignore.line, ()) if diagnostics[n].rule == rule]
            for hit in hits:
                diagnostics[hit] = diagnostics[hit]._replace(suppressed=ignore.reason or "no reason given")
            if not hits and rule in rules.rules:
                told = f"{rule} finds nothing here: this ignore can go"
                more.append(Diagnostic(told, ignore.place, "", "unused-ignore", "warning"))
    return diagnostics + more


def _ignores(text: str, file: str) -> Iterator[_Ignore]:
    lines = BREAKS.split(text)
    below = len(lines)  # the nearest line below that holds something; lines are gone through from the last
    found_all = []
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        for found in reversed([*_IGNORE.finditer(line)] if "cxaudit" in line else []):
            start = line.index("#", found.start())
            held = number if line[: line.index("#")].strip() else below
            rules = tuple(rule for part in (found[1] or "").split(",") if (rule := part.strip()))
            reason = found[2].strip() if is_visible(found[2]) else ""
            found_all.append(_Ignore(Place(file, number, start + 1), held, rules, reason))
        if _holds(line):
            below = number
    yield from reversed(found_all)


_Mark = tuple[int, int]  # line and column, counted from 1


def _texts(node: Node) -> Iterator[tuple[_Mark, _Mark]]:
    """Where quoted and block texts begin and end, in their order: inside them nothing is a comment."""
    if isinstance(node, ScalarNode):
        if node.style:
            start, end = node.start_mark, node.end_mark
            begins = (start.line + 2, 1) if node.style in ("|", ">") else (start.line + 1, start.column + 1)
            yield begins, (end.line + 1, end.column + 1)
        return
    for part in node.value:
        for one in part if isinstance(part, tuple) else (part,):
            yield from _texts(one)


def _holds(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
