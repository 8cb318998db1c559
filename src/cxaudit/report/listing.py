"""Frameworks and rules as text: a list of all, where frameworks overlap, and one rule in full."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from cxaudit import sanitize
from cxaudit.catalog.catalog import Catalog, lifts_of
from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.model import DOCUMENT_KINDS, Criterion, Framework, Item
from cxaudit.registry import KINDS, Kind

if TYPE_CHECKING:
    from cxaudit.prose.signals import Signal
    from cxaudit.rules.rule import Rule


def frameworks(catalog: Catalog, chosen: Iterable[str], width: int = 80) -> str:
    """By group, one framework per line: how many items and questions it has, and how many it adds to those chosen."""
    asked = {c.id for c in catalog.asked(chosen)}
    ids = max(len(f.id) for f in catalog.frameworks.values())
    titles = max(len(f.title) for f in catalog.frameworks.values())
    lines = [f"{'':<{ids}}  {'':<{titles}}  items questions  adds"]
    group = ""
    for f in catalog.frameworks.values():
        if f.group != group:
            lines += ["", f.group]
            group = f.group
        adds = len(set(f.criteria) - asked)
        lines.append(f"{f.id:<{ids}}  {f.title:<{titles}}  {len(f.items):>5} {len(f.criteria):>9} {adds or '-':>5}")
    lines += ["", "sets"]
    for s in catalog.sets.values():
        lines.append(f"{s.id:<{ids}}  {s.title:<{titles}}  {'':>5} {len(catalog.asked(s.frameworks)):>9}")
    together = len(catalog.asked(catalog.frameworks))
    foot = (
        f"{together} questions in all, since frameworks share them; adds: questions beyond the {len(asked)} already "
        "chosen. Groups and sets can be chosen like frameworks. Questions by role: cxaudit frameworks ID"
    )
    return "\n".join([*lines, "", *wrap(foot, width)]) + "\n"


def overlap(catalog: Catalog, chosen: tuple[Framework, ...], format: str, width: int = 80) -> str:
    """Which items of these frameworks each criterion serves, the most shared first; as text, md or json."""
    asked = catalog.asked(f.id for f in chosen)
    lifts = lifts_of(chosen)
    rows = sorted(((c, lifts.get(c.id, ())) for c in asked), key=lambda row: -len(row[1]))
    if format == "json":
        import json

        served = {c.id: [f"{f.id}/{item.id}" for f, item in items] for c, items in rows}
        return json.dumps({"version": 1, "criteria": served}, indent=2) + "\n"
    if format == "md":
        lines = ["| Question | Items | Serves |", "|:--|--:|:--|"]
        for c, items in rows:
            serves = "; ".join(f"{f.title}: {item.title}" for f, item in items)
            lines.append(f"| {c.title} | {len(items)} | {serves} |")
        return "\n".join(lines) + "\n"
    return "\n".join(line for c, items in rows for line in _served(c, items, width)) + "\n"


def _served(c: Criterion, items: Iterable[tuple[Framework, Item]], width: int) -> Iterator[str]:
    served = [f"{f.id}/{item.id}" for f, item in items]
    yield f"{c.id}: {len(served)}"
    yield from wrap(", ".join(served), width, initial_indent="  ", subsequent_indent="  ")


def rules_by_id(known: "Mapping[str, Rule]", id: str | None, signals: "Callable[[], Sequence[Signal]]") -> str:
    """Without an id, all rules and kinds of diagnostic; for the id of one, it in full; for that of a question, the
    rules that bear on it and the signals by which a document shows that it deals with it.

    Raises CxauditError for an id that is none of these.
    """
    if id is None:
        return rules(known)
    if id in known:
        return rule(known[id])
    if id in KINDS:
        return kind(id, KINDS[id])
    bearing = {name: one for name, one in known.items() if id in one.criteria}
    shown = [signal for signal in signals() if signal.criterion == id]
    if bearing or shown:
        return (rules(bearing, {}) if bearing else "") + _signals(shown)
    names = [*known, *KINDS, *dict.fromkeys(criterion for one in known.values() for criterion in one.criteria)]
    message = f'there is no rule "{sanitize.line(id)}", and no question with this name that has rules'
    raise CxauditError(Diagnostic(message, None, did_you_mean(id, names)))


_MOST_PHRASES = 4  # of a signal that are listed


def _signals(shown: "Sequence[Signal]", width: int = 80) -> str:
    """Signals, each with what it is worth, where it looks, its first phrases and its first hit."""
    from cxaudit.prose.phrases import written

    lines = ["", "How a document shows it (3 is enough, 6 and two places make it documented):"] if shown else []
    for signal in shown:
        where = f" in a {' or '.join(signal.within)}" if signal.within else ""
        practice = f", shows {signal.shows}" if signal.shows else ""
        lines += ["", f"  worth {signal.worth}{where}{practice}"]
        for phrase in signal.say[:_MOST_PHRASES]:
            lines += (f"    {line}" for line in wrap(written(phrase), width - 4))
        if more := signal.say[_MOST_PHRASES:]:
            lines.append(f"    and {len(more)} more phrases")
        lines += (f"    such as: {line}" for line in wrap(sanitize.line(signal.hits[0]), width - 14)[:1] if signal.hits)
    return "".join(f"{line}\n" for line in lines)


def rules(known: "Mapping[str, Rule]", others: Mapping[str, Kind] = KINDS) -> str:
    """The rules and other kinds of diagnostic by family, one per line: id, severity, and message or reason."""
    rows = [(one.family, one.id, one.severity, one.message) for one in known.values()]
    rows += [(one.family, id, one.severity, one.reason) for id, one in others.items()]
    ids = max(len(id) for _, id, _, _ in rows)
    lines: list[str] = []
    before = ""
    for family, id, severity, text in rows:
        if family != before:
            lines += ["", family] if lines else [family]
            before = family
        lines.append(f"  {id:<{ids}}  {severity:<7}  {text}")
    return "\n".join([*lines, "", "One rule with its reason and examples: cxaudit rules ID"]) + "\n"


def kind(id: str, shown: Kind, width: int = 80) -> str:
    """A kind of diagnostic that no rule finds, in full."""
    fixed = (
        "Its severity cannot be changed."
        if shown.fixed
        else f"Its severity is set in cxaudit.yaml: rules: {{{id}: off}}."
    )
    return (
        "\n".join([f"{id} ({shown.severity}, {shown.family.lower()})", *wrap(f"{shown.reason} {fixed}", width)]) + "\n"
    )


def rule(shown: "Rule", width: int = 80) -> str:
    """One rule in full."""
    lines = [f"{shown.id} ({shown.severity}, {shown.family.lower()})", *wrap(shown.message, width), ""]
    lines += [*wrap(shown.why, width), "", *wrap(f"Bears on: {', '.join(shown.criteria)}", width)]
    for id in shown.shows:
        part = " (a part of what it asks)" if id in shown.in_part else ""
        about = shown.about(id)
        lines += wrap(f"Shows {id}{part} by: {about.looks_for}", width) if about else []
    lines += ["Run only on strategies in English"] if shown.language else []
    if len(shown.kinds) < len(DOCUMENT_KINDS):
        lines += wrap(f"For documents of kind {', '.join(shown.kinds)}", width)
    examples = {"Bad": shown.bad, "Good": shown.good, "Bad in prose": shown.bad_text, "Good in prose": shown.good_text}
    for name, text in examples.items():
        lines += ["", f"{name}:", *(f"  {line}" for line in text.splitlines())] if text else []
    return "\n".join(lines) + "\n"
