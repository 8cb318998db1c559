"""Problems as text: for people, for editors, and for the programs that show them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from cxaudit import VERSION, sanitize
from cxaudit.errors import Diagnostic
from cxaudit.lint.baseline import KNOWN
from cxaudit.rules.rule import Rule

JSON_VERSION = 1
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Told(NamedTuple):
    """What a run has to tell: its problems, the files that it checked, its rules, and the lines of files at fault."""

    diagnostics: Sequence[Diagnostic]
    files: Sequence[str]
    rules: Mapping[str, Rule]
    own_rules: Mapping[str, str]  # ids of checks that are no rule: what they are about
    lines: Mapping[str, Mapping[int, str]]  # of each file, those that problems stand in

    @property
    def open(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if not diagnostic.suppressed]


# ------------------------------------------------------------------------------------------------ for people

_COLOURS = {"error": "31", "warning": "33", "info": "36"}
_END = re.compile(r"[,}\]]|\s#|$")


def text(told: Told, colour: bool = False, width: int = 80) -> str:
    """Each problem with the line it stands in and a mark under the place."""
    return "".join(f"{_headed(p, colour)}{_quoted(p, told.lines, colour, width)}{_hinted(p)}" for p in told.open)


def concise(told: Told, colour: bool = False, width: int = 80) -> str:
    """Each problem on one line."""
    return "".join(_headed(diagnostic, colour) for diagnostic in told.open)


def _headed(diagnostic: Diagnostic, colour: bool) -> str:
    severity = f"\x1b[{_COLOURS[diagnostic.severity]}m{diagnostic.severity}\x1b[0m" if colour else diagnostic.severity
    rule = f" [{diagnostic.rule}]" if diagnostic.rule else ""
    return f"{sanitize.line(str(diagnostic.place or ''))}: {severity}: {sanitize.line(diagnostic.message)}{rule}\n"


def _quoted(diagnostic: Diagnostic, lines: Mapping[str, Mapping[int, str]], colour: bool, width: int) -> str:
    place = diagnostic.place
    line = lines.get(place.file, {}).get(place.line) if place else None
    if not place or line is None or (place.line, place.col) == (1, 1):  # the file as a whole
        return ""
    start = place.col - 1
    shown = _even(line[: start + 2 * width])
    end = len(shown) if shown[start : start + 1] in ("{", "[", "") else _END.search(shown, start).start()  # type: ignore[union-attr]
    room = max(width - 8, 20)
    first = max(0, start - room // 2) if len(shown) > room else 0  # a line may be very long
    cut = shown[first : first + room]
    mark = "^" + "~" * (min(end, first + room) - start - 1)
    mark = f"\x1b[{_COLOURS[diagnostic.severity]}m{mark}\x1b[0m" if colour else mark
    return f"{place.line:>5} | {cut}\n      | {' ' * (start - first)}{mark}\n"


def _even(line: str) -> str:
    """A line with nothing in it that moves the mark or that a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in line.rstrip("\r\n"))


def _hinted(diagnostic: Diagnostic) -> str:
    return f"      hint: {sanitize.line(diagnostic.hint)}\n" if diagnostic.hint else ""


def statistics(told: Told) -> str:
    """How often each rule was broken, the most frequent first."""
    counts: dict[str, int] = {}
    for diagnostic in told.open:
        counts[diagnostic.rule] = counts.get(diagnostic.rule, 0) + 1
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:>5}  {rule}\n" for rule, count in rows)


# ---------------------------------------------------------------------------------------------- for programs


def as_json(told: Told) -> str:
    """Version 1 of the lint format; what is excused is there with its reason."""
    diagnostics = [
        {
            "file": p.place.file if p.place else "",
            "line": p.place.line if p.place else 0,
            "column": p.place.col if p.place else 0,
            "rule": p.rule,
            "severity": p.severity,
            "message": p.message,
            "hint": p.hint,
            "path": p.path,
            "criteria": list(told.rules[p.rule].criteria) if p.rule in told.rules else [],
            "excused": p.suppressed or None,
        }
        for p in told.diagnostics
    ]
    return _dumped({"version": JSON_VERSION, "files": list(told.files), "problems": diagnostics})


def sarif(told: Told) -> str:
    """SARIF 2.1.0, with the rules' own words and fingerprints that hold when lines move."""
    used = sorted({p.rule for p in told.diagnostics})
    index = {rule: n for n, rule in enumerate(used)}
    results = [_sarif_result(p, index) for p in told.diagnostics]
    driver = {
        "name": "cxaudit",
        "version": VERSION,
        "rules": [_sarif_rule(id, told) for id in used],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def _sarif_rule(id: str, told: Told) -> dict[str, Any]:
    rule = told.rules.get(id)
    if rule is None:
        return {"id": id, "shortDescription": {"text": told.own_rules.get(id, id)}}
    return {
        "id": id,
        "shortDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nBad:\n{rule.bad}\n\nGood:\n{rule.good}"},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
        "properties": {"family": rule.family, "criteria": list(rule.criteria)},
    }


def _sarif_result(diagnostic: Diagnostic, index: Mapping[str, int]) -> dict[str, Any]:
    place = diagnostic.place
    where: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file if place else "")}}
    if place and place.line:
        where["region"] = {"startLine": place.line, "startColumn": place.col}
    location: dict[str, Any] = {"physicalLocation": where}
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.path}]
    result = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index[diagnostic.rule],
        "level": _SARIF_LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [location],
        "partialFingerprints": {"cxauditPath/v1": _fingerprint(diagnostic)},
    }
    if diagnostic.suppressed:
        kind = "external" if diagnostic.suppressed == KNOWN else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": diagnostic.suppressed}]
    return result


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"), errors="replace")


def _fingerprint(diagnostic: Diagnostic) -> str:
    """The same for the same fault in the same place of the structure, whatever its line."""
    from hashlib import sha256

    where = diagnostic.path or diagnostic.message
    name = "\x00".join((diagnostic.place.file if diagnostic.place else "", diagnostic.rule, where))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def github(told: Told) -> str:
    """Annotations for GitHub Actions."""
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for p in told.open:
        place = (
            f"file={_property(p.place.file)},line={max(p.place.line, 1)},col={max(p.place.col, 1)}," if p.place else ""
        )
        lines.append(f"::{levels[p.severity]} {place}title=cxaudit {p.rule}::{_data(p.message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return sanitize.text(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(told: Told) -> str:
    """A code quality report for GitLab."""
    levels = {"error": "major", "warning": "minor", "info": "info"}
    seen: dict[str, int] = {}
    entries = []
    for p in told.open:
        mark = _fingerprint(p)
        seen[mark] = seen.get(mark, 0) + 1
        entries.append(
            {
                "description": p.message,
                "check_name": p.rule,
                "fingerprint": mark if seen[mark] == 1 else f"{mark}-{seen[mark]}",
                "severity": levels[p.severity],
                "location": {
                    "path": p.place.file if p.place else "",
                    "lines": {"begin": max(p.place.line if p.place else 1, 1)},
                },
            }
        )
    return _dumped(entries)


def junit(told: Told) -> str:
    """JUnit XML: a suite for each file, a failed case for each problem, and one that passed for a file without."""
    from xml.sax.saxutils import escape, quoteattr

    by_file: dict[str, list[Diagnostic]] = {file: [] for file in told.files}
    for p in told.open:
        by_file.setdefault(p.place.file if p.place else "", []).append(p)
    total = sum(len(diagnostics) for diagnostics in by_file.values())
    cases = sum(len(diagnostics) or 1 for diagnostics in by_file.values())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="cxaudit" tests="{cases}" failures="{total}" errors="0">',
    ]
    for file, diagnostics in by_file.items():
        name = quoteattr(_xml(file))
        lines.append(
            f'  <testsuite name={name} tests="{len(diagnostics) or 1}" failures="{len(diagnostics)}" errors="0">'
        )
        if not diagnostics:
            lines.append(f'    <testcase name="no problem" classname={name}/>')
        for p in diagnostics:
            case = quoteattr(_xml(f"{p.rule} {p.path or p.place}"))
            lines.append(f"    <testcase name={case} classname={name}>")
            message = quoteattr(_xml(p.message))
            lines.append(f'      <failure message={message} type="{p.severity}">{escape(_xml(str(p)))}</failure>')
            lines.append("    </testcase>")
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", sanitize.text(text))


_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


def _dumped(value: object) -> str:
    import json

    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"


FORMATS: dict[str, Callable[[Told], str]] = {
    "text": text,
    "concise": concise,
    "json": as_json,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
}
