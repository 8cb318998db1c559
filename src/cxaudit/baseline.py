"""Problems that are known and let pass for now, so that a strategy can start green and only get better."""

from collections import Counter
from collections.abc import Iterable

from cxaudit.document import parse
from cxaudit.errors import Problem
from cxaudit.shapes import ListOf, Record, Text, Whole, read

KNOWN = "known in the baseline"
_Key = tuple[str, str, str]  # file, rule, structural path: never a line number

BASELINE = Record(
    {"version": Whole(1, 1), "problems": ListOf(Record({"file": Text(), "rule": Text()}, {"path": Text()}))}
)


def _key(problem: Problem) -> _Key:
    return (problem.place.file if problem.place else "", problem.rule, problem.path)


def write_baseline(problems: Iterable[Problem]) -> str:
    """A baseline of these problems; what is excused otherwise is left out. The same problems, the same text."""
    import json

    known = sorted(_key(p) for p in problems if p.excused in ("", KNOWN))
    entries = [dict(zip(("file", "rule", "path"), key, strict=True)) for key in known]
    for entry in entries:
        if not entry["path"]:
            del entry["path"]
    return json.dumps({"version": 1, "problems": entries}, indent=1, ensure_ascii=False) + "\n"


def read_baseline(data: bytes, file: str) -> Counter[_Key]:
    """How often each problem is known. Raises CxauditError with every problem of the file itself."""
    value = read(parse(data, file), BASELINE)
    return Counter((e["file"], e["rule"], e.get("path", "")) for e in value["problems"])


def let_pass(problems: Iterable[Problem], known: Counter[_Key]) -> tuple[list[Problem], int]:
    """The problems with the known ones excused, and how many known ones are gone."""
    left = known.copy()
    told = []
    for problem in problems:
        key = _key(problem)
        if not problem.excused and left[key] > 0:
            left[key] -= 1
            problem = problem._replace(excused=KNOWN)
        told.append(problem)
    return told, sum(left.values())
