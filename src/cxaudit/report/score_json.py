"""The score card as JSON."""

import json
from fractions import Fraction
from typing import TYPE_CHECKING

from cxaudit.audit.gaps import roadmap
from cxaudit.audit.scoring import Assessment, CriterionResult, Node, Score
from cxaudit.schema.scalars import Plain

if TYPE_CHECKING:
    from cxaudit.report.crosscheck import Reading

JSON_VERSION = 1


def render(assessment: Assessment, reading: "Reading | None" = None, ascii_only: bool = False) -> str:
    """The assessment in the JSON score format, as text."""
    return json.dumps(as_json(assessment, reading), indent=2, ensure_ascii=ascii_only) + "\n"


def as_json(assessment: Assessment, reading: "Reading | None" = None) -> dict[str, Plain]:
    """The assessment as version 1 of the score format; all shares from 0 to 1, rounded to six places."""
    leaves = {node.id: node.score for node in assessment.overall.parts}
    whole = sum((s.goal for s in assessment.results.values() if s.applies), Fraction(0))
    return {
        "version": JSON_VERSION,
        "organisation": assessment.audit.organisation,
        **({"reading": reading.about} if reading else {}),
        "overall": _node_json(assessment.overall, assessment.evidenced_overall),
        "frameworks": {f.id: _framework_json(assessment, f.id) for f in assessment.frameworks},
        "gaps": [gap.id for gap in roadmap(assessment)],
        "criteria": {
            i: {**_criterion_json(assessment, s, leaves[i], whole), **_document_json(reading, i)}
            for i, s in assessment.results.items()
        },
    }


def _document_json(reading: "Reading | None", id: str) -> dict[str, Plain]:
    if reading is None:
        return {}
    shown = reading.shown.get(id)
    return {
        "document": shown.word if shown else None,
        "looked_for": list(shown.looked_for) if shown else [],
        "in_part": bool(shown and shown.in_part),
        "breaks": list(shown.breaks) if shown else [],
        "suppressed": list(shown.suppressed) if shown else [],
    }


def _framework_json(assessment: Assessment, id: str) -> dict[str, Plain]:
    claimed, evidenced = assessment.by_framework[id], assessment.evidenced_by_framework[id]
    framework = next(f for f in assessment.frameworks if f.id == id)
    items = zip(claimed.parts, evidenced.parts, framework.items, strict=True)
    return {
        "title": framework.title,
        "mistakes": framework.mistakes,
        **_node_json(claimed, evidenced),
        "capped_by": list(claimed.capped_by),
        "items": {
            item.id: {"title": item.title, **_node_json(node, proven), "criteria": list(item.criteria)}
            for node, proven, item in items
        },
    }


def _node_json(claimed: Node, evidenced: Node) -> dict[str, Plain]:
    proven = _range_json(evidenced.score)
    return {
        **_range_json(claimed.score),
        "band": claimed.band,
        **_progress(claimed.score),
        "evidenced": proven,
    }


def _range_json(score: Score | None) -> dict[str, Plain]:
    if score is None:
        return {"point": None, "low": None, "high": None, "coverage": None}
    names = ("point", "low", "high", "coverage")
    return {name: _share(getattr(score, name)) for name in names}


def _progress(score: Score | None) -> dict[str, Plain]:
    """Progress to target as a range, and what it lacks to reach 1: low + to_fix + to_find_out = 1."""
    if score is None:
        return {"to_target": None, "to_fix": None, "to_find_out": None}
    return {
        "to_target": {"low": _share(score.reached), "high": _share(1 - score.to_fix)},
        "to_fix": _share(score.to_fix),
        "to_find_out": _share(score.to_find_out),
    }


def _share(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _criterion_json(
    assessment: Assessment, result: CriterionResult, score: Score | None, whole: Fraction
) -> dict[str, Plain]:
    weight = result.goal / whole if score else Fraction(0)
    answer = result.answer
    return {
        "title": result.criterion.title,
        "state": result.state,
        "level": result.level,
        "of": result.criterion.scale.top,
        "value": _share(answer.value) if answer and result.level is not None else None,
        "target": result.target,
        "to_fix": _share(weight * score.to_fix) if score else 0.0,
        "to_find_out": _share(weight * score.to_find_out) if score else 0.0,
        "reason": result.reason or None,
        "evidence": (answer.evidence or None) if answer else None,
        "note": (answer.note or None) if answer else None,
        "at": (answer.at or None) if answer else None,
        "items": [f"{framework.id}/{item.id}" for framework, item in result.lifts],
    }
