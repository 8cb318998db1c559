"""The rules of a run: all rules that exist, as a configuration sets them."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from yaml.nodes import Node, ScalarNode

from cxaudit.config import Config
from cxaudit.errors import Diagnostic, Severity, did_you_mean
from cxaudit.registry import KINDS
from cxaudit.rules.loader import misuses
from cxaudit.rules.rule import Rule
from cxaudit.schema.containers import Record
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import Choice

OFF = "off"
_SETTING = Choice((*Severity, OFF))


class Ruleset(NamedTuple):
    """The rules that are on, with the configuration's parameters and severities in place of their own."""

    rules: Mapping[str, Rule]
    known: Collection[str]  # the ids of all rules, including those that are off
    severities: Mapping[str, Severity] = {}  # those that the configuration sets
    off: Collection[str] = ()  # rules and other kinds of diagnostic that are turned off

    def severity(self, rule: Rule) -> Severity:
        return self.severities.get(rule.id, rule.severity)

    def settled(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics that are on; those that no rule finds, with the severity configured."""
        return [
            d._replace(severity=self.severities[d.rule]) if d.rule in KINDS and d.rule in self.severities else d
            for d in diagnostics
            if d.rule not in self.off
        ]

    def without(self, off: Collection[str]) -> "Ruleset":
        """The same with these rules turned off too."""
        if not off:
            return self
        return self._replace(
            rules={id: rule for id, rule in self.rules.items() if id not in off}, off={*self.off, *off}
        )


def tuned(rules: Mapping[str, Rule], config: Config) -> Ruleset:
    """The rules as a configuration sets them. Raises CxauditError with every mistake in their settings.

    Turning every rule off is a mistake: everything would pass.
    """
    doc = config.doc
    if doc is None:
        return Ruleset(rules, [*rules])
    severities: dict[str, Severity] = {}
    off: set[str] = set()
    own = dict(rules)
    known = [*rules, *(id for id, kind in KINDS.items() if not kind.fixed)]
    for id, place in doc.key_places("rules"):
        if id in KINDS and KINDS[id].fixed:
            doc.report(place, f"the severity of {id} cannot be changed")
        elif id not in known:
            doc.report(place, f'there is no rule "{id}"', did_you_mean(id, known, "rules"))
        elif id in config.rules:
            severity, own_rule = _set(doc, rules.get(id), config.rules[id])
            if severity == OFF:
                off.add(id)
            elif severity:
                severities[id] = Severity(severity)
            if own_rule:
                own[id] = own_rule
    families = {family: id for id, rule in rules.items() for family in _families(rule)}
    for family, place in doc.key_places("families"):
        if family not in families:
            names = sorted({rule.family for rule in rules.values()})
            doc.report(place, f'there is no family of rules "{family}"', did_you_mean(family, names, "families"))
        off |= {id for id, rule in rules.items() if family in _families(rule)}
    for pattern, ids in config.ignores.items():
        for n, id in enumerate(ids):
            if id not in known:
                place = doc.place("per-file-ignores", pattern, n)
                doc.report(place, f'there is no rule "{id}"', did_you_mean(id, known, "rules"))
    if rules and off.issuperset(rules):
        doc.report(doc.place("rules"), "every rule is turned off, so everything would pass")
    doc.raise_diagnostics()
    return Ruleset({id: rule for id, rule in own.items() if id not in off}, [*rules], severities, off)


def _families(rule: Rule) -> tuple[str, str]:
    """The names of a rule's family: its title, and the file that it is in."""
    return rule.family, rule.place.file.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")


def _set(doc: Document, rule: Rule | None, node: Node) -> tuple[str | None, Rule | None]:
    """The severity that a rule is set to, and the rule with its new parameters; None for what is not set."""
    before = len(doc.diagnostics)
    if isinstance(node, ScalarNode):
        word = _SETTING.read(node, doc)
        return (word if len(doc.diagnostics) == before else None), None
    found = Record({}, {"severity": _SETTING, **(rule.check.params.shapes if rule else {})}).read(node, doc) or {}
    if len(doc.diagnostics) > before:
        return None, None
    severity = found.pop("severity", None)
    if not found or rule is None:
        return severity, None
    other = rule.with_params(found)
    for wrong in misuses(other.check, other.selection):
        doc.report(node, wrong)
    return severity, other
