"""Everything that can be asked and scored: criteria, facts, frameworks and sets, and how to look them up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.measure import WEIGHTS, Scale
from cxaudit.model import Criterion, Fact, Framework, FrameworkSet, Item

DEFAULT_SET = "first-audit"

Lifts = tuple[tuple[Framework, Item], ...]

RESERVED = ("all", "overall")  # words that the command line takes in place of an id


@dataclass(frozen=True)
class Catalog:
    """Everything that can be asked and scored. Criteria are in the order in which they are asked."""

    scales: Mapping[str, Scale] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=lambda: WEIGHTS)  # of practices, by kind
    facts: Mapping[str, Fact] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    frameworks: Mapping[str, Framework] = field(default_factory=dict)  # sorted by group, id
    sets: Mapping[str, FrameworkSet] = field(default_factory=dict)

    def named(self, words: Iterable[str]) -> tuple[str, ...]:
        """The ids of the frameworks that these words mean; a word is an id, a group, a set or "all".

        Raises CxauditError for a word that is none of these.
        """
        meaning = {f.id: (f.id,) for f in self.frameworks.values()} | {s.id: s.frameworks for s in self.sets.values()}
        meaning["all"] = tuple(self.frameworks)
        for group, members in groupby(self.frameworks.values(), lambda framework: framework.group):
            meaning[group] = tuple(framework.id for framework in members)
        if unknown := [word for word in words if word not in meaning]:
            hints = [did_you_mean(word, sorted(meaning)) or "cxaudit frameworks lists them" for word in unknown]
            what = "framework, group or set"
            raise CxauditError(
                *(Diagnostic(f'there is no {what} "{w}"', None, h) for w, h in zip(unknown, hints, strict=True))
            )
        return tuple(dict.fromkeys(id for word in words for id in meaning[word]))

    def chosen(self, ids: Iterable[str]) -> tuple[Framework, ...]:
        """The frameworks with these ids. Raises CxauditError for an id that no framework has."""
        ids = tuple(dict.fromkeys(ids))
        missing = [i for i in ids if i not in self.frameworks]
        if missing:
            known = sorted(self.frameworks)
            diagnostics = (Diagnostic(f'there is no framework "{i}"', None, did_you_mean(i, known)) for i in missing)
            raise CxauditError(*diagnostics)
        return tuple(self.frameworks[i] for i in ids)

    def asked(self, ids: Iterable[str]) -> tuple[Criterion, ...]:
        """The criteria that these frameworks rest on, each once, in the order in which they are asked."""
        wanted = {c for framework in self.chosen(ids) for c in framework.criteria}
        return tuple(criterion for criterion in self.criteria.values() if criterion.id in wanted)


def lifts_of(frameworks: Iterable[Framework]) -> Mapping[str, Lifts]:
    """The items of these frameworks that rest on each criterion, by its id."""
    lifts: dict[str, list[tuple[Framework, Item]]] = {}
    for framework in frameworks:
        for item in framework.items:
            for id in item.lifted_by:
                lifts.setdefault(id, []).append((framework, item))
    return {id: tuple(items) for id, items in lifts.items()}
