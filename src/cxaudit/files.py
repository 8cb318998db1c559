"""All disk access: reading, atomic writing, and the data that comes with the program."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cxaudit.document import MAX_BYTES
from cxaudit.errors import CxauditError, Place, Problem, did_you_mean
from cxaudit.library import Source


def read(path: Path) -> bytes:
    """A file's bytes, one more than the reader takes at most. Raises CxauditError where it cannot be read."""
    try:
        if path.is_dir():
            raise CxauditError(Problem("this is a folder, not a file", Place(str(path))))
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        near = sorted(p.name for p in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
        hint = did_you_mean(path.name, near, "files here")
        raise CxauditError(Problem(f"cannot be read: {_reason(error)}", Place(str(path)), hint)) from None


def read_if_there(path: Path) -> bytes | None:
    """A file's bytes, or None where there is no such file."""
    return read(path) if os.path.lexists(path) else None


def write(path: Path, text: str) -> None:
    """Puts the text in place of the file at once: another program sees the old text or the new, never a part.

    A link is followed and the file's permissions are kept. Raises CxauditError where it cannot be written;
    the old text then stands as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise CxauditError(Problem("this is a folder, not a file", Place(str(path))))
        beside = _beside(target)
        try:
            with beside.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                if target.exists():
                    os.fchmod(stream.fileno(), stat.S_IMODE(target.stat().st_mode))
                os.fsync(stream.fileno())
            os.replace(beside, target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise _cannot_write(path, error) from None


def check_writable(path: Path) -> None:
    """Raises CxauditError where `write` could not work, before anybody has typed anything."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise CxauditError(Problem("this is a folder, not a file", Place(str(path))))
    try:
        for left_by_a_kill in target.parent.glob(f".{target.name}.*.tmp"):
            left_by_a_kill.unlink()
        _beside(target).open("x").close()
        _beside(target).unlink()
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: OSError) -> CxauditError:
    reason, hint = _reason(error), "nothing was changed; make room or choose another place"
    if not path.parent.is_dir():
        reason, hint = f"there is no folder {path.parent}", "make the folder first"
    return CxauditError(Problem(f"cannot be written: {reason}", Place(str(path)), hint))


def _beside(target: Path) -> Path:
    """The name of a new text until it takes the target's place; of this process alone."""
    return target.with_name(f".{target.name}.{os.getpid()}.tmp")


def _sync_folder(folder: Path) -> None:
    """So that the new name too survives a power cut, where the system can promise it."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


# ------------------------------------------------------------------------------------------------- own data


def data_folder(kind: str) -> Path:
    """The program's own folder of "frameworks" or "templates": in the package, else beside src/ in a checkout."""
    packaged = Path(__file__).with_name(kind)
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / kind


def sources(packs: list[Path]) -> list[Source]:
    """The YAML files of the program itself and of every pack, in a fixed order."""
    found = list(_sources_in(data_folder("frameworks"), "frameworks"))
    for pack in packs:
        found += _pack_sources(pack)
    return found


def _pack_sources(pack: Path) -> Iterator[Source]:
    if not pack.is_dir():
        raise CxauditError(Problem("there is no such folder", Place(str(pack)), "--pack takes a folder"))
    if not any((pack / kind).is_dir() for kind in ("frameworks", "templates")):
        hint = "a pack holds a folder frameworks/, templates/ or both"
        raise CxauditError(Problem("this folder is not a pack", Place(str(pack)), hint))
    return _sources_in(pack / "frameworks", str(pack / "frameworks"))


def _sources_in(folder: Path, shown: str) -> Iterator[Source]:
    for path in sorted(folder.glob("*.yaml")):
        kind = "facts" if path.name == "profile.yaml" else "framework"
        yield Source(kind, f"{shown}/{path.name}", read(path))
    for path in sorted((folder / "bank").glob("*.yaml")):
        yield Source("bank", f"{shown}/bank/{path.name}", read(path))


def templates(packs: list[Path]) -> dict[str, tuple[str, str]]:
    """All templates by file name: (text, path to show). Raises CxauditError where two share a name."""
    found: dict[str, tuple[str, str]] = {}
    for folder in (data_folder("templates"), *(pack / "templates" for pack in packs)):
        for path in sorted(folder.glob("*.j2")):
            if path.name in found:
                hint = "choose another name; a template may extend another by its name"
                raise CxauditError(Problem("a template of this name is there already", Place(str(path)), hint))
            found[path.name] = (text(path), str(path))
    return found


def text(path: Path) -> str:
    """A file's text. Raises CxauditError where it cannot be read or is not UTF-8."""
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save the file as UTF-8"
        raise CxauditError(Problem("the file is not UTF-8 text", Place(str(path)), hint)) from None
