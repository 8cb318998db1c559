"""What an audit asks, and in what order: a function of the catalog, the frameworks chosen and the profile."""

from cxaudit.audit.marks import criterion_marks, inapplicable, stale
from cxaudit.audit.scoring import asked_quickly
from cxaudit.catalog.catalog import Catalog
from cxaudit.measure import State
from cxaudit.model import Audit, Criterion, Fact, Practice

Question = Fact | Criterion


def route(catalog: Catalog, audit: Audit, role: str = "") -> tuple[Question, ...]:
    """The questions of an audit as answered so far: the profile facts it needs, then the criteria that apply.

    `role` narrows only the criteria.
    """
    criteria = _chosen(catalog, audit)
    needed = {fact for c in criteria for fact in c.needs}
    needed |= {fact for c in criteria for p in c.practices for fact in p.needs}
    facts = tuple(fact for fact in catalog.facts.values() if fact.always or fact.id in needed)
    return facts + tuple(c for c in criteria if to_ask(catalog, audit, c, role))


def _chosen(catalog: Catalog, audit: Audit) -> tuple[Criterion, ...]:
    """The criteria of the audit's frameworks, as far as these exist."""
    return catalog.asked(id for id in audit.frameworks if id in catalog.frameworks)


def to_ask(catalog: Catalog, audit: Audit, criterion: Criterion, role: str = "") -> tuple[Practice, ...]:
    """The practices of a criterion to ask: those that apply; in a quick audit, only those that a quick look asks;
    if a role is given, only those it can answer.
    """
    if inapplicable(catalog, criterion.needs, audit.profile):
        return ()
    return tuple(
        practice
        for practice in criterion.practices
        if (not audit.quick or asked_quickly(practice, criterion.risk == "high"))
        and (not role or role in practice.ask)
        and not (practice.needs and inapplicable(catalog, practice.needs, audit.profile))
    )


def is_open(catalog: Catalog, audit: Audit, question: Question, as_of: str = "", role: str = "") -> bool:
    """Whether any of what a question asks is still unanswered; "don't know" is an answer."""
    if isinstance(question, Fact):
        return question.id not in audit.profile
    answer = audit.answers.get(question.id)
    if answer is None or stale(question, answer, as_of):
        return True
    asked = {practice.id for practice in to_ask(catalog, audit, question, role)}
    marks = criterion_marks(catalog, audit, question, as_of)
    return any(mark.state is State.UNASKED and mark.practice.id in asked for mark in marks)


def is_unsure(catalog: Catalog, audit: Audit, question: Question, as_of: str = "") -> bool:
    """Whether something was answered with "don't know"."""
    if isinstance(question, Fact):
        return audit.profile.get(question.id) == State.UNKNOWN
    return any(mark.state is State.UNKNOWN for mark in criterion_marks(catalog, audit, question, as_of))


def covers(catalog: Catalog, audit: Audit) -> tuple[int, int]:
    """How many practices the interview asks, and how many there are in the frameworks chosen."""
    criteria = [q for q in route(catalog, audit) if isinstance(q, Criterion)]
    asked = sum(len(to_ask(catalog, audit, c)) for c in criteria)
    return asked, sum(len(c.practices) for c in _chosen(catalog, audit))
