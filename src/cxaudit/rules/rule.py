"""A rule on strategies: what it looks at, what it finds, and what it can show."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import sanitize
from cxaudit.errors import Place, Severity
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.rules.checks import Check
from cxaudit.rules.checks.base import Said
from cxaudit.rules.view import KeyPath, Selection, StrategyView
from cxaudit.schema.containers import Values

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

ASKED = re.compile(r"\{(\w+)\}")  # a word in a message, filled in by the check


YAML, PROSE = "yaml", "prose"  # what a rule can read


class RuleEntry(NamedTuple):
    """A rule as written in a file."""

    severity: str
    criteria: tuple[str, ...]
    check: Check
    message: str
    why: str
    bad: str = ""
    good: str = ""
    on: str = ""
    where: Mapping[str, tuple[str, ...]] = {}
    unless: Mapping[str, tuple[str, ...]] = {}
    tried: Check | None = None  # the check with the parameters that the examples are tried with
    shows: tuple[str, ...] | Mapping[str, str] = ()
    by: str = ""
    in_part: tuple[str, ...] = ()
    language: str = ""  # of the words that it looks for; empty where it fits texts in any
    kinds: tuple[str, ...] = DOCUMENT_KINDS  # of documents that it is meant for
    reads: tuple[str, ...] = (YAML,)
    message_in_text: str = ""  # the message for a document in prose, where the other does not fit
    bad_text: str = ""  # examples in prose
    good_text: str = ""


class Finding(NamedTuple):
    """A place where a strategy breaks a rule."""

    path: KeyPath
    message: str
    what: str = ""  # tells findings at one path apart: the missing fields, the words at fault


class Rule:
    """One rule on strategies."""

    def __init__(self, id: str, family: str, entry: RuleEntry, place: Place) -> None:
        self.id, self.family, self.place = id, family, place
        self.severity = Severity(entry.severity)
        self.criteria, self.message, self.why = entry.criteria, entry.message, entry.why
        self.bad, self.good = entry.bad, entry.good
        self.check = entry.check
        self.tried = entry.tried or entry.check
        self.selection = Selection.of(entry.on, entry.where, entry.unless)
        self.shows = _shown(entry.shows)  # what it can show, with the parts that speak for each
        self.in_part = entry.in_part  # those of which it sees only a part
        self.by = entry.by
        self.language = entry.language
        self.kinds, self.reads = entry.kinds, entry.reads
        self.message_in_text = entry.message_in_text or entry.message
        self.bad_text, self.good_text = entry.bad_text, entry.good_text

    def with_check(self, check: Check) -> "Rule":
        """The same rule with another check in place of its own."""
        other = copy(self)
        other.check = check
        return other

    def with_params(self, params: Values) -> "Rule":
        """The same rule with these parameters in place of its check's own."""
        return self.with_check(self.check.with_params(params))

    def findings(self, view: StrategyView) -> list[Finding]:
        """Every place where a strategy breaks the rule."""
        things = view.things(self.selection) if YAML in self.reads else []
        if not things:
            return []
        return [
            Finding(path, _worded(self.message, words), _what(words)) for path, words in self.check.find(things, view)
        ]

    def findings_in(self, view: "ProseView") -> Iterator[tuple[int, str, str]]:
        """Every fault in a document in prose: the number of its sentence, the message, and the words at fault."""
        for number, words in self.check.find_in(view):
            yield number, _worded(self.message_in_text, words), str(words.get("value", ""))

    def about(self, name: str) -> "Rule | None":
        """The rule narrowed to one practice or criterion: to the parts that show it, where `shows` names them.

        None where a configuration has removed all of these parts.
        """
        parts = self.shows.get(name, ())
        if not parts:
            return self
        if self.by:
            narrow = copy(self)
            narrow.selection = self.selection._replace(where=(*self.selection.where, (self.by, parts)))
            return narrow
        check = self.check.narrowed(parts)
        return self.with_check(check) if check else None

    @property
    def looks_for(self) -> str:
        """What must be there to pass the rule, as keys of a strategy."""
        return self.check.looks_for(self.selection)

    def concerns(self, view: StrategyView) -> bool:
        """Whether the rule applies: it does not where a list has entries, but none that the rule picks."""
        return bool(view.things(self.selection)) or not view.things(Selection(self.selection.on))

    def is_present(self, view: StrategyView) -> bool:
        """Whether the strategy has any of what the rule asks for."""
        return self.check.is_present(view.things(self.selection), view)


def _worded(message: str, words: Said) -> str:
    return ASKED.sub(lambda found: _short(str(words.get(found[1], ""))), message)


def _shown(shows: tuple[str, ...] | Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each practice or criterion with the fields or values that speak for it; none where the whole rule does."""
    if isinstance(shows, tuple):
        return dict.fromkeys(shows, ())
    return {id: tuple(part for part, shown in shows.items() if shown == id) for id in shows.values()}


def _what(words: Said) -> str:
    if "limit" in words:
        return f"{words['count']}, limit {words['limit']}"
    return _short(str(words.get("missing") or words.get("value") or words.get("other") or ""))


def _short(text: str) -> str:
    line = sanitize.line(text)
    return line if len(line) <= 60 else f"{line[:59]}…"
