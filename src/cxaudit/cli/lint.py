"""The command cxaudit lint."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import STRATEGY_FILE
from cxaudit.cli.app import AsOf, ConfigFile, Packs, check_choice, framework_ids, today
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.lint.formatters import FORMATS
from cxaudit.model import DOCUMENT_KINDS

if TYPE_CHECKING:  # at run time, a command imports only what it uses
    from cxaudit.model import Framework
    from cxaudit.project import Project

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH...]", help="Files, folders, packs, or - for standard input.")
]


EXAMPLES = (
    "cxaudit lint",
    "cxaudit lint docs/ --fail-on warning",
    "cxaudit lint --format text --format sarif -o - -o lint.sarif",
    "cat strategy.yaml | cxaudit lint -",
    "cxaudit lint strategy.yaml --kind strategy",
)


def lint(
    paths: Paths = None,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}. Repeatable, each with its --output."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="One for each --format, in order; - is standard output."),
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="SEVERITY", help="error (default), warning or never.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Suppress the problems recorded in FILE.")
    ] = None,
    suppressed: Annotated[
        bool, typer.Option("--suppressed", help="Include suppressed problems in SARIF, marked as such.")
    ] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Only count how often each rule is broken.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only, and no summary.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Show by framework what documents in prose cover, and where.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CRITERION", help="Show the lines by which documents deal with a question, or nearly do."),
    ] = None,
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "-f", "--framework", metavar="ID", help="For --coverage. Repeatable.", autocompletion=framework_ids
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help=f"What kind of document it is: {', '.join(DOCUMENT_KINDS)}.")
    ] = None,
    config: ConfigFile = None,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help="Name for the file on standard input.")
    ] = STRATEGY_FILE,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Check strategies, documents in prose, audits, configurations and packs.

    Without a path, checks what cxaudit.yaml names, else strategy.yaml. Exits with 1 if an error is found, 2 if it could
    not run, 3 if there was nothing to check.
    """
    from cxaudit.cli.output import colours, complain, say, width
    from cxaudit.config import FAIL_ON
    from cxaudit.lint.discovery import find
    from cxaudit.lint.formatters import Style
    from cxaudit.lint.outputs import Outputs, check_overwrites
    from cxaudit.lint.result import exit_code, summary
    from cxaudit.lint.runner import Options, run
    from cxaudit.project import open_project

    alone = {"--coverage": coverage, "--format": format, "--output": output, "--statistics": statistics}
    if explain is not None and (idle := [name for name, given in alone.items() if given]):
        raise CxauditError(Diagnostic(f"--explain cannot be used with {', '.join(idle)}"))
    reads = coverage or "json" in (format or ())
    if framework and not reads and explain is None:
        raise CxauditError(Diagnostic("--framework needs --coverage or --format json"))
    if fail_on is not None:
        check_choice(fail_on, FAIL_ON, "severity")
    formats = format or ["github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"]
    for name in formats:
        check_choice(name, FORMATS, "format")
    if kind is not None:
        check_choice(kind, DOCUMENT_KINDS, "kind")
    project = open_project(config, pack)
    if explain is not None:
        from cxaudit.cli.explaining import explain as lines_of

        return lines_of(project, paths or [], stdin_filename, explain, kind or "", today(as_of))
    frameworks = _frameworks(project, framework) if reads else ()
    style = Style(project.rules, colours(), width(), suppressed, frameworks)
    outputs = Outputs(formats, output or [], statistics, quiet, style)
    found = find(project, paths or [], stdin_filename)
    complain(found.empty)
    check_overwrites(found, output or [], project.config)
    known = baseline or project.config.known_file
    options = Options(kind or "", reads)
    result = outputs.put_out(run(project, found, today(as_of), options), known)
    for line in () if quiet else summary(result, str(known)):
        say(line)
    return exit_code(result, fail_on or project.config.fail_on, exit_zero)


def _frameworks(project: "Project", named: list[str] | None) -> "tuple[Framework, ...]":
    """The frameworks named, else those of the configuration, else those of a first audit."""
    from cxaudit.catalog.catalog import DEFAULT_SET

    catalog = project.catalog
    return catalog.chosen(catalog.named(named or project.config.frameworks or [DEFAULT_SET]))
