"""What a report's cover shows: firm, text, date and logo, from packs and the configuration."""

import re
from base64 import b64encode
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.catalog import sources
from cxaudit.config import COVER, Config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.project import Project
from cxaudit.schema.containers import read
from cxaudit.schema.document import parse
from cxaudit.schema.scalars import Plain

LARGEST_LOGO = 200 * 1024  # bytes
_KINDS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.S),
    "svg+xml": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?"
        rb"(?:<!--(?:[^-]|-(?!->)){0,5000}-->\s*|<!DOCTYPE svg[^>\[]{0,300}>\s*){0,9}<svg[\s>]"
    ),
}


def cover(project: Project) -> dict[str, Plain]:
    """`firm`, `text`, `date` and `logo` (a data URI, or empty); nothing where no cover is set.

    The configuration wins over packs, and a later pack over an earlier one. Raises
    CxauditError for a file that cannot be read or a logo that is not a picture.
    """
    said: dict[str, str] = {}
    logo = ""
    for pack in project.packs:
        of_pack, its_logo = cover_of(pack)
        said |= of_pack
        logo = its_logo or logo
    config = project.config
    said |= {key: str(value) for key, value in config.cover.items()}
    logo = logo_of(config) or logo
    return {**{key: sanitize.text(said.get(key, "")) for key in ("firm", "text", "date")}, "logo": logo} if said else {}


def logo_of(config: Config) -> str:
    """The configuration's logo as a data URI; empty where it names none. Raises CxauditError as `cover` does."""
    name = config.cover.get("logo")
    place = config.doc.place("cover", "logo") if config.doc else None
    return _data_uri(config.folder / str(name), place) if name else ""


def cover_of(pack: Path) -> tuple[dict[str, str], str]:
    """What a pack's cover.yaml says, and its logo as a data URI. Raises CxauditError as `cover` does."""
    path = pack / "templates" / sources.COVER_FILE
    if not path.is_file():
        return {}, ""
    doc = parse(files.read(path), str(path))
    said = {key: str(value) for key, value in read(doc, COVER).items()}
    if "logo" not in said:
        return said, ""
    logo, place = path.parent / said["logo"], doc.place("logo")
    if not logo.resolve().is_relative_to(pack.resolve()):
        raise CxauditError(Diagnostic("the logo is outside the pack", place, "put it beside cover.yaml"))
    return said, _data_uri(logo, place)


def _data_uri(path: Path, place: Place | None) -> str:
    """The picture as a data URI: nothing is loaded for it, and a browser runs nothing in it."""
    try:
        data = files.read(path)
    except CxauditError as error:
        raise CxauditError(Diagnostic(f"logo: {error.diagnostics[0].message}", place)) from None
    kind = next((kind for kind, begin in _KINDS.items() if begin.match(data)), "")
    if not kind:
        raise CxauditError(Diagnostic("the logo is not a picture", place, "use a PNG, JPEG, GIF, WebP or SVG file"))
    if len(data) > LARGEST_LOGO:
        message = f"the logo is larger than the limit of {LARGEST_LOGO // 1024} KiB"
        raise CxauditError(Diagnostic(message, place, "make the picture smaller"))
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
