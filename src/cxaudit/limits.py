"""How large a file may be."""

from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic, Place

MAX_BYTES = 1024 * 1024  # of a text file
MAX_PACKED_BYTES = 64 * MAX_BYTES  # of a Word file: nearly all of a large one is pictures, which are never unpacked
_ZIP = b"PK\x03\x04"


def is_packed(data: bytes) -> bool:
    """Whether these bytes begin a zip file, as those of a Word file do."""
    return data.startswith(_ZIP)


def check_size(data: bytes, file: str) -> None:
    """Raises CxauditError if a file is larger than the limit for its kind."""
    most = MAX_PACKED_BYTES if is_packed(data) else MAX_BYTES
    if len(data) > most:
        size = f"{most // MAX_BYTES} MiB" if is_packed(data) else f"{MAX_BYTES // 1024} KiB"
        raise CxauditError(Diagnostic(f"the file is larger than the limit of {size}", Place(file), rule=UNREADABLE))
