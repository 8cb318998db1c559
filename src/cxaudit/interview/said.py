"""An answer in a few words. Pure."""

from collections.abc import Iterator

from cxaudit import sanitize
from cxaudit.audit.route import Question
from cxaudit.interview.flow import Interview
from cxaudit.measure import State
from cxaudit.model import NA_REASONS, Answer, Audit, Criterion, Fact, Practice
from cxaudit.schema.scalars import number_text


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
    if fell := [str(n) for n, practice, _ in said if practice.id in answer.not_held]:
        yield f"(did not hold: {', '.join(fell)})"
    if seen := [str(n) for n, practice, _ in said if practice.id in answer.seen]:
        yield f"(examined: {', '.join(seen)})"
