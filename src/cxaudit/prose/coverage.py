"""What a document deals with: of each criterion how surely and where, and which practices it shows."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from cxaudit.prose.gate import Gate, is_about_service
from cxaudit.prose.guards import denial, guard
from cxaudit.prose.matching import Index
from cxaudit.prose.phrases import Phrase, words_in
from cxaudit.prose.sentences import Sentence, Sentences, sentences_of, words_of
from cxaudit.prose.signals import Signal, Signals
from cxaudit.prose.units import Prose, UnitKind

MENTIONED, DOCUMENTED = 3, 6  # the least strength of each state
_AT_ONCE = 128  # sentences that are searched together: more would make the search slower than linear
_FURTHER = 1  # what each further place of a signal adds, for at most _MOST places
_MOST = 2


class State(StrEnum):
    """How far a document deals with a criterion."""

    DOCUMENTED = "documented"
    MENTIONED = "mentioned"
    HINT = "hint"
    NOT_FOUND = "not_found"


class Match(NamedTuple):
    """A sentence in which a signal occurs."""

    signal: Signal
    sentence: Sentence
    words: str  # those that matched
    weight: float = 1  # half for what is only a link, a note or a heading
    guard: str = ""  # why it does not count; empty where it does

    @property
    def shows(self) -> str:
        """The id of the written practice that it shows; empty where the signal is about none, or counts for less."""
        is_clear = self.signal.worth >= 3 and self.weight == 1
        return self.signal.shows.partition("/")[2] if is_clear else ""


class Covered(NamedTuple):
    """What a document has on one criterion."""

    state: State
    strength: float
    matches: Sequence[Match] = ()  # the best first
    near: Sequence[Match] = ()  # those that do not count
    practices: Sequence[str] = ()  # those that it shows, by their ids

    @property
    def is_found(self) -> bool:
        """Whether the document deals with the criterion; a hint is not enough."""
        return self.state in (State.DOCUMENTED, State.MENTIONED)


NOTHING = Covered(State.NOT_FOUND, 0)


def covered(prose: Prose, signals: Signals, gate: Gate) -> dict[str, Covered]:
    """What a document has on each criterion that any signal is about; nothing but markers where the gate is shut."""
    sentences = sentences_of(() if gate.shut else (*prose.front, *prose.units))
    if gate.is_narrow:
        over = sentences.above
        kept = [
            one
            for one in sentences.all
            if one.unit.kind is UnitKind.FIELD or is_about_service(f"{over[one.above]} {one.text}")
        ]
        sentences = sentences._replace(all=kept)
    by_criterion: dict[str, list[Match]] = {signal.criterion: [] for signal in signals.all}
    for match in matches(sentences, signals):
        by_criterion[match.signal.criterion].append(match)
    marked = _marked(prose)
    found = {criterion: _weighed(hits) for criterion, hits in by_criterion.items()}
    for criterion, practices in marked.items():
        before = found.get(criterion, NOTHING)
        shown = tuple(dict.fromkeys((*before.practices, *practices)))
        found[criterion] = before._replace(
            state=State.DOCUMENTED, strength=max(before.strength, DOCUMENTED), practices=shown
        )
    return found


def _marked(prose: Prose) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for marker in prose.markers:
        criterion, _, practice = marker.name.partition("/")
        found.setdefault(criterion, []).extend([practice] if practice else [])
    return found


def _weighed(hits: Sequence[Match]) -> Covered:
    counted = [match for match in hits if not match.guard]
    near = [match for match in hits if match.guard]
    by_signal: dict[int, list[Match]] = {}
    for match in counted:
        by_signal.setdefault(id(match.signal), []).append(match)
    kept: list[Match] = []
    strength = 0.0
    for same in by_signal.values():
        signal = same[0].signal
        if len({match.words for match in same}) < signal.distinct or len(same) < signal.times:
            continue
        kept += same
        best = max(match.weight for match in same)
        sections = {(match.sentence.unit.headings, match.sentence.unit.number) for match in same}
        strength += signal.worth * best + _FURTHER * min(len(sections) - 1, _MOST)
    kept.sort(key=lambda match: (-match.signal.worth * match.weight, match.sentence.line))
    state = State.NOT_FOUND
    if strength >= DOCUMENTED and _is_said_twice(kept):
        state = State.DOCUMENTED
    elif strength >= MENTIONED:
        state = State.MENTIONED
    elif kept:
        state = State.HINT
    shown = dict.fromkeys(match.shows for match in kept if match.shows)
    return Covered(state, strength, kept, near, tuple(shown))


def _is_said_twice(kept: Sequence[Match]) -> bool:
    """Whether these are more than one sentence, or signals that have no word of a sentence in common."""
    if len({match.sentence.text for match in kept}) > 1:
        return True
    words = [{*match.words.split()} for match in kept]
    return any(one.isdisjoint(other) for one, other in combinations(words, 2))


def matches(sentences: Sentences, signals: Signals) -> Iterator[Match]:
    """Every sentence in which a signal occurs, those included that a guard keeps from counting."""
    search, phrases = _Search(signals, sentences), signals.phrases()
    for first in range(0, len(sentences.all), _AT_ONCE):
        part = sentences.all[first : first + _AT_ONCE]
        index = Index([words_of(sentence.text) for sentence in part], signals.classes)
        search.turn_to(index)
        tried: list[list[tuple[Signal, Phrase]]] = [[] for _ in part]  # what occurs in each sentence
        of_kinds: dict[tuple[str, ...], int] = {}  # which sentences are in units of these kinds, as bits
        for number, among in signals.possible(index.words, len(phrases)):
            signal, phrase = phrases[number]
            kinds = tuple(signal.within) or _TEXT
            if kinds not in of_kinds:
                of_kinds[kinds] = sum(1 << n for n, sentence in enumerate(part) if sentence.unit.kind in kinds)
            for n in index.sentences_with(phrase, among & of_kinds[kinds]):
                tried[n].append(phrases[number])
        for n, sentence in enumerate(part):
            yield from search.matches(sentence, n, tried[n])


class _Search:
    """Looks for signals in sentences. What it finds out about a sentence, or about what is above it, it keeps."""

    def __init__(self, signals: Signals, sentences: Sentences) -> None:
        self._index = Index([], signals.classes)  # of one part after the other
        self._above = sentences.above
        self._index_above = Index([words_of(text) for text in sentences.above], signals.classes)
        self._is_under: dict[tuple[int, int], bool] = {}
        self._guards: dict[int, str] = {}
        self._own: dict[int, set[str]] = {}

    def turn_to(self, index: Index) -> None:
        """Begins a part of the document."""
        self._index = index

    def matches(self, sentence: Sentence, number: int, tried: Sequence[tuple[Signal, Phrase]]) -> Iterator[Match]:
        """The signals that occur in a sentence of the part, each with the first of its phrases that does."""
        before: Signal | None = None
        for signal, phrase in tried:
            if signal is not before and (match := self._match(signal, phrase, sentence, number)) is not None:
                before = signal
                yield match

    def _match(self, signal: Signal, phrase: Phrase, sentence: Sentence, number: int) -> Match | None:
        if signal.under and not self._stands_under(sentence.above, signal.under):
            return None
        found, why = self._found(signal, phrase, sentence, number)
        if not found or (signal.near and not self._first(signal.near, number)):
            return None
        words = self._index.sentences[number].text
        if stopped := self._first(signal.unless, number):
            why = " ".join(words[stopped[0] : stopped[1]])
        weight = 0.5 if sentence.unit.kind in _HALF and not signal.within else 1.0
        return Match(signal, sentence, " ".join(words[found[0] : found[1]]), weight, why or self._guard(sentence))

    def _first(self, phrases: Sequence[Phrase], number: int) -> tuple[int, int] | None:
        return next((hit for phrase in phrases if (hit := self._index.find(phrase, number))), None)

    def _found(
        self, signal: Signal, phrase: Phrase, sentence: Sentence, number: int
    ) -> tuple[tuple[int, int] | None, str]:
        """The first occurrence of a phrase that is not denied, else the first with the word that denies it."""
        first = found = self._index.find(phrase, number)
        if signal.negated or not found:
            return found, ""
        words = self._index.sentences[number]
        own = self._own.setdefault(id(phrase), words_in(phrase))
        why = said = ""
        while found and (said := denial(sentence.text, words, *found, own)):
            why = why or said
            found = self._index.find(phrase, number, found[0] + 1)
        return (found, "") if found else (first, why)

    def _guard(self, sentence: Sentence) -> str:
        if id(sentence) not in self._guards:
            self._guards[id(sentence)] = guard(sentence, self._above[sentence.above])
        return self._guards[id(sentence)]

    def _stands_under(self, number: int, phrases: Sequence[Phrase]) -> bool:
        key = (number, id(phrases))
        if key not in self._is_under:
            self._is_under[key] = any(self._index_above.find(phrase, number) for phrase in phrases)
        return self._is_under[key]


_TEXT = tuple(kind for kind in UnitKind if kind is not UnitKind.FIELD)
_HALF = (UnitKind.LINK, UnitKind.NOTE, UnitKind.HEADING)
