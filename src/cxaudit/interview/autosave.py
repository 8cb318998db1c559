"""An audit file being filled in: every change is on disk before the next question."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.audit.file import read_audit, write_audit
from cxaudit.catalog.catalog import Catalog
from cxaudit.errors import Diagnostic
from cxaudit.model import Audit
from cxaudit.schema.document import parse


@dataclass
class Session:
    """The audit being filled in, and its bytes as last seen on disk."""

    path: Path
    catalog: Catalog
    audit: Audit
    stored: bytes | None = None

    @property
    def shown(self) -> str:
        """The path as it is shown."""
        return sanitize.line(str(self.path))

    def change(self, edit: Callable[[Audit], Audit]) -> None:
        """Makes one change and saves it. Raises CxauditError, with nothing changed, where it cannot be saved.

        Where another program has changed the file meanwhile, the change is made to what is there now.
        """
        with files.alone(self.path):
            on_disk = files.read_if_there(self.path)
            before = self.audit
            if on_disk is not None and on_disk != self.stored:
                before, _ = self._read(on_disk)
            audit = edit(before)
            text = write_audit(audit).encode()
            self._read(text)  # text that does not read back must never replace the file
            files.write(self.path, text.decode())
        self.audit, self.stored = audit, text

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
    return Session(path, catalog, audit, on_disk), remarks
