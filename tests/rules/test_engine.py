"""One strategy: its structure and what the rules find."""

from pathlib import Path

from factories import RULES, SAMPLE_STRATEGY, line_of

from cxaudit.config import Config, read_config
from cxaudit.errors import Diagnostic
from cxaudit.rules.engine import check_strategy
from cxaudit.rules.ruleset import Ruleset, tuned
from cxaudit.schema.document import parse

CHANNEL = "  - {id: mail, kind: mail, hours: Mon-Fri 8-18, timezone: Europe/Berlin}"


def configured(text: str) -> Config:
    return read_config(parse(text.encode(), "c"), Path("c"))


def ruleset(config: str = "{}") -> Ruleset:
    return tuned(RULES, configured(config))


def lint(text: str, config: str = "{}", off: tuple[str, ...] = ()) -> list[Diagnostic]:
    data = text.encode()
    return check_strategy(parse(data, "s.yaml"), data, ruleset(config), "2026-11-22", off)


BROKEN = SAMPLE_STRATEGY.replace(CHANNEL, "  - {id: mail, kind: mail, hours: Mon-Fri 8-18}")
LINE = line_of(BROKEN, "  - {id: mail, kind: mail, hours: Mon-Fri 8-18}")


def test_a_finding_knows_its_place_its_severity_and_its_path_in_the_structure():
    (diagnostic,) = lint(BROKEN)
    assert str(diagnostic) == f"s.yaml:{LINE}:5: the channel mail lacks timezone"
    assert (diagnostic.severity, diagnostic.path) == ("warning", "channels/mail")


def test_structure_comes_first_and_alone():
    diagnostics = lint(BROKEN.replace("segments:", "segmets:"))
    assert [p.rule for p in diagnostics] == ["structure"]
    assert diagnostics[0].hint == "did you mean segments?"


def test_references_and_ids_are_structure():
    diagnostics = lint(
        SAMPLE_STRATEGY.replace("objective: date-in-one-call, supports: promise", "objective: dates, supports: promise")
    )
    assert [p.message for p in diagnostics] == ['there is no "dates" in objectives']
    double = SAMPLE_STRATEGY.replace("{id: owners, needs", "{id: tenants, needs")
    assert [p.message for p in lint(double)] == ['the id "tenants" stands in segments twice']
