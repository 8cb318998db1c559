"""A tree of nodes to typed values: what lists and mappings must look like, and all that is wrong at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit.schema.document import Document
from cxaudit.schema.scalars import UNTAGGED, Shape, is_tagged, scalar_text, short

KEY_AND_VALUE = "key: value on a line of its own"


def read(doc: Document, shape: Shape) -> Any:
    """The document's typed value. Raises CxauditError with all of its problems."""
    value = shape.read(doc.root, doc)
    doc.raise_diagnostics()
    return value


@dataclass(frozen=True, eq=False, repr=False)
class ListOf:
    """A list of values of one shape, `least` to `most` of them, none twice where `unique`."""

    shape: Shape
    least: int = 0
    most: int = 1000
    unique: bool = False

    def read(self, node: Node, doc: Document) -> tuple[Any, ...] | None:
        if node.tag not in UNTAGGED and is_tagged(node, doc):
            return None
        if not isinstance(node, SequenceNode):
            doc.report(node, "a list is expected here", "write each entry on a line of its own after a hyphen")
            return None
        count = len(node.value)
        if not self.least <= count <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            doc.report(node, f"{wanted} entries are expected here, not {count}")
        read_one = self.shape.read
        values = tuple([read_one(child, doc) for child in node.value])
        if self.unique:
            for n, child in enumerate(node.value):
                if values[n] is not None and values[n] in values[:n]:
                    doc.report(child, f"{short(str(values[n]))} stands in this list twice")
        return values


@dataclass(frozen=True, eq=False, repr=False)
class OneOrMore:
    """A value of a shape, or a list of them; read as a list."""

    shape: Shape

    def read(self, node: Node, doc: Document) -> tuple[Any, ...] | None:
        if isinstance(node, SequenceNode):
            return ListOf(self.shape, least=1).read(node, doc)
        return (self.shape.read(node, doc),)


class Raw:
    """Anything; what it must look like is known only once the rest is read."""

    def read(self, node: Node, doc: Document) -> Node:
        return node


@dataclass(frozen=True, eq=False, repr=False)
class MapOf:
    """A mapping from keys of one shape to values of one shape, in the file's order."""

    key: Shape
    value: Shape
    least: int = 0

    def read(self, node: Node, doc: Document) -> dict[str, Any] | None:
        entries = _entries(node, doc)
        if entries is None:
            return None
        if len(entries) < self.least:
            doc.report(node, f"at least {self.least} entry is expected here")
        values: dict[str, Any] = {}
        for name, (key, value) in entries.items():
            known = self.key.read(key, doc)
            if known is not None and known in values:
                doc.report(key, f"{short(name)} says the same as another key here")
            values[known] = self.value.read(value, doc)
        return values


@dataclass(frozen=True, eq=False, repr=False)
class Either:
    """A list of one shape or a mapping of another."""

    listed: ListOf
    mapped: MapOf

    def read(self, node: Node, doc: Document) -> Any:
        return (self.mapped if isinstance(node, MappingNode) else self.listed).read(node, doc)


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """A mapping with known keys; those in `optional` may be missing and are then left out of the value."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    check: Callable[[dict[str, Any], Node, Document], None] | None = None
    example: str = KEY_AND_VALUE
    about: Mapping[str, str] = field(default_factory=dict)  # what each key holds, for manual and schema

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The shapes of all keys."""
        return {**self.required, **self.optional}

    def read(self, node: Node, doc: Document) -> dict[str, Any] | None:
        if (type(node) is not MappingNode or node.tag not in UNTAGGED) and not _is_mapping(node, doc, self.example):
            return None
        shapes = self.shapes
        values: dict[str, Any] = {}
        odd = []
        for key, value in node.value:
            shape = shapes.get(key.value) if type(key) is ScalarNode else None
            if shape and key.value not in values:
                values[key.value] = shape.read(value, doc)
            else:
                odd.append((key, value))
        if odd:
            self._tell(odd, node, doc)
        for name in self.required:
            if name not in values:
                doc.report(node, f"{name} is missing here")
        if self.check:
            self.check(values, node, doc)
        return values

    def _tell(self, odd: list[tuple[Node, Node]], node: Node, doc: Document) -> None:
        """Notes keys that are no text, unknown, or there already."""
        first = {key.value: key for key, _ in reversed(node.value) if isinstance(key, ScalarNode)}
        for key, value in odd:
            name = scalar_text(key, doc, "a key")
            if name in self.shapes:
                _twice(key, first[name], doc)
            elif name is not None:
                hint = doc.near(name, self.shapes, "keys")
                if getattr(node, "flow_style", False) and value.value == "" and not hint.startswith("did you mean"):
                    hint = "inside { } a text that holds a comma needs quotes"
                doc.report(key, f"{short(name)} is not a key here", hint)


def _entries(node: Node, doc: Document) -> dict[str, tuple[Node, Node]] | None:
    """Key text to key and value node; notes what is not a mapping, keys that are no text, and duplicates."""
    if not _is_mapping(node, doc):
        return None
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        name = scalar_text(key, doc, "a key")
        if name is None:
            continue
        if name in found:
            _twice(key, found[name][0], doc)
        else:
            found[name] = (key, value)
    return found


def _is_mapping(node: Node, doc: Document, example: str = KEY_AND_VALUE) -> bool:
    if is_tagged(node, doc):
        return False
    if not isinstance(node, MappingNode):
        doc.report(node, "keys and values are expected here", f"write {example}")
        return False
    return True


def _twice(key: Node, first: Node, doc: Document) -> None:
    doc.report(key, f"{short(key.value)} stands here twice; it first stands in line {doc.at(first).line}")


def unknown_ids(doc: Document, ids: Iterable[str], known: Iterable[str], kind: str, *path: str | int) -> None:
    """Notes every id of a list or mapping at a path that is not among the known ones."""
    names = set(known)
    for n, name in enumerate(ids):
        if name not in names:
            place = dict(doc.key_places(*path)).get(name) or doc.place(*path, n)
            doc.report(place, f"there is no {kind} {short(name)}", doc.near(name, sorted(names)))
