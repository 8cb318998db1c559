"""The command cxaudit score."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.app import AsOf, AuditFile, ConfigFile, Packs, StrategyFile, check_choice, framework_ids, today
from cxaudit.errors import CxauditError, Diagnostic, ExitCode

if TYPE_CHECKING:
    from cxaudit.audit.assessment import Assessment


EXAMPLES = (
    "cxaudit score acme.yaml",
    "cxaudit score acme.yaml --explain four-ps",
    "cxaudit score acme.yaml --fail-under 40",
)


def score(
    file: AuditFile,
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            autocompletion=framework_ids,
            help="Show the sums behind a figure: overall, FRAMEWORK, FRAMEWORK/ITEM, CRITERION or CRITERION/PRACTICE.",
        ),
    ] = None,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Show every gap, with what is missing and what depends on it.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(
            "--fail-under",
            metavar="N",
            min=0,
            max=100,
            help="Exit with 1 if the score, overall or of the only framework, is below N%.",
        ),
    ] = None,
    strategy: StrategyFile = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Show the score card of an audit."""
    from cxaudit.cli import inputs
    from cxaudit.cli.output import width
    from cxaudit.project import open_project

    check_choice(format, ("text", "json"), "format")
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise CxauditError(Diagnostic("--fail-under takes a number from 0 to 100"))
    for option, given in (("--explain", explain is not None), ("--gaps", gaps)):
        if given:
            _check_alone(option, format == "json", strategy is not None, explain is not None and gaps)
    project = open_project(config, pack)
    assessment = inputs.assessed(project, file, today(as_of))
    reading = inputs.reading(project, strategy, today(as_of))
    if explain is not None:
        from cxaudit.report.explain import explain as trace

        text = trace(assessment, explain)
    elif gaps:
        from cxaudit.report import score_card

        text = score_card.gaps(assessment, width())
    elif format == "json":
        from cxaudit.report import score_json

        text = score_json.render(assessment, reading, ascii_only="utf" not in (sys.stdout.encoding or "").lower())
    else:
        from cxaudit.report import score_card

        text = score_card.card(assessment, width(), reading)
    code = _held_against(assessment, fail_under)
    sys.stdout.write(text)
    return code


def _check_alone(option: str, json: bool, strategy: bool, both: bool) -> None:
    """Raises CxauditError where --explain or --gaps comes with an option that excludes it."""
    if json:
        raise CxauditError(Diagnostic(f"{option} cannot be used with --format json"))
    if strategy:
        raise CxauditError(Diagnostic(f"{option} cannot be used with --strategy", None, "leave one of them out"))
    if both:
        raise CxauditError(Diagnostic("--explain and --gaps cannot be used together", None, "leave one of them out"))


def _held_against(assessment: "Assessment", bar: float | None) -> int:
    from cxaudit.report.numbers import shortfall

    if bar is None:
        return ExitCode.FINE
    if assessment.only_mistakes:
        hint = "add a framework that is scored"
        raise CxauditError(Diagnostic("--fail-under needs a score, and mistakes have none", None, hint))
    if assessment.audit.quick:
        hint = "cxaudit interview AUDIT.yaml --full asks the rest"
        raise CxauditError(Diagnostic("--fail-under needs a score, and a quick look has none", None, hint))
    short = shortfall(assessment.headline, bar)
    if short:
        sys.stderr.write(f"{short}\n")
    return ExitCode.FOUND if short else ExitCode.FINE
