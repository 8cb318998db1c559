"""What documents cover, in words and as JSON values: by framework, item and criterion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cxaudit import sanitize
from cxaudit.model import Criterion, Framework, Item
from cxaudit.prose.coverage import State
from cxaudit.prose.reading import DocumentReading, Passage, Seen
from cxaudit.schema.scalars import JsonObject

_WORDS = {
    State.DOCUMENTED: "documented",
    State.MENTIONED: "mentioned",
    State.HINT: "hint",
    State.NOT_FOUND: "not found",
}
_RANK = (State.NOT_FOUND, State.HINT, State.MENTIONED, State.DOCUMENTED)


def found(reading: DocumentReading) -> list[str]:
    """The criteria that a document deals with."""
    return [id for id, seen in reading.criteria.items() if seen.state in (State.DOCUMENTED, State.MENTIONED)]


def of_item(item: Item, reading: DocumentReading) -> State | None:
    """How far a document deals with an item: as with the best of its criteria; None where no document could show it."""
    states = [reading.criteria[id].state for id in item.criteria if id in reading.criteria]
    return max(states, key=_RANK.index) if states else None


def text(reading: DocumentReading, frameworks: Iterable[Framework], width: int) -> str:
    """What a document covers, by framework."""
    lines = [sanitize.line(f"{reading.file}: {about(reading)}")]
    for framework in () if reading.shut else frameworks:
        lines += ["", f"{framework.title}{': what would avert them' if framework.mistakes else ''}"]
        for item in framework.items:
            state = of_item(item, reading)
            if state is None:
                lines.append(_row("", item.title, "cannot be seen in a document", width))
            else:
                title = f"{item.title}{_of(item, reading)}"
                lines.append(_row(_WORDS[state], title, ", ".join(_where(item, reading)), width))
    return "\n".join(lines) + "\n"


def _of(item: Item, reading: DocumentReading) -> str:
    """How many of the questions under an item the document deals with, if there are several that it could."""
    states = [reading.criteria[id].state for id in item.criteria if id in reading.criteria]
    dealt = sum(state in (State.DOCUMENTED, State.MENTIONED) for state in states)
    return f" ({dealt} of {len(states)} questions)" if len(states) > 1 and dealt else ""


def about(reading: DocumentReading) -> str:
    """What a document is, and how much was found in it."""
    kind = f"{reading.kind.replace('-', ' ')}{' (a guess)' if reading.is_guess else ''}, {reading.words} words"
    if reading.shut:
        return f"{kind}; nothing is said of what it covers: {reading.shut}"
    return f"{kind}; {len(found(reading))} of {len(reading.criteria)} criteria found"


def _row(state: str, title: str, where: str, width: int) -> str:
    line = f"  {state:<10}  {sanitize.line(title)}"
    if not where:
        return line
    room = max(20, width - 2)
    return f"{line}  {where}" if len(line) + len(where) + 2 <= room else f"{line}\n{' ' * 14}{where}"


def _where(item: Item, reading: DocumentReading) -> Iterator[str]:
    """The lines of what was found, of all criteria of an item; at most six."""
    passages = [place for id in item.criteria if (seen := reading.criteria.get(id)) for place in seen.places[:3]]
    lines = sorted({place.line for place in passages if place.line})
    if lines:
        yield f"line{'s' if lines[1:] else ''} {', '.join(map(str, lines[:6]))}"
        return
    yield from list(dict.fromkeys(place.where for place in passages))[:2]


def explained(reading: DocumentReading, criterion: Criterion, nearest: Sequence[Passage]) -> str:
    """Why a criterion was found or not: the best lines, the words that matched, and what kept others from counting."""
    if reading.shut:
        return f"{sanitize.line(reading.file)}: {about(reading)}\n"
    seen = reading.criteria.get(criterion.id)
    head = f"{sanitize.line(reading.file)}: {criterion.title} ({criterion.id})"
    if seen is None:
        return f"{head}: cannot be seen in a document\n"
    lines = [f"{head}: {_WORDS[seen.state]} in the text"]
    lines += [f"  shows the written practice {criterion.id}/{practice}" for practice in seen.practices]
    for place in seen.places[:3]:
        lines += _quoted(place, f"matched: {place.words}")
    for place in seen.near[:3]:
        lines += _quoted(place, f'"{place.words}" does not count because of "{place.guard}"')
    if seen.state in (State.HINT, State.NOT_FOUND):
        shown = {place.text for place in (*seen.places, *seen.near)}
        lines += ["  the nearest passages, for you to judge:"] if nearest else []
        for place in nearest:
            lines += _quoted(place, "") if place.text not in shown else []
    return "\n".join(lines) + "\n"


def _quoted(place: Passage, why: str) -> list[str]:
    return [f"  {place.where}: {sanitize.short(place.text, 200)}", *([f"    {sanitize.line(why)}"] if why else [])]


def json_values(reading: DocumentReading, frameworks: Iterable[Framework]) -> JsonObject:
    """A document's reading as JSON has it."""
    items = {
        f"{framework.id}/{item.id}": state
        for framework in frameworks
        for item in framework.items
        if (state := of_item(item, reading)) is not None
    }
    return {
        "path": reading.file,
        "kind": reading.kind,
        "kind_is_guess": reading.is_guess,
        "language": reading.language,
        "words": reading.words,
        "nothing_said": reading.shut or None,
        "criteria": {id: _criterion(seen) for id, seen in reading.criteria.items()},
        "items": items,
    }


def _criterion(seen: Seen) -> JsonObject:
    places: list[Mapping[str, str | int]] = [
        {"line": place.line, "where": place.where, "words": place.words} for place in seen.places
    ]
    return {"state": seen.state, "places": places, "practices": dict.fromkeys(seen.practices, True)}
