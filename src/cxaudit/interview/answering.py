"""Takes an answer from a typed line, saves it, and asks for what the line leaves open."""

from dataclasses import replace

from cxaudit.audit.evidence import is_named
from cxaudit.interview import typed
from cxaudit.interview.autosave import Session
from cxaudit.interview.changes import answered, joined, lacking, on_scale, ruled_out, ticked, without
from cxaudit.interview.flow import channels_to_tick, record
from cxaudit.interview.prompts import Room, choose, noted
from cxaudit.interview.said import given
from cxaudit.interview.saving import answer, before, edited, save
from cxaudit.interview.screens import expected
from cxaudit.measure import State
from cxaudit.model import NA_REASONS, Answer, Criterion, Fact, Practice


def answer_fact(session: Session, room: Room, question: Fact, line: str) -> bool:
    """Saves what a line says of a fact; returns whether it says anything."""
    said = typed.fact(line, question)
    if said is None:
        room.say(expected(question, ()), "magenta")
        return False
    answer(session, room, question, lambda audit: record(audit, question, said))
    return True


def answer_criterion(session: Session, room: Room, question: Criterion, line: str) -> bool:
    """Saves what a line says about a criterion, and asks what it leaves open; returns whether it says anything."""
    practices = session.view.asked(question)
    if question.scale:
        found = typed.on_scale(line, question.scale)
        if isinstance(found, str):
            room.say(found or expected(question, practices), "magenta")
            return False
        given, rest = found
        answer(session, room, question, edited(question, lambda a: on_scale(a, question, given, session.today)))
        _rest(session, room, question, rest, unsure=given.unknown)
        return True
    marked = typed.marked(line, practices)
    if isinstance(marked, str):
        room.say(expected(question, practices) if marked in ("", "nothing is marked") else marked, "magenta")
        return False
    answer(session, room, question, edited(question, lambda a: answered(a, question, marked.said, session.today)))
    unsure = bool(marked.said) and all(state is State.UNKNOWN for state in marked.said.values())
    _rest(session, room, question, marked.rest, unsure)
    _details(session, room, question, practices, marked)
    return True


def _details(
    session: Session, room: Room, question: Criterion, practices: tuple[Practice, ...], marked: typed.Marked
) -> None:
    """Asks what the line leaves open: results, what is missing, and why something does not apply."""
    for number, practice in enumerate(practices, 1):
        if practice.id in marked.ruled_out:
            reason = choose(room, f"{number}  {practice.says}\nWhy does it not apply?", NA_REASONS)
            save(session, room, edited(question, lambda a, p=practice, r=reason: without(a, p, r)))  # type: ignore[misc]
        elif marked.said.get(practice.id) is State.PARTLY:
            _ask_missing(session, room, question, number, practice)
        elif practice.is_result and practice.id not in marked.said:
            state = _result(room, number, practice)
            said = {practice.id: state}
            save(session, room, edited(question, lambda a, s=said: answered(a, question, s, session.today)))  # type: ignore[misc]
        if practice.is_result and before(session, question).practices.get(practice.id) == State.MISSED:
            _ask_figure(session, room, question)


def _ask_figure(session: Session, room: Room, question: Criterion) -> None:
    """Asks for the figure behind a result that was missed: a report without it accuses."""
    was = before(session, question).figure
    text = noted(room, "Figure, such as 14 of 20", was)
    if text != was:
        save(session, room, edited(question, lambda a: replace(a, figure=text)))


def _ask_missing(session: Session, room: Room, question: Criterion, number: int, practice: Practice) -> None:
    """Asks what a statement lacks that is partly true: on which main channels it is true where it is about them."""
    was = before(session, question).missing.get(practice.id, "")
    channels = channels_to_tick(session.audit, practice)
    if not channels:
        text = noted(room, f"{number}: what is missing", was)
        save(session, room, edited(question, lambda a: lacking(a, practice, text)))
        return
    room.say(f"On which main channels is {number} true?")
    for n, channel in enumerate(channels, 1):
        room.say(f"  {n}  {channel}")
    text = noted(room, "Channel numbers, or what is missing", was, single=True)
    words = text.replace(",", " ").split()
    ticks = [n - 1 for word in words if (n := typed.choice(word, len(channels)))]
    if words and len(ticks) == len(words):
        save(session, room, edited(question, lambda a: ticked(a, question, practice, channels, ticks, session.today)))
    else:
        save(session, room, edited(question, lambda a: lacking(a, practice, text)))


def _result(room: Room, number: int, practice: Practice) -> State:
    """Asks for a result by itself: leaving it out is not an answer."""
    room.say(f"{number}  {practice.says}")
    while True:
        state = typed.result(room.detail("1 reached, 2 missed, 3 not measured, d don't know:"))
        if state:
            return state
        room.say("Type 1, 2, 3 or d; b goes back, then u undoes.", "magenta")


def rule_out(session: Session, room: Room, question: Criterion, note: str = "") -> None:
    """Asks why a whole criterion does not apply, and saves that, with what was typed after the key as a note."""
    reason = choose(room, "Why does it not apply?", NA_REASONS)
    answer(session, room, question, edited(question, lambda a: _noted(ruled_out(a, reason, session.today), note)))


def _noted(answer: Answer, note: str) -> Answer:
    return replace(answer, note=joined(answer.note, note)) if note else answer


def _rest(session: Session, room: Room, question: Criterion, rest: str, unsure: bool) -> None:
    """Saves the text after an answer as evidence, or as a note if unsure or naming none."""
    if not rest:
        return
    if unsure or not is_named(rest):
        if not unsure:
            room.say(f'"{rest}" names no evidence; it is kept as a note.', "magenta")
        save(session, room, edited(question, lambda a: replace(a, note=joined(a.note, rest))))
    else:
        save(session, room, edited(question, lambda a: replace(a, evidence=joined(a.evidence, rest))))
    room.say(f"Saved: {given(session.view, question)}", "green")
