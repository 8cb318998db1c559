"""Where the results of a run go: each format to its output, file by file where nothing needs the whole run."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cxaudit import files
from cxaudit.config import Config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint.formatters import FOR_PEOPLE, rendered, shown
from cxaudit.lint.result import LintResult, together
from cxaudit.project import Project


class Output(NamedTuple):
    """A format and the file that it goes to; None is standard output."""

    format: str
    target: Path | None


class Outputs:
    """The outputs of a run. Raises CxauditError where they do not fit together."""

    def __init__(
        self,
        formats: Sequence[str],
        targets: Sequence[Path],
        statistics: bool,
        quiet: bool,
        colour: bool,
        width: int,
    ) -> None:
        self.outputs = _paired(formats, targets)
        self.statistics, self.quiet, self.colour, self.width = statistics, quiet, colour, width
        if statistics and any(name not in FOR_PEOPLE and target is None for name, target in self.outputs):
            hint = "give the other format a file with --output"
            raise CxauditError(Diagnostic("--statistics prints text", None, hint))

    def put_out(self, results: Iterable[LintResult], project: Project, baseline: Path | None) -> LintResult:
        """Writes every result in every format; returns the result of the whole run.

        Where the only output is a format for people on standard output, each file's diagnostics are shown before the
        next file is checked and are not kept, so that memory does not grow with the number of files.
        """
        if not baseline and not self.statistics and self.outputs in [[Output(name, None)] for name in FOR_PEOPLE]:
            return together(self._shown_by_file(results), project.rules)
        whole = together(results, project.rules)
        if baseline:
            from cxaudit.lint.baseline import without_known

            whole = without_known(whole, baseline)
        check_overwrites(whole, [target for _, target in self.outputs if target], project.config)
        view = whole.only_errors() if self.quiet else whole
        for name, target in self.outputs:
            if target is None:
                sys.stdout.write(self._shown(name, view))
            else:
                files.write(target, rendered(name, view))
        return whole

    def _shown_by_file(self, results: Iterable[LintResult]) -> Iterator[LintResult]:
        name = self.outputs[0].format
        for result in results:
            if result.diagnostics:
                sys.stdout.write(self._shown(name, result.only_errors() if self.quiet else result))
            yield result._replace(diagnostics=(), lines={})

    def _shown(self, name: str, result: LintResult) -> str:
        if self.statistics:
            from cxaudit.lint.statistics import render as statistics

            return statistics(result)
        return shown(name, result, self.colour, self.width) if name in FOR_PEOPLE else rendered(name, result)


def _paired(formats: Sequence[str], targets: Sequence[Path]) -> list[Output]:
    """Each format with its target."""
    places = [None if str(path) == "-" else path for path in targets]
    if len(places) > len(formats):
        raise CxauditError(Diagnostic("there are more --output than --format", None, "give a format for each output"))
    places += [None] * (len(formats) - len(places))
    if places.count(None) > 1:
        hint = "give each a file with --output"
        raise CxauditError(Diagnostic("two formats would go to standard output", None, hint))
    return [Output(*pair) for pair in zip(formats, places, strict=True)]


def check_overwrites(result: LintResult, targets: Sequence[Path], config: Config) -> None:
    """Raises CxauditError where an output would overwrite a file that was read, or another output."""
    used = [*result.files, *result.skipped, *([str(config.path)] if config.path else [])]
    read = {os.path.realpath(file) for file in used}
    taken: set[str] = set()
    for target in targets:
        if target.exists() and not target.is_file():
            continue  # writing to a device or pipe overwrites nothing
        real = os.path.realpath(target)
        if real in read or real in taken:
            what = "a file that was read" if real in read else "another output"
            raise CxauditError(Diagnostic(f"this would overwrite {what}", Place(str(target))))
        taken.add(real)
