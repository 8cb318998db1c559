"""What a document says about a question, for the person who answers to see and to take as evidence. Pure."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cxaudit import sanitize
from cxaudit.model import Criterion
from cxaudit.prose.coverage import State
from cxaudit.prose.reading import DocumentReading, Passage, nearest, read_over
from cxaudit.prose.units import Prose
from cxaudit.prose.view import ProseView

MOST = 5  # passages of one question
NO_DOCUMENT = "No document was named: start with --strategy FILE to see what it says."
_HEADS = {
    State.DOCUMENTED: "The document deals with this:",
    State.MENTIONED: "The document mentions this:",
    State.HINT: "There is only a hint in the document:",
    State.NOT_FOUND: "Nothing was found in the document. Nearest, perhaps about something else:",
}


class Quote(NamedTuple):
    """A passage, and what it becomes as evidence."""

    shown: str
    evidence: str


class Said(NamedTuple):
    """What a document says about one question."""

    head: str
    quotes: tuple[Quote, ...] = ()

    def lines(self, take: str) -> list[str]:
        """It as lines of text; `take` says how a passage is taken as evidence."""
        rows = [f"  {n}  {quote.shown}" for n, quote in enumerate(self.quotes, 1)]
        return [self.head, *rows, *([take] if rows else [])]


Says = Callable[[Criterion], Said]


def says(view: ProseView, name: str) -> Says:
    """What a document says, by question; `name` is what to call its file in evidence."""
    reading = read_over(view, "", is_guess=False)
    known: dict[str, Said] = {}

    def of(criterion: Criterion) -> Said:
        if criterion.id not in known:
            known[criterion.id] = _said(reading, view, criterion, sanitize.line(name))
        return known[criterion.id]

    return of


def _said(reading: DocumentReading, view: ProseView, criterion: Criterion, name: str) -> Said:
    if reading.shut:
        return Said(f"Nothing is said of what this document covers: {reading.shut}.")
    seen = reading.criteria.get(criterion.id)
    state = seen.state if seen else State.NOT_FOUND
    passages = [one for one in seen.places if one.text] if seen else []
    if state in (State.HINT, State.NOT_FOUND):
        known = {one.text for one in passages}
        passages += [one for one in nearest(view, criterion) if one.text not in known]
    if not passages:
        return Said("Nothing was found in the document.")
    return Said(_HEADS[state], tuple(_quote(one, name) for one in passages[:MOST]))


def _quote(passage: Passage, name: str) -> Quote:
    shown, kept = sanitize.short(passage.text, 240), sanitize.short(passage.text, 200)
    return Quote(f"{passage.where}: {shown}", f'{name}, {passage.where}: "{kept}"')


def taken(evidence: str, quote: Quote) -> str:
    """Evidence with a passage added, unless it is there already."""
    if quote.evidence in evidence:
        return evidence
    return f"{evidence}; {quote.evidence}" if evidence else quote.evidence


def as_prose(file: str, texts: Sequence[tuple[str, int, str]]) -> Prose:
    """The texts of a YAML strategy as prose: of each the key that it is under, its line, and the text."""
    from cxaudit.prose.units import Unit, UnitKind

    return Prose(file, [Unit(UnitKind.ITEM, text, line, (key,), "", n) for n, (key, line, text) in enumerate(texts, 1)])
