"""What a lint run found, in one file or in all: formats, summary and exit code are functions of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cxaudit.config import NEVER
from cxaudit.errors import Diagnostic, ExitCode, Severity

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.reading import DocumentReading

SUPPRESSED = "suppressed"  # suppressed diagnostics are counted under this word instead of their severity
Lines = Mapping[str, Mapping[int, str]]  # file: line number: the text of the line


class LintResult(NamedTuple):
    """What a run found."""

    files: Sequence[str] = ()  # that were checked
    skipped: Sequence[str] = ()  # excluded, or none of ours
    diagnostics: Sequence[Diagnostic] = ()  # with the suppressed ones; empty once they were written
    lines: Mapping[str, Mapping[int, str]] = {}  # of each file, those that diagnostics point at
    excluded: int = 0  # skipped files that the user named and the configuration excludes
    untried: int = 0  # files that no rule was tried on, since their structure is broken
    counts: Mapping[str, int] = {}  # by severity, and under SUPPRESSED
    documents: "Sequence[DocumentReading]" = ()  # in prose; empty once they were written
    guesses: int = 0  # documents whose kind is a guess
    gone: int = 0  # entries of the baseline that are no longer found

    @property
    def open(self) -> list[Diagnostic]:
        """The diagnostics that are not suppressed."""
        return [diagnostic for diagnostic in self.diagnostics if not diagnostic.suppressed]

    def renamed(self, names: Callable[[str], str]) -> "LintResult":
        """The same result with the files called by other names."""
        found = [d._replace(place=d.place and d.place._replace(file=names(d.place.file))) for d in self.diagnostics]
        lines = {names(file): lines for file, lines in self.lines.items()}
        documents = [one._replace(file=names(one.file)) for one in self.documents]
        named = [names(file) for file in self.files]
        return self._replace(files=named, diagnostics=found, lines=lines, documents=documents)

    def only_errors(self) -> "LintResult":
        """The same result with only errors to show; the counts still include the rest."""
        return self._replace(diagnostics=[d for d in self.diagnostics if d.severity is Severity.ERROR])


def counted(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    """How many diagnostics there are of each severity, and how many are suppressed."""
    return Counter(SUPPRESSED if d.suppressed else d.severity.value for d in diagnostics)


def together(results: Iterable[LintResult]) -> LintResult:
    """The result of a run from the results of its files."""
    files: list[str] = []
    skipped: list[str] = []
    diagnostics: list[Diagnostic] = []
    lines: dict[str, Mapping[int, str]] = {}
    counts: Counter[str] = Counter()
    excluded = untried = guesses = 0
    for one in results:
        files += one.files
        skipped += one.skipped
        diagnostics += one.diagnostics
        lines.update(one.lines)
        counts.update(one.counts)
        excluded += one.excluded
        untried += one.untried
        guesses += one.guesses
    return LintResult(files, skipped, diagnostics, lines, excluded, untried, counts, guesses=guesses)


def exit_code(result: LintResult, fail_on: str, exit_zero: bool = False) -> ExitCode:
    """The exit code of a run with this result; `fail_on` is a severity or "never"."""
    if exit_zero:
        return ExitCode.FINE
    if not result.files:  # a commit of excluded files alone is fine
        return ExitCode.FINE if result.excluded else ExitCode.NOTHING_TO_CHECK
    failing = {Severity.ERROR.value: ("error",), Severity.WARNING.value: ("error", "warning"), NEVER: ()}[fail_on]
    found = any(result.counts.get(severity) for severity in failing)
    return ExitCode.FOUND if found else ExitCode.FINE


def summary(result: LintResult, baseline: str = "") -> Iterator[str]:
    """What was checked and found, one sentence per line; `baseline` is the name of the baseline file."""
    severities = [(result.counts.get(severity, 0), severity) for severity in Severity]
    found = ", ".join(many(count, severity) for count, severity in severities if count) or "no problems"
    suppressed = result.counts.get(SUPPRESSED)
    if result.files:
        more = f", {suppressed} suppressed" if suppressed else ""
        yield f"{many(len(result.files), 'file')} checked: {found}{more}"
    if result.untried:
        yield f"no rule was run on {many(result.untried, 'file')} with a broken structure"
    if result.guesses:
        yield f"guessed the kind of {many(result.guesses, 'document')}; kind: in front matter, or --kind, sets it"
    if result.skipped:
        shown = ", ".join(result.skipped[:3]) + (", ..." if len(result.skipped) > 3 else "")
        yield f"{many(len(result.skipped), 'file')} skipped as excluded or unknown: {shown}"
    if result.gone:
        yield f"{baseline}: {many(result.gone, 'entry')} no longer found; cxaudit baseline prune removes them"


def many(count: int, what: str) -> str:
    """A count with its word, such as 2 errors."""
    plural = {"entry": "entries", "info": "infos"}.get(what, f"{what}s")
    return f"{count} {what if count == 1 else plural}"
