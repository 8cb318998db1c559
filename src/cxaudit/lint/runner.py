"""Turns targets into results: finds out what each file is, and checks it as that."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit import CONFIG_FILE, files
from cxaudit.config import read_config, says_nothing
from cxaudit.errors import CxauditError, Diagnostic, Place, Severity
from cxaudit.files import same
from cxaudit.lint.discovery import Target, TargetKind, holds_framework
from cxaudit.lint.file_types import FileType, looks_ours, may_be_packs, type_of
from cxaudit.lint.result import LintResult, counted
from cxaudit.project import Project
from cxaudit.rules.engine import STRUCTURE, check_strategy
from cxaudit.rules.ruleset import tuned
from cxaudit.rules.suppressions import BREAKS
from cxaudit.schema.document import Document, parse

if TYPE_CHECKING:
    from cxaudit.lint.packs.proof import Proof

MANY = 200  # with so many targets or more, it pays to start other processes


def run(project: Project, targets: Sequence[Target], as_of: str) -> Iterator[LintResult]:
    """The result of each target, in order. `as_of` is the date to compare dates with, YYYY-MM-DD."""
    check = Checker(project, as_of).check
    if len(targets) < MANY:
        return map(check, targets)
    from cxaudit.lint.parallel import shared

    return shared(check, targets)


class Checker:
    """Checks one target after another; each pack is checked only once."""

    def __init__(self, project: Project, as_of: str) -> None:
        self.project, self.as_of = project, as_of
        self.ruleset = project.ruleset
        self._proofs: dict[Path, Proof] = {}

    def check(self, target: Target) -> LintResult:
        """What is found in one target."""
        name, kind, asked, data = target
        if kind is TargetKind.OTHER or self.project.excludes(name):
            return LintResult(skipped=[name])
        if kind is TargetKind.PACK:
            return self._pack(Path(name))
        if data is None and self._is_configuration(name):
            return LintResult([name])  # a mistake in it would have ended the run already
        try:
            data = files.read(Path(name)) if data is None else data
        except CxauditError as error:
            return _found([name], error.diagnostics)
        home = _pack_of(name)
        if home and (asked or may_be_packs(data)):
            return _found([name], self._in_pack(home, Path(name)), {name: data})
        try:
            doc = parse(data, name)
        except CxauditError as error:
            return self._unreadable(name, data, error, asked)
        return self._file(name, data, doc, asked)

    def _is_configuration(self, name: str) -> bool:
        path = self.project.config.path
        return path is not None and os.path.basename(name) == path.name and same(Path(name), path)

    def _unreadable(self, name: str, data: bytes, error: CxauditError, asked: bool) -> LintResult:
        if not asked and not looks_ours(data):
            return LintResult(skipped=[name])
        if os.path.basename(name) == CONFIG_FILE and says_nothing(data):
            return LintResult([name])
        return _found([name], error.diagnostics, {name: data})

    def _file(self, name: str, data: bytes, doc: Document, asked: bool) -> LintResult:
        kind = type_of(doc, os.path.basename(name)) or (FileType.STRATEGY if asked else None)
        match kind:
            case None:
                return LintResult(skipped=[name])
            case FileType.STRATEGY:
                found = check_strategy(doc, data, self.ruleset, self.as_of, self.project.ignored_in(name))
                return _found([name], found, {name: data}, untried=bool(found) and found[0].rule == STRUCTURE)
            case FileType.AUDIT:
                return _found([name], list(self._audit(doc)), {name: data})
            case FileType.CONFIG:
                return _found([name], list(self._config(doc, Path(name))), {name: data})
        hint = "lint the pack, or put the file where it belongs"
        message = f"a {kind} file stands in the folder frameworks/ of a pack"
        return _found([name], [Diagnostic(message, Place(name), hint)])

    def _config(self, doc: Document, path: Path) -> Iterator[Diagnostic]:
        try:
            tuned(self.project.rules, read_config(doc, path))
        except CxauditError as error:
            yield from error.diagnostics

    def _audit(self, doc: Document) -> Iterator[Diagnostic]:
        from cxaudit.audit.file import read_answers, read_audit

        reads = read_audit if any(key == "frameworks" for key, _ in doc.key_places()) else read_answers
        try:
            _, remarks = reads(doc, self.project.catalog)
            yield from (remark._replace(severity=Severity.WARNING) for remark in remarks)
        except CxauditError as error:
            yield from error.diagnostics

    def _pack(self, pack: Path) -> LintResult:
        proof = self._proof(pack)
        at_fault = {d.place.file for d in proof.diagnostics if d.place and os.path.isfile(d.place.file)}
        return _found(proof.files, proof.diagnostics, {file: files.read(Path(file)) for file in at_fault})

    def _in_pack(self, home: Path, path: Path) -> Sequence[Diagnostic]:
        """What is wrong with one file of a pack, else what is wrong elsewhere and keeps it from being checked."""
        found = self._proof(home).diagnostics
        here = [d for d in found if d.place and same(Path(d.place.file), path)]
        return [d._replace(place=d.place and d.place._replace(file=str(path))) for d in here] or found

    def _proof(self, pack: Path) -> "Proof":
        from cxaudit.lint.packs.proof import prove_pack

        if pack not in self._proofs:
            self._proofs[pack] = prove_pack(pack, self.project.packs)
        return self._proofs[pack]


def _pack_of(name: str) -> Path | None:
    """The pack that a file belongs to, by the folders above it."""
    folder = os.path.dirname(os.path.abspath(name))
    home = os.path.dirname(folder) if os.path.basename(folder) in ("bank", "rules") else folder
    if os.path.basename(home) != "frameworks" or not holds_framework(Path(home)):
        return None
    return Path(home).parent


def _found(
    names: Sequence[str],
    diagnostics: Sequence[Diagnostic],
    read: Mapping[str, bytes] | None = None,
    untried: bool = False,
) -> LintResult:
    """The result for these files, with the lines that diagnostics point at.

    A diagnostic without a rule gets the rule structure. `read` has the bytes of the files whose lines are wanted.
    """
    if not diagnostics:
        return LintResult(names)
    found = [d if d.rule else d._replace(rule=STRUCTURE) for d in diagnostics]
    lines = {file: _lines(found, file, data) for file, data in (read or {}).items()}
    return LintResult(names, diagnostics=found, lines=lines, untried=int(untried), counts=counted(found))


def _lines(diagnostics: Sequence[Diagnostic], file: str, data: bytes) -> dict[int, str]:
    """The lines of a file that diagnostics point at."""
    lines = BREAKS.split(data.decode("utf-8-sig", "replace"))
    wanted = {d.place.line for d in diagnostics if d.place and d.place.file == file}
    return {n: lines[n - 1] for n in wanted if 0 < n <= len(lines)}
