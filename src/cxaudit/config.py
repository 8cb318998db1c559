"""The configuration, cxaudit.yaml: found once, read once, and plain data from then on."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from yaml.nodes import Node

from cxaudit import CONFIG_FILE, files
from cxaudit.errors import Severity
from cxaudit.measure import Tier
from cxaudit.model import DOCUMENT_KINDS
from cxaudit.schema.containers import ListOf, MapOf, Raw, Record, read
from cxaudit.schema.document import Document, parse
from cxaudit.schema.scalars import Choice, Id, Text

NEVER = "never"
FAIL_ON = (Severity.ERROR, Severity.WARNING, NEVER)

COVER = Record(
    {},
    {"firm": Text(), "text": Text(), "date": Text(), "logo": Text()},
    about={
        "firm": "who made the report",
        "text": "what else the cover shows",
        "date": "the report's date, as it is to be read",
        "logo": "a picture beside this file: PNG, JPEG, GIF, WebP or SVG, at most 200 KiB",
    },
)
CONFIG = Record(
    {},
    {
        "paths": ListOf(Text(), 1, unique=True),
        "exclude": ListOf(Text(), 1, unique=True),
        "packs": ListOf(Text(), 1, unique=True),
        "frameworks": ListOf(Id(), 1, unique=True),
        "target": Choice(tuple(Tier)),
        "rules": MapOf(Id(), Raw()),
        "families": MapOf(Text(), Choice(("off",))),
        "kinds": MapOf(Text(), Choice(DOCUMENT_KINDS)),
        "per-file-ignores": MapOf(Text(), ListOf(Id(), 1, unique=True)),
        "fail-on": Choice(FAIL_ON),
        "baseline": Text(),
        "cover": COVER,
    },
    about={
        "paths": "paths that lint checks by default, relative to this file's folder",
        "exclude": "files never to check, as .gitignore patterns relative to this file's folder",
        "packs": "folders with more questions, frameworks, rules and templates",
        "frameworks": "what an interview asks by default",
        "target": "what new audits aim for: essential, good or leading",
        "rules": "a rule's severity (error, warning, info or off), or {severity, and its check's parameters}",
        "families": "families of rules that are turned off as a whole",
        "kinds": "what kind of document a file is that matches a .gitignore pattern; folders are searched for them",
        "per-file-ignores": "rules turned off for files that match a .gitignore pattern",
        "fail-on": "the lowest severity that fails a run: error (the default), warning or never",
        "baseline": "a file of known problems to suppress",
        "cover": "what a report's cover shows: firm, text, date, and logo (the path of a picture, from this file)",
    },
)


class Config(NamedTuple):
    """What a configuration says; paths are as written, relative to the file's own folder."""

    path: Path | None = None  # None where there is no configuration
    doc: Document | None = None  # knows all places; None without a file or content
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    target: str | None = None
    rules: Mapping[str, Node] = {}  # rule id: its settings as a node, which `ruleset.tuned` reads
    ignores: Mapping[str, tuple[str, ...]] = {}  # pattern: rule ids
    families: Mapping[str, str] = {}
    kinds: Mapping[str, str] = {}  # pattern: kind of document
    fail_on: str = Severity.ERROR
    baseline: str = ""
    cover: Mapping[str, str] = {}  # as in COVER

    @property
    def folder(self) -> Path:
        """The folder that its paths are relative to; the current one where there is no configuration."""
        return self.path.parent if self.path else Path()

    @property
    def known_file(self) -> Path | None:
        """The path of the baseline that it names; None where it names none."""
        return self.folder / self.baseline if self.baseline else None


def find_config(named: Path | None) -> Config:
    """The configuration in the file named, else in the nearest cxaudit.yaml upward, else an empty one.

    Raises CxauditError with every problem in it except in the settings of rules, which `ruleset.tuned` checks.
    """
    path = named or files.nearest_upward(CONFIG_FILE)
    if path is None:
        return Config()
    data = files.read(path)
    return Config(path) if says_nothing(data) else read_config(parse(data, str(path)), path)


def read_config(doc: Document, path: Path) -> Config:
    """The configuration in a file. Raises CxauditError as `find_config` does."""
    value = read(doc, CONFIG)
    names = {"per-file-ignores": "ignores", "fail-on": "fail_on"}
    return Config(path, doc, **{names.get(key, key): said for key, said in value.items()})


def says_nothing(data: bytes) -> bool:
    """Whether a file contains nothing but comments."""
    return all(line.strip() == b"" or line.lstrip().startswith(b"#") for line in data.splitlines())
