"""What an interview shows: a question with its statements, the answer so far, the keys, and what would count."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from cxaudit import sanitize
from cxaudit.audit.marks import Stale, stale
from cxaudit.audit.route import Question
from cxaudit.interview.flow import Interview, minutes, seconds_for
from cxaudit.interview.prompts import Room
from cxaudit.measure import State
from cxaudit.model import NA_REASONS, Answer, Audit, Criterion, Fact, Practice
from cxaudit.report.numbers import bar
from cxaudit.schema.scalars import number_text

COUNTS = """\
What counts
  If a good thing does not exist, say no. If a bad thing did not happen, and somebody would have noticed, say yes.
  "Every", or no amount given, means at least nine in ten; of fewer than ten, all but one.
  Partly: true for some of what it covers. A trial, or one person who does it, is no.
  If you do not know, say don't know.
  If nobody measures it, or there is no record of it, say not measured.
  Where there were fewer cases than a result names, take all those of the last two years.
  "Asked separately": whichever three people are asked, all say the same.
  If only two of three do, say partly. Where there are fewer than three to ask, ask all.
  Where nobody asked them, say don't know.
  A check is one that you made: what the auditor tries out during the audit does not count.
  Plans do not count; a habit counts if people can show it."""
KEYS_PRACTICES = """\
Keys
  1 3 or 13   these are true, the rest is not; text after them is evidence
  2~          partly true: you are asked what is missing
  4?          don't know
  5 5! 5-     a result: reached, missed, not measured
  3x          this one does not apply
  a  0  d     all, none, don't know any"""
KEYS_LEVELS = """\
Keys
  {level:<10}  {means}; any text after it is the evidence
  d           don't know"""
KEYS_FACT = """\
Keys
  {answer:<10}  {means}
  d           don't know: the questions that depend on it are asked"""
KEYS_NOTES = """\
  e TEXT      evidence: what proves it
  v 1 3!      you examined 1, which held, and 3, which did not
  f TEXT      the figure behind the result
  n TEXT      a note, shown in the report
  p TEXT      a private note, which never leaves the file
  x           the whole question does not apply"""
KEYS_MOVE = """\
  b           back, from anywhere
  u           undo the last answer
  s           skip for now: comes again at the end
  r           review: all answers; r open or r unknown shows only these
  q           leave: everything is saved; the same command picks up here
  Enter       keeps an answer that is there already"""


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
    if isinstance(question, Fact):
        means = "the answer decides which questions apply"
        return f"{KEYS_FACT.format(answer=_fact_keys(question), means=means)}\n{KEYS_MOVE}"
    to_see = f"\nAsk to see\n  {'; '.join(question.evidence)}" if question.evidence else ""
    if question.scale is None:
        return f"{COUNTS}{to_see}\n{KEYS_PRACTICES}\n{KEYS_NOTES}\n{KEYS_MOVE}"
    means = "the number, as last measured" if question.scale.marks else "the highest level that is true in full"
    return f"{COUNTS}{to_see}\n{KEYS_LEVELS.format(level=keys(question, ()), means=means)}\n{KEYS_NOTES}\n{KEYS_MOVE}"


def expected(question: Question, practices: tuple[Practice, ...]) -> str:
    """What to say where the line typed is not an answer."""
    if isinstance(question, Fact):
        return f"Type {_fact_keys(question)}, or d for don't know; ? shows all keys."
    if question.scale is None:
        return "Type the numbers of what is true, 0 for none of it, or another key; ? shows all keys."
    return f"Type {keys(question, practices)}, d or another key; ? shows all keys."


def show(interview: Interview, room: Room, question: Question) -> None:
    """Shows a question, with how far the interview has got, and the answer given before."""
    room.measure()
    done = len(interview.questions) - len(interview.left)
    number, total = interview.position(question.id) + 1, len(interview.questions)
    share, group = done / total, "Profile" if isinstance(question, Fact) else question.group
    left = f", about {_minutes(minutes_left(interview, room))} left" if done < total else ""
    room.say()
    room.say("─" * room.console.width, "dim")
    room.say(f"{number} of {total}  {group}  {_bar(share)} {done} answered{left}", "cyan")
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


def _minutes(number: int) -> str:
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
            words = {Stale.CHANGED: "the question has changed since", Stale.EXPIRED: "too long ago to count"}
            room.say(f"Answered before ({words[why]}): {given(interview, question)}", "yellow")
            return
    if text := given(interview, question):
        room.say(f"Answered: {text}", "green")


def given(interview: Interview, question: Question) -> str:
    """The answer to a question in a few words; empty where there is none."""
    if isinstance(question, Fact):
        return fact_given(interview.audit, question)
    answer = interview.audit.answers.get(question.id)
    return "; ".join(_parts(interview, question, answer)) if answer else ""


def fact_given(audit: Audit, fact: Fact) -> str:
    said = audit.profile.get(fact.id, "")
    if isinstance(said, tuple):
        return ", ".join(said)
    return "don't know" if said == State.UNKNOWN else fact.choices.get(said, said)


def _parts(interview: Interview, criterion: Criterion, answer: Answer) -> Iterator[str]:
    if answer.na:
        yield f"does not apply ({NA_REASONS[answer.na]})"
    elif criterion.scale:
        yield from _level(criterion, answer)
    elif answer.practices or answer.not_applicable:
        yield " ".join(_marks(interview.asked(criterion), answer))
    for name, text in (("evidence", answer.evidence), ("figure", answer.figure), ("note", answer.note)):
        if text:
            yield f"{name}: {sanitize.line(text)}"
    if answer.private:
        yield "a private note"


def _level(criterion: Criterion, answer: Answer) -> Iterator[str]:
    unit = criterion.scale.unit if criterion.scale else ""
    if answer.unknown:
        yield "don't know"
    elif answer.number is not None:
        yield number_text(answer.number, unit)
    elif answer.level is not None:
        yield f"level {answer.level}"


SIGNS = {
    State.YES: "",
    State.PARTLY: "~",
    State.NO: " no",
    State.UNKNOWN: "?",
    State.REACHED: " reached",
    State.MISSED: " missed",
    State.NOT_MEASURED: " not measured",
}


def _marks(practices: tuple[Practice, ...], answer: Answer) -> Iterator[str]:
    """What is said of each practice, as numbers with their marks; those that are not true are left out."""
    said = [(n, practice, answer.practices.get(practice.id)) for n, practice in enumerate(practices, 1)]
    shown = [f"{n}{SIGNS[State(reply)]}" for n, _, reply in said if reply and reply != State.NO]
    shown += [f"{n} does not apply" for n, practice, _ in said if practice.id in answer.not_applicable]
    if not shown and any(reply for _, _, reply in said):
        yield "none"
    yield ", ".join(shown)
    if seen := [str(n) for n, practice, _ in said if practice.id in answer.seen]:
        yield f"(examined: {', '.join(seen)})"
