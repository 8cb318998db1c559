"""Checks on how a pack's questions are worded; each check is one function."""

import re
from collections.abc import Iterator

from cxaudit.lint.packs.pack import Found, Pack

LONGEST = 25  # the most words in a question, since it is read aloud

_ASKS = "how|what|who|whom|whose|when|which|where|why|is|are|do|does|did|has|have|was|were|can|could|should|will"
_SECOND = re.compile(rf"[,;]? (?:and|or) (?:{_ASKS})\b|\band/or\b", re.I)
_AGREE = re.compile(
    r"\b(?:dis)?agree\b|\bto what (?:extent|degree)\b|\bhow (?:satisfied|well|good|often do you feel)\b"
    r"|\bon a scale\b|\bwould you say\b|\bhow would you rate\b",
    re.I,
)
_LEADING = re.compile(
    r"\b(?:adequate|appropriate|best|clear|consistent|customer-centric|effective|efficient|excellent|good|great|"
    r"high-quality|ideal|optimal|outstanding|proper|robust|seamless|smooth|strong|successful|sufficient|suitable|"
    r"timely|world-class)(?:ly)?\b|\b(?:properly|easily|regularly|really|truly)\b|n['’]t (?:you|your|it|there)\b",
    re.I,
)


def long_question(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if (count := len(c.question.split())) > LONGEST:
            yield (
                f"the question has {count} words; people remember at most {LONGEST}",
                pack.place(c.id, "question"),
            )


def two_questions(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if not c.question.endswith("?"):
            yield "the question does not end with a question mark", pack.place(c.id, "question")
        hint = "ask one thing, and give the other a criterion of its own"
        if c.question.count("?") > 1:
            yield "this is two questions", pack.place(c.id, "question"), hint
        elif found := _SECOND.search(c.question):
            yield f'"{found[0].strip()}" begins a second question', pack.place(c.id, "question"), hint


def agreement(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if found := _AGREE.search(c.question):
            hint = "ask what is done, and let the statements describe it"
            yield f'"{found[0]}" asks for an opinion', pack.place(c.id, "question"), hint


def leading_word(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if found := _LEADING.search(c.question):
            yield (
                f'"{found[0]}" leads the person who answers',
                pack.place(c.id, "question"),
                "leave it out, or say what can be seen",
            )
