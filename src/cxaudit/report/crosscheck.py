"""What a strategy shows of each written practice, and where that differs from what was claimed."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import sanitize
from cxaudit.audit.assessment import CriterionResult
from cxaudit.audit.marks import HALF, Mark
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.measure import State as Answered
from cxaudit.prose.coverage import State
from cxaudit.rules.engine import try_rules
from cxaudit.rules.rule import Rule
from cxaudit.rules.unwritten import written_part
from cxaudit.rules.view import StrategyView
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import Plain
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import Strategy

if TYPE_CHECKING:
    from cxaudit.project import Project
    from cxaudit.prose.reading import Passage

_ABSENT, _BROKEN, _HELD = range(3)


class Word(StrEnum):
    """How much a document shows of a practice, or of a criterion with levels."""

    DOCUMENTED = "documented"
    PARTLY = "partly"
    NOT_FOUND = "not found"


class Shown(NamedTuple):
    """What the document shows of a practice, or of a criterion with levels."""

    word: Word
    looked_for: tuple[str, ...] = ()  # what rules looked for
    in_part: bool = False  # whether that is only a part of what the question asks
    breaks: tuple[str, ...] = ()  # rules that the document breaks there
    suppressed: tuple[str, ...] = ()  # rules whose diagnostics there are suppressed, each with the reason
    where: str = ""  # for a document in prose, where the practice or its criterion is


class Reading(NamedTuple):
    """A strategy read beside the answers: what it calls itself, and what it shows of each practice."""

    file: str
    title: str
    version: str
    approved: str  # the day, or empty
    as_of: str  # the day that the strategy's dates were compared with
    shown: Mapping[str, Shown]  # by criterion/practice, or by criterion where it has levels
    off: tuple[str, ...] = ()  # rules that would show something, but are turned off

    @property
    def named(self) -> str:
        """What to call it in a sentence."""
        more = [self.version and f"version {self.version}", self.approved and f"approved {self.approved}", self.file]
        told = ", ".join(part for part in more if part and part != self.title)
        return f"{self.title} ({told})" if told else self.title

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


def read_prose_beside(project: "Project", data: bytes, file: str, name: str, as_of: str) -> Reading:
    """What a document in prose shows, by its signals and by the fields of its front matter.

    Where it deals with a criterion but nothing shows the practice, the practice is not found, and `where` says what
    deals with the criterion. Raises CxauditError for a file that cannot be read.
    """
    from cxaudit.prose.reader import read_prose
    from cxaudit.prose.reading import read_over
    from cxaudit.prose.units import UnitKind
    from cxaudit.prose.view import ProseView

    prose = read_prose(file, data)
    view = ProseView(prose, lambda: project.signals, as_of)
    if view.gate.shut:
        message = f"nothing can be said of what this document covers: {view.gate.shut}"
        raise CxauditError(Diagnostic(message, Place(file), "leave out --strategy, or name another document"))
    seen = read_over(view, prose.kind, is_guess=False).criteria
    by_rules = evidence(project.ruleset.rules.values(), prose.fields, as_of) if prose.fields else {}
    shown = {key: one for key, one in by_rules.items() if one.word is not Word.NOT_FOUND}
    for key in dict.fromkeys(signal.shows for signal in project.signals.all if signal.shows):
        criterion, _, practice = key.partition("/")
        found = seen[criterion]
        word = Word.DOCUMENTED if practice in found.practices else Word.NOT_FOUND
        showing = [place for place in found.places if practice in place.shows]
        touching = found.places if found.state in (State.DOCUMENTED, State.MENTIONED) else ()
        places = showing if word is Word.DOCUMENTED else touching
        shown.setdefault(key, Shown(word, where=_cited(places[0]) if places else ""))
    heading = next((unit.text for unit in prose.units if unit.kind is UnitKind.HEADING), sanitize.line(name))
    title, version, approved = (str(prose.fields.get(key, "")) for key in ("title", "version", "approved"))
    return Reading(sanitize.line(name), title or heading, version, approved, as_of, shown)


def _cited(place: "Passage") -> str:
    """Where a passage is, and what it says; a marked one has only its line."""
    said = sanitize.short(place.text, 120).removesuffix(".")
    return f'{place.where}, "{said}"' if said else place.where


def evidence(
    rules: Collection[Rule], strategy: Strategy, as_of: str, diagnostics: Iterable[Diagnostic] = ()
) -> dict[str, Shown]:
    """What the strategy shows of each written practice, and of each criterion with levels, that some rule can show.

    `diagnostics` are what lint found. Something is documented where everything that rules look for is there and no rule
    on its criterion is broken, and not found where nothing of it is there. It is partly documented in between, and
    where the rules can see only a part of what is asked. What is suppressed still counts as missing, and its reason is
    reported.
    """
    view = StrategyView(written_part(strategy), as_of)
    open_ = {d.rule for d in diagnostics if not d.suppressed}
    reasons = {d.rule: d.suppressed for d in diagnostics if d.suppressed and d.rule not in open_}
    names = dict.fromkeys(name for rule in rules for name in rule.shows)
    seen = {name: _Seen([], [], [], []) for name in names}
    for rule in rules:
        for name, one in seen.items():
            if name.partition("/")[0] in rule.criteria:
                _look(rule, name, view, one, reasons)
    in_part = {name for rule in rules for name in rule.in_part}
    return {name: one.shown(name in in_part) for name, one in seen.items() if one.states}


def _look(rule: Rule, name: str, view: StrategyView, one: "_Seen", reasons: Mapping[str, str]) -> None:
    """Adds what a rule sees of a practice to what others saw."""
    criterion = name.partition("/")[0]
    own = [shown for shown in rule.shows if shown.partition("/")[0] == criterion]
    if own and name not in own:
        return  # it is about another practice of this criterion
    about = rule.about(name)
    if about is None:
        return
    faults = bool(about.findings(view))
    if faults and rule.id in reasons:
        one.suppressed.append(f"{rule.id}: {reasons[rule.id]}")
    elif faults:
        one.breaks.append(rule.id)
    if own and rule.concerns(view):
        one.states.append(_ABSENT if not about.is_present(view) else _BROKEN if faults else _HELD)
        one.looked_for.append(about.looks_for)


class _Seen(NamedTuple):
    """What the rules have seen so far."""

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


class Parting(NamedTuple):
    """A practice that the document covers, beside what was said of it."""

    result: CriterionResult
    mark: Mark | None  # of the practice; None for a criterion with levels
    shown: Shown
    word: str  # how the two differ

    @property
    def says(self) -> str:
        return self.mark.practice.says if self.mark else self.result.criterion.title

    @property
    def state(self) -> str:
        """What was said."""
        answer = self.result.answer
        if self.mark is None and answer and answer.level is not None and not self.result.stale:
            return f"level {answer.level}"
        return self.mark.state if self.mark else self.result.state


SAID_ONLY, WRITTEN_ONLY = "said, not found in the document", "in the document, not said"
NOT_ASKED = "in the document, not asked yet"
BOTH, NEITHER, PARTLY = "said and written", "neither", "partly in the document"
_FIRST = (SAID_ONLY, WRITTEN_ONLY, NOT_ASKED, PARTLY, BOTH, NEITHER)


def partings(results: Mapping[str, CriterionResult], document: Mapping[str, Shown]) -> list[Parting]:
    """What the document covers: first where it differs from what was said, then in the bank's order."""
    found = []
    for result in results.values():
        if (shown := document.get(result.id)) and result.criterion.scale and result.applies:
            said = bool(result.score and result.score.point is not None and result.score.point >= HALF)
            found.append(Parting(result, None, shown, _word(said, shown, result.state != Answered.UNASKED)))
        for mark in result.marks:
            if mark.applies and (shown := document.get(mark.practice.key)):
                said = mark.is_known and mark.low > 0
                asked = mark.state is not Answered.UNASKED
                found.append(Parting(result, mark, shown, _word(said, shown, asked)))
    return sorted(found, key=lambda one: _FIRST.index(one.word))


def _word(said: bool, shown: Shown, asked: bool) -> str:
    if shown.word == Word.PARTLY:
        return PARTLY
    if shown.word == Word.DOCUMENTED:
        return BOTH if said else WRITTEN_ONLY if asked else NOT_ASKED
    return SAID_ONLY if said else NEITHER
