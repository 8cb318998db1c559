"""Opens an interview: which audit, who answers, over which frameworks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.audit.file import read_answers
from cxaudit.catalog.catalog import DEFAULT_SET
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.interview.autosave import Session, open_session
from cxaudit.model import Audit
from cxaudit.project import Project
from cxaudit.schema.document import parse


def begin(
    project: Project,
    path: Path,
    scripts: Sequence[Audit],
    frameworks: Sequence[str] | None,
    who: Mapping[str, str | None],
    quick: bool | None,
) -> tuple[Session, list[Diagnostic]]:
    """Opens the audit in a file, or a new one, and sets who and what is audited, as far as given; returns remarks too.

    A new audit takes the frameworks named, else those of the scripts, else those of the configuration; its target is
    that of the configuration.
    """
    session, remarks = open_session(path, project.catalog)
    if not session.audit.frameworks:
        scripted = dict.fromkeys(id for script in scripts for id in script.frameworks)
        frameworks = frameworks or list(scripted) or project.config.frameworks
        session.audit = replace(session.audit, target=project.config.target)
    prepare(session, frameworks, who, quick)
    return session, remarks


def read_script(project: Project, path: Path) -> tuple[Audit, list[Diagnostic]]:
    """The answers to play from a file, and remarks on them."""
    return read_answers(parse(files.read(path), str(path)), project.catalog)


def prepare(
    session: Session, frameworks: Sequence[str] | None, who: Mapping[str, str | None], quick: bool | None = None
) -> None:
    """Sets who and what is audited, as far as given, and saves: from here on the file exists.

    `frameworks` are ids, groups, sets or "all". Where none are given, an audit keeps those it has, at their current
    versions. A quick audit stays quick until it is made a full one.
    """
    catalog, audit = session.catalog, session.audit
    ids = catalog.named(frameworks) if frameworks else tuple(audit.frameworks) or catalog.named([DEFAULT_SET])
    versions = {framework.id: framework.version for framework in catalog.chosen(ids)}
    given = {name: sanitize.line(text) for name, text in who.items() if text is not None}
    if empty := [name for name, text in given.items() if not text]:
        raise CxauditError(*(Diagnostic(f"--{name} is empty") for name in empty))

    def edit(audit: Audit) -> Audit:
        return replace(
            audit,
            frameworks=versions,
            organisation=given.get("organisation", audit.organisation),
            respondent=given.get("respondent", audit.respondent),
            role=given.get("role", audit.role),
            quick=audit.quick if quick is None else quick,
        )

    session.change(edit)
