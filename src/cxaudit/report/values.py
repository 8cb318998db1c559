"""The parts of an assessment as plain values: scores, frameworks, criteria, gaps."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from cxaudit.audit.assessment import Assessment, CriterionResult, Node, is_aimed_at
from cxaudit.audit.evidence import is_named
from cxaudit.audit.gaps import Gap
from cxaudit.audit.marks import Mark
from cxaudit.audit.mistakes import Mistake, headline, mistakes
from cxaudit.audit.verdict import CAP, DEPTH, Results, coverage, depth
from cxaudit.measure import BANDS, Band, Kind, State
from cxaudit.model import Framework
from cxaudit.report.numbers import half, in_points, outcome, percent, point_of, said, span
from cxaudit.report.score_card import results_line, statement
from cxaudit.schema.scalars import Plain, number_text


def score_values(node: Node) -> dict[str, Plain]:
    score, verdict, known = node.score, node.verdict, node.known
    return {
        "applies": score is not None,
        "point": score and score.point,
        "low": score and score.low,
        "high": score and score.high,
        "band": verdict.band,
        "range": verdict.range,
        "rated": verdict.rated,
        "verdict": said(verdict),
        "results": _results(node.results),
        "known": known.known,
        "of": known.of,
        "coverage": known.share,
        "points": in_points(node),
        "little": known.is_little,
        "outcome": outcome(node),
        "percent": "" if node.quick else percent(point_of(node), node.bands),
        "span": "" if node.quick else span(score.low, score.high, node.bands) if score else "-",
    }


def _results(results: Results) -> dict[str, Plain]:
    return {
        **results._asdict(),
        "number": results.number,
        "word": half(results.word, results.is_some_known),
        "line": results_line(results),
    }


def by_group(results: Iterable[CriterionResult]) -> dict[str, list[CriterionResult]]:
    """The results by the group of their criterion, in the bank's order."""
    groups: dict[str, list[CriterionResult]] = {}
    for result in results:
        groups.setdefault(result.criterion.group, []).append(result)
    return groups


def depth_values(results: Iterable[CriterionResult]) -> dict[str, Plain]:
    """How much of some criteria is done, written and checked, and how many of their results are reached."""
    marks = [mark for result in results for mark in result.marks]
    found = {str(kind): {**of._asdict(), "little": of.is_little} for kind, of in depth(marks).items()}
    return {"depth": {**dict.fromkeys(map(str, DEPTH)), **found}, "results": _results(Results.of(marks))}


def bands_values(bands: Iterable[Band]) -> list[dict[str, Plain]]:
    return [{"name": band.name, "from": band.least, "needs": band.needs} for band in bands]


def framework_values(assessment: Assessment, framework: Framework) -> dict[str, Plain]:
    node = assessment.by_framework[framework.id]
    found = mistakes(assessment, framework) if framework.mistakes else ()
    return {
        "id": framework.id,
        "title": framework.title,
        "version": framework.version,
        "source": framework.source,
        "about": framework.about,
        "neighbours": [{"name": n.name, "link": n.link} for n in framework.neighbours],
        "mistakes": framework.mistakes,
        "headline": headline(found),
        "found": [_mistake(one) for one in found],
        "capped_by": [result.criterion.title for result in node.capped_by],
        "capped_at": framework.bands[min(CAP, len(framework.bands) - 1)].name,
        "rollup": framework.rollup,
        "bands": bands_values(framework.bands),
        "own_bands": framework.bands != BANDS,
        "own_way": framework.bands != BANDS or "min" in (framework.rollup, *(i.rollup for i in framework.items)),
        "score": score_values(node),
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "gist": item.gist,
                "rollup": item.rollup,
                "score": score_values(part),
                "on_paper": bool(part.marks) and all(mark.practice.kind is Kind.WRITTEN for mark in part.marks),
                "criteria": [criterion_values(assessment.results[id]) for id in item.criteria],
                "practices": [practice_values(mark) for mark in part.marks if mark.practice.key in item.rests_on],
            }
            for item, part in zip(framework.items, node.parts, strict=True)
        ],
    }


def _mistake(one: Mistake) -> dict[str, Plain]:
    return {
        "title": one.item.title,
        "gist": one.item.gist,
        "made": one.made,
        "averting": [practice_values(mark) for mark in one.averting],
        "arising": [practice_values(mark) for mark in one.arising],
    }


def practice_values(mark: Mark) -> dict[str, Plain]:
    p = mark.practice
    return {"key": p.key, "says": statement(p), "kind": p.kind, "tier": p.tier, "state": mark.state, "ask": list(p.ask)}


def _marked(result: CriterionResult, mark: Mark) -> dict[str, Plain]:
    """A practice with what was said of it."""
    answer, id = result.answer, mark.practice.id
    return {
        **practice_values(mark),
        "missing": answer.missing.get(id, "") if answer else "",
        "reason": mark.reason,
        "aimed": is_aimed_at(mark.practice, result.target),
        "seen": bool(answer and id in answer.seen),
        "not_held": bool(answer and id in answer.not_held),
    }


def _percent(result: CriterionResult) -> str:
    """The score of a criterion as shown; a dash where nothing or too little is known for a figure."""
    point = result.score and result.score.point
    known = coverage(mark for mark in result.marks if mark.practice.counts)
    return "–" if point is None or known.is_little else percent(point)


@lru_cache(maxsize=512)  # a report names most criteria in several places
def criterion_values(result: CriterionResult) -> dict[str, Plain]:
    c, answer = result.criterion, None if result.stale else result.answer
    return {
        "id": c.id,
        "group": c.group,
        "title": c.title,
        "question": c.question,
        "why": c.why,
        "risk": c.risk,
        "state": result.state,
        "target": result.target,
        "reason": result.reason,
        "point": result.score and result.score.point,
        "percent": _percent(result),
        "practices": [_marked(result, mark) for mark in result.marks],
        "there": [_marked(result, m) for m in result.marks if m.holds],
        "level": _level(result),
        "evidence": answer.evidence if answer and is_named(answer.evidence) else "",
        "figure": answer.figure if answer else "",
        "note": answer.note if answer else "",
        "at": answer.at if answer else "",
        "to_see": list(c.evidence),
    }


def _level(result: CriterionResult) -> str:
    """What was answered on a scale, in words; empty for a criterion with practices."""
    scale, answer = result.criterion.scale, result.answer
    if scale is None or answer is None or result.stale:
        return ""
    if answer.number is not None:
        return number_text(answer.number, scale.unit)
    return (
        "" if answer.level is None else f"level {answer.level} of {scale.top}: {result.criterion.levels[answer.level]}"
    )


WHO = {"frontline": "The team leader", "executive": "The director"}  # who looks up a result, by who can say it
_ROLE = re.compile(r"\b([Tt])he (?:director and the service manager go|director|service manager|team leader)\b")


def step_for(mark: Mark, small: bool = False) -> str:
    """What to do about a practice that falls short: its step; a result that was not measured is looked up first.

    In a small organisation there are no roles to tell apart.
    """
    practice = mark.practice
    step = practice.step or statement(practice)
    if mark.state is State.NOT_MEASURED and practice.kind is not Kind.STEP:
        who = WHO.get(practice.ask[0], "The service manager")
        step = f"{who} finds out whether this is so: {practice.says}"
    return _ROLE.sub(_whoever, step) if small else step


def _whoever(role: re.Match[str]) -> str:
    verb = " goes" if role[0].endswith(" go") else ""
    return f"{'W' if role[1] == 'T' else 'w'}hoever is in charge{verb}"


def gap_values(number: int, gap: Gap, steps: Mapping[str, str], small: bool = False) -> dict[str, Plain]:
    """A gap; `steps` has those that take the place of a practice's own."""
    next_ = gap.next.practice
    to_do = [steps.get(mark.practice.id) or step_for(mark, small) for mark in gap.missing]
    return {
        **criterion_values(gap.result),
        "number": number,
        "missing": [_marked(gap.result, mark) for mark in gap.missing],
        "steps": to_do,
        "step": to_do[0],
        "tier": next_.tier,
        "effort": next_.effort,
        "matters": gap.matters,
        "lifts": [{"framework": f.title, "item": i.title, "mistake": f.mistakes} for f, i in gap.result.lifts],
        "frameworks": len({f.id for f, _ in gap.result.lifts}),
        "caps": [f.title for f in gap.caps],
        "first": [{"title": one.criterion.title} for one in gap.first],
        "quick_win": gap.quick_win,
    }


_KEYS = {"notes": "note", "evidence": "evidence", "names": "respondent"}


def left_out(values: Mapping[str, Plain], without: Collection[str]) -> dict[str, Plain]:
    """What a template gets, with some texts emptied: "notes", "evidence" or "names" of people."""
    keys = {_KEYS[part] for part in without}
    return {key: "" if key in keys and isinstance(one, str) else _emptied(one, keys) for key, one in values.items()} | {
        "without": list(without)
    }


def _emptied(value: Plain, keys: Collection[str]) -> Plain:
    if isinstance(value, Mapping):
        return {k: "" if k in keys and isinstance(one, str) else _emptied(one, keys) for k, one in value.items()}
    return [_emptied(one, keys) for one in value] if isinstance(value, list | tuple) else value
