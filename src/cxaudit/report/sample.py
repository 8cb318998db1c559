"""The answers drawn to be examined, as text."""

from textwrap import wrap

from cxaudit import sanitize
from cxaudit.audit.assessment import Assessment, CriterionResult
from cxaudit.audit.evidence import draw, examined, is_named
from cxaudit.audit.marks import Mark


def listed(assessment: Assessment, number: int, seed: int, width: int = 80) -> str:
    """Claims to examine, each with the evidence named, what to ask to see, and what an examination found."""
    drawn = draw(assessment, number, seed)
    if not drawn:
        return "Nothing has been said to be true yet, so there is nothing to examine.\n"
    lines: list[str] = []
    for place, (result, mark) in enumerate(drawn, 1):
        lines += wrap(f"{place:>2}. {mark.practice.says}", width, subsequent_indent="    ")
        lines += wrap(_about(result, mark), width, initial_indent="    ", subsequent_indent="      ")
    found = examined(assessment)
    foot = f"{len(drawn)} of {found.claims} answers, seed {seed}. {summary(assessment)}"
    return "\n".join([*lines, "", *wrap(foot, width)]) + "\n"


def _about(result: CriterionResult, mark: Mark) -> str:
    answer = result.answer
    evidence = sanitize.line(answer.evidence) if answer and is_named(answer.evidence) else "none named"
    found = "Not examined yet"
    if answer and mark.practice.id in answer.not_held:
        found = "Examined, did not hold"
    elif answer and mark.practice.id in answer.seen:
        found = "Examined, held"
    to_see = "; ".join(result.criterion.evidence)
    risk = ", high risk" if result.criterion.risk == "high" else ""
    name = f"{result.criterion.title} ({mark.practice.key}){risk}"
    return f"{name}. Evidence: {evidence}. Ask to see: {to_see or 'what proves it'}. {found}."


def summary(assessment: Assessment) -> str:
    """How much was examined and held, in a sentence."""
    found = examined(assessment)
    if not found.examined:
        return "None has been examined yet."
    return f"Of {found.examined} examined, {found.held} held."
