"""Evidence: whether a text names any, what of it was examined, and which yeses to examine."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from cxaudit.audit.assessment import Assessment, CriterionResult
from cxaudit.audit.marks import Mark
from cxaudit.measure import State
from cxaudit.model import RISKS

SAMPLE = 10  # how many yeses are drawn to be examined
_WORDS = re.compile(r"[^\W_]+")
_NOTHING = {
    *("none", "nothing", "no", "nil", "na", "yes", "ok", "later", "soon", "tbd", "tbc", "todo", "unknown", "pending"),
    *("follows", "to", "follow", "be", "sent", "provided", "will", "send", "it", "there", "is", "any", "not", "yet"),
    *("available", "n", "a", "the", "evidence", "don", "t", "know", "idea", "see", "above", "below", "same", "dito"),
    *("ditto", "as", "before", "i", "think", "so", "sure", "of", "course", "trust", "me", "x", "test", "asdf"),
}


def is_named(text: str) -> bool:
    """Whether a text names evidence; words such as "none", "later" or "to follow", numbers and letters name nothing."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return any(len(word) > 1 and not word.isdecimal() and word not in _NOTHING for word in words)


class Examined(NamedTuple):
    """Of what is claimed to be true: how much there is, names evidence, and was examined and held or did not."""

    claims: int
    named: int
    held: int
    not_held: int

    @property
    def examined(self) -> int:
        return self.held + self.not_held


def examined(assessment: Assessment) -> Examined:
    """The counts over all that somebody said is true in full, whatever an examination found."""
    claims = list(claimed(assessment))
    answers = [(result.answer, mark.practice.id) for result, mark in claims if result.answer]
    return Examined(
        len(claims),
        sum(is_named(answer.evidence) for answer, _ in answers),
        sum(id in answer.seen and id not in answer.not_held for answer, id in answers),
        sum(id in answer.not_held for answer, id in answers),
    )


def claimed(assessment: Assessment) -> Iterator[tuple[CriterionResult, Mark]]:
    """Every mark that counts on somebody having said that it is true in full."""
    for result in assessment.results.values():
        if result.answer is None or result.stale:
            continue
        for mark in result.marks:
            said = result.answer.practices.get(mark.practice.id)
            if mark.applies and (said in (State.YES, State.REACHED) or (said is None and mark.holds)):
                yield result, mark


def draw(assessment: Assessment, number: int = SAMPLE, seed: int = 1) -> list[tuple[CriterionResult, Mark]]:
    """The claims to examine: of high risk first, and in an order that only the seed decides.

    One more answer, or the result of an examination, leaves the order of the others as it is.
    """

    def key(claim: tuple[CriterionResult, Mark]) -> tuple[int, int]:
        result, mark = claim
        return RISKS.index(result.criterion.risk), crc32(f"{seed} {mark.practice.key}".encode())

    return sorted(claimed(assessment), key=key)[:number]
