"""Evidence: whether a text names any, how many claims were examined, and which to examine."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from cxaudit.audit.assessment import Assessment, CriterionResult
from cxaudit.audit.marks import Mark
from cxaudit.measure import State
from cxaudit.model import RISKS

SAMPLE = 10  # how many claims are drawn to examine
_WORDS = re.compile(r"[^\W_]+")
_NOTHING = {
    *("none", "nothing", "no", "nil", "na", "yes", "ok", "later", "soon", "tbd", "tbc", "todo", "unknown", "pending"),
    *("follows", "to", "follow", "be", "sent", "provided", "will", "send", "it", "there", "is", "any", "not", "yet"),
    *("available", "n", "a", "the", "evidence", "don", "t", "know", "idea", "see", "above", "below", "same", "dito"),
    *("ditto", "as", "before", "i", "think", "so", "sure", "of", "course", "trust", "me", "x", "test", "asdf"),
}


def is_named(text: str) -> bool:
    """Whether a text names evidence; words such as "none" or "to follow", numbers and single letters do not."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return any(len(word) > 1 and not word.isdecimal() and word not in _NOTHING for word in words)


class Examined(NamedTuple):
    """How many claims there are, how many name evidence, and how many held or did not when examined."""

    claims: int
    named: int
    held: int
    not_held: int

    @property
    def examined(self) -> int:
        return self.held + self.not_held


def examined(assessment: Assessment) -> Examined:
    """The counts over all claims, whatever an examination found."""
    claims = list(claimed(assessment))
    answers = [(result.answer, mark.practice.id) for result, mark in claims if result.answer]
    return Examined(
        len(claims),
        sum(is_named(answer.evidence) for answer, _ in answers),
        sum(id in answer.seen and id not in answer.not_held for answer, id in answers),
        sum(id in answer.not_held for answer, id in answers),
    )


def claimed(assessment: Assessment) -> Iterator[tuple[CriterionResult, Mark]]:
    """Every mark of a claim: a practice said to be true in full."""
    for result in assessment.results.values():
        if result.answer is None or result.stale:
            continue
        for mark in result.marks:
            said = result.answer.practices.get(mark.practice.id)
            if mark.applies and (said in (State.YES, State.REACHED) or (said is None and mark.holds)):
                yield result, mark


def draw(assessment: Assessment, number: int = SAMPLE, seed: int = 1) -> list[tuple[CriterionResult, Mark]]:
    """The claims to examine: high risk first, then in an order that only the seed decides.

    Neither a new answer nor the outcome of an examination changes the order of the others.
    """

    def key(claim: tuple[CriterionResult, Mark]) -> tuple[int, int]:
        result, mark = claim
        return RISKS.index(result.criterion.risk), crc32(f"{seed} {mark.practice.key}".encode())

    return sorted(claimed(assessment), key=key)[:number]
