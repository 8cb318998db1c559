"""The command cxaudit interview."""

import signal
import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.app import ConfigFile, Packs, check_choice, framework_ids, today
from cxaudit.cli.output import complain
from cxaudit.errors import CxauditError, Diagnostic, ExitCode, Place

if TYPE_CHECKING:
    from cxaudit.interview.autosave import Session
    from cxaudit.interview.document import Says
    from cxaudit.model import Audit
    from cxaudit.project import Project


EXAMPLES = (
    "cxaudit interview acme.yaml",
    "cxaudit interview acme.yaml --quick",
    "cxaudit interview acme.yaml --framework four-ps --framework strategy-mistakes",
    "cxaudit interview acme.yaml --for frontline",
    "cxaudit interview acme.yaml --answers answers.yaml",
    "cxaudit interview acme.yaml --strategy charter.md",
)


def interview(
    file: Annotated[Path, typer.Argument(metavar="[AUDIT.yaml]")] = Path("audit.yaml"),
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "--framework",
            metavar="ID",
            autocompletion=framework_ids,
            help="A framework, group or set, or all. Repeatable.",
        ),
    ] = None,
    quick: Annotated[
        bool | None,
        typer.Option("--quick/--full", help="Ask only essentials and high-risk results, or everything."),
    ] = None,
    organisation: Annotated[str | None, typer.Option(metavar="NAME", help="The organisation audited.")] = None,
    respondent: Annotated[str | None, typer.Option(metavar="NAME", help="The person who answers.")] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="The person's role: executive, manager, frontline or other.")
    ] = None,
    for_role: Annotated[
        str | None, typer.Option("--for", metavar="ROLE", help="Ask only what this role can answer.")
    ] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", help="Take answers from a YAML file. Repeatable."),
    ] = None,
    strategy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A strategy or document in prose: the key t shows what it says."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The date of the answers; default today.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Ask by typed lines only, as for a screen reader.")] = False,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Ask the questions and keep the answers in AUDIT.yaml.

    Picks up where an earlier interview with the same file stopped. Without --framework, it asks the audit's own, else
    those in cxaudit.yaml, else the set first-audit. Names and the role are asked for if not given.
    """
    from cxaudit import files
    from cxaudit.interview.opening import begin, read_script
    from cxaudit.model import ROLES
    from cxaudit.project import open_project

    day = today(as_of)
    if not answers and not (sys.stdin and sys.stdin.isatty()):
        hint = "read answers from a file with --answers FILE, or run this in a terminal"
        raise CxauditError(Diagnostic("there is no terminal to ask questions in", None, hint))
    for given in (role, for_role):
        if given is not None:
            check_choice(given, ROLES, "role")
    project = open_project(config, pack)
    scripts = {path: read_script(project, path) for path in answers or []}
    who = {"organisation": organisation, "respondent": respondent, "role": role}
    says = _says(project, strategy, day) if strategy else None
    with files.held(file):
        played = {path: script for path, (script, _) in scripts.items()}
        session, remarks = begin(project, file, played, framework, who, quick, day)
        session.role, session.says = for_role or "", says
        options = [f"--config {quote(str(config))}"] if config else []
        options += [f"--strategy {quote(str(strategy))}"] if strategy else []
        options += [f"--pack {quote(str(folder))}" for folder in pack or []]
        session.options = "".join(f" {option}" for option in options)
        complain([*remarks, *(remark for _, found in scripts.values() for remark in found)])
        for path, script in played.items():
            _play(session, script, path, day)
        return ExitCode.FINE if scripts else _at_terminal(session, day, lines)


def _says(project: "Project", strategy: Path, day: str) -> "Says":
    """What a document says, by question. Raises CxauditError where it cannot be read."""
    from cxaudit import files
    from cxaudit.interview.document import as_prose, says
    from cxaudit.prose.reader import read_prose
    from cxaudit.prose.units import is_prose
    from cxaudit.prose.view import ProseView

    data = files.read(strategy)
    if is_prose(strategy.name):
        prose = read_prose(str(strategy), data)
    else:
        from cxaudit.rules.view import texts_in
        from cxaudit.schema.document import parse
        from cxaudit.strategy.reader import read_strategy

        doc = parse(data, str(strategy))
        texts = texts_in(read_strategy(doc), (), None)
        prose = as_prose(str(strategy), [(str(path[0]), doc.place(*path).line, text) for path, text in texts])
    return says(ProseView(prose, lambda: project.signals, day), strategy.name)


def _play(session: "Session", script: "Audit", path: Path, day: str) -> None:
    from cxaudit.interview.flow import Interview
    from cxaudit.interview.script import play

    complain(Diagnostic(remark, Place(str(path))) for remark in play(session, script, day))
    sys.stdout.write(f"{session.shown}: {Interview(session.catalog, session.audit, day).progress()}\n")


def _at_terminal(session: "Session", day: str, lines: bool) -> int:
    from cxaudit.interview import loop
    from cxaudit.interview.prompts import Quit, room

    _end_as_ctrl_c_does()
    try:
        loop.interview(session, room(day, lines))
    except (Quit, EOFError):
        return ExitCode.FINE if loop.farewell(session) else ExitCode.COULD_NOT_RUN
    except KeyboardInterrupt:
        loop.farewell(session)
        return ExitCode.INTERRUPTED
    return ExitCode.FINE


def _end_as_ctrl_c_does() -> None:
    """Lets a closed window or `kill` end the interview as Ctrl-C does, which leaves the terminal usable."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))
