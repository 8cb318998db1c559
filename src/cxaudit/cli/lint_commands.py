"""The commands that check files: lint and baseline. Each gives an exit code."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import STRATEGY_FILE, sanitize
from cxaudit.cli.app import AsOf, Packs, app, check_choice, complain, put_out, today, width
from cxaudit.errors import CxauditError, Diagnostic, Place

if TYPE_CHECKING:
    from cxaudit.lint.formatters import Told
    from cxaudit.lint.runner import Checker

_FOR_PEOPLE = ("text", "concise")
_FORMATS = (*_FOR_PEOPLE, "json", "sarif", "github", "gitlab", "junit")

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH...]", help="Files, folders, packs, or - for standard input.")
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Default: the nearest cxaudit.yaml upward.")
]


@app.command()
def lint(
    paths: Paths = None,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(_FORMATS)}. Repeatable, each with its --output."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the format of the same place goes; - is here."),
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="SEVERITY", help="error (default), warning or never.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Let the problems pass that are known in FILE.")
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Only count how often each rule is broken.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell errors only, and no summary.")] = False,
    config: ConfigFile = None,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help="What the file on standard input is called.")
    ] = STRATEGY_FILE,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Check strategies, audits, configurations and packs.

    Without a path, what cxaudit.yaml names, else strategy.yaml. Exits with 1 where an error is found, 2 where it could
    not run, 3 where there was nothing to check.
    """
    telling = _Telling(_formats(format, output), statistics, quiet)
    if fail_on is not None:
        check_choice(fail_on, ("error", "warning", "never"), "severity")
    checker = _set_up(config, pack, as_of)
    known = baseline or (checker.folder / checker.config.baseline if checker.config.baseline else None)
    at_once = telling.goes_at_once and not known
    checker.tell = (lambda diagnostics: telling.tell(checker, diagnostics)) if at_once else None
    _check(checker, paths, stdin_filename)
    gone = 0
    if not at_once:
        diagnostics, gone = _but_known(checker, known) if known else (checker.diagnostics, 0)
        _spare(checker, [target for _, target in telling.formats])
        telling.tell(checker, diagnostics)
    if not quiet:
        _summarise(checker, telling.counts, gone, known)
    if not checker.files:
        return 3
    return 0 if exit_zero else _code(telling.counts, fail_on or checker.config.fail_on)


class _Telling:
    """How a run tells its problems, and how many of each severity it told, or let pass as "excused"."""

    def __init__(self, formats: list[tuple[str, Path | None]], statistics: bool, quiet: bool) -> None:
        self.formats, self.statistics, self.quiet = formats, statistics, quiet
        self.counts: Counter[str] = Counter()
        if statistics and any(name not in _FOR_PEOPLE and target is None for name, target in formats):
            hint = "give the other format a file with --output"
            raise CxauditError(Diagnostic("--statistics prints text", None, hint))

    @property
    def goes_at_once(self) -> bool:
        """Whether problems can be told file by file, so that memory does not grow with the files."""
        return not self.statistics and len(self.formats) == 1 and self.formats[0] in [(f, None) for f in _FOR_PEOPLE]

    def tell(self, checker: "Checker", diagnostics: Sequence[Diagnostic]) -> None:
        """Tells these problems in every format; what is quiet is counted all the same."""
        from cxaudit.lint.engine import OWN_RULES
        from cxaudit.lint.formatters import Told

        self.counts.update("excused" if p.suppressed else p.severity for p in diagnostics)
        shown = [p for p in diagnostics if not self.quiet or p.severity == "error"]
        told = Told(shown, checker.files, checker.ruleset.rules, OWN_RULES, checker.lines)
        for name, target in self.formats:
            put_out(self._text(name, told, target is None), target)

    def _text(self, name: str, told: "Told", here: bool) -> str:
        from cxaudit.lint import formatters

        if self.statistics and here:
            return formatters.statistics(told)
        if name in _FOR_PEOPLE and here:
            return (formatters.text if name == "text" else formatters.concise)(told, _colours(), width())
        return formatters.FORMATS[name](told)


def _but_known(checker: "Checker", known: Path) -> tuple[list[Diagnostic], int]:
    """The problems with those let pass that a baseline knows, and how many it knows that are gone."""
    from cxaudit import files
    from cxaudit.lint.baseline import let_pass, read_baseline

    names = _names(known)
    past = read_baseline(files.read(known), str(known))
    diagnostics, gone, _ = let_pass(checker.diagnostics, past, names, {names(file) for file in checker.files})
    return diagnostics, gone.total()


def _names(known: Path) -> Callable[[str], str]:
    """A file's path from the folder of a baseline, so that it is the same wherever lint is run."""
    home = os.path.dirname(os.path.realpath(known))

    def named(file: str) -> str:
        name = Path(os.path.relpath(os.path.realpath(file), home)).as_posix()
        text = name.encode("utf-8", "backslashreplace").decode()  # what no text can hold is written out
        return sanitize.text(text).strip()  # as it is read again

    return named


def _spare(checker: "Checker", targets: Sequence[Path | None]) -> None:
    """Raises CxauditError where an output would take the place of a file that was checked, or of another output."""
    used = [*checker.files, *checker.skipped, *([str(checker.config_file)] if checker.config_file else [])]
    checked = {os.path.realpath(file) for file in used}
    taken: set[str] = set()
    for target in targets:
        if target is None or not (target.is_file() or not target.exists()):
            continue  # a device or pipe takes what it gets
        real = os.path.realpath(target)
        if real in checked or real in taken:
            what = "a file that was read" if real in checked else "another output"
            raise CxauditError(Diagnostic(f"this would overwrite {what}", Place(str(target))))
        taken.add(real)


def _formats(formats: Sequence[str] | None, outputs: Sequence[Path] | None) -> list[tuple[str, Path | None]]:
    """Each format with where it goes; None is standard output."""
    chosen = list(formats or ["github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"])
    for name in chosen:
        check_choice(name, _FORMATS, "format")
    targets = [None if str(path) == "-" else path for path in outputs or []]
    if len(targets) > len(chosen):
        raise CxauditError(Diagnostic("there are more --output than --format", None, "give a format for each output"))
    pairs = list(zip(chosen, [*targets, *[None] * (len(chosen) - len(targets))], strict=True))
    if sum(target is None for _, target in pairs) > 1:
        raise CxauditError(
            Diagnostic("two formats would go to standard output", None, "give each a file with --output")
        )
    return pairs


def _set_up(config: Path | None, packs: Sequence[Path] | None, as_of: str | None) -> "Checker":
    from cxaudit.lint.runner import set_up

    return set_up(config, list(packs or []), today(as_of))


def _check(checker: "Checker", paths: Sequence[Path] | None, stdin_name: str) -> None:
    from cxaudit.lint.runner import TYPED
    from cxaudit.schema.document import MAX_BYTES

    for path in dict.fromkeys(paths or _default_paths(checker)):
        if str(path) == TYPED:
            if sys.stdin is None:
                raise CxauditError(Diagnostic("there is no standard input"))
            checker.add_text(sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)
        elif not checker.add(path):
            hint = "a strategy, an audit, a cxaudit.yaml or a pack is expected"
            complain([Diagnostic("there is nothing to check here", Place(str(path)), hint)])
    checker.run()


def _default_paths(checker: "Checker") -> list[Path]:
    named = [checker.folder / path for path in checker.config.paths]
    here = [path for path in (Path(STRATEGY_FILE), checker.folder / STRATEGY_FILE) if path.exists()]
    if named or here:
        return named or here[:1]
    hint = "name files or folders, or write one with: cxaudit init"
    raise CxauditError(Diagnostic(f"there is no {STRATEGY_FILE} here", Place(STRATEGY_FILE), hint))


def _colours() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def _summarise(checker: "Checker", counts: Counter[str], gone: int, known: Path | None) -> None:
    """What was checked and found, on stderr, since it is not a result."""
    found = ", ".join(_many(counts[s], s) for s in ("error", "warning", "info") if counts[s]) or "no problem"
    more = f", {counts['excused']} let pass" if counts["excused"] else ""
    if checker.files:
        sys.stderr.write(f"{_many(len(checker.files), 'file')} checked: {found}{more}\n")
    if checker.untried:
        sys.stderr.write(f"no rule was tried on {_many(checker.untried, 'file')} with a broken structure\n")
    if checker.skipped:
        shown = sanitize.line(", ".join(checker.skipped[:3])) + (", ..." if len(checker.skipped) > 3 else "")
        sys.stderr.write(f"{_many(len(checker.skipped), 'file')} left out, excluded or none of ours: {shown}\n")
    if gone:
        sys.stderr.write(f"{known}: {_many(gone, 'entry')} no longer found; cxaudit baseline prune takes them out\n")


def _many(count: int, what: str) -> str:
    plural = {"entry": "entries", "info": "infos"}.get(what, f"{what}s")
    return f"{count} {what if count == 1 else plural}"


def _code(counts: Counter[str], fail_on: str) -> int:
    failing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    return int(any(counts[severity] for severity in failing))


# ------------------------------------------------------------------------------------------------ baseline


@app.command()
def baseline(
    action: Annotated[str, typer.Argument(metavar="create|prune", show_default=False)],
    paths: Paths = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The baseline; default as in cxaudit.yaml.")
    ] = None,
    config: ConfigFile = None,
    as_of: AsOf = None,
    pack: Packs = None,
) -> int:
    """Write down what is wrong today, or prune that.

    lint --baseline then lets these problems pass and no others; prune takes out those that are gone.
    """
    from cxaudit import files
    from cxaudit.lint.baseline import KNOWN, let_pass, read_baseline, write_baseline

    check_choice(action, ("create", "prune"), "action")
    checker = _set_up(config, pack, as_of)
    target = output or checker.folder / (checker.config.baseline or "baseline.json")
    past = read_baseline(files.read(target), str(target)) if action == "prune" else Counter()
    _check(checker, paths, STRATEGY_FILE)
    if not checker.files:
        return 3
    _spare(checker, [target])
    names = _names(target)
    diagnostics, kept = checker.diagnostics, Counter[tuple[str, str, str]]()
    if action == "prune":
        home = os.path.dirname(os.path.realpath(target))
        deleted = {file for file, _, _ in past if not os.path.exists(os.path.join(home, file))}
        diagnostics, gone, kept = let_pass(diagnostics, past, names, deleted | {names(file) for file in checker.files})
        diagnostics = [p for p in diagnostics if p.suppressed == KNOWN]
        sys.stderr.write(f"{target}: {_many(gone.total(), 'entry')} taken out\n")
    text = write_baseline(diagnostics, names, kept.elements())
    put_out(text, None if str(target) == "-" else target)
    count = text.count('"rule":')
    sys.stderr.write(f"{target}: {_many(count, 'entry')}\n")
    if action == "create" and count and not checker.config.baseline and str(target) != "-":
        sys.stderr.write(f"let them pass with: cxaudit lint --baseline {target}, or baseline: in cxaudit.yaml\n")
    return 0
