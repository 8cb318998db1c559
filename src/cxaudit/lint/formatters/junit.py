"""JUnit XML: a suite per file, a failed case per error and warning, a passed one per info or for a file without any."""

import re
from collections.abc import Sequence
from textwrap import indent
from xml.etree import ElementTree as ET

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Severity
from cxaudit.lint.formatters import Style
from cxaudit.lint.result import LintResult

_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


class Format:
    def __init__(self, style: Style) -> None:
        self.style = style

    def head(self) -> str:
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cxaudit">\n'

    def part(self, result: LintResult) -> str:
        by_file: dict[str, list[Diagnostic]] = {file: [] for file in result.files}
        for d in result.open:
            by_file.setdefault(d.place.file if d.place else "", []).append(d)
        return "".join(_suite(_xml(file), found) for file, found in by_file.items())

    def foot(self, whole: LintResult) -> str:
        return "</testsuites>\n"


def _suite(file: str, found: Sequence[Diagnostic]) -> str:
    tests, failures = str(len(found) or 1), str(sum(d.severity is not Severity.INFO for d in found))
    suite = ET.Element("testsuite", name=file, tests=tests, failures=failures, errors="0")
    if not found:
        ET.SubElement(suite, "testcase", name="no problems", classname=file)
    for d in found:
        case = ET.SubElement(suite, "testcase", name=_xml(f"{d.rule} {d.path or d.place}"), classname=file)
        if d.severity is Severity.INFO:  # it never fails a run
            ET.SubElement(case, "system-out").text = _xml(f"{d} [{d.rule}]")
            continue
        failure = ET.SubElement(case, "failure", message=_xml(d.message), type=d.severity)
        failure.text = _xml(f"{d} [{d.rule}]")
    ET.indent(suite)
    return f"{indent(ET.tostring(suite, encoding='unicode'), '  ')}\n"


def _xml(text: str) -> str:
    """A text without the characters that XML does not allow."""
    return _NOT_XML.sub("", sanitize.text(text))
