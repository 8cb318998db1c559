"""The command cxaudit report."""

from typing import Annotated

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

_NOT_TEXT = (".docx", ".doc", ".odt", ".pdf", ".html", ".htm", ".xlsx", ".pptx")
EXAMPLES = (
    "cxaudit report acme.yaml -o report.md",
    "cxaudit report acme.yaml --read-back -o read-back.md",
    "cxaudit report acme.yaml --strategy strategy.yaml",
    "cxaudit report acme.yaml --template ours.md.j2",
)


def report(
    file: AuditFile,
    output: OutputFile = None,
    template: TemplateFile = None,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md or json.")] = "md",
    strategy: StrategyFile = None,
    all_steps: Annotated[
        bool, typer.Option("--all-steps", help="Give the step for everything that is missing, not only the next ones.")
    ] = False,
    read_back: Annotated[
        bool, typer.Option("--read-back", help="Write the draft findings, to read to the client before the report.")
    ] = False,
    as_of: AsOf = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Write the gap report of an audit."""
    from cxaudit.cli import inputs
    from cxaudit.cli.output import put_out, spare
    from cxaudit.project import open_project
    from cxaudit.report.context import as_json, context

    check_choice(format, ("md", "json"), "format")
    if format == "json" and template:
        raise CxauditError(Diagnostic("--template cannot be used with --format json"))
    if read_back and (template or format == "json"):
        raise CxauditError(Diagnostic("--read-back cannot be used with --template or --format json"))
    if output and output.suffix.lower() in _NOT_TEXT:
        hint = "write Markdown, then: pandoc report.md -o report.docx"
        raise CxauditError(Diagnostic(f"a report is Markdown or JSON, not {output.suffix}", Place(str(output)), hint))
    spare(output, "report", {"audit": file, "template": template, "strategy": strategy})
    project = open_project(config, pack)
    reading = inputs.reading(project, strategy, today(as_of))
    values = context(project.catalog, inputs.assessed(project, file, today(as_of)), reading, all_steps)
    if format == "json":
        put_out(as_json(values), output)
        return ExitCode.FINE
    standard = "read-back.md.j2" if read_back else "report.md.j2"
    put_out(inputs.rendered(project, template, standard, values), output)
    return ExitCode.FINE
