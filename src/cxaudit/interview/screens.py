"""What an interview shows: a question with its levels, the answer so far, and the keys."""

from fractions import Fraction

from rich.table import Table
from rich.text import Text

from cxaudit import sanitize
from cxaudit.audit.route import Question, is_open, route
from cxaudit.catalog.catalog import lifts_of
from cxaudit.interview.autosave import Session
from cxaudit.interview.flow import minutes_left, position
from cxaudit.interview.prompts import Room
from cxaudit.model import NA_REASONS, Audit, Criterion, Fact
from cxaudit.report.numbers import bar
from cxaudit.schema.scalars import number_text

LEVEL_RULE = "Pick the highest level that is true in full today, with those below it. Plans do not count."
KEYS_ANSWER = """\
  d        don't know: a finding of its own, never counted as bad
  x        does not apply: asks for the reason"""
KEYS_FACT = """\
  y, n     yes or no: decides which questions apply
  d        don't know: the questions that hang on it are asked"""
KEYS_MOVE = """\
  s        skip for now: comes again at the end
  b        back to the question before
  r        review: see all answers, and go to any of them
  q        leave: everything is saved, the same command goes on here
  Enter    keeps an answer that is already there"""


def keys(question: Question) -> str:
    """What to type to answer a question, for its prompt."""
    if isinstance(question, Fact):
        return "y, n"
    scale = question.scale
    return f"a number{f' in {scale.unit}' if scale.unit else ''}" if scale.marks else f"0-{scale.top}"


def all_keys(question: Question) -> str:
    """Every key that works at a question, and what it does."""
    if isinstance(question, Fact):
        return f"{KEYS_FACT}\n{KEYS_MOVE}"
    if question.scale.marks:
        given = ("72", "the number, as last measured"), ("72 text", "the number and its evidence in one line")
    else:
        top = question.scale.top
        level, text = f"0 to {top}", f"{top} text"
        given = (level, "the highest level that is true in full"), (text, "the level and its evidence in one line")
    return "\n".join([*(f"  {key:<9}{means}" for key, means in given), KEYS_ANSWER, KEYS_MOVE])


def expected(question: Question) -> str:
    """What to say where the line typed is not an answer."""
    if isinstance(question, Fact):
        return "Type y, n or d for don't know; ? shows all keys."
    wanted = keys(question) if question.scale.marks else f"a level from 0 to {question.scale.top}"
    return f"Type {wanted}, d, x or another key; ? shows all keys."


def show(session: Session, room: Room, question: Question) -> None:
    """Shows a question, with how far the interview has got, the levels, and the answer given before."""
    number, total = position(session.catalog, session.audit, question)
    questions = route(session.catalog, session.audit)
    done = sum(not is_open(session.audit, q) for q in questions)
    group = "Profile" if isinstance(question, Fact) else question.group
    share = Fraction(done, total)
    minutes = minutes_left(room.seconds, total - done)
    left = f", about {minutes} minute{'s' if minutes != 1 else ''} left" if done < total else ""
    room.say()
    room.say("─" * room.console.width, "dim")
    room.say(f"{number} of {total}  {group}  {bar(share, share, 20)} {done} answered{left}", "cyan")
    room.say()
    room.say(question.question, "bold")
    if isinstance(question, Criterion):
        _show_levels(session, room, question)
    _show_given(session, room, question)


def _show_levels(session: Session, room: Room, question: Criterion) -> None:
    if question.scope:
        room.say(question.scope, "dim")
    grid = Table.grid(padding=(0, 2, 0, 2))
    for n, level in enumerate(question.levels):
        grid.add_row(Text("-" if question.scale.marks else str(n), style="bold"), Text(level))
    room.say()
    room.console.print(grid)
    room.say()
    frameworks = session.catalog.chosen(session.audit.frameworks)
    serves = "; ".join(f"{f.title}: {i.title}" for f, i in lifts_of(frameworks)[question.id])
    for label, text in (("Serves", serves), ("Ask to see", "; ".join(question.evidence))):
        line = Table.grid(padding=(0, 2, 0, 0))
        line.add_column(width=10)
        line.add_row(Text(label, style="dim"), Text(text, style="dim"))
        room.console.print(line)


def _show_given(session: Session, room: Room, question: Question) -> None:
    if not is_open(session.audit, question):
        room.say(f"Answered: {given(session.audit, question)}", "green")


def given(audit: Audit, question: Question) -> str:
    """The answer to a question in a few words."""
    if is_open(audit, question):
        return "open"
    if isinstance(question, Fact):
        return audit.profile[question.id]
    answer = audit.answers[question.id]
    head = "don't know" if answer.unknown else f"does not apply ({NA_REASONS[answer.na]})" if answer.na else ""
    number = "" if answer.value is None else number_text(answer.value, _unit(question))
    parts = [head or number or f"level {answer.level}"]
    parts += [f"evidence: {sanitize.line(answer.evidence)}"] if answer.evidence else []
    parts += [f"note: {sanitize.line(answer.note)}"] if answer.note else []
    return "; ".join(parts)


def _unit(question: Question) -> str:
    return question.scale.unit if isinstance(question, Criterion) else ""
