"""Checks that templates render, whatever is in an audit."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import cycle

from cxaudit.audit.scoring import assess
from cxaudit.catalog.catalog import Catalog
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.model import Answer, Audit
from cxaudit.report.context import context
from cxaudit.report.crosscheck import Reading, Shown, Word
from cxaudit.report.templating import render
from cxaudit.strategy.reader import template_values
from cxaudit.strategy.schema import Strategy


def rehearse(
    catalog: Catalog,
    ids: Collection[str],
    strategy: Strategy,
    templates: Mapping[str, tuple[str, str]],
    own: Collection[str],
) -> list[Diagnostic]:
    """The diagnostics of the templates named in `own`.

    Each is rendered for audits over these frameworks: unanswered, worst, best and with every kind of answer. Every
    other audit has a strategy read beside it. The strategy that templates get alternates between one with almost
    nothing in it and `strategy`. A template whose name begins with _ is part of others and is not tried alone.
    """
    readings = cycle((None, _reading(catalog, ids)))
    told = [context(catalog, assess(catalog, audit), next(readings)) for audit in _audits(catalog, ids)]
    strategies = [template_values({"title": "T", "organisation": "O"}), template_values(strategy)]
    values = [{**value, "strategy": strategies[n % 2]} for n, value in enumerate(told)]
    diagnostics: dict[Diagnostic, None] = {}
    for name in sorted(own):
        for value in values if not name.startswith("_") else ():
            try:
                render(name, templates, value)
            except CxauditError as error:
                diagnostics |= dict.fromkeys(d._replace(rule="template-fails") for d in error.diagnostics)
    return list(diagnostics)


def _reading(catalog: Catalog, ids: Collection[str]) -> Reading:
    kinds = cycle(
        (
            Shown(Word.DOCUMENTED),
            Shown(Word.PARTLY, ("channels: hours",), True, ("a-rule",), ("a-rule: one town",)),
            Shown(Word.NOT_FOUND),
        )
    )
    shown = {c.id: next(kinds) for c in catalog.asked(ids)}
    return Reading("strategy.yaml", "T", "1", "2026-02-10", "2026-11-22", shown, ("a-rule",))


def _audits(catalog: Catalog, ids: Collection[str]) -> Iterator[Audit]:
    frameworks = {f.id: f.version for f in catalog.chosen(ids)}
    empty = Audit("Example & Sons", frameworks=frameworks)
    yield empty
    criteria = catalog.asked(ids)
    for level in (0, -1):
        levels = {c.id: range(c.scale.top + 1)[level] for c in criteria}
        answers = {
            c.id: Answer(value=c.scale.marks[levels[c.id]]) if c.scale.marks else Answer(level=levels[c.id])
            for c in criteria
        }
        yield replace(empty, respondent="A B", role="manager", answers=answers)
    kinds = (Answer(unknown=True, note="ask *them*"), Answer(na="out-of-scope"), Answer(level=1, evidence="a | b"))
    mixed = {c.id: kinds[n % 3] if n % 4 else answers[c.id] for n, c in enumerate(criteria) if not c.scale.marks}
    facts = dict(zip(catalog.facts, ("yes", "unknown", "no") * len(catalog.facts), strict=False))
    yield replace(empty, answers=mixed, profile=facts)
