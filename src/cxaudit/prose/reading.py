"""What a run keeps of a document that it read: for each criterion how surely, where, and by which words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cxaudit.model import Criterion
from cxaudit.prose.coverage import NOTHING, Match, State
from cxaudit.prose.sentences import Sentence
from cxaudit.prose.view import ProseView, place_in_words

_MOST_PLACES = 5  # of one criterion


class Passage(NamedTuple):
    """A sentence of a document."""

    line: int  # 0 where the document has no lines
    where: str  # in words
    text: str
    words: str = ""  # those that matched
    guard: str = ""  # why it does not count; empty where it does
    shows: tuple[str, ...] = ()  # the written practices that it shows


class Seen(NamedTuple):
    """What a document has on one criterion."""

    state: State
    places: Sequence[Passage] = ()  # the best first
    near: Sequence[Passage] = ()  # those that do not count
    practices: Sequence[str] = ()  # written practices that it shows


class DocumentReading(NamedTuple):
    """What a document covers."""

    file: str
    kind: str
    is_guess: bool  # whether the kind is one
    language: str  # "en", or empty
    words: int
    shut: str  # why nothing is said of what it covers; empty where something is
    criteria: Mapping[str, Seen]


def read_over(view: ProseView, kind: str, is_guess: bool) -> DocumentReading:
    """What a document covers, of each criterion that any signal is about."""
    gate = view.gate
    found = {id: _seen(view, id) for id in view.covered}
    language = "en" if gate.is_english and gate.words else ""
    return DocumentReading(view.prose.file, kind, is_guess, language, gate.words, gate.shut, found)


def _seen(view: ProseView, criterion: str) -> Seen:
    covered = view.covered.get(criterion, NOTHING)
    marked = [marker for marker in view.prose.markers if marker.name.partition("/")[0] == criterion]
    places = [
        Passage(m.place.line, f"line {m.place.line}", "", "marked in the document", shows=(m.name.partition("/")[2],))
        for m in marked
    ]
    first: dict[tuple[str, str], Passage] = {}
    for match in covered.matches:
        passage = first.setdefault((match.sentence.text, place_in_words(match.sentence)), _passage(match))
        if practice := match.shows:
            first[passage.text, passage.where] = passage._replace(shows=(*passage.shows, practice))
    places += list(first.values())[:_MOST_PLACES]
    near = [
        _passage(match) for match in covered.near if (match.sentence.text, place_in_words(match.sentence)) not in first
    ]
    return Seen(covered.state, tuple(places), tuple(near[:_MOST_PLACES]), tuple(covered.practices))


def _passage(match: Match) -> Passage:
    sentence = match.sentence
    return Passage(sentence.line, place_in_words(sentence), sentence.text, match.words, match.guard)


def nearest(view: ProseView, criterion: Criterion) -> list[Passage]:
    """The passages nearest to a question and its statements, for a person to look at."""
    says = " ".join(practice.says for practice in criterion.practices)
    return [_plain(one) for one in view.passages.nearest(f"{criterion.title} {criterion.question} {says}")]


def _plain(sentence: Sentence) -> Passage:
    return Passage(sentence.line, place_in_words(sentence), sentence.text)
