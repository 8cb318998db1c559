"""The command cxaudit frameworks."""

import sys
from typing import Annotated

import typer

from cxaudit.cli.app import ConfigFile, Packs, check_choice, framework_ids
from cxaudit.errors import CxauditError, Diagnostic, ExitCode

EXAMPLES = (
    "cxaudit frameworks",
    "cxaudit frameworks four-ps",
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
            help="Already chosen; default first-audit. Repeatable.",
        ),
    ] = None,
    overlap: Annotated[bool, typer.Option("--map", help="Show which items each question serves.")] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="Format of the map: text, md or json.")
    ] = "text",
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """List the frameworks, or show one whole."""
    from cxaudit.catalog.catalog import DEFAULT_SET
    from cxaudit.cli.output import width
    from cxaudit.project import open_project
    from cxaudit.report import listing

    check_choice(format, ("text", "md", "json"), "format")
    if format != "text" and not overlap:
        raise CxauditError(Diagnostic(f"--format {format} goes with --map"))
    catalog = open_project(config, pack).catalog
    if overlap:
        chosen = catalog.chosen(catalog.named([id] if id else framework or ["all"]))
        text = listing.overlap(catalog, chosen, format, width())
    elif id is None:
        text = listing.frameworks(catalog, catalog.named(framework or [DEFAULT_SET]), width())
    else:
        text = listing.framework(catalog, catalog.chosen([id])[0], width())
    sys.stdout.write(text)
    return ExitCode.FINE
