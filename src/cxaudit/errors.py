"""What a user did wrong: where it is, what is wrong, and what to do about it; and how a run ends."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file; line and column count from 1, and 0 means the whole file."""

    file: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file


UNREADABLE = "unreadable-file"  # the id of every diagnostic about a file that cannot be read as text or YAML


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Diagnostic(NamedTuple):
    message: str
    place: Place | None = None
    hint: str = ""
    rule: str = ""  # the id of its rule or kind, if it has one
    severity: Severity = Severity.ERROR
    path: str = ""  # where it is in the file's structure, such as channels/mail: the same when lines move
    what: str = ""  # tells findings at one path apart: the missing fields, the words at fault
    suppressed: str = ""  # why it does not count: the reason given in the file, an exception or a baseline

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class ExitCode(IntEnum):
    """How a run ended."""

    FINE = 0
    FOUND = 1  # problems were found, or the score is below --fail-under
    COULD_NOT_RUN = 2
    NOTHING_TO_CHECK = 3
    BUG = 70
    INTERRUPTED = 130


class CxauditError(Exception):
    """The program cannot go on, for a reason that the user can fix; it carries one or more diagnostics."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


MOST_NEAR = 300  # among more words than this, the search for a similar one is not worth its time


def did_you_mean(word: str, known: Iterable[str], kind: str = "") -> str:
    """A hint for a mistyped word: the most similar known word, else all of them if they are few."""
    from difflib import get_close_matches  # takes a millisecond, which only a mistake should cost

    words = list(known)
    if len(words) > MOST_NEAR:
        return ""
    close = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    return f"known{' ' + kind if kind else ''}: {', '.join(words)}" if 0 < len(words) <= 12 else ""
