"""What a report says: an assessment as plain values. docs/templates.md describes them for authors of templates."""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from cxaudit import VERSION
from cxaudit.audit.assessment import Assessment, CriterionResult
from cxaudit.audit.evidence import examined
from cxaudit.audit.gaps import (
    STRENGTHS,
    Gap,
    beyond,
    horizons,
    is_backed,
    not_applicable_by_hand,
    progress,
    roadmap,
    strengths,
    to_find_out,
)
from cxaudit.audit.marks import EXPIRED, OLD, Mark
from cxaudit.audit.route import route
from cxaudit.audit.scoring import combined
from cxaudit.audit.verdict import RATED_FROM, coverage, depth
from cxaudit.catalog.catalog import Catalog
from cxaudit.measure import BANDS, Kind, State, Tier
from cxaudit.model import NA_REASONS, Audit, Fact
from cxaudit.report.numbers import in_words
from cxaudit.report.score_card import verdict_line
from cxaudit.report.values import (
    bands_values,
    by_group,
    criterion_values,
    depth_values,
    framework_values,
    gap_values,
    practice_values,
    score_values,
)
from cxaudit.schema.scalars import Plain

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading

JSON_VERSION = 2
ENOUGH = 3  # criteria in a group before it is called strong or weak


def context(
    catalog: Catalog,
    assessment: Assessment,
    reading: "Reading | None" = None,
    all_steps: bool = False,
    cover: Mapping[str, Plain] = MappingProxyType({}),
) -> dict[str, Plain]:
    """What a template gets: plain values, texts and exact shares from 0 to 1, in a fixed order.

    `cover` has what the cover shows.
    """
    audit = assessment.audit
    gaps, groups = roadmap(assessment), by_group(assessment.results.values())
    small = audit.profile.get("servers") == "under-10"
    plain = {gap.id: gap_values(n, gap, _known_steps(gap, reading), small) for n, gap in enumerate(gaps, 1)}
    numbers = {gap.id: n for n, gap in enumerate(gaps, 1)}
    days = sorted(r.answer.at for r in assessment.results.values() if r.answer and r.answer.at and not r.stale)
    strong = strengths(assessment)
    backed = [r for r in strong if is_backed(r)][:STRENGTHS]
    reached, short, open_ = progress(assessment.results.values())
    return {
        "version": JSON_VERSION,
        "organisation": audit.organisation,
        "respondent": audit.respondent,
        "role": audit.role,
        "quick": audit.quick,
        "cover": {**dict.fromkeys(("firm", "text", "date", "logo"), ""), **cover, "there": any(cover.values())},
        "without": [],
        "audited": fact_text(catalog.facts["audited"], assessment) if "audited" in catalog.facts else "",
        "first_day": days[0] if days else "",
        "last_day": days[-1] if days else "",
        "verdict": verdict_line(assessment),
        "headline": {**score_values(assessment.headline), "bands": bands_values(assessment.headline.bands)},
        "only_mistakes": assessment.only_mistakes,
        "overall": score_values(assessment.overall),
        "depth": _depth(assessment),
        "counts": _counts(assessment),
        "evidence": examined(assessment)._asdict(),
        "target": {
            "reached": reached,
            "to_fix": short,
            "to_find_out": open_,
            "aim": _aim(audit),
            "beyond": _beyond(assessment),
        },
        "frameworks": [framework_values(assessment, f) for f in assessment.frameworks],
        "pattern": _pattern(groups),
        "open_facts": _open_facts(catalog, assessment),
        "gaps": list(plain.values()),
        "horizons": [{"name": name, "gaps": [plain[gap.id] for gap in part]} for name, part in horizons(gaps).items()],
        "strengths": [criterion_values(r) for r in backed],
        "more_strengths": [criterion_values(r) for r in strong if r not in backed],
        "beyond": [practice_values(mark) for mark in beyond(assessment)],
        "find_out": [
            {
                "role": role,
                "criteria": [_to_ask(r, open_) for r, open_ in found],
                "partly": [_to_ask(r, open_) for r, open_ in found if r.state != State.UNASKED],
            }
            for role, found in to_find_out(assessment).items()
        ],
        "unasked": [criterion_values(r) for r in assessment.results.values() if r.state == State.UNASKED],
        "all_steps": all_steps,
        "old": [criterion_values(r) for r in assessment.results.values() if r.is_old],
        "not_counted": [{**criterion_values(r), "stale": r.stale} for r in assessment.results.values() if r.stale],
        "by_hand": [
            {"title": r.criterion.title, "practice": _says(r, id), "reason": NA_REASONS[reason], "note": _note(r)}
            for r, id, reason in not_applicable_by_hand(assessment)
        ],
        "profile": _profile(catalog, assessment),
        "reading": {**reading.about, "not_compared": _not_compared(assessment, reading)} if reading else {},
        "document": _document(assessment, reading),
        "groups": [
            {
                "title": title,
                **depth_values(results),
                "criteria": [{**_with_items(r), "number": numbers.get(r.id, 0)} for r in results],
            }
            for title, results in groups.items()
        ],
        "overlap": _overlap(chain.from_iterable(groups.values())),
        "method": {
            "program": VERSION,
            "rated_from": RATED_FROM,
            "bands": bands_values(BANDS),
            "weights": dict(catalog.weights),
            "old": OLD,
            "expired": EXPIRED,
            "levels": any(r.criterion.scale for r in assessment.results.values()),
        },
    }


AIMS = {
    Tier.ESSENTIAL: "what everyone should have",
    Tier.GOOD: "what a well-run service has",
    Tier.LEADING: "what the best have",
}


def _aim(audit: Audit) -> str:
    """What the audit aims for in general, in words."""
    return AIMS[Tier(audit.target.get("all", Tier.GOOD))]


def _beyond(assessment: Assessment) -> int:
    """How many practices that count fall short and lie beyond the target."""
    results = assessment.results.values()
    short = sum(mark.falls_short and mark.practice.counts for result in results for mark in result.marks)
    return short - sum(mark.falls_short and mark.practice.counts for result in results for mark in result.aimed_at)


def _known_steps(gap: Gap, reading: "Reading | None") -> dict[str, str]:
    """Steps for what the answers say is missing and the document has: people are shown it."""
    if reading is None:
        return {}
    there = [m for m in gap.missing if (shown := reading.shown.get(m.practice.key)) and shown.word == "documented"]
    show = f"Show the people concerned what {reading.title or 'the strategy'} says, and ask again."
    return {mark.practice.id: show for mark in there}


def _to_ask(result: CriterionResult, open_: tuple[Mark, ...]) -> dict[str, Plain]:
    return {**criterion_values(result), "open": [practice_values(mark) for mark in open_]}


def _document(assessment: Assessment, reading: "Reading | None") -> list[dict[str, Plain]]:
    """What the strategy shows beside what was said; empty where no strategy is given."""
    if reading is None:
        return []
    from cxaudit.report.crosscheck import partings  # rules take time to import, and only a document needs them

    return [
        {
            "title": one.result.criterion.title,
            "says": one.says,
            "said": one.state,
            "word": one.word,
            "document": one.shown.word,
            "looked_for": list(one.shown.looked_for),
            "in_part": one.shown.in_part,
            "breaks": list(one.shown.breaks),
            "suppressed": list(one.shown.suppressed),
            "where": one.shown.where,
        }
        for one in partings(assessment.results, reading.shown)
    ]


def _not_compared(assessment: Assessment, reading: "Reading") -> list[Plain]:
    """The statements on what is written that nothing looks for in a document."""
    written = (mark for mark in assessment.marks if mark.applies and mark.practice.kind is Kind.WRITTEN)
    return [mark.practice.says for mark in written if mark.practice.key not in reading.shown]


def _depth(assessment: Assessment) -> list[dict[str, Plain]]:
    return [
        {"kind": kind, "share": of.share, "known": of.known, "words": in_words(of.share)}
        for kind, of in depth(assessment.marks).items()
        if not of.is_little
    ]


def _says(result: CriterionResult, id: str) -> str:
    practice = result.criterion.practice(id)
    return practice.says if practice else ""


def _note(result: CriterionResult) -> str:
    return result.answer.note if result.answer else ""


def _counts(assessment: Assessment) -> dict[str, int]:
    results = assessment.results.values()
    marks = [mark for mark in assessment.marks if mark.applies]
    return {
        "criteria": len(results),
        "applicable": sum(result.applies for result in results),
        "answered": sum(result.state in ("answered", "in part") for result in results),
        "practices": len(marks),
        "known": sum(mark.is_known for mark in marks),
        "unknown": sum(mark.state is State.UNKNOWN for mark in marks),
        "unasked": sum(mark.state is State.UNASKED for mark in marks),
    }


def _pattern(groups: Mapping[str, list[CriterionResult]]) -> list[dict[str, Plain]]:
    """The groups of criteria by their own scores, the best first; none of few criteria or in which little is known."""
    scored = [
        (title, combined((1, result.score) for result in results))
        for title, results in groups.items()
        if len(results) >= ENOUGH
        and not coverage(mark for result in results for mark in result.marks if mark.practice.counts).is_little
    ]
    known = [(title, score.point) for title, score in scored if score and score.point is not None]
    return [{"title": title, "point": point} for title, point in sorted(known, key=lambda pair: -pair[1])]


def _profile(catalog: Catalog, assessment: Assessment) -> list[dict[str, str]]:
    facts = (q for q in route(catalog, assessment.audit) if isinstance(q, Fact))
    return [{"title": f.title, "question": f.question, "answer": fact_text(f, assessment)} for f in facts]


def fact_text(fact: Fact, assessment: Assessment) -> str:
    """What was answered to a fact, in words; empty where it was not asked."""
    answer = assessment.audit.profile.get(fact.id, "")
    if isinstance(answer, tuple):
        return ", ".join(answer)
    return "not known" if answer == State.UNKNOWN else fact.choices.get(answer, answer)


def _open_facts(catalog: Catalog, assessment: Assessment) -> list[dict[str, Plain]]:
    """Profile facts that are unknown or unasked and that something asked depends on."""
    profile = assessment.audit.profile
    needed = {fact for r in assessment.results.values() for fact in r.criterion.needs}
    needed |= {fact for mark in assessment.marks for fact in mark.practice.needs}
    return [
        {"question": fact.question, "about": fact.about}
        for id, fact in catalog.facts.items()
        if id in needed and profile.get(id, State.UNKNOWN) == State.UNKNOWN
    ]


def _overlap(results: Iterable[CriterionResult]) -> list[dict[str, Plain]]:
    """The criteria sorted by how many items rest on them, the most shared first."""
    shared = sorted(results, key=lambda result: -len(result.lifts))
    return [_with_items(result) for result in shared]


def _with_items(result: CriterionResult) -> dict[str, Plain]:
    items = [{"framework": f.title, "item": i.title} for f, i in result.lifts]
    return {**criterion_values(result), "items": items, "shared": len(items) > 1}


def as_json(values: Mapping[str, Plain]) -> str:
    """The context as JSON; shares are rounded to six places."""
    import json

    return json.dumps(values, default=lambda share: round(float(share), 6), ensure_ascii=False, indent=2) + "\n"
