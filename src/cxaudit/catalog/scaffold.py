"""Begins a framework or criterion in a pack, from a starter."""

from pathlib import Path

from cxaudit import files
from cxaudit.catalog import sources
from cxaudit.catalog.catalog import RESERVED
from cxaudit.catalog.loader import load
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.schema import scalars
from cxaudit.schema.document import parse


def begin(kind: str, id: str, pack: Path, group: str) -> tuple[Path, int]:
    """Writes the starter of a "framework" or "criterion" into a pack; returns the file and the line it begins on.

    Raises CxauditError for an id that cannot be used, or a file that it cannot be added to.
    """
    _check_id(id, "id")
    _check_id(group, "--group")
    folder = pack / "frameworks"
    path = folder / f"{id}.yaml" if kind == "framework" else folder / "bank" / f"{group}.yaml"
    _check_free(id, pack)
    before = files.text(path) if path.exists() else ""
    if before and kind == "framework":
        raise CxauditError(Diagnostic("the file already exists", Place(str(path)), "choose another id"))
    if not before and kind == "criterion":
        before = sources.starter("bank").replace("GROUP", group.replace("-", " ").capitalize())
    text = before.rstrip("\n") + "\n" if before else ""
    text += sources.starter(kind).replace("ID", id)
    if kind == "criterion":
        _check_taken_in(text, id, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text)
    return path, text[: text.index(f"{id}:" if kind == "criterion" else f"id: {id}")].count("\n") + 1


def _check_id(id: str, what: str) -> None:
    if not scalars.is_id(id):
        raise CxauditError(
            Diagnostic(f'{what}: "{id}" is not an id', None, "ids are lower-case words joined by hyphens")
        )


def _check_free(id: str, pack: Path) -> None:
    there = any((pack / kind).is_dir() for kind in ("frameworks", "templates"))
    catalog = load(sources.catalog_files([pack] if there else []))
    taken = {*catalog.criteria, *catalog.frameworks, *catalog.facts, *catalog.sets, *catalog.scales, *RESERVED}
    if id in taken or f"{id}.yaml" in sources.KINDS:
        raise CxauditError(Diagnostic(f'the id "{id}" is taken', None, "choose another id"))


def _check_taken_in(text: str, id: str, path: Path) -> None:
    """Raises CxauditError unless the entry, appended to the file, is one of its criteria."""
    try:
        names = [key for key, _ in parse(text.encode(), str(path)).key_places("criteria")]
    except CxauditError:
        names = []
    if id not in names:
        hint = "move criteria: to the end of the file, with its entries indented by two spaces"
        raise CxauditError(Diagnostic("a criterion cannot be added at the end of this file", Place(str(path)), hint))
