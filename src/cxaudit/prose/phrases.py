"""The phrases that signals are written in, and how they match the words of sentences.

    reply        this word                    <duration>    a class of words, defined under `words`
    repl*        words that begin like this   <number>      a kind of word: number, clock, percent, money, email,
    _            any one word                               phone, url, date, always (24/7), ask (a question mark)
    ..4          at most four words between   (a b|c)       one of these; with ? behind it, or nothing
    ^  $         the sentence begins, ends here

A phrase is kept as plain lists, which JSON can hold: a text is one of these elements, or several with | between; a
number is a gap; a list of lists the alternatives of a group, those of one word together.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Union

from cxaudit.prose.sentences import Words

Element = Union[str, int, "list[Phrase]"]
Phrase = list[Element]
Classes = Mapping[str, list[Phrase]]

MOST_GAP, MOST_ELEMENTS = 20, 40
KINDS = ("number", "clock", "percent", "money", "email", "phone", "url", "date", "always", "ask")
_PIECE = re.compile(r"\s*(?:(\.\.\d+)|(<[\w-]+>)|([()|?^$])|([^\s()|?<>^$]+))")


class PhraseError(ValueError):
    """What is wrong with a phrase."""


def parsed(text: str) -> list[Phrase]:
    """The alternatives of a phrase. Raises PhraseError."""
    pieces: list[str] = []
    at = 0
    text = text.strip()
    while at < len(text):
        found = _PIECE.match(text, at)
        if not found:
            raise PhraseError(f'"{text[at:].strip()[:12]}" is not a part of a phrase')
        pieces.append(found[0].strip())
        at = found.end()
    if len(pieces) > 40 * MOST_ELEMENTS:
        raise PhraseError("the phrase is too long")
    pieces.reverse()
    found_all = _together(_alternatives(pieces, depth=0))
    if pieces:
        raise PhraseError('a ")" has no "("')
    return found_all


def _alternatives(pieces: list[str], depth: int) -> list[Phrase]:
    found: list[Phrase] = [[]]
    while pieces and pieces[-1] != ")":
        piece = pieces.pop()
        if piece == "|":
            found.append([])
        elif piece == "(":
            if depth > 4:
                raise PhraseError("groups are nested too deep")
            group = _together(_alternatives(pieces, depth + 1))
            if not pieces:
                raise PhraseError('a "(" has no ")"')
            pieces.pop()
            found[-1].append(group)
        elif piece == "?":
            last = found[-1][-1] if found[-1] else ""
            if not isinstance(last, list):
                raise PhraseError('"?" goes behind a group in brackets')
            found[-1][-1] = [*last, []]
        else:
            found[-1].append(_element(piece))
    if any(not phrase for phrase in found):
        raise PhraseError("an alternative is empty")
    if any(len(phrase) > MOST_ELEMENTS for phrase in found):
        raise PhraseError("the phrase is too long")
    return found


def _together(phrases: list[Phrase]) -> list[Phrase]:
    """Alternatives with those of one word joined into one."""
    single = [str(phrase[0]) for phrase in phrases if len(phrase) == 1 and isinstance(phrase[0], str)]
    longer = [phrase for phrase in phrases if not (len(phrase) == 1 and isinstance(phrase[0], str))]
    return [["|".join(single)], *longer] if single else longer


def _element(piece: str) -> Element:
    if piece.startswith(".."):
        gap = int(piece[2:])
        if gap > MOST_GAP:
            raise PhraseError(f"a gap has at most {MOST_GAP} words")
        return gap
    if piece.startswith("<") or piece in ("_", "^", "$"):
        return piece
    word = piece.lower()
    if "*" in word[:-1] or word == "*" or (word.endswith("*") and len(word) < 3):
        raise PhraseError(f'"{piece}": a star goes behind two letters or more')
    if not re.fullmatch(r"[^\W_]+(?:'[^\W\d_]+)*\*?", word):
        raise PhraseError(f'"{piece}" is not one word')
    return word


def _is_firm(element: Element) -> bool:
    if isinstance(element, list):
        return all(any(_is_firm(part) for part in phrase) for phrase in element)
    return isinstance(element, str) and not {"_", "^", "$"} & {*element.split("|")}


def is_loose(phrase: Phrase) -> bool:
    """Whether a phrase matches nearly everywhere: it has no word that must occur."""
    return not any(_is_firm(element) for element in phrase)


def written(phrase: Phrase) -> str:
    """A phrase as a person writes it."""
    return " ".join(_written(element) for element in phrase)


def _written(element: Element) -> str:
    if isinstance(element, int):
        return f"..{element}"
    if isinstance(element, str):
        return f"({element})" if "|" in element else element
    inner = "|".join(_bare(phrase) for phrase in element if phrase)
    return f"({inner}){'' if all(element) else '?'}"


def _bare(phrase: Phrase) -> str:
    """An alternative without the brackets of its group."""
    return phrase[0] if len(phrase) == 1 and isinstance(phrase[0], str) else written(phrase)


def words_in(phrase: Phrase) -> set[str]:
    """The words that a phrase writes out, those of its classes left aside."""
    found: set[str] = set()
    for element in phrase:
        if isinstance(element, list):
            found.update(*map(words_in, element))
        elif isinstance(element, str):
            found.update(word for word in element.split("|") if word[0] not in "<_^$")
    return found


def classes_in(phrases: Sequence[Phrase]) -> set[str]:
    """The names of the classes that phrases use."""
    found: set[str] = set()
    for phrase in phrases:
        for element in phrase:
            if isinstance(element, list):
                found |= classes_in(element)
            elif isinstance(element, str):
                found.update(word[1:-1] for word in element.split("|") if word[0] == "<")
    return found.difference(KINDS)


# ------------------------------------------------------------------------------------------------ where words occur


class Index:
    """In which of some sentences words occur: numbers with a bit for each sentence."""

    def __init__(self, sentences: Sequence[Words], classes: Classes) -> None:
        self.everywhere = (1 << len(sentences)) - 1
        self._classes = classes
        found: dict[str, int] = {}
        for number, sentence in enumerate(sentences):
            bit = 1 << number
            for word in (*sentence.text, *(f"<{kind}>" for kind in sentence.kinds if kind != "word")):
                found[word] = found.get(word, 0) | bit
        for word, where in list(found.items()):
            for length in range(2, min(len(word), 14) + 1):
                start = f"{word[:length]}*"
                found[start] = found.get(start, 0) | where
        self.found = found | dict.fromkeys(("_", "^", "$"), self.everywhere)  # by element, as a phrase writes it

    def where(self, phrase: Phrase) -> int:
        """The sentences that have all words that a phrase cannot do without."""
        found, known = self.everywhere, self.found
        for element in phrase:
            if type(element) is str:
                at = known.get(element)
                found &= self._several(element) if at is None else at
            elif type(element) is list:
                found &= self._any_of(element)
            if not found:
                return 0
        return found

    def _any_of(self, phrases: Sequence[Phrase]) -> int:
        found = 0
        for phrase in phrases:
            found |= self.where(phrase)
        return found

    def _several(self, element: str) -> int:
        """Where one of several words, or a class of words, occurs; nowhere for a word that no sentence has."""
        found, known = 0, self.found
        if "|" in element:
            for word in element.split("|"):
                at = known.get(word)
                found |= self._several(word) if at is None else at
        elif element[0] == "<" and element[1:-1] in self._classes:
            found = self._any_of(self._classes[element[1:-1]])
        else:
            return 0
        known[element] = found
        return found


# --------------------------------------------------------------------------------------------------- matching words


class _Choice:
    """Several words, sorted so that they are found at once."""

    def __init__(self, words: Sequence[str]) -> None:
        plain = [word for word in words if word[0] not in "<_^$"]
        self.words = frozenset(word for word in plain if word[-1] != "*")
        self.begins = tuple(word[:-1] for word in plain if word[-1] == "*")
        self.others = [word for word in words if word[0] in "<_^$"]
        self._vocabulary: Vocabulary | None = None  # that the words were looked up in last
        self._fitting: set[str] = set()  # what was found there

    def single(self, places: Mapping[str, int], vocabulary: "Vocabulary") -> int:
        """Where one of the words is in a sentence of which the places of each word are given, as bits."""
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._fitting = vocabulary, vocabulary.fitting(self.words, self.begins)
        found = 0
        for word in places.keys() & self._fitting:
            found |= places[word]
        return found


class Vocabulary:
    """All words of some sentences, to look up beginnings in."""

    def __init__(self, sentences: Sequence[Words]) -> None:
        self._words = {word for sentence in sentences for word in sentence.text}
        self._begins: dict[str, list[str]] = {}
        for word in self._words:
            for length in range(2, min(len(word), 14) + 1):
                self._begins.setdefault(word[:length], []).append(word)

    def fitting(self, words: AbstractSet[str], begins: Sequence[str]) -> set[str]:
        """The words that are among these, or begin like one of these."""
        found = self._words & words
        for start in begins:
            found.update(self._begins.get(start, ()))
        return found


class Matcher:
    """Finds phrases in the words of these sentences.

    Places in a sentence are the bits of a number: bit 3 is before the fourth word, and the last is behind all words.
    """

    def __init__(self, classes: Classes, sentences: Sequence[Words]) -> None:
        self._classes, self._vocabulary = classes, Vocabulary(sentences)
        self._choices: dict[str, _Choice] = {}
        self._searched: Words | None = None  # the sentence that was searched last
        self._places: dict[str, int] = {}  # where each word of it is
        self._words: dict[str, int] = {}  # where each element is that was looked for
        self._all = 0  # every place in it

    def find(self, phrase: Phrase, words: Words, begin: int = 0) -> tuple[int, int] | None:
        """Where a phrase first occurs, as numbers of words: its first, and the one behind its last."""
        if words is not self._searched:
            self._open(words)
        starts = self._all >> begin << begin
        if not self._ends(phrase, starts):  # from all places at once: nearly all of the work ends here
            return None
        while starts:
            start = starts & -starts
            if ends := self._ends(phrase, start):
                return start.bit_length() - 1, (ends & -ends).bit_length() - 1
            starts ^= start
        return None

    def _open(self, words: Words) -> None:
        self._searched = words
        self._all = (2 << len(words.text)) - 1
        found: dict[str, int] = {}
        kinds: dict[str, int] = {}
        for n, (word, kind) in enumerate(zip(words.text, words.kinds, strict=True)):
            found[word] = found.get(word, 0) | 1 << n
            if kind != "word":
                kinds[f"<{kind}>"] = kinds.get(f"<{kind}>", 0) | 1 << n
        self._places = found
        self._words = {**found, **kinds, "_": self._all >> 1}

    def _ends(self, phrase: Phrase, at: int) -> int:
        """The places behind a phrase that begins at some of these places."""
        for element in phrase:
            if type(element) is int:
                at = _spread(at, element) & self._all
            elif type(element) is str:
                where = self._words.get(element)
                at = self._behind(element, at) if where is None else (at & where) << 1
            elif type(element) is list:
                at = self._any_of(element, at)
            if not at:
                break
        return at

    def _any_of(self, phrases: Sequence[Phrase], at: int) -> int:
        found = 0
        for phrase in phrases:
            found |= self._ends(phrase, at) if phrase else at
        return found

    def _behind(self, element: str, at: int) -> int:
        """The places behind an element that was not looked for in this sentence before."""
        if element[0] == "<" and element[1:-1] in self._classes:
            return self._any_of(self._classes[element[1:-1]], at)
        if element in ("^", "$"):
            return at & 1 if element == "^" else at & (self._all + 1) >> 1
        choice = self._choices.get(element)
        if choice is None:
            choice = self._choices[element] = _Choice(element.split("|"))
        where = choice.single(self._places, self._vocabulary)
        if not choice.others:
            self._words[element] = where
            return (at & where) << 1
        found = (at & where) << 1
        for word in choice.others if len(choice.others) > 1 or "|" in element else ():
            known = self._words.get(word)
            found |= self._behind(word, at) if known is None else (at & known) << 1
        return found


def _spread(at: int, gap: int) -> int:
    """These places, and those at most so many words behind them."""
    done = 0
    while done < gap:
        step = min(done + 1, gap - done)
        at |= at << step
        done += step
    return at
