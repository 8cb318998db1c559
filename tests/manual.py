"""Writes the generated parts of README.md and docs/ and the pictures, or with --check says which are stale."""

import contextlib
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxaudit.catalog.catalog import Catalog


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
    rows = [
        f"| {f.group} | `{f.id}` | {f.title} | {len(f.items)} | {len(f.criteria)} | {f.about} | {f.source} |"
        for f in _catalog().frameworks.values()
    ]
    head = "| Group | Id | Title | Items | Questions | What it is for | Source |\n|:--|:--|:--|--:|--:|:--|:--|"
    return "\n".join([head, *rows]) + "\n"


def sets() -> str:
    catalog = _catalog()
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
    return "\n".join(["| Check | What it checks | With | Words for the message |\n|:--|:--|:--|:--|", *rows]) + "\n"


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


def counts() -> str:
    from cxaudit.interview.screens import COUNTS

    return "".join(f"- {line.strip()}\n" for line in COUNTS.splitlines()[1:])


def facts() -> str:
    rows = []
    for fact in _catalog().facts.values():
        answers = ", ".join(fact.choices.values()) if fact.choices else "names" if fact.names else "yes, no"
        rows.append(f"| {fact.question} | {answers} | {fact.about} |")
    return "\n".join(["| Question | Answers | |\n|:--|:--|:--|", *rows]) + "\n"


def rule_sections() -> str:
    """One section a rule: what it says, why, what breaks it and what does not."""
    from cxaudit.catalog import sources
    from cxaudit.rules.loader import read_rules

    sections = []
    for rule in read_rules(sources.rule_files([])).values():
        bears_on = ", ".join(f"`{id}`" for id in rule.criteria)
        shows = f" It can show {', '.join(f'`{id}`' for id in rule.shows)}." if rule.shows else ""
        english = " Run only on strategies in English." if rule.language else ""
        kinds = "" if len(rule.kinds) == 5 else f" For documents of kind {', '.join(rule.kinds)}."
        examples = [
            (f"{name}{where}", language, text)
            for name, where, language, text in (
                ("Bad", "", "yaml", rule.bad),
                ("Good", "", "yaml", rule.good),
                ("Bad", " in prose", "markdown", rule.bad_text),
                ("Good", " in prose", "markdown", rule.good_text),
            )
            if text
        ]
        shown = "\n\n".join(f"{head}:\n\n```{language}\n{text.strip()}\n```" for head, language, text in examples)
        sections.append(
            f"### {rule.id}\n\n{rule.family}, {rule.severity}: {rule.message}\n\n{rule.why} Bears on {bears_on}.{shows}{kinds}{english}\n\n"
            f"{shown}\n"
        )
    return "\n".join(sections)


SIX = {  # what an expert says of each
    "best": ("the best", "in place, and it shows"),
    "worst": ("the worst", "nothing"),
    "paper_tiger": ("every text is there, a third is done, nothing is checked", "on paper only"),
    "shop": ("a good small shop: three quarters are done by habit, a sixth is written", "works, unproven"),
    "counts_and_misses": ("all is done, written and counted; every result is missed", "organised, fails its customers"),
    "does_not_measure": ("all is done, half is written, no result is measured", "good, cannot show it"),
}


def six() -> str:
    from factories import FIRST
    from six_organisations import Six

    from cxaudit.report.score_card import verdict_line

    found = Six(FIRST)
    rows = [f"| {what} | {says} | {verdict_line(getattr(found, name))} |" for name, (what, says) in SIX.items()]
    return "\n".join(["| Organisation | An expert says | The report says |\n|:--|:--|:--|", *rows]) + "\n"


def _catalog() -> "Catalog":
    from cxaudit.catalog import sources
    from cxaudit.catalog.loader import load

    return load(sources.catalog_files([]))


PARTS = {
    "keys": keys,
    "counts": counts,
    "facts": facts,
    "six": six,
    "config": config,
    "strategy": strategy,
    "rules": rules,
    "rule-sections": rule_sections,
    "rule-checks": rule_checks,
    "kinds": kinds,
    "help": help_text,
    "frameworks": frameworks,
    "sets": sets,
}
ROOT = Path(__file__).parents[1]
_PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.S)


def fresh(text: str) -> str:
    """A text of the manual with every generated part made anew."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[3]}", text)


def signals() -> str:
    """What a run reads of the signal files."""
    from cxaudit.catalog import sources
    from cxaudit.prose.signals import as_json, read_signals

    return as_json(read_signals(sources.own_signal_files()))


def files() -> dict[Path, str]:
    """Every file of the manual that holds anything generated, as it is to be."""
    from pictures import pictures

    texts = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    made = {path: fresh(path.read_text(encoding="utf-8")) for path in texts}
    made[ROOT / "frameworks" / "signals" / "parsed.jsonl"] = signals()
    return made | {ROOT / "docs" / name: picture for name, picture in pictures().items()}


def main() -> int:
    os.environ["COLUMNS"] = "100"
    stale = 0
    for path, text in files().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = 1
        if "--check" in sys.argv:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale\n  hint: make manual\n")
        else:
            path.write_text(text, encoding="utf-8")
    return stale if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
