"""Checks one strategy: its structure, then every rule, and marks what the strategy itself suppresses."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from cxaudit.errors import CxauditError, Diagnostic, Place, Severity, did_you_mean
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.prose.language import ENGLISH
from cxaudit.prose.units import Marker
from cxaudit.rules.rule import PROSE, YAML, Finding, Rule
from cxaudit.rules.ruleset import Ruleset
from cxaudit.rules.suppressions import Rules, by_comments, by_exceptions, by_ignores
from cxaudit.rules.unwritten import may_say_nothing, without_nothings
from cxaudit.rules.view import KeyPath, StrategyView, entry_mark, named_path
from cxaudit.schema.document import Document
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import Strategy, entries_in

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

STRUCTURE = "structure"  # the id of every diagnostic on what does not fit a schema
NOT_ENGLISH = "not-english"  # of the one on a document in another language
TOO_SHORT, NOT_SERVICE = "too-short", "not-service"  # of the one on a text of which nothing can be said
LEAST_WORDS = 80  # of such a text


def check_strategy(
    doc: Document, data: bytes, ruleset: Ruleset, as_of: str, off: Collection[str] = ()
) -> list[Diagnostic]:
    """Everything found in a strategy file; unless it fits its schema, no rule is tried.

    `off` are the ids of rules that do not apply to it; the other parameters are those of `try_rules`.
    """
    try:
        strategy = read_strategy(doc)
    except CxauditError as error:
        return [diagnostic._replace(rule=STRUCTURE) for diagnostic in error.diagnostics]
    return try_rules(strategy, doc, data, ruleset.without(off), as_of)


def try_rules(strategy: Strategy, doc: Document, data: bytes, ruleset: Ruleset, as_of: str) -> list[Diagnostic]:
    """What the rules find in a strategy, sorted by place, including what is suppressed.

    `doc` is the document that the strategy was read from, and `data` has the bytes that it was parsed from; `as_of` is
    the date to compare dates with, YYYY-MM-DD.
    """
    view = StrategyView(without_nothings(strategy) if may_say_nothing(data) else strategy, as_of)
    kind = str(strategy.get("kind", DOCUMENT_KINDS[0]))
    ruleset = ruleset.without(
        [id for id, rule in ruleset.rules.items() if not (kind in rule.kinds and YAML in rule.reads)]
    )
    english_only = [] if view.is_english else [id for id, rule in ruleset.rules.items() if rule.language == ENGLISH]
    ruleset = ruleset.without(english_only)
    found = [
        _diagnostic(doc, strategy, rule, finding, ruleset)
        for rule in ruleset.rules.values()
        for finding in rule.findings(view)
    ]
    if english_only:
        found.append(_not_english(doc, english_only))
    rules = Rules(ruleset.known, ruleset.rules)
    if "exceptions" in strategy:
        found = by_exceptions(entries_in(strategy["exceptions"]), doc, found, rules)
    if b"cxaudit" in data.lower():
        found = by_ignores(data.decode("utf-8-sig"), doc, found, rules)
    return sorted(ruleset.settled(found), key=lambda d: (d.place or Place(""), d.rule))


def _diagnostic(doc: Document, strategy: Strategy, rule: Rule, finding: Finding, ruleset: Ruleset) -> Diagnostic:
    path = finding.path
    named = named_path(strategy, path)
    what = f"{finding.what} {entry_mark(strategy, path)}".strip() if "[" in named else finding.what
    return Diagnostic(
        finding.message,
        _place(doc, strategy, path),
        f'add the key "{path[0]}"' if path and path[0] not in strategy else "",
        rule.id,
        ruleset.severity(rule),
        named,
        what,
    )


def _not_english(doc: Document, rules: Sequence[str]) -> Diagnostic:
    message = f"the strategy is not in English, so these rules were not run: {', '.join(rules)}"
    hint = "a pack can have such rules in your language"
    return Diagnostic(message, Place(doc.file, 1, 1), hint, NOT_ENGLISH, Severity.INFO)


def _place(doc: Document, strategy: Strategy, path: KeyPath) -> Place:
    """The place of a path; for one that is not in the file, the file's beginning."""
    return doc.place(*path) if path and path[0] in strategy else Place(doc.file, 1, 1)


# ---------------------------------------------------------------------------------------------------- in prose


def check_prose(view: "ProseView", kind: str, ruleset: Ruleset, criteria: Collection[str]) -> list[Diagnostic]:
    """What the rules find in a document in prose, sorted by place, including what is suppressed.

    Where nothing can be said of its text, one diagnostic says why. `criteria` are the names that markers may have: of
    criteria, and of practices.
    """
    prose = view.prose
    found = [d if d.rule else d._replace(rule=STRUCTURE) for d in prose.remarks]
    found += _unknown_markers(prose.markers, criteria)
    if why := view.gate.shut:
        id = TOO_SHORT if view.gate.words < LEAST_WORDS else NOT_SERVICE if view.gate.is_english else NOT_ENGLISH
        hint = "a pack can have rules and signals in your language" if id == NOT_ENGLISH else ""
        message = f"nothing is said of what this document covers: {why}"
        found.append(Diagnostic(message, _place_of(view, -1), hint, id, Severity.INFO))
    tried = [rule for rule in ruleset.rules.values() if PROSE in rule.reads and kind in rule.kinds]
    for rule in () if why else tried:
        severity = max(ruleset.severity(rule), Severity.WARNING, key=list(Severity).index)
        for number, message, what in rule.findings_in(view):
            found.append(_in_prose(view, number, rule.id, severity, message, what))
    found = by_comments(prose.ignores, found, Rules(ruleset.known, [rule.id for rule in tried]))
    return sorted(ruleset.settled(found), key=lambda d: (d.place or Place(""), d.rule))


def _unknown_markers(markers: Sequence[Marker], known: Collection[str]) -> Iterator[Diagnostic]:
    for marker in markers:
        if marker.name not in known:
            hint = did_you_mean(marker.name, known)
            yield Diagnostic(f'there is no criterion or practice "{marker.name}"', marker.place, hint, "unknown-marker")


def _in_prose(view: "ProseView", number: int, rule: str, severity: Severity, message: str, what: str) -> Diagnostic:
    """A diagnostic on one sentence, known by its heading and words however lines move; on the front matter for -1."""
    place = _place_of(view, number, what)
    if number < 0:
        return Diagnostic(message, place, "", rule, severity, "front matter", what)
    sentence = view.sentences[number]
    path = " > ".join(sentence.unit.headings)
    words = " ".join(view.words[number].text[:40])
    if view.prose.text is None:
        message = f"{view.where(number)}: {message}"
    return Diagnostic(message, place, "", rule, severity, path or "/", words)


def _place_of(view: "ProseView", number: int, what: str = "") -> Place:
    """Where a sentence is, or the first of some words in it."""
    prose = view.prose
    if prose.text is None:
        return Place(prose.file)
    first = view.sentences[number].line if number >= 0 else 1
    begin = view.sentences[number].text[:12] if number >= 0 else ""
    for words in (what.lower(), begin.lower()):
        for line in range(first, min(first + 4, len(view.lines) + 1)):
            if words and (at := view.lines[line - 1].lower().find(words)) >= 0:
                return Place(prose.file, line, at + 1)
    return Place(prose.file, first, 1)
