"""Opens an interview: which audit, who answers, over which frameworks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.audit.file import ALL, read_answers
from cxaudit.audit.marks import OLD, age
from cxaudit.catalog.catalog import DEFAULT_SET
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.interview.autosave import Session, open_session
from cxaudit.model import Answer, Audit
from cxaudit.project import Project
from cxaudit.schema.document import parse


def begin(
    project: Project,
    path: Path,
    scripts: Mapping[Path, Audit],
    frameworks: Sequence[str] | None,
    who: Mapping[str, str | None],
    quick: bool | None,
    today: str,
) -> tuple[Session, list[Diagnostic]]:
    """Opens the audit in a file, or a new one, and sets who and what is audited, as far as given; returns remarks too.

    A new audit takes the frameworks named, else the scripts', else the configuration's, else DEFAULT_SET; its target
    is the configuration's. Raises CxauditError where the file has answers of somebody else or of another round.
    """
    session, remarks = open_session(path, project.catalog)
    session.today = today
    given = {name: sanitize.line(text) for name, text in who.items() if text is not None}
    if empty := [name for name, text in given.items() if not text]:
        raise CxauditError(*(Diagnostic(f"--{name} is empty") for name in empty))
    check_same_people(session, given, scripts)
    check_same_round(session, scripts)
    if not session.audit.frameworks:
        scripted = dict.fromkeys(id for script in scripts.values() for id in script.frameworks)
        frameworks = frameworks or list(scripted) or project.config.frameworks
        target = {ALL: project.config.target} if project.config.target else {}
        session.audit = replace(session.audit, target=target)
    prepare(session, frameworks, given, quick)
    return session, remarks


def read_script(project: Project, path: Path) -> tuple[Audit, list[Diagnostic]]:
    """The answers to play from a file, and remarks on them."""
    return read_answers(parse(files.read(path), str(path)), project.catalog)


def check_same_people(session: Session, given: Mapping[str, str], scripts: Mapping[Path, Audit]) -> None:
    """Raises CxauditError where a file has answers of another person or organisation than those named."""
    audit = session.audit
    for name in ("organisation", "respondent"):
        own = given.get(name) or getattr(audit, name)
        if (kept := getattr(audit, name)) and not _same(kept, own):
            message = f"the {name} of this audit is {sanitize.line(kept)}, not {sanitize.line(own)}"
            raise CxauditError(Diagnostic(message, Place(str(session.path)), "use a separate file for each"))
        for path, script in scripts.items():
            theirs = getattr(script, name)
            if theirs and own and not _same(theirs, own):
                message = (
                    f"these are {sanitize.line(theirs)}'s answers, but the {name} of the audit is {sanitize.line(own)}"
                )
                raise CxauditError(Diagnostic(message, Place(str(path)), "use a separate audit file for each"))
            own = own or theirs


def _same(a: str, b: str) -> bool:
    return a.casefold().split() == b.casefold().split()


def check_same_round(session: Session, scripts: Mapping[Path, Audit]) -> None:
    """Raises CxauditError where the newest answer in a file is over a year old: a new round has a file of its own."""
    for path, audit in ((session.path, session.audit), *scripts.items()):
        newest = max((answer.at for answer in audit.answers.values() if answer.at), default="")
        if newest and age(Answer(at=newest), session.today) >= OLD:
            message = f"the newest answer here is from {newest}: give the new round its own file and compare the two"
            raise CxauditError(Diagnostic(message, Place(str(path)), f"to continue this one: --as-of {newest}"))


def prepare(
    session: Session, frameworks: Sequence[str] | None, who: Mapping[str, str], quick: bool | None = None
) -> None:
    """Sets who and what is audited, as far as given, and saves: from here on the file exists.

    `frameworks` are ids, groups, sets or "all". Where none are given, an audit keeps those it has, at their current
    versions. A quick audit stays quick until it is made a full one.
    """
    catalog, audit = session.catalog, session.audit
    ids = catalog.named(frameworks) if frameworks else tuple(audit.frameworks) or catalog.named([DEFAULT_SET])
    kept = {id: audit.frameworks[id] for id in ids if id not in catalog.frameworks}  # those that are gone now
    versions = {id: catalog.frameworks[id].version for id in ids if id in catalog.frameworks}
    if not versions:
        hint = "cxaudit frameworks lists those available; --pack reads more"
        raise CxauditError(Diagnostic(f"none of the audit's frameworks exists: {', '.join(ids)}", None, hint))

    def edit(audit: Audit) -> Audit:
        return replace(
            audit,
            frameworks={**versions, **kept},
            organisation=audit.organisation or who.get("organisation", ""),
            respondent=audit.respondent or who.get("respondent", ""),
            role=who.get("role", audit.role),
            quick=audit.quick if quick is None else quick,
        )

    session.change(edit)
