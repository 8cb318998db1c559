"""What to ask next, and what a reply does to the audit: functions of the catalog and the answers so far."""

from collections.abc import Sequence
from dataclasses import replace

from cxaudit.audit.marks import criterion_marks
from cxaudit.audit.route import Question, is_open, is_unsure, route, to_ask
from cxaudit.catalog.catalog import Catalog
from cxaudit.measure import State
from cxaudit.model import Answer, Audit, Criterion, Fact, Practice, Said

Reply = Said | Answer  # what is said of a fact, or an Answer to a criterion

WORDS_A_SECOND = 2.5  # read aloud
TO_ANSWER = 8.0  # seconds, besides reading
PACE_FROM = 3  # from this many answers on, a person's pace is known


class Interview:
    """The questions of an audit as answered so far. `role` narrows them; `today` says which answers are too old."""

    def __init__(self, catalog: Catalog, audit: Audit, today: str = "", role: str = "") -> None:
        self.catalog, self.audit, self.today, self.role = catalog, audit, today, role
        self.questions = route(catalog, audit, role)
        self._open: dict[str, bool] = {}

    def is_open(self, question: Question) -> bool:
        if question.id not in self._open:
            self._open[question.id] = is_open(self.catalog, self.audit, question, self.today, self.role)
        return self._open[question.id]

    def is_unsure(self, question: Question) -> bool:
        return is_unsure(self.catalog, self.audit, question, self.today)

    @property
    def left(self) -> list[Question]:
        """The questions that are open."""
        return [question for question in self.questions if self.is_open(question)]

    def asked(self, criterion: Criterion) -> tuple[Practice, ...]:
        """The practices of a criterion that this interview asks."""
        return to_ask(self.catalog, self.audit, criterion, self.role)

    def states(self, criterion: Criterion) -> dict[str, State]:
        """What is known of each practice of a criterion."""
        marks = criterion_marks(self.catalog, self.audit, criterion, self.today)
        return {mark.practice.id: mark.state for mark in marks}

    def next(self, after: str | None = None) -> Question | None:
        """The first open question after `after`, else from the start; None when all are answered."""
        start = self.position(after) + 1
        behind = (q for q in self.questions[start:] + self.questions[:start] if self.is_open(q))
        return next(behind, None)

    def previous(self, before: str | None) -> Question | None:
        """The question before `before`, answered or not; the last one where it is None."""
        position = self.position(before) if before else len(self.questions)
        return self.questions[position - 1] if position > 0 else None

    def position(self, id: str | None) -> int:
        """A question's number, from 0; -1 where it is not asked."""
        return next((n for n, q in enumerate(self.questions) if q.id == id), -1)

    def progress(self) -> str:
        """How far the interview has got, in words."""
        left = len(self.left)
        done = [question for question in self.questions if not self.is_open(question)]
        unsure = sum(self.is_unsure(question) for question in done)
        more = f", {unsure} of them unknown" if unsure else ""
        return f"{len(self.questions) - left} of {len(self.questions)} questions answered{more}"


def record(audit: Audit, question: Question, reply: Reply) -> Audit:
    """The audit with this reply in place of any earlier one.

    An answer for which its fact names a tier sets the target, unless the audit has one for all.
    """
    if isinstance(reply, Answer):
        return replace(audit, answers={**audit.answers, question.id: reply})
    profile = {**audit.profile, question.id: reply}
    target = question.target.get(reply) if isinstance(question, Fact) and isinstance(reply, str) else None
    if target and "all" not in audit.target:
        return replace(audit, profile=profile, target={"all": target, **audit.target})
    return replace(audit, profile=profile)


def reply_to(audit: Audit, question: Question) -> Reply | None:
    """The audit's reply to a question; None where it has none."""
    return audit.profile.get(question.id) if isinstance(question, Fact) else audit.answers.get(question.id)


def channels_to_tick(audit: Audit, practice: Practice) -> tuple[str, ...]:
    """The main channels that a statement is about one by one; empty where it is not, or where there is only one."""
    channels = audit.profile.get("main-channels")
    return channels if isinstance(channels, tuple) and len(channels) > 1 and about_channels(practice) else ()


def about_channels(practice: Practice) -> bool:
    """Whether a statement is about each main channel, and not the outcome on all of them."""
    return "main channel" in practice.says and not practice.is_result


def seconds_for(question: Question, practices: Sequence[Practice] = ()) -> float:
    """How long a question takes to read aloud and answer."""
    texts = [question.question, *(p.says for p in practices)]
    if isinstance(question, Criterion):
        texts += [question.scope, *question.levels]
    return sum(len(text.split()) for text in texts) / WORDS_A_SECOND + TO_ANSWER


def minutes(seconds: float, paces: Sequence[float]) -> int:
    """The minutes that an estimate in seconds becomes at the median pace so far (1: as estimated); at least 1."""
    pace = sorted(paces)[len(paces) // 2] if len(paces) >= PACE_FROM else 1.0
    return max(1, round(seconds * pace / 60))
