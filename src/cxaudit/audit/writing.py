"""Writes the audit file's text."""

import re
from collections.abc import Iterable, Mapping

from cxaudit.audit.file import FORMAT
from cxaudit.model import Answer, Audit
from cxaudit.schema.scalars import number_text

HEADER = "# A cxaudit audit file. You can edit it by hand; put remarks in note:, as comments are not kept.\n"
_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,./()-]*[A-Za-z0-9().])?")
_RESERVED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null)")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write_audit(audit: Audit) -> str:
    """The audit as YAML that means the same in YAML 1.1 and 1.2; the same audit gives the same text."""
    lines = [HEADER + f"version: {FORMAT}"]
    who = {key: getattr(audit, key) for key in ("organisation", "respondent", "role")}
    lines += [f"{key}: {_quoted(value)}" for key, value in who.items() if value]
    lines += _mapping("frameworks", audit.frameworks)
    lines += ["quick: true"] if audit.quick else []
    lines += _mapping("profile", audit.profile)
    lines += _mapping("target", audit.target)
    lines += [f"matters: {_listed(audit.matters)}"] if audit.matters else []
    lines += ["answers:"] if audit.answers else []
    for name, answer in audit.answers.items():
        body = [f"    {line}" for line in _answer_lines(answer)]
        lines += [f"  {_quoted(name)}:", *body] if body else [f"  {_quoted(name)}: {{}}"]
    return "\n".join(lines) + "\n"


def _answer_lines(answer: Answer) -> list[str]:
    lines = [f"level: {answer.level}"] if answer.level is not None else []
    lines += [f"number: {number_text(answer.number)}"] if answer.number is not None else []
    lines += ["unknown: true"] if answer.unknown else []
    lines += _mapping("practices", answer.practices)
    lines += [f"na: {_quoted(answer.na)}"] if answer.na else _mapping("na", answer.not_applicable)
    lines += _mapping("missing", answer.missing)
    texts = {"figure": answer.figure, "evidence": answer.evidence}
    lines += [f"{key}: {_quoted(value)}" for key, value in texts.items() if value]
    lists = {"seen": answer.seen, "not-held": answer.not_held}
    lines += [f"{key}: {_listed(value)}" for key, value in lists.items() if value]
    texts = {key: getattr(answer, key) for key in ("note", "private", "at", "by", "asked")}
    return lines + [f"{key}: {_quoted(value)}" for key, value in texts.items() if value]


def _mapping(key: str, values: Mapping[str, str] | Mapping[str, str | tuple[str, ...]]) -> list[str]:
    if not values:
        return []
    return [f"{key}:", *(f"  {_quoted(name)}: {_value(value)}" for name, value in values.items())]


def _value(value: str | tuple[str, ...]) -> str:
    return _quoted(value) if isinstance(value, str) else _listed(value)


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(_in_flow(value) for value in values)}]"


def _in_flow(value: str) -> str:
    return _quoted(value) if "," not in value else _double(value)


def _quoted(value: str) -> str:
    """A scalar that reads back as the same text: bare where it cannot be misread, else in double quotes."""
    bare = _BARE.fullmatch(value) and not _RESERVED.fullmatch(value)
    return value if bare else _double(value)


def _double(value: str) -> str:
    import json  # only writing needs it

    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
