"""What to ask next: a pure function of the library, the frameworks chosen and the answers so far."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from cxaudit.audit.gaps import lifted
from cxaudit.audit.scoring import inapplicable
from cxaudit.catalog.loader import Catalog
from cxaudit.model import Answer, Audit, Criterion, Fact

Question = Fact | Criterion
Reply = str | Answer  # to a fact and to a criterion

FIRST_GUESS = 40.0  # seconds a question, before this person's own pace is known
QUICK = 22  # criteria in a quick interview: fifteen minutes at the first guess
PACE_FROM = 3  # how many questions show a person's pace


def route(catalog: Catalog, audit: Audit) -> tuple[Question, ...]:
    """All questions of this audit as things stand: the profile facts that matter, then what applies."""
    criteria = catalog.asked(audit.frameworks)
    needed = {fact for criterion in criteria for fact in criterion.needs}
    facts = tuple(fact for fact in catalog.facts.values() if fact.id in needed)
    apply = tuple(c for c in criteria if not inapplicable(catalog, c, audit.profile))
    return facts + (shortlist(catalog, audit, apply) if audit.quick else apply)


def shortlist(catalog: Catalog, audit: Audit, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The fewest criteria that touch the most items, as many as fit into a quick interview, in the order asked.

    Each next one is that which touches most items not yet touched; between equals, what is critical to a framework
    comes first, then what stands first in the bank.
    """
    frameworks = catalog.chosen(audit.frameworks)
    touches = {c.id: {(f.id, item.id) for f, item in lifted(frameworks, c.id)} for c in criteria}
    critical = {id for framework in frameworks for id in framework.critical}
    taken: list[str] = []
    touched: set[tuple[str, str]] = set()
    while len(taken) < QUICK:
        best = max(criteria, key=lambda c: (len(touches[c.id] - touched), c.id in critical), default=None)
        if best is None or touches[best.id] <= touched:
            break
        taken.append(best.id)
        touched |= touches[best.id]
    return tuple(c for c in criteria if c.id in taken)


def covers(catalog: Catalog, audit: Audit) -> tuple[int, int]:
    """How many items of the chosen frameworks the questions touch, and how many there are."""
    frameworks = catalog.chosen(audit.frameworks)
    asked = {question.id for question in route(catalog, audit)}
    touched = sum(not asked.isdisjoint(item.criteria) for f in frameworks for item in f.items)
    return touched, sum(len(f.items) for f in frameworks)


def is_open(audit: Audit, question: Question) -> bool:
    """Whether the question is still to be put; "don't know" is an answer."""
    return question.id not in (audit.profile if isinstance(question, Fact) else audit.answers)


def next_question(catalog: Catalog, audit: Audit, after: str | None = None) -> Question | None:
    """The first open question behind `after`, else the first open one of all; None when all are answered."""
    questions = route(catalog, audit)
    start = _position(questions, after) + 1
    behind = (q for q in questions[start:] + questions[:start] if is_open(audit, q))
    return next(behind, None)


def previous_question(catalog: Catalog, audit: Audit, before: str | None) -> Question | None:
    """The question that stands before `before` on the route, answered or not; the last one for None."""
    questions = route(catalog, audit)
    position = _position(questions, before) if before else len(questions)
    return questions[position - 1] if position > 0 else None


def progress(catalog: Catalog, audit: Audit) -> str:
    """How far the interview is, in words."""
    questions = route(catalog, audit)
    done = [q for q in questions if not is_open(audit, q)]
    unsure = sum(_unsure(audit, q) for q in done)
    told = f", {unsure} of them with don't know" if unsure else ""
    return f"{len(done)} of {len(questions)} questions answered{told}"


def position(catalog: Catalog, audit: Audit, question: Question) -> tuple[int, int]:
    """Its number on the route, from 1, and how many there are."""
    questions = route(catalog, audit)
    return _position(questions, question.id) + 1, len(questions)


def _position(questions: Sequence[Question], id: str | None) -> int:
    return next((n for n, q in enumerate(questions) if q.id == id), -1)


def record(audit: Audit, question: Question, reply: Reply) -> Audit:
    """The audit with this answer in place of any earlier one."""
    if isinstance(reply, str):
        return replace(audit, profile={**audit.profile, question.id: reply})
    return replace(audit, answers={**audit.answers, question.id: reply})


def scripted(catalog: Catalog, audit: Audit, script: Audit, played: Collection[str]) -> tuple[Question, Reply] | None:
    """The first open question that a script answers, and what it says; None when it has nothing more to say.

    An answer that was given stays, except that something known replaces "don't know" and keeps its note.
    """
    found = (q for q in route(catalog, audit) if q.id not in played and not is_open(script, q))
    question = next((q for q in found if _fills(audit, script, q)), None)
    if question is None:
        return None
    reply = _reply(script, question)
    before = audit.answers.get(question.id)
    if before and isinstance(reply, Answer) and not reply.note:
        reply = replace(reply, note=before.note)
    return question, reply


def _fills(audit: Audit, script: Audit, question: Question) -> bool:
    return is_open(audit, question) or (_unsure(audit, question) and not _unsure(script, question))


def _reply(audit: Audit, question: Question) -> Reply:
    return (audit.profile if isinstance(question, Fact) else audit.answers)[question.id]


def _unsure(audit: Audit, question: Question) -> bool:
    reply = _reply(audit, question)
    return reply == "unknown" if isinstance(reply, str) else reply.unknown


def unplayed(audit: Audit, script: Audit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The script's answers that the audit does not hold: those it answers otherwise, and those it does not ask."""
    differ = [i for i, reply in script.profile.items() if audit.profile.get(i, reply) != reply]
    differ += [i for i, a in script.answers.items() if not _same(audit.answers.get(i, a), a)]
    unasked = [i for i in script.profile if i not in audit.profile]
    unasked += [i for i in script.answers if i not in audit.answers]
    return tuple(differ), tuple(unasked)


def _same(kept: Answer, said: Answer) -> bool:
    """Whether an answer says what the script said; date apart, and a note that was there before."""
    return replace(kept, at="", note=said.note or "") == replace(said, at="")


def minutes_left(seconds: Sequence[float], remaining: int) -> int:
    """Minutes for the remaining questions at the median pace of those answered so far, at least 1."""
    pace = sorted(seconds)[len(seconds) // 2] if len(seconds) >= PACE_FROM else FIRST_GUESS
    return max(1, round(pace * remaining / 60))
