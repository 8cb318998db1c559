"""Turns targets into results: finds out what each file is, and checks it as that."""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import CONFIG_FILE, STRATEGY_FILE, files
from cxaudit.config import Config, read_config, says_nothing
from cxaudit.errors import CxauditError, Diagnostic, Place, Severity
from cxaudit.files import same
from cxaudit.limits import is_packed
from cxaudit.lint.discovery import Found, Target, TargetKind
from cxaudit.lint.file_types import FileType, looks_like, looks_ours, may_be_packs, pack_of, type_of
from cxaudit.lint.result import LintResult, counted
from cxaudit.project import Project
from cxaudit.prose.units import WORD, is_prose
from cxaudit.rules.engine import STRUCTURE, check_prose, check_strategy
from cxaudit.rules.ruleset import tuned
from cxaudit.rules.suppressions import BREAKS
from cxaudit.schema.document import Document, parse

if TYPE_CHECKING:
    from cxaudit.lint.packs.proof import Proof
    from cxaudit.prose.reading import DocumentReading
    from cxaudit.prose.view import ProseView

MANY = 200  # from this many targets on, other processes pay off


class Options(NamedTuple):
    """How documents in prose are read."""

    kind: str = ""  # of those that do not name their own
    coverage: bool = False  # whether to keep what they cover


def run(project: Project, found: Found, as_of: str, options: Options | None = None) -> Iterator[LintResult]:
    """The result of each target, in order. `as_of` is the date to compare dates with, YYYY-MM-DD."""
    checker = Checker(project, as_of, options)
    if found.remarks and project.config.path:
        path = str(project.config.path)
        yield checker.result([], found.remarks, {path: files.read(project.config.path)})
    if len(found.targets) < MANY:
        yield from map(checker.check, found.targets)
        return
    from cxaudit.lint.parallel import shared

    yield from shared(checker.check, found.targets)


class Checker:
    """Checks one target after another; each pack is checked only once."""

    def __init__(self, project: Project, as_of: str, options: Options | None = None) -> None:
        self.project, self.as_of, self.options = project, as_of, options or Options()
        self.ruleset = project.ruleset
        self._proofs: dict[Path, Proof] = {}

    def check(self, target: Target) -> LintResult:
        """What is found in one target."""
        name = target.name
        if target.kind is TargetKind.OTHER or target.excluded:
            return LintResult(skipped=[name], excluded=int(target.excluded and target.asked))
        if target.kind is TargetKind.PACK:
            return self._pack(Path(name))
        if target.data is None and self._is_configuration(name):
            wrong = _wrong_logo(self.project.config)  # another mistake in it would have ended the run
            return self.result([name], wrong, {name: files.read(Path(name))} if wrong else {})
        try:
            data = files.read(Path(name)) if target.data is None else target.data
        except CxauditError as error:
            return self.result([name], error.diagnostics)
        if is_prose(name) or is_packed(data):
            return self._prose(name, data, target)
        home = pack_of(name)
        if home and (target.asked or may_be_packs(data)):
            return self.result([name], self._in_pack(home, Path(name)), {name: data}, target.off)
        try:
            doc = parse(data, name)
        except CxauditError as error:
            return self._unreadable(name, data, error, target.asked)
        return self._file(name, data, doc, target)

    def _is_configuration(self, name: str) -> bool:
        path = self.project.config.path
        return path is not None and os.path.basename(name) == path.name and same(Path(name), path)

    def _unreadable(self, name: str, data: bytes, error: CxauditError, asked: bool) -> LintResult:
        asked = asked or os.path.basename(name) == STRATEGY_FILE  # one that was emptied must not go unnoticed
        if not asked and not looks_ours(data):
            return LintResult(skipped=[name])
        if os.path.basename(name) == CONFIG_FILE and says_nothing(data):
            return LintResult([name])
        foreign = asked and looks_like(name, data)
        return self.result([name], [_foreign(name, data)] if foreign else error.diagnostics, {name: data})

    def _file(self, name: str, data: bytes, doc: Document, target: Target) -> LintResult:
        match type_of(doc, os.path.basename(name), target.asked):
            case None:
                if not target.asked:
                    return LintResult(skipped=[name])
                return self.result([name], [_foreign(name, data, doc)], {name: data}, target.off)
            case FileType.STRATEGY:
                ruleset = self.ruleset.without(target.off)
                found = check_strategy(doc, data, ruleset, self.as_of)
                untried = int(bool(found) and found[0].rule == STRUCTURE)
                return self.result([name], found, {name: data}, target.off)._replace(untried=untried)
            case FileType.AUDIT:
                return self.result([name], list(self._audit(doc)), {name: data}, target.off)
            case FileType.CONFIG:
                return self.result([name], list(self._config(doc, Path(name))), {name: data}, target.off)
            case kind:
                hint = "lint the pack, or put the file where it belongs"
                message = f"a {kind} file belongs in the frameworks/ folder of a pack"
                found = [Diagnostic(message, Place(name), hint, "misplaced-file")]
                return self.result([name], found, off=target.off)

    def _prose(self, name: str, data: bytes, target: Target) -> LintResult:
        from cxaudit.prose.kinds import guessed
        from cxaudit.prose.reader import read_prose
        from cxaudit.prose.view import ProseView

        if not _is_document(name, data):
            return self.result([name], [_foreign(name, data)], {name: data}, target.off)
        try:
            prose = read_prose(name, data)
        except CxauditError as error:
            return self.result([name], error.diagnostics)
        on = None if self.options.coverage else self.project.signals_on  # all are read for coverage anyway
        view = ProseView(prose, lambda: self.project.signals, self.as_of, signals_on=on)
        named = prose.kind or self.options.kind or self.project.kind_of(name)
        kind = named or guessed(prose)
        names = self.project.names if prose.markers else ()
        found = check_prose(view, kind, self.ruleset.without(target.off), names)
        documents = [self._read_over(view, kind, not named)] if self.options.coverage else []
        result = self.result([name], found, off=target.off)
        lines = {name: _quoted(result.diagnostics, name, view.lines)} if prose.text else {}
        guesses = int(not named and not view.gate.shut)
        return result._replace(lines=lines, documents=documents, guesses=guesses)

    @staticmethod
    def _read_over(view: "ProseView", kind: str, is_guess: bool) -> "DocumentReading":
        from cxaudit.prose.reading import read_over

        return read_over(view, kind, is_guess)

    def _config(self, doc: Document, path: Path) -> Iterator[Diagnostic]:
        try:
            config = read_config(doc, path)
            tuned(self.project.rules, config)
            yield from _wrong_logo(config)
        except CxauditError as error:
            yield from error.diagnostics

    def _audit(self, doc: Document) -> Iterator[Diagnostic]:
        from cxaudit.audit.file import read_answers, read_audit

        reads = read_audit if any(key == "frameworks" for key, _ in doc.key_places()) else read_answers
        try:
            _, remarks = reads(doc, self.project.catalog)
            yield from (d._replace(rule="outdated-audit", severity=Severity.WARNING) for d in remarks)
        except CxauditError as error:
            yield from error.diagnostics

    def _pack(self, pack: Path) -> LintResult:
        proof = self._proof(pack)
        excluded = {file for file in proof.files if self.project.excludes(file)}
        checked = [file for file in proof.files if file not in excluded]
        found, broken = [], set()
        for d in proof.diagnostics:
            if not d.place or not self._is_off(d, d.place.file):
                found.append(d)
            elif not d.rule:
                broken.add(d.place.file)
        at_fault = {d.place.file for d in found if d.place and os.path.isfile(d.place.file)}
        result = self.result(checked, found, {file: files.read(Path(file)) for file in at_fault})
        return result._replace(skipped=sorted(excluded), untried=len(broken))

    def _is_off(self, diagnostic: Diagnostic, file: str) -> bool:
        """Whether the configuration excludes a pack's file from being checked, or turns this rule off for it."""
        return self.project.excludes(file) or (diagnostic.rule or STRUCTURE) in self.project.ignored_in(file)

    def result(
        self,
        names: Sequence[str],
        diagnostics: Sequence[Diagnostic],
        read: Mapping[str, bytes] | None = None,
        off: Collection[str] = (),
    ) -> LintResult:
        """The diagnostics of these files, as configured, with the lines they point at.

        A diagnostic without an id is one of structure. `read` has the files to quote, `off` the rules off in them.
        """
        if not diagnostics:
            return LintResult(names)
        named = [d if d.rule else d._replace(rule=STRUCTURE) for d in diagnostics]
        found = self.ruleset.without(off).settled(named)
        lines = {
            file: _quoted(found, file, BREAKS.split(data.decode("utf-8-sig", "replace")))
            for file, data in (read or {}).items()
        }
        return LintResult(names, diagnostics=found, lines=lines, counts=counted(found))

    def _in_pack(self, home: Path, path: Path) -> Sequence[Diagnostic]:
        """What is wrong with one file of a pack, else what is wrong elsewhere and keeps it from being checked."""
        found = self._proof(home).diagnostics
        here = [d for d in found if d.place and same(Path(d.place.file), path)]
        return [d._replace(place=d.place and d.place._replace(file=str(path))) for d in here] or found

    def _proof(self, pack: Path) -> "Proof":
        from cxaudit.lint.packs.proof import prove_pack

        if pack not in self._proofs:
            self._proofs[pack] = prove_pack(pack, self.project.packs, self.project.excludes)
        return self._proofs[pack]


def _foreign(name: str, data: bytes, doc: Document | None = None) -> Diagnostic:
    """Says that a file is not one that lint checks, what it looks like, and what to do."""
    if not (found := looks_like(name, data, doc)):
        message, hint = "this is not a strategy, audit or pack", "create a strategy with cxaudit init"
        return Diagnostic(message, Place(name), hint, "foreign-file")
    what, hint = found
    message = f"this looks like {what}; lint checks strategies, documents, audits and packs"
    return Diagnostic(message, Place(name), hint, "foreign-file")


def _wrong_logo(config: Config) -> Sequence[Diagnostic]:
    if not config.cover.get("logo"):
        return ()
    from cxaudit.report.cover import logo_of

    try:
        logo_of(config)
    except CxauditError as error:
        return error.diagnostics
    return ()


def _is_document(name: str, data: bytes) -> bool:
    """Whether these bytes can be what a name promises: Word files are zip files, and nothing else is."""
    return is_packed(data) == name.lower().endswith(WORD)


_PRIVATE = re.compile(r"(\bprivate[\"']?\s*:).*")  # private notes of an audit are never quoted


def _quoted(diagnostics: Sequence[Diagnostic], file: str, lines: Sequence[str]) -> dict[int, str]:
    """Those lines of a file that diagnostics point at."""
    wanted = {d.place.line for d in diagnostics if d.place and d.place.file == file}
    return {n: _PRIVATE.sub(r"\1 …", lines[n - 1]) for n in wanted if 0 < n <= len(lines)}
