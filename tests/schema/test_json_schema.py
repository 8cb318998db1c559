"""The exported schemas and the reader agree: a public validator refuses nothing that the reader takes."""

import re
from pathlib import Path
from typing import Any

import pytest
from factories import RULES, SAMPLE_DOCUMENT, SCALARS
from jsonschema import Draft7Validator
from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit.audit.file import AUDIT
from cxaudit.catalog import sources
from cxaudit.catalog.schemas import BANK, FRAMEWORK
from cxaudit.config import CONFIG
from cxaudit.errors import CxauditError
from cxaudit.rules.examples import with_example
from cxaudit.rules.loader import RULES as RULES_FILE
from cxaudit.schema.document import PLAIN, parse
from cxaudit.schema.json_schema import schema
from cxaudit.strategy.schema import STRATEGY

SHAPES = {
    "strategy": STRATEGY,
    "audit": AUDIT,
    "framework": FRAMEWORK,
    "bank": BANK,
    "rules": RULES_FILE,
    "config": CONFIG,
}
VALIDATORS = {kind: Draft7Validator(schema(shape, kind)) for kind, shape in SHAPES.items()}
DATA = Path(sources.data_folder("frameworks"))


def plain(node: Node) -> Any:
    """What a YAML 1.2 reader by the core schema makes of a node."""
    if isinstance(node, MappingNode):
        return {str(plain(key)): plain(value) for key, value in node.value}
    if not isinstance(node, ScalarNode):
        return [plain(child) for child in node.value]
    if node.tag != PLAIN:
        return node.value
    if node.value in ("", "~", "null", "Null", "NULL"):
        return None
    if node.value in ("true", "false"):
        return node.value == "true"
    if re.fullmatch(r"[-+]?[0-9]+", node.value):
        return int(node.value)
    return (
        float(node.value)
        if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.value)
        else node.value
    )


def reads(kind: str, root: Node, doc: Any) -> bool:
    before = len(doc.diagnostics)
    SHAPES[kind].read(root, doc)
    return len(doc.diagnostics) == before


@pytest.mark.parametrize("kind", SHAPES)
def test_each_schema_is_a_schema(kind: str):
    Draft7Validator.check_schema(schema(SHAPES[kind], kind))


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("bank", "bank/*.yaml"),
        ("rules", "rules/*.yaml"),
        ("strategy", "samples/strategy.yaml"),
        ("config", "starters/config.yaml"),
    ],
)
def test_what_ships_is_good_by_its_schema(kind: str, pattern: str):
    for path in sorted(DATA.glob(pattern)):
        assert list(VALIDATORS[kind].iter_errors(plain(parse(path.read_bytes(), str(path)).root))) == [], path


def test_frameworks_are_good_by_their_schema():
    for path in sorted(DATA.glob("*.yaml")):
        value = plain(parse(path.read_bytes(), str(path)).root)
        if "items" in value:
            assert list(VALIDATORS["framework"].iter_errors(value)) == [], path


def test_every_example_of_a_rule_is_good_by_the_schema():
    for rule in RULES.values():
        for fragment in filter(None, (rule.bad, rule.good)):
            value = plain(with_example(SAMPLE_DOCUMENT, fragment, rule.id).root)
            assert list(VALIDATORS["strategy"].iter_errors(value)) == [], rule.id


def refused(kind: str, text: str) -> bool:
    """Whether the reader refuses a text; the schema must say the same."""
    doc = parse(text.encode(), "x")
    by_schema = bool(list(VALIDATORS[kind].iter_errors(plain(doc.root))))
    assert by_schema is not reads(kind, doc.root, doc), text
    return by_schema


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("practices: {a: It is there.}", False),
        ("practices: {a: {says: It is there., kind: done, needs: {size: [big]}}}", False),
        ("practices: {a: {kind: done}}", True),
        ("practices: {a: {says: S., kind: step}}", True),
        ("practices: {a: [x]}", True),
        ("needs: {size: []}, practices: {a: S.}", True),
    ],
)
def test_reader_and_schema_agree_on_what_a_practice_is(entry: str, wrong: bool):
    assert refused("bank", f"group: G\norder: 1\ncriteria: {{alpha: {{question: Q?, {entry}}}}}\n") is wrong


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("alpha", False), ("alpha/there", False), ("alpha/", True), ("alpha/a/b", True), ("/a", True), ("Alpha/a", True)],
)
def test_reader_and_schema_agree_on_what_names_a_practice(name: str, wrong: bool):
    head = "id: x\ntitle: T\ngroup: g\nversion: 1.0.0\nsource: s\nabout: a\n"
    assert refused("framework", f"{head}items: {{one: {{title: T, gist: G, criteria: [{name}]}}}}\n") is wrong


@pytest.mark.parametrize(("target", "wrong"), [("good", False), ("leading", False), ("3", True), ("best", True)])
def test_reader_and_schema_agree_on_what_a_target_is(target: str, wrong: bool):
    assert refused("config", f"target: {target}\n") is wrong


@pytest.mark.parametrize("scalar", SCALARS)
def test_what_the_schema_refuses_the_reader_refuses_too(scalar: str):
    for kind, shape in SHAPES.items():
        for key in getattr(shape, "record", shape).shapes:
            try:
                doc = parse(f"{key}: {scalar}\n".encode(), "x")
            except CxauditError:
                continue
            value = plain(doc.root)
            errors = [e for e in VALIDATORS[kind].iter_errors(value) if e.validator != "required"]
            found = reads(kind, doc.root, doc) or all(" is missing here" in p.message for p in doc.diagnostics)
            assert not (found and errors), (kind, key, scalar, [e.message for e in errors])
