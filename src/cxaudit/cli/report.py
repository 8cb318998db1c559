"""The command cxaudit report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.app import (
    AsOf,
    AuditFile,
    ConfigFile,
    OutputFile,
    Packs,
    StrategyFile,
    TemplateFile,
    check_choice,
    today,
)
from cxaudit.errors import CxauditError, Diagnostic, ExitCode, Place

if TYPE_CHECKING:  # at run time, a command imports only what it uses
    from cxaudit.project import Project
    from cxaudit.report.made import Made

EXAMPLES = (
    "cxaudit report acme.yaml -o report.md",
    "cxaudit report acme.yaml -o report.html --without notes,names",
    "cxaudit report acme.yaml --read-back -o read-back.md",
    "cxaudit report acme.yaml --strategy strategy.yaml",
    "cxaudit report acme.yaml --check report.md",
    "cxaudit report acme.yaml --template ours.md.j2",
)


def report(
    file: AuditFile,
    output: OutputFile = None,
    template: TemplateFile = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="md, html or json. If left out, the name of the output or template decides.",
        ),
    ] = None,
    strategy: StrategyFile = None,
    all_steps: Annotated[
        bool, typer.Option("--all-steps", help="Give the step for everything that is missing, not only the next ones.")
    ] = False,
    read_back: Annotated[
        bool, typer.Option("--read-back", help="Write the draft findings, to read to the client before the report.")
    ] = False,
    without: Annotated[
        str | None,
        typer.Option(
            metavar="PARTS", help="Leave out notes, evidence or names (the respondent's), separated by commas."
        ),
    ] = None,
    no_cover: Annotated[
        bool, typer.Option("--no-cover", help="Leave out the cover that cxaudit.yaml or a pack sets.")
    ] = False,
    check: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write nothing; exit with 1 if this report no longer matches the audit."),
    ] = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Write the gap report of an audit, as Markdown or as one HTML file."""
    from cxaudit.cli.output import put_out, spare, written_as
    from cxaudit.project import open_project
    from cxaudit.report.formats import FORMATS
    from cxaudit.report.made import Made

    given = {
        "--output": output,
        "--format": format,
        "--all-steps": all_steps,
        "--read-back": read_back,
        "--without": without,
        "--no-cover": no_cover,
        "--as-of": as_of,
    }
    if check:
        if idle := [name for name, value in given.items() if value]:
            hint = "leave it out: --check makes the report as its last line says"
            raise CxauditError(Diagnostic(f"--check cannot be used with {', '.join(idle)}", None, hint))
        return _checked(open_project(config, pack), file, check, strategy, template)
    made = Made(
        today(as_of),
        written_as("report", (*FORMATS, "json"), format, output, template),
        read_back,
        all_steps,
        not no_cover,
        _parts(without),
        strategy.name if strategy else "",
        template.name if template else "",
    )
    if made.format == "json" and template:
        raise CxauditError(Diagnostic("--template cannot be used with --format json"))
    if read_back and (template or strategy or made.format == "json"):
        raise CxauditError(Diagnostic("--read-back cannot be used with --template, --strategy or --format json"))
    spare(output, "report", {"audit": file, "template": template, "strategy": strategy})
    put_out(_text(open_project(config, pack), file, made, strategy, template), output)
    return ExitCode.FINE


def _parts(without: str | None) -> tuple[str, ...]:
    from cxaudit.report.made import PARTS

    parts = [part.strip() for part in without.split(",")] if without is not None else []
    for part in parts:
        check_choice(part, PARTS, "part")
    return tuple(part for part in PARTS if part in parts)


def _text(project: "Project", file: Path, made: "Made", strategy: Path | None, template: Path | None) -> str:
    """The report on an audit, made as `made` says."""
    from cxaudit.cli import inputs
    from cxaudit.report.context import as_json, context
    from cxaudit.report.cover import cover
    from cxaudit.report.values import left_out

    reading = inputs.reading(project, strategy, made.as_of)
    assessment = inputs.assessed(project, file, made.as_of)
    front = cover(project) if made.cover else {}
    values = context(project.catalog, assessment, reading, made.all_steps, front)
    values = left_out(values, made.without) if made.without else values
    if made.format == "json":
        return as_json(values)
    standard = f"{'read-back' if made.read_back else 'report'}.{made.format}.j2"
    text = inputs.rendered(project, template, standard, values, made.format)
    return f"{text.rstrip()}\n\n{made.line()}"


def _checked(project: "Project", file: Path, committed: Path, strategy: Path | None, template: Path | None) -> ExitCode:
    """Says whether a report matches the audit."""
    from cxaudit import VERSION, files
    from cxaudit.cli.output import complain, say
    from cxaudit.report.made import first_difference, made

    old = files.text(committed)
    how = made(old)
    if how is None:
        hint = "write it again with cxaudit report, as Markdown or HTML, and keep its last line"
        raise CxauditError(Diagnostic("the last line does not say how this was made", Place(str(committed)), hint))
    for option, path, name in (("--strategy", strategy, how.strategy), ("--template", template, how.template)):
        if bool(name) != bool(path):
            said = f"was made with {option} {name}" if name else f"was made without {option}"
            hint = f"give {option} with the path of that file" if name else f"leave out {option}"
            raise CxauditError(Diagnostic(f"this report {said}", Place(str(committed)), hint))
    new = _text(project, file, how._replace(version=VERSION), strategy, template)
    if line := first_difference(old, new):
        hint = f"it was made by cxaudit {how.version}; write it again" if how.version != VERSION else "write it again"
        complain(
            [Diagnostic("from this line on, the report does not match the audit", Place(str(committed), line, 1), hint)]
        )
        return ExitCode.FOUND
    say(f"{committed}: matches the audit")
    return ExitCode.FINE
