"""Checks for what texts say: words that they must or must not contain, and how long they are."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from cxaudit.rules.checks.base import (
    FIELDS,
    WORDS,
    Check,
    Fault,
    ProseFault,
    Things,
    described,
    fields_of,
    unknown_fields,
)
from cxaudit.rules.view import KeyPath, Selection, StrategyView, texts_in
from cxaudit.schema.containers import ListOf, Record
from cxaudit.schema.scalars import AnyShape, Boolean, Integer, Ref, Text, number_text
from cxaudit.strategy.schema import STRATEGY, Value

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

_NUMBERED = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|same|next)\b", re.I)
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")


class Says(Check, name="says"):
    """That no text, or none of these fields, has one of these words; a number in the same text may allow it."""

    params = Record(
        {"any-of": WORDS},
        {
            "fields": FIELDS,
            "in-capitals": WORDS,
            "unless-number": Boolean(),
            "unless-there": ListOf(Text(), 1),
            "near": WORDS,
            "unless-near": WORDS,
            "unless-covered": ListOf(Ref(), 1),
            "once": Boolean(),
            "at-most": Integer(1, 999),
        },
    )
    words = ("value", "text")
    reads_prose = True

    any_of: tuple[str, ...]
    fields: tuple[str, ...] | None = None  # all texts where None
    in_capitals: tuple[str, ...] = ()  # words that match only in the same case
    unless_number: bool = False
    unless_there: tuple[str, ...] = ()  # the path to a part of a strategy that, if there, allows all words
    near: tuple[str, ...] = ()  # in prose: one of these must be in the same sentence
    unless_near: tuple[str, ...] = ()  # in prose: one of these in the same sentence allows all words
    unless_covered: tuple[str, ...] = ()  # in prose: a criterion or practice that, if shown, allows all words
    at_most: int = 999  # of more faults than this, only the first is reported, with their number
    once: bool = False  # in prose: whether the first is enough

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        texts = None if self.fields is None else [*_texts_of(things, self.fields, view)]
        lower = view.lower if texts is None else " ".join(" ".join([text for _, text in texts]).lower().split())
        for word in _lowered((*self.any_of, *self.in_capitals)):
            if word in lower:
                break
        else:  # nearly always
            return
        if self.unless_there and _is_there(self.unless_there, view):
            return
        found_all = []
        for path, text in texts or _texts_of(things, self.fields, view):
            found = _pattern(self.any_of, self.in_capitals).search(text)
            if found and not (self.unless_number and _NUMBERED.search(text)):
                found_all.append((path, {"value": found[0], "text": text}))
        yield from found_all if len(found_all) <= self.at_most else [_gathered(found_all)]

    def find_in(self, view: "ProseView") -> Iterator[ProseFault]:
        if not any(word in view.lower for word in _lowered((*self.any_of, *self.in_capitals))):
            return
        found = list(self._found_in(view))
        if found and not any(map(view.shows, self.unless_covered)):
            yield from found[:1] if self.once else found

    def _found_in(self, view: "ProseView") -> Iterator[ProseFault]:
        for n, sentence in enumerate(view.sentences):
            if sentence.unit.kind == "quote":
                continue
            found = _pattern(self.any_of, self.in_capitals).search(sentence.text)
            if not found or (self.near and not _pattern(self.near).search(sentence.text)):
                continue
            if self.unless_near and _pattern(self.unless_near).search(sentence.text):
                continue
            if not (self.unless_number and _NUMBERED.search(sentence.unit.text)):
                yield n, {"value": found[0], "text": sentence.text}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields(self.fields or (), selection.on)
        shape: AnyShape | None = STRATEGY
        for step in self.unless_there:
            shape = shape.shapes.get(step) if isinstance(shape, Record) else None
        if shape is None:
            yield f'a strategy has no "{"/".join(self.unless_there)}"'


def _gathered(faults: Sequence[Fault]) -> Fault:
    """One fault for many: the first, with how many there are."""
    path, words = faults[0]
    return path, {**words, "text": f"{len(faults)} texts, the first: {words['text']}"}


def _is_there(steps: Sequence[str], view: StrategyView) -> bool:
    thing: Value = view.strategy
    for step in steps:
        thing = thing.get(step) if isinstance(thing, dict) else None
    return thing is not None


class Holds(Check, name="holds"):
    """That the text of a field holds one of these words."""

    params = Record({"field": Text(), "any-of": WORDS})
    words = ("value",)
    asks_for = True

    field: str
    any_of: tuple[str, ...]

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        for thing, path in things:
            text = thing.get(self.field) if thing else None
            if isinstance(text, str) and not _pattern(self.any_of).search(text):
                yield (*path, self.field), {"value": text}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields([self.field], selection.on)
        field = (fields_of(selection.on) or {}).get(self.field)
        if field and not isinstance(field, Text):
            yield f"holds needs a text, and {self.field} is not one"

    def looks_for(self, selection: Selection) -> str:
        return described("/".join(selection.on), self.field, selection)

    def is_present(self, things: Things, view: StrategyView) -> bool:
        return any(thing is not None and self.field in thing for thing, _ in things)


class WordCount(Check, name="word-count"):
    """That these fields, or all texts, have at least or at most this many words; what is missing is not counted."""

    params = Record({}, {"fields": FIELDS, "at-least": Integer(1, 99999), "at-most": Integer(1, 99999)})
    words = ("count", "limit")

    fields: tuple[str, ...] | None = None
    at_least: int = 0
    at_most: int | None = None

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        path: KeyPath = ()
        if self.fields is not None:
            texts = list(_texts_of(things, self.fields, view))
            count, path = sum(len(text.split()) for _, text in texts), texts[0][0] if texts else ()
        elif not self.at_least and len(view.lower) < 2 * (self.at_most or 0):
            return  # a word and its space take at least two characters
        else:
            count = len(view.lower.split())
        limit = count if self.at_most is None else self.at_most
        if 0 < count < self.at_least or count > limit:
            yield path, {"count": count, "limit": self.at_least if count < self.at_least else limit}

    def misuses(self, selection: Selection) -> Iterator[str]:
        yield from unknown_fields(self.fields or (), selection.on)
        if self.at_most is not None and self.at_least > self.at_most:
            yield "at-least is more than at-most"


class SentenceLength(Check, name="sentence-length"):
    """That sentences average at most this many words; five words or fewer do not count as a sentence."""

    params = Record({"at-most": Integer(1, 999)})
    words = ("count", "limit")

    at_most: int

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        limit = self.at_most
        if not [text for text in view.texts if len(text) >= 2 * limit and len(text.split()) > limit]:
            return  # no text is longer than the limit, so the mean sentence is not either
        parts = (len(part.split()) for text in view.texts for part in _SENTENCE.split(text))
        lengths = [words for words in parts if words > 5]
        if sum(lengths) > limit * len(lengths):
            tenths = -(-10 * sum(lengths) // len(lengths))  # rounded up, so that it never looks like the limit
            yield (), {"count": number_text(Fraction(tenths, 10)), "limit": limit}


@lru_cache
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)


@lru_cache
def _pattern(words: tuple[str, ...], cased: tuple[str, ...] = ()) -> re.Pattern[str]:
    """A pattern for any of these words, whole, in any case; those in `cased` only as written."""
    any_of = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    as_is = "".join(f"|{re.escape(word)}" for word in cased)
    return re.compile(rf"(?<!\w)(?:(?i:{any_of}){as_is})(?!\w)")


def _texts_of(things: Things, fields: tuple[str, ...] | None, view: StrategyView) -> Iterator[tuple[KeyPath, str]]:
    """The texts that the rule looks at: those of its fields, or all."""
    if fields is None and things and things[0][0] is view.strategy:
        yield from texts_in(view.strategy, (), None)
        return
    for thing, path in things:
        yield from texts_in(thing, path, fields)
