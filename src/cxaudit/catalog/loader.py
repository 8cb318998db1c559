"""Data files to the catalog: each is read, and all are checked against each other."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from cxaudit.catalog.catalog import RESERVED, Catalog
from cxaudit.catalog.schemas import (
    BANK,
    FACTS,
    FRAMEWORK,
    SCALES,
    SETS,
    criterion_of,
    example_answer,
    framework_of,
    scale_of,
)
from cxaudit.catalog.sources import Source
from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.model import FIVE_LEVELS, Criterion, Fact, Framework, FrameworkSet, Scale
from cxaudit.schema.containers import read, unknown_ids
from cxaudit.schema.document import Document, parse


def load(sources: Iterable[Source]) -> Catalog:
    """The library that these files hold. Raises CxauditError with every problem of every file."""
    loading = Loading()
    for source in sources:
        loading.read(source)
    return loading.catalog()


_SHAPES = {"scales": SCALES, "facts": FACTS, "sets": SETS, "bank": BANK, "framework": FRAMEWORK}


class Loading:
    """Files read so far, with the place of every id, so that a clash or a loose end can be pointed at.

    A file that cannot be read goes into `problems`; `library` raises them all.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.docs: list[tuple[Source, Document, dict[str, Any]]] = []
        self.seen: dict[str, Place] = {}

    def read(self, source: Source) -> None:
        try:
            doc = parse(source.data, source.file)
            self.docs.append((source, doc, read(doc, _SHAPES[source.kind])))
        except CxauditError as error:
            self.diagnostics += error.diagnostics

    def catalog(self) -> Catalog:
        if self.diagnostics:  # what a broken file defines would look undefined everywhere else
            raise CxauditError(*self.diagnostics)
        scales = {i: scale_of(i, s) for _, _, value in self.of("scales") for i, s in value["scales"].items()}
        scales[FIVE_LEVELS.id] = FIVE_LEVELS
        facts = {i: Fact(i, **f) for _, _, v in self.of("facts") for i, f in v["facts"].items()}
        banks = sorted(self.of("bank"), key=lambda entry: (entry[2]["order"], entry[2]["group"]))
        criteria = {
            i: criterion_of(i, value["group"], c, scales) for _, _, value in banks for i, c in value["criteria"].items()
        }
        frameworks = {value["id"]: framework_of(value, criteria) for _, _, value in self.of("framework")}
        groups = [group for _, _, value in self.of("sets") for group in value.get("groups", ())]
        sets = {i: FrameworkSet(i, **s) for _, _, value in self.of("sets") for i, s in value.get("sets", {}).items()}
        for source, doc, value in self.docs:
            self.claim_ids(source, doc, value)
            if source.kind == "bank":
                _check_bank(doc, value, criteria, facts, scales)
            elif source.kind == "framework":
                _check_framework(doc, value, criteria)
                _check_examples(doc, value, criteria, facts)
            elif source.kind == "sets":
                _check_sets(doc, value, frameworks)
            self.diagnostics += sorted(doc.diagnostics, key=lambda p: p.place or Place(""))
        self.diagnostics += _cycles(self.of("bank"), criteria)
        if self.diagnostics:
            raise CxauditError(*self.diagnostics)
        ordered = sorted(frameworks.values(), key=lambda f: (_order(f.group, groups), f.group, f.id))
        return Catalog(scales, facts, criteria, {f.id: f for f in ordered}, sets)

    def of(self, kind: str) -> list[tuple[Source, Document, dict[str, Any]]]:
        return [entry for entry in self.docs if entry[0].kind == kind]

    def claim_ids(self, source: Source, doc: Document, value: dict[str, Any]) -> None:
        """Ids are one namespace over all files, since `--explain ID` must mean one thing."""
        for name, place in _own_ids(source.kind, doc, value):
            if name in RESERVED:
                doc.report(place, f'the id "{name}" has a meaning of its own', "choose another id")
            if name in self.seen:
                hint = f"it first stands at {self.seen[name]}: choose another id"
                doc.report(place, f'the id "{name}" is taken', hint)
            self.seen.setdefault(name, place)


def _own_ids(kind: str, doc: Document, value: dict[str, Any]) -> list[tuple[str, Place]]:
    if kind == "framework":
        return [(value["id"], doc.place("id"))]
    return doc.key_places({"bank": "criteria"}.get(kind, kind))


def _order(group: str, groups: list[str]) -> int:
    """Groups that no file puts into an order come last."""
    return groups.index(group) if group in groups else len(groups)


def _check_sets(doc: Document, value: dict[str, Any], frameworks: Mapping[str, Framework]) -> None:
    for i, entry in value.get("sets", {}).items():
        unknown_ids(doc, entry["frameworks"], frameworks, "framework", "sets", i, "frameworks")


def _check_bank(
    doc: Document,
    value: dict[str, Any],
    criteria: Mapping[str, Criterion],
    facts: Mapping[str, Fact],
    scales: Mapping[str, Scale],
) -> None:
    for i, entry in value["criteria"].items():
        _check_levels(doc, i, entry, scales)
        for name, known, kind in (("after", criteria, "criterion"), ("needs", facts, "profile fact")):
            unknown_ids(doc, entry.get(name, ()), known, kind, "criteria", i, name)


def _check_levels(doc: Document, id: str, entry: dict[str, Any], scales: Mapping[str, Scale]) -> None:
    """A text for every level, and a step of advice from each to the next."""
    name = entry.get("scale", FIVE_LEVELS.id)
    if name not in scales:
        doc.report(doc.place("criteria", id, "scale"), f'there is no scale "{name}"', did_you_mean(name, scales))
        return
    scale = scales[name]
    where = f" on the scale {name}" if "scale" in entry else ""
    if "levels" not in entry and not (scale.words or scale.marks):
        place = doc.place("criteria", id)
        doc.report(place, f"levels is missing here: {len(scale.shares)} texts{where}")
    if "levels" in entry and scale.marks:
        place = doc.place("criteria", id, "levels")
        doc.report(place, f"a criterion{where} has no levels: its numbers say it all", "leave levels out")
    for key, wanted in (("levels", len(scale.shares)), ("advice", scale.top)):
        if key in entry and len(entry[key]) != wanted and not (key == "levels" and scale.marks):
            place = doc.place("criteria", id, key)
            doc.report(place, f"{wanted} entries are expected here{where}, not {len(entry[key])}")


def _check_framework(doc: Document, value: dict[str, Any], criteria: Mapping[str, Criterion]) -> None:
    stem = PurePath(doc.file).stem
    if stem != value["id"]:
        doc.report(
            doc.place("id"),
            f'the id "{value["id"]}" does not fit the file name',
            f"rename the file to {value['id']}.yaml",
        )
    for i, item in value["items"].items():
        unknown_ids(doc, item["criteria"], criteria, "criterion", "items", i, "criteria")
    own = {c for item in value["items"].values() for c in item["criteria"]}
    unknown_ids(doc, value.get("critical", ()), own, "criterion in this framework", "critical")


def _check_examples(
    doc: Document, value: dict[str, Any], criteria: Mapping[str, Criterion], facts: Mapping[str, Fact]
) -> None:
    own = {c for item in value["items"].values() for c in item["criteria"]}
    for i, example in value.get("examples", {}).items():
        unknown_ids(doc, example["answers"], own, "criterion in this framework", "examples", i, "answers")
        unknown_ids(doc, example.get("profile", ()), facts, "profile fact", "examples", i, "profile")
        unknown_ids(doc, example.get("items", ()), value["items"], "item in this framework", "examples", i, "items")
        for id, text in example["answers"].items():
            meant = example_answer(text, criteria.get(id))
            if isinstance(meant, str):
                doc.report(doc.place("examples", i, "answers", id), meant)


def _cycles(
    banks: list[tuple[Source, Document, dict[str, Any]]], criteria: Mapping[str, Criterion]
) -> list[Diagnostic]:
    diagnostics = []
    done: set[str] = set()
    for start in criteria:
        chain = _cycle_from(start, criteria, done)
        if chain:
            message = f"after goes round in a circle: {' -> '.join(chain)}"
            place = next(doc.place("criteria", start, "after") for _, doc, v in banks if start in v["criteria"])
            diagnostics.append(Diagnostic(message, place, "one of them must be able to stand first"))
    return diagnostics


def _cycle_from(start: str, criteria: Mapping[str, Criterion], done: set[str]) -> list[str]:
    """The first circle of `after` reachable from a criterion, as a closed chain; marks all it visits as done."""
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
