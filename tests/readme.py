"""Writes the generated parts of the README, or with --check says whether they are stale."""

import contextlib
import io
import os
import re
import sys
from pathlib import Path


def printed(*args: str) -> str:
    """What a cxaudit command prints."""
    from cxaudit.__main__ import main

    out = io.StringIO()
    argv, sys.argv = sys.argv, ["cxaudit", *args]
    try:
        with contextlib.redirect_stdout(out):
            main()
    finally:
        sys.argv = argv
    return out.getvalue()


def help_text() -> str:
    from cxaudit.cli.main import COMMANDS

    asked = [("--help",), *((command, "--help") for command in COMMANDS)]
    parts = [f"    $ {' '.join(('cxaudit', *words))}\n{_indented(printed(*words))}" for words in asked]
    return "\n".join(parts)


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.strip("\n").splitlines())


def frameworks() -> str:
    from cxaudit.catalog import sources
    from cxaudit.catalog.loader import load

    rows = [
        f"| {f.group} | `{f.id}` | {f.title} | {len(f.items)} | {len(f.criteria)} | {f.about} | {f.source} |"
        for f in load(sources.catalog_files([])).frameworks.values()
    ]
    head = "| Group | Id | Title | Items | Questions | What it is for | Source |\n|:--|:--|:--|--:|--:|:--|:--|"
    return "\n".join([head, *rows]) + "\n"


def sets() -> str:
    from cxaudit.catalog import sources
    from cxaudit.catalog.loader import load

    catalog = load(sources.catalog_files([]))
    rows = [
        f"| `{s.id}` | {s.title} | {len(catalog.asked(s.frameworks))} | {', '.join(f'`{f}`' for f in s.frameworks)} |"
        for s in catalog.sets.values()
    ]
    return "\n".join(["| Set | For | Questions | Frameworks |\n|:--|:--|--:|:--|", *rows]) + "\n"


def kinds() -> str:
    from cxaudit.registry import KINDS

    rows = [f"| {k.family} | `{id}` | {k.severity}{'*' if k.fixed else ''} | {k.reason} |" for id, k in KINDS.items()]
    return "\n".join(["| Family | Id | | Why |\n|:--|:--|:--|:--|", *rows]) + "\n"


def config() -> str:
    from cxaudit.config import CONFIG

    rows = [f"| `{key}` | {CONFIG.about[key]} |" for key in CONFIG.shapes]
    return "\n".join(["| Key | What it says |\n|:--|:--|", *rows]) + "\n"


def strategy() -> str:
    """Every key of a strategy; below a key its own in brackets, with a star where they must be there."""
    from cxaudit.strategy.schema import STRATEGY

    rows = [f"| `{key}` | {STRATEGY.about[key]} | {_inside(shape)} |" for key, shape in STRATEGY.shapes.items()]
    return "\n".join(["| Key | What it holds | With |\n|:--|:--|:--|", *rows]) + "\n"


def _inside(shape: object) -> str:
    inner = getattr(shape, "shape", shape)
    about = getattr(inner, "about", {})
    required = getattr(inner, "required", {})
    shapes = getattr(inner, "shapes", {})
    words = {key: ", ".join(getattr(shapes[key], "words", ())) for key in about}
    return "; ".join(
        f"`{key}`{'*' if key in required else ''} {text}{f' ({words[key]})' if words[key] else ''}"
        for key, text in about.items()
    )


def rules() -> str:
    from cxaudit.catalog import sources
    from cxaudit.rules.loader import read_rules

    known = read_rules(sources.rule_files([])).values()
    rows = [f"| {r.family} | `{r.id}` | {r.severity} | {r.message.replace('|', chr(92) + '|')} |" for r in known]
    return "\n".join(["| Family | Rule | | What it says |\n|:--|:--|:--|:--|", *rows]) + "\n"


def rule_checks() -> str:
    from cxaudit.rules.checks import CHECKS

    rows = []
    for name, check in CHECKS.items():
        wants = [f"`{key}`" for key in check.params.required] + [f"`{key}`?" for key in check.params.optional]
        does = (check.__doc__ or "").strip().splitlines()[0]
        rows.append(f"| `{name}` | {does} | {', '.join(wants)} | {', '.join(f'`{w}`' for w in check.words)} |")
    return "\n".join(["| Check | What it sees to | With | Words for the message |\n|:--|:--|:--|:--|", *rows]) + "\n"


def keys() -> str:
    from cxaudit.interview.keys import TABLE

    rows = []
    for key in TABLE:
        pressed, typed = (
            ", ".join(f"`{k}`" for k in (text.split(", ") if text else [])) for text in (key.pressed, key.typed)
        )
        means = f"{key.means}; in a line: {key.in_line}" if key.means and key.in_line else key.means or key.in_line
        rows.append(f"| {pressed} | {typed} | {means} |")
    return "\n".join(["| Full screen | Typed line | What it does |\n|:--|:--|:--|", *rows]) + "\n"


PARTS = {
    "keys": keys,
    "config": config,
    "strategy": strategy,
    "rules": rules,
    "rule-checks": rule_checks,
    "kinds": kinds,
    "help": help_text,
    "frameworks": frameworks,
    "sets": sets,
}


def fresh(text: str) -> str:
    """The README's text with every generated part made anew."""
    for name, make in PARTS.items():
        pattern = rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)"
        text, found = re.subn(pattern, lambda m, made=make: f"{m[1]}\n{made()}\n{m[2]}", text, count=1, flags=re.S)
        assert found, f"the README has no part {name}"
    return text


def main() -> int:
    os.environ["COLUMNS"] = "100"
    path = Path(sys.argv[-1])
    text = path.read_text(encoding="utf-8")
    made = fresh(text)
    if "--check" in sys.argv:
        if made != text:
            sys.stderr.write(f"{path}: the generated parts are stale\n  hint: make readme\n")
        return int(made != text)
    path.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
