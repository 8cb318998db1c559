"""Checks on how practices are written; each check is one function. Infos on a pack, errors on the built-in bank."""

import re
from collections.abc import Callable, Iterator

from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.measure import KINDS, Kind, Tier
from cxaudit.model import Criterion, Practice

SHORTEST, LONGEST = 6, 16  # words in a statement
MOST_WORDS = 115  # in a question with its statements: what can be said aloud in 50 seconds
STEP_WORDS = 25
UNWRITTEN = "TODO"  # in a text from a starter that is still to be written
LEAST, MOST = 3, 6  # practices in a criterion
MAY_BE_WRITTEN = re.compile(r"privac|law|legal|regulat|personal (?:data|information)", re.I)

_POINTS_ELSEWHERE = re.compile(
    r"^(?:it|they|this|these|those|that|he|she)\b(?! who\b)|\bthat (?:count|list|rule|text|goal)\b", re.I
)
_UNSEEN = re.compile(r"\b(?:could|can|might|may be|is known|are known|feels?|feel|understands?|tries|aims? to)\b", re.I)
_VAGUE = re.compile(
    r"\b(?:key|adequate|appropriate|proper|regular|clear|effective|sufficient|suitable)(?:ly)?\b|\bsuch as\b", re.I
)
_MAIN = re.compile(r"\bmain\b(?! (?:channels?|way))", re.I)
_NAMES_TEXT = re.compile(r"\b(?:written|document\w*|lists?|rules?|text|policy|in writing|writes?|page)\b", re.I)
_WINDOW = re.compile(r"^(?:In|At|After|Of|Within|On) (?:the|each|every)\b", re.I)
_LATE_WINDOW = re.compile(
    r".\b(?:in|within|over|during) the (?:last|past) \w+ (?:months?|weeks?|quarters?|years?)", re.I
)


def _practices(pack: Pack) -> Iterator[tuple[Criterion, Practice]]:
    for c in pack.criteria:
        for practice in () if c.scale else c.practices:
            if UNWRITTEN not in practice.says:
                yield c, practice


def _written(pack: Pack) -> Iterator[Criterion]:
    return (c for c in pack.criteria if not c.scale)


def number_of_practices(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        if not LEAST <= len(c.practices) <= MOST:
            message = f"{len(c.practices)} practices here; {LEAST} to {MOST} work best"
            yield message, pack.place(c.id, "practices")


def order_of_practices(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        order = [KINDS.index(practice.kind) for practice in c.practices]
        if order != sorted(order):
            yield f"practices must be in the order {', '.join(KINDS)}", pack.place(c.id, "practices")


def essential_practice(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        essential = [practice for practice in c.practices if practice.tier is Tier.ESSENTIAL]
        if not any(practice.kind is Kind.DONE for practice in essential):
            yield "no essential practice is of kind done", pack.place(c.id, "practices")
        for practice in essential:
            if practice.kind is Kind.WRITTEN and not MAY_BE_WRITTEN.search(f"{c.title} {c.question} {practice.says}"):
                message = "a written practice is essential only if law or privacy demands it"
                yield message, pack.place(c.id, "practices", practice.id, "tier")


def written_practices(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        count = sum(practice.kind is Kind.WRITTEN for practice in c.practices)
        if count > 2:
            yield f"{count} practices are written; at most two may be", pack.place(c.id, "practices")


def result_practice(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        results = [practice for practice in c.practices if practice.is_result]
        if not results and not c.no_result:
            yield "no practice is a result", pack.place(c.id), "add one, or say why there is none: no-result: ..."
        if len(results) > 1 or (results and c.no_result):
            yield "keep at most one result, and none with no-result", pack.place(c.id, "practices")
        for practice in results:
            if practice.tier is not Tier.GOOD:
                yield "a result must have tier good", pack.place(c.id, "practices", practice.id, "tier")


def statement_length(pack: Pack) -> Iterator[Found]:
    for c, practice in _practices(pack):
        count = len(practice.says.split())
        if not SHORTEST <= count <= LONGEST:
            message = f"the statement has {count} words; {SHORTEST} to {LONGEST} read well aloud"
            yield message, pack.place(c.id, "practices", practice.id)


def words_aloud(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        count = aloud(c)
        if count > MOST_WORDS:
            yield f"question and statements have {count} words; more than {MOST_WORDS} are tiring", pack.place(c.id)


def aloud(criterion: Criterion) -> int:
    """The words of a question with its statements."""
    return sum(len(text.split()) for text in (criterion.question, *(p.says for p in criterion.practices)))


def statement_wording(pack: Pack) -> Iterator[Found]:
    for c, practice in _practices(pack):
        for pattern, why in (
            (_POINTS_ELSEWHERE, "refers elsewhere: a statement must stand alone"),
            (_UNSEEN, "is not something a stranger can see"),
            (_VAGUE, "gives no amount"),
            (_MAIN, "is only for channels named in the profile"),
        ):
            if found := pattern.search(practice.says):
                yield f'"{found[0].strip()}" {why}', pack.place(c.id, "practices", practice.id)


def written_statement(pack: Pack) -> Iterator[Found]:
    for c, practice in _practices(pack):
        if practice.kind is Kind.WRITTEN and not _NAMES_TEXT.search(practice.says):
            message = 'a written practice must say so: "written", "document", "list" or "rule"'
            yield message, pack.place(c.id, "practices", practice.id)


def window_first(pack: Pack) -> Iterator[Found]:
    for c, practice in _practices(pack):
        place = pack.place(c.id, "practices", practice.id)
        if practice.kind is Kind.CHECKED and not _WINDOW.match(practice.says):
            yield 'a check must say when, at the start: "In the last three months, ..."', place
        elif _LATE_WINDOW.search(practice.says):
            yield "the time must come first in the statement", place


def missing_step(pack: Pack) -> Iterator[Found]:
    for c, practice in _practices(pack):
        place = pack.place(c.id, "practices", practice.id)
        if not practice.step:
            yield "step is missing here: what one named role does on Monday", place
        elif (count := len(practice.step.split())) > STEP_WORDS:
            yield f"the step has {count} words; {STEP_WORDS} are enough", place


def missing_texts(pack: Pack) -> Iterator[Found]:
    for c in _written(pack):
        for key, value in (("why", c.why), ("evidence", c.evidence)):
            if not value:
                yield f"{key} is missing here", pack.place(c.id)


def high_risk(pack: Pack) -> Iterator[Found]:
    groups: dict[str, list[Criterion]] = {}
    for c in _written(pack):
        groups.setdefault(c.group, []).append(c)
    for group, criteria in groups.items():
        high = [c for c in criteria if c.risk == "high"]
        if len(high) * 3 > max(len(criteria), 3):
            message = f"{len(high)} of {len(criteria)} criteria in {group} are high risk; at most a third may be"
            yield message, pack.place(high[-1].id, "risk")


WRITING_CHECKS: tuple[Callable[[Pack], Iterator[Found]], ...] = (
    number_of_practices,
    order_of_practices,
    essential_practice,
    written_practices,
    result_practice,
    statement_length,
    words_aloud,
    statement_wording,
    written_statement,
    window_first,
    missing_step,
    missing_texts,
    high_risk,
)
