"""The commands that work on an audit: interview, score, report. Each gives an exit code."""

import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import sanitize
from cxaudit.cli.app import (
    AsOf,
    Packs,
    app,
    check_choice,
    complain,
    load_catalog,
    nearest_config,
    put_out,
    read,
    spare,
    templates_of,
    today,
    width,
)
from cxaudit.errors import CxauditError, Diagnostic, Place

if TYPE_CHECKING:
    from cxaudit.audit.scoring import Assessment
    from cxaudit.catalog.catalog import Catalog
    from cxaudit.interview.autosave import Session
    from cxaudit.model import Audit
    from cxaudit.report.crosscheck import Reading

StrategyFile = Annotated[
    Path | None, typer.Option("--strategy", metavar="FILE", help="Show what this strategy says beside the answers.")
]
AuditFile = Annotated[Path, typer.Argument(metavar="AUDIT.yaml", help="The audit file.", show_default=False)]


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
    from cxaudit.audit.file import read_answers
    from cxaudit.interview.autosave import open_session, prepare
    from cxaudit.model import ROLES

    day = today(as_of)
    if not answers and not (sys.stdin and sys.stdin.isatty()):
        hint = "play answers from a file with --answers FILE, or run it in a terminal"
        raise CxauditError(Diagnostic("there is no terminal to ask on", None, hint))
    if role is not None:
        check_choice(role, ROLES, "role")
    catalog, config = load_catalog(pack), nearest_config()
    session, remarks = open_session(file, catalog)
    scripts = [read_answers(read(path), str(path), catalog) for path in answers or []]
    complain([*remarks, *(remark for _, found in scripts for remark in found)])
    who = {"organisation": organisation, "respondent": respondent, "role": role}
    named = framework or _scripted(scripts, session)
    if not session.audit.frameworks:  # a new audit begins with what the configuration says
        named = named or list(config.frameworks if config else ())
        session.audit = replace(session.audit, target=config.target if config else None)
    prepare(session, named, who, quick)
    if not answers:
        return _at_terminal(session, day)
    for path, (script, _) in zip(answers, scripts, strict=True):
        _play(session, script, path, day)
    return 0


def _scripted(scripts: "list[tuple[Audit, list[Diagnostic]]]", session: "Session") -> list[str]:
    """The frameworks that the files of answers name, for an audit that has none yet."""
    named = [] if session.audit.frameworks else [i for script, _ in scripts for i in script.frameworks]
    return list(dict.fromkeys(named))


def _play(session: "Session", script: "Audit", path: Path, today: str) -> None:
    from cxaudit.interview.autosave import play
    from cxaudit.interview.flow import progress

    complain(Diagnostic(told, Place(str(path))) for told in play(session, script, today))
    sys.stdout.write(f"{session.path}: {progress(session.catalog, session.audit)}\n")


def _at_terminal(session: "Session", today: str) -> int:
    from cxaudit.interview import loop
    from cxaudit.interview.prompts import Quit, room

    try:
        loop.interview(session, room(today))
    except (Quit, EOFError):
        loop.farewell(session)
    except KeyboardInterrupt:
        loop.farewell(session)
        return 130
    return 0


# ------------------------------------------------------------------------------- score and report


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
    gaps: Annotated[bool, typer.Option("--gaps", help="Show every gap, with the items that closing it lifts.")] = False,
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
    strategy: StrategyFile = None,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Show the score card of an audit."""
    from cxaudit.report import score_card

    check_choice(format, ("text", "json"), "format")
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise CxauditError(Diagnostic("--fail-under takes a number from 0 to 100"))
    for option, given in (("--explain", explain is not None), ("--gaps", gaps)):
        if given:
            _check_alone(option, format == "json", strategy is not None, explain is not None and gaps)
    assessment = _assess(file, load_catalog(pack))
    reading = _reading(strategy, pack, as_of) if strategy else None
    if explain is not None:
        from cxaudit.report.explain import explain as trace

        sys.stdout.write(trace(assessment, explain))
    elif gaps:
        sys.stdout.write(score_card.gaps(assessment, width()))
    elif format == "json":
        import json

        from cxaudit.report.score_json import as_json

        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        sys.stdout.write(json.dumps(as_json(assessment, reading), indent=2, ensure_ascii=ascii_only) + "\n")
    else:
        sys.stdout.write(score_card.card(assessment, width(), reading))
    return _below_bar(assessment, fail_under)


def _check_alone(option: str, json: bool, strategy: bool, both: bool) -> None:
    """Raises CxauditError where a part of the score is asked for beside what it cannot be shown with."""
    if json:
        raise CxauditError(Diagnostic(f"{option} prints text; --format json takes none"))
    if strategy:
        raise CxauditError(Diagnostic(f"{option} shows nothing of --strategy", None, "leave one of them out"))
    if both:
        raise CxauditError(Diagnostic("--explain and --gaps cannot both be shown", None, "leave one of them out"))


def _below_bar(assessment: "Assessment", bar: float | None) -> int:
    from cxaudit.audit.scoring import NOT_RATED
    from cxaudit.report.numbers import percent

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
    strategy: StrategyFile = None,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Write the gap report of an audit."""
    from cxaudit.report.context import as_json, context
    from cxaudit.report.templating import render

    check_choice(format, ("md", "json"), "format")
    if format == "json" and template:
        raise CxauditError(Diagnostic("--template makes Markdown; --format json takes none"))
    spare(output, "report", {"audit": file, "template": template, "strategy": strategy})
    catalog = load_catalog(pack)
    reading = _reading(strategy, pack, as_of) if strategy else None
    values = context(catalog, _assess(file, catalog), reading)
    if format == "json":
        put_out(as_json(values), output)
        return 0
    templates, own = templates_of(template, pack)
    put_out(render(own or "report.md.j2", templates, values), output)
    return 0


def _assess(file: Path, catalog: "Catalog") -> "Assessment":
    from cxaudit.audit.file import read_audit
    from cxaudit.audit.scoring import assess

    audit, remarks = read_audit(read(file), str(file), catalog)
    complain(remarks)
    return assess(catalog, audit)


def _reading(path: Path, packs: list[Path] | None, as_of: str | None) -> "Reading":
    """What a strategy shows of each criterion, with what its ignores and exceptions let pass."""
    from cxaudit.lint.engine import lint_strategy
    from cxaudit.lint.runner import set_up
    from cxaudit.report.crosscheck import Reading, evidence
    from cxaudit.schema.document import parse
    from cxaudit.strategy.reader import read_strategy

    day, data = today(as_of), read(path)
    doc = parse(data, str(path))
    strategy = read_strategy(doc)
    checker = set_up(None, packs or [], day)
    ignored = checker.ignored_in(str(path))
    ruleset = checker.ruleset.without(ignored)
    shown = evidence(ruleset.rules.values(), strategy, day, lint_strategy(doc, data, checker.ruleset, day, ignored))
    off = tuple(id for id, rule in checker.rules.items() if rule.shows and id not in ruleset.rules)
    named = strategy["title"], strategy.get("version", ""), strategy.get("approved", "")
    return Reading(sanitize.line(path.name), *named, day, shown, off)
