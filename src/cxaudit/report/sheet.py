"""Frameworks with what is asked, as a sheet to prepare an interview with, or as data."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from cxaudit.catalog.catalog import Catalog
from cxaudit.model import ROLES, Criterion, Fact, Framework, Item, Practice
from cxaudit.schema.scalars import Plain

JSON_VERSION = 1
_ASK = {
    "executive": "Ask an executive",
    "manager": "Ask a manager",
    "frontline": "Ask somebody who serves customers",
    "other": "Ask",
}


def sheet(catalog: Catalog, shown: Sequence[Framework], width: int = 80) -> str:
    """What frameworks are for and rest on; then what to ask each role, and what to bring."""
    lines = [line for framework in shown for line in _framework(catalog, framework, width)]
    asked = catalog.asked(framework.id for framework in shown)
    for role in ROLES:
        if by_role := [*_by_role(asked, role, width)]:
            lines += ["", _ASK[role], *by_role]
    if to_bring := [*_to_bring(asked, width)]:
        lines += ["", "To bring", *to_bring]
    return "\n".join(lines).lstrip("\n") + "\n"


def _framework(catalog: Catalog, shown: Framework, width: int) -> Iterator[str]:
    yield ""
    yield f"{shown.title} ({shown.id} {shown.version})"
    yield from wrap(shown.about, width)
    yield from wrap(f"Source: {shown.source}", width)
    if shown.neighbours:
        yield from wrap("Similar work elsewhere, for orientation; conformity with it is not measured.", width)
        yield from (f"  {neighbour.name}: {neighbour.link}" for neighbour in shown.neighbours)
    yield ""
    for item in shown.items:
        text = f"{item.title}: {item.gist} Rests on: {', '.join(_rests_on(catalog, item))}."
        yield from wrap(text, width, initial_indent="  ", subsequent_indent="    ")


def _rests_on(catalog: Catalog, item: Item) -> Iterator[str]:
    """The titles of the criteria that an item rests on, with the practice where it rests on only one."""
    for name in item.rests_on or item.averted_by:
        id, _, practice = name.partition("/")
        title = catalog.criteria[id].title
        yield f"{title} ({practice})" if practice else title


def _by_role(asked: Iterable[Criterion], role: str, width: int) -> Iterator[str]:
    """The questions for a role, each with the statements that name this role first."""
    for c in asked:
        own = [practice for practice in c.practices if practice.ask[0] == role]
        if own:
            yield from wrap(f"{c.title}: {c.question}", width, initial_indent="  ", subsequent_indent="    ")
            yield from _statements(c, own, width)


def _statements(c: Criterion, own: Sequence[Practice], width: int) -> Iterator[str]:
    if c.scale:
        rows = [("-" if c.scale.marks else str(n), level) for n, level in enumerate(c.levels)]
    else:
        rows = [(str(practice.kind), practice.says) for practice in own]
    indent = max(len(head) for head, _ in rows) + 2
    for head, says in rows:
        lead = " " * (4 + indent)
        yield from wrap(f"{head:<{indent}}{says}", width, initial_indent="    ", subsequent_indent=lead)


def _to_bring(asked: Iterable[Criterion], width: int) -> Iterator[str]:
    for c in asked:
        if c.evidence:
            text = f"{c.title}: {'; '.join(c.evidence)}"
            yield from wrap(text, width, initial_indent="  ", subsequent_indent="    ")


def as_json(catalog: Catalog, shown: Sequence[Framework]) -> dict[str, Plain]:
    """Frameworks with their items, and every question with its statements, as version 1 of this format."""
    asked = catalog.asked(framework.id for framework in shown)
    needed = {fact for c in asked for one in (c.needs, *(p.needs for p in c.practices)) for fact in one}
    return {
        "version": JSON_VERSION,
        "facts": [_fact_json(fact) for fact in catalog.facts.values() if fact.always or fact.id in needed],
        "frameworks": [_framework_json(framework) for framework in shown],
        "criteria": [_criterion_json(c) for c in asked],
    }


def _fact_json(fact: Fact) -> dict[str, Plain]:
    return {
        "id": fact.id,
        "title": fact.title,
        "question": fact.question,
        "about": fact.about,
        "answers": [] if fact.names else list(fact.answers),
        "names": fact.names,
    }


def _framework_json(framework: Framework) -> dict[str, Plain]:
    return {
        "id": framework.id,
        "title": framework.title,
        "group": framework.group,
        "version": framework.version,
        "source": framework.source,
        "about": framework.about,
        "mistakes": framework.mistakes,
        "critical": list(framework.critical),
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "gist": item.gist,
                "rests_on": list(item.rests_on),
                "averted_by": list(item.averted_by),
                "arises_with": list(item.arises_with),
            }
            for item in framework.items
        ],
    }


def _criterion_json(c: Criterion) -> dict[str, Plain]:
    return {
        "id": c.id,
        "group": c.group,
        "title": c.title,
        "question": c.question,
        "scope": c.scope,
        "why": c.why,
        "risk": c.risk,
        "evidence": list(c.evidence),
        "after": list(c.after),
        "needs": {fact: list(answers) for fact, answers in c.needs.items()},
        "levels": list(c.levels),
        "practices": [
            {
                "id": p.id,
                "says": p.says,
                "kind": p.kind,
                "tier": p.tier,
                "ask": list(p.ask),
                "effort": p.effort,
                "step": p.step,
                "needs": {fact: list(answers) for fact, answers in p.needs.items()},
            }
            for p in c.practices
        ],
    }
