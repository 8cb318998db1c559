"""The trace of a score: every figure as the sum that it came from, line by line."""

from collections.abc import Iterator
from fractions import Fraction

from cxaudit import inert
from cxaudit.errors import CxauditError, Problem, did_you_mean
from cxaudit.figures import EXPOSURES, exposed, exposure, percent, span
from cxaudit.gaps import lifted
from cxaudit.model import TOP_LEVEL
from cxaudit.scoring import BANDS, CAPPED, CLAIM_FREE, RATED_FROM, Assessment, Node, Score, Standing


def explain(assessment: Assessment, id: str) -> str:
    """The trace of "overall", a framework, FRAMEWORK/ITEM or a criterion, line by line.

    Raises CxauditError for an id that this audit does not score.
    """
    if standing := assessment.standings.get(id):
        return "\n".join(_explain_criterion(assessment, standing)) + "\n"
    nodes = {"overall": (assessment.overall, assessment.evidenced_overall)}
    for name, node in assessment.by_framework.items():
        evidenced = assessment.evidenced_by_framework[name]
        nodes[name] = (node, evidenced)
        nodes.update({n.id: (n, e) for n, e in zip(node.parts, evidenced.parts, strict=True)})
    if id not in nodes:
        known = [*nodes, *assessment.standings]
        raise CxauditError(Problem(f'this audit scores nothing called "{id}"', None, did_you_mean(id, known)))
    return "\n".join(_explain_node(assessment, *nodes[id])) + "\n"


def _explain_criterion(assessment: Assessment, s: Standing) -> Iterator[str]:
    c, answer = s.criterion, s.answer
    yield f"{c.id}: {c.title}"
    yield f"  question: {c.question}"
    if s.level is not None:
        yield f"  answered: level {s.level} of {TOP_LEVEL}, so v = {s.level}/{TOP_LEVEL}"
        yield f"    {c.levels[s.level]}"
        yield f"  target:   level {s.target}, so p = min({s.level}, {s.target})/{s.target}"
    elif s.state == "not-applicable":
        yield f"  does not apply ({s.reason}): it is left out of every score"
    else:
        yield f"  {s.state}: it counts from 0 to 1 in ranges, and as still to find out (target level {s.target})"
    if answer:
        yield f"  evidence: {inert.line(answer.evidence) or 'none'}"
        yield f"  note:     {inert.line(answer.note) or 'none'}"
        yield f"  given on: {answer.at or 'not recorded'}"
    if s.needs_evidence:
        yield f"  evidenced: taken as unknown, since a level above {CLAIM_FREE} needs evidence"
    for framework, item in lifted(assessment.frameworks, c.id) if s.applies else ():
        counted = sum(assessment.standings[i].applies for i in item.criteria)
        share = Fraction(1, counted)
        yield f"  scored in {framework.id}/{item.id}: {percent(share)} of it, as 1 of {counted} that apply"


def _explain_node(assessment: Assessment, node: Node, evidenced: Node) -> Iterator[str]:
    yield f"{node.id}: {node.title}"
    if node.score is None:
        yield "  nothing in it applies: it is left out of every score"
        return
    yield f"  {'part':<44} {'weight':>6}  {'point':>7} {'low':>7} {'high':>7} {'coverage':>8}"
    for part in node.parts:
        yield f"  {part.id:<44} {_exact(part.weight):>6}  {_part_figures(part)}"
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
    point = "-" if s.point is None else _exact(s.point)
    how = f"  level {part.standing.level}" if part.standing and part.standing.level is not None else ""
    if part.standing and part.standing.level is None:
        how = f"  {part.standing.state}"
    return f"{point:>7} {_exact(s.low):>7} {_exact(s.high):>7} {_exact(s.coverage):>8}{how}"


def _arithmetic(node: Node) -> Iterator[str]:
    counted = [(n, n.score) for n in node.parts if n.score]
    weight = sum((n.weight for n, _ in counted), Fraction(0))
    total = node.score
    assert total is not None
    for name in ("low", "high", "coverage"):
        terms = " + ".join(f"{_exact(n.weight)} x {_exact(getattr(s, name))}" for n, s in counted)
        yield f"  {name:<8} = ({terms}) / {_exact(weight)} = {_shown(getattr(total, name))}"
    if total.point is None:
        yield "  point    = none: nothing in it is answered"
    else:
        quotient = f"({_exact(total.low)}) / ({_exact(total.coverage)})"
        yield f"  point    = low / coverage = {quotient} = {_shown(total.point)}"
    leaves = node.parts[0].standing is not None
    p_weights = [n.weight * (n.standing.target if n.standing else 1) for n, _ in counted]
    for name, key in (("reached", "reached"), ("to fix", "to_fix"), ("find out", "to_find_out")):
        terms = " + ".join(
            f"{_exact(w)} x {_exact(getattr(s, key))}" for w, (_, s) in zip(p_weights, counted, strict=True)
        )
        yield f"  {name:<8} = ({terms}) / {_exact(sum(p_weights, Fraction(0)))} = {_shown(getattr(total, key))}"
    note = "each criterion weighs weight x target level" if leaves else "each part weighs its weight"
    yield f"  progress to target: {note}; reached + to fix + find out = 1"


def _explain_exposure(node: Node) -> Iterator[str]:
    assert node.score is not None
    shown = exposure(node.score)
    yield f"  exposure range = 1 - high to 1 - low = {span(shown.low, shown.high)}"
    if node.score.coverage < RATED_FROM:
        yield from _not_rated(node.score)
    else:
        yield f"  exposure = 1 - point = {percent(shown.point)}"
        words = ", ".join(f"{word} from {percent(least)}" for least, word in EXPOSURES)
        yield f"  outcome: {exposed(node)} ({words})"


def _explain_band(node: Node) -> Iterator[str]:
    assert node.score is not None
    if node.score.coverage < RATED_FROM:
        yield from _not_rated(node.score)
        return
    bands = ", ".join(f"{name} from {percent(lowest)}" for lowest, name in BANDS)
    yield f"  outcome: {node.band} ({bands})"
    for c in node.capped_by:
        yield f"  capped at {CAPPED} at best: {c} is critical here and stands at level 0"


def _not_rated(score: Score) -> Iterator[str]:
    yield f"  outcome: not rated, since coverage {percent(score.coverage)} is below {percent(RATED_FROM)}"


def _exact(share: Fraction) -> str:
    return str(share)


def _shown(share: Fraction) -> str:
    return f"{share} = {percent(share)}" if share.denominator != 1 else percent(share)
