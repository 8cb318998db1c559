"""The sample audits: each is a whole first audit, and gets the verdict that it is there to show."""

from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, SHIPPED

from cxaudit.audit.assessment import assess
from cxaudit.audit.file import read_answers
from cxaudit.audit.route import is_open, route
from cxaudit.schema.document import parse

VERDICTS = {
    "harbour-water": ("partly in place", "not measured"),
    "mill-street-bakery": ("in places", "not measured"),
    "swift-parcels": ("partly in place", "missed"),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_answers_all_that_is_asked_and_shows_what_it_is_there_for(name: str):
    path = SHIPPED / "samples" / f"{name}.yaml"
    audit, remarks = read_answers(parse(path.read_bytes(), path.name), CATALOG)
    assert remarks == []
    audit = replace(audit, frameworks=EMPTY.frameworks)
    assert [question.id for question in route(CATALOG, audit) if is_open(CATALOG, audit, question)] == []
    verdict = assess(CATALOG, audit, "2026-11-22").headline.verdict
    assert (verdict.band, verdict.results) == VERDICTS[name]
