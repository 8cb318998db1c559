"""Checks that data files fit each other: that what one names, another defines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from cxaudit import sanitize
from cxaudit.catalog.builder import example_answer
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.entries import BankFile, CriterionEntry, FactsFile, FrameworkFile, ScalesFile, SetsFile
from cxaudit.catalog.sources import BUILT_IN
from cxaudit.errors import Diagnostic, did_you_mean
from cxaudit.measure import FIVE_LEVELS, Scale
from cxaudit.model import Criterion, Fact, Framework
from cxaudit.schema.containers import unknown_ids
from cxaudit.schema.document import Document

DataFile = ScalesFile | FactsFile | SetsFile | BankFile | FrameworkFile
NeedsEntry = tuple[str, ...] | Mapping[str, tuple[str, ...]]


class Parsed(NamedTuple):
    """A data file as read: its tree, which knows where everything is, and its contents."""

    doc: Document
    file: DataFile


def check_fit(doc: Document, file: DataFile, catalog: Catalog) -> None:
    """Reports what in a file does not fit the other files."""
    match file:
        case BankFile():
            _check_bank(doc, file, catalog)
        case FrameworkFile():
            _check_framework(doc, file, catalog.criteria)
            _check_examples(doc, file, catalog)
        case SetsFile():
            _check_sets(doc, file, catalog.frameworks)


def _check_sets(doc: Document, file: SetsFile, frameworks: Mapping[str, Framework]) -> None:
    for id, entry in file.sets.items():
        unknown_ids(doc, entry.frameworks, frameworks, "framework", "sets", id, "frameworks")


def _check_bank(doc: Document, file: BankFile, catalog: Catalog) -> None:
    for id, entry in file.criteria.items():
        path = ("criteria", id)
        if not entry.practices:
            _check_levels(doc, id, entry, catalog.scales)
        unknown_ids(doc, entry.after, catalog.criteria, "criterion", *path, "after")
        _check_needs(doc, entry.needs, catalog.facts, *path, "needs")
        for name, practice in entry.practices.items():
            if practice.needs:
                _check_needs(doc, practice.needs, catalog.facts, *path, "practices", name, "needs")


def _check_needs(doc: Document, needs: NeedsEntry, facts: Mapping[str, Fact], *path: str) -> None:
    unknown_ids(doc, needs, facts, "profile fact", *path)
    for id, answers in needs.items() if isinstance(needs, Mapping) else ():
        for answer in answers if id in facts else ():
            if answer not in facts[id].answers:
                hint = f"answers: {', '.join(facts[id].answers)}"
                doc.report(doc.place(*path, id), f'"{sanitize.line(answer)}" is not an answer to {id}', hint)


def _check_levels(doc: Document, id: str, entry: CriterionEntry, scales: Mapping[str, Scale]) -> None:
    """Reports a criterion whose levels or advice do not fit its scale."""
    name = entry.scale or FIVE_LEVELS.id
    if name not in scales:
        doc.report(doc.place("criteria", id, "scale"), f'there is no scale "{name}"', did_you_mean(name, scales))
        return
    scale = scales[name]
    where = f" on the scale {name}" if entry.scale else ""
    if not entry.levels and not (scale.words or scale.marks):
        place = doc.place("criteria", id)
        doc.report(place, f"levels is missing: expected {len(scale.shares)} texts{where}")
    if entry.levels and scale.marks:
        place = doc.place("criteria", id, "levels")
        doc.report(place, f"a criterion{where} has only numbers, no levels", "leave levels out")
    elif entry.levels and len(entry.levels) != len(scale.shares):
        _report_count(doc, len(scale.shares), len(entry.levels), where, "criteria", id, "levels")
    if entry.advice and len(entry.advice) != scale.top:
        _report_count(doc, scale.top, len(entry.advice), where, "criteria", id, "advice")


def _report_count(doc: Document, wanted: int, found: int, where: str, *path: str) -> None:
    doc.report(doc.place(*path), f"expected {wanted} entr{'y' if wanted == 1 else 'ies'}{where} but found {found}")


def _check_framework(doc: Document, file: FrameworkFile, criteria: Mapping[str, Criterion]) -> None:
    if PurePath(doc.file.removeprefix(BUILT_IN)).stem != file.id:
        message = f'the id "{file.id}" does not match the file name'
        doc.report(doc.place("id"), message, f"rename the file to {file.id}.yaml")
    for id, item in file.items.items():
        for key in ("criteria", "averted-by", "arises-with"):
            _check_names(doc, getattr(item, key.replace("-", "_")), criteria, "items", id, key)
    unknown_ids(doc, file.critical, _rests_on(file), "criterion of this framework", "critical")


def _check_names(doc: Document, names: Iterable[str], criteria: Mapping[str, Criterion], *path: str) -> None:
    """Reports every name that is neither a criterion nor a practice of one."""
    for n, name in enumerate(names):
        id, _, practice = name.partition("/")
        place = dict(doc.key_places(*path)).get(name) or doc.place(*path, n)
        if id not in criteria:
            doc.report(place, f'there is no criterion "{id}"', doc.near(id, sorted(criteria)))
        elif practice and not criteria[id].practice(practice):
            known = [one.id for one in criteria[id].practices]
            doc.report(place, f'there is no practice "{practice}" in {id}', did_you_mean(practice, known))


def _check_examples(doc: Document, file: FrameworkFile, catalog: Catalog) -> None:
    for name, example in file.examples.items():
        path = ("examples", name)
        unknown_ids(doc, example.answers, _rests_on(file), "criterion of this framework", *path, "answers")
        unknown_ids(doc, example.profile, catalog.facts, "profile fact", *path, "profile")
        for id, word in example.profile.items():
            if id in catalog.facts and not catalog.facts[id].names and word not in catalog.facts[id].answers:
                hint = f"answers: {', '.join(catalog.facts[id].answers)}"
                doc.report(doc.place(*path, "profile", id), f'"{sanitize.line(word)}" is not an answer to {id}', hint)
        unknown_ids(doc, example.items, file.items, "item of this framework", *path, "items")
        for id, said in example.answers.items():
            meant = example_answer(said, catalog.criteria.get(id))
            if isinstance(meant, str):
                doc.report(doc.place(*path, "answers", id), meant)


def _rests_on(file: FrameworkFile) -> set[str]:
    named = (name for item in file.items.values() for name in (*item.criteria, *item.averted_by, *item.arises_with))
    return {name.partition("/")[0] for name in named}


def cycles(files: Sequence[Parsed], criteria: Mapping[str, Criterion]) -> Iterator[Diagnostic]:
    """A diagnostic for every cycle in which criteria come after each other."""
    done: set[str] = set()
    for start in criteria:
        if chain := _cycle_from(start, criteria, done):
            message = f"after is circular: {' -> '.join(chain)}"
            banks = (doc for doc, file in files if isinstance(file, BankFile) and start in file.criteria)
            place = next(banks).place("criteria", start, "after")
            yield Diagnostic(message, place, "one of them must come first")


def _cycle_from(start: str, criteria: Mapping[str, Criterion], done: set[str]) -> list[str]:
    """The first cycle of `after` reachable from a criterion, as a closed chain; adds all it visits to `done`."""
    stack = [(start, iter(criteria[start].after))]
    path = [start]
    if start in done:
        return []
    while stack:
        _, rest = stack[-1]
        step = next(rest, None)
        if step is None:
            stack.pop()
            done.add(path.pop())
        elif step in path:
            chain = [*path[path.index(step) :], step]
            done.update(path)
            return chain
        elif step in criteria and step not in done:
            stack.append((step, iter(criteria[step].after)))
            path.append(step)
    return []
