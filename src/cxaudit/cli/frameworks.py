"""The command cxaudit frameworks."""

import sys
from typing import Annotated

import typer

from cxaudit.cli.app import ConfigFile, Packs, check_choice, framework_ids
from cxaudit.errors import CxauditError, Diagnostic, ExitCode

EXAMPLES = (
    "cxaudit frameworks",
    "cxaudit frameworks four-ps",
    "cxaudit frameworks first-audit --format json",
    "cxaudit frameworks --framework all --map --format md",
)


def frameworks(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False, autocompletion=framework_ids)] = None,
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "--framework",
            metavar="ID",
            autocompletion=framework_ids,
            help="A chosen framework; default first-audit. Repeatable.",
        ),
    ] = None,
    overlap: Annotated[bool, typer.Option("--map", help="Show which items each question serves.")] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json; with --map, also md.")
    ] = "text",
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """List the frameworks, or print a sheet for preparing an interview.

    ID is a framework, a group, a set or all. The sheet lists questions by the role that can answer, and the documents
    to bring. --format json prints questions and statements as data.
    """
    from cxaudit.catalog.catalog import DEFAULT_SET
    from cxaudit.cli.output import width
    from cxaudit.project import open_project
    from cxaudit.report import listing

    check_choice(format, ("text", "md", "json"), "format")
    if format == "md" and not overlap:
        raise CxauditError(Diagnostic("--format md needs --map"))
    catalog = open_project(config, pack).catalog
    chosen = catalog.chosen(catalog.named([id] if id else framework or ["all"]))
    if overlap:
        text = listing.overlap(catalog, chosen, format, width())
    elif format == "json":
        import json

        from cxaudit.report import sheet

        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        text = json.dumps(sheet.as_json(catalog, chosen), indent=2, ensure_ascii=ascii_only) + "\n"
    elif id is None:
        text = listing.frameworks(catalog, catalog.named(framework or [DEFAULT_SET]), width())
    else:
        from cxaudit.report import sheet

        text = sheet.sheet(catalog, chosen, width())
    sys.stdout.write(text)
    return ExitCode.FINE
