"""What kind of file a file is, by its name and its top-level keys."""

import re
from enum import StrEnum

from yaml.nodes import MappingNode, ScalarNode

from cxaudit import CONFIG_FILE
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
_PACKS = re.compile(rb"^(family|criteria|items|scales|facts|sets) *:", re.M)
_OURS = re.compile(rb"^(organisation|family|criteria|answers) *:", re.M)


def type_of(doc: Document, name: str) -> FileType | None:
    """The kind of a file, by its name and its keys; None where it is none of ours."""
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
    return FileType.STRATEGY if len(keys & STRATEGY.shapes.keys()) >= 2 else None


def _has_mapping(doc: Document, name: str) -> bool:
    return any(key.value == name and isinstance(value, MappingNode) for key, value in doc.root.value)


def looks_ours(data: bytes) -> bool:
    """Whether a file that is not YAML is probably one of ours, so that its author wants to know."""
    return _OURS.search(data) is not None


def may_be_packs(data: bytes) -> bool:
    """Whether a file in a pack's folder is probably part of the pack: other programs have such folders too."""
    return _PACKS.search(data) is not None
