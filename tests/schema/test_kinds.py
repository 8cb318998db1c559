"""Every kind of file has a schema."""

import pytest

from cxaudit.audit.file import AUDIT
from cxaudit.catalog.schemas import BANK, FRAMEWORK
from cxaudit.config import CONFIG
from cxaudit.rules.loader import RULES as RULES_FILE
from cxaudit.schema.json_schema import schema
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
