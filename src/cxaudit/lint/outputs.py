"""Where the results of a run go: each format to its output, file by file where nothing needs the whole run."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxaudit import files
from cxaudit.config import Config
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.lint.discovery import Found, TargetKind
from cxaudit.lint.formatters import FOR_PEOPLE, FROM_ROOT, Format, Style, format_of
from cxaudit.lint.result import LintResult, together

if TYPE_CHECKING:  # most runs have none
    from cxaudit.lint.baseline import Baseline


class Output(NamedTuple):
    """A format and the file that it goes to; None is standard output."""

    format: str
    target: Path | None


class Outputs:
    """The outputs of a run. Raises CxauditError where they do not fit together."""

    def __init__(
        self, formats: Sequence[str], targets: Sequence[Path], statistics: bool, quiet: bool, style: Style
    ) -> None:
        self.outputs = _paired(formats, targets)
        self.statistics, self.quiet, self.style = statistics, quiet, style
        if statistics and any(name not in FOR_PEOPLE and target is None for name, target in self.outputs):
            hint = "give the other format a file with --output"
            raise CxauditError(Diagnostic("--statistics prints text", None, hint))

    def put_out(self, results: Iterable[LintResult], baseline: Path | None) -> LintResult:
        """Writes every result in every format; returns the result of the whole run, without its diagnostics.

        Each file's diagnostics are written before the next file is checked, so that memory does not grow with them.
        """
        known = _baseline(baseline) if baseline else None
        with ExitStack() as stack:
            sinks = [self._sink(output, stack) for output in self.outputs]
            whole = together(self._written(sinks, known.held(results) if known else results))
            for sink in sinks:
                sink.write(sink.format.foot(whole))
        return whole._replace(gone=known.gone()) if known else whole

    def _written(self, sinks: "Sequence[_Sink]", results: Iterable[LintResult]) -> Iterator[LintResult]:
        for sink in sinks:
            sink.write(sink.format.head())
        for result in results:
            view = result.only_errors() if self.quiet else result
            for sink in sinks:
                sink.write(sink.format.part(view.renamed(sink.names) if sink.names else view))
            yield result._replace(diagnostics=(), lines={}, documents=())

    def _sink(self, output: Output, stack: ExitStack) -> "_Sink":
        name, target = output
        names = _names_from_root() if name in FROM_ROOT else None
        if target is None:
            return _Sink(self._format(name), sys.stdout.write, names)
        plain = self.style._replace(colour=False, width=80)  # the same bytes whatever the terminal
        return _Sink(format_of(name, plain), stack.enter_context(files.writing(target)).write, names)

    def _format(self, name: str) -> Format:
        if self.statistics:
            from cxaudit.lint import statistics

            return statistics.Format()
        return format_of(name, self.style)


class _Sink(NamedTuple):
    """Where a format goes, and how it names files, if not as the user did."""

    format: Format
    write: Callable[[str], int]
    names: Callable[[str], str] | None


def _baseline(path: Path) -> "Baseline":
    from cxaudit.lint.baseline import Baseline

    return Baseline(path)


def _names_from_root() -> Callable[[str], str] | None:
    from cxaudit.lint.root import from_root, root_above

    root = root_above(os.curdir)
    return (lambda file: from_root(file, root)) if root else None


def _paired(formats: Sequence[str], targets: Sequence[Path]) -> list[Output]:
    """Each format with its target."""
    places = [None if str(path) == "-" else path for path in targets]
    if len(places) > len(formats):
        raise CxauditError(Diagnostic("more outputs than formats were given", None, "give a format for each output"))
    places += [None] * (len(formats) - len(places))
    if places.count(None) > 1:
        hint = "give each a file with --output"
        raise CxauditError(Diagnostic("two formats would go to standard output", None, hint))
    return [Output(*pair) for pair in zip(formats, places, strict=True)]


def check_overwrites(found: Found, targets: Sequence[Path | None], config: Config) -> None:
    """Raises CxauditError where an output would overwrite a file that is read, or another output."""
    read = {os.path.realpath(target.name) for target in found.targets if target.data is None}
    read |= {os.path.realpath(config.path)} if config.path else set()
    packs = [os.path.realpath(target.name) for target in found.targets if target.kind is TargetKind.PACK]
    taken: set[str] = set()
    for target in targets:
        if target is None or (target.exists() and not target.is_file()):
            continue  # a device or pipe takes what it gets
        real = os.path.realpath(target)
        parts = [os.path.join(pack, kind, "") for pack in packs for kind in ("frameworks", "templates")]
        if real in read or any(real.startswith(part) for part in parts):
            raise CxauditError(Diagnostic("this would overwrite a file that was read", Place(str(target))))
        if real in taken:
            raise CxauditError(Diagnostic("this would overwrite another output", Place(str(target))))
        files.check_replaceable(target)
        taken.add(real)
