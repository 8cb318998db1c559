"""Plays answers from a file, as if a person gave them one by one."""

from collections.abc import Callable, Collection
from dataclasses import replace

from cxaudit.audit.marks import stale
from cxaudit.audit.route import Question, route
from cxaudit.catalog.catalog import Catalog
from cxaudit.interview.autosave import Session
from cxaudit.interview.flow import Reply, record, reply_to
from cxaudit.measure import State
from cxaudit.model import Answer, Audit, Fact

_OWN = ("organisation", "respondent", "role", "target", "matters")


def play(session: Session, script: Audit, today: str) -> list[str]:
    """Answers open questions from a script, saving each before the next; returns what was not taken over, in words.

    Organisation, respondent, role, target and what matters are taken over where the audit has none; an answer without
    a date gets today's.
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
    said = [f"kept as it was before: {', '.join([*own, *differ])}"] if own or differ else []
    return said + ([f"not asked in this audit: {', '.join(unasked)}"] if unasked else [])


def _recording(question: Question, reply: Reply) -> Callable[[Audit], Audit]:
    return lambda audit: record(audit, question, reply)


def scripted(catalog: Catalog, audit: Audit, script: Audit, played: Collection[str]) -> tuple[Question, Reply] | None:
    """The next question that a script can answer, and its reply; None when there is none left.

    What was answered already stays, except that what was not asked or not known is filled in.
    """
    for question in route(catalog, audit):
        said = reply_to(script, question)
        if question.id in played or said is None:
            continue
        reply = _filled(catalog, audit, question, said)
        if reply is not None:
            return question, reply
    return None


def _filled(catalog: Catalog, audit: Audit, question: Question, said: Reply) -> Reply | None:
    """What a question's answer becomes with what a script says; None where it stays as it is."""
    before = reply_to(audit, question)
    if isinstance(question, Fact):
        known = before is not None and before != State.UNKNOWN
        return None if known or (said in (before, State.UNKNOWN) and before is not None) else said
    assert isinstance(said, Answer)
    if said.says_nothing and before is not None:
        return None
    marked = said if said.asked or said.says_nothing else replace(said, asked=question.fingerprint)
    if not isinstance(before, Answer) or before.says_nothing or stale(question, before, said.at):
        return marked
    if question.scale or said.na or before.na:
        gains = before.unknown and not (said.unknown and not said.na)
        return replace(marked, note=said.note or before.note) if gains else None
    gained = {
        id: reply
        for id, reply in said.practices.items()
        if before.practices.get(id, State.UNKNOWN) == State.UNKNOWN
        and (reply != State.UNKNOWN or id not in before.practices)
        and id not in before.not_applicable
    }
    if not gained:
        return None
    return replace(
        before,
        practices={**before.practices, **gained},
        missing={**said.missing, **before.missing},
        evidence=before.evidence or said.evidence,
        figure=before.figure or said.figure,
        note=before.note or said.note,
        private=before.private or said.private,
        at=said.at,
        asked=marked.asked,
    )


def unplayed(audit: Audit, script: Audit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the script's answers that the audit lacks: those it answers differently, and those it does not ask."""
    differ = [i for i, reply in script.profile.items() if audit.profile.get(i, reply) != reply]
    differ += [i for i, a in script.answers.items() if i in audit.answers and not _same(audit.answers[i], a)]
    unasked = [i for i in script.profile if i not in audit.profile]
    unasked += [i for i in script.answers if i not in audit.answers]
    return tuple(differ), tuple(unasked)


def _same(kept: Answer, said: Answer) -> bool:
    """Whether an answer says what the script said of the criterion and of each practice that it names."""
    if (kept.level, kept.number, kept.unknown, kept.na) != (said.level, said.number, said.unknown, said.na):
        return False
    return all(kept.practices.get(id) == reply for id, reply in said.practices.items())
