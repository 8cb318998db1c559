"""The command cxaudit baseline."""

from pathlib import Path
from typing import Annotated

import typer

from cxaudit import STRATEGY_FILE
from cxaudit.cli.app import AsOf, ConfigFile, Packs, check_choice, today
from cxaudit.cli.lint import Paths
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit baseline create",
    "cxaudit baseline prune",
    "cxaudit lint --baseline baseline.json",
)


def baseline(
    action: Annotated[str, typer.Argument(metavar="create|prune", show_default=False)],
    paths: Paths = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The baseline; default as in cxaudit.yaml.")
    ] = None,
    config: ConfigFile = None,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Record today's problems, or drop those that are fixed.

    lint --baseline then suppresses these problems and no others; prune removes those that are gone.
    """
    from cxaudit.cli.output import complain, put_out, say
    from cxaudit.lint.baseline import created, pruned
    from cxaudit.lint.discovery import find
    from cxaudit.lint.outputs import check_overwrites
    from cxaudit.lint.runner import run
    from cxaudit.project import open_project

    check_choice(action, ("create", "prune"), "action")
    project = open_project(config, pack)
    target = output or project.config.known_file or project.config.folder / "baseline.json"
    found = find(project, paths or [], STRATEGY_FILE)
    complain(found.empty)
    check_overwrites(found, [target], project.config)
    results = run(project, found, today(as_of))
    made = created(results, target) if action == "create" else pruned(results, target)
    if not made.files:
        return ExitCode.NOTHING_TO_CHECK
    here = str(target) == "-"
    put_out(made.text, None if here else target)
    for line in made.said(target, told=bool(project.config.baseline) or here):
        say(line)
    return ExitCode.FINE
