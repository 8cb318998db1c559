"""Loads data files into the catalog: reads each one, then checks them all against each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from cxaudit.catalog.builder import criterion_of, fact_of, framework_of, scale_of
from cxaudit.catalog.catalog import RESERVED, Catalog
from cxaudit.catalog.entries import BankFile, FactsFile, FrameworkFile, ScalesFile, SetsFile
from cxaudit.catalog.fit import DataFile, Parsed, check_fit, cycles
from cxaudit.catalog.schemas import BANK, FACTS, FRAMEWORK, SCALES, SETS
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.measure import FIVE_LEVELS, WEIGHTS
from cxaudit.model import FrameworkSet
from cxaudit.schema.containers import read
from cxaudit.schema.document import parse


def load(sources: Iterable[Source]) -> Catalog:
    """The catalog in these files. Raises CxauditError with every mistake in every file."""
    loading = Loading()
    for source in sources:
        loading.read(source)
    return loading.catalog()


@lru_cache(maxsize=512)  # a run that checks several packs reads the program's own files for each
def read_file(source: Source) -> Parsed:
    """Reads one data file. Raises CxauditError with every problem in it."""
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
    """The files read so far, with the place of every id, so that a duplicate can name both places.

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
            check_fit(parsed.doc, parsed.file, catalog)
            self.diagnostics += parsed.doc.sorted_diagnostics()
        self.diagnostics += _second_weights(self.parsed)
        self.diagnostics += cycles(self.parsed, catalog.criteria)
        if self.diagnostics:
            raise CxauditError(*self.diagnostics)
        return catalog

    def _claim_ids(self, parsed: Parsed) -> None:
        """Reports ids that are reserved or taken: files share one namespace, as `--explain ID` must mean one thing."""
        for name, place in own_ids(parsed):
            if name in RESERVED:
                parsed.doc.report(place, f'the id "{name}" is reserved', "choose another id")
            if name in self.places:
                hint = f"choose another id; the first: {self.places[name]}"
                parsed.doc.report(place, f'the id "{name}" is taken', hint)
            self.places.setdefault(name, place)


def _second_weights(files: Iterable[Parsed]) -> Iterator[Diagnostic]:
    """A diagnostic for each file but the first that sets weights of kinds of practice."""
    found = [doc for doc, file in files if isinstance(file, ScalesFile) and file.weights]
    for doc in found[1:]:
        message = "weights can be set only once, for all frameworks"
        yield Diagnostic(message, dict(doc.key_places())["weights"], "leave them out, or scores could not be compared")


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
    weights = next((f.weights for f in files if isinstance(f, ScalesFile) and f.weights), WEIGHTS)
    facts = {id: fact_of(id, fact) for f in files if isinstance(f, FactsFile) for id, fact in f.facts.items()}
    banks = sorted((f for f in files if isinstance(f, BankFile)), key=lambda bank: (bank.order, bank.group))
    criteria = {id: criterion_of(id, b.group, one, scales, weights) for b in banks for id, one in b.criteria.items()}
    frameworks = [framework_of(f, criteria) for f in files if isinstance(f, FrameworkFile)]
    groups = [group for f in files if isinstance(f, SetsFile) for group in f.groups]
    sets = {id: FrameworkSet(id, *entry) for f in files if isinstance(f, SetsFile) for id, entry in f.sets.items()}
    ordered = sorted(frameworks, key=lambda f: (_order(f.group, groups), f.group, f.id))
    return Catalog(scales, weights, facts, criteria, {f.id: f for f in ordered}, sets)


def _order(group: str, groups: list[str]) -> int:
    """The position of a group; groups that no file lists come last."""
    return groups.index(group) if group in groups else len(groups)
