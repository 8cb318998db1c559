"""The score card as JSON."""

import json
from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from cxaudit.audit.assessment import Assessment, CriterionResult, Node
from cxaudit.audit.evidence import examined
from cxaudit.audit.gaps import progress, roadmap
from cxaudit.audit.marks import Mark
from cxaudit.audit.mistakes import headline, mistakes
from cxaudit.audit.verdict import Results, depth
from cxaudit.model import Framework
from cxaudit.report.values import by_group
from cxaudit.schema.scalars import Plain

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading

JSON_VERSION = 2


def render(assessment: Assessment, reading: "Reading | None" = None, ascii_only: bool = False) -> str:
    """The assessment in the JSON score format, as text."""
    return json.dumps(as_json(assessment, reading), indent=2, ensure_ascii=ascii_only) + "\n"


def as_json(assessment: Assessment, reading: "Reading | None" = None) -> dict[str, Plain]:
    """The assessment as version 2 of the score format; all shares from 0 to 1, rounded to six places."""
    reached, short, open_ = progress(assessment.results.values())
    evidence = examined(assessment)
    return {
        "version": JSON_VERSION,
        "organisation": assessment.audit.organisation,
        "quick": assessment.audit.quick,
        **({"reading": reading.about} if reading else {}),
        "headline": assessment.headline.id,
        "overall": _node_json(assessment.overall),
        "depth": _depth_json(assessment.marks, assessment.audit.quick),
        "target": {"reached": reached, "to_fix": short, "to_find_out": open_},
        "evidence": {
            "claims": evidence.claims,
            "named": evidence.named,
            "held": evidence.held,
            "not_held": evidence.not_held,
        },
        "groups": {
            title: _group_json(results, assessment.audit.quick)
            for title, results in by_group(assessment.results.values()).items()
        },
        "frameworks": {f.id: _framework_json(assessment, f) for f in assessment.frameworks},
        "gaps": [gap.id for gap in roadmap(assessment)],
        "criteria": {
            i: _criterion_json(result, reading, assessment.audit.quick) for i, result in assessment.results.items()
        },
    }


def _depth_json(marks: Collection[Mark], quick: bool) -> dict[str, Plain]:
    return {
        kind: {"share": None if quick else _share(of.share), "known": of.known, "of": of.of}
        for kind, of in depth(marks).items()
    }


def _group_json(results: Iterable[CriterionResult], quick: bool) -> dict[str, Plain]:
    marks = [mark for result in results for mark in result.marks]
    return {"depth": _depth_json(marks, quick), "results": Results.of(marks)._asdict()}


def _framework_json(assessment: Assessment, framework: Framework) -> dict[str, Plain]:
    node = assessment.by_framework[framework.id]
    head: dict[str, Plain] = {"title": framework.title, "mistakes": framework.mistakes}
    if framework.mistakes:
        found = mistakes(assessment, framework)
        items: dict[str, Plain] = {
            one.item.id: {"title": one.item.title, "made": one.made, "criteria": list(one.item.criteria)}
            for one in found
        }
        return {**head, "headline": headline(found), "items": items}
    return {
        **head,
        **_node_json(node),
        "capped_by": [result.id for result in node.capped_by],
        "items": {
            item.id: {"title": item.title, **_node_json(part), "rests_on": list(item.rests_on)}
            for item, part in zip(framework.items, node.parts, strict=True)
        },
    }


def _node_json(node: Node) -> dict[str, Plain]:
    verdict, results, known = node.verdict, node.results, node.known
    score = None if node.quick else node.score  # a quick look gives no figure
    return {
        "point": _share(score and score.point),
        "low": _share(score and score.low),
        "high": _share(score and score.high),
        "band": verdict.band or None,
        "bands": [verdict.low, verdict.high] if node.score else [],
        "rated": verdict.rated,
        "known": {"practices": known.known, "of": known.of, "results_asked": known.results_asked},
        "results": {"word": results.word or None, **results._asdict()},
    }


def _share(share: Fraction | int | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _criterion_json(result: CriterionResult, reading: "Reading | None", quick: bool) -> dict[str, Plain]:
    answer, score = result.answer, None if quick else result.score
    return {
        "title": result.criterion.title,
        "group": result.criterion.group,
        "risk": result.criterion.risk,
        "state": result.state,
        "stale": result.stale,
        "point": _share(score and score.point),
        "low": _share(score and score.low),
        "high": _share(score and score.high),
        "target": result.target,
        "reason": result.reason or None,
        "level": answer.level if answer and result.criterion.scale else None,
        "number": _share(answer.number) if answer and result.criterion.scale else None,
        **(_document_json(reading, result.id) if reading and result.criterion.scale else {}),
        "practices": {mark.practice.id: _practice_json(mark, result, reading) for mark in result.marks},
        **{key: (getattr(answer, key) or None) if answer else None for key in ("evidence", "figure", "note", "at")},
        "items": [f"{framework.id}/{item.id}" for framework, item in result.lifts],
    }


def _practice_json(mark: Mark, result: CriterionResult, reading: "Reading | None") -> dict[str, Plain]:
    practice, answer = mark.practice, result.answer
    return {
        "says": practice.says,
        "kind": practice.kind,
        "tier": practice.tier,
        "weight": _share(practice.weight),
        "state": mark.state,
        "missing": (answer.missing.get(practice.id) if answer else None) or None,
        "seen": bool(answer and practice.id in answer.seen),
        **(_document_json(reading, practice.key) if reading else {}),
    }


def _document_json(reading: "Reading", name: str) -> dict[str, Plain]:
    shown = reading.shown.get(name)
    return {"document": shown.word if shown else None}
