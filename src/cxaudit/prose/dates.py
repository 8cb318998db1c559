"""Dates in English text."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from cxaudit.prose.guards import guard
from cxaudit.prose.sentences import Sentence

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NAME = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?:(?P<day>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?)?(?P<month>{_NAME})\.?(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,)?\s+(?P<year>20\d\d)",
    re.I,
)
_DUE = re.compile(
    r"\b(?:next (?:\w+ ){0,2}review(?:ed)?|(?:to|will|must|should|shall) be (?:next )?(?:reviewed|revised"
    r"|updated)|due for review"
    r"|review (?:due|date|by)|valid until|expires on|next (?:revision|update))\b",
    re.I,
)
_CLOSE = 30  # characters from such words to the date


def reviews_due(sentences: Sequence[Sentence]) -> Iterator[tuple[int, str]]:
    """The days on which a document says that it is to be reviewed, each with the number of its sentence."""
    for n, sentence in enumerate(sentences):
        due = _DUE.search(sentence.text)
        day = next((day for day, at in dates_in(sentence.text) if due and 0 <= at - due.end() <= _CLOSE), "")
        if day and not guard(sentence, ""):
            yield n, day


def dates_in(text: str) -> Iterator[tuple[str, int]]:
    """The dates in a text as YYYY-MM-DD, each with where it begins; a month alone is its last day."""
    for found in _DATE.finditer(text):
        if found["iso"]:
            yield found["iso"], found.start()
            continue
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"].lower()[:3]))
        year = int(found["year"])
        last = monthrange(year, month)[1]
        day = int(found["day"] or found["after"] or last)
        if 1 <= day <= last:
            yield f"{year:04}-{month:02}-{day:02}", found.start()
