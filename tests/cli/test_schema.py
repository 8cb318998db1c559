"""cxaudit schema."""

import json


def test_schema_is_printed_for_every_kind_and_no_other(cxaudit):
    assert json.loads(cxaudit("schema", "strategy").out)["title"] == "cxaudit strategy"
    assert (
        cxaudit("schema", "strategie").err == 'there is no kind of file "strategie"\n  hint: did you mean strategy?\n'
    )
