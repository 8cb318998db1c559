"""The phrases that signals are written in, and how they match the words of sentences.

    reply        this word                    <duration>    a class of words, defined under `words`
    repl*        words that begin like this   <number>      a kind of word: number, clock, percent, money, email,
    _            any one word                               phone, url, date, always (24/7), ask (a question mark)
    ..4          at most four words between   (a b|c)       one of these; with ? behind it, or nothing
    ^  $         the sentence begins, ends here

A phrase is kept as plain lists, which JSON can hold: a text is one of these elements, a number a gap, a list of lists
the alternatives of a group.
"""

import re
from collections.abc import Mapping, Sequence
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
    found_all = _alternatives(pieces, depth=0)
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
            group = _alternatives(pieces, depth + 1)
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
    return isinstance(element, str) and element not in ("_", "^", "$")


def is_loose(phrase: Phrase) -> bool:
    """Whether a phrase matches nearly everywhere: it has no word that must occur."""
    return not any(_is_firm(element) for element in phrase)


def rarest(phrase: Phrase, classes: Classes, common: Mapping[str, int]) -> set[str]:
    """Words, beginnings and kinds of word of which one must be there where a phrase occurs: the rarest such set.

    Empty where there is none. `common` says how often words occur in ordinary text.
    """
    sets = [found for element in phrase if (found := _needed(element, classes, common))]
    return min(sets, key=lambda words: (sum(common.get(word, 0) for word in words), len(words)), default=set())


def _needed(element: Element, classes: Classes, common: Mapping[str, int]) -> set[str]:
    if isinstance(element, str):
        if element[0] == "<" and element[1:-1] in classes:
            element = classes[element[1:-1]]
        else:
            return set() if element in ("_", "^", "$") else {element}
    if isinstance(element, int):
        return set()
    each = [rarest(alternative, classes, common) for alternative in element]
    return set().union(*each) if all(each) else set()


def written(phrase: Phrase) -> str:
    """A phrase as a person writes it."""
    return " ".join(_written(element) for element in phrase)


def _written(element: Element) -> str:
    if isinstance(element, int):
        return f"..{element}"
    if isinstance(element, str):
        return element
    inner = "|".join(written(phrase) for phrase in element if phrase)
    return f"({inner}){'' if all(element) else '?'}"


def words_in(phrase: Phrase) -> set[str]:
    """The words that a phrase writes out, those of its classes left aside."""
    found: set[str] = set()
    for element in phrase:
        if isinstance(element, list):
            found.update(*map(words_in, element))
        elif isinstance(element, str) and element[0] not in "<_^$":
            found.add(element)
    return found


def classes_in(phrases: Sequence[Phrase]) -> set[str]:
    """The names of the classes that phrases use."""
    found: set[str] = set()
    for phrase in phrases:
        for element in phrase:
            if isinstance(element, list):
                found |= classes_in(element)
            elif isinstance(element, str) and element.startswith("<") and element[1:-1] not in KINDS:
                found.add(element[1:-1])
    return found


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
                found &= self._class(element) if at is None else at
            elif type(element) is list:
                found &= self._any_of(element)
            if not found:
                return 0
        return found

    def _any_of(self, phrases: Sequence[Phrase]) -> int:
        found, known = 0, self.found
        for phrase in phrases:
            if len(phrase) == 1 and type(element := phrase[0]) is str and (at := known.get(element)) is not None:
                found |= at
            else:
                found |= self.where(phrase)
        return found

    def _class(self, element: str) -> int:
        """Where a class of words occurs; nowhere for a word that no sentence has."""
        if element[0] != "<" or element[1:-1] not in self._classes:
            return 0
        found = self.found[element] = self._any_of(self._classes[element[1:-1]])
        return found


# --------------------------------------------------------------------------------------------------- matching words


class _Choice:
    """Alternatives, sorted so that single words are found at once."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        single = [phrase[0] for phrase in phrases if len(phrase) == 1 and _is_word(phrase[0])]
        self.words = frozenset(word for word in single if isinstance(word, str) and word[-1] != "*")
        self.begins = tuple(word[:-1] for word in single if isinstance(word, str) and word[-1] == "*")
        self.longer = [phrase for phrase in phrases if not (len(phrase) == 1 and _is_word(phrase[0]))]

    def single(self, text: Sequence[str]) -> int:
        """Where one of the single words is, as bits."""
        words, begins, found = self.words, self.begins, 0
        for n, word in enumerate(text):
            if word in words or word.startswith(begins):
                found |= 1 << n
        return found


def _is_word(element: Element) -> bool:
    return isinstance(element, str) and element[0] not in "<_^$"


class Matcher:
    """Finds phrases in the words of sentences.

    Places in a sentence are the bits of a number: bit 3 is before the fourth word, and the last is behind all words.
    """

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self._choices: dict[str | int, _Choice] = {}
        self._searched: Words | None = None  # the sentence that was searched last
        self._words: dict[str, int] = {}  # where each word of it is, and each beginning that was asked for
        self._single: dict[str | int, int] = {}  # where single words of a choice are
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
        self._searched, self._single = words, {}
        self._all = (2 << len(words.text)) - 1
        found: dict[str, int] = {}
        for n, (word, kind) in enumerate(zip(words.text, words.kinds, strict=True)):
            found[word] = found.get(word, 0) | 1 << n
            if kind != "word":
                found[f"<{kind}>"] = found.get(f"<{kind}>", 0) | 1 << n
        found["_"] = self._all >> 1
        self._words = found

    def _ends(self, phrase: Phrase, at: int) -> int:
        """The places behind a phrase that begins at some of these places."""
        for element in phrase:
            if type(element) is int:
                at = _spread(at, element) & self._all
            elif type(element) is str:
                at = self._behind(element, at)
            else:
                at = self._choose(id(element), element, at)  # type: ignore[arg-type]  # all that is left is a list
            if not at:
                break
        return at

    def _behind(self, element: str, at: int) -> int:
        where = self._words.get(element)
        if where is not None:
            return (at & where) << 1
        if element[-1] == "*":
            start = element[:-1]
            where = 0
            for word, places in self._words.items():
                if word.startswith(start) and word[-1] != "*":
                    where |= places
            self._words[element] = where
            return (at & where) << 1
        if element[0] == "<" and element[1:-1] in self._classes:
            return self._choose(element, self._classes[element[1:-1]], at)
        return at & 1 if element == "^" else at & (self._all + 1) >> 1 if element == "$" else 0

    def _choose(self, name: str | int, phrases: list[Phrase], at: int) -> int:
        choice = self._choices.get(name)
        if choice is None:
            choice = self._choices[name] = _Choice(phrases)
        single = self._single.get(name)
        if single is None:
            single = self._single[name] = choice.single(self._searched.text if self._searched else ())
        found = (at & single) << 1
        for phrase in choice.longer:
            found |= self._ends(phrase, at) if phrase else at
        return found


def _spread(at: int, gap: int) -> int:
    """These places, and those at most so many words behind them."""
    done = 0
    while done < gap:
        step = min(done + 1, gap - done)
        at |= at << step
        done += step
    return at
