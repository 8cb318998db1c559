"""What tests of the interview are driven with: keys through a pipe, and what is shown."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from factories import CATALOG
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from cxaudit.audit.file import read_audit
from cxaudit.catalog.catalog import Catalog
from cxaudit.interview.autosave import Session, open_session
from cxaudit.interview.loop import interview
from cxaudit.interview.opening import prepare
from cxaudit.interview.prompts import Room, _questionary_ask
from cxaudit.model import Audit
from cxaudit.schema.document import parse

ENTER = "\r"
CTRL_C, CTRL_D, CTRL_U = "\x03", "\x04", "\x15"
TODAY = "2026-11-20"
FACTS = ["1", "1", "2", "shop staff", "phone, e-mail", "y", "y", "y", "y"]  # the facts that the four P's need
FOUR = len(CATALOG.frameworks["four-ps"].criteria)
MANY = FOUR + len(FACTS)
ALL = [*["15-"] * (FOUR - 1), "16-"]  # an answer to each: the first practice is true, the result is not measured


class Shown(io.StringIO):
    """The screen of an interview."""


@contextmanager
def keys(*lines: str) -> Iterator[None]:
    """What is typed: every line ends with Enter, but keys that act at once."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        typed = "".join(line if line in (CTRL_C, CTRL_D) else line + ENTER for line in lines)
        pipe.send_text(typed + CTRL_D * 9)  # where more is asked than a test has lines for, it fails and does not wait
        yield


def room(shown: Shown, width: int = 80) -> Room:
    ticks = iter(range(0, 10**6, 30))
    console = Console(file=shown, width=width, highlight=False, markup=False, emoji=False)
    return Room(console, _questionary_ask, TODAY, lambda: float(next(ticks)))


def session_of(
    path: Path,
    who: dict[str, str] | None = None,
    framework: str = "four-ps",
    catalog: Catalog = CATALOG,
    remarks: int = 0,
    role: str = "",
) -> Session:
    """A session over a file, which is begun where there is none."""
    begun = path.exists()
    session, found = open_session(path, catalog)
    assert len(found) == remarks
    session.today, session.role = TODAY, role
    given = {"organisation": "Acme", "respondent": "Jo", "role": "manager"} if who is None else who
    prepare(session, None if begun else [framework], {} if begun else given)
    return session


def run(path: Path, *lines: str, width: int = 80, leaving: bool = False, **more: object) -> str:
    """Runs an interview to its end, or to where the lines leave it; gives what was shown."""
    shown = Shown()
    session = session_of(path, **more)  # type: ignore[arg-type]
    left = () if leaving or lines[-1] not in (CTRL_C, CTRL_D) else (EOFError, KeyboardInterrupt)
    with keys(*lines), suppress(*left):
        interview(session, room(shown, width))
    return shown.getvalue()


def audit(path: Path) -> Audit:
    return read_audit(parse(path.read_bytes(), str(path)), CATALOG)[0]
