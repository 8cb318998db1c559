"""An audit file being filled in: every change is on disk before the next question."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

from cxaudit import files, sanitize
from cxaudit.audit.file import read_audit
from cxaudit.audit.writing import write_audit
from cxaudit.catalog.catalog import Catalog
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.interview.document import Says
from cxaudit.interview.flow import Interview
from cxaudit.model import Audit
from cxaudit.schema.document import parse


@dataclass
class Session:
    """The audit being filled in, and its bytes as last seen on disk."""

    path: Path
    catalog: Catalog
    audit: Audit
    today: str = ""
    role: str = ""  # asks only what this role can say
    stored: bytes | None = None
    lost: bool = False  # whether the last answer could not be saved
    options: str = ""  # those of the command that the next command needs too, such as " --pack DIR"
    says: Says | None = None  # what the document that was named says about a question
    past: list[tuple[str, Audit]] = field(default_factory=list)  # for undo: the question, the audit before it

    @property
    def shown(self) -> str:
        """The path as it is shown."""
        return sanitize.line(str(self.path))

    @property
    def named(self) -> str:
        """The file and options as the next command line needs them."""
        return f"{quote(self.shown)}{self.options}"

    @property
    def view(self) -> Interview:
        """The interview as it stands."""
        return Interview(self.catalog, self.audit, self.today, self.role)

    @property
    def is_saved(self) -> bool:
        """Whether the file has what this session last wrote to it."""
        with suppress(CxauditError, OSError):
            return self.stored is not None and files.read_if_there(self.path) == self.stored
        return False

    def change(self, edit: Callable[[Audit], Audit]) -> None:
        """Makes one change and saves it. Raises CxauditError, with nothing changed, where it cannot be saved.

        Where another program has changed the file meanwhile, the change is made to what is there now. Where Ctrl-C
        comes in the middle, the session knows afterwards what is on disk.
        """
        on_disk = files.read_if_there(self.path)
        before = self.audit
        if on_disk is not None and on_disk != self.stored:
            before, _ = self._read(on_disk)
            self._check_same(before)
        audit = edit(before)
        text = write_audit(audit).encode()
        self._read(text)  # text that does not read back must never replace the file
        try:
            files.write(self.path, text.decode(), private=True)
            self.audit, self.stored = audit, text
        except BaseException:
            with suppress(CxauditError, OSError):
                if files.read_if_there(self.path) == text:
                    self.audit, self.stored = audit, text
            raise

    def _check_same(self, found: Audit) -> None:
        """Raises CxauditError where the file now has the audit of somebody else."""
        for name in ("organisation", "respondent"):
            mine, theirs = getattr(self.audit, name), getattr(found, name)
            if mine and mine.casefold().split() != (theirs or "").casefold().split():
                other = f"another {name}: {sanitize.line(theirs)}, not" if theirs else f"no {name}, where it had"
                message = f"the file now has {other} {sanitize.line(mine)}"
                raise CxauditError(Diagnostic(message, Place(str(self.path)), "put the file back, and try again"))

    def _read(self, data: bytes) -> tuple[Audit, list[Diagnostic]]:
        return read_audit(parse(data, str(self.path)), self.catalog)


def open_session(path: Path, catalog: Catalog) -> tuple[Session, list[Diagnostic]]:
    """The audit in a file, or an empty one where there is no file yet, and remarks on the file.

    Raises CxauditError where the file cannot be used or could not be written later.
    """
    files.check_writable(path)
    files.tidy(path)
    on_disk = files.read_if_there(path)
    if on_disk is None:
        return Session(path, catalog, Audit()), []
    audit, remarks = read_audit(parse(on_disk, str(path)), catalog)
    return Session(path, catalog, audit, stored=on_disk), remarks
