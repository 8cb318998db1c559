"""What several commands read: an audit with its scores, a strategy to show beside it, and templates."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxaudit import files
from cxaudit.cli.output import complain
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.project import Project

if TYPE_CHECKING:  # at run time, a command imports only what it uses
    from cxaudit.audit.assessment import Assessment
    from cxaudit.report.crosscheck import Reading


def assessed(project: Project, file: Path, as_of: str) -> "Assessment":
    """The scores of the audit in a file, as of a day (YYYY-MM-DD); remarks on the file go to standard error."""
    from cxaudit.audit.assessment import assess
    from cxaudit.audit.file import read_audit
    from cxaudit.schema.document import parse

    audit, remarks = read_audit(parse(files.read(file), str(file)), project.catalog)
    complain(remarks)
    return assess(project.catalog, audit, as_of)


def reading(project: Project, strategy: Path | None, as_of: str) -> "Reading | None":
    """What a strategy shows of each criterion; None where no strategy is given."""
    if strategy is None:
        return None
    from cxaudit.prose.units import is_prose
    from cxaudit.report.crosscheck import read_beside, read_prose_beside
    from cxaudit.schema.document import parse

    data = files.read(strategy)
    if is_prose(strategy.name):
        return read_prose_beside(project, data, str(strategy), strategy.name, as_of)
    try:
        doc = parse(data, str(strategy))
    except CxauditError as error:
        raise _not_a_strategy(strategy, data) or error from None
    return read_beside(project, doc, data, strategy.name, as_of)


def _not_a_strategy(path: Path, data: bytes) -> CxauditError | None:
    """What a file looks like that is neither YAML nor a document in prose; None if nothing can be said."""
    from cxaudit.lint.file_types import looks_like

    if not (found := looks_like(path.name, data)):
        return None
    hint = "name a strategy in YAML, or a document in Markdown, HTML, plain text or Word"
    return CxauditError(Diagnostic(f"this looks like {found[0]}", Place(str(path)), hint))


def rendered(project: Project, own: Path | None, standard: str, values: Mapping[str, Any], format: str = "md") -> str:
    """What the user's own template makes of some values, within bounds of time and memory; else the standard one."""
    from cxaudit.report.templating import render

    available, name = templates(project, own)
    if name is None:
        return render(standard, available, values, format)
    from cxaudit.report.bounds import in_bounds

    return in_bounds(render, name, available, values, format, file=str(own))


def templates(project: Project, own: Path | None) -> tuple[Mapping[str, tuple[str, str]], str | None]:
    """All templates by name, and the name of the user's own among them; None where none is given."""
    if own is None:
        return project.templates, None
    from cxaudit.report.templating import OWN

    return {**project.templates, OWN: (files.text(own), str(own))}, OWN
