"""The frameworks as text: a list of all, or one with its items, criteria and questions."""

from textwrap import wrap

from cxaudit.library import Library
from cxaudit.model import Criterion, Framework


def frameworks(library: Library) -> str:
    """One line a framework: id, title, how many items and questions."""
    shown = list(library.frameworks.values())
    ids = max(len(f.id) for f in shown)
    titles = max(len(f.title) for f in shown)
    head = f"{'ID':<{ids}}  {'TITLE':<{titles}}  {'ITEMS':>5}  {'QUESTIONS':>9}"
    rows = [f"{f.id:<{ids}}  {f.title:<{titles}}  {len(f.items):>5}  {len(f.criteria):>9}" for f in shown]
    together = len(library.asked(library.frameworks))
    foot = f"{together} questions in all, since frameworks share them. One whole: cxaudit frameworks ID"
    return "\n".join([head, *rows, "", foot]) + "\n"


def framework(library: Library, shown: Framework, width: int = 80) -> str:
    """One framework whole, as a sheet to prepare an interview with."""
    lines = [
        f"{shown.title} ({shown.id} {shown.version})",
        *wrap(shown.about, width),
        f"Source: {shown.source}",
    ]
    told: set[str] = set()
    for item in shown.items:
        lines += ["", f"{item.title}: {item.gist}"]
        for id in item.criteria:
            lines += _criterion(library.criteria[id], width) if id not in told else [f"  {id}: see above"]
            told.add(id)
    return "\n".join(lines) + "\n"


def _criterion(c: Criterion, width: int) -> list[str]:
    lines = [f"  {c.id} (answered by: {', '.join(c.ask)})"]
    lines += wrap(c.question, width, initial_indent="    ", subsequent_indent="    ")
    lines += wrap(c.scope, width, initial_indent="    ", subsequent_indent="    ")
    for n, level in enumerate(c.levels):
        lines += wrap(f"{n}  {level}", width, initial_indent="      ", subsequent_indent="         ")
    return lines
