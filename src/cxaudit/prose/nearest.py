"""The passages of a document that are nearest to some words, for a person to look at: never a claim.

BM25 with k1 = 1.2 and b = 0.75: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
"""

import math
from collections import Counter
from collections.abc import Sequence

from cxaudit.prose.sentences import Sentence, words_of
from cxaudit.prose.units import UnitKind

_K1, _B = 1.2, 0.75
_ENDINGS = ("ingly", "ing", "ied", "ies", "ed", "es", "s", "er", "ly")
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "if",
        "in",
        "is",
        "it",
        "its",
        "least",
        "more",
        "most",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
        "has",
        "have",
        "last",
        "least",
        "list",
        "says",
        "rule",
        "written",
        "document",
        "each",
        "every",
        "give",
        "gives",
        "kind",
        "customer",
        "service",
        "staff",
    ]
)


class Passages:
    """The sentences of a document, to be searched by words."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = [one for one in sentences if one.unit.kind is not UnitKind.HEADING]
        self._counts = [Counter(_stems(f"{' '.join(one.unit.headings[-1:])} {one.text}")) for one in self._sentences]
        self._seen = Counter(stem for counts in self._counts for stem in counts)
        self._mean = sum(counts.total() for counts in self._counts) / max(1, len(self._counts))

    def nearest(self, words: str, most: int = 3) -> list[Sentence]:
        """The sentences nearest to these words, the best first; none without a word in common."""
        wanted = set(_stems(words))
        scored = [(self._score(wanted, counts), -n) for n, counts in enumerate(self._counts)]
        best = sorted((one for one in scored if one[0] > 0), reverse=True)[:most]
        return [self._sentences[-n] for _, n in best]

    def _score(self, wanted: set[str], counts: Counter[str]) -> float:
        total = 0.0
        for stem in wanted & counts.keys():
            seen = self._seen[stem]
            rare = math.log(1 + (len(self._counts) - seen + 0.5) / (seen + 0.5))
            length = 1 - _B + _B * counts.total() / self._mean
            total += rare * counts[stem] * (_K1 + 1) / (counts[stem] + _K1 * length)
        return total


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text).text if word not in COMMON and len(word) > 1]


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
