"""What a run works with: its configuration, its packs, and what is read from them, each at most once."""

import os
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit.catalog import sources
from cxaudit.config import Config, find_config

if TYPE_CHECKING:  # a run imports what it asks for
    from cxaudit.catalog.catalog import Catalog
    from cxaudit.rules.rule import Rule
    from cxaudit.rules.ruleset import Ruleset


class Project:
    """A configuration and packs, and what they hold. Each part raises CxauditError with every mistake in its files."""

    def __init__(self, config: Config, packs: Sequence[Path]) -> None:
        self.config = config
        self.packs = sources.distinct([*packs, *(config.folder / pack for pack in config.packs)])

    @cached_property
    def catalog(self) -> "Catalog":
        from cxaudit.catalog.loader import load

        return load(sources.catalog_files(self.packs))

    @cached_property
    def rules(self) -> "dict[str, Rule]":
        """All rules, those that are off among them."""
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
        """Whether the configuration keeps a file from being checked."""
        return bool(self.config.exclude) and self.config.excludes(self._inside(file))

    def ignored_in(self, file: str) -> Collection[str]:
        """The ids of the rules that the configuration takes out for a file."""
        return self.config.ignored_in(self._inside(file)) if self.config.ignores else ()

    def _inside(self, file: str) -> str:
        """The path from the configuration's folder, with slashes."""
        return Path(os.path.relpath(file, self.config.folder)).as_posix()


def open_project(config: Path | None, packs: Sequence[Path] | None) -> Project:
    """A run's project: the configuration named, else the nearest upward, with these packs beside its own."""
    return Project(find_config(config), packs or [])
