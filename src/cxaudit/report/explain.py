"""The trace of a score: every figure with the calculation behind it, line by line."""

from collections.abc import Iterator
from fractions import Fraction

from cxaudit import sanitize
from cxaudit.audit.scoring import CLAIM_FREE, Assessment, CriterionResult, Node, Score, best_capped
from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.model import FIVE_LEVELS, Item, Scale, State
from cxaudit.report.numbers import EXPOSURES, exposed, exposure, in_points, percent, span
from cxaudit.schema.scalars import number_text


def explain(assessment: Assessment, id: str) -> str:
    """The trace of "overall", a framework, FRAMEWORK/ITEM or a criterion, line by line.

    Raises CxauditError for an id that this audit does not score.
    """
    if result := assessment.results.get(id):
        return "\n".join(_explain_criterion(assessment, result)) + "\n"
    nodes = {"overall": (assessment.overall, assessment.evidenced_overall)}
    for name, node in assessment.by_framework.items():
        evidenced = assessment.evidenced_by_framework[name]
        nodes[name] = (node, evidenced)
        nodes.update({n.id: (n, e) for n, e in zip(node.parts, evidenced.parts, strict=True)})
    if id not in nodes:
        known = [*nodes, *assessment.results]
        raise CxauditError(Diagnostic(f'this audit scores nothing called "{id}"', None, did_you_mean(id, known)))
    return "\n".join(_explain_node(assessment, *nodes[id])) + "\n"


def _explain_criterion(assessment: Assessment, s: CriterionResult) -> Iterator[str]:
    c, answer = s.criterion, s.answer
    yield f"{c.id}: {c.title}"
    yield f"  question: {c.question}"
    if s.share is not None:
        yield from _explain_answer(s)
    elif s.state is State.NOT_APPLICABLE:
        yield f"  does not apply ({s.reason}): it is left out of every score"
    else:
        yield f"  {s.state}: it counts from 0 to 1 in ranges, and as still to find out (target level {s.target})"
    if answer:
        yield f"  evidence: {sanitize.line(answer.evidence) or 'none'}"
        yield f"  note:     {sanitize.line(answer.note) or 'none'}"
        yield f"  given on: {answer.at or 'not recorded'}"
    if s.needs_evidence:
        yield f"  evidenced: taken as unknown, since {_needs(s)} needs evidence"
    for framework, item in s.lifts if s.applies else ():
        counted = [i for i in item.criteria if assessment.results[i].applies]
        total = sum((item.weights.get(i, Fraction(1)) for i in counted), Fraction(0))
        weight = item.weights.get(c.id, Fraction(1))
        yield f"  scored in {framework.id}/{item.id}: {_part(item, weight, total, len(counted))}"


def _part(item: Item, weight: Fraction, total: Fraction, counted: int) -> str:
    if item.rollup == "min":
        return f"the lowest of {counted} that apply counts"
    if weight == 1 and total == counted:
        return f"{percent(weight / total)} of it, as 1 of {counted} that apply"
    return f"{percent(weight / total)} of it, with weight {weight} of {total}"


def _explain_answer(s: CriterionResult) -> Iterator[str]:
    c, scale, number = s.criterion, s.criterion.scale, s.answer.value if s.answer else None
    named = "" if scale is FIVE_LEVELS else f" on the scale {scale.id}"
    if number is None:
        yield f"  answered: level {s.level} of {scale.top}{named}, so v = {s.share}"
        yield f"    {c.levels[s.level or 0]}"
    else:
        yield f"  answered: {number_text(number, scale.unit)}{named}, so v = {_along(scale, number)}{s.share}"
        marks = zip(scale.marks, scale.shares, strict=True)
        yield f"    {', '.join(f'{number_text(mark, scale.unit)} counts {share}' for mark, share in marks)}"
    p = min(s.share or Fraction(0), s.goal) / s.goal
    yield f"  target:   level {s.target}, so t = {s.goal} and p = min({s.share}, {s.goal}) / {_divisor(s.goal)} = {p}"


def _along(scale: Scale, number: Fraction) -> str:
    """The calculation of what a number between two marks counts; empty at a mark and beyond the ends."""
    n = scale.level_at(number)
    if n == scale.top or scale.share_at(number) == scale.shares[n]:
        return ""
    (a, b), (low, high) = scale.marks[n : n + 2], scale.shares[n : n + 2]
    parts = (number_text(x) for x in (number, a, b, a))
    return "{low} + ({} - {}) / ({} - {}) x ({high} - {low}) = ".format(*parts, low=low, high=high)


def _needs(s: CriterionResult) -> str:
    if s.criterion.scale is FIVE_LEVELS:
        return f"a level above {CLAIM_FREE}"
    return f"what counts more than {FIVE_LEVELS.shares[CLAIM_FREE]}"


def _explain_node(assessment: Assessment, node: Node, evidenced: Node) -> Iterator[str]:
    yield f"{node.id}: {node.title}"
    if node.score is None:
        yield "  nothing in it applies: it is left out of every score"
        return
    yield f"  {'part':<44} {'weight':>6}  {'point':>7} {'low':>7} {'high':>7} {'coverage':>8}"
    for part in node.parts:
        yield f"  {part.id:<44} {part.weight!s:>6}  {_part_figures(part)}"
    yield from _arithmetic(node)
    mistake = any(f.mistakes and f.id == node.id.split("/")[0] for f in assessment.frameworks)
    if evidenced.score:
        proven = exposure(evidenced.score) if mistake else evidenced.score
        taken = ", taken from 1," if mistake else ""
        sums = f"the same sums{taken} with answers above level {CLAIM_FREE} without evidence unknown"
        yield f"  evidenced = {span(proven.low, proven.high)}: {sums}"
    yield from _explain_exposure(node) if mistake else _explain_band(node)


def _part_figures(part: Node) -> str:
    if part.score is None:
        return "does not apply: left out"
    s = part.score
    point = "-" if s.point is None else str(s.point)
    how = f"  level {part.result.level}" if part.result and part.result.level is not None else ""
    if part.result and part.result.level is None:
        how = f"  {part.result.state}"
    return f"{point:>7} {s.low!s:>7} {s.high!s:>7} {s.coverage!s:>8}{how}"


def _arithmetic(node: Node) -> Iterator[str]:
    counted = [(n, n.score) for n in node.parts if n.score]
    weight = sum((n.weight for n, _ in counted), Fraction(0))
    total = node.score
    assert total is not None
    for name in ("low", "high", "coverage"):
        values = [getattr(s, name) for _, s in counted]
        if node.rollup == "min" and name != "coverage":
            sums = f"the lowest of {', '.join(map(str, values))}"
        else:
            terms = (f"{n.weight} x {value}" for (n, _), value in zip(counted, values, strict=True))
            sums = f"({' + '.join(terms)}) / {_divisor(weight)}"
        yield f"  {name:<8} = {sums} = {_shown(getattr(total, name))}"
    yield from _point(node, counted, total)
    leaves = node.parts[0].result is not None
    p_weights = [n.weight * (n.result.goal if n.result else 1) for n, _ in counted]
    for name, key in (("reached", "reached"), ("to fix", "to_fix"), ("find out", "to_find_out")):
        terms = (f"{w} x {getattr(s, key)}" for w, (_, s) in zip(p_weights, counted, strict=True))
        divisor = _divisor(sum(p_weights, Fraction(0)))
        yield f"  {name:<8} = ({' + '.join(terms)}) / {divisor} = {_shown(getattr(total, key))}"
    note = "each criterion weighs weight x t, what its target counts" if leaves else "each part weighs its weight"
    yield f"  progress to target: {note}; reached + to fix + find out = 1"


def _point(node: Node, counted: list[tuple[Node, Score]], total: Score) -> Iterator[str]:
    known = [(n, s, s.point) for n, s in counted if s.point is not None]
    if total.point is None:
        yield "  point    = none: nothing in it is answered"
    elif node.rollup == "min":
        yield f"  point    = the lowest of {', '.join(str(point) for _, _, point in known)} = {_shown(total.point)}"
    elif total.low / total.coverage == total.point:
        yield f"  point    = low / coverage = ({total.low}) / ({total.coverage}) = {_shown(total.point)}"
    else:  # some part takes the lowest of its own parts
        terms = " + ".join(f"{n.weight} x {s.coverage} x {point}" for n, s, point in known)
        weights = " + ".join(f"{n.weight} x {s.coverage}" for n, s, _ in known)
        yield f"  point    = ({terms}) / ({weights}), kept within low and high = {_shown(total.point)}"


def _explain_exposure(node: Node) -> Iterator[str]:
    assert node.score is not None
    shown = exposure(node.score)
    yield f"  exposure range = 1 - high to 1 - low = {span(shown.low, shown.high)}"
    if node.score.coverage < node.rated_from:
        yield from _not_rated(node, node.score)
    else:
        yield f"  exposure = 1 - point = {percent(shown.point)}"
        words = ", ".join(f"{word} from {percent(least)}" for least, word in EXPOSURES)
        yield f"  outcome: {exposed(node)} ({words})"


def _explain_band(node: Node) -> Iterator[str]:
    assert node.score is not None
    if node.score.coverage < node.rated_from:
        yield from _not_rated(node, node.score)
        return
    bands = ", ".join(f"{name} from {percent(lowest)}" for lowest, name in node.bands)
    yield f"  outcome: {node.band} ({bands})"
    for c in node.capped_by:
        yield f"  capped at {best_capped(node.bands)} at best: {c} is critical here and stands at level 0"
    if points := in_points(node):
        yield f"  in its own numbers: point x {node.points} = {points}"


def _not_rated(node: Node, score: Score) -> Iterator[str]:
    yield f"  outcome: not rated, since coverage {percent(score.coverage)} is below {percent(node.rated_from)}"


def _divisor(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"({number})"


def _shown(share: Fraction) -> str:
    return f"{share} = {percent(share)}" if share.denominator != 1 else percent(share)
