"""SARIF 2.1.0, with the rules' own words and fingerprints that stay the same when lines move."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from cxaudit import VERSION
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.baseline import KNOWN
from cxaudit.lint.fingerprint import fingerprint
from cxaudit.lint.result import LintResult
from cxaudit.registry import KINDS
from cxaudit.rules.rule import Rule
from cxaudit.schema.scalars import JsonObject

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(result: LintResult) -> str:
    used = sorted({d.rule for d in result.diagnostics})
    index = {rule: n for n, rule in enumerate(used)}
    driver = {
        "name": "cxaudit",
        "version": VERSION,
        "rules": [_rule(id, result.rules) for id in used],
    }
    results = [_result(diagnostic, index) for diagnostic in result.diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


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
        "help": {"text": f"{rule.why}\n\nBad:\n{rule.bad}\n\nGood:\n{rule.good}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"family": rule.family, "criteria": list(rule.criteria)},
    }


def _result(diagnostic: Diagnostic, index: Mapping[str, int]) -> JsonObject:
    place = diagnostic.place
    where: JsonObject = {"artifactLocation": {"uri": _uri(place.file if place else "")}}
    if place and place.line:
        where["region"] = {"startLine": place.line, "startColumn": place.col}
    location: JsonObject = {"physicalLocation": where}
    if diagnostic.path:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.path}]
    result: JsonObject = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index[diagnostic.rule],
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
