"""Whether rules hold what they promise: each is tried on its own examples."""

from collections.abc import Collection, Mapping

from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.rules.loader import with_example
from cxaudit.rules.rule import Rule
from cxaudit.rules.view import StrategyView
from cxaudit.strategy.reader import read_strategy

TRIED_ON = "2026-11-22"  # the date that the examples of rules are tried on: the sample's dates fit it


def prove_rules(
    rules: Mapping[str, Rule], own: Collection[str], criteria: Collection[str], sample: bytes
) -> list[Diagnostic]:
    """The problems of the rules in the files named in `own`: criteria that are not there, examples that mislead.

    `criteria` are the ids of all that there are. The examples are tried on the sample strategy, whose keys they
    replace: bad must break this rule and no other, good none.
    """
    diagnostics = []
    for rule in rules.values():
        if rule.place.file not in own:
            continue
        for id in rule.criteria:
            if id not in criteria:
                told = f'{rule.id} is evidence for "{id}", which is no criterion'
                diagnostics.append(Diagnostic(told, rule.place, did_you_mean(id, criteria), "unknown-criterion"))
        for name, fragment, wanted in (("bad", rule.bad, {rule.id}), ("good", rule.good, set())):
            if wrong := _tried(rule, rules, sample, fragment, name, wanted):
                diagnostics.append(Diagnostic(wrong, rule.place, "", "example-misleads"))
    return diagnostics


def _tried(rule: Rule, rules: Mapping[str, Rule], sample: bytes, fragment: str, name: str, wanted: set[str]) -> str:
    """What is wrong with an example; empty where nothing is."""
    try:
        whole = StrategyView(read_strategy(with_example(sample, fragment, f"{rule.id}, {name} example")), TRIED_ON)
    except CxauditError as error:
        return f"the {name} example of {rule.id} cannot be read: {error.diagnostics[0].message}"
    tried = {**rules, rule.id: rule.with_given(rule.tried_with)}
    broken = {id for id, one in tried.items() if one.findings(whole)}
    if broken == wanted:
        return ""
    return f"the {name} example of {rule.id} breaks {', '.join(sorted(broken)) or 'no rule'}"
