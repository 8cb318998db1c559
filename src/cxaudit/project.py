"""What a run works with: its configuration, its packs, and what is read from them, each at most once."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxaudit.catalog import sources
from cxaudit.config import Config, find_config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.registry import KINDS

if TYPE_CHECKING:
    # at run time, only what is used is imported
    from cxaudit.catalog.catalog import Catalog
    from cxaudit.patterns import Patterns
    from cxaudit.prose.signals import Signals
    from cxaudit.rules.rule import Rule
    from cxaudit.rules.ruleset import Ruleset


class Project:
    """A configuration, packs and what is in them. Each part raises CxauditError with every problem in its files."""

    def __init__(self, config: Config, packs: Sequence[Path]) -> None:
        self.config = config
        self.packs = sources.distinct([*packs, *(config.folder / pack for pack in config.packs)])
        self._signals_on: dict[str, Signals] = {}

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
    def signals(self) -> "Signals":
        """All signals, those of packs behind the program's own."""
        from cxaudit.prose.signals import from_json, read_signals

        return read_signals(sources.signal_files(self.packs), from_json(sources.own_signals()))

    def signals_on(self, criterion: str) -> "Signals":
        """The signals on one criterion: most runs need no others."""
        if self.packs:
            return self.signals.on(criterion)
        if criterion not in self._signals_on:
            from cxaudit.prose.signals import from_json

            self._signals_on[criterion] = from_json(sources.own_signals(), criterion)
        return self._signals_on[criterion]

    @property
    def signals_in_full(self) -> "Signals":
        """All signals with their hits and misses, which a run does not read."""
        from cxaudit.prose.signals import read_signals

        return read_signals([*sources.own_signal_files(), *sources.signal_files(self.packs)])

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that a marker in a document may have: of criteria, and of practices."""
        criteria = self.catalog.criteria.values()
        return frozenset([*self.catalog.criteria, *(p.key for one in criteria for p in one.practices)])

    def kind_of(self, file: str) -> str:
        """The kind that the configuration gives a document; empty where it gives none."""
        names = self._names(file) if self.config.kinds else ()
        hits = [
            kind for n, kind in enumerate(self.config.kinds.values()) if any(self._kinds[n].match(x) for x in names)
        ]
        return hits[-1] if hits else ""

    @cached_property
    def _kinds(self) -> "list[Patterns]":
        from cxaudit.patterns import Patterns, can_read

        doc = self.config.doc
        places = dict(doc.key_places("kinds")) if doc else {}
        if wrong := [_no_pattern(line, places.get(line)) for line in self.config.kinds if not can_read(line)]:
            raise CxauditError(*wrong)
        return [Patterns([line]) for line in self.config.kinds]

    @cached_property
    def templates(self) -> Mapping[str, tuple[str, str]]:
        """Every template by its file name: its text, and the path to show."""
        return sources.templates(self.packs)

    @cached_property
    def _exclude(self) -> "Patterns | None":
        return self._patterns[0] if self.config.exclude or self.config.ignores else None

    @cached_property
    def _ignores(self) -> "Mapping[str, Patterns]":
        return self._patterns[1] if self.config.exclude or self.config.ignores else {}

    @cached_property
    def _patterns(self) -> "tuple[Patterns, Mapping[str, Patterns]]":
        """The patterns of exclude and per-file-ignores."""
        from cxaudit.patterns import Patterns, can_read  # only a configuration with patterns needs it

        config = self.config
        named: dict[tuple[str, int | str], str] = {("exclude", n): line for n, line in enumerate(config.exclude)}
        named |= {("per-file-ignores", line): line for line in config.ignores}
        if wrong := [_no_pattern(line, self._place(*at)) for at, line in named.items() if not can_read(line)]:
            raise CxauditError(*wrong)
        return Patterns(config.exclude), {line: Patterns([line]) for line in config.ignores}

    def _place(self, key: str, step: int | str) -> Place | None:
        """Where the configuration has an entry of a list, or a key of a mapping."""
        doc = self.config.doc
        if doc is None:
            return None
        return doc.place(key, step) if isinstance(step, int) else dict(doc.key_places(key))[step]

    def excludes(self, file: str) -> bool:
        """Whether the configuration excludes a file from being checked, by its own name or the one it is a link to."""
        found = self._exclude
        return found is not None and any(found.match(name) for name in self._names(file))

    def ignored_in(self, file: str) -> Collection[str]:
        """The ids of the rules that the configuration turns off for a file."""
        if not self.config.ignores:
            return ()
        names = self._names(file)
        hit = [pattern for pattern, one in self._ignores.items() if any(one.match(name) for name in names)]
        return {rule for pattern in hit for rule in self.config.ignores[pattern]}

    def unused_patterns(self) -> Iterator[Diagnostic]:
        """The patterns of the configuration that matched none of the files asked about so far."""
        doc = self.config.doc
        if doc is None:
            return
        unused = [("exclude", n, pattern) for n, pattern in enumerate(self.config.exclude)]
        unused = [(key, n, p) for key, n, p in unused if self._exclude and n not in self._exclude.used]
        for key, n, pattern in unused:
            yield _unused(doc.place(key, n), pattern)
        places = dict(doc.key_places("per-file-ignores"))
        for pattern, one in self._ignores.items():
            if not one.used:
                yield _unused(places[pattern], pattern)

    def _names(self, file: str) -> list[str]:
        """A file's paths from the configuration's folder, with forward slashes: as named, and where a link leads."""
        folder = os.path.realpath(self.config.folder)
        by_name = os.path.join(os.path.realpath(os.path.dirname(file)), os.path.basename(file))
        inside = (os.path.relpath(path, folder).replace(os.sep, "/") for path in (by_name, os.path.realpath(file)))
        return list(dict.fromkeys(inside))


def _no_pattern(line: str, place: Place | None) -> Diagnostic:
    hint = "write [a-z] for [[:lower:]]" if "[:" in line else "git check-ignore -v shows what a pattern matches"
    return Diagnostic(f'"{line}" is not a .gitignore pattern', place, hint)


def _unused(place: Place, pattern: str) -> Diagnostic:
    return Diagnostic(f'no file matches "{pattern}"', place, "", "unused-pattern", KINDS["unused-pattern"].severity)


def open_project(config: Path | None, packs: Sequence[Path] | None) -> Project:
    """The project of a run: the configuration named, else the nearest one upward, with these packs besides its own."""
    return Project(find_config(config), packs or [])
