"""Checks that templates render any audit."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import cycle

from cxaudit.audit.assessment import assess
from cxaudit.catalog.catalog import Catalog
from cxaudit.errors import CxauditError, Diagnostic
from cxaudit.measure import Kind, State
from cxaudit.model import Answer, Audit, Criterion
from cxaudit.report.context import context
from cxaudit.report.crosscheck import Reading, Shown, Word
from cxaudit.report.formats import format_of
from cxaudit.report.templating import render
from cxaudit.schema.scalars import Plain
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
    covers = cycle(({}, _COVER))
    told = [
        context(catalog, assess(catalog, audit), next(readings), cover=next(covers)) for audit in _audits(catalog, ids)
    ]
    strategies = [template_values({"title": "T", "organisation": "O"}), template_values(strategy)]
    values = [{**value, "strategy": strategies[n % 2]} for n, value in enumerate(told)]
    diagnostics: dict[Diagnostic, None] = {}
    for name in sorted(own):
        for value in values if not name.startswith("_") else ():
            try:
                render(name, templates, value, format_of(name))
            except CxauditError as error:
                diagnostics |= dict.fromkeys(d._replace(rule="template-fails") for d in error.diagnostics)
    return list(diagnostics)


_COVER: Mapping[str, Plain] = {"firm": "F & Co", "text": "T", "date": "D", "logo": "data:image/png;base64,"}


def _reading(catalog: Catalog, ids: Collection[str]) -> Reading:
    kinds = cycle(
        (
            Shown(Word.DOCUMENTED),
            Shown(Word.PARTLY, ("channels: hours",), True, ("a-rule",), ("a-rule: one town",)),
            Shown(Word.NOT_FOUND),
        )
    )
    asked = catalog.asked(ids)
    names = [p.key for c in asked for p in c.practices if p.kind is Kind.WRITTEN] + [c.id for c in asked if c.scale]
    shown = {name: next(kinds) for name in names}
    return Reading("strategy.yaml", "T", "1", "2026-02-10", "2026-11-22", shown, ("a-rule",))


def _audits(catalog: Catalog, ids: Collection[str]) -> Iterator[Audit]:
    frameworks = {f.id: f.version for f in catalog.chosen(ids)}
    empty = Audit("Example & Sons", frameworks=frameworks)
    yield empty
    criteria = catalog.asked(ids)
    for best in (False, True):
        answers = {c.id: _all(c, best) for c in criteria}
        yield replace(empty, respondent="A B", role="manager", answers=answers)
    kinds = (_unsure, _not_applicable, _mixed)
    mixed = {c.id: kinds[n % 3](c) for n, c in enumerate(criteria)}
    facts = dict(zip(catalog.facts, ("yes", "unknown", "no") * len(catalog.facts), strict=False))
    yield replace(empty, answers=mixed, profile=facts, quick=True)
    yield replace(empty, answers=mixed, profile=facts, matters=tuple(c.id for c in criteria[:2]))


def _all(c: Criterion, best: bool) -> Answer:
    """The best or the worst answer to a criterion."""
    if c.scale is None:
        words = (State.YES, State.REACHED) if best else (State.NO, State.MISSED)
        return Answer(practices={p.id: words[p.is_result] for p in c.practices})
    level = c.scale.top if best else 0
    return Answer(number=c.scale.marks[level]) if c.scale.marks else Answer(level=level)


def _unsure(c: Criterion) -> Answer:
    if c.scale:
        return Answer(unknown=True, note="ask *them*")
    return Answer(practices={p.id: State.UNKNOWN for p in c.practices}, note="ask *them*")


def _not_applicable(c: Criterion) -> Answer:
    return Answer(na="out-of-scope")


def _mixed(c: Criterion) -> Answer:
    """An answer with everything that an answer can have."""
    if c.scale:
        return replace(_all(c, False), evidence="a | b", at="2020-01-01")
    replies = {p.id: p.replies[n % len(p.replies)] for n, p in enumerate(c.practices)}
    first = c.practices[0].id
    answer = Answer(practices=replies, figure="93%", evidence="a | b", note="x\ny", at="2026-01-01")
    return replace(answer, missing={first: "some"}, seen=(first,))
