"""Begins a strategy: a commented starter, the schema for editors, and a configuration."""

import json
from pathlib import Path

from cxaudit import CONFIG_FILE, STRATEGY_FILE, files
from cxaudit.catalog import sources
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.schema.json_schema import schema
from cxaudit.strategy.schema import STRATEGY


def begin(folder: Path, as_of: str) -> list[Path]:
    """Writes the files that a strategy begins with; returns their paths. The first review is in the year after `as_of`.

    Raises CxauditError, with nothing written, where one of them exists already.
    """
    texts = {
        STRATEGY_FILE: sources.starter("strategy").replace("NEXT", str(int(as_of[:4]) + 1)),
        "strategy.schema.json": json.dumps(schema(STRATEGY, "cxaudit strategy"), indent=1) + "\n",
        CONFIG_FILE: sources.starter("config"),
    }
    if there := [folder / name for name in texts if (folder / name).exists()]:
        problems = (Diagnostic("this file already exists", Place(str(path)), "move it first") for path in there)
        raise CxauditError(*problems)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        files.write(folder / name, text)
    return [folder / name for name in texts]
