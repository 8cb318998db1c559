"""What a strategy document shows of each criterion, and where that and what was claimed part."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cxaudit.errors import Problem
from cxaudit.rules import Rule
from cxaudit.scoring import Standing
from cxaudit.strategy import Strategy
from cxaudit.tried import Tried

DOCUMENTED, PARTLY, NOT_FOUND = "documented", "partly", "not found"
_ABSENT, _BROKEN, _HELD = range(3)
_GAP = re.compile(r"\b(?:TODO|TBD|TBC|FIXME)\b", re.I)


class Shown(NamedTuple):
    """What the document shows of a criterion: one of the three words, the rules that it breaks there, and those let
    pass with a reason.
    """

    word: str
    broken: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


class Reading(NamedTuple):
    """A strategy that was read beside the answers: what it calls itself, and what it shows of each criterion."""

    file: str
    title: str
    version: str
    approved: str  # the day, or empty
    as_of: str  # the day that its dates were compared with
    shown: Mapping[str, Shown]

    @property
    def named(self) -> str:
        """What to call it in a sentence."""
        more = [self.version and f"version {self.version}", self.approved and f"approved {self.approved}", self.file]
        return f"{self.title} ({', '.join(part for part in more if part)})"

    @property
    def about(self) -> dict[str, str]:
        """All of this but what it shows, and what to call it."""
        return {**{key: value for key, value in self._asdict().items() if key != "shown"}, "named": self.named}


def evidence(
    rules: Iterable[Rule], strategy: Strategy, as_of: str, problems: Iterable[Problem] = ()
) -> dict[str, Shown]:
    """What the strategy shows, for each criterion that some rule is evidence for.

    `problems` are what lint found; a rule that breaks only where that is excused is not taken for broken. A criterion
    is documented where every rule that can show it holds, not found where nothing that they ask for is there, and
    partly documented in between, or where the rules see but a part of it. Other rules that break are named beside it.
    """
    whole = Tried(_standing_text(strategy), as_of)
    open_ = {p.rule for p in problems if not p.excused}
    reasons = {p.rule: p.excused for p in problems if p.excused and p.rule not in open_}
    states: dict[str, list[int]] = {}
    broken: dict[str, list[str]] = {}
    excused: dict[str, list[str]] = {}
    in_part: set[str] = set()
    for rule in rules:
        in_part.update(rule.in_part)
        for id in rule.criteria:
            about = rule.about(id)
            if about is None:
                continue
            faults = bool(about.findings(whole))
            if faults and rule.id in reasons:
                excused.setdefault(id, []).append(f"{rule.id}: {reasons[rule.id]}")
            elif faults:
                broken.setdefault(id, []).append(rule.id)
            if id in rule.shows and rule.concerns(whole):
                held = not faults or rule.id in reasons
                states.setdefault(id, []).append(_ABSENT if not about.is_there(whole) else _HELD if held else _BROKEN)
    return {
        id: Shown(_word(found, id in in_part), tuple(broken.get(id, ())), tuple(excused.get(id, ())))
        for id, found in states.items()
    }


def _standing_text(strategy: Strategy) -> Strategy:
    """The strategy without what shows nothing: texts still to be written, and work that was dropped."""
    live = {
        **strategy,
        "initiatives": tuple(i for i in strategy.get("initiatives", ()) if i.get("status") != "dropped"),
    }
    found: Strategy = _without_gaps({key: value for key, value in live.items() if value})
    return found


def _without_gaps(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: _without_gaps(value) for key, value in thing.items() if not _is_gap(value)}
    return tuple(_without_gaps(value) for value in thing if not _is_gap(value)) if isinstance(thing, tuple) else thing


def _is_gap(value: Any) -> bool:
    return isinstance(value, str) and _GAP.search(value) is not None


def _word(states: list[int], in_part: bool) -> str:
    if all(state == _ABSENT for state in states):
        return NOT_FOUND
    return DOCUMENTED if all(state == _HELD for state in states) and not in_part else PARTLY


def parting(standing: Standing, shown: Shown | None) -> str:
    """How claim and document part: "claimed, not written", "written, not practised", "more written than claimed" or
    empty. What is claimed from the level on that counts half is claimed to be laid down.
    """
    if shown is None or standing.share is None:
        return ""
    laid_down = standing.criterion.scale.level_from(standing.criterion.scale.shares[-1] / 2)
    if shown.word == NOT_FOUND and (standing.level or 0) >= laid_down:
        return "claimed, not written"
    if shown.word == DOCUMENTED and (standing.level or 0) < laid_down:
        return "more written than claimed" if standing.level else "written, not practised"
    return ""


def partings(standings: Mapping[str, Standing], document: Mapping[str, Shown]) -> list[tuple[str, Standing, Shown]]:
    """The criteria that the document speaks of: those where the two part first, then in the bank's order."""
    found = [(parting(s, document[id]), s, document[id]) for id, s in standings.items() if id in document and s.applies]
    return sorted(found, key=lambda row: (not row[0], row[0]))
