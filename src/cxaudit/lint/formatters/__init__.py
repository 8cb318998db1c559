"""The formats of lint's output: each is a module of its name with a class `Format`, loaded when it is asked for.

A format gets the result of one file at a time, so that memory does not grow with the findings.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:  # the help imports this module: it must load fast
    from cxaudit.lint.result import LintResult
    from cxaudit.model import Framework
    from cxaudit.rules.rule import Rule

FOR_PEOPLE = ("text", "concise")
FORMATS = (*FOR_PEOPLE, "json", "sarif", "github", "gitlab", "junit")
FROM_ROOT = ("sarif", "github", "gitlab")  # whose paths begin at the root of the repository


class Style(NamedTuple):
    """How results are shown."""

    rules: "Mapping[str, Rule]"
    colour: bool = False
    width: int = 80
    suppressed: bool = False  # whether SARIF has what is suppressed
    frameworks: "Sequence[Framework]" = ()  # by which the coverage of documents is shown


class Format(Protocol):
    """One way to write results. Each method gives the text that comes next."""

    def head(self) -> str:
        """What comes before all results."""

    def part(self, result: "LintResult") -> str:
        """The result of one file or pack."""

    def foot(self, whole: "LintResult") -> str:
        """What comes after all results; `whole` is the run's, without diagnostics."""


def format_of(name: str, style: Style) -> Format:
    """The format of this name."""
    return cast("type[_Made]", import_module(f"cxaudit.lint.formatters.{name}").Format)(style)


class _Made(Format):
    def __init__(self, style: Style) -> None: ...
