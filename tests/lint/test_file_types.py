"""Files are told apart by what they hold."""

from factories import SAMPLE_STRATEGY

from cxaudit.lint.file_types import type_of
from cxaudit.schema.document import parse


def test_files_are_told_apart_by_what_they_hold():
    def of(text: str, name: str = "x.yaml") -> str:
        return type_of(parse(text.encode(), name), name) or ""

    assert of(SAMPLE_STRATEGY) == "strategy"
    assert of("version: 1\nframeworks: {a: 1}\n") == "audit"
    assert of("family: F\nrules: {}\n") == "rules"
    assert of("group: G\norder: 1\ncriteria: {}\n") == "bank"
    assert of("id: a\nabout: b\nitems: {}\n") == "framework"
    assert of("id: a\nitems: [1, 2]\n") == ""
    assert of("version: 1\nframeworks: [react]\n") == ""
    assert of("rules: {}", "cxaudit.yaml") == "config"
    assert of("on: push\njobs: {}\n") == ""
    assert of("title: A recipe\n") == ""
