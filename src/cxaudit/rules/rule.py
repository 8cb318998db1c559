"""A rule on strategies: what it looks at, what it finds, and what it can show."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

from cxaudit import sanitize
from cxaudit.errors import Place
from cxaudit.rules.checks import CHECKS, Check, in_words
from cxaudit.rules.view import Path, Selection, StrategyView, fits

SEVERITIES = ("error", "warning", "info")
ASKED = re.compile(r"\{(\w+)\}")  # a word that a message asks for


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
        self.selection = selection_of(value)
        self.shows = _shown(value.get("shows", ()))  # the criteria, each with the parts that speak for it
        self.in_part: tuple[str, ...] = value.get("in-part", ())  # of which the rule sees but a part
        self.by: str = value.get("by", "")
        self.asked: tuple[str, ...] = ()  # the fields or values that it is narrowed to

    def with_given(self, given: Mapping[str, Any]) -> "Rule":
        """The same rule with other parameters."""
        other = copy(self)
        other.given = given
        return other

    def findings(self, whole: StrategyView) -> list[Finding]:
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
        narrow = self.with_given(self.given)
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

    def concerns(self, whole: StrategyView) -> bool:
        """Whether there is anything for the rule to look at: a list may hold nothing of the kind that it picks."""
        return bool(whole.things(self.selection)) or not whole.things(Selection(self.selection.on))

    def is_there(self, whole: StrategyView) -> bool:
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
        return ASKED.sub(lambda found: _short(str(words.get(found[1], ""))), self.message)


def selection_of(value: Mapping[str, Any]) -> Selection:
    """What a rule picks, by its own on, where and unless."""
    on, where, unless = value.get("on", ""), value.get("where", {}), value.get("unless", {})
    return Selection(tuple(on.split("/") if on else ()), tuple(where.items()), tuple(unless.items()))


def _shown(shows: Mapping[str, str] | Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Criteria with the fields or values that speak for each; with none where the whole rule does."""
    if not isinstance(shows, Mapping):
        return dict.fromkeys(shows, ())
    return {id: tuple(part for part, shown in shows.items() if shown == id) for id in shows.values()}


def _picked(field: str, said: Sequence[str], without: bool = False) -> str:
    """Which entries a rule picks by a field, in words."""
    if len(said) == 1 and said[0] in ("true", "false"):
        return field if (said[0] == "true") != without else f"without {field}"
    return f"{field} {'not ' if without else ''}{' or '.join(said)}"


def _short(text: str) -> str:
    line = sanitize.line(text)
    return line if len(line) <= 60 else f"{line[:59]}…"
