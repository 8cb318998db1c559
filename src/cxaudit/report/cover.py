"""What a report's cover shows: firm, text, date and logo, from packs and the configuration."""

from base64 import b64encode
from pathlib import Path

from cxaudit import files, sanitize
from cxaudit.catalog import sources
from cxaudit.config import COVER
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.project import Project
from cxaudit.schema.containers import read
from cxaudit.schema.document import parse
from cxaudit.schema.scalars import Plain

LARGEST_LOGO = 200 * 1024  # bytes
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"<svg": "svg+xml",
    b"<?xml": "svg+xml",
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
    if name := config.cover.get("logo"):
        logo = _data_uri(config.folder / name, config.doc.place("cover", "logo") if config.doc else None)
    return {**{key: sanitize.text(said.get(key, "")) for key in ("firm", "text", "date")}, "logo": logo} if said else {}


def cover_of(pack: Path) -> tuple[dict[str, str], str]:
    """What a pack's cover.yaml says, and its logo as a data URI. Raises CxauditError as `cover` does."""
    path = pack / "templates" / sources.COVER_FILE
    if not path.is_file():
        return {}, ""
    doc = parse(files.read(path), str(path))
    said = {key: str(value) for key, value in read(doc, COVER).items()}
    return said, _data_uri(path.parent / said["logo"], doc.place("logo")) if "logo" in said else ""


def _data_uri(path: Path, place: Place | None) -> str:
    """The picture as a data URI: nothing is loaded for it, and a browser runs nothing in it."""
    try:
        data = files.read(path)
    except CxauditError as error:
        raise CxauditError(Diagnostic(f"the logo {error.diagnostics[0].message}", place)) from None
    kind = next((kind for begin, kind in _KINDS.items() if data.lstrip().startswith(begin)), "")
    if not kind:
        raise CxauditError(Diagnostic("the logo is not a picture", place, "use a PNG, JPEG, GIF, WebP or SVG file"))
    if len(data) > LARGEST_LOGO:
        message = f"the logo is larger than the limit of {LARGEST_LOGO // 1024} KiB"
        raise CxauditError(Diagnostic(message, place, "make the picture smaller"))
    return f"data:image/{kind};base64,{b64encode(data).decode()}"
