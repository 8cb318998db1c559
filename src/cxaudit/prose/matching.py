"""Finds phrases in sentences: first those that have all words of a phrase, then the places where it occurs."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cxaudit.prose.phrases import Classes, Phrase
from cxaudit.prose.sentences import Words


class Index:
    """The words of some sentences in one row, to find at once in which of them a phrase occurs.

    Places in the row are the bits of a number. Between two sentences it has more room than any gap of a phrase takes.
    """

    def __init__(self, sentences: Sequence[Words], classes: Classes) -> None:
        self._classes = classes
        self._starts: list[int] = []  # of each sentence
        found: dict[str, int] = {}
        everywhere = first = last = at = 0
        for sentence in sentences:
            self._starts.append(at)
            size = len(sentence.text)
            for n, (word, kind) in enumerate(zip(sentence.text, sentence.kinds, strict=True), at):
                found[word] = found.get(word, 0) | 1 << n
                if kind != "word":
                    found[f"<{kind}>"] = found.get(f"<{kind}>", 0) | 1 << n
            everywhere |= ((1 << size) - 1) << at
            first |= 1 << at
            last |= 1 << at + size
            at += size + _ROOM
        for word, places in list(found.items()):
            for length in range(2, min(len(word), 14) + 1):
                start = f"{word[:length]}*"
                found[start] = found.get(start, 0) | places
        self.words = frozenset(found)  # and their beginnings, as a phrase writes them
        self._everywhere, self._first, self._last = everywhere | last, first, last
        found["_"] = everywhere
        self._found = found  # where each element is that was looked for
        self._others: dict[str, list[str]] = {}  # elements that are more than words

    def sentences_with(self, phrase: Phrase) -> Iterator[int]:
        """The numbers of the sentences in which a phrase occurs."""
        ends = self._ends(phrase, self._everywhere)
        while ends:
            at = (ends & -ends).bit_length() - 1
            number = bisect(self._starts, at) - 1
            yield number
            behind = self._starts[number + 1] if number + 1 < len(self._starts) else ends.bit_length()
            ends = ends >> behind << behind

    def _ends(self, phrase: Phrase, at: int) -> int:
        for element in phrase:
            if type(element) is int:
                at = _spread(at, element)
            elif type(element) is str:
                where = self._found.get(element)
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
        """The places behind an element that is not simply one word that occurs."""
        if element in ("^", "$"):
            return at & (self._first if element == "^" else self._last)
        if element[0] == "<" and element[1:-1] in self._classes:
            return self._any_of(self._classes[element[1:-1]], at)
        if element in self._others:
            where = self._found[f"|{element}"]
        else:
            words = element.split("|")
            where = 0
            for word in words:
                where |= self._found.get(word, 0)
            others = [word for word in words if word[0] in "<^$" and word not in self._found]
            if not others:
                self._found[element] = where
                return (at & where) << 1
            self._others[element], self._found[f"|{element}"] = others, where
        found = (at & where) << 1
        for word in self._others[element] if "|" in element else ():
            found |= self._behind(word, at)
        return found


_ROOM = 48  # places between sentences


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
