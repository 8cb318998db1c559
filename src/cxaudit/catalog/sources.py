"""Where data comes from: the files of the program itself and of every pack, in a fixed order."""

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.files import read, text


class Kind(StrEnum):
    """What a data file contains."""

    SCALES = "scales"
    FACTS = "facts"
    SETS = "sets"
    BANK = "bank"
    FRAMEWORK = "framework"


class Source(NamedTuple):
    """One data file: its kind, its name and its bytes."""

    kind: Kind
    file: str
    data: bytes


BUILT_IN = "built in: "  # prefix of the name shown for a built-in file
PARSED = "parsed.jsonl"  # what `make manual` makes of the signal files
COVER_FILE = "cover.yaml"  # in templates/ of a pack
KINDS = {"scales.yaml": Kind.SCALES, "profile.yaml": Kind.FACTS, "sets.yaml": Kind.SETS}


def data_folder(kind: str) -> Path:
    """The program's own folder "frameworks" or "templates": in the package, or beside src/ in a checkout."""
    packaged = Path(__file__).parents[1] / kind
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / kind


def catalog_files(packs: list[Path]) -> list[Source]:
    """The catalog's YAML files, of the program itself and of every pack, in a fixed order.

    A pack that is the program's own data, as in a checkout, is read once and shown under the pack's name.
    """
    own = data_folder("frameworks")
    others = [pack for pack in packs if not is_own(pack)]
    found = list(_sources_in(own, _shown(packs, "frameworks")))
    for pack in others:
        found += _pack_sources(pack)
    return found


def _shown(packs: list[Path], folder: str) -> str:
    """The prefix of names shown for built-in files: the path of a pack that has them, else "built in"."""
    return next((f"{pack / folder}/" for pack in packs if is_own(pack)), BUILT_IN)


def is_own(pack: Path) -> bool:
    """Whether a pack is the program's own data."""
    folder = pack / "frameworks"
    return folder.is_dir() and folder.samefile(data_folder("frameworks"))


def _pack_sources(pack: Path) -> Iterator[Source]:
    if not pack.is_dir():
        raise CxauditError(Diagnostic("there is no such folder", Place(str(pack)), "a pack is a folder"))
    if not any((pack / kind).is_dir() for kind in ("frameworks", "templates")):
        hint = "a pack contains frameworks/, templates/ or both"
        raise CxauditError(Diagnostic("this folder is not a pack", Place(str(pack)), hint))
    return _sources_in(pack / "frameworks", f"{pack / 'frameworks'}/")


def framework_ids(packs: list[Path]) -> list[str]:
    """The ids of all frameworks, sorted: taken from file names, without opening a file."""
    folders = (data_folder("frameworks"), *(pack / "frameworks" for pack in packs))
    return sorted({path.stem for folder in folders for path in yaml_files(folder) if path.name not in KINDS})


def pack_files(pack: Path) -> tuple[list[str], list[str]]:
    """The data files of a pack, by the names shown for them, and the file names of its templates."""
    folder = pack / "frameworks"
    data = [
        str(path)
        for where in (folder, folder / "bank", folder / "rules", folder / "signals")
        for path in _data_files(where)
    ]
    data += [str(path) for path in [pack / "templates" / COVER_FILE] if path.is_file()]
    return data, sorted(path.name for path in (pack / "templates").glob("*.j2") if path.is_file())


def _sources_in(folder: Path, shown: str) -> Iterator[Source]:
    for path in _data_files(folder):
        kind = KINDS.get(path.name, Kind.FRAMEWORK)
        yield Source(kind, f"{shown}{path.name}", read(path))
    for path in _data_files(folder / "bank"):
        yield Source(Kind.BANK, f"{shown}bank/{path.name}", read(path))


def _data_files(folder: Path) -> list[Path]:
    """The folder's data files sorted by name. Raises CxauditError for a .yml file, which nothing would read."""
    if astray := next(folder.glob("*.yml"), None):
        raise CxauditError(Diagnostic("data files end in .yaml", Place(str(astray)), "rename it"))
    return yaml_files(folder)


def yaml_files(folder: Path) -> list[Path]:
    """The folder's YAML files sorted by name, without the hidden ones that editors leave."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith(".") and path.is_file())


def templates(packs: list[Path]) -> dict[str, tuple[str, str]]:
    """All templates by file name: (text, path to show). Raises CxauditError where two share a name."""
    found: dict[str, tuple[str, str]] = {}
    own = data_folder("templates"), _shown(packs, "templates")
    others = ((pack / "templates", f"{pack / 'templates'}/") for pack in packs if not is_own(pack))
    for folder, shown in (own, *others):
        for path in sorted(path for path in folder.glob("*.j2") if path.is_file()):
            if path.name in found:
                hint = "choose another name; a template may extend another by its name"
                raise CxauditError(Diagnostic("a template with this name already exists", Place(str(path)), hint))
            found[path.name] = (text(path), f"{shown}{path.name}")
    return found


def rule_files(packs: list[Path]) -> list[tuple[str, bytes]]:
    """The rule files of the program itself and of every pack, as (name, bytes) in a fixed order."""
    shown = _shown(packs, "frameworks")
    own = data_folder("frameworks") / "rules"
    found = [(f"{shown}rules/{path.name}", read(path)) for path in _data_files(own)]
    for pack in packs:
        if not pack.is_dir():
            raise CxauditError(Diagnostic("there is no such folder", Place(str(pack)), "a pack is a folder"))
        if not is_own(pack):
            found += [(str(path), read(path)) for path in _data_files(pack / "frameworks" / "rules")]
    return found


def signal_files(packs: list[Path]) -> list[tuple[str, bytes]]:
    """The signal files of every pack but the program's own, as (name, bytes) in a fixed order."""
    own = [pack for pack in packs if not is_own(pack)]
    return [(str(path), read(path)) for pack in own for path in _data_files(pack / "frameworks" / "signals")]


def own_signal_files(shown: str = BUILT_IN) -> list[tuple[str, bytes]]:
    """The signal files of the program itself, as people write them."""
    folder = data_folder("frameworks") / "signals"
    return [(f"{shown}signals/{path.name}", read(path)) for path in _data_files(folder)]


def own_signals() -> bytes:
    """The program's own signals in the form that a run reads: the one file that may be larger than a user's."""
    return (data_folder("frameworks") / "signals" / PARSED).read_bytes()


def sample(name: str) -> bytes:
    """The bytes of a sample that comes with the program."""
    return read(data_folder("frameworks") / "samples" / f"{name}.yaml")


def distinct(packs: list[Path]) -> list[Path]:
    """The packs without repeats, even where two paths lead to the same folder."""
    return list({os.path.realpath(pack): pack for pack in reversed(packs)}.values())[::-1]


def starter(kind: str) -> str:
    """The text that a new "framework", "criterion", "bank", "strategy" or "config" begins with."""
    return text(data_folder("frameworks") / "starters" / f"{kind}.yaml")
