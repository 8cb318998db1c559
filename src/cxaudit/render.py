"""Plain values and a template's text to a report, with every value inert."""

import traceback
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cxaudit import inert
from cxaudit.errors import CxauditError, Place, Problem
from cxaudit.figures import bar, percent, span


def render(name: str, templates: Mapping[str, tuple[str, str]], values: Mapping[str, Any]) -> str:
    """The report that a template makes. `templates` maps names to (text, file name for messages).

    Every value is escaped for Markdown unless a filter made it markup; templates run in a sandbox and can
    include or extend each other by name. Raises CxauditError, with file and line, for a fault in a template.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda wanted: _source(templates, wanted)),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # folding constants takes longer than one rendering gains by it
    )
    environment.filters.update(percent=_percent, bar=_bar, span=_span, sentence=_sentence)
    try:
        return environment.get_template(name).render(values)
    except TemplateSyntaxError as error:
        file = error.filename or templates[name][1]
        raise CxauditError(Problem(f"template: {error.message}", Place(file, error.lineno, 1))) from None
    except TemplateNotFound as error:
        hint = f"templates here: {', '.join(sorted(templates))}"
        raise CxauditError(Problem(f"there is no template {error}", Place(templates[name][1]), hint)) from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise _run_time_problem(error, templates) from None


def _source(templates: Mapping[str, tuple[str, str]], name: str) -> tuple[str, str, None] | None:
    return (*templates[name], None) if name in templates else None


def _run_time_problem(error: Exception, templates: Mapping[str, tuple[str, str]]) -> Exception:
    """The innermost template line that the error passed through; an error outside templates is a bug of ours."""
    files = {file for _, file in templates.values()}
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if not lines:
        return error
    place = Place(lines[-1].filename, lines[-1].lineno or 0, 1)
    return CxauditError(Problem(f"template: {inert.line(str(error))}", place))


def _final(value: Any) -> Markup:
    """What an expression shows: inert Markdown, with a space at either end kept for what stands beside it."""
    if isinstance(value, Markup):
        return value
    shown = "" if value is None else str(value)
    before, after = (" " if end.isspace() else "" for end in (shown[:1], shown[-1:]))
    return Markup(f"{before}{inert.markdown(shown)}{after}" if shown.strip() else shown[:1])


def _percent(share: Fraction | None) -> Markup:
    return Markup(percent(share))


def _bar(low: Fraction | None, high: Fraction | None, width: int = 10) -> Markup:
    return Markup("" if low is None else f"`{bar(low, high, width)}`")


def _span(low: Fraction | None, high: Fraction | None) -> Markup:
    return Markup("-" if low is None or high is None else span(low, high))


def _sentence(text: str) -> Markup:
    """A text that ends with a full stop."""
    line = inert.markdown(text)
    return Markup(line if line.endswith((".", "!", "?", "…")) else f"{line}.")
