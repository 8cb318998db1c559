"""The commands: read, call, show. Each is a function that gives an exit code."""

import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import inert, version_line
from cxaudit.errors import CxauditError, Place, Problem, did_you_mean

if TYPE_CHECKING:  # the commands import what they need when they need it
    from cxaudit.library import Library
    from cxaudit.model import Audit
    from cxaudit.scoring import Assessment
    from cxaudit.session import Session


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Audits an organisation's customer service strategy: interview, score, gap report.",
    epilog="Exit codes: 0 fine, 1 below a bar that was asked for, 2 could not run, 130 interrupted.",
)

Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", metavar="DIR", help="Also read frameworks/ and templates/ in DIR. Repeatable."),
]
AuditFile = Annotated[Path, typer.Argument(metavar="AUDIT.yaml", help="The audit file.", show_default=False)]


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"{version_line()}\n")
        raise typer.Exit


# ----------------------------------------------------------------------------------------------- interview


@app.command()
def interview(
    file: Annotated[Path, typer.Argument(metavar="[AUDIT.yaml]")] = Path("audit.yaml"),
    framework: Annotated[
        list[str] | None,
        typer.Option("--framework", metavar="ID", help="A framework, group or set, or all. Repeatable."),
    ] = None,
    quick: Annotated[
        bool | None,
        typer.Option("--quick/--full", help="Ask only what touches most items in 15 minutes, or go on to all."),
    ] = None,
    organisation: Annotated[str | None, typer.Option(metavar="NAME", help="The organisation audited.")] = None,
    respondent: Annotated[str | None, typer.Option(metavar="NAME", help="The person who answers.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="executive, manager, frontline or other.")] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", help="Play answers from a YAML file. Repeatable."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The date of the answers; default today.")
    ] = None,
    pack: Packs = None,
) -> int:
    """Ask the questions, keep the answers in AUDIT.yaml.

    Goes on where an earlier interview of the same file stopped. Without frameworks given, the audit's own or the
    set first-audit are asked; what else is not given is asked for.
    """
    from cxaudit.audit import read_answers
    from cxaudit.session import open_session, prepare

    today = _today(as_of)
    if not answers and not (sys.stdin and sys.stdin.isatty()):
        hint = "play answers from a file with --answers FILE, or run it in a terminal"
        raise CxauditError(Problem("there is no terminal to ask on", None, hint))
    _check_role(role)
    library = _library(pack)
    session, remarks = open_session(file, library)
    scripts = [read_answers(_read(path), str(path), library) for path in answers or []]
    complain([*remarks, *(remark for _, found in scripts for remark in found)])
    who = {"organisation": organisation, "respondent": respondent, "role": role}
    prepare(session, framework or _scripted(scripts, session), who, quick)
    if not answers:
        return _at_terminal(session, today)
    for path, (script, _) in zip(answers, scripts, strict=True):
        _play(session, script, path, today)
    return 0


def _scripted(scripts: "list[tuple[Audit, list[Problem]]]", session: "Session") -> list[str]:
    """The frameworks that the files of answers name, for an audit that has none yet."""
    named = [] if session.audit.frameworks else [i for script, _ in scripts for i in script.frameworks]
    return list(dict.fromkeys(named))


def _today(as_of: str | None) -> str:
    from datetime import date

    from cxaudit.shapes import is_day

    if as_of is None:
        return date.today().isoformat()
    if not is_day(as_of):
        raise CxauditError(Problem(f'--as-of "{as_of}" is not a date', None, "write it as YYYY-MM-DD"))
    return as_of


def _check_role(role: str | None) -> None:
    from cxaudit.model import ROLES

    if role is not None and role not in ROLES:
        raise CxauditError(Problem(f'"{role}" is not a role', None, did_you_mean(role, ROLES, "roles")))


def _play(session: "Session", script: "Audit", path: Path, today: str) -> None:
    from cxaudit.interview import progress
    from cxaudit.session import play

    complain(Problem(told, Place(str(path))) for told in play(session, script, today))
    sys.stdout.write(f"{session.path}: {progress(session.library, session.audit)}\n")


def _at_terminal(session: "Session", today: str) -> int:
    from cxaudit import terminal
    from cxaudit.room import Left, room

    try:
        terminal.interview(session, room(today))
    except (Left, EOFError):
        terminal.farewell(session)
    except KeyboardInterrupt:
        terminal.farewell(session)
        return 130
    return 0


# ------------------------------------------------------------------------------- score, report, frameworks


@app.command()
def score(
    file: AuditFile,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Show how a figure came about: overall, FRAMEWORK, FRAMEWORK/ITEM or CRITERION.",
        ),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            metavar="N",
            min=0,
            max=100,
            help="Exit with 1 where the overall score is below N%.",
        ),
    ] = None,
    pack: Packs = None,
) -> int:
    """Show the score card of an audit."""
    from cxaudit import card

    _check_format(format, ("text", "json"))
    if explain is not None and format == "json":
        raise CxauditError(Problem("--explain prints text; --format json takes none"))
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise CxauditError(Problem("--fail-under takes a number from 0 to 100"))
    assessment = _assess(file, _library(pack))
    if explain is not None:
        from cxaudit.explain import explain as trace

        sys.stdout.write(trace(assessment, explain))
    elif format == "json":
        import json

        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        sys.stdout.write(json.dumps(card.as_json(assessment), indent=2, ensure_ascii=ascii_only) + "\n")
    else:
        sys.stdout.write(card.card(assessment, _width()))
    return _below_bar(assessment, fail_under)


def _below_bar(assessment: "Assessment", bar: float | None) -> int:
    from cxaudit.figures import percent
    from cxaudit.scoring import NOT_RATED

    if bar is None:
        return 0
    overall = assessment.overall
    if overall.score is None or overall.score.point is None or overall.band == NOT_RATED:
        known = percent(overall.score.coverage if overall.score else None)
        sys.stderr.write(f"the overall score is not rated ({known} known), so it does not reach {bar:g}%\n")
        return 1
    if overall.score.point * 100 < Fraction(str(bar)):
        sys.stderr.write(f"the overall score {float(overall.score.point * 100):.6g}% is below {bar:g}%\n")
        return 1
    return 0


@app.command()
def report(
    file: AuditFile,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A Jinja template of your own.")
    ] = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md or json.")] = "md",
    pack: Packs = None,
) -> int:
    """Write the gap report of an audit."""
    from cxaudit import files
    from cxaudit.render import OWN, render
    from cxaudit.report import as_json, context

    _check_format(format, ("md", "json"))
    for kept, what in ((file, "audit"), (template, "template")):
        if output and kept and output.exists() and kept.exists() and output.samefile(kept):
            raise CxauditError(Problem(f"the report would overwrite the {what}", Place(str(output))))
    library = _library(pack)
    values = context(library, _assess(file, library))
    if format == "json":
        if template:
            raise CxauditError(Problem("--template makes Markdown; --format json takes none"))
        text = as_json(values)
    else:
        templates = files.templates(pack or [])
        if template:
            templates[OWN] = (files.text(template), str(template))
        text = render(OWN if template else "report.md.j2", templates, values)
    if output is None:
        sys.stdout.write(text)
    else:
        files.write(output, text)
    return 0


@app.command()
def frameworks(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    framework: Annotated[
        list[str] | None,
        typer.Option("--framework", metavar="ID", help="What is chosen already; default first-audit. Repeatable."),
    ] = None,
    overlap: Annotated[bool, typer.Option("--map", help="Show which items each question serves.")] = False,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="Of the map: text, md or json.")] = "text",
    pack: Packs = None,
) -> int:
    """List the frameworks, or show one whole."""
    from cxaudit import listing
    from cxaudit.library import DEFAULT_SET

    _check_format(format, ("text", "md", "json"))
    if format != "text" and not overlap:
        raise CxauditError(Problem(f"--format {format} goes with --map"))
    library = _library(pack)
    if overlap:
        chosen = library.chosen(library.named([id] if id else framework or ["all"]))
        sys.stdout.write(listing.overlap(library, chosen, format, _width()))
    elif id is None:
        sys.stdout.write(listing.frameworks(library, library.named(framework or [DEFAULT_SET]), _width()))
    else:
        sys.stdout.write(listing.framework(library, library.chosen([id])[0], _width()))
    return 0


# ------------------------------------------------------------------------------------------------- shared


def complain(problems: Iterable[Problem]) -> None:
    """Says problems on stderr, with nothing in them that a terminal would obey."""
    for problem in problems:
        sys.stderr.write(f"{inert.text(str(problem))}\n")


def _library(packs: list[Path] | None) -> "Library":
    from cxaudit import files
    from cxaudit.library import load

    return load(files.sources(packs or []))


def _read(path: Path) -> bytes:
    from cxaudit import files

    return files.read(path)


def _assess(file: Path, library: "Library") -> "Assessment":
    from cxaudit.audit import read_audit
    from cxaudit.scoring import assess

    audit, remarks = read_audit(_read(file), str(file), library)
    complain(remarks)
    return assess(library, audit)


def _check_format(format: str, known: tuple[str, ...]) -> None:
    if format not in known:
        raise CxauditError(Problem(f'there is no format "{format}" here', None, did_you_mean(format, known, "formats")))


def _width() -> int:
    """The terminal's width, at most 100; 80 where there is none, so that a pipe gets the same bytes anywhere."""
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, 100) if sys.stdout.isatty() else 80
