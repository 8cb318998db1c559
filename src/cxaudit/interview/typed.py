"""What a typed line means at a question: numbers with marks, a level, or a key. Pure."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from cxaudit.catalog.builder import outside
from cxaudit.interview.keys import LETTERS
from cxaudit.measure import Scale, State
from cxaudit.model import Answer, Fact, Practice
from cxaudit.schema.scalars import is_number


class Marked(NamedTuple):
    """What a line says of practices; one that it leaves open is in none of these fields.

    `ruled_out` are practices that do not apply, whose reason is still to be asked.
    """

    said: Mapping[str, State]
    ruled_out: tuple[str, ...] = ()
    rest: str = ""  # what was typed after the marks: evidence, or with "don't know" a note


class Key(NamedTuple):
    """A key that is not an answer, with what was typed after it."""

    key: str
    rest: str = ""


KEYS = LETTERS | {"?"}  # those that do something else than answer, alone or before a text
_MARKS = re.compile(r"(?:[0-9][~/?!x-]?)+", re.I)
_ONE = re.compile(r"([0-9])([~/?!x-]?)", re.I)
_OF_PRACTICE = {"": State.YES, "~": State.PARTLY, "?": State.UNKNOWN}
_OF_RESULT = {"": State.REACHED, "!": State.MISSED, "-": State.NOT_MEASURED, "?": State.UNKNOWN}


def key_of(line: str) -> Key | None:
    """The key that a line begins with, or is; None where it is an answer or nothing."""
    word, _, rest = line.partition(" ")
    key = word.lower()
    return Key(key, rest.strip()) if len(key) == 1 and key in KEYS else None


def marked(line: str, practices: Sequence[Practice]) -> Marked | str:
    """What a line says of practices, which are numbered from 1; a message where it is not valid.

    Those named are true, the others are not. A result is answered only if named, by "all", or by "don't know".
    """
    word, _, rest = line.partition(" ")
    match word.lower():
        case "a":
            said = {p.id: State.REACHED if p.is_result else State.YES for p in practices}
            return Marked(said, rest=rest.strip())
        case "d":
            return Marked({p.id: State.UNKNOWN for p in practices}, rest=rest.strip())
        case "0":
            return Marked({p.id: State.NO for p in practices if not p.is_result}, rest=rest.strip())
    pairs, rest = _pairs(line)
    if not pairs:
        return "" if line else "nothing is marked"
    if rest[:1] in "~?!-" and rest[1:2] in ("", " ") and rest:
        return f"write {rest[0]} directly after its number, such as {pairs[-1][0]}{rest[0]}"
    return _marked(pairs, practices, rest)


def _pairs(line: str) -> tuple[list[tuple[int, str]], str]:
    """The numbers at the beginning of a line with their marks, and what comes after them."""
    pairs: list[tuple[int, str]] = []
    words = re.split(r"[ ,;]+", line.strip())
    for n, word in enumerate(words):
        if not _MARKS.fullmatch(word):
            return pairs, " ".join(words[n:])
        pairs += [(int(number), mark.lower().replace("/", "~")) for number, mark in _ONE.findall(word)]
    return pairs, ""


def _marked(pairs: Sequence[tuple[int, str]], practices: Sequence[Practice], rest: str) -> Marked | str:
    said = {p.id: State.NO for p in practices if not p.is_result}
    ruled_out = []
    named: set[int] = set()
    for number, mark in pairs:
        if not 1 <= number <= len(practices):
            return f"there is no {number} here: the statements are numbered 1 to {len(practices)}"
        if number in named:
            return f"{number} is named twice"
        named.add(number)
        practice = practices[number - 1]
        words = _OF_RESULT if practice.is_result else _OF_PRACTICE
        if mark == "x":
            ruled_out.append(practice.id)
            said.pop(practice.id, None)
        elif mark in words:
            said[practice.id] = words[mark]
        elif practice.is_result:
            ways = f"{number} reached, {number}! missed, {number}- not measured, {number}? don't know"
            return f"{number} is a result: {ways}"
        else:
            return f"{number}{mark} is for results: {number} true, {number}~ partly, {number}? don't know"
    return Marked(said, tuple(ruled_out), rest)


RESULT_KEYS: Mapping[str, State] = {
    "1": State.REACHED,
    "r": State.REACHED,
    "y": State.REACHED,
    "2": State.MISSED,
    "m": State.MISSED,
    "!": State.MISSED,
    "3": State.NOT_MEASURED,
    "n": State.NOT_MEASURED,
    "-": State.NOT_MEASURED,
    "d": State.UNKNOWN,
    "?": State.UNKNOWN,
}


def result(line: str) -> State | None:
    """What a line says of a result that is asked by itself; None where it says nothing."""
    return RESULT_KEYS.get(line.strip().lower())


def on_scale(line: str, scale: Scale) -> tuple[Answer, str] | str:
    """The level or number that a line gives, and what was typed after it; a message where it gives none."""
    word, _, rest = line.partition(" ")
    if word.lower() == "d":
        return Answer(unknown=True), rest.strip()
    if scale.marks:
        number = word.removesuffix(scale.unit) if scale.unit else word
        if not is_number(number):
            return ""
        return outside(scale, Fraction(number)) or (Answer(number=Fraction(number)), rest.strip())
    if word.isdecimal() and len(word) == 1 and int(word) <= scale.top:
        return Answer(level=int(word)), rest.strip()
    return ""


def fact(line: str, asked: Fact) -> str | tuple[str, ...] | None:
    """What a line says of a fact; None where it says nothing."""
    word = line.strip().lower()
    if word in ("d", "don't know"):
        return State.UNKNOWN
    if asked.names:
        names = tuple(dict.fromkeys(name.strip() for name in re.split(r"[,;]", line) if len(name.strip()) > 1))
        return names or None
    choices = list(asked.choices)
    if not choices:
        return {"y": "yes", "yes": "yes", "n": "no", "no": "no"}.get(word)
    if number := choice(word, len(choices)):
        return choices[number - 1]
    return word if word in choices else None


def choice(word: str, most: int) -> int:
    """The number from 1 to `most` that a word is; 0 where it is none."""
    return int(word) if word.isdecimal() and len(word) <= 6 and 1 <= int(word) <= most else 0


def numbers(line: str, practices: Sequence[Practice]) -> tuple[tuple[str, ...], tuple[str, ...]] | str:
    """The practices that a line names as examined: those that held, and with ! those that did not; else a message."""
    pairs, rest = _pairs(line)
    if rest or not pairs:
        return "type the numbers that you examined, with ! where one did not hold, such as v 1 3!"
    for number, mark in pairs:
        if not 1 <= number <= len(practices):
            return f"there is no {number} here: the statements are numbered 1 to {len(practices)}"
        if mark not in ("", "!"):
            return f"{number}{mark} says nothing here: {number} held, {number}! did not"
    held = tuple(practices[number - 1].id for number, mark in pairs if not mark)
    return held, tuple(practices[number - 1].id for number, mark in pairs if mark)
