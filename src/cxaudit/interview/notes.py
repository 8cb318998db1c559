"""What is noted beside an answer: evidence, remarks, the figure, and what was examined."""

from dataclasses import replace

from cxaudit.audit.evidence import is_named
from cxaudit.interview import changes, typed
from cxaudit.interview.autosave import Session
from cxaudit.interview.document import NO_DOCUMENT, taken
from cxaudit.interview.page import FIELDS
from cxaudit.interview.prompts import Room, noted
from cxaudit.interview.saving import answer, before, edited
from cxaudit.measure import State
from cxaudit.model import Criterion


def note(session: Session, room: Room, question: Criterion, key: typed.Key) -> None:
    name, label = FIELDS[key.key]
    text = key.rest or noted(room, label, getattr(before(session, question), name))
    if name == "evidence" and text and not is_named(text):
        room.say(f'"{text}" names no evidence: say what proves it, or leave it out.', "magenta")
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
        room.say(found, "magenta")
        return
    held, not_held = found
    if astray := [str(n) for n, p in enumerate(practices, 1) if p.id in (*held, *not_held) and p.id not in said]:
        room.say(f"{', '.join(astray)}: not answered yet, so there is nothing to examine.", "magenta")
        return

    answer(session, room, question, edited(question, lambda a: changes.examined(a, held, not_held)))
    room.say(f"Examined: {len(held)} held{f', {len(not_held)} did not (taken as no)' if not_held else ''}.", "green")


def document(session: Session, room: Room, question: Criterion, rest: str) -> None:
    """Shows what the document says about a question, or takes the passage with this number as evidence."""
    if session.says is None:
        room.say(NO_DOCUMENT, "magenta")
        return
    said = session.says(question)
    if not rest:
        room.say_indented("\n".join(said.lines("t and a number takes that passage as evidence, such as t 1.")))
        return
    number = typed.choice(rest, len(said.quotes))
    if not number:
        room.say(f"There is no passage {rest} here.", "magenta")
        return
    quote = said.quotes[number - 1]
    answer(session, room, question, edited(question, lambda a: replace(a, evidence=taken(a.evidence, quote))))
    room.say(f"Passage {number} is now evidence.", "green")
