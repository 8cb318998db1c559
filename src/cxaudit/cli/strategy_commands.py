"""The commands around a strategy file: schema, init, render. Each gives an exit code."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cxaudit import CONFIG_FILE, STRATEGY_FILE
from cxaudit.cli.app import AsOf, Packs, app, check_choice, put_out, read, spare, templates_of, today
from cxaudit.errors import CxauditError, Diagnostic, Place

_KINDS = ("strategy", "audit", "framework", "bank", "rules", "config")


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="|".join(_KINDS), help="Of which files.", show_default=False)],
) -> int:
    """Print the JSON Schema of a kind of file.

    It is of draft 07, for editors and other checkers.
    """
    import json

    from cxaudit.audit.file import AUDIT
    from cxaudit.catalog.schemas import BANK, FRAMEWORK
    from cxaudit.config import CONFIG
    from cxaudit.rules.loader import RULES
    from cxaudit.schema.json_schema import schema as schema_of
    from cxaudit.strategy.schema import STRATEGY

    check_choice(kind, _KINDS, "kind")
    shapes = dict(zip(_KINDS, (STRATEGY, AUDIT, FRAMEWORK, BANK, RULES, CONFIG), strict=True))
    sys.stdout.write(json.dumps(schema_of(shapes[kind], f"cxaudit {kind}"), indent=1) + "\n")
    return 0


# ---------------------------------------------------------------------------------------------------- init


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write them.")] = Path(),
    as_of: AsOf = None,
) -> int:
    """Begin a strategy: starter, schema, cxaudit.yaml.

    The starter says TODO where something is to be filled in; editors complete and check it by the schema.
    """
    import json

    from cxaudit import files
    from cxaudit.catalog import sources
    from cxaudit.schema.json_schema import schema as schema_of
    from cxaudit.strategy.schema import STRATEGY

    texts = {
        STRATEGY_FILE: sources.starter("strategy").replace("NEXT", str(int(today(as_of)[:4]) + 1)),
        "strategy.schema.json": json.dumps(schema_of(STRATEGY, "cxaudit strategy"), indent=1) + "\n",
        CONFIG_FILE: sources.starter("config"),
    }
    there = [folder / name for name in texts if (folder / name).exists()]
    if there:
        raise CxauditError(
            *(Diagnostic("this file is there already", Place(str(path)), "move it first") for path in there)
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        files.write(folder / name, text)
        sys.stdout.write(f"{folder / name}\n")
    sys.stderr.write("Fill in strategy.yaml, then: cxaudit lint\n")
    return 0


# -------------------------------------------------------------------------------------------------- render


@app.command()
def render(
    file: Annotated[Path, typer.Argument(metavar="STRATEGY.yaml", help="The strategy.", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A Jinja template of your own.")
    ] = None,
    pack: Packs = None,
) -> int:
    """Make a readable Markdown document of a strategy."""
    from cxaudit.report.templating import render as render_template
    from cxaudit.schema.document import parse
    from cxaudit.strategy.reader import read_strategy, shown

    spare(output, "document", {"strategy": file, "template": template})
    strategy = read_strategy(parse(read(file), str(file)))
    templates, own = templates_of(template, pack)
    put_out(render_template(own or "strategy.md.j2", templates, {"strategy": shown(strategy)}), output)
    return 0
