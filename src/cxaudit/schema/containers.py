"""Reads lists and mappings into typed values: what they must look like, with all mistakes reported."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit.schema.document import Document
from cxaudit.schema.scalars import UNTAGGED, AnyShape, JsonObject, Shape, Text, is_tagged, scalar_text, short

KEY_AND_VALUE = "key: value on its own line"

Values = dict[str, Any]  # a mapping as read: under each key what its shape read, None where it could not

_T = TypeVar("_T")
_Key = TypeVar("_Key")
_Listed = TypeVar("_Listed")
_Mapped = TypeVar("_Mapped")
_Made = TypeVar("_Made", covariant=True)


def read(doc: Document, shape: Shape[_T]) -> _T:
    """The document's value. Raises CxauditError with every problem in it."""
    value = shape.read(doc.root, doc)
    doc.raise_diagnostics()
    assert value is not None, "a shape reports what it cannot read"
    return value


class ListOf(Generic[_T]):
    """A list of values of one shape, `least` to `most` of them, none twice where `unique`."""

    def __init__(self, shape: Shape[_T], least: int = 0, most: int = 1000, unique: bool = False) -> None:
        self.shape = shape
        self.least = least
        self.most = most
        self.unique = unique

    def read(self, node: Node, doc: Document) -> tuple[_T, ...] | None:
        if node.tag not in UNTAGGED and is_tagged(node, doc):
            return None
        if not isinstance(node, SequenceNode):
            doc.report(node, "expected a list", "write each entry on its own line after a hyphen")
            return None
        count = len(node.value)
        if not self.least <= count <= self.most:
            wanted = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
            doc.report(node, f"expected {wanted} entr{'y' if wanted == '1' else 'ies'} but found {count}")
        read_one = self.shape.read
        values = tuple([read_one(child, doc) for child in node.value])
        if self.unique:
            for n, child in enumerate(node.value):
                if values[n] is not None and values[n] in values[:n]:
                    doc.report(child, f"{short(str(values[n]))} appears twice in this list")
        return values  # type: ignore[return-value]  # None is a reported mistake, and `read` raises those

    def json_schema(self) -> JsonObject:
        more: JsonObject = {"uniqueItems": True} if self.unique else {}
        inner = self.shape.json_schema()
        return {"type": "array", "items": inner, "minItems": self.least, "maxItems": self.most, **more}


class OneOrMore(Generic[_T]):
    """One value of a shape, or a list of them; read as a list either way."""

    def __init__(self, shape: Shape[_T]) -> None:
        self.shape = shape

    def read(self, node: Node, doc: Document) -> tuple[_T, ...] | None:
        if isinstance(node, SequenceNode):
            return ListOf(self.shape, least=1).read(node, doc)
        value = self.shape.read(node, doc)
        return None if value is None else (value,)

    def json_schema(self) -> JsonObject:
        inner = self.shape.json_schema()
        return {"anyOf": [inner, {"type": "array", "items": inner, "minItems": 1}]}


class Raw:
    """Any node, left as it is: what it must look like is known only once the rest is read."""

    def read(self, node: Node, doc: Document) -> Node:
        return node

    def json_schema(self) -> JsonObject:
        return {"description": "what goes here depends on the entry beside it"}


class MapOf(Generic[_Key, _T]):
    """A mapping from keys of one shape to values of one shape, in the file's order."""

    def __init__(self, key: Shape[_Key], value: Shape[_T], least: int = 0) -> None:
        self.key = key
        self.value = value
        self.least = least

    def read(self, node: Node, doc: Document) -> dict[_Key, _T] | None:
        entries = _entries(node, doc)
        if entries is None:
            return None
        if len(entries) < self.least:
            doc.report(node, f"expected at least {self.least} {'entry' if self.least == 1 else 'entries'}")
        values: dict[_Key | None, _T | None] = {}
        for name, (key, value) in entries.items():
            known = self.key.read(key, doc)
            if known is not None and known in values:
                doc.report(key, f"{short(name)} is the same as another key here")
            values[known] = self.value.read(value, doc)
        return values  # type: ignore[return-value]  # as in ListOf

    def json_schema(self) -> JsonObject:
        return {
            "type": "object",
            "additionalProperties": self.value.json_schema(),
            "minProperties": self.least,
        }


class Either(Generic[_Listed, _Mapped]):
    """A list or a mapping, each of its own shape."""

    def __init__(self, listed: Shape[_Listed], mapped: Shape[_Mapped]) -> None:
        self.listed = listed
        self.mapped = mapped

    def read(self, node: Node, doc: Document) -> _Listed | _Mapped | None:
        return self.mapped.read(node, doc) if isinstance(node, MappingNode) else self.listed.read(node, doc)

    def json_schema(self) -> JsonObject:
        return {"anyOf": [self.listed.json_schema(), self.mapped.json_schema()]}


class TextOr(Generic[_T]):
    """A value of a shape, or a text alone, which `made` turns into one."""

    def __init__(self, shape: Shape[_T], made: Callable[[str], _T] | None = None) -> None:
        self.shape = shape
        self.made = made

    def read(self, node: Node, doc: Document) -> _T | str | None:
        if not isinstance(node, ScalarNode):
            return self.shape.read(node, doc)
        text = Text().read(node, doc)
        return self.made(text) if text is not None and self.made else text

    def json_schema(self) -> JsonObject:
        return {"anyOf": [Text().json_schema(), self.shape.json_schema()]}


class Record:
    """A mapping with known keys; those in `optional` may be missing and are then left out of the values.

    `about` says what each key means, for the manual and the schema.
    """

    def __init__(
        self,
        required: Mapping[str, AnyShape],
        optional: Mapping[str, AnyShape] | None = None,
        check: Callable[[Values, Node, Document], None] | None = None,
        example: str = KEY_AND_VALUE,
        about: Mapping[str, str] | None = None,
    ) -> None:
        self.required = required
        self.optional = optional or {}
        self.shapes = {**required, **self.optional}  # of all keys
        self.check, self.example, self.about = check, example, about or {}

    def read(self, node: Node, doc: Document) -> Values | None:
        if (type(node) is not MappingNode or node.tag not in UNTAGGED) and not _is_mapping(node, doc, self.example):
            return None
        shapes = self.shapes
        values: Values = {}
        odd = []
        for key, value in node.value:
            shape = shapes.get(key.value) if type(key) is ScalarNode else None
            if shape and key.value not in values:
                values[key.value] = shape.read(value, doc)
            else:
                odd.append((key, value))
        if odd:
            self._report_keys(odd, node, doc)
        for name in self.required:
            if name not in values:
                doc.report(node, f"{name} is missing here")
        if self.check:
            self.check(values, node, doc)
        return values

    def _report_keys(self, odd: list[tuple[Node, Node]], node: Node, doc: Document) -> None:
        """Reports keys that are not text, are unknown, or are there twice."""
        first = {key.value: key for key, _ in reversed(node.value) if isinstance(key, ScalarNode)}
        for key, value in odd:
            name = scalar_text(key, doc, "a key")
            if name in self.shapes:
                _report_twice(key, first[name], doc)
            elif name is not None:
                hint = doc.near(name, self.shapes, "keys")
                if getattr(node, "flow_style", False) and value.value == "" and not hint.startswith("did you mean"):
                    hint = "inside { }, quote text that contains a comma"
                doc.report(key, f"{short(name)} is not a key here", hint)

    def json_schema(self) -> JsonObject:
        return {
            "type": "object",
            "properties": {name: self._property(name, shape) for name, shape in self.shapes.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }

    def _property(self, name: str, shape: AnyShape) -> JsonObject:
        about = self.about.get(name)
        return {**shape.json_schema(), "description": about} if about else shape.json_schema()


class As(Generic[_Made]):
    """A record made into an object: its keys are the arguments of `make`, those in `names` under another name."""

    def __init__(self, make: Callable[..., _Made], record: Record, names: Mapping[str, str] | None = None) -> None:
        self.make, self.record, self.names = make, record, names or {}

    def read(self, node: Node, doc: Document) -> _Made | None:
        values = self.record.read(node, doc)
        if values is None or not values.keys() >= self.record.required.keys() or None in values.values():
            return None
        return self.make(**{self.names.get(key, key): value for key, value in values.items()})

    def json_schema(self) -> JsonObject:
        return self.record.json_schema()


def _entries(node: Node, doc: Document) -> dict[str, tuple[Node, Node]] | None:
    """The key and value nodes by key text; reports what is not a mapping, keys that are not text, and duplicates."""
    if not _is_mapping(node, doc):
        return None
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        name = scalar_text(key, doc, "a key")
        if name is None:
            continue
        if name in found:
            _report_twice(key, found[name][0], doc)
        else:
            found[name] = (key, value)
    return found


def _is_mapping(node: Node, doc: Document, example: str = KEY_AND_VALUE) -> bool:
    if is_tagged(node, doc):
        return False
    if not isinstance(node, MappingNode):
        doc.report(node, "expected keys and values", f"write {example}")
        return False
    return True


def _report_twice(key: Node, first: Node, doc: Document) -> None:
    doc.report(key, f"{short(key.value)} appears twice; the first is on line {doc.at(first).line}")


def unknown_ids(doc: Document, ids: Iterable[str], known: Iterable[str], kind: str, *path: str | int) -> None:
    """Reports every id in the list or mapping at a path that is not one of the known ones."""
    names = set(known)
    for n, name in enumerate(ids):
        if name not in names:
            place = dict(doc.key_places(*path)).get(name) or doc.place(*path, n)
            doc.report(place, f"there is no {kind} {short(name)}", doc.near(name, sorted(names)))
