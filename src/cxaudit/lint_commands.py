"""The commands that check files: lint, baseline, rules. Each gives an exit code."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit import inert
from cxaudit.app import AsOf, Packs, all_packs, app, check_choice, complain, today, width
from cxaudit.errors import CxauditError, Place, Problem

if TYPE_CHECKING:
    from cxaudit.checking import Checker
    from cxaudit.outputs import Told

STRATEGY_FILE = "strategy.yaml"
_FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")

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
    from cxaudit import outputs
    from cxaudit.baseline import let_pass, read_baseline

    formats = _formats(format, output)
    if statistics and any(name not in ("text", "concise") and target is None for name, target in formats):
        raise CxauditError(Problem("--statistics prints text", None, "give the other format a file with --output"))
    if fail_on is not None:
        check_choice(fail_on, ("error", "warning", "never"), "severity")
    checker = _set_up(config, pack, as_of)
    known = baseline or (checker.folder / checker.config.baseline if checker.config.baseline else None)
    counts: Counter[str] = Counter()
    at_once = formats in ([("text", None)], [("concise", None)]) and not statistics and not known

    def tell(problems: list[Problem], last: bool) -> None:
        """Tells problems, file by file where the format can, so that memory does not grow with the files."""
        counts.update("excused" if p.excused else p.severity for p in problems)
        shown = [p for p in problems if not quiet or p.severity == "error"]
        told = outputs.Told(shown, checker.files, checker.ruleset.rules, _own_rules(), checker.lines)
        if last or shown:
            _tell(told, formats, statistics)

    checker.tell = (lambda problems: tell(problems, last=False)) if at_once else None
    _check(checker, paths, stdin_filename)
    gone = 0
    if not at_once:
        problems = checker.problems
        if known:
            from cxaudit import files

            names = _names(known)
            past = read_baseline(files.read(known), str(known))
            problems, missing, _ = let_pass(problems, past, names, {names(file) for file in checker.files})
            gone = missing.total()
        _spare(checker, [target for _, target in formats])
        tell(problems, last=True)
    if not quiet:
        _summarise(checker, counts, gone, known)
    if not checker.files:
        return 3
    return 0 if exit_zero else _code(counts, fail_on or checker.config.fail_on)


def _names(known: Path) -> Callable[[str], str]:
    """A file's path from the folder of a baseline, so that it is the same wherever lint is run."""
    home = os.path.dirname(os.path.realpath(known))

    def named(file: str) -> str:
        name = Path(os.path.relpath(os.path.realpath(file), home)).as_posix()
        return name.encode("utf-8", "replace").decode()  # what no text can hold becomes a question mark

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
            raise CxauditError(Problem(f"this would overwrite {what}", Place(str(target))))
        taken.add(real)


def _formats(formats: Sequence[str] | None, outputs: Sequence[Path] | None) -> list[tuple[str, Path | None]]:
    """Each format with where it goes; None is standard output."""
    chosen = list(formats or ["github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"])
    for name in chosen:
        check_choice(name, _FORMATS, "format")
    targets = [None if str(path) == "-" else path for path in outputs or []]
    if len(targets) > len(chosen):
        raise CxauditError(Problem("there are more --output than --format", None, "give a format for each output"))
    pairs = list(zip(chosen, [*targets, *[None] * (len(chosen) - len(targets))], strict=True))
    if sum(target is None for _, target in pairs) > 1:
        raise CxauditError(Problem("two formats would go to standard output", None, "give each a file with --output"))
    return pairs


def _set_up(config: Path | None, packs: Sequence[Path] | None, as_of: str | None) -> "Checker":
    from cxaudit.checking import set_up

    return set_up(config, list(packs or []), today(as_of))


def _check(checker: "Checker", paths: Sequence[Path] | None, stdin_name: str) -> None:
    from cxaudit.checking import TYPED
    from cxaudit.document import MAX_BYTES

    for path in dict.fromkeys(paths or _default_paths(checker)):
        before = checker.met
        if str(path) == TYPED:
            if sys.stdin is None:
                raise CxauditError(Problem("there is no standard input"))
            checker.check_text(sys.stdin.buffer.read(MAX_BYTES + 1), stdin_name)
        else:
            checker.check(path)
        if checker.met == before:
            hint = "a strategy, an audit, a cxaudit.yaml or a pack is expected"
            complain([Problem("there is nothing to check here", Place(str(path)), hint)])


def _default_paths(checker: "Checker") -> list[Path]:
    named = [checker.folder / path for path in checker.config.paths]
    here = [path for path in (Path(STRATEGY_FILE), checker.folder / STRATEGY_FILE) if path.exists()]
    if named or here:
        return named or here[:1]
    hint = "name files or folders, or write one with: cxaudit init"
    raise CxauditError(Problem(f"there is no {STRATEGY_FILE} here", Place(STRATEGY_FILE), hint))


def _own_rules() -> dict[str, str]:
    from cxaudit.linting import OWN_RULES

    return OWN_RULES


def _tell(told: "Told", formats: list[tuple[str, Path | None]], statistics: bool) -> None:
    from cxaudit import files, outputs

    for name, target in formats:
        make = outputs.FORMATS[name]
        if statistics and target is None:
            sys.stdout.write(outputs.statistics(told))
        elif target is not None:
            files.write(target, make(told))
        elif name in ("text", "concise"):
            people = outputs.text if name == "text" else outputs.concise
            sys.stdout.write(people(told, _colours(), width()))
        else:
            sys.stdout.write(make(told))


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
        shown = inert.line(", ".join(checker.skipped[:3])) + (", ..." if len(checker.skipped) > 3 else "")
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
    """Write down the problems that there are, for lint --baseline to let pass, or take out those that are gone."""
    from cxaudit import files
    from cxaudit.baseline import KNOWN, let_pass, read_baseline, write_baseline

    check_choice(action, ("create", "prune"), "action")
    checker = _set_up(config, pack, as_of)
    target = output or checker.folder / (checker.config.baseline or "baseline.json")
    past = read_baseline(files.read(target), str(target)) if action == "prune" else Counter()
    _check(checker, paths, STRATEGY_FILE)
    if not checker.files:
        return 3
    _spare(checker, [target])
    names = _names(target)
    problems, kept = checker.problems, Counter[tuple[str, str, str]]()
    if action == "prune":
        home = os.path.dirname(os.path.realpath(target))
        deleted = {file for file, _, _ in past if not os.path.exists(os.path.join(home, file))}
        problems, gone, kept = let_pass(problems, past, names, deleted | {names(file) for file in checker.files})
        problems = [p for p in problems if p.excused == KNOWN]
        sys.stderr.write(f"{target}: {_many(gone.total(), 'entry')} taken out\n")
    text = write_baseline(problems, names, kept.elements())
    if str(target) == "-":
        sys.stdout.write(text)
    else:
        files.write(target, text)
    count = text.count('"rule":')
    sys.stderr.write(f"{target}: {_many(count, 'entry')}\n")
    return 0


# --------------------------------------------------------------------------------------------------- rules


@app.command()
def rules(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    pack: Packs = None,
) -> int:
    """List the rules on strategies, or show the manual of one."""
    from cxaudit import files, listing
    from cxaudit.errors import did_you_mean
    from cxaudit.rules import read_rules

    known = read_rules(files.rule_files(all_packs(pack)))
    if id is None:
        sys.stdout.write(listing.rules(known))
    elif id in known:
        sys.stdout.write(listing.rule(known[id]))
    else:
        raise CxauditError(Problem(f'there is no rule "{id}"', None, did_you_mean(id, known, "rules")))
    return 0


# -------------------------------------------------------------------------------------------------- schema

_KINDS = ("strategy", "audit", "framework", "bank", "rules", "config")


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="|".join(_KINDS), help="Of which files.", show_default=False)],
) -> int:
    """Print the JSON Schema (draft 07) of a kind of file, for editors."""
    import json

    from cxaudit.audit import AUDIT
    from cxaudit.config import CONFIG
    from cxaudit.datafiles import BANK, FRAMEWORK
    from cxaudit.rules import RULES
    from cxaudit.schema import schema as schema_of
    from cxaudit.strategy import STRATEGY

    check_choice(kind, _KINDS, "kind")
    shapes = dict(zip(_KINDS, (STRATEGY, AUDIT, FRAMEWORK, BANK, RULES, CONFIG), strict=True))
    sys.stdout.write(json.dumps(schema_of(shapes[kind], f"cxaudit {kind}"), indent=1) + "\n")
    return 0


# ---------------------------------------------------------------------------------------------------- init


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write them.")] = Path(),
    as_of: AsOf = None,
) -> int:
    """Begin a strategy: write strategy.yaml, its schema for editors and cxaudit.yaml, each with comments."""
    import json

    from cxaudit import files
    from cxaudit.schema import schema as schema_of
    from cxaudit.strategy import STRATEGY

    texts = {
        STRATEGY_FILE: files.starter("strategy").replace("NEXT", str(int(today(as_of)[:4]) + 1)),
        "strategy.schema.json": json.dumps(schema_of(STRATEGY, "cxaudit strategy"), indent=1) + "\n",
        "cxaudit.yaml": files.starter("config"),
    }
    there = [folder / name for name in texts if (folder / name).exists()]
    if there:
        raise CxauditError(
            *(Problem("this file is there already", Place(str(path)), "move it first") for path in there)
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        files.write(folder / name, text)
        sys.stdout.write(f"{folder / name}\n")
    sys.stderr.write("Fill in strategy.yaml, then: cxaudit lint\n")
    return 0


# -------------------------------------------------------------------------------------------------- render


@app.command()
def render(
    file: Annotated[Path, typer.Argument(metavar="STRATEGY.yaml", help="The strategy.", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="A Jinja template of your own.")
    ] = None,
    pack: Packs = None,
) -> int:
    """Make a readable Markdown document of a strategy."""
    from cxaudit import files
    from cxaudit.document import parse
    from cxaudit.render import OWN
    from cxaudit.render import render as render_template
    from cxaudit.strategy import read_strategy, shown

    strategy = read_strategy(parse(files.read(file), str(file)))
    templates = files.templates(all_packs(pack))
    if template:
        templates[OWN] = (files.text(template), str(template))
    for kept, what in ((file, "strategy"), (template, "template")):
        if output and kept and output.exists() and kept.exists() and output.samefile(kept):
            raise CxauditError(Problem(f"the document would overwrite the {what}", Place(str(output))))
    text = render_template(OWN if template else "strategy.md.j2", templates, {"strategy": shown(strategy)})
    if output is None:
        sys.stdout.write(text)
    else:
        files.write(output, text)
    return 0
