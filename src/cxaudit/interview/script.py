"""Plays answers from a file, as if a person gave them one by one."""

from collections.abc import Callable, Collection
from dataclasses import replace

from cxaudit.audit.route import Question, is_open, route
from cxaudit.catalog.catalog import Catalog
from cxaudit.interview.autosave import Session
from cxaudit.interview.flow import Reply, is_unsure, record, reply_to
from cxaudit.model import Answer, Audit

_OWN = ("organisation", "respondent", "role", "target", "targets")


def play(session: Session, script: Audit, today: str) -> list[str]:
    """Answers open questions from a script, saving each before the next; returns what was not taken over, in words.

    Organisation, respondent, role and targets are taken over where the audit has none; an answer without a date gets
    today's.
    """
    taken = {n: getattr(script, n) for n in _OWN if getattr(script, n) and not getattr(session.audit, n)}
    if taken:
        session.change(lambda audit: replace(audit, **taken))
    dated = replace(script, answers={i: replace(a, at=a.at or today) for i, a in script.answers.items()})
    played: set[str] = set()
    while step := scripted(session.catalog, session.audit, dated, played):
        played.add(step[0].id)
        session.change(_recording(*step))
    differ, unasked = unplayed(session.audit, script)
    own = [n for n in _OWN if getattr(script, n) and getattr(script, n) != getattr(session.audit, n)]
    told = [f"kept as it was before: {', '.join([*own, *differ])}"] if own or differ else []
    return told + ([f"not asked in this audit: {', '.join(unasked)}"] if unasked else [])


def _recording(question: Question, reply: Reply) -> Callable[[Audit], Audit]:
    return lambda audit: record(audit, question, reply)


def scripted(catalog: Catalog, audit: Audit, script: Audit, played: Collection[str]) -> tuple[Question, Reply] | None:
    """The next question that a script can answer, and its reply; None when there is none left.

    An answer already given stays, except that a known answer replaces "don't know" and keeps its note.
    """
    found = (q for q in route(catalog, audit) if q.id not in played and not is_open(script, q))
    question = next((q for q in found if _fills(audit, script, q)), None)
    if question is None:
        return None
    reply = reply_to(script, question)
    before = audit.answers.get(question.id)
    if before and isinstance(reply, Answer) and not reply.note:
        reply = replace(reply, note=before.note)
    return question, reply


def _fills(audit: Audit, script: Audit, question: Question) -> bool:
    return is_open(audit, question) or (is_unsure(audit, question) and not is_unsure(script, question))


def unplayed(audit: Audit, script: Audit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the script's answers that the audit lacks: those it answers differently, and those it does not ask."""
    differ = [i for i, reply in script.profile.items() if audit.profile.get(i, reply) != reply]
    differ += [i for i, a in script.answers.items() if not _same(audit.answers.get(i, a), a)]
    unasked = [i for i in script.profile if i not in audit.profile]
    unasked += [i for i in script.answers if i not in audit.answers]
    return tuple(differ), tuple(unasked)


def _same(kept: Answer, said: Answer) -> bool:
    """Whether an answer says what the script said, apart from the date and a note that was there before."""
    return replace(kept, at="", note=said.note or "") == replace(said, at="")
