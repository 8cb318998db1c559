"""The configuration, cxaudit.yaml: what is checked, with which rules, and how strictly."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from typing import Any

from yaml.nodes import Node, ScalarNode

from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.rules.loader import misuses
from cxaudit.rules.rule import SEVERITIES, Rule
from cxaudit.schema.containers import ListOf, MapOf, Raw, Record, read
from cxaudit.schema.document import Document, parse
from cxaudit.schema.scalars import Choice, Id, Integer, Text

OFF = "off"
FAIL_ON = (*SEVERITIES[:2], "never")

CONFIG = Record(
    {},
    {
        "paths": ListOf(Text(), 1, unique=True),
        "exclude": ListOf(Text(), 1, unique=True),
        "packs": ListOf(Text(), 1, unique=True),
        "frameworks": ListOf(Id(), 1, unique=True),
        "target": Integer(1, 4),
        "rules": MapOf(Id(), Raw()),
        "per-file-ignores": MapOf(Text(), ListOf(Id(), 1, unique=True)),
        "fail-on": Choice(FAIL_ON),
        "baseline": Text(),
    },
    about={
        "paths": "what lint checks where it is told nothing, from this file's folder",
        "exclude": "files that are never checked, as patterns: drafts/* from this file's folder, **/drafts/* anywhere",
        "packs": "folders with more questions, frameworks, rules and templates",
        "frameworks": "what an interview asks where it is told nothing",
        "target": "the level aimed for in new audits, 1 to 4",
        "rules": "a rule's severity (error, warning, info or off), or {severity, and its check's parameters}",
        "per-file-ignores": "rules that do not hold for files of a pattern",
        "fail-on": "the least severity that fails a run: error (the default), warning or never",
        "baseline": "a file of problems that are known and let pass",
    },
)
_TUNED = Choice((*SEVERITIES, OFF))


@dataclass(frozen=True)
class Config:
    """What a configuration says; paths are as written, from the file's own folder."""

    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    target: int | None = None
    severities: Mapping[str, str] = field(default_factory=dict)  # rule id: severity or off
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # rule id: parameters
    ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # pattern: rule ids
    fail_on: str = SEVERITIES[0]
    baseline: str = ""

    def excludes(self, path: str) -> bool:
        """Whether a file, as a path from the configuration's folder, is never to be checked."""
        return any(_matches(path, pattern) for pattern in self.exclude)

    def ignored_in(self, path: str) -> set[str]:
        """The ids of the rules that do not hold for a file."""
        return {rule for pattern, rules in self.ignores.items() if _matches(path, pattern) for rule in rules}


def _matches(path: str, pattern: str) -> bool:
    """A shell's pattern for a file or for a folder above it; * goes over folders, **/ stands for any or none."""
    return _expression(pattern).fullmatch(path) is not None


@lru_cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = pattern.removeprefix("./").rstrip("/").split("**/")
    text = "(?:.*/)?".join(translate(part)[4:-3] for part in parts)  # without its (?s: and )\\Z
    return re.compile(f"{text}(?:/.*)?", re.S)


def read_config(data: bytes, file: str, rules: Mapping[str, Rule], others: Collection[str] = ()) -> Config:
    """The configuration in a file. Raises CxauditError with every problem.

    `others` are ids of checks that have no rule. Turning every rule off is a problem: everything would pass.
    """
    if _is_empty(data):
        return Config()
    doc = parse(data, file)
    value = read(doc, CONFIG)
    severities: dict[str, str] = {}
    given: dict[str, Mapping[str, Any]] = {}
    nodes: Mapping[str, Node] = value.get("rules", {})
    for id, place in doc.key_places("rules"):
        if id not in rules and id not in others:
            doc.report(place, f'there is no rule "{id}"', did_you_mean(id, [*rules, *others], "rules"))
        elif id in nodes:
            _tune(doc, rules.get(id), id, nodes[id], severities, given)
    for pattern, ids in value.get("per-file-ignores", {}).items():
        for n, id in enumerate(ids):
            if id not in rules and id not in others:
                place = doc.place("per-file-ignores", pattern, n)
                doc.report(place, f'there is no rule "{id}"', did_you_mean(id, [*rules, *others], "rules"))
    if rules and all(severities.get(id) == OFF for id in rules):
        doc.report(doc.place("rules"), "every rule is turned off, so everything would pass")
    doc.raise_diagnostics()
    known = {
        key: value[key] for key in ("paths", "exclude", "packs", "frameworks", "target", "baseline") if key in value
    }
    more = {"ignores": value.get("per-file-ignores", {}), "fail_on": value.get("fail-on", SEVERITIES[0])}
    return Config(**known, **more, severities=severities, given=given)


def packs_named(data: bytes, file: str) -> tuple[str, ...]:
    """The packs that a configuration names, whose rules it may tune. Raises CxauditError as `read_config` does."""
    if _is_empty(data):
        return ()
    packs: tuple[str, ...] = read(parse(data, file), CONFIG).get("packs", ())
    return packs


def _is_empty(data: bytes) -> bool:
    """Whether there is nothing in it but comments."""
    return all(line.strip() == b"" or line.lstrip().startswith(b"#") for line in data.splitlines())


def read_beginnings(data: bytes, file: str) -> Config:
    """What a configuration says of new audits, frameworks and target. Raises CxauditError as `read_config` does."""
    if _is_empty(data):
        return Config()
    value = read(parse(data, file), CONFIG)
    return Config(**{key: value[key] for key in ("frameworks", "target") if key in value})


def _tune(
    doc: Document,
    rule: Rule | None,
    id: str,
    node: Node,
    severities: dict[str, str],
    given: dict[str, Mapping[str, Any]],
) -> None:
    """A rule's severity alone, or a mapping of it and of parameters that replace the rule's own."""
    if isinstance(node, ScalarNode):
        severities[id] = _TUNED.read(node, doc) or OFF
        return
    parameters = {**rule.check.shape.required, **rule.check.shape.optional} if rule else {}
    before = len(doc.diagnostics)
    found = Record({}, {"severity": _TUNED, **parameters}).read(node, doc) or {}
    if len(doc.diagnostics) > before:
        return
    if "severity" in found:
        severities[id] = found.pop("severity") or OFF
    if found and rule:
        given[id] = {**rule.given, **found}
        for wrong in misuses(rule.check_name, rule.selection, given[id]):
            doc.report(node, wrong)


def check_known(names: Collection[str], rules: Collection[str], option: str) -> None:
    """Raises CxauditError for a rule id on the command line that does not exist."""
    unknown = [name for name in names if name not in rules]
    if unknown:
        raise CxauditError(
            *(Diagnostic(f'{option}: there is no rule "{n}"', None, did_you_mean(n, rules, "rules")) for n in unknown)
        )
