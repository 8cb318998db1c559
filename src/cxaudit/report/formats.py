"""How values are written in what templates make: Markdown or HTML."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from cxaudit import sanitize
from cxaudit.report.numbers import along, bar, percent, span

Filter = Callable[..., str]


class Format(NamedTuple):
    """What a template writes, and how the values in it are made harmless."""

    escapes: bool  # whether Jinja escapes what `final` gives, unless it is markup
    final: Callable[[Context, object], str]  # what an expression shows
    filters: Mapping[str, Filter]


class _Shown(str):
    """Markdown made by one of our filters; joined with anything else, it is plain text again."""


@pass_context  # keeps Jinja from calling it while compiling: the cache must depend on the text alone
def _markdown(context: Context, value: object) -> str:
    """Harmless Markdown, with a space at either end kept for the text beside it."""
    if isinstance(value, _Shown | Markup):
        return value
    shown = "" if value is None else str(value)
    before, after = (" " if end.isspace() else "" for end in (shown[:1], shown[-1:]))
    return f"{before}{sanitize.markdown(shown)}{after}" if shown.strip() else shown[:1]


@pass_context  # as above
def _html(context: Context, value: object) -> str:
    """The text without control and hidden characters; Jinja escapes it."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else sanitize.text(str(value))


def _percent(share: Fraction | None) -> str:
    return _Shown(percent(share))


def _bar(low: Fraction | None, high: Fraction | None, width: int = 10) -> str:
    return _Shown("" if low is None else f"`{bar(low, high, width)}`")


def _span(low: Fraction | None, high: Fraction | None) -> str:
    return _Shown("-" if low is None or high is None else span(low, high))


def _stopped(line: str) -> str:
    """The line, with a full stop added unless it already ends a sentence."""
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _sentence(text: str) -> str:
    return _Shown(_stopped(sanitize.markdown(text)))


def _lines(text: str, indent: int = 0) -> str:
    """The text in its own lines, each harmless; those after the first are indented, so that they stay in a list."""
    lines = [sanitize.markdown(line) for line in sanitize.text(text).split("\n")]
    return _Shown(f"\\\n{' ' * indent}".join(line for line in lines if line))


def _html_lines(text: str, indent: int = 0) -> Markup:
    """The text in its own lines."""
    lines = [" ".join(line.split()) for line in sanitize.text(text).split("\n")]
    return Markup("<br>").join(line for line in lines if line)


def digest(style: str) -> str:
    """The hash by which a content security policy allows a style sheet: SHA-256 of its UTF-8, in base64."""
    return b64encode(hashlib.sha256(str(style).encode()).digest()).decode()


MARKDOWN = Format(
    False,
    _markdown,
    {"percent": _percent, "bar": _bar, "span": _span, "sentence": _sentence, "lines": _lines},
)
HTML = Format(
    True,
    _html,
    {
        "percent": percent,
        "bar": bar,
        "span": lambda low, high: str(_span(low, high)),
        "sentence": lambda text: escape(_stopped(sanitize.line(text))),
        "lines": _html_lines,
        "along": along,
        "digest": digest,
    },
)
FORMATS = {"md": MARKDOWN, "html": HTML}


def format_of(template: str) -> str:
    """The format that a template writes, by its name: "html" for NAME.html.j2 and the like, else "md"."""
    return "html" if _IS_HTML.search(template) else "md"


_IS_HTML = re.compile(r"\.x?html?(?:\.j2|\.jinja2?)?$", re.I)
