"""The baseline: suppresses known diagnostics for now, so that a strategy can start green and only get better."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from cxaudit import files, sanitize
from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic
from cxaudit.limits import MAX_BYTES
from cxaudit.lint import fingerprint
from cxaudit.lint.result import LintResult, counted, many, together
from cxaudit.rules.engine import STRUCTURE
from cxaudit.schema.containers import As, ListOf, Record, read
from cxaudit.schema.document import parse
from cxaudit.schema.scalars import Integer, Text

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # what JSON may contain unescaped and YAML may not
KNOWN = "listed in the baseline"
BROKEN = (STRUCTURE, UNREADABLE)  # after these no rule is tried


class Key(NamedTuple):
    """What identifies a diagnostic in a baseline: never a line number."""

    file: str
    rule: str
    path: str = ""
    what: str = ""


class _File(NamedTuple):
    version: int
    problems: tuple[Key, ...]


_KEY = As(Key, Record({"file": Text(), "rule": Text()}, {"path": Text(), "what": Text()}))
_BASELINE = As(_File, Record({"version": Integer(1, 1), "problems": ListOf(_KEY, most=100_000)}))

Names = Callable[[str], str]  # from a file's path as shown to its path from the baseline's folder


def names_from(baseline: Path) -> Names:
    """How a baseline names files: by their paths from its folder, the same wherever lint is run."""
    home = os.path.dirname(os.path.realpath(baseline))

    def named(file: str) -> str:
        name = Path(os.path.relpath(os.path.realpath(file), home)).as_posix()
        text = name.encode("utf-8", "backslashreplace").decode()  # what is not UTF-8 is escaped
        return sanitize.text(text).strip()  # as it will be read back

    return named


def read_baseline(path: Path) -> Counter[Key]:
    """How often a baseline has each diagnostic. Raises CxauditError with every mistake in the file itself."""
    return Counter(read(parse(files.read(path), str(path)), _BASELINE).problems)


def write_baseline(diagnostics: Iterable[Diagnostic], names: Names, kept: Iterable[Key] = ()) -> str:
    """A baseline of these diagnostics and of entries kept from an earlier one; the same ones give the same text.

    What is suppressed in another way is left out, and so is a broken structure, since it keeps rules from being tried.
    Raises CxauditError where there are more than could be read back.
    """
    import json

    known = [_key(d, names) for d in diagnostics if d.suppressed in ("", KNOWN) and d.rule not in BROKEN]
    keys = sorted([*known, *kept])
    more = ({name: said for name, said in (("path", key.path), ("what", key.what)) if said} for key in keys)
    entries = [{"file": key.file, "rule": key.rule, **rest} for key, rest in zip(keys, more, strict=True)]
    text = json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=False) + "\n"
    if len(text.encode()) > MAX_BYTES:
        message = f"{len(entries)} problems are too many for a baseline"
        hint = "turn off the rules broken most often; list them with: cxaudit lint --statistics"
        raise CxauditError(Diagnostic(message, None, hint))
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Baseline:
    """A baseline that the results of a run are compared with, one by one."""

    def __init__(self, path: Path) -> None:
        self.names, self.left = names_from(path), read_baseline(path)
        self._looked_at: set[str] = set()
        self._broken: set[str] = set()

    def held(self, results: Iterable[LintResult]) -> Iterator[LintResult]:
        """The results with what the baseline knows suppressed, each of its entries once."""
        for result in results:
            found = [self._held(diagnostic) for diagnostic in result.diagnostics]
            self._looked_at.update(map(self.names, result.files))
            yield result._replace(diagnostics=found, counts=counted(found)) if found else result

    def _held(self, diagnostic: Diagnostic) -> Diagnostic:
        if diagnostic.rule in BROKEN:
            self._broken |= {self.names(diagnostic.place.file)} if diagnostic.place else set()
            return diagnostic
        key = self._known(_key(diagnostic, self.names))
        if diagnostic.suppressed or key is None:
            return diagnostic
        self.left[key] -= 1
        return diagnostic._replace(suppressed=KNOWN)

    def _known(self, key: Key) -> Key | None:
        """The entry that matches a diagnostic: the same, with a figure no nearer to the limit, or with more missing."""
        if self.left[key] > 0:
            return key
        now = fingerprint.counted(key.what)
        for other, count in self.left.items():
            if count <= 0 or other[:3] != key[:3]:
                continue
            before = fingerprint.counted(other.what)
            if _no_worse(now, before) if now and before else _parts(key.what) < _parts(other.what):
                return other
        return None

    def rest(self, deleted: Collection[str] = ()) -> tuple[Counter[Key], Counter[Key]]:
        """The entries that the results did not have: those that are gone, and those not looked for.

        Files that are `deleted` count as looked at, those with a broken structure do not.
        """
        looked = (self._looked_at | {*deleted}) - self._broken
        over = Counter({key: count for key, count in self.left.items() if count > 0})
        gone = Counter({key: count for key, count in over.items() if key.file in looked})
        return gone, over - gone

    def gone(self) -> int:
        """How many entries are no longer found."""
        return self.rest()[0].total()


def _parts(what: str) -> set[str]:
    """What is missing, one by one."""
    return {part for part in re.split(r", | and | or ", what) if part}


def _no_worse(now: tuple[Fraction, Fraction], before: tuple[Fraction, Fraction]) -> bool:
    """Whether a figure is on the same side of its limit as before, and no further from it."""
    over, was_over = now[0] - now[1], before[0] - before[1]
    return over * was_over >= 0 and abs(over) <= abs(was_over)


class Made(NamedTuple):
    """A baseline's text, how many entries it has, and how many were removed from the one before."""

    text: str
    entries: int
    files: int  # that were checked for it
    taken_out: int | None = None

    def said(self, target: Path, told: bool) -> Iterator[str]:
        """The lines to print about it, without those on how to use it where `told`."""
        if self.taken_out is not None:
            yield f"{target}: {many(self.taken_out, 'entry')} removed"
        yield f"{target}: {many(self.entries, 'entry')}{' left' if self.taken_out is not None else ''}"
        if self.entries and self.taken_out is None and not told:
            yield f"suppress them with: cxaudit lint --baseline {target}, or baseline: in cxaudit.yaml"


def created(results: Iterable[LintResult], target: Path) -> Made:
    """A baseline of all that a run finds.

    Raises CxauditError where a file is broken: what rules would find in it would be missing.
    """
    whole = together(results)
    if broken := [d for d in whole.diagnostics if d.rule in BROKEN]:
        raise CxauditError(*broken, Diagnostic(f"{target}: not written, since not every file could be checked"))
    return _made(whole, names_from(target))


def pruned(results: Iterable[LintResult], target: Path) -> Made:
    """The baseline as it was, without what a run no longer finds."""
    before, home = Baseline(target), os.path.dirname(os.path.realpath(target))
    deleted = {key.file for key in before.left if not os.path.exists(os.path.join(home, key.file))}
    whole = together(before.held(results))
    gone, kept = before.rest(deleted)
    found = [d for d in whole.diagnostics if d.suppressed == KNOWN]
    return _made(whole._replace(diagnostics=found), before.names, kept.elements(), gone.total())


def _made(whole: LintResult, names: Names, kept: Iterable[Key] = (), taken_out: int | None = None) -> Made:
    text = write_baseline(whole.diagnostics, names, kept)
    return Made(text, text.count('"rule":'), len(whole.files), taken_out)


def _as_read(text: str) -> str:
    return sanitize.text(text).strip()


def _key(diagnostic: Diagnostic, names: Names) -> Key:
    file = names(diagnostic.place.file) if diagnostic.place else ""
    return Key(file, diagnostic.rule, diagnostic.path, _as_read(diagnostic.what))
