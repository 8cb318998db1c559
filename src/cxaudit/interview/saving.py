"""Saves what is said in an interview, before the next question."""

from collections.abc import Callable

from cxaudit.audit.route import Question
from cxaudit.errors import CxauditError
from cxaudit.interview.autosave import Session
from cxaudit.interview.flow import record
from cxaudit.interview.prompts import Room
from cxaudit.model import Answer, Audit, Criterion


def before(session: Session, question: Criterion) -> Answer:
    """What was said about a criterion so far."""
    return session.audit.answers.get(question.id) or Answer()


def edited(question: Criterion, change: Callable[[Answer], Answer]) -> Callable[[Audit], Audit]:
    """A change of the audit that changes what was said about a criterion."""
    return lambda audit: record(audit, question, change(audit.answers.get(question.id) or Answer()))


def answer(session: Session, room: Room, question: Question, edit: Callable[[Audit], Audit]) -> None:
    """Saves an answer, which can then be taken back."""
    audit_before = session.audit
    save(session, room, edit)
    session.past.append((question.id, audit_before))


def save(session: Session, room: Room, edit: Callable[[Audit], Audit]) -> None:
    """Saves a change; where that fails, keeps it and tries again until it is saved or the person leaves."""
    while True:
        try:
            session.change(edit)
            session.lost = False
            return
        except CxauditError as error:
            session.lost = True
            room.say(f"NOT SAVED. {error}", "bold red")
            room.line("Enter tries again, q leaves without this answer:")
