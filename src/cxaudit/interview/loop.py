"""The interview at a terminal: shows each question that `flow` picks, and asks it."""

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from cxaudit.audit.route import Question, covers, is_open, route
from cxaudit.audit.scoring import assess
from cxaudit.errors import CxauditError
from cxaudit.interview.autosave import Session
from cxaudit.interview.flow import Reply, minutes_left, next_question, previous_question, progress, record
from cxaudit.interview.prompts import Room, added, choose
from cxaudit.interview.screens import LEVEL_RULE, all_keys, expected, given, keys, show
from cxaudit.model import NA_REASONS, ROLES, Answer, Audit, Criterion, Fact, FactAnswer, Scale
from cxaudit.report.score_card import card
from cxaudit.schema.scalars import is_number

FACT_KEYS = {
    "y": FactAnswer.YES,
    "yes": FactAnswer.YES,
    "n": FactAnswer.NO,
    "no": FactAnswer.NO,
    "d": FactAnswer.UNKNOWN,
    "don't know": FactAnswer.UNKNOWN,
}


# ------------------------------------------------------------------------------------------------ the loop


def interview(session: Session, room: Room) -> None:
    """Asks until no question is open. Raises Quit, KeyboardInterrupt or EOFError where the person leaves early."""
    _introduce(session, room)
    _open(session, room)
    question = next_question(session.catalog, session.audit)
    if question is None:
        room.say("Every question that applies has an answer.")
        question = _review(session, room)
    while question:
        question = _put(session, room, question)
    _finish(session, room)


def _introduce(session: Session, room: Room) -> None:
    for key, prompt in (("organisation", "Organisation to audit:"), ("respondent", "Who answers (name):")):
        while not getattr(session.audit, key):
            typed = room.line(prompt)
            if typed:
                _save(session, room, lambda audit, k=key, v=typed: replace(audit, **{k: v}))  # type: ignore[misc]
    if not session.audit.role:
        role = choose(room, "Role of the person who answers:", {role: role for role in ROLES})
        _save(session, room, lambda audit: replace(audit, role=role))


def _open(session: Session, room: Room) -> None:
    questions = route(session.catalog, session.audit)
    todo = sum(is_open(session.audit, q) for q in questions)
    titles = ", ".join(f.title for f in session.catalog.chosen(session.audit.frameworks))
    room.say()
    if not todo:
        return
    many = f"{todo} questions" if todo > 1 else "One question"
    minutes = minutes_left([], todo)
    room.say(f"{many} to answer, about {minutes} minute{'s' if minutes > 1 else ''}. Each answer is saved at once.")
    room.say(f"For {titles}.", "dim")
    if facts := sum(isinstance(q, Fact) and is_open(session.audit, q) for q in questions):
        first = f"The first {facts} are" if facts > 1 else "The first is"
        room.say(f"{first} about the organisation, yes or no, so that what does not apply is not asked.")
    if session.audit.quick:
        touched, items = covers(session.catalog, session.audit)
        room.say(f"Quick: these questions touch {touched} of {items} items; --full asks the rest later.")
    room.say(LEVEL_RULE)
    room.say("Keys: d don't know, x does not apply, b back, r review, s skip, q leave, ? all keys.")


def _put(session: Session, room: Room, question: Question) -> Question | None:
    """Asks one question until it is answered or left; returns the question to ask next."""
    show(session, room, question)
    begun = room.clock()
    while True:
        kept = "" if is_open(session.audit, question) else ", Enter keeps"
        typed = room.line(f"{keys(question)}, ? for keys{kept}:")
        if typed == "?":
            room.say(all_keys(question))
        elif typed == "b":
            before = previous_question(session.catalog, session.audit, question.id)
            if before:
                return before
            room.say("This is the first question.", "yellow")
        elif typed == "r":
            return _review(session, room) or question
        elif typed == "s" or (typed == "" and not is_open(session.audit, question)):
            return _onward(session, room, question, skipped=typed == "s")
        elif reply := _reply(session, room, question, typed):
            _answer(session, room, question, reply, typed)
            if isinstance(question, Criterion):
                room.seconds.append(room.clock() - begun)
            return next_question(session.catalog, session.audit, question.id)
        elif typed != "x":  # after x and then b, no reason was chosen, and nothing is wrong
            room.say(expected(question), "yellow")


def _onward(session: Session, room: Room, question: Question, skipped: bool) -> Question | None:
    """The next open question; says so on screen where the one skipped is the only one left."""
    onward = next_question(session.catalog, session.audit, question.id)
    last = onward is not None and onward.id == question.id
    if skipped and last:
        room.say("This is the only open question. q leaves it for another day.", "yellow")
    return onward


def _reply(session: Session, room: Room, question: Question, typed: str) -> Reply | None:
    """The reply that a typed line means; None where it means none."""
    if isinstance(question, Fact):
        return FACT_KEYS.get(typed.lower())
    before = session.audit.answers.get(question.id, Answer())
    first, _, evidence = typed.partition(" ")
    if answered := _on_scale(question.scale, first):
        kept = evidence.strip() or before.evidence
        return replace(answered, evidence=kept, note=before.note, at=room.today)
    if typed == "d":
        return Answer(unknown=True, note=before.note, at=room.today)
    if typed == "x":
        reason = choose(room, "Why does it not apply?", NA_REASONS, back=True)
        return Answer(na=reason, note=before.note, at=room.today) if reason else None
    return None


def _on_scale(scale: Scale, word: str) -> Answer | None:
    """The answer, a level or number, that a word means on a scale; None where it means none."""
    if scale.marks:
        number = word.removesuffix(scale.unit)
        return Answer(value=Fraction(number)) if is_number(number) else None
    fits = word.isdecimal() and len(word) == 1 and int(word) <= scale.top
    return Answer(level=int(word)) if fits else None


def _answer(session: Session, room: Room, question: Question, reply: Reply, typed: str) -> None:
    """Saves the reply immediately, then asks for evidence or a note to add, and saves that."""
    _save(session, room, lambda audit: record(audit, question, reply))
    if isinstance(reply, str) or " " in typed:
        return
    wanted = ["note"] if reply.unknown or reply.na else ["evidence", "note"]
    labels = {"evidence": "Evidence", "note": "Who would know? Note" if reply.unknown else "Note"}
    for key in wanted:
        more = added(room, labels[key], getattr(reply, key))
        if more != getattr(reply, key):
            reply = replace(reply, **{key: more})  # type: ignore[arg-type]
            _save(session, room, lambda audit, r=reply: record(audit, question, r))  # type: ignore[misc]


def _save(session: Session, room: Room, edit: Callable[[Audit], Audit]) -> None:
    """Saves a change; where that fails, keeps it and tries again until it is saved or the person leaves."""
    while True:
        try:
            session.change(edit)
            return
        except CxauditError as error:
            room.say(f"NOT SAVED. {error}", "bold red")
            room.line("Enter tries again, q leaves without this answer:")


def _review(session: Session, room: Room) -> Question | None:
    """Shows all questions with their answers; returns the one that the person wants to go to, or None to go on."""
    questions = route(session.catalog, session.audit)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right")
    grid.add_column(no_wrap=True, overflow="ellipsis")
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for n, question in enumerate(questions, 1):
        style = "yellow" if is_open(session.audit, question) else ""
        grid.add_row(str(n), Text(question.title, style=style), Text(given(session.audit, question), style=style))
    room.say()
    room.console.print(grid)
    while True:
        typed = room.line(f"Go to question 1 to {len(questions)} (Enter: go on):")
        if typed == "":
            return None
        if typed.isdecimal() and 1 <= int(typed) <= len(questions):
            return questions[int(typed) - 1]
        room.say(f"Type a number from 1 to {len(questions)}, or Enter.", "yellow")


def _finish(session: Session, room: Room) -> None:
    room.say()
    room.say(card(assess(session.catalog, session.audit), room.console.width))
    if session.audit.quick:
        touched, items = covers(session.catalog, session.audit)
        room.say(f"This quick audit touched {touched} of {items} items.")
        room.say(f"For the rest: cxaudit interview {session.shown} --full")
    room.say(f"Next: cxaudit report {session.shown} -o gap-report.md", "bold")


def farewell(session: Session) -> None:
    """Says where the answers are and how to go on; on stderr, since it is not a result."""
    done = progress(session.catalog, session.audit)
    sys.stderr.write(f"\nSaved in {session.shown}: {done}.\nGo on with: cxaudit interview {session.shown}\n")
