"""The times that a document promises: for what, how long, and where."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from cxaudit.prose.guards import guard
from cxaudit.prose.nearest import COMMON, stem
from cxaudit.prose.sentences import Sentence, Words, words_of
from cxaudit.prose.units import UnitKind

_COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {word: Fraction(n) for n, word in enumerate(_COUNTED, 1)}
_NUMBERS |= {"a": _NUMBERS["one"], "an": _NUMBERS["one"], "half": Fraction(1, 2)}
_NUMBERS |= {"fifteen": Fraction(15), "twenty": Fraction(20), "thirty": Fraction(30)}
_HOUR, _MINUTE = Fraction(1), Fraction(1, 60)
_UNITS = {"second": _MINUTE / 60, "minute": _MINUTE, "min": _MINUTE, "hour": _HOUR, "hr": _HOUR, "h": _HOUR}
_UNITS |= {"day": 24 * _HOUR, "week": 168 * _HOUR, "month": 720 * _HOUR}
_ACTS = (
    ("acknowledge", ("acknowledg",)),
    ("reply", ("repl", "answer", "respon", "back")),
    ("settle", ("resol", "fix", "repair", "settle", "solv", "complet")),
)
_ABOUT = re.compile(
    r"\b(?:phone|telephone|call|email|mail|chat|letter|post|text|form|social|complaint|enquir|question"
    r"|application|repair"
    r"|refund|order|request|incident|ticket|appeal|stage|urgent|emergenc|critical|high|medium|low|normal"
    r"|routine|priority|severity"
    r"|p\d|s\d|level|tier|premium|standard|basic|gold|silver|bronze|free|enterprise|weekend|weekday|night"
    r"|outside|after hours|first|final|full|initial"
    r"|member|business|staff|department|out of hours|major|minor|simple|complex|new|review|second|third|invoice"
    r"|bill|booking"
    r"|feedback|review|press|media|data|information|foi|service|outage|voicemail|message|case|minister"
    r"|councillor)\w*",
    re.I,
)


_SAID = frozenset(
    [
        "within",
        "by",
        "under",
        "up",
        "to",
        "at",
        "most",
        "latest",
        "working",
        "business",
        "day",
        "days",
        "week",
        "weeks",
        "hour",
        "hours",
        "aim",
        "try",
        "all",
        "any",
        "they",
        "will",
        "shall",
        "always",
        "receive",
        "get",
        "promise",
        "usually",
        "normally",
        "customers",
        "customer",
        "people",
        "within",
        "soon",
        "time",
        "times",
        "clear",
        "full",
    ]
)
_FEW, _MOST_ALIKE = 2, 50


class Goal(NamedTuple):
    """A time within which something is promised."""

    sentence: int  # its number in the document
    what: tuple[str, frozenset[str]]  # the act, and the words that say for what
    hours: Fraction
    is_working: bool  # in working hours or days
    content: frozenset[str]  # what else the sentence says, as stems
    is_row: bool  # of a table, whose rows are about different things unless their words are the same
    text: str  # the time as written


def goals(sentences: Sequence[Sentence], words: Sequence[Words], above: Sequence[str]) -> Iterator[Goal]:
    """Every promise of a single time in a document, one for each sentence that has only one."""
    for n, sentence in enumerate(sentences):
        if sentence.unit.kind is UnitKind.HEADING or guard(sentence, above[sentence.above]):
            continue
        times = list(_times(words[n]))
        acts = [act for act, starts in _ACTS if any(word.startswith(starts) for word in words[n].text)]
        if len(times) == 1 and len(acts) == 1 and not sentence.text.rstrip().endswith("?"):
            hours, is_working, text = times[0]
            around = f"{sentence.text} {sentence.unit.lead} {' '.join(sentence.unit.headings)}"
            about = frozenset(found[0].lower()[:6] for found in _ABOUT.finditer(around))
            is_row = sentence.unit.kind is UnitKind.ROW
            is_listed = is_row or sentence.unit.kind in (UnitKind.ITEM, UnitKind.STEP)
            content = f"{around} {sentence.unit.text}" if is_listed else sentence.text  # a list speaks by its place too
            yield Goal(n, (acts[0], about), hours, is_working, _content(content, text), is_row, text)


def _times(words: Words) -> Iterator[tuple[Fraction, bool, str]]:
    text = words.text
    for n, word in enumerate(text):
        unit = _UNITS.get(word.rstrip("s") if len(word) > 1 else word)
        if unit is None or n == 0:
            continue
        at = n - 1
        is_working = text[at] in ("working", "business", "office")
        if text[at] in ("working", "business", "office", "clear", "full", "calendar"):
            at -= 1
        number = _number(text[at], words.kinds[at]) if at >= 0 else None
        if number is not None:
            yield number * unit, is_working, " ".join(text[at : n + 1])


def _number(word: str, kind: str) -> Fraction | None:
    if kind == "number" and re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", word):
        return Fraction(word)
    return _NUMBERS.get(word)


def _content(text: str, time: str) -> frozenset[str]:
    """What a text says beside the time and the act, as stems; numbers tell levels and classes apart."""
    timed = {*time.split()}
    said = {
        stem(word) for word in words_of(text).text if word not in COMMON and word not in _SAID and word not in _NUMBERS
    }
    starts = tuple(start for _, several in _ACTS for start in several)
    return frozenset(word for word in said if not (word in _UNITS or word in timed or word.startswith(starts)))


def contradictions(found: Sequence[Goal]) -> Iterator[tuple[Goal, Goal]]:
    """Two goals for one thing that differ, each later one with the first; a few more words make no other thing."""
    seen: dict[tuple[str, frozenset[str]], list[Goal]] = {}
    for goal in found:
        alike = seen.setdefault(goal.what, [])
        for known in alike[:_MOST_ALIKE]:
            more = known.content ^ goal.content
            few = 0 if known.is_row and goal.is_row else _FEW
            is_same = len(more) <= few and (known.content <= goal.content or goal.content <= known.content)
            if is_same and known.hours != goal.hours and known.is_working == goal.is_working:
                yield known, goal
                break
        alike.append(goal)
