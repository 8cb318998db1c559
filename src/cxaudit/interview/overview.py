"""The list of all questions, or of those open or unknown, with their answers: its rows, and what a key does. Pure."""

from dataclasses import dataclass, replace

from cxaudit.audit.route import Question
from cxaudit.interview.flow import Interview
from cxaudit.interview.said import given

FILTERS = {"a": "all", "o": "open", "u": "unknown"}


def rows(interview: Interview, shown: str) -> list[tuple[int, Question]]:
    """The questions to show, each with its number."""
    numbered = list(enumerate(interview.questions, 1))
    if shown == "open":
        return [(n, question) for n, question in numbered if interview.is_open(question)]
    if shown == "unknown":
        return [(n, question) for n, question in numbered if interview.is_unsure(question)]
    return numbered


def state(interview: Interview, question: Question) -> str:
    """How far a question is answered, in a few words."""
    said = given(interview, question)
    return f"open; {said}" if said and interview.is_open(question) else said or "open"


@dataclass(frozen=True)
class Overview:
    """The list on the full screen: which questions it shows, the row under the cursor, and the number typed so far.

    `chosen` is the number of the question to go to; `closed` is set where the person goes back without one.
    """

    last: int  # the highest number of a question
    shown: str = "all"
    at: int = 0
    number: str = ""
    chosen: int = 0
    closed: bool = False


def press(overview: Overview, key: str, numbers: list[int], page: int) -> Overview:
    """The list after a key, where these are the numbers of the questions shown, `page` of them at a time."""
    typed, overview = overview.number, replace(overview, number="")
    most = max(len(numbers) - 1, 0)
    step = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page}.get(key)
    if step:
        return replace(overview, at=min(max(overview.at + step, 0), most))
    if key.isdecimal():
        number = int(typed + key)
        return replace(overview, number=str(number)) if 1 <= number <= overview.last else overview
    if key in FILTERS:
        return replace(overview, shown=FILTERS[key], at=0)
    if key == "enter":
        chosen = int(typed) if typed else numbers[overview.at] if numbers else 0
        return replace(overview, chosen=chosen, closed=not chosen)
    return replace(overview, closed=key in ("escape", "b", "r", "q"))
