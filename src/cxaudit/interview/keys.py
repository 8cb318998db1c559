"""The keys of an interview: one table for both ways to ask, for their help, and for the manual. Pure."""

from collections.abc import Iterable
from typing import NamedTuple


class Key(NamedTuple):
    """A key as it is pressed on the full screen, as a typed line has it, and what it does; empty where it has none."""

    pressed: str
    typed: str
    means: str
    in_line: str = ""  # what it does in a typed line, where that is not the same


MARKS = (
    Key("1 2 3, Space", "1 3 or 13", "true; for a result, reached",
        "only these are true; text after them is evidence"),
    Key("~ or /", "2~ or 2/", "partly true; you say what is missing"),
    Key("?", "4?", "don't know"),
    Key("-", "5-", "not true; for a result, not measured", "a result: not measured"),
    Key("!", "5!", "a result: missed; you give the figure"),
    Key("x", "3x", "does not apply: the statement or the whole question", "this one does not apply"),
    Key("a", "a", "all the rest are true", "all are true"),
    Key("0", "0", "none of the rest is true", "none is true"),
    Key("d", "d", "don't know the rest", "don't know any of them"),
)  # fmt: skip
NOTES = (
    Key("e", "e TEXT", "evidence: what proves it"),
    Key("f", "f TEXT", "the figure behind the result"),
    Key("n", "n TEXT", "a note, shown in the report"),
    Key("p", "p TEXT", "a private note, which never leaves the file"),
    Key("v", "v 1 3!", "examined: it held; again: it did not", "examined: 1 held, 3 did not"),
    Key("c", "", "tick the main channels where it is true"),
    Key("", "x", "", "the whole question does not apply"),
)  # fmt: skip
MOVES = (
    Key("Up, Down", "", "another statement"),
    Key("Enter", "Enter", "next question; unmarked counts as not true", "keeps the answer given"),
    Key("b", "b", "back to the question before"),
    Key("u", "u", "undo the last change", "undo the last answer"),
    Key("s", "s", "skip for now; it comes back at the end"),
    Key("r", "r", "review all answers", "review all answers; r open or r unknown shows only those"),
    Key(
        "t",
        "t or t 2",
        "what the document says; then a number takes that passage as evidence",
        "what the document says; with a number, takes that passage as evidence",
    ),
    Key("w", "w", "why this is asked, and what rests on it"),
    Key("h", "h or ?", "these keys, and what counts"),
    Key("q", "q", "leave; everything is saved, and the same command resumes here"),
)
TABLE = (*MARKS, *NOTES, *MOVES)
LETTERS = frozenset(key.typed[0] for key in (*NOTES, *MOVES) if key.typed and key.typed[:2].strip().islower()) - {"q"}


def lines(keys: Iterable[Key], typed: bool) -> list[str]:
    """The help of some keys, a line each, for one of the two ways to ask."""
    rows = [(key.typed, key.in_line or key.means) if typed else (key.pressed, key.means) for key in keys]
    return [f"  {key:<13} {means}" for key, means in rows if key and means]
