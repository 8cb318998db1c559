"""What a strategy suppresses, by a comment beside a line or by an exception with a path."""

import heapq
import math
import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cxaudit.errors import Diagnostic, Place, Severity, did_you_mean
from cxaudit.prose.units import Ignore
from cxaudit.schema.document import Document
from cxaudit.schema.scalars import is_visible
from cxaudit.strategy.schema import Entry

BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # where YAML begins a new line
_IGNORE = re.compile(  # ends where the next begins; without a closing bracket, names no rule
    r"(?<!\S)#\s*cxaudit:?\s*ignore\b(?:\[([^\]#\n]*)\])?([^#\n]*(?:#(?!\s*cxaudit\b)[^#\n]*)*)", re.I
)
_NO_CONTENT = re.compile(r"\s*(?:#|$)|%|(?:---|\.\.\.)\s*(?:#|$)")  # blank, a comment, a directive, an end


class Rules(NamedTuple):
    """The ids of all rules, and of those that are on."""

    known: Collection[str]
    on: Collection[str]


def _unknown(rule: str, place: Place, rules: Rules) -> Diagnostic:
    return Diagnostic(f'there is no rule "{rule}"', place, did_you_mean(rule, rules.known, "rules"), "unknown-ignore")


# ---------------------------------------------------------------------------------------------- exceptions


def by_exceptions(
    exceptions: Sequence[Entry], doc: Document, diagnostics: Sequence[Diagnostic], rules: Rules
) -> list[Diagnostic]:
    """The diagnostics, suppressed where an exception names them, and those about the exceptions."""
    found: list[Diagnostic] = [*diagnostics]
    more: list[Diagnostic] = []
    for n, exception in enumerate(exceptions):
        rule, named, reason = (str(exception[key]) for key in ("rule", "path", "reason"))
        path, place = named.strip("/"), doc.place("exceptions", n, "rule")
        if rule not in rules.known:
            more.append(_unknown(rule, place, rules))
            continue
        hits = [n for n, d in enumerate(found) if d.rule == rule and f"{d.path}/".startswith(f"{path}/")]
        for hit in hits:
            found[hit] = found[hit]._replace(suppressed=reason)
        if not hits and rule in rules.on:
            more.append(_unused(rule, named, place, found))
    return found + more


def _unused(rule: str, path: str, place: Place, diagnostics: Iterable[Diagnostic]) -> Diagnostic:
    others = sorted({d.path or "/" for d in diagnostics if d.rule == rule})
    more = ", ..." if len(others) > 5 else ""
    hint = f"{rule} is reported at {', '.join(others[:5])}{more}" if others else ""
    message = f"{rule} is not reported at {path}: {'move' if others else 'remove'} this exception"
    return Diagnostic(message, place, hint, "unused-ignore", Severity.WARNING)


# --------------------------------------------------------------------------------------- ignores in text


def by_comments(ignores: Sequence[Ignore], diagnostics: Sequence[Diagnostic], rules: Rules) -> list[Diagnostic]:
    """The diagnostics on a document in prose, suppressed where a comment names them, and those about the comments."""
    found: list[Diagnostic] = [*diagnostics]
    more: list[Diagnostic] = []
    for ignore in ignores:
        if not ignore.rules:
            hint = "name one, such as <!-- cxaudit: ignore[vague-time] the law's wording -->"
            more.append(Diagnostic("this ignore comment names no rule", ignore.place, hint, "unknown-ignore"))
        elif not ignore.reason:
            message = f"the ignore for {', '.join(ignore.rules)} gives no reason"
            more.append(Diagnostic(message, ignore.place, "write it after the bracket", "ignore-without-reason"))
        for rule in ignore.rules:
            if rule not in rules.known:
                more.append(_unknown(rule, ignore.place, rules))
                continue
            lines = range(ignore.first, ignore.last + 1)
            hits = [n for n, d in enumerate(found) if d.rule == rule and d.place and d.place.line in lines]
            for hit in hits:
                found[hit] = found[hit]._replace(suppressed=ignore.reason or "no reason given")
            if not hits and rule in rules.on:
                message = f"{rule} is not reported here: remove it from this comment"
                more.append(Diagnostic(message, ignore.place, "", "unused-ignore", Severity.WARNING))
    return found + more


# ------------------------------------------------------------------------------------------------- ignores


_Span = tuple[int, float]  # the first and the last line, counted from 1


class _Ignore(NamedTuple):
    place: Place
    line: int  # the line that it is about
    rules: tuple[str, ...]
    reason: str


def by_ignores(text: str, doc: Document, diagnostics: Sequence[Diagnostic], rules: Rules) -> list[Diagnostic]:
    """The diagnostics, suppressed where a comment names them, and those about the comments.

    A comment applies to its line, one on a line of its own to the next line with content; if nothing is found there,
    to the whole entry that the line is in. Above the first key, it applies to what is missing in the file too.
    """
    found: list[Diagnostic] = [*diagnostics]
    more: list[Diagnostic] = []
    texts, near = list(_texts(doc.root)), _Near(doc, found)
    for ignore in _ignores(text, doc.file):
        before = bisect(texts, (ignore.place[1:], (math.inf, 0)))
        if before and ignore.place[1:] < texts[before - 1][1]:
            continue  # inside a text
        more += _misstated(ignore)
        for rule in ignore.rules:
            if rule not in rules.known:
                more.append(_unknown(rule, ignore.place, rules))
                continue
            hits = near.hits(ignore.line, rule)
            for hit in hits:
                found[hit] = found[hit]._replace(suppressed=ignore.reason or "no reason given")
            if not hits and rule in rules.on:
                more.append(near.does_nothing(rule, ignore.place))
    return found + more


class _Near:
    """Finds the diagnostics near a comment, by index: a file may have thousands of comments."""

    def __init__(self, doc: Document, found: Sequence[Diagnostic]) -> None:
        self._spans = list(_spans(doc.root))
        self._on_line: dict[tuple[int, str], list[int]] = {}
        self._in_span: dict[tuple[int, str], list[int]] = {}
        self._lines: dict[str, set[int]] = {}
        for line, numbers in sorted(_by_line(doc, found).items()):
            for number in numbers:
                rule, place = found[number].rule, found[number].place
                self._on_line.setdefault((line, rule), []).append(number)
                self._in_span.setdefault((self._span(line), rule), []).append(number)
                self._lines.setdefault(rule, set()).add(place.line if place else 0)

    def hits(self, line: int, rule: str) -> Sequence[int]:
        """The numbers of a rule's diagnostics on a line, else in the entry that the line is in."""
        if on_line := self._on_line.get((line, rule)):
            return on_line
        span = self._span(line)
        return self._in_span.get((span, rule), ()) if span >= 0 else ()

    def _span(self, line: int) -> int:
        """The number of the entry that a line is in; -1 for none."""
        at = bisect(self._spans, (line, math.inf)) - 1
        return at if at >= 0 and line <= self._spans[at][1] else -1

    def does_nothing(self, rule: str, place: Place) -> Diagnostic:
        lines = heapq.nsmallest(6, self._lines.get(rule, ()))
        others = ", ".join(map(str, lines[:5])) + (", ..." if len(lines) > 5 else "")
        hint = f"{rule} is reported on line{'s' if lines[1:] else ''} {others}: move it there" if lines else ""
        message = f"{rule} is not reported here: {'move it' if lines else 'remove it from this comment'}"
        return Diagnostic(message, place, hint, "unused-ignore", Severity.WARNING)


def _by_line(doc: Document, diagnostics: Sequence[Diagnostic]) -> dict[int, list[int]]:
    """The numbers of the diagnostics on each line; what is missing in the file is also on its first key's line."""
    found: dict[int, list[int]] = {}
    first = doc.root.start_mark.line + 1
    for n, diagnostic in enumerate(diagnostics):
        line, col = diagnostic.place[1:] if diagnostic.place else (0, 0)
        found.setdefault(line, []).append(n)
        if (line, col) == (1, 1) and first > 1:
            found.setdefault(first, []).append(n)
    return found


def _spans(root: Node) -> Iterator[_Span]:
    """The lines of each entry of a list, and of each other key at the top, in order."""
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if isinstance(value, SequenceNode) and value.value:
            yield from ((entry.start_mark.line + 1, _last_line(entry)) for entry in value.value)
        else:
            yield key.start_mark.line + 1, _last_line(value)


def _last_line(node: Node) -> int:
    """The last line of a node; a block ends where what follows it begins."""
    is_block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
    return int(node.end_mark.line + (0 if is_block else 1))


def _misstated(ignore: _Ignore) -> Iterator[Diagnostic]:
    if not ignore.rules:
        hint = "name one, such as # cxaudit: ignore[vague-time] the law's wording"
        yield Diagnostic("this ignore comment names no rule", ignore.place, hint, "unknown-ignore")
    elif not ignore.reason:
        message = f"the ignore for {', '.join(ignore.rules)} gives no reason"
        yield Diagnostic(message, ignore.place, "write it after the bracket", "ignore-without-reason")


def _ignores(text: str, file: str) -> Iterator[_Ignore]:
    lines = BREAKS.split(text)
    below = len(lines)  # the nearest line below with content; the loop goes from the last line up
    found_all = []
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        has_content = _has_content(line)
        for found in reversed([*_IGNORE.finditer(line)] if "cxaudit" in line.lower() else []):
            start = found.start()
            about = number if has_content else below
            rules = tuple(rule for part in (found[1] or "").split(",") if (rule := part.strip()))
            reason = found[2].strip() if is_visible(found[2]) else ""
            found_all.append(_Ignore(Place(file, number, start + 1), about, rules, reason))
        if has_content:
            below = number
    yield from reversed(found_all)


_Mark = tuple[int, int]  # line and column, counted from 1


def _texts(node: Node) -> Iterator[tuple[_Mark, _Mark]]:
    """Where quoted and block texts begin and end, in order: nothing inside them is a comment."""
    if isinstance(node, ScalarNode):
        if node.style:
            start, end = node.start_mark, node.end_mark
            begins = (start.line + 2, 1) if node.style in ("|", ">") else (start.line + 1, start.column + 1)
            yield begins, (end.line + 1, end.column + 1)
        return
    for part in node.value:
        for one in part if isinstance(part, tuple) else (part,):
            yield from _texts(one)


def _has_content(line: str) -> bool:
    return _NO_CONTENT.match(line) is None
