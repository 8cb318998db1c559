"""The full screen at a real terminal: shows pages, gives each key to the page, and saves what changed at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl

from cxaudit import sanitize
from cxaudit.audit.route import Question
from cxaudit.errors import CxauditError
from cxaudit.interview import draw, overview, page
from cxaudit.interview.autosave import Session
from cxaudit.interview.changes import carried_over
from cxaudit.interview.flow import seconds_for
from cxaudit.interview.keys import TABLE, lines
from cxaudit.interview.overview import Overview
from cxaudit.interview.page import Page
from cxaudit.interview.prompts import Quit, Room
from cxaudit.interview.saving import answer_of, edited, save, undone
from cxaudit.interview.screens import FIRST, NOTHING_TO_UNDO, ONLY_OPEN, counts, head, why
from cxaudit.interview.terminal import KEYS, Unknown
from cxaudit.model import Audit, Criterion

Edit = Callable[[Audit], Audit]

PASTED = "Paste ignored: press e first, then paste the text as evidence."


def shows(question: Question, room: Room) -> bool:
    """Whether the full screen is there and can show a question; else it is asked by typed lines."""
    return room.full and isinstance(question, Criterion) and question.scale is None and draw.fits(*room.size())


def fill(session: Session, room: Room, question: Criterion) -> Question | None:
    """Shows pages, beginning with a question, until one comes that is to be asked by typed lines; returns that one.

    None where no question is left. Raises Quit, KeyboardInterrupt or EOFError where the person leaves early.
    """
    screen = _Screen(session, room, question)
    while True:
        unsaved = screen.run()
        if unsaved is None:
            return screen.onward
        audit_before = session.audit
        save(session, room, unsaved.edit)  # says that it could not be saved, and tries again until it is
        if not unsaved.undoes:
            session.past.append((screen.page.criterion.id, audit_before))
        screen.open(screen.page.criterion, screen.page.cursor)


class Unsaved(NamedTuple):
    """A change that could not be saved."""

    edit: Edit
    undoes: bool = False  # whether it takes back an earlier one


class _Screen:
    """One stretch of pages: what is shown, and the application that shows it."""

    def __init__(self, session: Session, room: Room, question: Criterion) -> None:
        self.session, self.room = session, room
        self.onward: Question | None = None
        self.listed: Overview | None = None
        self.field = Buffer(multiline=False)
        self.unknown = Unknown()
        self.app = self._application()
        self.open(question)

    def run(self) -> Unsaved | None:
        """Shows pages until the stretch ends; returns a change that could not be saved, or None."""
        return self.app.run()

    def open(self, question: Criterion, cursor: int = 0, message: str = "") -> None:
        """Turns to the page of a question; keys pressed before it was shown are forgotten."""
        view = self.session.view
        channels = view.audit.profile.get("main-channels")
        self.view, self.changed, self.begun = view, False, self.room.clock()
        self.head = draw.Head(*head(view, self.room, question))
        self.page = Page(
            question,
            view.asked(question),
            answer_of(view.audit, question),
            channels if isinstance(channels, tuple) else (),
            self.session.today,
            self.session.says(question) if self.session.says else None,
            cursor=cursor,
            message=message,
        )
        self._forget_keys()

    def _forget_keys(self) -> None:
        """Forgets the keys that were pressed before what is now on the screen was there."""
        if self.app.is_running and self.room.guarded:
            self.app.key_processor.empty_queue()

    def _application(self) -> "Application[Unsaved | None]":
        writing = Condition(lambda: bool(self.page.writing))
        body = Window(FormattedTextControl(self._text, focusable=True, show_cursor=False))
        label = Window(FormattedTextControl(lambda: f"{self.page.label}: "), dont_extend_width=True)
        line = VSplit([label, Window(BufferControl(self.field))], height=1)
        layout = Layout(HSplit([body, ConditionalContainer(line, writing)]), focused_element=body)
        self.body = body
        app: Application[Unsaved | None] = Application(
            layout, key_bindings=self._bindings(writing), full_screen=True, erase_when_done=True
        )
        app.ttimeoutlen = app.timeoutlen = 0.05  # seconds that Escape waits for what may belong to it
        app.before_render += lambda _: self._give_way()
        return app

    def _give_way(self) -> None:
        """Leaves the question to typed lines where the window has become too small for a page."""
        size = self.app.output.get_size()
        if self.app.is_running and not draw.fits(size.columns, size.rows):
            if self.page.writing:
                self._write(sanitize.line(self.field.text))
            self.room.shrunk = True
            self._leave(self.page.criterion)

    def _bindings(self, writing: Condition) -> KeyBindings:
        bindings = KeyBindings()

        for key, error in (
            (Keys.ControlC, KeyboardInterrupt),
            (Keys.SIGINT, KeyboardInterrupt),
            (Keys.ControlD, EOFError),
        ):
            bindings.add(key)(lambda event, error=error: event.app.exit(exception=error()))

        @bindings.add(Keys.Enter, filter=writing)
        def _(event: KeyPressEvent) -> None:
            self._handled(lambda: self._write(sanitize.line(self.field.text)))
            self._forget_keys()  # the other lines of a text that was pasted

        @bindings.add(Keys.Escape, Keys.Any)
        def _(event: KeyPressEvent) -> None:
            self.unknown.begin(event.key_sequence[1].data, self.room.clock())

        @bindings.add(Keys.Escape, filter=writing)
        def _(event: KeyPressEvent) -> None:
            self.unknown.escape(self.room.clock())
            self.page = replace(self.page, writing="")
            event.app.layout.focus(self.body)

        @bindings.add(Keys.BracketedPaste, filter=~writing)
        def _(event: KeyPressEvent) -> None:
            self.page = replace(self.page, message=PASTED)

        @bindings.add(Keys.Escape, filter=~writing)
        @bindings.add(Keys.Any, filter=~writing)
        def _(event: KeyPressEvent) -> None:
            pressed = event.key_sequence[0].key
            if pressed == Keys.Escape:
                self.unknown.escape(self.room.clock())
            elif self.unknown.takes(event.data, self.room.clock()):
                return
            self._press(KEYS.get(pressed, pressed if len(pressed) == 1 else ""))

        for key in (Keys.Up, Keys.Down, Keys.Tab, Keys.BackTab, Keys.PageUp, Keys.PageDown, Keys.Enter, Keys.F1):
            bindings.add(key, filter=~writing)(lambda event, name=KEYS[key]: self._press(name))
        return bindings

    def _text(self) -> StyleAndTextTuples:
        size = self.app.output.get_size()
        if self.listed:
            shown = draw.overview(self.listed, self.view, size.columns, size.rows)
        else:
            shown = draw.page(self.page, self.head, self._over(), size.columns, size.rows)
        pieces: StyleAndTextTuples = []
        for line in shown:
            pieces += [*line, ("", "\n")]
        return pieces[:-1]

    def _over(self) -> list[str]:
        if self.page.shown == "help":
            return ["Keys", *lines(TABLE, typed=False), *counts(self.page.criterion).split("\n")]
        if self.page.shown == "document" and self.page.said:
            return self.page.said.lines("A number takes that passage as evidence.")
        return why(self.view, self.page.criterion).split("\n") if self.page.shown else []

    def _press(self, key: str) -> None:
        if key and self.listed:
            self._handled(lambda: self._pick(key))
        elif key:
            self._handled(lambda: self._step(lambda shown: page.press(shown, key)))

    def _handled(self, handle: Callable[[], None]) -> None:
        """Does something in the event loop, which would swallow an exception: it ends the stretch instead."""
        try:
            handle()
        except Exception as error:
            self.app.exit(exception=error)

    def _write(self, text: str) -> None:
        if text == sanitize.line(self.page.text):
            text = self.page.text  # a note of several lines keeps them
        self._step(lambda shown: page.wrote(shown, text))
        self.app.layout.focus(self.body)

    def _step(self, step: Callable[[Page], Page]) -> None:
        """Makes a step on the page, saves what it changed, and does what the person wishes."""
        before, after = self.page, step(self.page)
        self.page = after
        if after.answer != before.answer and not self._save(
            edited(after.criterion, lambda now: carried_over(before.answer, after.answer, now))
        ):
            return
        self.page = replace(after, answer=answer_of(self.session.audit, after.criterion))
        if after.writing and after.writing != before.writing:
            self.field.text = sanitize.line(after.text)
            self.field.cursor_position = len(self.field.text)
            self.app.layout.focus(self.field)
        if after.wish:
            self._do(after.wish)

    def _save(self, edit: Edit) -> bool:
        """Saves a change, which can then be taken back; where that fails, ends the stretch with it."""
        audit_before = self.session.audit
        try:
            self.session.change(edit)
        except CxauditError:
            self.app.exit(result=Unsaved(edit))
            return False
        self.session.lost = False
        self.session.past.append((self.page.criterion.id, audit_before))
        self.changed, self.view = True, self.session.view
        return True

    def _do(self, wish: str) -> None:
        question = self.page.criterion
        match wish:
            case "quit":
                self.app.exit(exception=Quit())
            case "next":
                if self.changed:
                    reckoned = seconds_for(question, self.page.practices)
                    self.room.paces.append((self.room.clock() - self.begun) / reckoned)
                self._turn(self.view.next(question.id))
            case "skip":
                onward = self.view.next(question.id)
                alone = onward is not None and onward.id == question.id
                self._turn(onward, ONLY_OPEN if alone else "")
            case "back":
                before = self.view.previous(question.id)
                self._turn(before or question, "" if before else FIRST)
            case "review":
                at = self.view.position(question.id)
                self.listed = Overview(len(self.view.questions), at=at)
            case "undo":
                self._undo()

    def _undo(self) -> None:
        taken = undone(self.session)
        if taken is None:
            self.page = replace(self.page, message=NOTHING_TO_UNDO, wish="")
            return
        question, edit = taken
        try:
            self.session.change(edit)
        except CxauditError:
            self.app.exit(result=Unsaved(edit, undoes=True))
            return
        self._turn(question, f"Undone: the last change to {question.title}.")

    def _pick(self, key: str) -> None:
        assert self.listed is not None
        shown = [number for number, _ in overview.rows(self.view, self.listed.shown)]
        size = max(self.app.output.get_size().rows - 3, 1)
        self.listed = overview.press(self.listed, key, shown, size)
        if key == "q":
            self.app.exit(exception=Quit())
        elif self.listed.chosen:
            chosen, self.listed = self.view.questions[self.listed.chosen - 1], None
            self._turn(chosen)
        elif self.listed.closed:
            self.listed = None

    def _turn(self, question: Question | None, message: str = "") -> None:
        """Turns to another question, or ends the stretch where typed lines are to ask it or none is left."""
        if question is not None and shows(question, self.room):
            assert isinstance(question, Criterion)
            self.open(question, message=message)
        else:
            self._leave(question)

    def _leave(self, question: Question | None) -> None:
        self.onward = question
        if not self.app.is_done:
            self.app.exit(result=None)
