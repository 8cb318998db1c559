"""Signals: phrases by which a document shows that it deals with a criterion, or that a practice is written down."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from yaml.nodes import Node, ScalarNode

from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.prose.phrases import Classes, Phrase, PhraseError, classes_in, is_loose, parsed, rarest
from cxaudit.prose.sentences import words_of
from cxaudit.prose.units import UnitKind
from cxaudit.schema.containers import As, ListOf, MapOf, Record, read
from cxaudit.schema.document import Document, parse
from cxaudit.schema.scalars import Boolean, Choice, Id, Integer, Ref, Text


class Signal(NamedTuple):
    """One way in which documents say something; its alternatives count once."""

    criterion: str
    say: Sequence[Phrase]
    worth: int = 3  # 3 is enough to say that the document deals with the criterion, 1 is a hint
    shows: str = ""  # the practice, as criterion/practice
    unless: Sequence[Phrase] = ()  # nowhere in the same sentence
    within: Sequence[str] = ()  # the kinds of unit that it looks at; all where empty
    under: Sequence[Phrase] = ()  # in the headings above, or in what leads up to a list or a table
    near: Sequence[Phrase] = ()  # in the same sentence
    distinct: int = 1  # so many different words must match in the document
    times: int = 1  # in so many sentences
    negated: bool = False  # whether a denial counts too
    hits: Sequence[str] = ()
    misses: Sequence[str] = ()
    place: Place | None = None  # in its file


class Signals(NamedTuple):
    """The signals of a run, and the classes of words that their phrases use.

    `keys` says of a word, or of a beginning of words, which phrases can only occur where it does, by their numbers
    among the first `keyed` phrases; those behind them may occur anywhere.
    """

    all: Sequence[Signal] = ()
    classes: Classes = MappingProxyType({})
    keys: Mapping[str, Sequence[int]] = MappingProxyType({})
    keyed: int = 0

    def on(self, criterion: str) -> "Signals":
        """Those on one criterion."""
        return Signals([one for one in self.all if one.criterion == criterion], self.classes)

    def phrases(self) -> list[tuple[Signal, Phrase]]:
        """Every phrase with the signal that it belongs to, in order."""
        return [(signal, phrase) for signal in self.all for phrase in signal.say]

    def possible(self, having: Mapping[str, int], count: int) -> list[tuple[int, int]]:
        """The numbers of the phrases, of so many, that may occur, each with the sentences in which it may, as bits.

        `having` has, of each word and beginning of words, the sentences with it.
        """
        found = dict.fromkeys((*range(self.keyed, count), *self.keys.get(_ANYWHERE, ())), -1)
        for word in having.keys() & self.keys.keys():
            sentences = having[word]
            for number in self.keys[word]:
                found[number] = found.get(number, 0) | sentences
        return sorted(found.items())


_ANYWHERE = ""  # the key of the phrases that have no word that must occur


class SignalEntry(NamedTuple):
    """A signal as written in a file."""

    say: Sequence[str]
    hits: Sequence[str]
    misses: Sequence[str]
    worth: int = 3
    shows: str = ""
    unless: Sequence[str] = ()
    within: Sequence[str] = ()
    under: Sequence[str] = ()
    near: Sequence[str] = ()
    distinct: int = 1
    times: int = 1
    negated: bool = False


class SignalsFile(NamedTuple):
    words: Mapping[str, Sequence[str]] = {}
    signals: Mapping[str, Sequence[SignalEntry]] = {}


class _Phrases(ListOf[str]):
    """One phrase, or a list of them."""

    def read(self, node: Node, doc: Document):  # type: ignore[no-untyped-def]
        if isinstance(node, ScalarNode):
            word = self.shape.read(node, doc)
            return None if word is None else (word,)
        return super().read(node, doc)


_SENTENCES = ListOf(Text(), least=1)
_SIGNAL = Record(
    {"say": _Phrases(Text(), least=1), "hits": _SENTENCES, "misses": _SENTENCES},
    {
        "worth": Integer(1, 3),
        "shows": Ref(),
        "unless": _Phrases(Text(), least=1),
        "in": ListOf(Choice(tuple(UnitKind)), least=1, unique=True),
        "under": _Phrases(Text(), least=1),
        "near": _Phrases(Text(), least=1),
        "distinct": Integer(2, 9),
        "times": Integer(2, 9),
        "negated": Boolean(),
    },
)
SIGNALS = As(
    SignalsFile,
    Record(
        {},
        {
            "words": MapOf(Id(), _Phrases(Text(), least=1), least=1),
            "signals": MapOf(Id(), ListOf(As(SignalEntry, _SIGNAL, {"in": "within"}), least=1), least=1),
        },
    ),
)


def read_signals(files: Iterable[tuple[str, bytes]], known: Signals | None = None) -> Signals:
    """The signals of these files (name, bytes) behind the known ones. Raises CxauditError with every mistake."""
    found: list[Signal] = [*known.all] if known else []
    classes = dict(known.classes) if known else {}
    waiting: list[tuple[Document, SignalsFile]] = []
    wrong: list[Diagnostic] = []
    for name, data in files:
        try:
            doc = parse(data, name)
            file = read(doc, SIGNALS)
        except CxauditError as error:
            wrong += error.diagnostics
            continue
        waiting.append((doc, file))
        for word, phrases in file.words.items():
            if word in classes:
                doc.report(doc.place("words", word), f'the class of words "{word}" already exists')
            classes[word] = _parsed(phrases, doc, "words", word)
    for doc, file in waiting:
        for word in file.words:
            _check_classes(classes[word], classes, doc, "words", word)
            if _is_circular(word, classes):
                doc.report(doc.place("words", word), f'the class of words "{word}" is defined by itself')
        for criterion, entries in file.signals.items():
            for n, entry in enumerate(entries):
                found.append(_signal(criterion, entry, classes, doc, ("signals", criterion, n)))
        wrong += doc.sorted_diagnostics()
    if wrong:
        raise CxauditError(*wrong)
    return Signals(found, classes, known.keys if known else {}, known.keyed if known else 0)


def _signal(criterion: str, entry: SignalEntry, classes: Classes, doc: Document, path: tuple[str | int, ...]) -> Signal:
    phrases = {}
    for key in ("say", "unless", "under", "near"):
        phrases[key] = _parsed(getattr(entry, key), doc, *path, key)
        _check_classes(phrases[key], classes, doc, *path, key)
    if not entry.within and any(map(is_loose, phrases["say"])):
        doc.report(doc.place(*path, "say"), "a phrase here has no word that must occur")
    if entry.shows and entry.shows.partition("/")[0] != criterion:
        doc.report(doc.place(*path, "shows"), f'"{entry.shows}" is not a practice of {criterion}')
    return Signal(criterion, **{**entry._asdict(), **phrases}, place=doc.place(*path))


def _parsed(texts: Sequence[str], doc: Document, *path: str | int) -> list[Phrase]:
    found: list[Phrase] = []
    for n, text in enumerate(texts):
        try:
            found += parsed(text)
        except PhraseError as error:
            doc.report(doc.place(*path, n), f"{error}")
    return found


def _check_classes(phrases: Sequence[Phrase], classes: Classes, doc: Document, *path: str | int) -> None:
    for name in sorted(classes_in(phrases) - classes.keys()):
        doc.report(doc.place(*path), f'there is no class of words "{name}"', did_you_mean(name, classes, "classes"))


def _is_circular(name: str, classes: Classes) -> bool:
    waiting, seen = classes_in(classes[name]), set[str]()
    while waiting:
        one = waiting.pop()
        if one == name:
            return True
        if one not in seen and one in classes:
            seen.add(one)
            waiting |= classes_in(classes[one])
    return False


# ------------------------------------------------------------------------------ the program's own, as a run reads them


def as_json(signals: Signals) -> str:
    """Signals without hits, misses and places, as `from_json` reads them back, much faster than YAML.

    JSON lines: the classes of words, the keys, then a signal each, so that those on one criterion can be read alone.
    """
    empty = Signal("", ())._asdict()
    rows = [
        {key: value for key, value in one._asdict().items() if value != empty[key] and key not in _ONLY_IN_YAML}
        for one in signals.all
    ]
    lines = [signals.classes, _keys(signals), *rows]
    return "".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)


def _keys(signals: Signals) -> dict[str, list[int]]:
    """Of each phrase the words of which one must be there, those that are rarest in the hits and misses of all."""
    sentences = [words_of(text).text for signal in signals.all for text in (*signal.hits, *signal.misses)]
    common = Counter(beginning for words in sentences for word in {*words} for beginning in _beginnings(word))
    keys: dict[str, list[int]] = {}
    for number, (_, phrase) in enumerate(signals.phrases()):
        for word in sorted(rarest(phrase, signals.classes, common)) or [_ANYWHERE]:
            keys.setdefault(word, []).append(number)
    return dict(sorted(keys.items()))


def _beginnings(word: str) -> Iterator[str]:
    yield word
    yield from (f"{word[:length]}*" for length in range(2, len(word) + 1))


_ONLY_IN_YAML = ("hits", "misses", "place")


def from_json(data: bytes, criterion: str = "") -> Signals:
    """The signals in the form that `as_json` gives: all, or those on one criterion."""
    if criterion:
        words, lines = data[: data.find(b"\n")], [*_lines_on(data, criterion)]
        return Signals([Signal(**json.loads(line)) for line in lines], json.loads(words))
    words, keys, *lines = data.splitlines()
    found = [Signal(**row) for row in json.loads(b"[" + b",".join(lines) + b"]")]
    return Signals(found, json.loads(words), json.loads(keys), sum(len(signal.say) for signal in found))


def _lines_on(data: bytes, criterion: str) -> Iterator[bytes]:
    begin = f'\n{{"criterion":"{criterion}","'.encode()
    at = data.find(begin)
    while at >= 0:
        end = data.find(b"\n", at + 1)
        yield data[at + 1 : end]
        at = data.find(begin, end)
