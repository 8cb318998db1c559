"""SARIF 2.1.0, with the rules' own words and fingerprints that stay the same when lines move."""

import json
from collections.abc import Mapping
from textwrap import indent
from urllib.parse import quote

from cxaudit import VERSION, sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.baseline import KNOWN
from cxaudit.lint.fingerprint import fingerprint
from cxaudit.lint.formatters import Style
from cxaudit.lint.listed import Listed
from cxaudit.lint.result import LintResult
from cxaudit.registry import KINDS
from cxaudit.rules.rule import Rule
from cxaudit.schema.scalars import JsonObject

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class Format:
    """Writes the results first, then the rules that they break, which are known only by then."""

    def __init__(self, style: Style) -> None:
        self.style, self.results = style, Listed(4)
        self.index: dict[str, int] = {}

    def head(self) -> str:
        return (
            f'{{\n "$schema": "{SCHEMA}",\n "version": "2.1.0",\n "runs": [\n  {{\n'
            '   "columnKind": "unicodeCodePoints",\n   "results": ['
        )

    def part(self, result: LintResult) -> str:
        found = result.diagnostics if self.style.suppressed else result.open
        return "".join(self.results.add(self._result(diagnostic)) for diagnostic in found)

    def foot(self, whole: LintResult) -> str:
        driver = {"name": "cxaudit", "version": VERSION, "rules": [_rule(id, self.style.rules) for id in self.index]}
        tool = indent(json.dumps({"driver": driver}, indent=1), "   ").lstrip()
        return f'{self.results.end()},\n   "tool": {tool}\n  }}\n ]\n}}\n'

    def _result(self, diagnostic: Diagnostic) -> JsonObject:
        return _result(diagnostic, self.index.setdefault(diagnostic.rule, len(self.index)))


def _rule(id: str, rules: Mapping[str, Rule]) -> JsonObject:
    rule = rules.get(id)
    if rule is None:
        kind = KINDS[id]
        return {
            "id": id,
            "shortDescription": {"text": kind.reason},
            "help": {"text": kind.reason, "markdown": kind.reason},
            "defaultConfiguration": {"level": _LEVELS[kind.severity]},
            "properties": {"family": kind.family},
        }
    return {
        "id": id,
        "shortDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why}\n\nBad:\n{rule.bad or rule.bad_text}\n\nGood:\n{rule.good or rule.good_text}",
            "markdown": _markdown(rule),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"family": rule.family, "criteria": list(rule.criteria)},
    }


def _markdown(rule: Rule) -> str:
    bad, good = _fenced(rule.bad or rule.bad_text), _fenced(rule.good or rule.good_text)
    return f"{sanitize.markdown(rule.why)}\n\nBad:\n\n{bad}\n\nGood:\n\n{good}"


def _fenced(text: str) -> str:
    return f"```yaml\n{text.strip()}\n```"


def _result(diagnostic: Diagnostic, index: int) -> JsonObject:
    place = diagnostic.place
    where: JsonObject = {"artifactLocation": {"uri": _uri(place.file if place else "")}}
    if place and place.line:
        where["region"] = {"startLine": place.line, "startColumn": place.col}
    location: JsonObject = {"physicalLocation": where}
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.path}]
    result: JsonObject = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message},
        "locations": [location],
        "partialFingerprints": {"cxauditPath/v1": fingerprint(diagnostic)},
    }
    if diagnostic.suppressed:
        kind = "external" if diagnostic.suppressed == KNOWN else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": diagnostic.suppressed}]
    return result


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"), errors="replace")
