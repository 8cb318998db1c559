"""Every kind of file has a schema, and is read or reported whatever it contains."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from factories import SCALARS

from cxaudit.audit.file import AUDIT
from cxaudit.catalog.schemas import BANK, FACTS, FRAMEWORK, SCALES, SETS
from cxaudit.config import CONFIG
from cxaudit.errors import CxauditError
from cxaudit.rules.loader import RULES as RULES_FILE
from cxaudit.schema.containers import As, ListOf, MapOf, Record
from cxaudit.schema.document import parse
from cxaudit.schema.json_schema import schema
from cxaudit.schema.scalars import AnyShape
from cxaudit.strategy.schema import STRATEGY


@pytest.mark.parametrize("shape", [STRATEGY, AUDIT, FRAMEWORK, BANK, RULES_FILE, CONFIG])
def test_every_kind_of_file_has_a_schema_that_names_its_keys(shape):
    made = schema(shape, "x")
    assert made["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert made["properties"].keys() == getattr(shape, "record", shape).shapes.keys()
    assert made["required"] == list(getattr(shape, "record", shape).required)
    assert made["additionalProperties"] is False


def test_the_strategy_schema_describes_every_key():
    made = schema(STRATEGY, "x")
    assert all(part.get("description") for part in made["properties"].values())


def fields(shape: AnyShape, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every key of a kind of file: [] goes into a list, {} into a mapping with ids."""
    while isinstance(shape, As | ListOf | MapOf):
        step = {ListOf: ("[]",), MapOf: ("{}",), As: ()}[type(shape)]
        path = (*path, *step)
        shape = shape.record if isinstance(shape, As) else shape.value if isinstance(shape, MapOf) else shape.shape
    if isinstance(shape, Record):
        for key, inner in shape.shapes.items():
            yield (*path, key)
            yield from fields(inner, (*path, key))


def document(path: tuple[str, ...], value: str) -> str:
    """A file with a value at a path."""
    if not path:
        return value
    inner = document(path[1:], value)
    return {"[]": f"[{inner}]", "{}": f"{{an-id: {inner}}}"}.get(path[0], f"{{{path[0]}: {inner}}}")


VALUES = [s for s in SCALARS if "\n" not in s] + [
    "[[a]]", "[{a: 1}]", "{a: {b: c}}", "Not yet.", "0.5", "[0, 1]", "[0.5]", "[1, 0]", "[x, y]", "{0: 0, 10: 1}",
]  # fmt: skip
KINDS = (STRATEGY, AUDIT, FRAMEWORK, BANK, SCALES, FACTS, SETS, RULES_FILE, CONFIG)


@pytest.mark.parametrize("shape", KINDS)
def test_whatever_is_under_a_key_is_read_or_reported(shape: AnyShape):
    for path in fields(shape):
        for value in VALUES:
            with suppress(CxauditError):
                doc = parse(document(path, value).encode(), "x")
                shape.read(doc.root, doc)


@pytest.mark.parametrize(
    "scale", ["curve: oops", "shares: 0.5", "shares: []", "shares: [0, 1], levels: Not yet.", "shares: [0, x]"]
)
def test_a_scale_of_wrong_types_is_reported(scale: str):
    doc = parse(f"scales: {{w: {{title: W, {scale}}}}}".encode(), "scales.yaml")
    SCALES.read(doc.root, doc)
    assert doc.diagnostics
