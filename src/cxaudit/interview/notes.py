"""What is noted beside an answer: evidence, remarks, the figure, and what was examined."""

from dataclasses import replace

from cxaudit.audit.evidence import is_named
from cxaudit.interview import typed
from cxaudit.interview.autosave import Session
from cxaudit.interview.prompts import Room, noted
from cxaudit.interview.saving import answer, before, edited
from cxaudit.measure import State
from cxaudit.model import Answer, Criterion

NOTES = {  # the keys for texts: what they are in an answer, and what they are called
    "e": ("evidence", "Evidence"),
    "n": ("note", "Note"),
    "p": ("private", "Private note"),
    "f": ("figure", "Figure"),
}


def note(session: Session, room: Room, question: Criterion, key: typed.Key) -> None:
    name, label = NOTES[key.key]
    text = key.rest or noted(room, label, getattr(before(session, question), name))
    if name == "evidence" and text and not is_named(text):
        room.say(f'"{text}" names no evidence: say what proves it, or leave it out.', "yellow")
        return
    answer(session, room, question, edited(question, lambda a: replace(a, **{name: text})))  # type: ignore[arg-type]
    room.say(f"{label} saved." if text else f"No {label.lower()}.", "green")


def examined(session: Session, room: Room, question: Criterion, rest: str) -> None:
    """Notes which practices were examined, and whether they held."""
    practices = session.view.asked(question)
    said = before(session, question).practices
    if not rest:
        rest = " ".join(str(n) for n, p in enumerate(practices, 1) if said.get(p.id) in (State.YES, State.REACHED))
    found = typed.numbers(rest, practices)
    if isinstance(found, str):
        room.say(found, "yellow")
        return
    held, not_held = found
    if astray := [str(n) for n, p in enumerate(practices, 1) if p.id in (*held, *not_held) and p.id not in said]:
        room.say(f"{', '.join(astray)}: not answered yet, so there is nothing to examine.", "yellow")
        return

    def edit(answer: Answer) -> Answer:
        seen = dict.fromkeys([*(id for id in answer.seen if id not in not_held), *held])
        not_ = dict.fromkeys([*(id for id in answer.not_held if id not in held), *not_held])
        return replace(answer, seen=tuple(seen), not_held=tuple(not_))

    answer(session, room, question, edited(question, edit))
    room.say(f"Examined: {len(held)} held{f', {len(not_held)} did not (taken as no)' if not_held else ''}.", "green")
