"""The Typer app, and the options that several commands share."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cxaudit import version_line
from cxaudit.errors import CxauditError, Diagnostic, did_you_mean

app = typer.Typer(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Audits an organisation's customer service strategy: interview, score, gap report, lint.",
    epilog=(
        "Exit codes: 0 fine, 1 problems or a low score, 2 could not run, 3 nothing to check, 70 a bug, 130 interrupted."
    ),
)

Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", metavar="DIR", help="Also read frameworks/ and templates/ in DIR. Repeatable."),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Default: cxaudit.yaml here or in a parent folder.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Use this date instead of today.")]
AuditFile = Annotated[Path, typer.Argument(metavar="AUDIT.yaml", help="The audit file.", show_default=False)]
StrategyFile = Annotated[
    Path | None,
    typer.Option(
        "--strategy", metavar="FILE", help="Show what this strategy, or document in prose, says next to the answers."
    ),
]
OutputFile = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")]
TemplateFile = Annotated[Path | None, typer.Option("--template", metavar="FILE", help="Your own Jinja template.")]


def framework_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Completions for the id of a framework, from the names of the files: none is opened."""
    from cxaudit.catalog.sources import framework_ids as all_ids

    found = [*all_ids([Path(pack) for pack in context.params.get("pack") or ()]), "all"]
    return [id for id in found if id.startswith(incomplete)]


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        sys.stdout.write(f"{version_line()}\n")
        raise typer.Exit


def check_choice(word: str, known: tuple[str, ...], kind: str) -> None:
    """Raises CxauditError for a word that is not one of the known ones."""
    if word not in known:
        plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
        hint = did_you_mean(word, known, plural)
        raise CxauditError(Diagnostic(f'there is no {kind} "{word}"', None, hint))


def today(as_of: str | None) -> str:
    """The date given, else today's, which is looked up only here. Raises CxauditError for what is not a date."""
    from datetime import date

    from cxaudit.schema.scalars import is_day

    if as_of is None:
        return date.today().isoformat()
    if not is_day(as_of):
        raise CxauditError(Diagnostic(f'--as-of "{as_of}" is not a date', None, "write it as YYYY-MM-DD"))
    return as_of
