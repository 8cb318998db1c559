"""Checks one strategy: its structure, then every rule, and marks what the strategy itself suppresses."""

from collections.abc import Collection, Sequence

from cxaudit.errors import CxauditError, Diagnostic, Place, Severity
from cxaudit.rules.language import ENGLISH
from cxaudit.rules.rule import Finding, Rule
from cxaudit.rules.ruleset import Ruleset
from cxaudit.rules.suppressions import Rules, by_exceptions, by_ignores
from cxaudit.rules.unwritten import may_say_nothing, without_nothings
from cxaudit.rules.view import KeyPath, StrategyView, entry_mark, named_path
from cxaudit.schema.document import Document
from cxaudit.strategy.reader import read_strategy
from cxaudit.strategy.schema import Strategy, entries_in

STRUCTURE = "structure"  # the id of every diagnostic on what does not fit a schema
NOT_ENGLISH = "not-english"  # of the one on a strategy in another language


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
