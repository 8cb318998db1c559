"""What a report says: an assessment as plain values. The README describes them for authors of templates."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from cxaudit.audit.gaps import (
    Gap,
    find_out_first,
    horizons,
    mistakes_made,
    roadmap,
    strengths,
    to_find_out,
    without_evidence,
)
from cxaudit.audit.route import route
from cxaudit.audit.scoring import (
    CLAIM_FREE,
    RATED_FROM,
    Assessment,
    CriterionResult,
    Node,
    Score,
    band_of,
    best_capped,
)
from cxaudit.catalog.catalog import Catalog
from cxaudit.model import BANDS, FIVE_LEVELS, Fact, FactAnswer, Framework, Item, State
from cxaudit.report.numbers import exposed, exposure, in_points, percents
from cxaudit.schema.scalars import Plain, number_text

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading

JSON_VERSION = 1
TOP = 5  # how many gaps the summary names: the first ones of the roadmap that wait for nothing
QUICK = 3  # how many quick wins it names beside them


def context(catalog: Catalog, assessment: Assessment, reading: "Reading | None" = None) -> dict[str, Plain]:
    """What a template gets: plain values, texts and exact shares from 0 to 1, in a fixed order."""
    audit = assessment.audit
    gaps, groups = roadmap(assessment), _by_group(assessment)
    plain = {gap.id: _gap(n, gap) for n, gap in enumerate(gaps, 1)}
    waiting = {gap.id for gap in gaps if gap.first}
    top = [gap for gap in gaps if not gap.first][:TOP]
    quick = [gap for gap in gaps if gap.quick_win and gap not in top][:QUICK]
    nearest = [gap for gap in gaps if gap.result.target - gap.level == 1 and gap.evidence][:TOP]
    days = sorted(s.answer.at for s in assessment.results.values() if s.counts and s.answer and s.answer.at)
    return {
        "version": JSON_VERSION,
        "organisation": audit.organisation,
        "respondent": audit.respondent,
        "role": audit.role,
        "first_day": days[0] if days else "",
        "last_day": days[-1] if days else "",
        "overall": _score(assessment.overall, assessment.evidenced_overall),
        "counts": _counts(assessment),
        "frameworks": [_framework(assessment, f) for f in assessment.frameworks],
        "progress": _progress(assessment.overall.score),
        "top_gaps": [plain[gap.id] for gap in top],
        "quick_wins": [plain[gap.id] for gap in quick],
        "nearest": [plain[gap.id] for gap in nearest],
        "find_first": [_criterion(s) for s in find_out_first(assessment)[:TOP]],
        "open_facts": _open_facts(catalog, assessment),
        "gaps": list(plain.values()),
        "horizons": [{"name": name, "gaps": [plain[gap.id] for gap in part]} for name, part in horizons(gaps).items()],
        "mistakes": [_mistake(*found, waiting) for found in mistakes_made(assessment)],
        "strengths": [_criterion(s) for s in strengths(assessment)],
        "find_out": [
            {"role": role, "criteria": [_criterion(s) for s in found]}
            for role, found in to_find_out(assessment).items()
        ],
        "unproven": [_criterion(s) for s in without_evidence(assessment)],
        "profile": _profile(catalog, assessment),
        "reading": reading.about if reading else {},
        "document": _document(assessment, reading),
        "groups": [
            {"title": title, "criteria": [_with_items(result) for result in results]}
            for title, results in groups.items()
        ],
        "overlap": _overlap(chain.from_iterable(groups.values())),
        "method": {
            "rated_from": RATED_FROM,
            "bands": [{"name": name, "from": lowest} for lowest, name in BANDS],
            "capped": best_capped(BANDS),
            "scales": _scales(assessment),
            "claim_free": CLAIM_FREE,
            "free_share": FIVE_LEVELS.shares[CLAIM_FREE],
        },
    }


def _document(assessment: Assessment, reading: "Reading | None") -> list[dict[str, Plain]]:
    """What the strategy document shows beside what was claimed; empty where there is no document."""
    if reading is None:
        return []
    from cxaudit.report.crosscheck import partings  # rules take time to import, and only a document needs them

    return [
        {
            **_criterion(result),
            "document": shown.word,
            "looked_for": list(shown.looked_for),
            "in_part": shown.in_part,
            "breaks": list(shown.breaks),
            "suppressed": list(shown.suppressed),
            "parts": parts,
        }
        for parts, result, shown in partings(assessment.results, reading.shown)
    ]


def _score(claimed: Node, evidenced: Node) -> dict[str, Plain]:
    return {
        **_shares(claimed.score),
        "band": claimed.band,
        "points": in_points(claimed),
        "exposed": exposed(claimed),
        "low_band": band_of(claimed.score.low) if claimed.score else "",
        "high_band": band_of(claimed.score.high) if claimed.score else "",
        "evidenced": _shares(evidenced.score),
        "exposure": _shares(claimed.score and exposure(claimed.score)),
    }


def _shares(score: Score | None) -> dict[str, Plain]:
    names = ("point", "low", "high", "coverage", "reached", "to_fix", "to_find_out")
    return {"applies": score is not None, **{name: getattr(score, name, None) for name in names}}


def _framework(assessment: Assessment, framework: Framework) -> dict[str, Plain]:
    claimed = assessment.by_framework[framework.id]
    evidenced = assessment.evidenced_by_framework[framework.id]
    titles = [assessment.results[c].criterion.title for c in claimed.capped_by]
    return {
        "id": framework.id,
        "title": framework.title,
        "version": framework.version,
        "source": framework.source,
        "about": framework.about,
        "neighbours": [{"name": n.name, "link": n.link} for n in framework.neighbours],
        "mistakes": framework.mistakes,
        "capped_by": titles,
        "capped_at": best_capped(framework.bands),
        "rollup": framework.rollup,
        "bands": [{"name": name, "from": lowest} for lowest, name in framework.bands],
        "own_bands": framework.bands != BANDS,
        "own_way": framework.bands != BANDS or "min" in (framework.rollup, *(i.rollup for i in framework.items)),
        "score": _score(claimed, evidenced),
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "gist": item.gist,
                "rollup": item.rollup,
                "score": _score(node, proven),
                "criteria": [_criterion(part.result) for part in node.parts if part.result],
            }
            for item, node, proven in zip(framework.items, claimed.parts, evidenced.parts, strict=True)
        ],
    }


def _criterion(result: CriterionResult) -> dict[str, Plain]:
    c, answer = result.criterion, result.answer if result.counts else None
    return {
        "id": c.id,
        "group": c.group,
        "title": c.title,
        "question": c.question,
        "state": result.state,
        "level": result.level,
        "of": c.scale.top,
        "level_text": _level_text(result),
        "target": result.target,
        "target_text": c.levels[result.target],
        "reason": result.reason,
        "evidence": answer.evidence if answer else "",
        "note": answer.note if answer else "",
        "at": answer.at if answer else "",
        "to_see": list(c.evidence),
        "ask": list(c.ask),
        "why": c.why,
        "effort": c.effort,
    }


def _level_text(result: CriterionResult) -> str:
    """The text of the level reached, with the number before it where the answer is a number."""
    if result.level is None:
        return ""
    text, number = result.criterion.levels[result.level], result.answer.value if result.answer else None
    return text if number is None else f"{number_text(number, result.criterion.scale.unit)}, which is {text}"


def _gap(number: int, gap: Gap) -> dict[str, Plain]:
    return {
        **_criterion(gap.result),
        "number": number,
        "share": gap.share,
        "steps": list(gap.steps),
        "lifts": [{"framework": f.title, "item": i.title, "mistake": f.mistakes} for f, i in gap.result.lifts],
        "frameworks": len({f.id for f, _ in gap.result.lifts}),
        "caps": [f.title for f in gap.caps],
        "first": [{"title": s.criterion.title, "level": s.level} for s in gap.first],
        "quick_win": gap.quick_win,
    }


def _mistake(framework: Framework, item: Item, node: Node, share: Fraction, waiting: set[str]) -> dict[str, Plain]:
    return {
        "framework": framework.title,
        "title": item.title,
        "gist": item.gist,
        "exposure": share,
        "standing": exposed(node),
        "waits": waiting.issuperset(item.criteria),
    }


def _counts(assessment: Assessment) -> dict[str, int]:
    states = [s.state for s in assessment.results.values()]
    return {
        "criteria": len(states),
        "applicable": sum(s.applies for s in assessment.results.values()),
        "answered": states.count(State.ANSWERED),
        "unknown": states.count(State.UNKNOWN),
        "unasked": states.count(State.UNASKED),
        "not_applicable": states.count(State.NOT_APPLICABLE),
        "unproven": len(without_evidence(assessment)),
        "claims": sum(s.claims for s in assessment.results.values()),
    }


def _scales(assessment: Assessment) -> list[dict[str, Plain]]:
    """The scales other than the five levels that questions of this audit are answered on."""
    scales = {s.criterion.scale.id: s.criterion.scale for s in assessment.results.values()}
    return [{"title": s.title, "shares": list(s.shares)} for s in scales.values() if s is not FIVE_LEVELS]


def _profile(catalog: Catalog, assessment: Assessment) -> list[dict[str, str]]:
    facts = (q for q in route(catalog, assessment.audit) if isinstance(q, Fact))
    return [{"question": f.question, "answer": assessment.audit.profile.get(f.id, "")} for f in facts]


def _progress(score: Score | None) -> list[str]:
    """Reached, to fix and to find out, as percentages that add up to 100."""
    return percents([score.reached, score.to_fix, score.to_find_out]) if score else []


def _open_facts(catalog: Catalog, assessment: Assessment) -> list[dict[str, Plain]]:
    """Profile facts that are unknown or unasked, each with how many questions depend on it."""
    profile, asked = assessment.audit.profile, assessment.results.values()
    return [
        {"question": fact.question, "criteria": sum(id in s.criterion.needs for s in asked)}
        for id, fact in catalog.facts.items()
        if profile.get(id, FactAnswer.UNKNOWN) == FactAnswer.UNKNOWN and any(id in s.criterion.needs for s in asked)
    ]


def _by_group(assessment: Assessment) -> dict[str, list[CriterionResult]]:
    groups: dict[str, list[CriterionResult]] = {}
    for result in assessment.results.values():
        groups.setdefault(result.criterion.group, []).append(result)
    return groups


def _overlap(results: Iterable[CriterionResult]) -> list[dict[str, Plain]]:
    """The criteria sorted by how many items rest on them, the most shared first."""
    shared = sorted(results, key=lambda result: -len(result.lifts))
    return [_with_items(result) for result in shared]


def _with_items(result: CriterionResult) -> dict[str, Plain]:
    return {**_criterion(result), "items": [{"framework": f.title, "item": i.title} for f, i in result.lifts]}


def as_json(values: Mapping[str, Plain]) -> str:
    """The context as JSON; shares are rounded to six places."""
    import json

    return json.dumps(values, default=lambda share: round(float(share), 6), ensure_ascii=False, indent=2) + "\n"
