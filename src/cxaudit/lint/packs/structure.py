"""Checks for what in a pack is never asked, or says the same twice; each check is one function."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.model import Criterion

ALIKE = 0.8  # from this share of words in common, two texts say the same


def unused_criterion(pack: Pack) -> Iterator[Found]:
    used = {c for f in pack.catalog.frameworks.values() for c in f.criteria}
    for c in pack.criteria:
        if c.id not in used:
            yield f'no framework rests on "{c.id}", so it is never asked', pack.places[c.id]


def unused_fact(pack: Pack) -> Iterator[Found]:
    used = {fact for c in pack.catalog.criteria.values() for fact in c.needs}
    for id in pack.catalog.facts:
        if id in pack.docs and id not in used:
            yield f'no criterion needs "{id}", so it is never asked', pack.places[id]


def same_criteria(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for a, b in combinations(f.items, 2):
            if set(a.criteria) == set(b.criteria):
                yield f"{b.id} rests on the same criteria as {a.id}", pack.place(f.id, "items", b.id, "criteria")


def repeated_level(pack: Pack) -> Iterator[Found]:
    yield from _repeated(pack, "levels", lambda c: c.levels)


def repeated_advice(pack: Pack) -> Iterator[Found]:
    yield from _repeated(pack, "advice", lambda c: c.advice)


def _repeated(pack: Pack, key: str, texts: Callable[[Criterion], tuple[str, ...]]) -> Iterator[Found]:
    for c in pack.criteria:
        words = [_words(text) for text in texts(c)]
        for a, b in combinations(range(len(words)), 2):
            if not c.scale.marks and len(words[a] & words[b]) >= ALIKE * len(words[a] | words[b]):
                yield f"entry {b} of {key} says the same as entry {a}, counted from 0", pack.place(c.id, key, b)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
