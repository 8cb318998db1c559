"""An audit being filled in: every change is on disk before the next question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxaudit import files, sanitize
from cxaudit.audit import route
from cxaudit.audit.file import read_audit, write_audit
from cxaudit.catalog.catalog import DEFAULT_SET, Catalog
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.interview import flow
from cxaudit.model import Audit


@dataclass
class Session:
    """The audit in hand and the bytes of it that stand on disk."""

    path: Path
    catalog: Catalog
    audit: Audit
    stored: bytes | None = None

    def change(self, edit: Callable[[Audit], Audit]) -> None:
        """Makes one change and saves it. Raises CxauditError, with nothing changed, where it cannot be saved.

        Where another program changed the file meanwhile, the change is made to what stands there now.
        """
        with files.alone(self.path):
            on_disk = files.read_if_there(self.path)
            before = self.audit
            if on_disk is not None and on_disk != self.stored:
                before, _ = read_audit(on_disk, str(self.path), self.catalog)
            audit = edit(before)
            text = write_audit(audit)
            read_audit(text.encode(), str(self.path), self.catalog)  # never on disk what does not read back
            files.write(self.path, text)
        self.audit, self.stored = audit, text.encode()


def open_session(path: Path, catalog: Catalog) -> tuple[Session, list[Diagnostic]]:
    """The audit in a file, or an empty one where there is none yet, and remarks on what was found.

    Raises CxauditError where the file cannot be used or could not be written later.
    """
    files.check_writable(path)
    files.tidy(path)
    on_disk = files.read_if_there(path)
    if on_disk is None:
        return Session(path, catalog, Audit()), []
    audit, remarks = read_audit(on_disk, str(path), catalog)
    return Session(path, catalog, audit, on_disk), remarks


def prepare(
    session: Session, frameworks: Sequence[str] | None, who: Mapping[str, str | None], quick: bool | None = None
) -> None:
    """Sets who and what is audited, as far as it is given, and saves: from here on the file is there.

    `frameworks` are ids, groups, sets or "all". An audit that has frameworks keeps them, at their present versions,
    where none are given, and a quick one stays quick until it is made a full one.
    """
    catalog = session.catalog
    ids = catalog.named(frameworks) if frameworks else tuple(session.audit.frameworks) or catalog.named([DEFAULT_SET])
    versions = {framework.id: framework.version for framework in catalog.chosen(ids)}
    given: dict[str, Any] = {name: sanitize.line(text) for name, text in who.items() if text is not None}
    if empty := [name for name, text in given.items() if not text]:
        raise CxauditError(*(Diagnostic(f"--{name} is empty") for name in empty))
    if quick is not None:
        given["quick"] = quick
    session.change(lambda audit: replace(audit, frameworks=versions, **given))


def play(session: Session, script: Audit, today: str) -> list[str]:
    """Answers what is open from a script, each answer saved before the next; says what was not taken over.

    Who and targets are taken over where the audit has none; an answer without a date gets today's.
    """
    taken = {n: getattr(script, n) for n in _OWN if getattr(script, n) and not getattr(session.audit, n)}
    if taken:
        session.change(lambda audit: replace(audit, **taken))
    dated = replace(script, answers={i: replace(a, at=a.at or today) for i, a in script.answers.items()})
    played: set[str] = set()
    while step := flow.scripted(session.catalog, session.audit, dated, played):
        played.add(step[0].id)
        session.change(_recording(*step))
    differ, unasked = flow.unplayed(session.audit, script)
    own = [n for n in _OWN if getattr(script, n) and getattr(script, n) != getattr(session.audit, n)]
    told = [f"kept as it was before: {', '.join([*own, *differ])}"] if own or differ else []
    return told + ([f"not asked in this audit: {', '.join(unasked)}"] if unasked else [])


_OWN = ("organisation", "respondent", "role", "target", "targets")


def _recording(question: route.Question, reply: flow.Reply) -> Callable[[Audit], Audit]:
    return lambda audit: flow.record(audit, question, reply)
