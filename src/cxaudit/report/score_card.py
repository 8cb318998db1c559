"""The score card as text."""

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from cxaudit import sanitize
from cxaudit.audit.gaps import NOW, Gap, roadmap
from cxaudit.audit.scoring import NOT_RATED, RATED_FROM, Assessment, Node, best_capped
from cxaudit.report.numbers import bar, exposed, exposure, outcome, percent, span

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading


_BAR = 6
_NARROWEST = 12
_WIDE = 76  # from this width on there is room for the columns "evidenced" and "target"


def card(assessment: Assessment, width: int = 80, reading: "Reading | None" = None) -> str:
    """The score card: overall, each framework and its items, the first gaps, and what a strategy document shows."""
    wide = width >= _WIDE
    label = max(_NARROWEST, width - (56 if wide else 38))
    more = f" {'evidenced':<9} {'target':<7}" if wide else ""
    lines = [sanitize.line(assessment.audit.organisation) or "Unnamed organisation", ""]
    lines.append(f"{'':<{label}} {'score':>{_BAR + 5}} {'range':<7} {'known':>5}{more} band")
    lines.append(_row("Overall", assessment.overall, assessment.evidenced_overall, label, wide))
    for framework in assessment.frameworks:
        claimed = assessment.by_framework[framework.id]
        evidenced = assessment.evidenced_by_framework[framework.id]
        lines += ["", f"{framework.title}{': exposure' if framework.mistakes else ''}"]
        for item, proven in zip(claimed.parts, evidenced.parts, strict=True):
            lines.append(_row(f"  {item.title}", item, proven, label, wide, framework.mistakes))
        lines.append(_row("  = together", claimed, evidenced, label, wide, framework.mistakes))
    found = roadmap(assessment)
    lines += ["", *_gaps(found[:NOW], width)] if found else []
    if len(found) > NOW:
        lines.append(f"   and {len(found) - NOW} more: score --gaps shows all of them")
    lines += ["", *_document(assessment, reading, width)] if reading else []
    return "\n".join([*lines, "", *_legend(assessment, width)]) + "\n"


def _document(assessment: Assessment, reading: "Reading", width: int) -> Iterator[str]:
    from cxaudit.report.crosscheck import partings  # rules take time to import, and only a document needs them

    yield from wrap(f"Claimed, and what the document shows: {reading.named}", width)
    for parts, result, shown in partings(assessment.results, reading.shown):
        claimed = f"level {result.level}" if result.level is not None else result.state
        yield f"  {claimed:<8} {shown.word:<10} {result.criterion.title}{f': {parts}' if parts else ''}"


def gaps(assessment: Assessment, width: int = 80) -> str:
    """Every gap in the order in which to close them, each with the items that closing it lifts."""
    found = roadmap(assessment)
    return "\n".join(_gaps(found, width) if found else ["No gap is known."]) + "\n"


def _gaps(found: tuple[Gap, ...], width: int) -> Iterator[str]:
    yield "Gaps, in the order to close them, and what closing each lifts"
    for number, gap in enumerate(found, 1):
        first = f", after {', '.join(s.criterion.title for s in gap.first)}" if gap.first else ""
        told = f"{gap.result.criterion.title}: level {gap.level}, target {gap.result.target}{first}"
        yield from wrap(told, width, initial_indent=f"{number:>3} ", subsequent_indent="    ")
        lifts = ", ".join(f"{framework.id}/{item.id}" for framework, item in gap.result.lifts)
        yield from wrap(lifts, width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _row(title: str, claimed: Node, evidenced: Node, label: int, wide: bool, mistakes: bool = False) -> str:
    name = title if len(title) <= label else title[: label - 1] + "…"
    if claimed.score is None or evidenced.score is None:
        return f"{name:<{label}} {'does not apply':>{_BAR + 5}}"
    score, proven = claimed.score, evidenced.score
    shown, sure = (exposure(score), exposure(proven)) if mistakes else (score, proven)
    rated = claimed.band != NOT_RATED
    more = f" {span(sure.low, sure.high):<9} {span(score.reached, 1 - score.to_fix):<7}" if wide else ""
    return (
        f"{name:<{label}} {bar(shown.low, shown.high, _BAR)} {percent(shown.point if rated else None):>4} "
        f"{span(shown.low, shown.high):<7} {percent(score.coverage):>5}{more} "
        f"{exposed(claimed) if mistakes else outcome(claimed)}"
    )


def _legend(assessment: Assessment, width: int) -> Iterator[str]:
    wide = width >= _WIDE
    told = [
        ("score", "how good the answers given are, 0 to 100%"),
        ("range", "where the score could end up once everything unknown is known (shaded)"),
        ("known", f"share of what applies that is answered; below {percent(RATED_FROM)} there is no band"),
    ]
    if wide:
        told.append(("evidenced", "the range if answers without evidence are taken as unknown"))
        told.append(("target", "progress to the target levels: what is certain, up to what is possible"))
    if any(f.mistakes for f in assessment.frameworks):
        told.append(("exposure", "0% is a mistake avoided, 100% one made in full"))
    for framework in (f for f in assessment.frameworks if not f.mistakes):
        for c in assessment.by_framework[framework.id].capped_by:
            title = assessment.results[c].criterion.title
            told.append(
                (
                    "capped",
                    f"{framework.title}: no better than {best_capped(framework.bands)} while {title} is at level 0",
                )
            )
    for word, meaning in told:
        yield from wrap(meaning, width, initial_indent=f"{word:<11}", subsequent_indent=" " * 11)
