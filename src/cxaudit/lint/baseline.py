"""Problems that are known and let pass for now, so that a strategy can start green and only get better."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.schema.containers import ListOf, Record, read
from cxaudit.schema.document import MAX_BYTES, parse
from cxaudit.schema.scalars import Integer, Text

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # what JSON may hold bare and YAML may not
KNOWN = "known in the baseline"
STRUCTURE = "structure"  # the id under which all that is not as declared is told
_Key = tuple[str, str, str]  # file, rule, structural path: never a line number

BASELINE = Record(
    {
        "version": Integer(1, 1),
        "problems": ListOf(Record({"file": Text(), "rule": Text()}, {"path": Text()}), most=100_000),
    }
)


Names = Callable[[str], str]  # a file's path as shown to its path from the baseline's folder


def _key(diagnostic: Diagnostic, names: Names) -> _Key:
    return (names(diagnostic.place.file) if diagnostic.place else "", diagnostic.rule, diagnostic.path)


def write_baseline(diagnostics: Iterable[Diagnostic], names: Names, kept: Iterable[_Key] = ()) -> str:
    """A baseline of these problems, and of those kept from an earlier one. The same problems, the same text.

    What is excused otherwise is left out, and so is a broken structure: behind it no rule is tried. Raises CxauditError
    where there are more than could be read again.
    """
    import json

    known = [_key(p, names) for p in diagnostics if p.suppressed in ("", KNOWN) and p.rule != STRUCTURE]
    entries = [dict(zip(("file", "rule", "path"), key, strict=True)) for key in sorted([*known, *kept])]
    for entry in entries:
        if not entry["path"]:
            del entry["path"]
    text = json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=False) + "\n"
    if len(text.encode()) > MAX_BYTES:
        told = f"{len(entries)} problems are too many for a baseline"
        hint = "turn off the rules that break most often, and see them with: cxaudit lint --statistics"
        raise CxauditError(Diagnostic(told, None, hint))
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_baseline(data: bytes, file: str) -> Counter[_Key]:
    """How often each problem is known. Raises CxauditError with every problem of the file itself."""
    value = read(parse(data, file), BASELINE)
    return Counter((e["file"], e["rule"], e.get("path", "")) for e in value["problems"])


def let_pass(
    diagnostics: Iterable[Diagnostic], known: Counter[_Key], names: Names, checked: Collection[str]
) -> tuple[list[Diagnostic], Counter[_Key], Counter[_Key]]:
    """The problems with the known ones excused, and the known ones that are gone and that were not looked for.

    `checked` are the files that were, by their names from the baseline's folder.
    """
    left = known.copy()
    told = []
    for diagnostic in diagnostics:
        key = _key(diagnostic, names)
        if not diagnostic.suppressed and left[key] > 0 and diagnostic.rule != STRUCTURE:
            left[key] -= 1
            diagnostic = diagnostic._replace(suppressed=KNOWN)
        told.append(diagnostic)
    broken = {names(p.place.file) for p in told if p.place and p.rule == STRUCTURE}
    over = Counter({key: count for key, count in left.items() if count > 0})
    gone = Counter({key: n for key, n in over.items() if key[0] in checked and key[0] not in broken})
    return told, gone, over - gone
