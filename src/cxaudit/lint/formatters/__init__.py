"""The formats of lint's output: each is a module of the same name with a function `render`, loaded when asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:  # the command's help needs only the names of the formats
    from cxaudit.lint.result import LintResult

FOR_PEOPLE = ("text", "concise")
FORMATS = (*FOR_PEOPLE, "json", "sarif", "github", "gitlab", "junit")


class _Format(Protocol):
    def render(self, result: "LintResult") -> str: ...


class _FormatForPeople(Protocol):
    def render(self, result: "LintResult", colour: bool, width: int) -> str: ...


def rendered(name: str, result: "LintResult") -> str:
    """A result in one of the formats, as written to a file: the same bytes whatever the terminal."""
    return cast(_Format, _module(name)).render(result)


def shown(name: str, result: "LintResult", colour: bool, width: int) -> str:
    """A result in one of the formats for people, as a terminal of this width shows it."""
    return cast(_FormatForPeople, _module(name)).render(result, colour, width)


def _module(name: str) -> object:
    return import_module(f"cxaudit.lint.formatters.{name}")
