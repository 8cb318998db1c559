"""Checks that rules do what they say: each is tried on its own examples."""

from collections.abc import Collection, Mapping

from yaml.nodes import MappingNode, ScalarNode

from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.measure import Kind
from cxaudit.model import Criterion
from cxaudit.prose.gate import LEAST_WORDS, Gate
from cxaudit.prose.reader import read_prose
from cxaudit.prose.signals import Signals
from cxaudit.prose.view import ProseView
from cxaudit.rules.rule import PROSE, YAML, Rule
from cxaudit.rules.view import StrategyView
from cxaudit.schema.document import Document, parse
from cxaudit.strategy.reader import read_strategy

TRIED_ON = "2026-11-22"  # the date that the examples are tried with: the sample's dates fit it


def prove_rules(
    rules: Mapping[str, Rule],
    own: Collection[str],
    criteria: Mapping[str, Criterion],
    sample: Document,
    signals: Signals,
) -> list[Diagnostic]:
    """What is wrong with the rules in the files named in `own`: criteria that do not exist, examples that mislead.

    `criteria` are all that exist, by id. Each example replaces keys of the sample strategy: the bad one must
    break this rule and no other, the good one none.
    """
    diagnostics = []
    for rule in rules.values():
        if rule.place.file not in own:
            continue
        for id in rule.criteria:
            if id not in criteria:
                message = f'{rule.id} is evidence for "{id}", which is not a criterion'
                diagnostics.append(Diagnostic(message, rule.place, did_you_mean(id, criteria), "unknown-criterion"))
        for name in rule.shows:
            id, _, practice = name.partition("/")
            if id in criteria and (wrong := _misshows(criteria[id], practice)):
                diagnostics.append(Diagnostic(f"{rule.id}: {wrong}", rule.place, "", "unknown-practice"))
        for name, text, wanted in (("bad-text", rule.bad_text, {rule.id}), ("good-text", rule.good_text, set())):
            if PROSE in rule.reads and (wrong := _misleads_in_text(rule, rules, text, name, wanted, signals)):
                diagnostics.append(Diagnostic(wrong, rule.place, "", "example-misleads"))
        examples = (("bad", rule.bad, {rule.id}), ("good", rule.good, set())) if YAML in rule.reads else ()
        for name, fragment, wanted in examples:
            if wrong := _misleads(rule, rules, sample, fragment, name, wanted):
                diagnostics.append(Diagnostic(wrong, rule.place, "", "example-misleads"))
    return diagnostics


def _misshows(criterion: Criterion, practice: str) -> str:
    """What is wrong with what a rule shows of a criterion; empty where nothing is."""
    if not practice:
        return "" if criterion.scale else f"shows names {criterion.id} but none of its practices"
    found = criterion.practice(practice)
    if found is None:
        return f'there is no practice "{practice}" in {criterion.id}'
    return (
        ""
        if found.kind is Kind.WRITTEN
        else f"{found.key} is of kind {found.kind}; a document shows only what is written"
    )


def _misleads(
    rule: Rule, rules: Mapping[str, Rule], sample: Document, fragment: str, name: str, wanted: set[str]
) -> str:
    """What is wrong with an example; empty where nothing is."""
    try:
        doc = with_example(sample, fragment, f"{rule.id}, {name} example")
        view = StrategyView(read_strategy(doc), TRIED_ON)
    except CxauditError as error:
        return f"the {name} example of {rule.id} cannot be read: {error.diagnostics[0].message}"
    tried = {**rules, rule.id: rule.with_check(rule.tried)}
    broken = {id for id, one in tried.items() if YAML in one.reads and one.findings(view)}
    if broken == wanted:
        return ""
    return f"the {name} example of {rule.id} breaks {', '.join(sorted(broken)) or 'no rule'}"


def _misleads_in_text(
    rule: Rule, rules: Mapping[str, Rule], text: str, name: str, wanted: set[str], signals: Signals
) -> str:
    """What is wrong with an example in prose; empty where nothing is."""
    prose = read_prose(f"{rule.id}.md", text.encode())
    view = ProseView(prose, lambda: signals, TRIED_ON, Gate(LEAST_WORDS, is_english=True, share=100, named=100))
    tried = {**rules, rule.id: rule.with_check(rule.tried)}
    broken = {id for id, one in tried.items() if PROSE in one.reads and any(one.findings_in(view))}
    if broken == wanted:
        return ""
    return f"the {name} example of {rule.id} breaks {', '.join(sorted(broken)) or 'no rule'}"


def with_example(sample: Document, fragment: str, name: str) -> Document:
    """The sample strategy with the keys of a fragment in place of its own; a key without a value removes it.

    Raises CxauditError for a fragment that is not a mapping.
    """
    part = parse(fragment.encode(), name)
    if not isinstance(part.root, MappingNode) or not isinstance(sample.root, MappingNode):
        raise CxauditError(Diagnostic("an example must have keys of a strategy and their values", Place(name)))
    replaced = {key.value for key, _ in part.root.value}
    kept = [(key, value) for key, value in sample.root.value if key.value not in replaced]
    added = [(key, value) for key, value in part.root.value if not (isinstance(value, ScalarNode) and not value.value)]
    root = MappingNode(sample.root.tag, kept + added, sample.root.start_mark, sample.root.end_mark)
    return Document(name, root, clean=sample.clean and part.clean)
