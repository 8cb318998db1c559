"""Begins a strategy: a commented starter, the schema for editors, and a configuration."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from cxaudit import CONFIG_FILE, STRATEGY_FILE, files
from cxaudit.catalog import sources
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.schema.json_schema import schema
from cxaudit.strategy.schema import STRATEGY


class Facts(NamedTuple):
    """What a strategy begins with; what is empty is left to be written."""

    organisation: str = ""
    kind: str = DOCUMENT_KINDS[0]
    channels: tuple[str, ...] = ()  # in the user's words
    owner: str = ""  # the role that runs customer service
    review: str = ""  # the day of the next review, YYYY-MM-DD


def begin(folder: Path, as_of: str, facts: Facts) -> list[Path]:
    """Writes the files that a strategy begins with; returns their paths. Without a day, the first review is on the
    last of January of the year after `as_of`.

    `check_free` says before whether one of them exists already.
    """
    texts = {
        STRATEGY_FILE: _filled(sources.starter("strategy"), int(as_of[:4]) + 1, facts),
        "strategy.schema.json": json.dumps(schema(STRATEGY, "cxaudit strategy"), indent=1) + "\n",
        CONFIG_FILE: sources.starter("config"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        files.write(folder / name, text)
    return [folder / name for name in texts]


def check_free(folder: Path) -> None:
    """Raises CxauditError where one of the files that `begin` writes exists already."""
    names = (STRATEGY_FILE, "strategy.schema.json", CONFIG_FILE)
    if there := [folder / name for name in names if (folder / name).exists()]:
        raise CxauditError(
            *(Diagnostic("this file already exists", Place(str(path)), "move it first") for path in there)
        )


def _filled(text: str, year: int, facts: Facts) -> str:
    """The starter with the facts in it."""
    channels = {_id(name): name for name in facts.channels or ("telephone",) if _id(name)}
    first = next(iter(channels))
    parts = {
        "ORGANISATION": _text(facts.organisation) or "TODO whose strategy it is",
        "KIND": facts.kind,
        "OWNER": _text(facts.owner) or "TODO the role that runs customer service",
        "REVIEW": facts.review or f"{year}-01-31",
        "CHANNELS": "\n".join(_CHANNEL.format(id=id, kind=_text(name)) for id, name in channels.items()),
        "STANDARDS": "\n".join(_STANDARD.format(id=id) for id in channels),
        "FIRST": first,
        "NEXT": str(year),
    }
    return re.sub("|".join(parts), lambda found: parts[found[0]], text)


_CHANNEL = "  - {{id: {id}, kind: {kind}, hours: TODO days and hours}}"
_STANDARD = """  - id: first-reply-{id}
    metric: first reply
    # target: 4                   # the number to reach
    # unit: hours
    channel: {id}"""


def _id(name: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _text(text: str) -> str:
    """A text as YAML has it on one line; quoted where it could mean something else."""
    return (
        text
        if re.fullmatch(r"[A-Za-z][\w .'-]*", text) and text.lower() not in _WORDS
        else json.dumps(text)
        if text
        else ""
    )


_WORDS = ("yes", "no", "true", "false", "null", "on", "off", "todo")
