"""The command cxaudit render."""

from pathlib import Path
from typing import Annotated

import typer

from cxaudit import files
from cxaudit.cli.app import ConfigFile, OutputFile, Packs, TemplateFile
from cxaudit.errors import ExitCode

EXAMPLES = (
    "cxaudit render strategy.yaml -o strategy.md",
    "cxaudit render strategy.yaml --template ours.md.j2",
)


def render(
    file: Annotated[Path, typer.Argument(metavar="STRATEGY.yaml", help="The strategy.", show_default=False)],
    output: OutputFile = None,
    template: TemplateFile = None,
    config: ConfigFile = None,
    pack: Packs = None,
) -> int:
    """Write a strategy as a readable Markdown document."""
    from cxaudit.cli import inputs
    from cxaudit.cli.output import put_out, spare, written_as
    from cxaudit.project import open_project
    from cxaudit.schema.document import parse
    from cxaudit.strategy.reader import read_strategy, template_values

    spare(output, "document", {"strategy": file, "template": template})
    strategy = read_strategy(parse(files.read(file), str(file)))
    values = {"strategy": template_values(strategy)}
    format = written_as("strategy", ("md",), None, output, template)
    put_out(inputs.rendered(open_project(config, pack), template, "strategy.md.j2", values, format), output)
    return ExitCode.FINE
