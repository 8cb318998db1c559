"""Where an interview takes place: the console, the way to ask, the clock."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from shutil import get_terminal_size
from textwrap import wrap
from time import monotonic

from rich.console import Console
from rich.text import Text

from cxaudit import sanitize
from cxaudit.interview.typed import choice

Ask = Callable[[str, str], str]  # (prompt, text to start from) -> the line typed

WIDEST = 100


class Quit(Exception):
    """The person wants to leave."""


class Back(Exception):
    """The person goes back from a prompt to its question."""


@dataclass
class Room:
    """Where the interview takes place: the console to show things on, the way to ask, and the time."""

    console: Console
    ask: Ask
    today: str
    clock: Callable[[], float] = monotonic
    drop_waiting: Callable[[], bool] = lambda: False  # drops what was typed ahead; whether anything was
    full: bool = False  # whether statements are marked on the full screen, where that has room for them
    shrunk: bool = False  # whether the window has just become too small for a page
    guarded: bool = False  # whether keys pressed before a question was shown are forgotten
    paces: list[float] = field(default_factory=list)  # time of each answer divided by its estimate

    def line(self, prompt: str, start: str = "") -> str:
        """The line typed, made harmless. Raises Quit for q."""
        typed = sanitize.line(self.ask(prompt, sanitize.line(start)))
        if typed.lower() == "q":
            raise Quit
        return typed

    def detail(self, prompt: str, start: str = "") -> str:
        """The line typed at a prompt within a question. Raises Back for b, Quit for q."""
        typed = self.line(prompt, start)
        if typed.lower() == "b":
            raise Back
        return typed

    def say(self, text: str = "", style: str = "") -> None:
        self.console.print(Text(sanitize.text(text), style=style))

    def say_indented(self, text: str) -> None:
        """Shows lines; one that is too long wraps at its own indent."""
        for line in text.split("\n"):
            start = line[: len(line) - len(line.lstrip(" "))]
            self.say("\n".join(wrap(line, self.console.width, subsequent_indent=start)))

    def measure(self) -> None:
        """Takes the terminal's width as it is now: it may have changed since the last question."""
        if not self.console.is_terminal:
            return
        columns = get_terminal_size((80, 24)).columns
        self.console.width = max(20, min(columns or 80, WIDEST))

    def size(self) -> tuple[int, int]:
        """The terminal's columns and lines as they are now."""
        size = get_terminal_size((80, 24))
        return size.columns or 80, size.lines or 24

    @property
    def height(self) -> int:
        return get_terminal_size((80, 24)).lines if self.console.is_terminal else 24


def room(today: str, lines: bool = False) -> Room:
    """The room at the real terminal; with `lines` everything is asked by typed lines."""
    # Asking for the cursor's place costs a second where a terminal does not answer; a one-line prompt needs none.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    console = Console(highlight=False, markup=False, emoji=False)
    ask = _plain_ask if console.is_dumb_terminal else _questionary_ask
    full = not lines and not console.is_dumb_terminal
    made = Room(console, ask, today, drop_waiting=_drop_waiting, full=full, guarded=True)
    made.measure()
    return made


def _questionary_ask(prompt: str, start: str) -> str:
    import questionary

    style = questionary.Style([("qmark", "bold"), ("question", "bold"), ("answer", "")])
    return str(questionary.text(prompt, default=start, style=style, qmark=">").unsafe_ask())


def _plain_ask(prompt: str, start: str) -> str:
    """Asks on a terminal that can only print and read lines: Enter keeps the text, - clears it."""
    kept = f" [Enter keeps: {start}; - clears]" if start else ""
    typed = input(f"> {prompt}{kept} ")
    return "" if start and typed == "-" else typed or start


def _drop_waiting() -> bool:
    """Drops lines typed before their question was shown, such as when several are pasted at once."""
    waiting = False
    with suppress(ImportError, OSError, ValueError):
        import select
        import termios

        waiting = bool(select.select([sys.stdin], [], [], 0)[0])
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    if "prompt_toolkit" in sys.modules:
        from prompt_toolkit.input import create_input
        from prompt_toolkit.input.typeahead import get_typeahead

        waiting = bool(get_typeahead(create_input())) or waiting
    return waiting


def choose(room: Room, title: str, options: Mapping[str, str]) -> str:
    """The key of the option chosen, by its number or by the key itself. Raises Back for b."""
    room.say(title)
    for n, text in enumerate(options.values(), 1):
        room.say(f"  {n}  {text}")
    keys = list(options)
    while True:
        typed = room.detail(f"1 to {len(keys)}:").lower()
        if typed in keys:
            return typed
        if number := choice(typed, len(keys)):
            return keys[number - 1]
        room.say(f"Type a number from 1 to {len(keys)}.", "magenta")


def noted(room: Room, label: str, before: str, single: bool = False) -> str:
    """Asks for a text: evidence, a note, a figure. One letter is never stored: it was most likely meant as a key.

    With `single` one digit is an answer of its own.
    """
    way = "Enter keeps, Ctrl-U clears" if before else "Enter skips"
    while True:
        typed = room.detail(f"{label} ({way}):", before)
        if typed == sanitize.line(before):
            return before
        if len(typed) != 1 or (single and typed.isdecimal()):
            return typed
        room.say("A single letter is not kept: type more, or press Enter.", "magenta")
