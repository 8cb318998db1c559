"""The command cxaudit schema."""

import sys
from typing import Annotated

import typer

from cxaudit.cli.app import check_choice
from cxaudit.errors import ExitCode

_KINDS = ("strategy", "audit", "framework", "bank", "rules", "config")


EXAMPLES = (
    "cxaudit schema strategy",
    "cxaudit schema audit > audit.schema.json",
)


def schema(
    kind: Annotated[str, typer.Argument(metavar="|".join(_KINDS), help="The kind of file.", show_default=False)],
) -> int:
    """Print the JSON Schema for a kind of file.

    It is draft 07, for editors and other checkers.
    """
    import json

    from cxaudit.audit.file import AUDIT
    from cxaudit.catalog.schemas import BANK, FRAMEWORK
    from cxaudit.config import CONFIG
    from cxaudit.rules.loader import RULES
    from cxaudit.schema.json_schema import schema as schema_of
    from cxaudit.schema.scalars import AnyShape
    from cxaudit.strategy.schema import STRATEGY

    check_choice(kind, _KINDS, "kind of file")
    declared: tuple[AnyShape, ...] = (STRATEGY, AUDIT, FRAMEWORK, BANK, RULES, CONFIG)
    shapes = dict(zip(_KINDS, declared, strict=True))
    sys.stdout.write(json.dumps(schema_of(shapes[kind], f"cxaudit {kind}"), indent=1) + "\n")
    return ExitCode.FINE
