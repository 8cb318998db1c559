"""Cuts a document into sentences, and sentences into words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cxaudit.prose.units import Unit, UnitKind

LONGEST = 900  # characters; a longer sentence is cut at a space, so that no text is slow to search
_MOST_LEAD = 300  # characters of what stands above a sentence

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£$€])")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|nos?|tel|approx|incl?|ltd|dept|a\.m|p\.m)|(?:^|\s)[A-Z])\.$", re.I
)
_WORD = re.compile(
    r"(?P<email>[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64})"
    r"|(?P<url>https?://\S+|www\.\S+|\b[\w-]{2,40}\.(?:com|org|net|gov|edu|io|co\.uk|org\.uk|gov\.uk)\b)"
    r"|(?P<date>\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
    r"|(?P<phone>\+\d[\d ().-]{7,20}\d|\b0\d{2,5}[ -]\d{3,4}[ -]?\d{3,6}\b|\(\d{2,5}\) ?\d{3,4}[ -]?\d{3,4}"
    r"|\b\d{3}[ -]\d{3}[ -]\d{4}\b)"
    r"|(?P<money>[£$€]\s?\d[\d,.]{0,20}[km]?)"
    r"|(?P<clock>\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b)?|\d{1,2}\s?[ap]\.?m\b)"
    r"|(?P<percent>\d[\d.,]{0,10}\s?(?:%|per\s?cent\b|percent\b))"
    r"|(?P<always>24/7|24x7|24×7)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:'[^\W\d_]+)*)"
    r"|(?P<mark>[,;:()|—–])"
    r"|(?P<ask>\?)",
    re.I,
)


class Words(NamedTuple):
    """The words of a sentence in lower case, and for each what kind it is and in which clause."""

    text: tuple[str, ...]
    kinds: tuple[str, ...]  # "word", "number", "clock", "percent", "money", "email", "phone", "url", "date", "always"
    clauses: tuple[int, ...]
    starts: tuple[int, ...]  # where each begins in the sentence


class Sentence(NamedTuple):
    """One sentence of a unit, or one row of a table, on one line."""

    text: str
    line: int  # 0 where the document has no lines
    unit: Unit
    above: int  # the number of what stands above it: headings, and what leads up to a list or a table


class Sentences(NamedTuple):
    """All sentences of a document, and what stands above them, each once."""

    all: Sequence[Sentence]
    above: Sequence[str]


def sentences_of(units: Sequence[Unit]) -> Sentences:
    """The sentences of a document in order."""
    found: list[Sentence] = []
    above: dict[str, int] = {}
    for unit in units:
        over = " | ".join((*unit.headings, unit.lead[-_MOST_LEAD:]))
        number = above.setdefault(over, len(above))
        whole = unit.kind in (UnitKind.ROW, UnitKind.HEADING, UnitKind.FIELD)
        for text, breaks in _cut(unit.text, 0) if whole else _split(unit.text):
            found.append(Sentence(text, unit.line + breaks if unit.line else 0, unit, number))
    return Sentences(found, list(above))


def _split(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for found in _END.finditer(text):
        if not _SHORT.search(text[max(start, found.start() - 8) : found.start()]):
            yield from _cut(text[start : found.start()], text.count("\n", 0, start))
            start = found.end()
    yield from _cut(text[start:], text.count("\n", 0, start))


def _cut(part: str, breaks: int) -> Iterator[tuple[str, int]]:
    while part.strip():
        at = len(part) if len(part) <= LONGEST else part.rfind(" ", 1, LONGEST) + 1 or LONGEST
        yield " ".join(part[:at].split()), breaks + part.count("\n", 0, len(part) - len(part.lstrip()))
        breaks += part.count("\n", 0, at)
        part = part[at:]


@lru_cache(2048)  # rules and signals ask for the same sentences, one after the other
def words_of(sentence: str) -> Words:
    """The words of a sentence: numbers, times and addresses are one word each, hyphens part words."""
    text, kinds, clauses, starts = [], [], [], []
    clause = 0
    for found in _WORD.finditer(sentence.replace("’", "'")):
        kind = str(found.lastgroup)
        if kind in ("mark", "ask"):
            clause += 1
            if kind == "mark":
                continue
        word = found[0].lower()
        text.append(word[:-2] if word.endswith("'s") else word)
        kinds.append(kind)
        clauses.append(clause)
        starts.append(found.start())
    return Words(tuple(text), tuple(kinds), tuple(clauses), tuple(starts))
