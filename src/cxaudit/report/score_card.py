"""The score card as text."""

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from cxaudit import sanitize
from cxaudit.audit.assessment import Assessment, Node
from cxaudit.audit.evidence import examined
from cxaudit.audit.gaps import NOW, Gap, roadmap
from cxaudit.audit.mistakes import headline, mistakes
from cxaudit.audit.verdict import RATED_FROM, SHOWS, Results, depth
from cxaudit.measure import Kind
from cxaudit.model import Practice
from cxaudit.report.numbers import bar, outcome, percent, point_of, said, span

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading


_BAR = 6
_NARROWEST = 12
_WIDE = 60  # from this width on there is room for the column "known"
DEPTH_WORDS = {Kind.DONE: "done", Kind.WRITTEN: "written down", Kind.CHECKED: "checked"}


def card(assessment: Assessment, width: int = 80, reading: "Reading | None" = None) -> str:
    """The score card: the verdict, each framework and its items, the first gaps, and what a strategy shows."""
    lines = [sanitize.line(assessment.audit.organisation) or "Unnamed organisation", ""]
    lines += [*headline_lines(assessment, width), ""]
    quick = assessment.audit.quick
    label = max(_NARROWEST, width - (54 if width >= _WIDE else 46))
    known = f" {'known':>5}" if width >= _WIDE else ""
    if not quick and not assessment.only_mistakes:
        lines.append(f"{'':<{label}} {'score':>{_BAR + 5}} {'range':<7}{known} band")
    if assessment.headline is assessment.overall and not assessment.only_mistakes:
        lines.append(_row("Overall", assessment.overall, label, width))
    for framework in assessment.frameworks:
        node = assessment.by_framework[framework.id]
        if framework.mistakes:
            found = mistakes(assessment, framework)
            lines += ["", f"{framework.title}: {headline(found)}"]
            lines += [f"  {one.made:<16} {one.item.title}" for one in found]
            continue
        lines += ["", framework.title]
        lines += [_row(f"  {item.title}", item, label, width) for item in node.parts]
        lines.append(_row("  = together", node, label, width))
    found_gaps = roadmap(assessment)
    lines += ["", *_gaps(found_gaps[:NOW], width)] if found_gaps else []
    if len(found_gaps) > NOW:
        lines.append(f"   and {len(found_gaps) - NOW} more: score --gaps shows all of them")
    lines += ["", *_document(assessment, reading, width)] if reading else []
    return "\n".join([*lines, "", *_legend(assessment, width)]) + "\n"


def verdict_line(assessment: Assessment) -> str:
    """The verdict in two halves with one figure; for mistakes only, how many are made."""
    if assessment.only_mistakes:
        return "; ".join(
            f"{framework.title}: {headline(mistakes(assessment, framework))}" for framework in assessment.frameworks
        )
    node = assessment.headline
    if node.score and node.verdict.band and node.known.is_little and not assessment.audit.quick:
        between = span(node.score.low, node.score.high, node.bands)
        return f"Too little is known for a verdict: {node.known.known} of {node.known.of} practices ({between})"
    shown = node.score is not None and node.score.point is not None and not assessment.audit.quick
    text = said(node.verdict, percent(point_of(node), node.bands) if shown else "")
    if node.verdict.results == SHOWS and not examined(assessment).held:
        text += ", by its own account"
    if assessment.audit.quick:
        return f"A quick look: {text}"
    return f"{text[0].upper()}{text[1:]}"


def headline_lines(assessment: Assessment, width: int) -> Iterator[str]:
    """The verdict, then depth and the results as counts."""
    yield from wrap(verdict_line(assessment), width)
    found = depth(assessment.marks).items()
    parts = [f"{DEPTH_WORDS[kind]} {percent(of.share, ())} of {of.known}" for kind, of in found if not of.is_little]
    asked = assessment.headline.results.unasked < assessment.headline.results.number
    results = results_line(assessment.headline.results) if asked else ""
    told = [", ".join(parts)] if parts and not assessment.audit.quick else []
    told += [results] if results else []
    line = "; ".join(told)
    yield from wrap(f"{line[:1].upper()}{line[1:]}", width) if line else ()


def statement(practice: Practice) -> str:
    """What a practice says; for a step, its level comes first."""
    return f"{practice.id.replace('-', ' ')}: {practice.says}" if practice.kind is Kind.STEP else practice.says


def results_line(results: Results) -> str:
    """The results as a count, such as "2 of 11 results reached, 6 not measured"; empty where there are none."""
    if not results.number:
        return ""
    parts = [f"{results.reached} of {results.number} result{'s' if results.number != 1 else ''} reached"]
    more = ((results.missed, "missed"), (results.not_measured, "not measured"), (results.unknown, "not known"))
    parts += [f"{number} {word}" for number, word in (*more, (results.unasked, "not asked yet")) if number]
    return ", ".join(parts)


def _document(assessment: Assessment, reading: "Reading", width: int) -> Iterator[str]:
    from cxaudit.report.crosscheck import partings  # rules take time to import, and only a document needs them

    yield from wrap(f"What was said, and what the document shows: {reading.named}", width)
    for parting in partings(assessment.results, reading.shown):
        yield from wrap(f"{parting.word}: {parting.says}", width, initial_indent="  ", subsequent_indent="    ")


def gaps(assessment: Assessment, width: int = 80) -> str:
    """Every gap in the order in which to close them, each with what is missing and the items that rest on it."""
    found = roadmap(assessment)
    return "\n".join(_gaps(found, width, whole=True) if found else ["No gap is known."]) + "\n"


def _gaps(found: tuple[Gap, ...], width: int, whole: bool = False) -> Iterator[str]:
    yield "Gaps, in the order to close them"
    for number, gap in enumerate(found, 1):
        first = f" (after {', '.join(one.criterion.title for one in gap.first)})" if gap.first else ""
        yield from wrap(
            f"{gap.result.criterion.title}{f' ({gap.id})' if whole else ''}{first}",
            width,
            initial_indent=f"{number:>3} ",
            subsequent_indent="    ",
        )
        for mark in gap.missing if whole else gap.missing[:1]:
            told = f"{mark.state.replace('-', ' ')}: {statement(mark.practice)}"
            yield from wrap(told, width, initial_indent="    ", subsequent_indent="      ")
        if not whole and len(gap.missing) > 1:
            yield f"    and {len(gap.missing) - 1} more"
        if whole:
            lifts = ", ".join(f"{framework.id}/{item.id}" for framework, item in gap.result.lifts)
            yield from wrap(
                f"What rests on it: {lifts}",
                width,
                initial_indent="    ",
                subsequent_indent="      ",
                break_on_hyphens=False,
            )


def _row(title: str, node: Node, label: int, width: int) -> str:
    name = title if len(title) <= label else title[: label - 1] + "…"
    if node.score is None:
        return f"{name:<{label}} {'does not apply' if not node.quick else 'not asked in a quick look'}"
    if node.quick:
        return f"{name:<{label}} {outcome(node)}"
    score = node.score
    known = f" {percent(node.known.share, ()):>5}" if width >= _WIDE else ""
    return (
        f"{name:<{label}} {bar(score.low, score.high, _BAR)} {percent(point_of(node), node.bands):>4} "
        f"{span(score.low, score.high, node.bands):<7}{known} {outcome(node)}"
    )


def _legend(assessment: Assessment, width: int) -> Iterator[str]:
    if assessment.audit.quick:
        yield from wrap(
            "A quick look asks what is essential, and the results where risk is high. It rates nothing higher than "
            '"partly in place" and gives no percentage.',
            width,
        )
        return
    told = [
        ("score", "how much of what is known is in place; a question whose result was missed scores half at most"),
        ("range", "where the score could end up once everything is known (shaded)"),
        ("known", f"how much of what applies is known, not counting results; below {percent(RATED_FROM)} the band is"),
    ]
    told[2] = (told[2][0], f"{told[2][1]} provisional (?)")
    told.append(("band", "at 60% and above, half of the results must be reached; at 80% and above, three quarters"))
    if assessment.only_mistakes:
        told = []
    for framework in (f for f in assessment.frameworks if not f.mistakes):
        for result in assessment.by_framework[framework.id].capped_by:
            title = result.criterion.title
            told.append(
                ("capped", f"{framework.title}: no higher band while nothing essential is in place in: {title}")
            )
    for word, meaning in told:
        yield from wrap(meaning, width, initial_indent=f"{word:<11}", subsequent_indent=" " * 11)
