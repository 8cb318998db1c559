"""Finds what to check: files, packs, and the YAML files and packs below a folder, in a fixed order."""

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from cxaudit import STRATEGY_FILE, files
from cxaudit.catalog.sources import COVER_FILE, yaml_files
from cxaudit.config import Config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.project import Project
from cxaudit.prose.units import is_prose


class TargetKind(Enum):
    """What a target is, going by its name and place."""

    FILE = auto()
    PACK = auto()
    OTHER = auto()  # looks like a file or a pack but is not read: a link to a folder or to nothing, a pipe


class Target(NamedTuple):
    """Something to check."""

    name: str
    kind: TargetKind = TargetKind.FILE
    asked: bool = False  # named by the user, who then wants it checked
    data: bytes | None = None  # its bytes, where they came through standard input
    excluded: bool = False  # by the configuration
    off: Collection[str] = ()  # rules that the configuration turns off for it


class Found(NamedTuple):
    """What paths lead to."""

    targets: list[Target]
    empty: list[Diagnostic]  # one for each path with nothing to check
    remarks: list[Diagnostic]  # on the configuration: patterns that match no file


STDIN = "-"  # the path that means standard input, typed or piped


def find(project: Project, paths: Sequence[Path], stdin_name: str) -> Found:
    """What these paths lead to, each target once, with remarks on paths and patterns.

    Without paths, what the configuration names, else strategy.yaml. Raises CxauditError where a path does not exist.
    """
    found: list[Target] = []
    empty: list[Diagnostic] = []
    named = list(dict.fromkeys(paths or _default_paths(project.config)))
    for path in named:
        below = [_typed(stdin_name)] if str(path) == STDIN else [*targets(path, project.kind_of)]
        found += below
        if all(target.kind is TargetKind.OTHER for target in below):
            hint = "name a strategy, an audit, a cxaudit.yaml or a pack"
            empty.append(Diagnostic("there is nothing to check here", Place(str(path)), hint))
    checked = [_by_configuration(project, target) for target in distinct(found)]
    whole = any(_is_above(path, project.config.folder) for path in named)
    return Found(checked, empty, list(project.unused_patterns()) if whole else [])


def _by_configuration(project: Project, target: Target) -> Target:
    if not project.config.exclude and not project.config.ignores:
        return target
    if target.kind is TargetKind.PACK:  # only to mark patterns as used
        for file in (*Path(target.name, "frameworks").rglob("*.yaml"), *Path(target.name, "templates").glob("*.j2")):
            project.excludes(str(file))
            project.ignored_in(str(file))
    return target._replace(excluded=project.excludes(target.name), off=project.ignored_in(target.name))


def _is_above(path: Path, folder: Path) -> bool:
    """Whether a path is this folder or one above it."""
    return path.is_dir() and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(path))


def _typed(name: str) -> Target:
    if sys.stdin is None:
        raise CxauditError(Diagnostic("there is no standard input"))
    return Target(name, asked=True, data=files.read_from(sys.stdin.buffer))


def _default_paths(config: Config) -> list[Path]:
    named = [config.folder / path for path in config.paths]
    here = [path for path in (Path(STRATEGY_FILE), config.folder / STRATEGY_FILE) if path.exists()]
    if named or here:
        return named or here[:1]
    hint = "name files or folders, or create it with: cxaudit init"
    raise CxauditError(Diagnostic(f"there is no {STRATEGY_FILE} here", Place(STRATEGY_FILE), hint))


def targets(path: Path, kind_of: Callable[[str], str] = lambda file: "") -> Iterator[Target]:
    """A file, or everything to check below a folder. Raises CxauditError where there is neither.

    Documents in prose are checked where they are named, or the configuration says of what kind they are.
    """
    if path.is_dir():
        yield from (Target(str(found), kind) for found, kind in files_in(path, kind_of))
    elif os.path.lexists(path):
        yield Target(str(path), asked=True)
    else:
        files.read(path)  # raises with the reason


def distinct(found: Iterable[Target]) -> list[Target]:
    """The targets without repeats, even where two paths lead to the same file."""
    first: dict[str, Target] = {}
    for target in found:
        name = os.path.abspath(target.name) if target.data is None else ""
        first.setdefault(name, target)
    return list(first.values())


def files_in(folder: Path, kind_of: Callable[[str], str], asked: bool = True) -> Iterator[tuple[Path, TargetKind]]:
    """The YAML files, the packs and the documents of a known kind below a folder, in order, without hidden ones.

    Below the folder asked for, a pack is recognised by its contents, since other programs have such folders too.
    """
    try:
        pack = _is_pack(folder, asked)
        with os.scandir(folder) as entries:
            names = sorted((e.name, _entry(e)) for e in entries)
    except OSError:
        yield folder, TargetKind.FILE  # reading it as a file reports why it cannot be read
        return
    if pack:
        yield folder, TargetKind.PACK
    for name, kind in names:
        if name.startswith(".") or name in _NEVER or (pack and name in ("frameworks", "templates")):
            continue
        if kind == "folder":
            yield from files_in(folder / name, kind_of, asked=False)
        elif kind == "linked folder":
            yield folder / name, TargetKind.OTHER
        elif name.endswith((".yaml", ".yml")) or (is_prose(name) and kind_of(str(folder / name))):
            yield folder / name, TargetKind.FILE if kind == "file" else TargetKind.OTHER


def _entry(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file() else "linked folder" if entry.is_dir() else "other"
    except OSError:  # such as a link that leads to itself: reading it reports what is wrong
        return "file"


def _is_pack(folder: Path, asked: bool) -> bool:
    data, templates = folder / "frameworks", folder / "templates"
    own = (any(data.glob("*.yaml")), any(templates.glob("*.j2")), (templates / COVER_FILE).is_file()) if asked else ()
    return any(own) or holds_framework(data)


def holds_framework(folder: Path) -> bool:
    """Whether a folder named frameworks/ is one of ours: other programs have such folders too."""
    if any((folder / part).is_dir() for part in ("bank", "rules", "signals")):
        return True
    return any(b"\nitems:" in (text := files.read(path)) and b"gist:" in text for path in yaml_files(folder))


_NEVER = ("node_modules", "__pycache__", "venv")
