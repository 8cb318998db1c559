"""A name for a diagnostic that stays the same when lines move."""

import re
from fractions import Fraction
from hashlib import sha256

from cxaudit.errors import Diagnostic

_COUNTED = re.compile(r"(\d{1,30}(?:\.\d{1,30})?), limit (\d{1,30}(?:\.\d{1,30})?)", re.ASCII)


def fingerprint(diagnostic: Diagnostic) -> str:
    """A name that is the same for the same problem at the same path in the structure, whatever its line."""
    where = diagnostic.path or diagnostic.message
    file = diagnostic.place.file if diagnostic.place else ""
    what = diagnostic.what if counted(diagnostic.what) is None else ""  # a figure may change
    name = "\x00".join((file, diagnostic.rule, where, what))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def counted(what: str) -> tuple[Fraction, Fraction] | None:
    """The figure and the limit of a rule that counts, from what its diagnostic found; None for other rules."""
    found = _COUNTED.fullmatch(what)
    return (Fraction(found[1]), Fraction(found[2])) if found else None
