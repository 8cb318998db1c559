"""The review by typed lines: every question with its answer, in pages, all or only those open or unknown."""

from rich.cells import set_cell_size

from cxaudit.audit.route import Question
from cxaudit.interview.flow import Interview
from cxaudit.interview.overview import FILTERS, rows, state
from cxaudit.interview.prompts import Room
from cxaudit.interview.typed import choice

_TITLE = 28


def review(interview: Interview, room: Room, wanted: str = "") -> Question | None:
    """Shows questions with their answers; returns the one that the person wants to go to, or None to go on."""
    shown, page = FILTERS.get(wanted[:1].lower(), "all"), 0
    while True:
        room.measure()
        found = rows(interview, shown)
        size = max(3, room.height - 4)
        pages = max(1, -(-len(found) // size))
        room.say()
        room.say(f"{len(found)} {'questions' if shown == 'all' else shown}, page {page + 1} of {pages}", "cyan")
        for number, question in found[page * size : (page + 1) * size]:
            room.say(_row(interview, number, question, room.console.width))
        last = page + 1 >= pages
        typed = room.line(f"Number, o open, u unknown, a all (Enter: {'go on' if last else 'next page'}):").lower()
        if typed == "b" or (typed == "" and last):
            return None
        if typed == "":
            page += 1
        elif typed in FILTERS:
            shown, page = FILTERS[typed], 0
        elif number := choice(typed, len(interview.questions)):
            return interview.questions[number - 1]
        else:
            room.say(f"Type a number from 1 to {len(interview.questions)}, o, u, a, or Enter.", "magenta")


def _row(interview: Interview, number: int, question: Question, width: int) -> str:
    """A line with the number first, so that a long answer never cuts it off."""
    title = max(8, min(_TITLE, width - 20))
    line = f"{number:>3}  {set_cell_size(question.title, title)}  {state(interview, question)}"
    return set_cell_size(line, width).rstrip()
