"""What a run works with: its configuration, its packs, and what is read from them, each at most once."""

import os
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit.catalog import sources
from cxaudit.config import Config, find_config

if TYPE_CHECKING:  # at run time, only what is used is imported
    from cxaudit.catalog.catalog import Catalog
    from cxaudit.rules.rule import Rule
    from cxaudit.rules.ruleset import Ruleset


class Project:
    """A configuration, packs and what is in them. Each part raises CxauditError with every mistake in its files."""

    def __init__(self, config: Config, packs: Sequence[Path]) -> None:
        self.config = config
        self.packs = sources.distinct([*packs, *(config.folder / pack for pack in config.packs)])

    @cached_property
    def catalog(self) -> "Catalog":
        from cxaudit.catalog.loader import load

        return load(sources.catalog_files(self.packs))

    @cached_property
    def rules(self) -> "dict[str, Rule]":
        """All rules, including those that are off."""
        from cxaudit.rules.loader import read_rules

        return read_rules(sources.rule_files(self.packs))

    @cached_property
    def ruleset(self) -> "Ruleset":
        from cxaudit.rules.ruleset import tuned

        return tuned(self.rules, self.config)

    @cached_property
    def templates(self) -> Mapping[str, tuple[str, str]]:
        """Every template by its file name: its text, and the path to show."""
        return sources.templates(self.packs)

    def excludes(self, file: str) -> bool:
        """Whether the configuration excludes a file from being checked."""
        return bool(self.config.exclude) and self.config.excludes(self._inside(file))

    def ignored_in(self, file: str) -> Collection[str]:
        """The ids of the rules that the configuration turns off for a file."""
        return self.config.ignored_in(self._inside(file)) if self.config.ignores else ()

    def _inside(self, file: str) -> str:
        """A file's path from the configuration's folder, with forward slashes."""
        return Path(os.path.relpath(file, self.config.folder)).as_posix()


def open_project(config: Path | None, packs: Sequence[Path] | None) -> Project:
    """The project of a run: the configuration named, else the nearest one upward, with these packs besides its own."""
    return Project(find_config(config), packs or [])
