"""Where an interview takes place: the console, the way to ask, the clock."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from shutil import get_terminal_size
from time import monotonic

from rich.console import Console
from rich.text import Text

from cxaudit import sanitize

Ask = Callable[[str, str], str]  # (prompt, text to start from) -> the line typed

WIDEST = 100


class Quit(Exception):
    """The person asked to leave."""


@dataclass
class Room:
    """Where the interview takes place: the console to show things on, the way to ask, and the time."""

    console: Console
    ask: Ask
    today: str
    clock: Callable[[], float] = monotonic
    seconds: list[float] = field(default_factory=list)

    def line(self, prompt: str, start: str = "") -> str:
        """The line typed, made harmless. Raises Quit for q."""
        typed = sanitize.line(self.ask(prompt, sanitize.line(start)))
        if typed == "q":
            raise Quit
        return typed

    def say(self, text: str = "", style: str = "") -> None:
        self.console.print(Text(sanitize.text(text), style=style))


def room(today: str) -> Room:
    """The room at the real terminal."""
    # Asking for the cursor's place costs a second where a terminal does not answer; a one-line prompt needs none.
    os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
    console = Console(highlight=False, markup=False, emoji=False)
    columns = get_terminal_size().columns if console.is_dumb_terminal else console.width
    console.width = min(columns or 80, WIDEST)
    return Room(console, _plain_ask if console.is_dumb_terminal else _questionary_ask, today)


def _questionary_ask(prompt: str, start: str) -> str:
    import questionary

    style = questionary.Style([("qmark", "bold"), ("question", "bold"), ("answer", "")])
    return str(questionary.text(prompt, default=start, style=style, qmark=">").unsafe_ask())


def _plain_ask(prompt: str, start: str) -> str:
    """Asks on a terminal that can only print and read lines: Enter keeps what is there, - empties it."""
    kept = f" [Enter keeps: {start}; - empties]" if start else ""
    typed = input(f"> {prompt}{kept} ")
    return "" if typed == "-" else typed or start


def choose(room: Room, title: str, options: Mapping[str, str], back: bool = False) -> str:
    """The key of the option chosen, by its number or by the key itself; empty for b where `back` allows it."""
    room.say(title)
    for n, text in enumerate(options.values(), 1):
        room.say(f"  {n}  {text}")
    keys = list(options)
    while True:
        typed = room.line(f"1 to {len(keys)}{', b back' if back else ''}:").lower()
        if typed in keys or (back and typed == "b"):
            return "" if typed == "b" else typed
        if typed.isdecimal() and 1 <= int(typed) <= len(keys):
            return keys[int(typed) - 1]
        room.say(f"Type a number from 1 to {len(keys)}.", "yellow")


def added(room: Room, label: str, before: str) -> str:
    """Asks for evidence or a note. A single letter is never stored: it was most likely meant as a key."""
    way = "Enter keeps, Ctrl-U clears" if before else "Enter skips"
    while True:
        typed = room.line(f"{label} ({way}):", before)
        if typed == sanitize.line(before):
            return before
        if len(typed) > 1:
            return typed
        if not typed:
            return ""
        room.say(
            "One letter is no text: type more, or Enter. The answer itself is saved; b works at the next one.",
            "yellow",
        )
