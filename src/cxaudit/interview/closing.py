"""The end of an interview: what matters most, then the verdict, strengths, gaps and what to run next."""

from dataclasses import replace

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.audit.file import MOST_MATTERS
from cxaudit.audit.gaps import NOW, STRENGTHS, roadmap, strengths
from cxaudit.interview.autosave import Session
from cxaudit.interview.prompts import Room
from cxaudit.interview.saving import save
from cxaudit.interview.typed import choice
from cxaudit.model import group_id
from cxaudit.report.score_card import headline_lines


def close(session: Session, room: Room) -> None:
    """Asks once what matters most, and shows the result."""
    room.measure()
    assessment = assess(session.catalog, session.audit, session.today)
    if not session.audit.matters and roadmap(assessment):
        _ask_what_matters(session, room, assessment)
        assessment = assess(session.catalog, session.audit, session.today)
    room.say()
    for line in headline_lines(assessment, room.console.width):
        room.say(line, "bold")
    _show_list(room, "Strongest, going by the answers", [r.criterion.title for r in strengths(assessment)[:STRENGTHS]])
    gaps = roadmap(assessment)
    _show_list(room, "Gaps to close first", [gap.result.criterion.title for gap in gaps[:NOW]])
    room.say()
    if session.audit.quick:
        room.say(f"For the rest: cxaudit interview {session.named} --full")
    room.say(f"Score card: cxaudit score {session.named}")
    room.say(f"To examine: cxaudit sample {session.named}")
    room.say(f"Read back:  cxaudit report {session.named} --read-back -o read-back.md")
    room.say(f"Report:     cxaudit report {session.named} -o gap-report.md", "bold")


def _show_list(room: Room, title: str, lines: list[str]) -> None:
    if lines:
        room.say()
        room.say(title)
        for number, line in enumerate(lines, 1):
            room.say(f"  {number}  {line}")


def _ask_what_matters(session: Session, room: Room, assessment: Assessment) -> None:
    """Asks which groups matter most; that decides between gaps of equal risk."""
    groups = list(dict.fromkeys(result.criterion.group for result in assessment.results.values() if result.applies))
    if len(groups) < 2:
        return
    room.say()
    room.say(f"What matters most to you? Choose up to {MOST_MATTERS}: they decide between gaps of equal risk.")
    for number, group in enumerate(groups, 1):
        room.say(f"  {number}  {group}")
    while True:
        line = room.line(f"1 to {len(groups)}, such as 1 3 (Enter: nothing in particular):")
        words = [word for word in line.replace(",", " ").split() if word]
        chosen = [number for word in words if (number := choice(word, len(groups)))]
        if len(chosen) == len(words) <= MOST_MATTERS:
            break
        room.say(f"Type up to {MOST_MATTERS} numbers from 1 to {len(groups)}, or Enter.", "magenta")
    matters = tuple(dict.fromkeys(group_id(groups[number - 1]) for number in chosen))
    if matters:
        save(session, room, lambda audit: replace(audit, matters=matters))
