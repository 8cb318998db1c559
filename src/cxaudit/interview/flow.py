"""What to ask next, and what a reply does to the audit: functions of the catalog and the answers so far."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from cxaudit.audit.route import Question, is_open, route
from cxaudit.catalog.catalog import Catalog
from cxaudit.model import Answer, Audit, Fact

Reply = str | Answer  # to a fact and to a criterion

FIRST_GUESS = 40.0  # seconds a question, before this person's own pace is known
PACE_FROM = 3  # how many questions show a person's pace


def next_question(catalog: Catalog, audit: Audit, after: str | None = None) -> Question | None:
    """The first open question behind `after`, else the first open one of all; None when all are answered."""
    questions = route(catalog, audit)
    start = _position(questions, after) + 1
    behind = (q for q in questions[start:] + questions[:start] if is_open(audit, q))
    return next(behind, None)


def previous_question(catalog: Catalog, audit: Audit, before: str | None) -> Question | None:
    """The question that stands before `before` on the route, answered or not; the last one for None."""
    questions = route(catalog, audit)
    position = _position(questions, before) if before else len(questions)
    return questions[position - 1] if position > 0 else None


def progress(catalog: Catalog, audit: Audit) -> str:
    """How far the interview is, in words."""
    questions = route(catalog, audit)
    done = [q for q in questions if not is_open(audit, q)]
    unsure = sum(_unsure(audit, q) for q in done)
    told = f", {unsure} of them with don't know" if unsure else ""
    return f"{len(done)} of {len(questions)} questions answered{told}"


def position(catalog: Catalog, audit: Audit, question: Question) -> tuple[int, int]:
    """Its number on the route, from 1, and how many there are."""
    questions = route(catalog, audit)
    return _position(questions, question.id) + 1, len(questions)


def _position(questions: Sequence[Question], id: str | None) -> int:
    return next((n for n, q in enumerate(questions) if q.id == id), -1)


def record(audit: Audit, question: Question, reply: Reply) -> Audit:
    """The audit with this answer in place of any earlier one."""
    if isinstance(reply, str):
        return replace(audit, profile={**audit.profile, question.id: reply})
    return replace(audit, answers={**audit.answers, question.id: reply})


def scripted(catalog: Catalog, audit: Audit, script: Audit, played: Collection[str]) -> tuple[Question, Reply] | None:
    """The first open question that a script answers, and what it says; None when it has nothing more to say.

    An answer that was given stays, except that something known replaces "don't know" and keeps its note.
    """
    found = (q for q in route(catalog, audit) if q.id not in played and not is_open(script, q))
    question = next((q for q in found if _fills(audit, script, q)), None)
    if question is None:
        return None
    reply = _reply(script, question)
    before = audit.answers.get(question.id)
    if before and isinstance(reply, Answer) and not reply.note:
        reply = replace(reply, note=before.note)
    return question, reply


def _fills(audit: Audit, script: Audit, question: Question) -> bool:
    return is_open(audit, question) or (_unsure(audit, question) and not _unsure(script, question))


def _reply(audit: Audit, question: Question) -> Reply:
    return (audit.profile if isinstance(question, Fact) else audit.answers)[question.id]


def _unsure(audit: Audit, question: Question) -> bool:
    reply = _reply(audit, question)
    return reply == "unknown" if isinstance(reply, str) else reply.unknown


def unplayed(audit: Audit, script: Audit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The script's answers that the audit does not hold: those it answers otherwise, and those it does not ask."""
    differ = [i for i, reply in script.profile.items() if audit.profile.get(i, reply) != reply]
    differ += [i for i, a in script.answers.items() if not _same(audit.answers.get(i, a), a)]
    unasked = [i for i in script.profile if i not in audit.profile]
    unasked += [i for i in script.answers if i not in audit.answers]
    return tuple(differ), tuple(unasked)


def _same(kept: Answer, said: Answer) -> bool:
    """Whether an answer says what the script said; date apart, and a note that was there before."""
    return replace(kept, at="", note=said.note or "") == replace(said, at="")


def minutes_left(seconds: Sequence[float], remaining: int) -> int:
    """Minutes for the remaining questions at the median pace of those answered so far, at least 1."""
    pace = sorted(seconds)[len(seconds) // 2] if len(seconds) >= PACE_FROM else FIRST_GUESS
    return max(1, round(pace * remaining / 60))
