"""Plays answers from a file, as if a person gave them one by one."""

from collections.abc import Callable, Collection
from dataclasses import replace

from cxaudit.audit.marks import stale
from cxaudit.audit.route import Question, route
from cxaudit.catalog.catalog import Catalog
from cxaudit.interview.autosave import Session
from cxaudit.interview.changes import NOTES, older, shared, with_notes
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
    own += ["quick"] if script.quick and not session.audit.quick else []
    said = [f"kept as it was before: {', '.join([*own, *differ])}"] if own or differ else []
    return said + ([f"not asked in this audit: {', '.join(unasked)}"] if unasked else [])


def _recording(question: Question, reply: Reply) -> Callable[[Audit], Audit]:
    return lambda audit: record(audit, question, reply)


def scripted(catalog: Catalog, audit: Audit, script: Audit, played: Collection[str]) -> tuple[Question, Reply] | None:
    """The next question that a script can answer, and its reply; None when there is none left.

    Earlier answers stay, except that what was not asked or not known is filled in.
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
    """The answer to a question with what a script adds; None where it stays as it is."""
    before = reply_to(audit, question)
    if isinstance(question, Fact):
        known = before is not None and before != State.UNKNOWN
        return None if known or (said in (before, State.UNKNOWN) and before is not None) else said
    assert isinstance(said, Answer)
    if said.says_nothing and before is not None:
        return None
    marked = said if said.asked or said.says_nothing else replace(said, asked=question.fingerprint)
    if not isinstance(before, Answer):
        return marked
    if before.says_nothing or stale(question, before, said.at):
        return with_notes(marked, before)
    if question.scale or said.na or before.na:
        gains = before.unknown and not (said.unknown and not said.na)
        return with_notes(marked, before) if gains else None
    return _with_gained(before, said, marked.asked)


def _with_gained(before: Answer, said: Answer, asked: str) -> Answer | None:
    """An answer with a script's replies to practices that were not asked or not known; None if there are none."""
    open_ = {
        id
        for id in (*said.practices, *said.not_applicable)
        if id not in before.not_applicable
        and before.practices.get(id, State.UNKNOWN) == State.UNKNOWN
        and (said.practices.get(id) != State.UNKNOWN or id not in before.practices)
    }
    if not open_:
        return None
    kept = {id: reply for id, reply in before.practices.items() if id not in open_}
    merged = replace(
        before,
        practices={**before.practices, **{id: reply for id, reply in said.practices.items() if id in open_}},
        not_applicable={**before.not_applicable, **{i: why for i, why in said.not_applicable.items() if i in open_}},
        missing={**{id: text for id, text in said.missing.items() if id in open_}, **before.missing},
        seen=(*before.seen, *(id for id in said.seen if id in open_)),
        not_held=(*before.not_held, *(id for id in said.not_held if id in open_)),
        at=older(before.at, said.at) if kept else said.at,
        by=shared(before.by, said.by) if kept else said.by,
        asked=asked,
    )
    ruled_out = {id: reply for id, reply in merged.practices.items() if id not in merged.not_applicable}
    return with_notes(replace(merged, practices=ruled_out), said)


def unplayed(audit: Audit, script: Audit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of a script's answers that were not taken over: those that differ, and those that were not asked."""
    differ = [i for i, reply in script.profile.items() if audit.profile.get(i, reply) != reply]
    differ += [i for i, a in script.answers.items() if i in audit.answers and not _same(audit.answers[i], a)]
    unasked = [i for i in script.profile if i not in audit.profile]
    unasked += [i for i in script.answers if i not in audit.answers]
    return tuple(differ), tuple(unasked)


def _same(kept: Answer, said: Answer) -> bool:
    """Whether an answer says all that the script said: of the criterion, of each practice, and in every text."""
    if (kept.level, kept.number, kept.unknown, kept.na) != (said.level, said.number, said.unknown, said.na):
        return False
    if any(getattr(said, name) and getattr(kept, name) != getattr(said, name) for name in NOTES):
        return False
    examined = {*said.seen} <= {*kept.seen} and {*said.not_held} <= {*kept.not_held}
    return examined and all(
        mine.get(id) == theirs
        for mine, given in ((kept.practices, said.practices), (kept.not_applicable, said.not_applicable))
        for id, theirs in given.items()
    )
