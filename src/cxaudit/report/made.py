"""How a report was made: its last line says so, and `--check` makes it again from that line."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from cxaudit import VERSION
from cxaudit.report.formats import FORMATS
from cxaudit.schema.scalars import is_day

PARTS = ("notes", "evidence", "names")  # what --without leaves out
_LINE = re.compile(r"<!-- cxaudit (\S{1,40}) report: ([^<>\n]{1,2000}) -->")


class Made(NamedTuple):
    """The options that a report's text depends on; files by their names, without folders."""

    as_of: str
    format: str = "md"
    read_back: bool = False
    all_steps: bool = False
    cover: bool = True
    without: tuple[str, ...] = ()
    strategy: str = ""
    template: str = ""
    version: str = VERSION

    def line(self) -> str:
        """The last line of the report, a comment in Markdown and in HTML."""
        words = [f"as-of={self.as_of}", f"format={self.format}"]
        flags = (("read-back", self.read_back), ("all-steps", self.all_steps), ("no-cover", not self.cover))
        words += [name for name, on in flags if on]
        words += [f"without={','.join(self.without)}"] if self.without else []
        words += [
            f"{key}={quote(name, errors='surrogateescape')}"
            for key, name in self._asdict().items()
            if key in _FILES and name
        ]
        return f"<!-- cxaudit {self.version} report: {' '.join(words)} -->\n"


_FILES = ("strategy", "template")
_ANY = "surrogateescape"  # file names need not be UTF-8
_FLAGS = ("read-back", "all-steps", "no-cover")


def made(text: str) -> Made | None:
    """How a report was made, by its last line; None if that line does not say."""
    found = _LINE.fullmatch(text.rstrip("\r\n").rpartition("\n")[2])
    if found is None:
        return None
    words = dict(word.partition("=")[::2] for word in found[2].split())
    without = tuple(part for part in words.get("without", "").split(",") if part)
    known = {"as-of", "format", "without", *_FILES, *_FLAGS}
    is_right = is_day(words.get("as-of", "")) and words.get("format") in FORMATS and set(without) <= set(PARTS)
    if not is_right or not words.keys() <= known:
        return None
    return Made(
        words["as-of"],
        words["format"],
        "read-back" in words,
        "all-steps" in words,
        "no-cover" not in words,
        without,
        unquote(words.get("strategy", ""), errors=_ANY),
        unquote(words.get("template", ""), errors=_ANY),
        found[1],
    )


def first_difference(old: str, new: str) -> int:
    """The first line, counted from 1, in which two texts differ; 0 if they are the same but for CR before LF."""
    olds, news = (text.replace("\r\n", "\n").split("\n") for text in (old, new))
    for n, (a, b) in enumerate(zip(olds, news, strict=False), 1):
        if a != b:
            return n
    return 0 if len(olds) == len(news) else min(len(olds), len(news)) + 1
