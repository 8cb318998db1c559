"""One strategy: its structure and what the rules find."""

from factories import BROKEN, LINE, SAMPLE_STRATEGY, lint


def test_a_finding_knows_its_place_its_severity_and_its_path_in_the_structure():
    (diagnostic,) = lint(BROKEN)
    assert str(diagnostic) == f"s.yaml:{LINE}:5: hours not set for channel mail"
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
    assert [p.message for p in lint(double)] == ['the id "tenants" appears twice in segments']
