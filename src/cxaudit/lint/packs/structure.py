"""Checks for what in a pack is never asked, or says the same twice; each check is one function."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.model import Item

ALIKE = 0.8  # from this share of words in common, two texts say the same


def unused_criterion(pack: Pack) -> Iterator[Found]:
    used = {c for f in pack.catalog.frameworks.values() for c in f.criteria}
    for c in pack.criteria:
        if c.id not in used:
            yield f'no framework rests on "{c.id}", so it is never asked', pack.places[c.id]


def unused_fact(pack: Pack) -> Iterator[Found]:
    criteria = pack.catalog.criteria.values()
    used = {fact for c in criteria for fact in c.needs} | {f for c in criteria for p in c.practices for f in p.needs}
    for id, fact in pack.catalog.facts.items():
        if id in pack.docs and id not in used and not fact.always:
            yield f'no criterion needs "{id}", so it is never asked', pack.places[id]


def same_criteria(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for a, b in combinations(f.items, 2):
            if _basis(a) == _basis(b):
                yield f"{b.id} rests on the same criteria as {a.id}", pack.place(f.id, "items", b.id, "criteria")


def unscored_item(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for item in () if f.mistakes else f.items:
            named = [pack.catalog.criteria[name.partition("/")[0]].practices for name in item.rests_on]
            counted = [
                practice
                for name, practices in zip(item.rests_on, named, strict=True)
                for practice in practices
                if practice.counts and name in (practice.criterion, practice.key)
            ]
            if not counted:
                yield (
                    f"{item.id} rests only on leading practices, which are not scored",
                    pack.place(f.id, "items", item.id),
                )


def _basis(item: Item) -> tuple[frozenset[str], ...]:
    return frozenset(item.rests_on), frozenset(item.averted_by), frozenset(item.arises_with)


def repeated_level(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if c.scale and not c.scale.marks:
            yield from _repeated(pack, c.id, "levels", c.levels)


def repeated_advice(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        if c.scale and not c.scale.marks:
            yield from _repeated(pack, c.id, "advice", [step.step for step in c.practices if step.step])


def repeated_practice(pack: Pack) -> Iterator[Found]:
    for c in pack.criteria:
        for a, b in combinations(() if c.scale else c.practices, 2):
            if _alike(a.says, b.says):
                yield f"{b.id} says the same as {a.id}", pack.place(c.id, "practices", b.id)


def _repeated(pack: Pack, id: str, key: str, texts: Sequence[str]) -> Iterator[Found]:
    for a, b in combinations(range(len(texts)), 2):
        if _alike(texts[a], texts[b]):
            yield f"entry {b} of {key} says the same as entry {a}, counted from 0", pack.place(id, key, b)


def _alike(a: str, b: str) -> bool:
    """Whether two texts say the same, going by their words; a number or another amount tells them apart."""
    one, other = _words(a), _words(b)
    if any(_AMOUNT.fullmatch(word) for word in one ^ other):
        return False
    return len(one & other) >= ALIKE * len(one | other)


_AMOUNT = re.compile(
    r"\d+|all|none|no|half|most|many|few|some|every|each|one|two|three|four|five|ten|nearly|hardly|always|never|seldom|often"
)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
