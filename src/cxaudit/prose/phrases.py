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
from typing import Union

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


def rarest(phrase: Phrase, classes: Classes, common: Mapping[str, int]) -> set[str]:
    """Words, beginnings and kinds of word of which one must be there where a phrase occurs: the rarest such set.

    Empty where there is none. `common` says how often words occur in ordinary text.
    """
    sets = [found for element in phrase if (found := _needed(element, classes, common))]
    return min(sets, key=lambda words: (sum(common.get(word, 0) for word in words), len(words)), default=set())


def _needed(element: Element, classes: Classes, common: Mapping[str, int]) -> set[str]:
    if isinstance(element, int):
        return set()
    if isinstance(element, list):
        each = [rarest(phrase, classes, common) for phrase in element]
    else:
        each = [_of_word(word, classes, common) for word in element.split("|")]
    return set().union(*each) if all(each) else set()


def _of_word(word: str, classes: Classes, common: Mapping[str, int]) -> set[str]:
    if word[0] == "<" and word[1:-1] in classes:
        return _needed(classes[word[1:-1]], classes, common)
    return set() if word in ("_", "^", "$") else {word}


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
