"""Patterns as in .gitignore: translated by pathspec, and matched as git does, without runaway backtracking.

A pattern becomes a regular expression, and one with thirty stars could keep the regex engine busy for years. If
another star follows, a star can stop at the first place where the part between the two fits, and need not be
tried elsewhere: the later star takes the rest. Atomic groups, `(?>...)`, tell the engine so.
"""

import re
import warnings
from collections.abc import Sequence

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_CLASS = re.compile(r"\\.|(\[\^/\])|\[\^?\]?(?:\\.|[^\]\\])*\]")
_PIECE = r"(?:\\.|\[\^?\]?(?:\\.|[^\]\\])*\](?![*+])|[^\\\[\]()/])"  # one character of a name, as pathspec writes it
_STAR = re.compile(rf"\[\^/\]([*+])({_PIECE}*)(?=\[\^/\][*+])")
_FOLDERS = re.compile(r"(\^\(\?:\.\+/\)\?|\(\?:/\.\+\)\?)((?:(?!\(\?:/\.\+\)\?).)*)(?=\(\?:/\.\+\)\?)")
_FIRST = {"^(?:.+/)?": "^(?>(?:.+?/)??", "(?:/.+)?": "(?>(?:/.+?)??"}
_ENDS = {r"(?:(?P<ps_d>/)|$)": "/?$", r"(?P<ps_d>/)": "/$", "/": "/."}  # pathspec's: a name, a folder, what is in one


class Patterns:
    """Valid patterns as in .gitignore, and which of them have matched a file so far."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.used: set[int] = set()
        self._read = [_read(line) for line in lines]

    def match(self, path: str) -> bool:
        """Whether a path from the configuration's folder matches.

        The last pattern that matches a name decides. What is in a folder that matches does too, whatever comes later.
        """
        if path.startswith("../"):
            return False
        folders = [path[: n + 1] for n, letter in enumerate(path) if letter == "/"]
        for number, (regex, _) in enumerate(self._read):
            if number not in self.used and any(regex.search(name) for name in (*folders, path)):
                self.used.add(number)
        return any(self._decided(name) for name in (*folders, path))

    def _decided(self, name: str) -> bool:
        return next((include for regex, include in reversed(self._read) if regex.search(name)), False)


def can_read(line: str) -> bool:
    """Whether a line is a pattern that is read here as git reads it."""
    try:
        _read(line)
    except (ValueError, re.error):
        return False
    return True


def _read(line: str) -> tuple[re.Pattern[str], bool]:
    """The regular expression of a pattern, for names that end in / if they are folders, and if it has no !."""
    if "[:" in line or re.search(r"\[[^]]*\\", line.replace("\\[", "")):
        raise ValueError("git knows [:lower:] and a backslash in a set, pathspec does not")
    regex, include = GitIgnoreSpecPattern.pattern_to_regex(line)
    if regex is None or include is None:
        raise ValueError("a blank line, a comment or a pattern that matches nothing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # [[a] may mean something else one day
        return re.compile(exact(atomic(regex), line.endswith("/**/"))), include


def exact(regex: str, folders_within: bool = False) -> str:
    """One of pathspec's regular expressions, for a whole name and not also for what is in a folder of that name.

    With `folders_within`, it is for all folders within what it names, which pathspec reads as all files too.
    """
    end = next((end for end in _ENDS if regex.endswith(end)), "")
    name = regex.removesuffix(end)
    return name + ("/.*/$" if name and folders_within else _ENDS.get(end, ""))


def atomic(regex: str) -> str:
    """One of pathspec's regular expressions, with every star and `**` but the last tried at one place only.

    As in git, and not in pathspec, a set such as [!a] never matches a slash.
    """
    names = _STAR.sub(r"(?>[^/]\1?\2)", regex)
    folders = _FOLDERS.sub(lambda found: f"{_FIRST[found[1]]}{found[2]}(?=/))", names)
    return _CLASS.sub(lambda found: f"(?!/){found[0]}" if found[0][0] == "[" and not found[1] else found[0], folders)
