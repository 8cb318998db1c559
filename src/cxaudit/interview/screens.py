"""What an interview shows: a question with its statements, the answer so far, the keys, and what would count."""

from rich.table import Table
from rich.text import Text

from cxaudit.audit.marks import Stale, stale
from cxaudit.audit.route import Question
from cxaudit.interview.flow import Interview, minutes, seconds_for
from cxaudit.interview.keys import MARKS, MOVES, NOTES, lines
from cxaudit.interview.prompts import Room
from cxaudit.interview.said import given
from cxaudit.model import Criterion, Fact, Practice
from cxaudit.report.numbers import bar

COUNTS = """\
What counts
  If a good thing does not exist, say no. If a bad thing did not happen, and somebody would have noticed, say yes.
  "Every", or no amount given, means at least nine in ten; with fewer than ten, all but one.
  Partly: true for a third or more of what it covers. A trial, or one person doing it, counts as no.
  If you do not know, say don't know.
  If nobody measures it, or there is no record of it, say not measured.
  If there were fewer cases than a result names, take all those from the last two years.
  "Asked separately": whichever three people are asked, all say the same.
  If only two of the three do, say partly. If there are fewer than three to ask, ask all.
  If nobody has asked them, say don't know.
  A check is one that you made. What the auditor tries out during the audit is not a check, but can show a result.
  Plans do not count; a habit counts if people can show it."""
KEYS_LEVELS = """\
  {level:<13} {means}; any text after it is the evidence
  d             don't know"""
KEYS_FACT = """\
  {answer:<13} {means}
  d             don't know: the questions that depend on it are asked"""


FIRST = "This is the first question."
ONLY_OPEN = "This is the only open question. q leaves it for another day."
NOTHING_TO_UNDO = "Nothing has been answered in this session yet."


def keys(question: Question, practices: tuple[Practice, ...]) -> str:
    """What to type to answer a question, for its prompt."""
    if isinstance(question, Fact):
        return _fact_keys(question)
    if question.scale is None:
        return f"1-{len(practices)}" if len(practices) > 1 else "1"
    unit = question.scale.unit
    return f"a number{f' in {unit}' if unit else ''}" if question.scale.marks else f"0-{question.scale.top}"


def _fact_keys(fact: Fact) -> str:
    if fact.names:
        return "names, separated by commas"
    return f"1-{len(fact.choices)}" if fact.choices else "y, n"


def help_text(question: Question, practices: tuple[Practice, ...]) -> str:
    """What would count, and every key that works at a question."""
    moves = ["Keys to move", *lines(MOVES, typed=True)]
    if isinstance(question, Fact):
        means = "the answer decides which questions apply"
        return "\n".join(["Keys", KEYS_FACT.format(answer=_fact_keys(question), means=means), *moves])
    return "\n".join([counts(question), "Keys", *_answer_keys(question, practices), *lines(NOTES, typed=True), *moves])


def counts(criterion: Criterion) -> str:
    """What would count as an answer, and what to ask to see."""
    to_see = f"\nAsk to see\n  {'; '.join(criterion.evidence)}" if criterion.evidence else ""
    return f"{COUNTS}{to_see}"


def _answer_keys(question: Criterion, practices: tuple[Practice, ...]) -> list[str]:
    if question.scale is None:
        return lines(MARKS, typed=True)
    means = "the number, as last measured" if question.scale.marks else "the highest level that is true in full"
    return [KEYS_LEVELS.format(level=keys(question, practices), means=means)]


def why(interview: Interview, criterion: Criterion) -> str:
    """Why a question is asked, and which items of the frameworks chosen rest on it; shown only on request."""
    frameworks = (interview.catalog.frameworks.get(id) for id in interview.audit.frameworks)
    rests = [
        f"  {framework.title}: {item.title}"
        for framework in frameworks
        if framework
        for item in framework.items
        if criterion.id in item.criteria
    ]
    return "\n".join([criterion.why or "No reason is given.", *(["What rests on it", *rests] if rests else [])])


def expected(question: Question, practices: tuple[Practice, ...]) -> str:
    """What to say where the line typed is not an answer."""
    if isinstance(question, Fact):
        return f"Type {_fact_keys(question)}, or d for don't know; h shows all keys."
    if question.scale is None:
        return "Type the numbers of what is true, 0 for none, or another key; h shows all keys."
    return f"Type {keys(question, practices)}, d or another key; h shows all keys."


def head(interview: Interview, room: Room, question: Question) -> tuple[str, str, str]:
    """What stands above a question: its place, its group, and how far the interview has got."""
    done, total = len(interview.questions) - len(interview.left), len(interview.questions)
    left = f", about {minutes_in_words(minutes_left(interview, room))} left" if done < total else ""
    group = "Profile" if isinstance(question, Fact) else question.group
    return f"{interview.position(question.id) + 1} of {total}", group, f"{_bar(done / total)} {done} answered{left}"


def show(interview: Interview, room: Room, question: Question) -> None:
    """Shows a question, with how far the interview has got, and the answer given before."""
    room.measure()
    room.say()
    room.say("─" * room.console.width, "dim")
    room.say("  ".join(head(interview, room, question)))
    room.say()
    room.say(question.question, "bold")
    if isinstance(question, Fact):
        _show_fact(room, question)
    else:
        _show_criterion(interview, room, question)
    _show_given(interview, room, question)


def _bar(share: float) -> str:
    from fractions import Fraction

    exact = Fraction(share)
    return bar(exact, exact, 20)


def minutes_left(interview: Interview, room: Room) -> int:
    """The minutes that reading and answering what is open will take."""
    asked = ((q, interview.asked(q) if isinstance(q, Criterion) else ()) for q in interview.left)
    return minutes(sum(seconds_for(question, practices) for question, practices in asked), room.paces)


def minutes_in_words(number: int) -> str:
    return f"{number} minute{'s' if number != 1 else ''}"


def _show_fact(room: Room, fact: Fact) -> None:
    if fact.about:
        room.say(fact.about, "dim")
    if fact.choices:
        room.say()
        _show_rows(room, [(str(n), text) for n, text in enumerate(fact.choices.values(), 1)])


def _show_criterion(interview: Interview, room: Room, criterion: Criterion) -> None:
    if criterion.scope:
        room.say(criterion.scope, "dim")
    practices = interview.asked(criterion)
    channels = interview.audit.profile.get("main-channels")
    if isinstance(channels, tuple) and any("main channel" in practice.says for practice in practices):
        room.say(f"Main channels: {', '.join(channels)}.", "dim")
    room.say()
    if criterion.scale:
        rows = [("-" if criterion.scale.marks else str(n), text) for n, text in enumerate(criterion.levels)]
    else:
        rows = [(f"{n} {practice.kind:<7}", practice.says) for n, practice in enumerate(practices, 1)]
    _show_rows(room, rows)
    room.say()


def _show_rows(room: Room, rows: list[tuple[str, str]]) -> None:
    grid = Table.grid(padding=(0, 2, 0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for head, text in rows:
        grid.add_row(Text(head, style="bold"), Text(text))
    room.console.print(grid)


def _show_given(interview: Interview, room: Room, question: Question) -> None:
    if isinstance(question, Criterion):
        answer = interview.audit.answers.get(question.id)
        if answer and (why := stale(question, answer, interview.today)):
            words = {Stale.CHANGED: "the question has since changed", Stale.EXPIRED: "too long ago to count"}
            room.say(f"Answered before ({words[why]}): {given(interview, question)}", "magenta")
            return
    if text := given(interview, question):
        room.say(f"Answered: {text}", "green")
