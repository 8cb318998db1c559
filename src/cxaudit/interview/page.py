"""The full screen, one criterion a page: its state, and what a key does to it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cxaudit.audit.evidence import is_named
from cxaudit.audit.marks import stale
from cxaudit.interview.changes import answered, channels_in, examined, lacking, ruled_out, ticked, without
from cxaudit.interview.document import NO_DOCUMENT, Said, taken
from cxaudit.interview.flow import about_channels
from cxaudit.measure import State
from cxaudit.model import NA_REASONS, Answer, Criterion, Practice

RESULT_WAYS = "Space reached, ! missed, - not measured, ? don't know"
FIELDS = {  # the keys for texts: what they are in an answer, and what they are called
    "e": ("evidence", "Evidence"),
    "f": ("figure", "Figure"),
    "n": ("note", "Note"),
    "p": ("private", "Private note"),
}
MISSING = "missing"  # the field for what is missing where a statement is partly true
WISHES = {"b": "back", "u": "undo", "s": "skip", "r": "review", "q": "quit"}
SHOWN = {"h": "help", "w": "why", "t": "document"}
NEXT = "next"


class Menu(NamedTuple):
    """A list to choose from: one entry, or with `ticks` any of them."""

    title: str
    entries: tuple[str, ...]
    of: str  # what it settles: part, reason or channels
    at: int = 0
    ticks: frozenset[int] | None = None
    before: frozenset[int] | None = None  # the ticks when it was opened
    typed: str = ""  # the digits of an entry's number so far, where a number may have two

    @property
    def is_long(self) -> bool:
        """Whether numbers have two digits: then they move the cursor, and only Space ticks."""
        return len(self.entries) > 9


@dataclass(frozen=True)
class Page:
    """A criterion on the screen: what was said of it so far, where the cursor is, and what is open over it."""

    criterion: Criterion
    practices: tuple[Practice, ...]
    answer: Answer = field(default_factory=Answer)
    channels: tuple[str, ...] = ()
    today: str = ""
    said: Said | None = None  # by the document that was named
    cursor: int = 0
    numbered: bool = False  # whether the last key was a number, from which a blank parts the next, as in a line
    touched: bool = False  # whether anything was marked since it was opened
    menu: Menu | None = None
    shown: str = ""  # a text over the page: help or why
    scroll: int = 0  # which screen of it
    writing: str = ""  # the field that is being written
    message: str = ""
    wish: str = ""  # what the driver is to do next: next, back, undo, skip, review or quit

    @property
    def practice(self) -> Practice:
        return self.practices[self.cursor]

    @property
    def is_old(self) -> bool:
        """Whether what was said before no longer counts."""
        return stale(self.criterion, self.answer, self.today) is not None

    def state(self, practice: Practice) -> State | None:
        """What is said of a practice; None where it is not marked."""
        if self.is_old or self.answer.na:
            return State.NOT_APPLICABLE if self.answer.na and not self.is_old else None
        if practice.id in self.answer.not_applicable:
            return State.NOT_APPLICABLE
        said = self.answer.practices.get(practice.id)
        return State(said) if said else None

    def names_channels(self, practice: Practice) -> bool:
        """Whether it is about each of several main channels, so that these can be ticked."""
        return len(self.channels) > 1 and about_channels(practice)

    @property
    def text(self) -> str:
        """What the field that is being written holds so far."""
        if self.writing == MISSING:
            return self.answer.missing.get(self.practice.id, "")
        return str(getattr(self.answer, self.writing)) if self.writing else ""

    @property
    def label(self) -> str:
        """What the field that is being written is called."""
        if self.writing == MISSING:
            return f"What is missing in {self.cursor + 1}"
        return next((label for name, label in FIELDS.values() if name == self.writing), "")


def press(page: Page, key: str) -> Page:
    """The page after a key: a character as typed, or up, down, space, enter, escape."""
    after_number, page = page.numbered, replace(page, message="", wish="", numbered=False)
    if page.shown and key in ("space", "down", "up"):
        return replace(page, scroll=max(0, page.scroll + (-1 if key == "up" else 1)))
    if page.shown == SHOWN["t"] and page.said and key.isdecimal():
        return _taken(page, page.said, int(key))
    if page.shown:
        return replace(page, shown="", scroll=0, wish="quit" if key == "q" else "")
    if page.menu:
        return _in_menu(page, page.menu, key)
    if key.isdecimal() and key != "0":
        return _numbered(page, int(key))
    if key == "space" and after_number:
        return page
    match key.lower():
        case "up" | "down":
            step = 1 if key == "down" else -1
            return replace(page, cursor=(page.cursor + step) % len(page.practices))
        case "space":
            return _toggled(page)
        case "enter":
            return _finished(page)
        case "a" | "0" | "d" as letter:
            return _all(page, letter)
        case "~" | "/" | "?" | "-" | "!":
            return _signed(page, key.replace("/", "~"))
        case "x":
            parts = (f"only statement {page.cursor + 1}", "the whole question")
            return replace(page, menu=Menu("What does not apply?", parts, "part"))
        case "c":
            return _ticking(page)
        case "v":
            return _examined(page)
        case "e" | "f" | "n" | "p" as letter:
            return replace(page, writing=FIELDS[letter][0])
        case "t" if page.said is None:
            return replace(page, message=NO_DOCUMENT)
        case "h" | "w" | "t" as letter:
            return replace(page, shown=SHOWN[letter])
        case "b" | "u" | "s" | "r" | "q" as letter:
            return replace(page, wish=WISHES[letter])
    return replace(page, message="" if key == "escape" else f"{key} does nothing here; h shows all keys.")


def _taken(page: Page, said: Said, number: int) -> Page:
    """The passage with this number taken as evidence."""
    if not 1 <= number <= len(said.quotes):
        return replace(page, message=f"There is no {number} here.")
    answer = replace(page.answer, evidence=taken(page.answer.evidence, said.quotes[number - 1]))
    return replace(page, answer=answer, shown="", scroll=0, message=f"Passage {number} is now evidence.")


def _numbered(page: Page, number: int) -> Page:
    """The statement with this number made true, or where it was, not."""
    if number > len(page.practices):
        return replace(page, message=f"There is no {number} here.")
    return replace(_toggled(replace(page, cursor=number - 1)), numbered=True)


def wrote(page: Page, text: str) -> Page:
    """The page after a field was written to its end."""
    name, page = page.writing, replace(page, writing="", message="")
    if len(text) == 1:
        return replace(page, message="A single letter is not kept: type more, or leave it as it was.")
    if name == MISSING:
        return replace(page, answer=lacking(page.answer, page.practice, text))
    if name == "evidence" and text and not is_named(text):
        return replace(page, message=f'"{text}" names no evidence: say what proves it, or leave it out.')
    return replace(page, answer=replace(page.answer, **{name: text}))  # type: ignore[arg-type]


def said_of(page: Page, said: Mapping[str, State]) -> Page:
    """The page with something said of some practices."""
    return replace(page, answer=answered(page.answer, page.criterion, said, page.today), touched=True)


def _toggled(page: Page) -> Page:
    """The statement under the cursor made true, or where it was, not."""
    practice, state = page.practice, page.state(page.practice)
    yes = State.REACHED if practice.is_result else State.YES
    no = State.MISSED if practice.is_result else State.NO
    return said_of(page, {practice.id: no if state is yes else yes})


def _signed(page: Page, sign: str) -> Page:
    practice = page.practice
    if practice.is_result:
        states = {"?": State.UNKNOWN, "-": State.NOT_MEASURED, "!": State.MISSED}
    else:
        states = {"?": State.UNKNOWN, "-": State.NO, "~": State.PARTLY}
    if sign not in states:
        what = f"a result: {RESULT_WAYS}" if practice.is_result else "not a result: Space true, ~ partly, ? don't know"
        return replace(page, message=f"{page.cursor + 1} is {what}.")
    page = said_of(page, {practice.id: states[sign]})
    if sign == "!":
        return replace(page, writing="figure")
    if sign != "~":
        return page
    return _ticking(page) if page.names_channels(practice) else replace(page, writing=MISSING)


def _all(page: Page, key: str) -> Page:
    """What is not marked yet as true, not true or not known; where all is marked, all of it."""
    chosen = [p for p in page.practices if not page.state(p)] or page.practices
    if key == "0":
        return said_of(page, {p.id: State.NO for p in chosen if not p.is_result})
    if key == "d":
        return said_of(page, {p.id: State.UNKNOWN for p in chosen})
    return said_of(page, {p.id: State.REACHED if p.is_result else State.YES for p in chosen})


def _finished(page: Page) -> Page:
    """Enter: what is not marked is not true, but a result has to be marked."""
    states = {practice.id: page.state(practice) for practice in page.practices}
    if page.answer.na and not page.is_old:
        return replace(page, wish=NEXT)
    if not any(states.values()):
        return replace(page, message="Nothing is marked: Space or a number marks what is true, 0 if none is.")
    if not page.touched and all(states.values()):
        return replace(page, wish=NEXT)
    said = {p.id: states[p.id] or State.NO for p in page.practices if states[p.id] or not p.is_result}
    page = said_of(page, {id: state for id, state in said.items() if state is not State.NOT_APPLICABLE})
    open_ = [n for n, practice in enumerate(page.practices) if not page.state(practice)]
    if open_:
        return replace(page, cursor=open_[0], message=f"{open_[0] + 1} is a result: {RESULT_WAYS}.")
    return replace(page, wish=NEXT)


def _examined(page: Page) -> Page:
    """The statement under the cursor as examined: it held, then that it did not, then not examined."""
    id, state = page.practice.id, page.state(page.practice)
    if state not in (State.YES, State.PARTLY, State.REACHED):
        return replace(page, message="Only what is marked as true or partly true can be examined.")
    answer = page.answer
    if id in answer.not_held:
        return replace(page, answer=replace(answer, not_held=tuple(one for one in answer.not_held if one != id)))
    held, not_held = ((), (id,)) if id in answer.seen else ((id,), ())
    words = "it did not hold, and counts as no" if not_held else "it held"
    return replace(page, answer=examined(answer, held, not_held), message=f"{page.cursor + 1} examined: {words}.")


def _ticking(page: Page) -> Page:
    """Opens the main channels for the statement under the cursor, ticked as far as it is known to be true there."""
    practice = page.practice
    if not page.names_channels(practice):
        about = about_channels(practice) and page.channels
        why = "there is one main channel" if about else f"{page.cursor + 1} is not about main channels"
        why = why if page.channels else "no main channels are named"
        return replace(page, message=f"Nothing to tick: {why}.")
    state, noted = page.state(practice), page.answer.missing.get(practice.id, "")
    missing = channels_in(noted, page.channels)
    if state is State.PARTLY and missing is None:
        return replace(page, writing=MISSING)  # what is missing was written, and ticks would replace it
    true = state is State.YES or (state is State.PARTLY and noted)
    ticks = frozenset(n for n in range(len(page.channels)) if true and n not in (missing or ()))
    title = f"On which channels is {page.cursor + 1} true?"
    return replace(page, menu=Menu(title, page.channels, "channels", ticks=ticks, before=ticks))


def _in_menu(page: Page, menu: Menu, key: str) -> Page:
    last = len(menu.entries) - 1
    if key in ("escape", "b"):
        return replace(page, menu=None)
    if key == "q":
        return replace(page, menu=None, wish="quit")
    if key in ("up", "down"):
        at = (menu.at + (1 if key == "down" else -1)) % (last + 1)
        return replace(page, menu=menu._replace(at=at))
    if key.isdecimal() and menu.is_long:
        typed = next((one for one in (menu.typed + key, key) if 1 <= int(one) <= last + 1), "")
        return replace(page, menu=menu._replace(at=int(typed or menu.at + 1) - 1, typed=typed))
    menu = menu._replace(typed="")
    if key.isdecimal() and 1 <= int(key) <= last + 1:
        menu = menu._replace(at=int(key) - 1)
        key = "space" if menu.ticks is not None else "enter"
    if menu.ticks is not None and key == "space":
        return replace(page, menu=menu._replace(ticks=menu.ticks ^ {menu.at}))
    if key in ("enter", "space"):
        return _chosen(page, menu)
    return replace(page, message=f"Type a number from 1 to {last + 1}; Esc closes the list.")


def _chosen(page: Page, menu: Menu) -> Page:
    page = replace(page, menu=None)
    if menu.of == "channels" and menu.ticks == menu.before and page.state(page.practice):
        return page
    if menu.of == "channels":
        answer = ticked(page.answer, page.criterion, page.practice, page.channels, menu.ticks or (), page.today)
        return replace(page, answer=answer, touched=True)
    if menu.of == "part":
        whole = menu.at == 1
        title = "Why does the whole question not apply?" if whole else f"Why does {page.cursor + 1} not apply?"
        return replace(page, menu=Menu(title, tuple(NA_REASONS.values()), "whole" if whole else "statement"))
    reason = list(NA_REASONS)[menu.at]
    if menu.of == "whole":
        return replace(page, answer=ruled_out(page.answer, reason, page.today), touched=True, wish=NEXT)
    page = said_of(page, {})
    return replace(page, answer=without(page.answer, page.practice, reason))
