"""Saves what is said in an interview, before the next question."""

from collections.abc import Callable
from dataclasses import replace

from cxaudit.audit.route import Question
from cxaudit.errors import CxauditError
from cxaudit.interview.autosave import Session
from cxaudit.interview.changes import carried_over
from cxaudit.interview.flow import record
from cxaudit.interview.prompts import Room
from cxaudit.model import Answer, Audit, Criterion, Fact


def answer_of(audit: Audit, question: Criterion) -> Answer:
    """What an audit says about a criterion so far."""
    return audit.answers.get(question.id) or Answer()


def before(session: Session, question: Criterion) -> Answer:
    """What was said about a criterion so far."""
    return answer_of(session.audit, question)


def edited(question: Criterion, change: Callable[[Answer], Answer]) -> Callable[[Audit], Audit]:
    """A change of the audit that changes what was said about a criterion."""
    return lambda audit: record(audit, question, change(answer_of(audit, question)))


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


def undone(session: Session) -> tuple[Question, Callable[[Audit], Audit]] | None:
    """The last question answered in this session, and the change that takes its answer back; None for none."""
    if not session.past:
        return None
    id, before = session.past.pop()
    question = session.catalog.criteria.get(id) or session.catalog.facts[id]
    mine = session.audit.answers.get(id)

    def edit(audit: Audit) -> Audit:
        if isinstance(question, Fact):
            if id in before.profile:
                profile = {**audit.profile, id: before.profile[id]}
            else:
                profile = {key: said for key, said in audit.profile.items() if key != id}
            return replace(audit, profile=profile, target=before.target)
        old, now = (one.answers.get(id) or Answer() for one in (before, audit))
        answer = carried_over(mine or Answer(), old, now)  # what another program wrote meanwhile stays
        if answer != Answer():
            return record(audit, question, answer)
        return replace(audit, answers={key: one for key, one in audit.answers.items() if key != id})

    return question, edit
