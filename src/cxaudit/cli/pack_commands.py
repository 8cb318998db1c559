"""The commands that work on packs and what they hold: frameworks, rules and new. Each gives an exit code."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cxaudit import sanitize
from cxaudit.cli.app import Packs, all_packs, app, check_choice, load_catalog, width
from cxaudit.errors import CxauditError, Diagnostic, did_you_mean


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
    from cxaudit.catalog.catalog import DEFAULT_SET
    from cxaudit.report import listing

    check_choice(format, ("text", "md", "json"), "format")
    if format != "text" and not overlap:
        raise CxauditError(Diagnostic(f"--format {format} goes with --map"))
    catalog = load_catalog(pack)
    if overlap:
        chosen = catalog.chosen(catalog.named([id] if id else framework or ["all"]))
        sys.stdout.write(listing.overlap(catalog, chosen, format, width()))
    elif id is None:
        sys.stdout.write(listing.frameworks(catalog, catalog.named(framework or [DEFAULT_SET]), width()))
    else:
        sys.stdout.write(listing.framework(catalog, catalog.chosen([id])[0], width()))
    return 0


# ----------------------------------------------------------------------------------------------------- new


@app.command()
def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    pack: Packs = None,
) -> int:
    """List the rules on strategies, or show one.

    With the id of a question, the rules that bear on it.
    """
    from cxaudit.catalog import sources
    from cxaudit.report import listing
    from cxaudit.rules.loader import read_rules

    known = read_rules(sources.rule_files(all_packs(pack)))
    bearing = {name: rule for name, rule in known.items() if id is None or id in rule.criteria}
    if id in known:
        sys.stdout.write(listing.rule(known[id]))
    elif bearing:
        sys.stdout.write(listing.rules(bearing))
    else:
        names = [*known, *dict.fromkeys(criterion for rule in known.values() for criterion in rule.criteria)]
        told = f'there is no rule "{sanitize.line(id or "")}", and no question of this name on which one bears'
        raise CxauditError(Diagnostic(told, None, did_you_mean(id or "", names)))
    return 0


@app.command()
def new(
    kind: Annotated[str, typer.Argument(metavar="framework|criterion", help="What to begin.", show_default=False)],
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower-case words joined by hyphens.")],
    pack: Annotated[Path, typer.Argument(metavar="[DIR]", help="The pack to write it into.")] = Path(),
    group: Annotated[str, typer.Option(metavar="NAME", help="The bank file that a criterion goes into.")] = "own",
) -> int:
    """Begin a framework or criterion in a pack.

    Writes a commented starter; what it says TODO about is to be filled in, and lint shows what is left.
    """
    from cxaudit.catalog import scaffold

    check_choice(kind, ("framework", "criterion"), "starter")
    path, line = scaffold.begin(kind, id, pack, group)
    sys.stdout.write(f"{path}:{line}: write what says TODO, then: cxaudit lint {pack}\n")
    return 0
