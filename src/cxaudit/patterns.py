"""Patterns as in .gitignore, read by pathspec, matched in time that does not explode.

A pattern becomes a regular expression, and one of thirty stars could keep the regex engine busy for years. A star that
has another after it may as well take the first place where what follows it fits, and never be tried elsewhere: whatever
the later star has to match only gets longer. Atomic groups, `(?>...)`, say that to the engine.
"""

import re
from collections.abc import Sequence

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_CLASS = re.compile(r"\\.|\[\^(?!/\])(\]?(?:\\.|[^\]\\])*)\]|\[(?:\\.|[^\]\\])*\]")
_PIECE = r"(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\](?![*+])|[^\\\[\]()/])"  # one character of a name, as pathspec writes it
_STAR = re.compile(rf"\[\^/\]([*+])({_PIECE}*)(?=\[\^/\][*+])")
_FOLDERS = re.compile(r"(\^\(\?:\.\+/\)\?|\(\?:/\.\+\)\?)((?:(?!\(\?:/\.\+\)\?).)*)(?=\(\?:/\.\+\)\?)")
_FIRST = {"^(?:.+/)?": "^(?>(?:.+?/)??", "(?:/.+)?": "(?>(?:/.+?)??"}


class Patterns:
    """Patterns as in .gitignore, and which of them matched a file so far."""

    def __init__(self, lines: Sequence[str]) -> None:
        read = (GitIgnoreSpecPattern(line) for line in lines)
        self.spec = GitIgnoreSpec([_quick(pattern) for pattern in read], backend="simple")
        self.used: set[int] = set()

    def match(self, path: str) -> bool:
        """Whether a path from the configuration's folder matches, the last pattern that does deciding."""
        found = self.spec.check_file(path) if not path.startswith("../") else None
        if found and found.index is not None:
            self.used.add(found.index)
        return bool(found and found.include)


def _quick(pattern: GitIgnoreSpecPattern) -> GitIgnoreSpecPattern:
    if pattern.regex is None:  # a blank line or a comment
        return pattern
    return GitIgnoreSpecPattern(re.compile(atomic(pattern.regex.pattern)), pattern.include)


def atomic(regex: str) -> str:
    """The same regular expression of pathspec's, with every star and `**` but the last tried at one place only.

    As in git, and not in pathspec, [!a] does not match a slash either.
    """
    within = _CLASS.sub(lambda found: found[0] if found[1] is None else f"[^/{found[1]}]", regex)
    names = _STAR.sub(r"(?>[^/]\1?\2)", within)
    return _FOLDERS.sub(lambda found: f"{_FIRST[found[1]]}{found[2]}(?=/))", names)
