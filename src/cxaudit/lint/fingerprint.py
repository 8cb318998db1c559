"""A name for a diagnostic that stays the same when lines move."""

from hashlib import sha256

from cxaudit.errors import Diagnostic


def fingerprint(diagnostic: Diagnostic) -> str:
    """A name that is the same for the same mistake in the same place of the structure, whatever its line."""
    where = diagnostic.path or diagnostic.message
    file = diagnostic.place.file if diagnostic.place else ""
    name = "\x00".join((file, diagnostic.rule, where, diagnostic.what))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
