"""The interview in a terminal: shows each question that `flow` picks, and asks it."""

import sys
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from cxaudit.audit.route import Question, covers
from cxaudit.interview import typed
from cxaudit.interview.answering import answer_criterion, answer_fact, rule_out
from cxaudit.interview.autosave import Session
from cxaudit.interview.closing import close
from cxaudit.interview.flow import Interview, seconds_for
from cxaudit.interview.notes import document, examined, note
from cxaudit.interview.prompts import Back, Room, choose
from cxaudit.interview.review import review
from cxaudit.interview.saving import save, undone
from cxaudit.interview.screens import (
    FIRST,
    NOTHING_TO_UNDO,
    ONLY_OPEN,
    help_text,
    keys,
    minutes_in_words,
    minutes_left,
    show,
    why,
)
from cxaudit.model import ROLES, Criterion, Fact

MOVES = "?hburs"  # the keys that work at a fact


class Go(NamedTuple):
    """Where to go from a question: to another, or None where none is left."""

    to: Question | None


def interview(session: Session, room: Room) -> None:
    """Asks until no question is open. Raises Quit, KeyboardInterrupt or EOFError where the person leaves early."""
    _introduce(session, room)
    view = session.view
    _open(session, room, view)
    question = view.next()
    if question is None:
        room.say("Every question that applies has an answer.")
        question = review(view, room)
    while question:
        question = _put(session, room, question)
    close(session, room)


def _introduce(session: Session, room: Room) -> None:
    for key, prompt in (("organisation", "Organisation to audit:"), ("respondent", "Who is answering (name):")):
        while not getattr(session.audit, key):
            said = room.line(prompt)
            if said:
                save(session, room, lambda audit, k=key, v=said: replace(audit, **{k: v}))  # type: ignore[misc]
    while not session.audit.role:
        with suppress(Back):  # there is nothing before the first question
            role = choose(room, "Role of the person answering:", {role: role for role in ROLES})
            save(session, room, lambda audit, said=role: replace(audit, role=said))  # type: ignore[misc]


def _open(session: Session, room: Room, view: Interview) -> None:
    todo = len(view.left)
    room.say()
    if not todo:
        return
    many = f"{todo} questions" if todo > 1 else "One question"
    least = minutes_left(view, room)
    room.say(f"{many}. Reading and answering take about {minutes_in_words(least)}; with discussion, {2 * least}.")
    room.say("Each answer is saved at once.")
    if facts := sum(isinstance(q, Fact) for q in view.left):
        first = f"The first {facts} are" if facts > 1 else "The first is"
        room.say(f"{first} about the organisation, so that only what applies is asked.")
    if session.audit.quick:
        asked, of = covers(session.catalog, session.audit)
        room.say(f"A quick look asks {asked} of {of} statements; --full asks the rest later.")
    if session.role:
        room.say(f"Only questions for the role {session.role} are asked.")
    room.say("Plans do not count. h shows all keys.")
    if not room.full:
        room.say("Type the numbers of the statements that are true today, 0 for none.")
        room.say("2~ partly, 4? don't know; a result: 5 reached, 5! missed, 5- not measured.")


def _put(session: Session, room: Room, question: Question) -> Question | None:
    """Asks one question until it is answered or left; returns the question to ask next."""
    if isinstance(question, Criterion) and room.full:
        from cxaudit.interview import full

        if full.shows(question, room):
            return full.fill(session, room, question)
    if room.shrunk:
        room.shrunk = False
        room.say("The window is too small for a page: answer by a line. Numbers that you leave out become not true.")
    if room.drop_waiting():
        room.say("Lines typed before this question was shown were ignored.", "magenta")
    show(session.view, room, question)
    begun = room.clock()
    while True:
        try:
            step = _ask(session, room, question, begun)
        except Back:
            show(session.view, room, question)
            continue
        if step:
            return step.to


def _ask(session: Session, room: Room, question: Question, begun: float) -> Go | None:
    """Reads one line at a question and does what it says; returns where to go, or None to stay."""
    view = session.view
    practices = view.asked(question) if isinstance(question, Criterion) else ()
    kept = "" if view.is_open(question) else ", Enter to keep"
    line = room.line(f"{keys(question, practices)}, h for keys{kept}:")
    key = typed.key_of(line)
    if key and (isinstance(question, Criterion) or key.key in MOVES) and not (key.rest and key.key in "?hbusw"):
        return _key(session, room, question, key)
    if line == "" and not view.is_open(question):
        return Go(view.next(question.id))
    if isinstance(question, Fact):
        done = answer_fact(session, room, question, line)
    else:
        done = answer_criterion(session, room, question, line)
    if not done:
        return None
    if isinstance(question, Criterion):
        room.paces.append((room.clock() - begun) / seconds_for(question, practices))
    return Go(session.view.next(question.id))


def _key(session: Session, room: Room, question: Question, key: typed.Key) -> Go | None:
    view = session.view
    match key.key:
        case "h" | "?":
            room.say_indented(help_text(question, view.asked(question) if isinstance(question, Criterion) else ()))
        case "b":
            if before := view.previous(question.id):
                return Go(before)
            room.say(FIRST, "magenta")
        case "u":
            return _undo(session, room)
        case "r":
            return Go(review(view, room, key.rest) or question)
        case "s":
            return _skip(room, view, question)
        case "w" if isinstance(question, Criterion):
            room.say_indented(why(view, question))
        case "x" if isinstance(question, Criterion):
            rule_out(session, room, question, key.rest)
            return Go(session.view.next(question.id))
        case "t" if isinstance(question, Criterion):
            document(session, room, question, key.rest)
        case "v" if isinstance(question, Criterion):
            examined(session, room, question, key.rest)
        case _ if isinstance(question, Criterion):
            note(session, room, question, key)
    return None


def _skip(room: Room, view: Interview, question: Question) -> Go:
    onward = view.next(question.id)
    if onward is not None and onward.id == question.id:
        room.say(ONLY_OPEN, "magenta")
    return Go(onward)


def _undo(session: Session, room: Room) -> Go | None:
    """Takes back the last answer of this session, and goes to its question."""
    taken = undone(session)
    if taken is None:
        room.say(NOTHING_TO_UNDO, "magenta")
        return None
    question, edit = taken
    save(session, room, edit)
    room.say(f"Undone: {question.title}.", "magenta")
    return Go(question)


def farewell(session: Session) -> bool:
    """Says where the answers are and how to go on, on stderr; returns whether all of them are saved."""
    if not session.is_saved:
        sys.stderr.write(f"\nNOT SAVED: {session.shown} does not contain the answers of this session.\n")
        return False
    done = session.view.progress()
    if session.lost:
        sys.stderr.write("\nNOT SAVED: the last answer.")
    sys.stderr.write(f"\nSaved in {session.shown}: {done}.\nResume with: cxaudit interview {session.named}\n")
    return not session.lost
