"""Files and folders to their problems: finds them, tells what each is, and has it checked as that."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit import CONFIG_FILE, files
from cxaudit.baseline import STRUCTURE
from cxaudit.config import Config, packs_named, read_config
from cxaudit.document import Document, parse
from cxaudit.errors import CxauditError, Place, Problem
from cxaudit.linting import BREAKS, OWN_RULES, Ruleset, kind_of, lint_strategy, tuned
from cxaudit.rule_proof import prove_rules
from cxaudit.rules import Rule, read_rules
from cxaudit.strategy import read_strategy

if TYPE_CHECKING:
    from cxaudit.library import Library

_OURS = re.compile(rb"^(organisation|family|criteria|answers) *:", re.M)
TUNABLE = [rule for rule in OWN_RULES if rule != STRUCTURE]  # a broken structure stays an error
TYPED = "-"  # the path that stands for what is typed or piped in


class Checker:
    """A run: its configuration, its rules, and what was found in the files so far."""

    def __init__(self, config: Config, folder: Path, packs: Sequence[Path], rules: dict[str, Rule], as_of: str) -> None:
        self.config, self.folder, self.packs, self.as_of = config, folder, list(packs), as_of
        self.rules = rules  # all of them, those that are off among them
        self.ruleset: Ruleset = tuned(rules, config)
        self.problems: list[Problem] = []
        self.tell: Callable[[list[Problem]], None] | None = None  # told at once, problems are not kept
        self.files: list[str] = []
        self.skipped: list[str] = []
        self.config_file: Path | None = None
        self.untried = 0  # strategies that no rule was tried on, since they are not as declared
        self.met = 0  # files and packs come across, whatever became of them
        self._seen: set[str] = set()
        self.lines: dict[str, dict[int, str]] = {}  # of each file, those that problems stand in

    def check(self, path: Path) -> None:
        """A file, or a folder with all that is below it. Raises CxauditError where there is neither."""
        if path.is_dir():
            for found, is_pack in files.yaml_in(path):
                if is_pack:
                    self._pack(found)
                else:
                    self._file(found, asked=False)
        elif os.path.lexists(path):
            self._file(path, asked=True)
        else:
            files.read(path)  # says why not

    def check_text(self, data: bytes, name: str) -> None:
        """What came through standard input, under the name of the file that it is to be."""
        self.met += 1
        if self._excluded(Path(name)):
            self.skipped.append(name)
        else:
            self._data(Path(name), data, asked=True)

    def _file(self, path: Path, asked: bool) -> None:
        self.met += 1
        real = os.path.abspath(path)
        if real in self._seen:
            return
        self._seen.add(real)
        if self._excluded(path):
            self.skipped.append(str(path))
            return
        try:
            data = files.read(path)
        except CxauditError as error:
            self.files.append(str(path))
            self._add(error.problems, b"", STRUCTURE)
            return
        self._data(path, data, asked)

    def _excluded(self, path: Path) -> bool:
        return bool(self.config.exclude) and self.config.excludes(self._inside(path))

    def _inside(self, path: Path) -> str:
        """The path from the configuration's folder, with slashes."""
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def _data(self, path: Path, data: bytes, asked: bool) -> None:
        name = str(path)
        try:
            doc = parse(data, name)
        except CxauditError as error:
            if not asked and not _OURS.search(data):
                self.skipped.append(name)
                return
            self.files.append(name)
            self._add(error.problems, data, STRUCTURE)
            return
        kind = kind_of(doc, path.name) or ("strategy" if asked else "")
        if not kind:
            self.skipped.append(name)
            return
        self.files.append(name)
        if kind == "strategy":
            off = self.config.ignored_in(self._inside(path)) if self.config.ignores else ()
            found = lint_strategy(doc, data, self.ruleset, self.as_of, off)
            self.untried += bool(found) and found[0].rule == STRUCTURE
            self._add(found, data)
        else:
            self._add(list(self._others(kind, path, data, doc)), data, STRUCTURE)

    def _others(self, kind: str, path: Path, data: bytes, doc: Document) -> Iterator[Problem]:
        if kind == "audit":
            yield from self._audit(path, data, doc)
        elif kind == "config":
            try:
                read_config(data, str(path), self.rules, TUNABLE)
            except CxauditError as error:
                yield from error.problems
        else:
            home = next((up for up in path.absolute().parents if up.name == "frameworks"), None)
            if home is None:
                hint = "lint the pack, or put the file where it belongs"
                yield Problem(f"a {kind} file stands in the folder frameworks/ of a pack", Place(str(path)), hint)
            else:
                problems, _ = prove_pack(home.parent, self.packs)
                for p in problems:
                    if p.place and _same(Path(p.place.file), path):
                        yield p._replace(place=p.place._replace(file=str(path)))

    def _audit(self, path: Path, data: bytes, doc: Document) -> Iterator[Problem]:
        from cxaudit.audit import read_answers, read_audit

        reads = read_audit if any(key == "frameworks" for key, _ in doc.key_places()) else read_answers
        try:
            _, remarks = reads(data, str(path), self._library)
            yield from (remark._replace(severity="warning") for remark in remarks)
        except CxauditError as error:
            yield from error.problems

    @cached_property
    def _library(self) -> "Library":
        from cxaudit.library import load

        return load(files.sources(self.packs))

    def _pack(self, pack: Path) -> None:
        self.met += 1
        if self._excluded(pack):
            self.skipped.append(str(pack))
            return
        problems, names = prove_pack(pack, self.packs)
        self.files += names
        for name in dict.fromkeys(p.place.file for p in problems if p.place):
            if os.path.isfile(name):
                self._keep_lines(problems, name, files.read(Path(name)))
        self._add(problems, b"", STRUCTURE)

    def _add(self, problems: Sequence[Problem], data: bytes, rule: str = "") -> None:
        if not problems:
            return
        found = [p if p.rule else p._replace(rule=rule) for p in problems]
        if data and found[0].place:
            self._keep_lines(found, found[0].place.file, data)
        if self.tell:
            self.tell(found)
            self.lines.clear()
        else:
            self.problems += found

    def _keep_lines(self, problems: Sequence[Problem], name: str, data: bytes) -> None:
        wanted = {p.place.line for p in problems if p.place and p.place.file == name}
        lines = BREAKS.split(data.decode("utf-8-sig", "replace"))
        self.lines[name] = {n: lines[n - 1] for n in wanted if 0 < n <= len(lines)}


def set_up(given: Path | None, packs: Sequence[Path], as_of: str) -> Checker:
    """A run by the configuration in a file, else in the nearest cxaudit.yaml, and by the rules of all packs."""
    path = given or files.nearest_upward(CONFIG_FILE)
    if path is None:
        given_packs = files.distinct(list(packs))
        return Checker(Config(), Path(), given_packs, read_rules(files.rule_files(given_packs)), as_of)
    data, folder = files.read(path), path.parent
    both = files.distinct([*packs, *(folder / pack for pack in packs_named(data, str(path)))])
    rules = read_rules(files.rule_files(both))
    checker = Checker(read_config(data, str(path), rules, TUNABLE), folder, both, rules, as_of)
    checker.config_file = path
    return checker


def prove_pack(pack: Path, others: Sequence[Path]) -> tuple[list[Problem], list[str]]:
    """The problems of a pack, and the names of its files."""
    from cxaudit import proof
    from cxaudit.library import load

    try:
        own, templates = files.pack_files(pack)
        names = [*own, *(str(pack / "templates" / name) for name in templates)]
        if not names:
            return [], []
        packs = [*(other for other in others if not _same(other, pack)), pack]
        sources, rules = files.sources(packs), read_rules(files.rule_files(packs))
        if problems := proof.prove(sources, own):
            return problems, names
        library, strategy = load(sources), files.sample("strategy")
        problems = prove_rules(rules, own, library.criteria, strategy)
        if templates and not problems:
            problems = _rehearse(library, own, strategy, files.templates(packs), templates)
        return problems, names
    except CxauditError as error:  # a file that cannot even be read
        return list(error.problems), [str(pack)]


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)


def _rehearse(
    library: "Library", own: Sequence[str], sample: bytes, templates: dict[str, tuple[str, str]], names: list[str]
) -> list[Problem]:
    """Templates over the pack's own frameworks, and over the few that are asked by default."""
    from cxaudit.library import DEFAULT_SET
    from cxaudit.rehearsal import rehearse

    mine = [id for id in library.frameworks if any(file.endswith(f"/{id}.yaml") for file in own)]
    strategy = read_strategy(parse(sample, "sample"))
    choices = [ids for ids in (mine, library.named([DEFAULT_SET])) if ids]
    found = [problem for ids in choices for problem in rehearse(library, ids, strategy, templates, names)]
    return list(dict.fromkeys(found))
