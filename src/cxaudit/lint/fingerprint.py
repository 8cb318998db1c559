"""A name for a diagnostic that stays the same when lines move."""

from hashlib import sha256

from cxaudit.errors import Diagnostic


def fingerprint(diagnostic: Diagnostic) -> str:
    """A name that is the same for the same mistake in the same place of the structure, whatever its line."""
    where = diagnostic.path or diagnostic.message
    name = "\x00".join((diagnostic.place.file if diagnostic.place else "", diagnostic.rule, where))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
