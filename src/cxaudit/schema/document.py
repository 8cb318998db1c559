"""Parses YAML text into a tree of nodes that know their place in the file.

Aliases and a second document are refused, and size and depth are limited before the tree is built, since deep
nesting makes libyaml's composer crash in a way that nothing can catch.
"""

import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.limits import check_size

try:
    from yaml._yaml import CParser

    FAST = True
except ImportError:  # PyYAML without libyaml: same trees, about twelve times slower
    FAST = False

MAX_DEPTH = 64
MOST_HINTS = 100  # a file with more mistakes than this gets no hints on spelling
MOST_FLOWS = 400  # brackets that a file may have before their nesting is checked: this many do no harm

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_DEEP = re.compile(rf"[ \-?:]{{{MAX_DEPTH}}}")  # no block can nest twice as deep without a run this long
_DEEP_LINE = re.compile(rf"\n[ \-?:]{{{MAX_DEPTH}}}")  # the same at a line start, where \n is the only break
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\n"
PLAIN, OTHER = "plain", "other"  # the tags that a node can have


class _Resolver:
    """Separates plain scalars from other nodes, and leaves their meaning to the shapes."""

    # Not needed, but called at every node. Built-ins are the fastest no-ops: they are never bound as methods; these
    # take the right number of arguments.
    descend_resolver = operator.is_
    ascend_resolver = bool

    def resolve(self, kind: type, value: object, implicit: tuple[bool, bool]) -> str:
        return PLAIN if kind is ScalarNode and implicit[0] else OTHER


_Tree: Any
if FAST:

    class _FastTree(_Resolver, CParser):
        def __init__(self, stream: str) -> None:
            CParser.__init__(self, stream)

    _Tree = _FastTree
else:
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _SlowTree(_Resolver, Reader, Scanner, Parser, Composer):
        def __init__(self, stream: str) -> None:
            for part, *args in ((Reader, stream), (Scanner,), (Parser,), (Composer,)):
                part.__init__(self, *args)

    _Tree = _SlowTree


@dataclass(eq=False, repr=False)
class Document:
    """A parsed file: its tree of nodes and the diagnostics found in it so far.

    `clean` says that no plain scalar in it can contain a character that must not be shown.
    """

    file: str
    root: Node
    diagnostics: list[Diagnostic] = field(default_factory=list)
    clean: bool = False

    def place(self, *path: str | int) -> Place:
        """The place of the value at a path of keys and indexes, or of its nearest parent where it is missing."""
        node = self.root
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return self.at(node)

    def key_places(self, *path: str | int) -> list[tuple[str, Place]]:
        """The keys of the mapping at a path, each with its place."""
        node: Node | None = self.root
        for step in path:
            node = node and _child(node, step)
        return [(str(key.value), self.at(key)) for key, _ in node.value] if isinstance(node, MappingNode) else []

    def at(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def report(self, place: Place | Node, message: str, hint: str = "") -> None:
        where = place if isinstance(place, Place) else self.at(place)
        self.diagnostics.append(Diagnostic(message, where, hint))

    def near(self, word: str, known: Iterable[str], kind: str = "") -> str:
        """A hint for a mistyped word; empty once so much is wrong that the search takes longer than it is worth."""
        return did_you_mean(word, known, kind) if len(self.diagnostics) <= MOST_HINTS else ""

    def raise_diagnostics(self) -> None:
        """Raises CxauditError with everything reported so far, if there is anything."""
        if self.diagnostics:
            raise CxauditError(*self.sorted_diagnostics())

    def sorted_diagnostics(self) -> list[Diagnostic]:
        """Everything reported so far, sorted by place."""
        return sorted(self.diagnostics, key=lambda diagnostic: diagnostic.place or Place(""))


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


def parse(data: bytes, file: str) -> Document:
    """The tree of one YAML file. Raises CxauditError where the text cannot be read as one YAML document."""
    text = _decode(data, file)
    # Nearly every file has no unprintable character but \n, which is then its only line break.
    plain = not data.translate(None, _PRINTABLE) or text.replace("\n", "").isprintable()
    if not plain:
        _check_characters(text, file)
    try:
        if _looks_risky(text, plain):
            _walk_events(text, file)
        root = _Tree(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise CxauditError(_syntax_problem(error, file)) from None
    if root is None:
        raise _unreadable("the file is empty", Place(file))
    return Document(file, root, clean=plain)


def _unreadable(message: str, place: Place, hint: str = "") -> CxauditError:
    return CxauditError(Diagnostic(message, place, hint, UNREADABLE))


def _decode(data: bytes, file: str) -> str:
    check_size(data, file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        col = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "the file looks like UTF-16: save it as UTF-8" if utf16 else "save the file as UTF-8"
        raise _unreadable("the file is not UTF-8 text", Place(file, line, col), hint) from None
    return text


def _check_characters(text: str, file: str) -> None:
    if bad := _FORBIDDEN.search(text):
        start = bad.start()
        place = Place(file, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        raise _unreadable(f"the control character U+{ord(bad.group()):04X} is not allowed here", place)


def _looks_risky(text: str, plain: bool) -> bool:
    """Whether the tree could be deep or contain aliases: a cheap guess that errs only on the side of caution."""
    if "*" in text or text.count("[") + text.count("{") > MOST_FLOWS:
        return True
    return _DEEP_LINE.search(f"\n{text}") is not None if plain else _DEEP.search(text) is not None


def _walk_events(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Tree):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                place = _event_place(event, file)
                raise _unreadable(f"nested more than {MAX_DEPTH} levels deep", place)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            place = _event_place(event, file)
            hint = "write the value out, or quote text that begins with *"
            raise _unreadable(f"aliases (*{event.anchor}) are not allowed", place, hint)


def _event_place(event: yaml.Event, file: str) -> Place:
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


_SYNTAX_HINTS = (
    (
        "cannot start any token",
        "a value that begins with this character needs quotes; indent with spaces, not tabs",
    ),
    ("mapping values are not allowed", "quote text that contains a colon and a space"),
    ("block end", "check the indentation, and quote text that goes on after a closing quote"),
    ("could not find expected ':'", "put a colon and a space after the key"),
    ("unexpected end of stream", "add the closing quote"),
)


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    message = " ".join((error.problem or "").split())
    if message == "but found another document":
        return Diagnostic("a second document begins here", place, "one document per file: remove the ---", UNREADABLE)
    hint = next((hint for part, hint in _SYNTAX_HINTS if part in message), "")
    return Diagnostic(f"not valid YAML: {message}", place, hint, UNREADABLE)
