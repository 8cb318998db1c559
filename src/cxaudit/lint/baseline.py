"""The baseline: known diagnostics do not count for now, so that a strategy can start green and only get better."""

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cxaudit import files, sanitize
from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic
from cxaudit.files import MAX_BYTES
from cxaudit.lint.result import LintResult, counted, many
from cxaudit.rules.engine import STRUCTURE
from cxaudit.schema.containers import As, ListOf, Record, read
from cxaudit.schema.document import parse
from cxaudit.schema.scalars import Integer, Text

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # what JSON may contain unescaped and YAML may not
KNOWN = "known in the baseline"
BROKEN = (STRUCTURE, UNREADABLE)  # behind which no rule is tried


class Key(NamedTuple):
    """What identifies a diagnostic in a baseline: never a line number."""

    file: str
    rule: str
    path: str = ""


class _File(NamedTuple):
    version: int
    problems: tuple[Key, ...]


_KEY = As(Key, Record({"file": Text(), "rule": Text()}, {"path": Text()}))
_BASELINE = As(_File, Record({"version": Integer(1, 1), "problems": ListOf(_KEY, most=100_000)}))

Names = Callable[[str], str]  # from a file's path as shown to its path from the baseline's folder


class Known(NamedTuple):
    """Diagnostics compared with a baseline."""

    diagnostics: list[Diagnostic]  # those that the baseline has are suppressed
    gone: Counter[Key]  # entries of the baseline that are no longer found
    kept: Counter[Key]  # entries for files that were not checked, or have a broken structure


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
    entries = [{"file": k.file, "rule": k.rule, **({"path": k.path} if k.path else {})} for k in keys]
    text = json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=False) + "\n"
    if len(text.encode()) > MAX_BYTES:
        message = f"{len(entries)} problems are too many for a baseline"
        hint = "turn off the rules that break most often, and see them with: cxaudit lint --statistics"
        raise CxauditError(Diagnostic(message, None, hint))
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def hold_against(
    diagnostics: Iterable[Diagnostic], known: Counter[Key], names: Names, checked: Collection[str]
) -> Known:
    """The diagnostics with the known ones suppressed, and the other entries of the baseline.

    `checked` are the files that were checked, by their paths from the baseline's folder.
    """
    left, found = known.copy(), []
    for diagnostic in diagnostics:
        key = _key(diagnostic, names)
        if not diagnostic.suppressed and left[key] > 0 and diagnostic.rule not in BROKEN:
            left[key] -= 1
            diagnostic = diagnostic._replace(suppressed=KNOWN)
        found.append(diagnostic)
    broken = {names(d.place.file) for d in found if d.place and d.rule in BROKEN}
    over = Counter({key: count for key, count in left.items() if count > 0})
    gone = Counter({key: n for key, n in over.items() if key.file in checked and key.file not in broken})
    return Known(found, gone, over - gone)


def without_known(result: LintResult, baseline: Path) -> LintResult:
    """The result with its known diagnostics suppressed, and with the number of baseline entries that are gone."""
    names = names_from(baseline)
    known = hold_against(result.diagnostics, read_baseline(baseline), names, {names(file) for file in result.files})
    found = known.diagnostics
    return result._replace(diagnostics=found, counts=counted(found), gone=known.gone.total())


class Made(NamedTuple):
    """A baseline's text, how many entries it has, and how many were removed from the one before."""

    text: str
    entries: int
    taken_out: int | None = None

    def said(self, target: Path, told: bool) -> Iterator[str]:
        """The lines to print about it, without those on how to use it where `told`."""
        if self.taken_out is not None:
            yield f"{target}: {many(self.taken_out, 'entry')} taken out"
        yield f"{target}: {many(self.entries, 'entry')}"
        if self.entries and self.taken_out is None and not told:
            yield f"let them pass with: cxaudit lint --baseline {target}, or baseline: in cxaudit.yaml"


def created(result: LintResult, target: Path) -> Made:
    """A baseline of everything that a run found."""
    return _made(result.diagnostics, names_from(target))


def pruned(result: LintResult, past: Counter[Key], target: Path) -> Made:
    """The baseline as it was, without the entries that a run no longer found."""
    names, home = names_from(target), os.path.dirname(os.path.realpath(target))
    deleted = {key.file for key in past if not os.path.exists(os.path.join(home, key.file))}
    found, gone, kept = hold_against(result.diagnostics, past, names, deleted | {names(f) for f in result.files})
    return _made([d for d in found if d.suppressed == KNOWN], names, kept.elements(), gone.total())


def _made(
    diagnostics: Iterable[Diagnostic], names: Names, kept: Iterable[Key] = (), taken_out: int | None = None
) -> Made:
    text = write_baseline(diagnostics, names, kept)
    return Made(text, text.count('"rule":'), taken_out)


def _key(diagnostic: Diagnostic, names: Names) -> Key:
    return Key(names(diagnostic.place.file) if diagnostic.place else "", diagnostic.rule, diagnostic.path)
