"""What a reply does to the answer given before: nothing that was noted is lost. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace

from cxaudit.audit.marks import stale
from cxaudit.measure import State
from cxaudit.model import Answer, Criterion, Practice


def answered(before: Answer | None, criterion: Criterion, said: Mapping[str, str], today: str) -> Answer:
    """The answer with something said of some practices, over what was said before of the others.

    What was noted stays; what was examined stays where the same is said again.
    """
    old = Answer() if before is None else before
    if stale(criterion, old, today):
        old = replace(old, practices={}, not_applicable={}, missing={}, seen=(), not_held=(), figure="")
    kept = {id: reply for id, reply in old.practices.items() if id not in said}
    same = {id for id, reply in old.practices.items() if said.get(id, reply) == reply}
    order = [practice.id for practice in criterion.practices]
    practices = {
        id: str(reply) for id, reply in sorted({**kept, **said}.items(), key=lambda one: _place(order, one[0]))
    }
    return replace(
        old,
        practices=practices,
        level=None,
        number=None,
        unknown=False,
        na="",
        not_applicable={id: why for id, why in old.not_applicable.items() if id not in said},
        missing={id: text for id, text in old.missing.items() if practices.get(id) == State.PARTLY},
        seen=tuple(id for id in old.seen if id in same),
        not_held=tuple(id for id in old.not_held if id in same),
        at=older(old.at, today) if kept and old.at else today,
        by=shared(old.by, "") if kept else "",
        asked=criterion.fingerprint,
    )


def carried_over(before: Answer, after: Answer, now: Answer) -> Answer:
    """The answer as it is now, changed as `before` was to become `after`: what else was changed meanwhile stays."""
    if now == before:
        return after
    changed: dict[str, Mapping[str, str] | str] = {}
    for name in (one.name for one in fields(Answer)):
        was, is_, there = getattr(before, name), getattr(after, name), getattr(now, name)
        if isinstance(is_, Mapping):
            kept = {key: said for key, said in there.items() if key in is_ or key not in was}
            new = {key: said for key, said in is_.items() if was.get(key) != said}
            changed[name] = {**kept, **new}
        elif was != is_:
            changed[name] = is_
    return replace(now, **changed)  # type: ignore[arg-type]


NOTES = ("evidence", "figure", "note", "private")  # what is noted beside an answer


def with_notes(answer: Answer, other: Answer) -> Answer:
    """The answer with the texts of another where it has none of its own."""
    return replace(answer, **{name: getattr(answer, name) or getattr(other, name) for name in NOTES})


def older(one: str, other: str) -> str:
    """The older of two days: an answer is as old as the oldest part of it. Empty where either is not known."""
    return min(one, other)


def shared(before: str, now: str) -> str:
    """Who gave an answer of which one person gave a part and another the rest; empty is the respondent."""
    if before == now or (before and before.endswith(IN_PART)):
        return before
    return f"{before or now}{IN_PART}"


IN_PART = ", in part"


def _place(order: Sequence[str], id: str) -> int:
    return order.index(id) if id in order else len(order)


def on_scale(before: Answer | None, criterion: Criterion, given: Answer, today: str) -> Answer:
    """The answer with a level, a number or "don't know" given, and what was noted before."""
    old = Answer() if before is None else before
    return Answer(
        level=given.level,
        number=given.number,
        unknown=given.unknown,
        evidence=old.evidence,
        note=old.note,
        private=old.private,
        figure=old.figure,
        at=today,
        asked=criterion.fingerprint,
    )


def ruled_out(before: Answer | None, reason: str, today: str) -> Answer:
    """The answer that a criterion does not apply; what was noted before stays."""
    old = Answer() if before is None else before
    return Answer(na=reason, evidence=old.evidence, note=old.note, private=old.private, at=today)


def without(answer: Answer, practice: Practice, reason: str) -> Answer:
    practices = {id: said for id, said in answer.practices.items() if id != practice.id}
    return replace(answer, practices=practices, not_applicable={**answer.not_applicable, practice.id: reason})


def lacking(answer: Answer, practice: Practice, text: str) -> Answer:
    missing = {id: one for id, one in answer.missing.items() if id != practice.id}
    return replace(answer, missing={**missing, practice.id: text} if text else missing)


def ticked(
    answer: Answer,
    criterion: Criterion,
    practice: Practice,
    channels: Sequence[str],
    ticks: Collection[int],
    today: str,
) -> Answer:
    """The answer with a statement as true on some main channels, by their numbers from 0, and not on the others."""
    missing = [channel for n, channel in enumerate(channels) if n not in ticks]
    state = State.YES if not missing else State.PARTLY if ticks else State.NO
    after = answered(answer, criterion, {practice.id: state}, today)
    return lacking(after, practice, ", ".join(missing) if state is State.PARTLY else "")


def channels_in(text: str, channels: Sequence[str]) -> set[int] | None:
    """The numbers, from 0, of the main channels that a text names and nothing else; None where it says more."""
    found, rest = set(), text.strip()
    while rest:
        named = (n for n, channel in enumerate(channels) if rest == channel or rest.startswith(f"{channel},"))
        n = max(named, key=lambda n: len(channels[n]), default=None)  # one name may begin with another
        if n is None:
            return None
        found.add(n)
        rest = rest[len(channels[n]) + 1 :].strip()
    return found


def joined(before: str, more: str) -> str:
    """A text with more behind it, so that nothing noted before is lost."""
    return more if not before or before == more else f"{before}; {more}"


def examined(answer: Answer, held: Sequence[str], not_held: Sequence[str]) -> Answer:
    """The answer with some practices as examined: those that held and those that did not."""
    seen = dict.fromkeys([*(id for id in answer.seen if id not in not_held), *held])
    not_ = dict.fromkeys([*(id for id in answer.not_held if id not in held), *not_held])
    return replace(answer, seen=tuple(seen), not_held=tuple(not_))
