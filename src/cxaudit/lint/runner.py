"""Files and folders to their problems: finds them, tells what each is, and has it checked as that."""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import CONFIG_FILE, files
from cxaudit.catalog import sources
from cxaudit.config import Config, packs_named, read_config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint import discovery
from cxaudit.lint.baseline import STRUCTURE
from cxaudit.lint.engine import BREAKS, OWN_RULES, Ruleset, kind_of, lint_strategy, tuned
from cxaudit.lint.sharing import share
from cxaudit.rules.examples import prove_rules
from cxaudit.rules.loader import read_rules
from cxaudit.rules.rule import Rule
from cxaudit.schema.document import Document, parse
from cxaudit.strategy.reader import read_strategy

if TYPE_CHECKING:
    from cxaudit.catalog.catalog import Catalog

_OURS = re.compile(rb"^(organisation|family|criteria|answers) *:", re.M)
TUNABLE = [rule for rule in OWN_RULES if rule != STRUCTURE]  # a broken structure stays an error
TYPED = "-"  # the path that stands for what is typed or piped in


class _Task(NamedTuple):
    """Something to be checked other than a file that was found in a folder: of those, the name is enough."""

    name: str
    is_pack: bool = False
    data: bytes | None = None  # what came through standard input


class _Outcome(NamedTuple):
    """What became of a task: the files checked, those left out, and what was found in them."""

    files: Sequence[str] = ()
    skipped: Sequence[str] = ()
    diagnostics: Sequence[Diagnostic] = ()
    lines: Sequence[tuple[str, dict[int, str]]] = ()  # of each file, those that problems stand in
    untried: bool = False


class Checker:
    """A run: its configuration, its rules, and what was found in the files so far."""

    def __init__(self, config: Config, folder: Path, packs: Sequence[Path], rules: dict[str, Rule], as_of: str) -> None:
        self.config, self.folder, self.packs, self.as_of = config, folder, list(packs), as_of
        self.rules = rules  # all of them, those that are off among them
        self.ruleset: Ruleset = tuned(rules, config)
        self.diagnostics: list[Diagnostic] = []
        self.tell: Callable[[Sequence[Diagnostic]], None] | None = None  # told at once, problems are not kept
        self.files: list[str] = []
        self.skipped: list[str] = []
        self.config_file: Path | None = None
        self.untried = 0  # strategies that no rule was tried on, since they are not as declared
        self.lines: dict[str, dict[int, str]] = {}  # of each file, those that problems stand in
        self._proven: dict[Path, list[Diagnostic]] = {}  # of each pack, what is wrong in it
        self._tasks: dict[str, _Task | str] = {}  # by the whole path, so that none is checked twice

    def add(self, path: Path) -> bool:
        """Takes up a file, or a folder with all that is below it; whether there was anything.

        Raises CxauditError where there is neither.
        """
        found: list[_Task | str] = []
        if path.is_dir():
            for each, kind in discovery.yaml_in(path):
                if kind == discovery.OTHER:
                    self.skipped.append(str(each))
                else:
                    found.append(_Task(str(each), is_pack=True) if kind == discovery.PACK else str(each))
        elif os.path.lexists(path):
            found.append(_Task(str(path)))
        else:
            files.read(path)  # says why not
        for task in found:
            name = task if isinstance(task, str) else task.name
            whole = os.path.abspath(name)
            self._tasks.setdefault(name if name == whole else whole, task)  # one text for both, where it can be
        return bool(found)

    def add_text(self, data: bytes, name: str) -> None:
        """Takes up what came through standard input, under the name of the file that it is to be."""
        self._tasks[TYPED] = _Task(name, data=data)

    def run(self) -> None:
        """Checks everything that was taken up."""
        for outcome in share(self._outcome, list(self._tasks.values())):
            self.files += outcome.files
            self.skipped += outcome.skipped
            self.untried += outcome.untried
            self.lines.update(outcome.lines)
            if outcome.diagnostics and self.tell:
                self.tell(outcome.diagnostics)
                self.lines.clear()
            else:
                self.diagnostics += outcome.diagnostics

    def _outcome(self, task: _Task | str) -> _Outcome:
        name, is_pack, data = (task, False, None) if isinstance(task, str) else task
        if self._excluded(name):
            return _Outcome(skipped=[name])
        if is_pack:
            return self._pack(Path(name))
        try:
            data = files.read(Path(name)) if data is None else data
        except CxauditError as error:
            return _told(name, error.diagnostics, b"", STRUCTURE)
        return self._file(name, data, asked=not isinstance(task, str))

    def _excluded(self, name: str) -> bool:
        return bool(self.config.exclude) and self.config.excludes(self._inside(name))

    def ignored_in(self, name: str) -> Collection[str]:
        """The ids of the rules that the configuration lets not hold for a file."""
        return self.config.ignored_in(self._inside(name)) if self.config.ignores else ()

    def _inside(self, name: str) -> str:
        """The path from the configuration's folder, with slashes."""
        return Path(os.path.relpath(name, self.folder)).as_posix()

    def _file(self, name: str, data: bytes, asked: bool) -> _Outcome:
        try:
            doc = parse(data, name)
        except CxauditError as error:
            if not asked and not _OURS.search(data):
                return _Outcome(skipped=[name])
            return _told(name, error.diagnostics, data, STRUCTURE)
        kind = kind_of(doc, os.path.basename(name)) or ("strategy" if asked else "")
        if not kind:
            return _Outcome(skipped=[name])
        if kind == "strategy":
            return _told(name, lint_strategy(doc, data, self.ruleset, self.as_of, self.ignored_in(name)), data)
        return _told(name, list(self._others(kind, Path(name), data, doc)), data, STRUCTURE)

    def _others(self, kind: str, path: Path, data: bytes, doc: Document) -> Iterator[Diagnostic]:
        if kind == "audit":
            yield from self._audit(path, data, doc)
        elif kind == "config":
            try:
                read_config(data, str(path), self.rules, TUNABLE)
            except CxauditError as error:
                yield from error.diagnostics
        else:
            home = next((up for up in path.absolute().parents if up.name == "frameworks"), None)
            if home is None:
                hint = "lint the pack, or put the file where it belongs"
                yield Diagnostic(f"a {kind} file stands in the folder frameworks/ of a pack", Place(str(path)), hint)
            else:
                if home.parent not in self._proven:
                    self._proven[home.parent] = prove_pack(home.parent, self.packs)[0]
                diagnostics = self._proven[home.parent]
                here = [p for p in diagnostics if p.place and _same(Path(p.place.file), path)]
                yield from (p._replace(place=p.place and p.place._replace(file=str(path))) for p in here)
                if not here:
                    yield from diagnostics  # which keep this file from being proved

    def _audit(self, path: Path, data: bytes, doc: Document) -> Iterator[Diagnostic]:
        from cxaudit.audit.file import read_answers, read_audit

        reads = read_audit if any(key == "frameworks" for key, _ in doc.key_places()) else read_answers
        try:
            _, remarks = reads(data, str(path), self._catalog)
            yield from (remark._replace(severity="warning") for remark in remarks)
        except CxauditError as error:
            yield from error.diagnostics

    @cached_property
    def _catalog(self) -> "Catalog":
        from cxaudit.catalog.loader import load

        return load(sources.catalog_files(self.packs))

    def _pack(self, pack: Path) -> _Outcome:
        diagnostics, names = prove_pack(pack, self.packs)
        found = [p if p.rule else p._replace(rule=STRUCTURE) for p in diagnostics]
        places = dict.fromkeys(p.place.file for p in diagnostics if p.place)
        lines = [(name, _lines(found, name, files.read(Path(name)))) for name in places if os.path.isfile(name)]
        return _Outcome(names, diagnostics=found, lines=lines)


def _told(name: str, diagnostics: Sequence[Diagnostic], data: bytes, rule: str = "") -> _Outcome:
    """What was found in a file; problems that no rule found are those of `rule`."""
    if not diagnostics:
        return _Outcome([name])
    found = [p if p.rule else p._replace(rule=rule) for p in diagnostics]
    lines = [(name, _lines(found, name, data))] if data else []
    return _Outcome([name], [], found, lines, not rule and found[0].rule == STRUCTURE)


def _lines(diagnostics: Sequence[Diagnostic], name: str, data: bytes) -> dict[int, str]:
    """The lines of a file that problems stand in."""
    wanted = {p.place.line for p in diagnostics if p.place and p.place.file == name}
    lines = BREAKS.split(data.decode("utf-8-sig", "replace"))
    return {n: lines[n - 1] for n in wanted if 0 < n <= len(lines)}


def set_up(given: Path | None, packs: Sequence[Path], as_of: str) -> Checker:
    """A run by the configuration in a file, else in the nearest cxaudit.yaml, and by the rules of all packs."""
    path = given or files.nearest_upward(CONFIG_FILE)
    data = files.read(path) if path else b""
    name, folder = str(path or CONFIG_FILE), path.parent if path else Path()
    both = sources.distinct([*packs, *(folder / pack for pack in packs_named(data, name))])
    rules = read_rules(sources.rule_files(both))
    checker = Checker(read_config(data, name, rules, TUNABLE), folder, both, rules, as_of)
    checker.config_file = path
    return checker


def prove_pack(pack: Path, others: Sequence[Path]) -> tuple[list[Diagnostic], list[str]]:
    """The problems of a pack, and the names of its files."""
    from cxaudit.catalog.loader import load
    from cxaudit.lint.packs import checks

    try:
        own, templates = sources.pack_files(pack)
        names = [*own, *(str(pack / "templates" / name) for name in templates)]
        if not names:
            return [], []
        packs = [*(other for other in others if not _same(other, pack)), pack]
        data, rules = sources.catalog_files(packs), read_rules(sources.rule_files(packs))
        if diagnostics := checks.prove(data, own):
            return diagnostics, names
        catalog, strategy = load(data), sources.sample("strategy")
        diagnostics = prove_rules(rules, own, catalog.criteria, strategy)
        if templates and not diagnostics:
            diagnostics = _rehearse(catalog, own, strategy, sources.templates(packs), templates)
        return diagnostics, names
    except CxauditError as error:  # a file that cannot even be read
        return list(error.diagnostics), [str(pack)]


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)


def _rehearse(
    catalog: "Catalog", own: Sequence[str], sample: bytes, templates: dict[str, tuple[str, str]], names: list[str]
) -> list[Diagnostic]:
    """Templates over the pack's own frameworks, and over the few that are asked by default."""
    from cxaudit.catalog.catalog import DEFAULT_SET
    from cxaudit.lint.packs.templates import rehearse

    mine = [id for id in catalog.frameworks if any(file.endswith(f"/{id}.yaml") for file in own)]
    strategy = read_strategy(parse(sample, "sample"))
    choices = [ids for ids in (mine, catalog.named([DEFAULT_SET])) if ids]
    found = [diagnostic for ids in choices for diagnostic in rehearse(catalog, ids, strategy, templates, names)]
    return list(dict.fromkeys(found))
