"""Whether a text is in English, by how many of its words are among the small ones that every English text has."""

import re

ENGLISH = "en"  # as a rule file writes it
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "for",
        "with",
        "that",
        "by",
        "our",
        "are",
        "from",
        "who",
        "when",
        "what",
        "which",
        "this",
        "their",
        "they",
        "it",
        "not",
        "be",
        "or",
        "at",
        "as",
        "you",
        "your",
        "has",
        "have",
        "will",
        "them",
        "his",
        "her",
        "its",
    ]
)
_ENOUGH = 60  # words; fewer say too little
_SHARE = 20  # one word in this many; lists and notes in English have twice as many small words, others hardly any


def looks_english(lower: str) -> bool:
    """Whether a text in lower case is in English; a short one counts as English."""
    words = _WORD.findall(lower)
    return len(words) < _ENOUGH or _SHARE * sum(word in _SMALL for word in words) >= len(words)
