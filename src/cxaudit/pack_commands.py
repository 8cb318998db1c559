"""The commands that work on frameworks and packs of them: frameworks, lint, new. Each gives an exit code."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import inert
from cxaudit.app import Packs, app, check_choice, complain, load_library, width
from cxaudit.errors import CxauditError, Place, Problem

if TYPE_CHECKING:
    from cxaudit.library import Source


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

    check_choice(format, ("text", "md", "json"), "format")
    if format != "text" and not overlap:
        raise CxauditError(Problem(f"--format {format} goes with --map"))
    library = load_library(pack)
    if overlap:
        chosen = library.chosen(library.named([id] if id else framework or ["all"]))
        sys.stdout.write(listing.overlap(library, chosen, format, width()))
    elif id is None:
        sys.stdout.write(listing.frameworks(library, library.named(framework or [DEFAULT_SET]), width()))
    else:
        sys.stdout.write(listing.framework(library, library.chosen([id])[0], width()))
    return 0


# ---------------------------------------------------------------------------------------------------- lint


@app.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Packs to prove.", show_default=False)],
    pack: Packs = None,
) -> int:
    """Prove packs of questions, frameworks and templates.

    Exits with 1 where something is wrong, and with 3 where there is nothing to check.
    """
    problems: list[Problem] = []
    checked = 0
    for path in dict.fromkeys(paths):
        if not path.exists():
            raise CxauditError(Problem("there is no such folder", Place(str(path)), "lint takes the folder of a pack"))
        found, count = _prove(path, [other for other in pack or [] if other != path])
        problems += found
        checked += count
        if not count:
            hint = "a pack holds frameworks/*.yaml, frameworks/bank/*.yaml or templates/*.j2"
            complain([Problem("there is nothing to check here", Place(str(path)), hint)])
    for problem in problems:
        sys.stdout.write(f"{inert.text(str(problem))}\n")
    if checked:
        told = _many(len(problems), "problem") if problems else "no problem"
        sys.stderr.write(f"{_many(checked, 'file')} checked: {told}\n")
    return 1 if problems else 0 if checked else 3


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _prove(pack: Path, others: list[Path]) -> tuple[list[Problem], int]:
    """The problems of a pack, and how many files it has."""
    from cxaudit import files, proof

    own, templates = files.pack_files(pack)
    if not own and not templates:
        return [], 0
    try:
        sources = files.sources([*others, pack])
        problems = proof.prove(sources, own)
        if templates and not problems:
            problems = _rehearse(sources, own, files.templates([*others, pack]), templates)
    except CxauditError as error:  # a file that cannot even be read
        problems = list(error.problems)
    return problems, len(own) + len(templates)


def _rehearse(
    sources: "list[Source]", own: list[str], templates: dict[str, tuple[str, str]], names: list[str]
) -> list[Problem]:
    """Templates over the pack's own frameworks, and over the few that are asked by default."""
    from cxaudit.library import DEFAULT_SET, load
    from cxaudit.rehearsal import rehearse

    library = load(sources)
    mine = [id for id in library.frameworks if any(file.endswith(f"/{id}.yaml") for file in own)]
    found = [p for ids in (mine, library.named([DEFAULT_SET])) if ids for p in rehearse(library, ids, templates, names)]
    return list(dict.fromkeys(found))


# ----------------------------------------------------------------------------------------------------- new


@app.command()
def new(
    kind: Annotated[str, typer.Argument(metavar="framework|criterion", help="What to begin.", show_default=False)],
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower-case words joined by hyphens.")],
    pack: Annotated[Path, typer.Argument(metavar="[DIR]", help="The pack to write it into.")] = Path(),
    group: Annotated[str, typer.Option(metavar="NAME", help="The bank file that a criterion goes into.")] = "own",
) -> int:
    """Begin a framework or a criterion in a pack, with a commented starter to fill in."""
    from cxaudit import starter

    check_choice(kind, ("framework", "criterion"), "starter")
    path, line = starter.begin(kind, id, pack, group)
    sys.stdout.write(f"{path}:{line}: write what says TODO, then: cxaudit lint {pack}\n")
    return 0
