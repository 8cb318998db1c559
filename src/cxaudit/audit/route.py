"""What an audit asks, and in what order: a function of the catalog, the frameworks chosen and the profile."""

from collections.abc import Sequence

from cxaudit.audit.scoring import inapplicable
from cxaudit.catalog.catalog import Catalog, lifts_of
from cxaudit.model import Audit, Criterion, Fact

Question = Fact | Criterion

QUICK = 22  # criteria in a quick interview: fifteen minutes at the pace assumed before any answer


def route(catalog: Catalog, audit: Audit) -> tuple[Question, ...]:
    """The questions of an audit as answered so far: the profile facts it needs, then the criteria that apply."""
    criteria = catalog.asked(audit.frameworks)
    needed = {fact for criterion in criteria for fact in criterion.needs}
    facts = tuple(fact for fact in catalog.facts.values() if fact.id in needed)
    apply = tuple(c for c in criteria if not inapplicable(catalog, c, audit.profile))
    return facts + (shortlist(catalog, audit, apply) if audit.quick else apply)


def shortlist(catalog: Catalog, audit: Audit, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The fewest criteria that touch the most items, as many as fit into a quick interview, in the order asked.

    Each one picked touches the most items not touched yet. Ties go to a criterion that is critical to a framework,
    then to the one that comes first in the bank.
    """
    frameworks = catalog.chosen(audit.frameworks)
    lifts = lifts_of(frameworks)
    touches = {c.id: {(f.id, item.id) for f, item in lifts[c.id]} for c in criteria}
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
    """How many items of the chosen frameworks the questions touch, and how many items there are."""
    frameworks = catalog.chosen(audit.frameworks)
    asked = {question.id for question in route(catalog, audit)}
    touched = sum(not asked.isdisjoint(item.criteria) for f in frameworks for item in f.items)
    return touched, sum(len(f.items) for f in frameworks)


def is_open(audit: Audit, question: Question) -> bool:
    """Whether the question is still unanswered; "don't know" is an answer."""
    return question.id not in (audit.profile if isinstance(question, Fact) else audit.answers)
