"""What to ask next, and what a reply does to the audit: functions of the catalog and the answers so far."""

from collections.abc import Sequence
from dataclasses import replace

from cxaudit.audit.route import Question, is_open, route
from cxaudit.catalog.catalog import Catalog
from cxaudit.model import Answer, Audit, Fact, FactAnswer

Reply = str | Answer  # a text for a fact, an Answer for a criterion

FIRST_GUESS = 40.0  # seconds per question, until this person's own pace is known
PACE_FROM = 3  # how many questions it takes to know a person's pace


def next_question(catalog: Catalog, audit: Audit, after: str | None = None) -> Question | None:
    """The first open question after `after`, else the first of all; None when all are answered."""
    questions = route(catalog, audit)
    start = _position(questions, after) + 1
    behind = (q for q in questions[start:] + questions[:start] if is_open(audit, q))
    return next(behind, None)


def previous_question(catalog: Catalog, audit: Audit, before: str | None) -> Question | None:
    """The question ahead of `before` on the route, answered or not; the last one where `before` is None."""
    questions = route(catalog, audit)
    position = _position(questions, before) if before else len(questions)
    return questions[position - 1] if position > 0 else None


def progress(catalog: Catalog, audit: Audit) -> str:
    """How far the interview has got, in words."""
    questions = route(catalog, audit)
    done = [q for q in questions if not is_open(audit, q)]
    unsure = sum(is_unsure(audit, q) for q in done)
    told = f", {unsure} of them with don't know" if unsure else ""
    return f"{len(done)} of {len(questions)} questions answered{told}"


def position(catalog: Catalog, audit: Audit, question: Question) -> tuple[int, int]:
    """A question's number on the route, from 1, and how many questions there are."""
    questions = route(catalog, audit)
    return _position(questions, question.id) + 1, len(questions)


def _position(questions: Sequence[Question], id: str | None) -> int:
    return next((n for n, q in enumerate(questions) if q.id == id), -1)


def record(audit: Audit, question: Question, reply: Reply) -> Audit:
    """The audit with this answer in place of any earlier one."""
    if isinstance(reply, str):
        return replace(audit, profile={**audit.profile, question.id: reply})
    return replace(audit, answers={**audit.answers, question.id: reply})


def reply_to(audit: Audit, question: Question) -> Reply:
    """The audit's reply to a question that is not open."""
    return (audit.profile if isinstance(question, Fact) else audit.answers)[question.id]


def is_unsure(audit: Audit, question: Question) -> bool:
    """Whether the answer is "don't know"."""
    reply = reply_to(audit, question)
    return reply == FactAnswer.UNKNOWN if isinstance(reply, str) else reply.unknown


def minutes_left(seconds: Sequence[float], remaining: int) -> int:
    """Minutes that the remaining questions will take at the median pace so far, at least 1."""
    pace = sorted(seconds)[len(seconds) // 2] if len(seconds) >= PACE_FROM else FIRST_GUESS
    return max(1, round(pace * remaining / 60))
