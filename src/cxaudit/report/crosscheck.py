"""What a strategy document shows of each criterion, and where that differs from what was claimed."""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import sanitize
from cxaudit.audit.scoring import CriterionResult
from cxaudit.errors import Diagnostic
from cxaudit.rules.engine import try_rules
from cxaudit.rules.rule import Rule
from cxaudit.rules.view import StrategyView
from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import AnyShape, Id, Plain
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import STRATEGY, Strategy, Value, entries_in

if TYPE_CHECKING:
    from cxaudit.project import Project

_ABSENT, _BROKEN, _HELD = range(3)
_GAP = re.compile(r"\b(?:TODO|TBD|TBC|FIXME)\b|\A\s*(?:none|nothing|nobody|n/?a|later|-+|\?+|\.+)\s*\Z", re.I)


class Word(StrEnum):
    """How much of a criterion a document shows, in a word."""

    DOCUMENTED = "documented"
    PARTLY = "partly"
    NOT_FOUND = "not found"


class Shown(NamedTuple):
    """What the document shows of a criterion."""

    word: Word
    looked_for: tuple[str, ...] = ()  # what rules looked for
    in_part: bool = False  # whether that is only a part of what the question asks
    breaks: tuple[str, ...] = ()  # rules that the document breaks there
    suppressed: tuple[str, ...] = ()  # rules whose diagnostics there are suppressed, each with the reason


class Reading(NamedTuple):
    """A strategy read beside the answers: what it calls itself, and what it shows of each criterion."""

    file: str
    title: str
    version: str
    approved: str  # the day, or empty
    as_of: str  # the day that the strategy's dates were compared with
    shown: Mapping[str, Shown]
    off: tuple[str, ...] = ()  # rules that would show something if the configuration had not turned them off

    @property
    def named(self) -> str:
        """What to call it in a sentence."""
        more = [self.version and f"version {self.version}", self.approved and f"approved {self.approved}", self.file]
        return f"{self.title} ({', '.join(part for part in more if part)})"

    @property
    def about(self) -> dict[str, Plain]:
        """All of this except what it shows, together with what to call it."""
        return {
            "file": self.file,
            "title": self.title,
            "version": self.version,
            "approved": self.approved,
            "as_of": self.as_of,
            "off": self.off,
            "named": self.named,
        }


def read_beside(project: "Project", doc: Document, data: bytes, name: str, as_of: str) -> Reading:
    """What a strategy shows, with what its ignores and exceptions suppress. Raises CxauditError where it is broken.

    `data` has the bytes that the document was parsed from, and `name` is what to call the file in a sentence.
    """
    strategy = read_strategy(doc)
    ruleset = project.ruleset.without(project.ignored_in(doc.file))
    found = try_rules(strategy, doc, data, ruleset, as_of)
    off = tuple(id for id, rule in project.rules.items() if rule.shows and id not in ruleset.rules)
    title, version, approved = (str(strategy.get(key, "")) for key in ("title", "version", "approved"))
    shown = evidence(ruleset.rules.values(), strategy, as_of, found)
    return Reading(sanitize.line(name), title, version, approved, as_of, shown, off)


def evidence(
    rules: Collection[Rule], strategy: Strategy, as_of: str, diagnostics: Iterable[Diagnostic] = ()
) -> dict[str, Shown]:
    """What the strategy shows of each criterion that some rule is evidence for.

    `diagnostics` are what lint found. A criterion is documented where everything that rules look for is there and no
    rule is broken, and not found where nothing of it is there. It is partly documented in between, and where the
    rules can see only a part of what is asked. What is suppressed still counts as missing, and its reason is reported.
    """
    view = StrategyView(_written_part(strategy), as_of)
    open_ = {d.rule for d in diagnostics if not d.suppressed}
    reasons = {d.rule: d.suppressed for d in diagnostics if d.suppressed and d.rule not in open_}
    seen: dict[str, _Seen] = {}
    for rule in rules:
        for id in rule.criteria:
            about = rule.about(id)
            if about is None:
                continue
            one = seen.setdefault(id, _Seen([], [], [], []))
            faults = bool(about.findings(view))
            if faults and rule.id in reasons:
                one.suppressed.append(f"{rule.id}: {reasons[rule.id]}")
            elif faults:
                one.breaks.append(rule.id)
            if id in rule.shows and rule.concerns(view):
                one.states.append(_ABSENT if not about.is_present(view) else _BROKEN if faults else _HELD)
                one.looked_for.append(about.looks_for)
    in_part = {id for rule in rules for id in rule.in_part}
    return {id: one.shown(id in in_part) for id, one in seen.items() if one.states}


class _Seen(NamedTuple):
    """What the rules have seen of one criterion so far."""

    states: list[int]
    looked_for: list[str]
    breaks: list[str]
    suppressed: list[str]

    def shown(self, in_part: bool) -> Shown:
        word = Word.PARTLY
        if set(self.states) == {_ABSENT}:
            word = Word.NOT_FOUND
        elif set(self.states) == {_HELD} and not self.breaks and not in_part:
            word = Word.DOCUMENTED
        whole = [one for one in self.looked_for if not any(more.startswith(f"{one}: ") for more in self.looked_for)]
        return Shown(word, tuple(whole), in_part, tuple(self.breaks), tuple(self.suppressed))


def _written_part(strategy: Strategy) -> Strategy:
    """The strategy without what shows nothing: texts still to be written, and initiatives that were dropped."""
    initiatives = tuple(i for i in entries_in(strategy.get("initiatives")) if i.get("status") != "dropped")
    live = {**strategy, "initiatives": initiatives}
    written = {key: _written(value, STRATEGY.shapes[key]) for key, value in live.items()}
    return {key: value for key, value in written.items() if value}


def _written(value: Value, shape: AnyShape) -> Value:
    """What is written of a value; None where nothing is, or where an entry loses all but its required fields."""
    if isinstance(value, str):
        return None if _GAP.search(value) and not isinstance(shape, Id) else value
    if isinstance(value, tuple) and isinstance(shape, ListOf):
        entries = (_written(entry, shape.shape) for entry in value)
        return tuple(entry for entry in entries if entry is not None) or None
    if not isinstance(value, dict) or not isinstance(shape, Record):
        return value
    fields = {key: _written(part, shape.shapes[key]) for key, part in value.items()}
    kept = {key: part for key, part in fields.items() if part is not None}
    required = shape.required.keys()
    if not kept.keys() >= required or (len(kept) < len(value) and kept.keys() == required):
        return None
    return kept


def parting(result: CriterionResult, shown: Shown | None) -> str:
    """How claim and document differ: "claimed, not written", "written, not practised", "more written than claimed" or
    empty. A level that counts at least half of the highest claims that the practice is written down.
    """
    if shown is None or result.share is None:
        return ""
    laid_down = result.criterion.scale.level_from(result.criterion.scale.shares[-1] / 2)
    if shown.word == Word.NOT_FOUND and (result.level or 0) >= laid_down:
        return "claimed, not written"
    if shown.word == Word.DOCUMENTED and (result.level or 0) < laid_down:
        return "more written than claimed" if result.level else "written, not practised"
    return ""


def partings(
    results: Mapping[str, CriterionResult], document: Mapping[str, Shown]
) -> list[tuple[str, CriterionResult, Shown]]:
    """The criteria that the document speaks of: first where it differs from the claim, then in the bank's order."""
    found = [(parting(s, document[id]), s, document[id]) for id, s in results.items() if id in document and s.applies]
    return sorted(found, key=lambda row: (not row[0], row[0]))
