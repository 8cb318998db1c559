"""Renders a template with plain values, all of which are made harmless."""

import re
import traceback
from collections.abc import Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cxaudit import sanitize
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.report.formats import FORMATS
from cxaudit.report.template_cache import template_cache

_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")  # left behind where a block shows nothing
OWN = "your own template"  # the name of the template that the user gives as a file
LONGEST = 16 * 2**20  # characters of a rendered text; a report on everything has about a hundredth
_FAULTS = (
    TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,  # also raised for text that cannot be written as UTF-8
    AttributeError,
    RecursionError,
    MemoryError,
    SyntaxError,
    AssertionError,  # of Jinja's own filters, such as truncate(2)
    RuntimeError,
)


_OPTIONS: Mapping[str, bool] = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "optimized": False,  # folding constants takes longer than it saves in one rendering
}


class _Environment(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """`framework.items` means the key, never the dictionary's method."""
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)


def render(name: str, templates: Mapping[str, tuple[str, str]], values: Mapping[str, Any], format: str = "md") -> str:
    """The text that a template renders to, in Markdown ("md") or "html".

    `templates` maps names to (text, file name for messages). Every value is escaped for the format when it is written,
    unless it comes from one of our filters or was marked with `safe`. Templates run in a sandbox and can include or
    extend each other by name. Raises CxauditError, with file and line, for a mistake in a template.
    """
    written = FORMATS[format]
    environment = _Environment(
        loader=FunctionLoader(lambda wanted: _source(templates, wanted)),
        undefined=StrictUndefined,
        autoescape=written.escapes,
        finalize=written.final,
        bytecode_cache=template_cache(f"{_OPTIONS} {format}"),
        **_OPTIONS,
    )
    for filter_that_makes_html in ("e", "escape", "forceescape", "tojson", "urlize", "xmlattr"):
        del environment.filters[filter_that_makes_html]
    environment.filters.update(written.filters)
    del environment.globals["lipsum"], environment.filters["random"]  # the same input gives the same text
    try:
        text = environment.get_template(name).render(values)
        if len(text) > LONGEST:
            raise ValueError(f"it writes more than {LONGEST // 2**20} million characters")
        text.encode()
        return text if written.escapes else _BLANKS.sub("\n\n", text)
    except TemplateSyntaxError as error:
        file = error.filename or templates[name][1]
        raise CxauditError(Diagnostic(f"template: {error.message}", Place(file, error.lineno, 1))) from None
    except TemplateNotFound as error:
        hint = f"templates here: {', '.join(sorted(set(templates) - {OWN}))}"
        raise CxauditError(Diagnostic(f"there is no template {error}", Place(templates[name][1]), hint)) from None
    except _FAULTS as error:
        raise _run_time_problem(error, templates, name) from None


def _source(templates: Mapping[str, tuple[str, str]], name: str) -> tuple[str, str, None] | None:
    return (*templates[name], None) if name in templates else None


def _run_time_problem(error: BaseException, templates: Mapping[str, tuple[str, str]], name: str) -> BaseException:
    """The CxauditError to raise, with the innermost template line in the traceback.

    An error without such a line that is not from the user's own template is a bug of ours and returned as
    it is.
    """
    files = {file for _, file in templates.values()}
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if not lines and name != OWN:
        return error
    place = Place(lines[-1].filename, lines[-1].lineno or 0, 1) if lines else Place(templates[name][1])
    if isinstance(error, MemoryError):
        error = MemoryError("it needs too much memory")
    reason = sanitize.line(str(error)) or type(error).__name__
    return CxauditError(Diagnostic(f"template: {reason}", place))
