"""Rules as a configuration sets them."""

import pytest
from factories import BROKEN, RULES, SAMPLE_STRATEGY, lint, ruleset

from cxaudit.errors import CxauditError


def test_the_configuration_tunes_severity_parameters_and_files():
    assert lint(BROKEN, "rules: {channel-no-hours: off}") == []
    assert [p.severity for p in lint(BROKEN, "rules: {channel-no-hours: error}")] == ["error"]
    assert [p.rule for p in lint(SAMPLE_STRATEGY, "rules: {plan-too-long: {severity: error, at-most: 100}}")] == [
        "plan-too-long"
    ]
    assert lint(BROKEN, off=("channel-no-hours",)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rule: {}", 'c:1:1: "rule" is not a key here\n  hint: did you mean rules?'),
        ("rules: {vage-time: off}", 'c:1:9: there is no rule "vage-time"\n  hint: did you mean vague-time?'),
        ("rules: {vague-time: fatal}", 'c:1:21: "fatal" is not allowed here'),
        ("rules: {plan-too-long: {at-mots: 3}}", 'c:1:25: "at-mots" is not a key here\n  hint: did you mean at-most?'),
        ("per-file-ignores: {a: [vage-time]}", 'c:1:24: there is no rule "vage-time"'),
        ("fail-on: info", 'c:1:10: "info" is not allowed here'),
    ],
)
def test_mistakes_in_a_configuration_are_said_at_their_place(text: str, expected: str):
    with pytest.raises(CxauditError) as error:
        ruleset(text)
    assert str(error.value.diagnostics[0]).startswith(expected)


def test_a_configuration_that_turns_everything_off_is_refused():
    text = "rules:\n" + "".join(f"  {id}: off\n" for id in RULES)
    with pytest.raises(CxauditError, match="every rule is turned off"):
        ruleset(text)
    assert ruleset("{}").rules == RULES
