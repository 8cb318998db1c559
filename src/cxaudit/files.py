"""Reads files, writes them atomically, and locks them."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from cxaudit.errors import UNREADABLE, CxauditError, Diagnostic, Place, did_you_mean
from cxaudit.limits import MAX_BYTES, MAX_PACKED_BYTES, check_size, is_packed


def read(path: Path) -> bytes:
    """A file's bytes, as in `read_from`. Raises CxauditError where it cannot be read."""
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
                message, hint = "this is a pipe or device, not a file", "pipe it in, with - as the path"
                raise CxauditError(Diagnostic(message, Place(str(path)), hint, UNREADABLE))
            known = 0 < found.st_size <= MAX_BYTES  # else a buffer of the largest size is made each time
            return stream.read() if known else read_from(stream)
    except IsADirectoryError:
        raise CxauditError(Diagnostic("this is a folder, not a file", Place(str(path)), rule=UNREADABLE)) from None
    except OSError as error:
        hint = did_you_mean(path.name, *_like(path))
        raise CxauditError(
            Diagnostic(f"cannot be read: {_reason(error)}", Place(str(path)), hint, UNREADABLE)
        ) from None


def read_from(stream: BinaryIO) -> bytes:
    """The bytes of a stream: at most one more than `check_size` allows, so that it can complain."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES and is_packed(data):
        data += stream.read(MAX_PACKED_BYTES - MAX_BYTES)
    return data


def _like(path: Path) -> tuple[list[str], str]:
    """The names of files beside a missing one that it may be meant for, and what to call them."""
    ending = path.suffix.lower()
    endings, called = ((".yaml", ".yml"), "YAML files") if ending in _YAML_ENDINGS else ((ending,), f"{ending} files")
    with suppress(OSError):
        return sorted(name for name in os.listdir(path.parent) if name.lower().endswith(endings)), called
    return [], called


_YAML_ENDINGS = ("", ".yaml", ".yml")


def _without_waiting(path: str, flags: int) -> int:
    """Opens a file, without waiting for a pipe nobody writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_if_there(path: Path) -> bytes | None:
    """A file's bytes, or None where there is no such file."""
    return read(path) if os.path.lexists(path) else None


def write(path: Path, text: str, private: bool = False) -> None:
    """Replaces the file's text in one step: another program sees the old text or the new, never a part.

    A link is followed and the file's permissions are kept; a new `private` file can be read by its owner alone. A
    device or pipe is written to directly. Raises CxauditError where the file cannot be written; the old text is then
    unchanged.
    """
    try:
        with writing(path, private) as stream:
            stream.write(text)
    except OSError as error:
        raise _cannot_write(path, error) from None


@contextmanager
def writing(path: Path, private: bool = False) -> Iterator[TextIO]:
    """A stream whose text replaces the file's in one step at the end, as in `write`, or not at all if writing fails.

    Raises CxauditError where writing cannot begin, and OSError where it fails after that.
    """
    if path.is_dir():
        raise CxauditError(Diagnostic("this is a folder, not a file", Place(str(path))))
    if path.exists() and not path.is_file():
        with open(path, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    target = Path(os.path.realpath(path))
    try:
        descriptor, beside = _temporary(target)
    except OSError as error:
        raise _cannot_write(path, error) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            with suppress(OSError, AttributeError):  # refused by some file systems, absent on some systems
                os.fchmod(stream.fileno(), _mode(target, private))
            os.fsync(stream.fileno())
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):  # Ctrl-C may arrive when the name has changed already, or the folder may be gone
            os.unlink(beside)
        raise
    _sync_folder(target.parent)


def _temporary(target: Path) -> tuple[int, str]:
    """A new private file beside the target, named so that a later run knows which process made it."""
    from tempfile import mkstemp  # only writing needs it, and importing it takes milliseconds

    return mkstemp(prefix=f".{target.name}.{os.getpid()}-", suffix=".tmp", dir=target.parent)


def _mode(target: Path, private: bool) -> int:
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    if private:
        return 0o600
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def check_writable(path: Path) -> None:
    """Raises CxauditError where the file cannot be written: checked before anybody types an answer."""
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


_IS_YAML = re.compile(rb"\A(?:[ \t]*(?:#[^\n]*)?\n)*[a-z][\w-]* *:")
_KEPT = re.compile(
    rb"^(?:answers|frameworks|profile|vision|channels|criteria|items|rules|scales|facts|signals|paths|packs|exclude"
    rb"|families|kinds|per-file-ignores|fail-on|baseline|cover|firm|logo) *:",
    re.M,
)


def check_replaceable(path: Path) -> None:
    """Raises CxauditError where a result would overwrite an audit, a strategy, a configuration or a pack file."""
    found = read(path) if path.is_file() else b""
    if _IS_YAML.match(found) and _KEPT.search(found):
        hint = "choose another file: results never overwrite what people wrote"
        raise CxauditError(Diagnostic("this looks like an audit, a strategy or a pack file", Place(str(path)), hint))


def tidy(path: Path) -> None:
    """Removes temporary files that killed runs left beside the file, but not those of running ones."""
    target = Path(os.path.realpath(path))
    left = re.compile(rf"\.{re.escape(target.name)}\.(\d+)-\w+\.tmp")
    with suppress(OSError):  # a folder that cannot be listed, a file that another run has removed
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
def held(path: Path) -> Iterator[None]:
    """Locks the file against a second run for the length of the block; the lock ends with the process.

    Raises CxauditError where another run has the lock, and says which. Does nothing on a system without locks.
    """
    target = Path(os.path.realpath(path))
    lock = target.with_name(f".{target.name}.lock")
    try:
        import fcntl

        descriptor = _locked(lock)
    except (ImportError, OSError):  # another system, or a file system without locks
        yield
        return
    if descriptor is None:
        holder = ""
        with suppress(OSError, UnicodeError):
            holder = lock.read_text(encoding="utf-8").strip()
        message = "this audit is open in another window"
        raise CxauditError(
            Diagnostic(message, Place(str(path)), f"{holder or 'another process'} has it open; close that first")
        )
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _locked(lock: Path) -> int | None:
    """A descriptor with the lock; None where another process has it. Raises OSError where there are no locks."""
    import fcntl

    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(FileNotFoundError):
                if os.fstat(descriptor).st_ino == lock.stat().st_ino:
                    os.ftruncate(descriptor, 0)
                    os.write(descriptor, f"process {os.getpid()}".encode())
                    return descriptor
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:  # a file system without locks
            os.close(descriptor)
            with suppress(OSError):
                lock.unlink()
            raise
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # its holder has just removed the file


def _cannot_write(path: Path, error: OSError) -> CxauditError:
    reason, hint = _reason(error), "nothing was changed; make room or choose another place"
    if not path.parent.is_dir():
        reason, hint = f"there is no folder {path.parent}", "create the folder first"
    return CxauditError(Diagnostic(f"cannot be written: {reason}", Place(str(path)), hint))


def _sync_folder(folder: Path) -> None:
    """Makes the file's new name survive a power cut too, where the system can promise that."""
    with suppress(OSError, AttributeError):  # the text is in place, even if this fails
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def text(path: Path) -> str:
    """A file's text. Raises CxauditError where it cannot be read, is larger than MAX_BYTES or is not UTF-8."""
    data = read(path)
    check_size(data, str(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save the file as UTF-8"
        raise CxauditError(Diagnostic("the file is not UTF-8 text", Place(str(path)), hint)) from None


def nearest_upward(name: str) -> Path | None:
    """The file of this name in the current folder or the nearest one above that has it, as a path from here."""
    here = Path.cwd()
    for up, folder in enumerate((here, *here.parents)):
        if (folder / name).is_file():
            return Path(*[".."] * up, name)
    return None


def same(a: Path, b: Path) -> bool:
    """Whether two paths lead to the same file or folder."""
    return a.exists() and b.exists() and a.samefile(b)
