"""Finds phrases in sentences: in which of them each occurs, and where."""

from bisect import bisect
from collections.abc import Iterator, Sequence

from cxaudit.prose.phrases import Classes, Phrase
from cxaudit.prose.sentences import Words


class Index:
    """The words of some sentences in one row, so that a phrase is looked for in all of them at once.

    Places in the row are the bits of a number. Between two sentences it has more room than any gap of a phrase takes.
    """

    def __init__(self, sentences: Sequence[Words], classes: Classes) -> None:
        self._classes, self.sentences = classes, sentences
        self._starts: list[int] = []  # of each sentence
        found: dict[str, int] = {}
        having: dict[str, int] = {}
        everywhere = first = last = at = 0
        for number, sentence in enumerate(sentences):
            self._starts.append(at)
            size = len(sentence.text)
            for n, (word, kind) in enumerate(zip(sentence.text, sentence.kinds, strict=True), at):
                found[word] = found.get(word, 0) | 1 << n
                having[word] = having.get(word, 0) | 1 << number
                if kind != "word":
                    found[f"<{kind}>"] = found.get(f"<{kind}>", 0) | 1 << n
                    having[f"<{kind}>"] = having.get(f"<{kind}>", 0) | 1 << number
            everywhere |= ((1 << size) - 1) << at
            first |= 1 << at
            last |= 1 << at + size
            at += size + _ROOM
        for word, places in list(found.items()):
            for length in range(2, min(len(word), 14) + 1):
                start = f"{word[:length]}*"
                found[start] = found.get(start, 0) | places
                having[start] = having.get(start, 0) | having[word]
        self.words = dict(having)  # and beginnings, as a phrase writes them: the sentences that have each, as bits
        self._all = (1 << len(sentences)) - 1
        having.update({"_": self._all, "^": self._all, "$": self._all})
        self._having = having  # of each element that was looked for, the sentences that may have it
        self._everywhere, self._first, self._last = everywhere | last, first, last
        found["_"] = everywhere
        self._found = found  # where each element is that was looked for
        self._others: dict[str, list[str]] = {}  # elements that are more than words

    def sentences_with(self, phrase: Phrase, among: int) -> Iterator[int]:
        """The numbers of the sentences in which a phrase occurs, of those that `among` has as bits."""
        among = self._likely(phrase, among)
        ends = self._ends(phrase, self._everywhere) if among else 0
        while ends:
            at = (ends & -ends).bit_length() - 1
            number = bisect(self._starts, at) - 1
            if among >> number & 1:
                yield number
            behind = self._starts[number + 1] if number + 1 < len(self._starts) else ends.bit_length()
            ends = ends >> behind << behind

    def find(self, phrase: Phrase, number: int, begin: int = 0) -> tuple[int, int] | None:
        """Where a phrase first occurs in a sentence, as numbers of words: its first, and the one behind its last."""
        start, size = self._starts[number], len(self.sentences[number].text)
        starts = (2 << size) - 1 >> begin << begin + start
        if not self._ends(phrase, starts):  # from all places at once: nearly all of the work ends here
            return None
        while starts:
            first = starts & -starts
            if ends := self._ends(phrase, first):
                return first.bit_length() - 1 - start, (ends & -ends).bit_length() - 1 - start
            starts ^= first
        return None

    def _likely(self, phrase: Phrase, among: int) -> int:
        """Those of these sentences that have all the words of a phrase, in whatever order."""
        for element in phrase:
            if type(element) is str:
                having = self._having.get(element)
                among &= self._with(element) if having is None else having
            elif type(element) is list:
                each = 0
                for one in element:
                    each |= self._likely(one, among)
                among = each
            if not among:
                break
        return among

    def _with(self, element: str) -> int:
        """The sentences that may have an element, which is not simply one word that occurs."""
        having, words = 0, element.split("|")
        for word in self._having.keys() & words:
            having |= self._having[word]
        names = [word[1:-1] for word in words if word[0] == "<" and word not in self._having]
        for name in names:
            for phrase in self._classes.get(name, ()):
                having |= self._likely(phrase, self._all)
        self._having[element] = having
        return having

    def _ends(self, phrase: Phrase, at: int) -> int:
        """The places behind a phrase that begins at some of these places."""
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
            for word in self._found.keys() & words:
                where |= self._found[word]
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


def _spread(at: int, gap: int) -> int:
    """These places, and those at most so many words behind them."""
    done = 0
    while done < gap:
        step = min(done + 1, gap - done)
        at |= at << step
        done += step
    return at
