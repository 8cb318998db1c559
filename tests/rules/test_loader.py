"""Rule files: what they may hold, and every mistake in them."""

import pytest
from factories import rule

from cxaudit.errors import CxauditError
from cxaudit.rules.examples import TRIED_ON
from cxaudit.rules.loader import RULES as RULES_FILE
from cxaudit.rules.loader import read_rules
from cxaudit.rules.view import StrategyView, named_path
from cxaudit.schema.containers import read
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


def diagnostics(text: str) -> list[str]:
    with pytest.raises(CxauditError) as error:
        read(parse(text.encode(), "r.yaml"), RULES_FILE)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def test_a_rule_of_ones_own_needs_no_python():
    own = read_rules([("r.yaml", rule().encode())])["no-hours"]
    strategy = read_strategy(parse(b"{title: T, organisation: O, channels: [{id: mail}, {id: web, hours: all}]}", "s"))
    found = list(own.findings(StrategyView(strategy, TRIED_ON)))
    assert [(f.path, f.message) for f in found] == [(("channels", 0), "hours not set for channel mail")]
    assert named_path(strategy, found[0].path) == "channels/mail"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"check": "requird"}, 'r.yaml:7:12: there is no check "requird"\n  hint: did you mean required?'),
        ({"with": "{field: hours}"}, "r.yaml:8:11: fields is missing here"),
        ({"with": ""}, "r.yaml:4:5: with is missing here: required needs fields"),
        ({"on": "chanels"}, 'r.yaml:6:9: a strategy has no "chanels" there\n  hint: did you mean channels?'),
        ({"on": "", "where": "{automated: true}"}, 'r.yaml:12:12: "on" is missing: "where" picks entries of a list'),
        ({"severity": "fatal"}, 'r.yaml:4:15: "fatal" is not allowed here'),
        ({"message": "'{name} lacks it'"}, 'r.yaml:9:14: the check "required" has no word {name}'),
        ({"shows": "{hors: hours-published}"}, 'r.yaml:13:12: this rule has no part "hors"; its parts: hours'),
        ({"shows": "{hours: courtesy}"}, 'r.yaml:13:12: "courtesy" is not among the criteria of this rule'),
        ({"shows": "[courtesy/guide]"}, 'r.yaml:13:12: "courtesy/guide" is not among the criteria of this rule'),
        ({"shows": "[hours-published/]"}, 'r.yaml:13:13: "hours-published/" is not an id'),
        (
            {"check": "says", "with": "{any-of: [x], unless-there: [context, why-us]}", "message": "x"},
            'r.yaml:8:11: a strategy has no "context/why-us"',
        ),
        ({"tried-with": "{fields: [hors]}"}, 'r.yaml:13:17: there is no field "hors" in channels'),
        (
            {"shows": "[hours-published]", "in-part": "[courtesy]"},
            'r.yaml:14:14: "courtesy" is not listed under shows',
        ),
        ({"in-part": "[hours-published]"}, 'r.yaml:13:14: "shows" is missing: "in-part" needs it'),
        (
            {"check": "past", "with": "{field: hours}", "message": "x", "shows": "[hours-published]"},
            "r.yaml:13:12: the check past requires nothing",
        ),
        (
            {"by": "hours", "shows": "{mail: hours-published}"},
            'r.yaml:13:9: "hours" is not a field with a fixed list of words',
        ),
        (
            {"on": "journey", "with": "{fields: [owner]}", "by": "stage", "shows": "{birth: hours-published}"},
            'r.yaml:14:12: this rule has no part "birth"; its parts: awareness, consideration,',
        ),
        ({"by": "kind"}, 'r.yaml:13:9: "shows" is missing: "by" needs it'),
    ],
)
def test_mistakes_in_a_rule_are_said_at_their_place(changes: dict[str, str], expected: str):
    assert any(diagnostic.startswith(expected) for diagnostic in diagnostics(rule(**changes))), diagnostics(
        rule(**changes)
    )


def test_two_rules_of_one_id_clash_over_all_files():
    with pytest.raises(CxauditError, match=r'b\.yaml:3:3: the rule "no-hours" already exists'):
        read_rules([("a.yaml", rule().encode()), ("b.yaml", rule().encode())])


@pytest.mark.parametrize(
    "changes",
    [
        {"shows": "x"},
        {"in-part": "x"},
        {"where": "x"},
        {"unless": "x"},
        {"criteria": "hours-published", "shows": "[hours-published]"},
        {"criteria": "", "shows": "[hours-published]"},
        {"by": "[]"},
        {"shows": "{hours: [a]}"},
        {"with": "[]", "shows": "[hours-published]"},
        {"tried-with": "x"},
    ],
)
def test_a_rule_that_is_not_as_declared_is_told_and_no_more(changes: dict[str, str]):
    assert diagnostics(rule(**changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"on": "initiatives", "where": "{status: actve}"},
            'status cannot be "actve", only planned, active, done or dropped',
        ),
        ({"on": "objectives", "unless": "{scope: mail}"}, 'scope cannot be "mail"'),
        ({"where": "{automated: yes}"}, 'automated cannot be "yes", only true'),
    ],
)
def test_a_value_that_a_field_never_has_is_told(changes: dict[str, str], expected: str):
    told = diagnostics(rule(**{"with": "{fields: [id]}", "message": "x", **changes}))
    assert any(expected in diagnostic for diagnostic in told), told
