"""What a folder holds for lint: the YAML files and packs below it, in a fixed order."""

import os
from collections.abc import Iterator
from pathlib import Path

from cxaudit.catalog.sources import yaml_files
from cxaudit.files import read

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
    return any(b"\nitems:" in (text := read(path)) and b"gist:" in text for path in yaml_files(folder))


_NEVER = ("node_modules", "__pycache__", "venv")
