"""Makes what a person typed harmless where it is shown."""

import re
from functools import lru_cache

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"  # hidden, or changing direction
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"  # joiners beside ASCII, which join nothing
)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ACTIVE = re.compile(r"[\\`*_\[\]|~$]|:(?=\w+:)|#$")
_IN_ADDRESS = r"[^\s<>|\"`\\^{}\[\]()]"
_GROUP = rf"\({_IN_ADDRESS}*\)"
_ADDRESS = re.compile(rf"(https?://(?:{_IN_ADDRESS}|{_GROUP})*(?:(?![.,;:!?'*_~]){_IN_ADDRESS}|{_GROUP}))", re.I)
_MENTION = re.compile(
    r"(?<![\w.])@(?=\w)|#(?=\d)|\bGH-(?=\d)|\b[0-9a-f](?=[0-9a-f]{6,39}\b)(?=\d*[a-f])(?=[a-f]*\d)", re.I
)
_AT_START = re.compile(r"(?:[#+=-]|\d{1,9}[.)](?= |$))")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def text(typed: str) -> str:
    """The text without control characters, terminal escapes and hidden characters; line breaks become \\n."""
    if (
        typed.isprintable()
    ):  # nearly every text, and quick to check: no line break, control or direction mark is printable
        return typed
    readable = typed.encode("utf-8", "replace").decode()  # a lone surrogate becomes a question mark
    return _CONTROL.sub("", _BREAK.sub("\n", readable))


def line(typed: str) -> str:
    """The same on one line."""
    return " ".join(text(typed).split())


def short(typed: str, most: int) -> str:
    """The text on one line, cut between two words if it has more than so many characters."""
    shown = line(typed)
    if len(shown) <= most:
        return shown
    return f"{shown[: most - 1].rpartition(' ')[0] or shown[: most - 1]}…"


@lru_cache(maxsize=2048)  # a report shows most texts several times: over all frameworks this saves 3 per cent
def markdown(typed: str) -> str:
    """One line of Markdown that shows the text as typed, even at the start of a line or in a table cell.

    Addresses of web pages can be followed. Names after @, numbers after # and the like are cut by an empty comment, so
    that no forge makes mentions of them.
    """
    shown = line(typed)
    parts = _ADDRESS.split(shown) if "://" in shown else [shown]
    escaped = "".join(f"<{part}>" if n % 2 else _inert(part) for n, part in enumerate(parts))
    if start := _AT_START.match(escaped):
        end = start.end()
        escaped = f"{escaped[: end - 1]}\\{escaped[end - 1 :]}"
    return escaped


def _inert(typed: str) -> str:
    """A part of a line of Markdown in which nothing is more than text."""
    return _MENTION.sub(r"\g<0><!-- -->", _ACTIVE.sub(r"\\\g<0>", typed.translate(_ENTITIES)))
