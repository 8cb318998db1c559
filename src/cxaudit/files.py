"""All disk access: reading, atomic writing, and the data that comes with the program."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cxaudit.errors import CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.schema.document import MAX_BYTES, Source


def read(path: Path) -> bytes:
    """A file's bytes, one more than the reader takes at most. Raises CxauditError where it cannot be read."""
    try:
        with open(path, "rb") as stream:
            known = 0 < os.fstat(stream.fileno()).st_size <= MAX_BYTES  # else room for the most would be made each time
            return stream.read() if known else stream.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise CxauditError(Diagnostic("this is a folder, not a file", Place(str(path)))) from None
    except OSError as error:
        near = sorted(p.name for p in path.parent.glob("*.y*ml")) if path.parent.is_dir() else []
        hint = did_you_mean(path.name, near, "files here")
        raise CxauditError(Diagnostic(f"cannot be read: {_reason(error)}", Place(str(path)), hint)) from None


def read_if_there(path: Path) -> bytes | None:
    """A file's bytes, or None where there is no such file."""
    return read(path) if os.path.lexists(path) else None


def write(path: Path, text: str) -> None:
    """Puts the text in place of the file at once: another program sees the old text or the new, never a part.

    A link is followed and the file's permissions are kept; a device or pipe is written to as it is. Raises
    CxauditError where it cannot be written; the old text then stands as it was.
    """
    try:
        if path.is_dir():
            raise CxauditError(Diagnostic("this is a folder, not a file", Place(str(path))))
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            _replace(Path(os.path.realpath(path)), text)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _replace(target: Path, text: str) -> None:
    descriptor, beside = _temporary(target)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fchmod(stream.fileno(), _mode(target))
            os.fsync(stream.fileno())
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise
    _sync_folder(target.parent)


def _temporary(target: Path) -> tuple[int, str]:
    """A new private file beside the target, named so that a later run can tell whose it was."""
    from tempfile import mkstemp  # only writing needs it, and it takes milliseconds

    return mkstemp(prefix=f".{target.name}.{os.getpid()}-", suffix=".tmp", dir=target.parent)


def _mode(target: Path) -> int:
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def check_writable(path: Path) -> None:
    """Raises CxauditError where an audit could not be kept in the file, before anybody has typed anything."""
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "a device or pipe"
        raise CxauditError(Diagnostic(f"this is {kind}, not a file", Place(str(path))))
    target = Path(os.path.realpath(path))
    try:
        descriptor, name = _temporary(target)
        os.close(descriptor)
        os.unlink(name)
    except OSError as error:
        raise _cannot_write(path, error) from None


def tidy(path: Path) -> None:
    """Removes what a killed run of this program left beside the file; what a living one writes stays."""
    target = Path(os.path.realpath(path))
    left = re.compile(rf"\.{re.escape(target.name)}\.(\d+)-\w+\.tmp")
    for name in os.listdir(target.parent):
        found = left.fullmatch(name)
        if found and not _lives(int(found[1])):
            (target.parent / name).unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keeps other runs of this program from changing the file meanwhile, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(os.path.dirname(os.path.realpath(path)), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> CxauditError:
    reason, hint = _reason(error), "nothing was changed; make room or choose another place"
    if not path.parent.is_dir():
        reason, hint = f"there is no folder {path.parent}", "make the folder first"
    return CxauditError(Diagnostic(f"cannot be written: {reason}", Place(str(path)), hint))


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


KINDS = {"scales.yaml": "scales", "profile.yaml": "facts", "sets.yaml": "sets"}


def data_folder(kind: str) -> Path:
    """The program's own folder of "frameworks" or "templates": in the package, else beside src/ in a checkout."""
    packaged = Path(__file__).with_name(kind)
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / kind


def sources(packs: list[Path]) -> list[Source]:
    """The YAML files of the program itself and of every pack, in a fixed order.

    A pack that is the program's own data, as in a checkout, is read once and shown by the pack's name.
    """
    own = data_folder("frameworks")
    others = [pack for pack in packs if not is_own(pack)]
    shown = next((str(pack / "frameworks") for pack in packs if is_own(pack)), "frameworks")
    found = list(_sources_in(own, shown))
    for pack in others:
        found += _pack_sources(pack)
    return found


def is_own(pack: Path) -> bool:
    """Whether a pack is the program's own data."""
    folder = pack / "frameworks"
    return folder.is_dir() and folder.samefile(data_folder("frameworks"))


def _pack_sources(pack: Path) -> Iterator[Source]:
    if not pack.is_dir():
        raise CxauditError(Diagnostic("there is no such folder", Place(str(pack)), "a pack is a folder"))
    if not any((pack / kind).is_dir() for kind in ("frameworks", "templates")):
        hint = "a pack holds a folder frameworks/, templates/ or both"
        raise CxauditError(Diagnostic("this folder is not a pack", Place(str(pack)), hint))
    return _sources_in(pack / "frameworks", str(pack / "frameworks"))


def pack_files(pack: Path) -> tuple[list[str], list[str]]:
    """The data files of a pack, by the names they are shown with, and the names of its templates."""
    folder = pack / "frameworks"
    data = [str(path) for where in (folder, folder / "bank", folder / "rules") for path in _yaml_files(where)]
    return data, sorted(path.name for path in (pack / "templates").glob("*.j2") if path.is_file())


def _sources_in(folder: Path, shown: str) -> Iterator[Source]:
    for path in _yaml_files(folder):
        kind = KINDS.get(path.name, "framework")
        yield Source(kind, f"{shown}/{path.name}", read(path))
    for path in _yaml_files(folder / "bank"):
        yield Source("bank", f"{shown}/bank/{path.name}", read(path))


def _yaml_files(folder: Path) -> list[Path]:
    """The folder's data files in order of name, without an editor's hidden ones."""
    if astray := next(folder.glob("*.yml"), None):
        raise CxauditError(Diagnostic("data files end in .yaml", Place(str(astray)), "rename it"))
    return _data_in(folder)


def _data_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith(".") and path.is_file())


def templates(packs: list[Path]) -> dict[str, tuple[str, str]]:
    """All templates by file name: (text, path to show). Raises CxauditError where two share a name."""
    found: dict[str, tuple[str, str]] = {}
    for folder in (data_folder("templates"), *(pack / "templates" for pack in packs if not is_own(pack))):
        for path in sorted(path for path in folder.glob("*.j2") if path.is_file()):
            if path.name in found:
                hint = "choose another name; a template may extend another by its name"
                raise CxauditError(Diagnostic("a template of this name is there already", Place(str(path)), hint))
            found[path.name] = (text(path), str(path))
    return found


def rule_files(packs: list[Path]) -> list[tuple[str, bytes]]:
    """The rules of the program itself and of every pack: (name, bytes), in a fixed order."""
    own = data_folder("frameworks") / "rules"
    shown = next((pack / "frameworks" / "rules" for pack in packs if is_own(pack)), Path("frameworks/rules"))
    found = [(str(shown / path.name), read(path)) for path in _yaml_files(own)]
    for pack in packs:
        if not pack.is_dir():
            raise CxauditError(Diagnostic("there is no such folder", Place(str(pack)), "a pack is a folder"))
        if not is_own(pack):
            found += [(str(path), read(path)) for path in _yaml_files(pack / "frameworks" / "rules")]
    return found


def sample(name: str) -> bytes:
    """A sample that comes with the program."""
    return read(data_folder("frameworks") / "samples" / f"{name}.yaml")


def nearest_upward(name: str) -> Path | None:
    """A file of this name in the present folder or the nearest one above that has it, as a path from here."""
    here = Path.cwd()
    for up, folder in enumerate((here, *here.parents)):
        if (folder / name).is_file():
            return Path(*[".."] * up, name)
    return None


def distinct(packs: list[Path]) -> list[Path]:
    """The packs without those that are named twice, by whatever way."""
    return list({os.path.realpath(pack): pack for pack in reversed(packs)}.values())[::-1]


FILE, PACK, OTHER = "file", "pack", "other"


def yaml_in(folder: Path, asked: bool = True) -> Iterator[tuple[Path, str]]:
    """The YAML files and the packs below a folder, each with its kind, in a fixed order; hidden ones are left out.

    Other programs have such folders too: below the folder that was asked for, a pack is told by what it holds. Of
    another kind is what looks like one of them and is not looked into: a link to a folder or to nothing, a pipe.
    """
    try:
        pack = _is_pack(folder, asked)
        with os.scandir(folder) as entries:
            names = sorted((e.name, _kind(e)) for e in entries)
    except OSError:
        yield folder, FILE  # who reads it as a file is told why it cannot be read
        return
    if pack:
        yield folder, PACK
    for name, kind in names:
        if name.startswith(".") or name in _NEVER or (pack and name in ("frameworks", "templates")):
            continue
        if kind == "folder":
            yield from yaml_in(folder / name, asked=False)
        elif kind == "linked folder":
            yield folder / name, OTHER
        elif name.endswith((".yaml", ".yml")):
            yield folder / name, FILE if kind == "file" else OTHER


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file() else "linked folder" if entry.is_dir() else OTHER
    except OSError:  # such as a link that leads to itself: reading it says what is wrong
        return "file"


def _is_pack(folder: Path, asked: bool) -> bool:
    data, templates = folder / "frameworks", folder / "templates"
    return _holds_framework(data) or (asked and (any(data.glob("*.yaml")) or any(templates.glob("*.j2"))))


def _holds_framework(folder: Path) -> bool:
    """Whether a folder of this name is one of ours: other programs have frameworks too."""
    if any((folder / part).is_dir() for part in ("bank", "rules")):
        return True
    return any(b"\nitems:" in (text := read(path)) and b"gist:" in text for path in _data_in(folder))


_NEVER = ("node_modules", "__pycache__", "venv")


def starter(kind: str) -> str:
    """The text that a new "framework", "criterion" or "bank" begins with."""
    return text(data_folder("frameworks") / "starters" / f"{kind}.yaml")


def text(path: Path) -> str:
    """A file's text. Raises CxauditError where it cannot be read or is not UTF-8."""
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save the file as UTF-8"
        raise CxauditError(Diagnostic("the file is not UTF-8 text", Place(str(path)), hint)) from None
