"""Loads data files into the catalog: reads each one, then checks them all against each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from cxaudit.catalog.builder import criterion_of, example_answer, framework_of, scale_of
from cxaudit.catalog.catalog import RESERVED, Catalog
from cxaudit.catalog.schemas import (
    BANK,
    FACTS,
    FRAMEWORK,
    SCALES,
    SETS,
    BankFile,
    CriterionEntry,
    FactsFile,
    FrameworkFile,
    ScalesFile,
    SetsFile,
)
from cxaudit.catalog.sources import BUILT_IN, Kind, Source
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.model import FIVE_LEVELS, Criterion, Fact, Framework, FrameworkSet, Scale
from cxaudit.schema.containers import read, unknown_ids
from cxaudit.schema.document import Document, parse

DataFile = ScalesFile | FactsFile | SetsFile | BankFile | FrameworkFile


class Parsed(NamedTuple):
    """A data file as read: its tree, which knows where everything is, and its contents."""

    doc: Document
    file: DataFile


def load(sources: Iterable[Source]) -> Catalog:
    """The catalog in these files. Raises CxauditError with every mistake in every file."""
    loading = Loading()
    for source in sources:
        loading.read(source)
    return loading.catalog()


@lru_cache(maxsize=512)  # a run that checks several packs reads the program's own files for each
def read_file(source: Source) -> Parsed:
    """Reads one data file. Raises CxauditError with every mistake in it."""
    doc = parse(source.data, source.file)
    match source.kind:
        case Kind.SCALES:
            return Parsed(doc, read(doc, SCALES))
        case Kind.FACTS:
            return Parsed(doc, read(doc, FACTS))
        case Kind.SETS:
            return Parsed(doc, read(doc, SETS))
        case Kind.BANK:
            return Parsed(doc, read(doc, BANK))
        case Kind.FRAMEWORK:
            return Parsed(doc, read(doc, FRAMEWORK))


class Loading:
    """The files read so far, with the place of every id, so that two equal ids can both be pointed at.

    The mistakes of a file that cannot be read go into `diagnostics`; `catalog` raises them all together.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.parsed: list[Parsed] = []
        self.places: dict[str, Place] = {}

    def read(self, source: Source) -> None:
        try:
            doc, file = read_file(source)
        except CxauditError as error:
            self.diagnostics += error.diagnostics
        else:
            self.parsed.append(Parsed(replace(doc, diagnostics=[]), file))

    def catalog(self) -> Catalog:
        """The catalog of all files. Raises CxauditError with every mistake in every file."""
        if self.diagnostics:  # ids from a broken file would look undefined everywhere else
            raise CxauditError(*self.diagnostics)
        catalog = _catalog([parsed.file for parsed in self.parsed])
        for parsed in self.parsed:
            self._claim_ids(parsed)
            _check(parsed, catalog)
            self.diagnostics += parsed.doc.sorted_diagnostics()
        self.diagnostics += _cycles(self.parsed, catalog.criteria)
        if self.diagnostics:
            raise CxauditError(*self.diagnostics)
        return catalog

    def _claim_ids(self, parsed: Parsed) -> None:
        """Reports ids that are reserved or taken: files share one namespace, as `--explain ID` must mean one thing."""
        for name, place in own_ids(parsed):
            if name in RESERVED:
                parsed.doc.report(place, f'the id "{name}" has a meaning of its own', "choose another id")
            if name in self.places:
                hint = f"choose another id; the first is {self.places[name]}"
                parsed.doc.report(place, f'the id "{name}" is taken', hint)
            self.places.setdefault(name, place)


def own_ids(parsed: Parsed) -> list[tuple[str, Place]]:
    """The ids that a file defines, each with its place."""
    doc, file = parsed
    if isinstance(file, FrameworkFile):
        return [(file.id, doc.place("id"))]
    return doc.key_places(id_key(file))


def id_key(file: DataFile) -> str:
    """The key that a file has its entries under; empty for a framework file, which is a single entry."""
    match file:
        case ScalesFile():
            return "scales"
        case FactsFile():
            return "facts"
        case SetsFile():
            return "sets"
        case BankFile():
            return "criteria"
        case FrameworkFile():
            return ""


def _catalog(files: Sequence[DataFile]) -> Catalog:
    scales = {id: scale_of(id, one) for f in files if isinstance(f, ScalesFile) for id, one in f.scales.items()}
    scales[FIVE_LEVELS.id] = FIVE_LEVELS
    facts = {id: Fact(id, *fact) for f in files if isinstance(f, FactsFile) for id, fact in f.facts.items()}
    banks = sorted((f for f in files if isinstance(f, BankFile)), key=lambda bank: (bank.order, bank.group))
    criteria = {id: criterion_of(id, b.group, entry, scales) for b in banks for id, entry in b.criteria.items()}
    frameworks = [framework_of(f, criteria) for f in files if isinstance(f, FrameworkFile)]
    groups = [group for f in files if isinstance(f, SetsFile) for group in f.groups]
    sets = {id: FrameworkSet(id, *entry) for f in files if isinstance(f, SetsFile) for id, entry in f.sets.items()}
    ordered = sorted(frameworks, key=lambda f: (_order(f.group, groups), f.group, f.id))
    return Catalog(scales, facts, criteria, {f.id: f for f in ordered}, sets)


def _order(group: str, groups: list[str]) -> int:
    """The position of a group; groups that no file puts in order come last."""
    return groups.index(group) if group in groups else len(groups)


def _check(parsed: Parsed, catalog: Catalog) -> None:
    """Reports what in a file does not fit the other files."""
    doc, file = parsed
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
        _check_levels(doc, id, entry, catalog.scales)
        unknown_ids(doc, entry.after, catalog.criteria, "criterion", "criteria", id, "after")
        unknown_ids(doc, entry.needs, catalog.facts, "profile fact", "criteria", id, "needs")


def _check_levels(doc: Document, id: str, entry: CriterionEntry, scales: Mapping[str, Scale]) -> None:
    """Reports a criterion without a text for every level and a step of advice from each level to the next."""
    name = entry.scale or FIVE_LEVELS.id
    if name not in scales:
        doc.report(doc.place("criteria", id, "scale"), f'there is no scale "{name}"', did_you_mean(name, scales))
        return
    scale = scales[name]
    where = f" on the scale {name}" if entry.scale else ""
    if not entry.levels and not (scale.words or scale.marks):
        place = doc.place("criteria", id)
        doc.report(place, f"levels is missing here: {len(scale.shares)} texts{where}")
    if entry.levels and scale.marks:
        place = doc.place("criteria", id, "levels")
        doc.report(place, f"a criterion{where} has no levels: its numbers say it all", "leave levels out")
    elif entry.levels and len(entry.levels) != len(scale.shares):
        _report_count(doc, len(scale.shares), len(entry.levels), where, "criteria", id, "levels")
    if len(entry.advice) != scale.top:
        _report_count(doc, scale.top, len(entry.advice), where, "criteria", id, "advice")


def _report_count(doc: Document, wanted: int, found: int, where: str, *path: str) -> None:
    doc.report(doc.place(*path), f"{wanted} entries are expected here{where}, not {found}")


def _check_framework(doc: Document, file: FrameworkFile, criteria: Mapping[str, Criterion]) -> None:
    if PurePath(doc.file.removeprefix(BUILT_IN)).stem != file.id:
        message = f'the id "{file.id}" does not fit the file name'
        doc.report(doc.place("id"), message, f"rename the file to {file.id}.yaml")
    for id, item in file.items.items():
        unknown_ids(doc, item.criteria, criteria, "criterion", "items", id, "criteria")
    unknown_ids(doc, file.critical, _rests_on(file), "criterion in this framework", "critical")


def _check_examples(doc: Document, file: FrameworkFile, catalog: Catalog) -> None:
    for name, example in file.examples.items():
        path = ("examples", name)
        unknown_ids(doc, example.answers, _rests_on(file), "criterion in this framework", *path, "answers")
        unknown_ids(doc, example.profile, catalog.facts, "profile fact", *path, "profile")
        unknown_ids(doc, example.items, file.items, "item in this framework", *path, "items")
        for id, text in example.answers.items():
            meant = example_answer(text, catalog.criteria.get(id))
            if isinstance(meant, str):
                doc.report(doc.place(*path, "answers", id), meant)


def _rests_on(file: FrameworkFile) -> set[str]:
    return {id for item in file.items.values() for id in item.criteria}


def _cycles(files: Sequence[Parsed], criteria: Mapping[str, Criterion]) -> Iterator[Diagnostic]:
    done: set[str] = set()
    for start in criteria:
        if chain := _cycle_from(start, criteria, done):
            message = f"after goes round in a circle: {' -> '.join(chain)}"
            banks = (doc for doc, file in files if isinstance(file, BankFile) and start in file.criteria)
            place = next(banks).place("criteria", start, "after")
            yield Diagnostic(message, place, "one of them must be able to stand first")


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
