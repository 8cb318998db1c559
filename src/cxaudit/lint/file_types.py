"""What kind of file a file is, by its name and its top-level keys."""

import os
import re
from enum import StrEnum
from pathlib import Path

from yaml.nodes import MappingNode, ScalarNode

from cxaudit import CONFIG_FILE, STRATEGY_FILE
from cxaudit.lint.discovery import holds_framework
from cxaudit.schema.document import Document
from cxaudit.strategy.schema import STRATEGY


class FileType(StrEnum):
    """A kind of file; its value is the word for it in messages."""

    STRATEGY = "strategy"
    AUDIT = "audit"
    CONFIG = "config"
    RULES = "rules"
    BANK = "bank"
    FRAMEWORK = "framework"
    SCALES = "scales"
    FACTS = "facts"
    SETS = "sets"


_MARKS = (
    (FileType.RULES, {"family", "rules"}),
    (FileType.BANK, {"criteria", "order"}),
    (FileType.FRAMEWORK, {"id", "items", "about"}),
    (FileType.SCALES, {"scales"}),
    (FileType.FACTS, {"facts"}),
    (FileType.SETS, {"sets"}),
    (FileType.AUDIT, {"version", "answers"}),
    (FileType.AUDIT, {"version", "frameworks"}),
)
_PACKS = re.compile(rb"^(family|criteria|items|scales|facts|sets|signals) *:", re.M)
_OURS = re.compile(rb"^(organisation|family|criteria|answers) *:", re.M)


_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*\n\s*\S")
_HEADING = re.compile(r"^#{1,6} \S", re.M)
_FOR_EVERYBODY = {"version", "title"}  # keys of a strategy that other programs' files have too
_AN_AUDITS = {"answers", "frameworks", "profile"}  # keys of an audit
_AS_YAML = "lint reads YAML, Markdown, plain text, HTML and Word (.docx): save it as one of these"


def type_of(doc: Document, name: str, asked: bool = False) -> FileType | None:
    """What a file of this name is; None for a file that cxaudit does not know.

    A file that the user named (`asked`) is a strategy if it has one key that only strategies have.
    """
    if name == CONFIG_FILE:
        return FileType.CONFIG
    if not isinstance(doc.root, MappingNode):
        return None
    keys = {key.value for key, _ in doc.root.value if isinstance(key, ScalarNode)}
    for kind, marks in _MARKS:
        if marks <= keys and (
            kind != FileType.AUDIT or _has_mapping(doc, "frameworks") or _has_mapping(doc, "answers")
        ):
            return kind
    known = keys & STRATEGY.shapes.keys()
    if keys & _AN_AUDITS and not known - _FOR_EVERYBODY - {"organisation"}:
        return None
    named = asked and (bool(known - _FOR_EVERYBODY) or name == STRATEGY_FILE)
    return FileType.STRATEGY if len(known) >= 2 or named else None


def _has_mapping(doc: Document, name: str) -> bool:
    return any(key.value == name and isinstance(value, MappingNode) for key, value in doc.root.value)


def pack_of(name: str) -> Path | None:
    """The pack that a file belongs to, found from the folders above it; None where there is none."""
    folder = os.path.dirname(os.path.abspath(name))
    home = os.path.dirname(folder) if os.path.basename(folder) in ("bank", "rules", "signals") else folder
    if os.path.basename(home) != "frameworks" or not holds_framework(Path(home)):
        return None
    return Path(home).parent


def looks_ours(data: bytes) -> bool:
    """Whether a file that is not valid YAML is likely one of ours, so worth reporting."""
    return _OURS.search(data) is not None


def may_be_packs(data: bytes) -> bool:
    """Whether a file in a folder of a pack is likely a part of the pack: other programs have such folders too."""
    return _PACKS.search(data) is not None


def looks_like(name: str, data: bytes, doc: Document | None = None) -> tuple[str, str] | None:
    """What a file that cxaudit does not know looks like, and what to do about it; None where nothing can be said.

    `doc` is the file as parsed, where it is YAML.
    """
    kind = os.path.splitext(name)[1].lower()
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "a spreadsheet" if kind in (".xlsx", ".xls", ".ods") else "an office document", _AS_YAML
    if data.startswith(b"%PDF-"):
        return "a PDF", _AS_YAML
    text = data.decode("utf-8", "replace")
    if kind in (".csv", ".tsv"):
        return "CSV", "write answers as YAML: cxaudit schema audit describes it"
    if _FRONT_MATTER.match(text):
        return "text with front matter", _AS_YAML
    if kind in (".md", ".markdown") or (kind not in (".yaml", ".yml") and _HEADING.search(text)):
        return "Markdown", _AS_YAML
    if text.lstrip().startswith("<"):
        return "HTML or XML", _AS_YAML
    if doc is None or not isinstance(doc.root, MappingNode):
        return None
    keys = {key.value for key, _ in doc.root.value if isinstance(key, ScalarNode)}
    if keys & _AN_AUDITS and "version" not in keys:
        return "an audit without a version", "write version: 2 as the first line"
    return "another program's YAML", "name strategies, audits, cxaudit.yaml or a pack"
