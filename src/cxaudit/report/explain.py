"""The trace of a score: every figure with the calculation behind it, line by line."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cxaudit import sanitize
from cxaudit.audit.assessment import Assessment, CriterionResult, Node
from cxaudit.audit.evidence import is_named
from cxaudit.audit.marks import EXPIRED, HALF, Mark, Stale
from cxaudit.audit.mistakes import Mistake, mistakes
from cxaudit.errors import CxauditError, Diagnostic, did_you_mean
from cxaudit.measure import State
from cxaudit.report.numbers import exact_percent, in_points, percent, said
from cxaudit.report.score_card import results_line
from cxaudit.schema.scalars import number_text


def explain(assessment: Assessment, id: str) -> str:
    """The trace of "overall", a framework, FRAMEWORK/ITEM, a criterion or CRITERION/PRACTICE, line by line.

    A framework or a criterion can be named by its title, as reports do.

    Raises CxauditError for an id that this audit does not score.
    """
    titles = {result.criterion.title.casefold(): name for name, result in assessment.results.items()}
    titles |= {framework.title.casefold(): framework.id for framework in assessment.frameworks}
    id = titles.get(id.strip().casefold(), id)
    name, _, part = id.partition("/")
    if result := assessment.results.get(name):
        if not part:
            return "\n".join(_criterion(result, assessment.audit.quick)) + "\n"
        if mark := next((m for m in result.marks if m.practice.id == part), None):
            return "\n".join(_practice(result, mark)) + "\n"
    framework = next((f for f in assessment.frameworks if f.mistakes and f.id == name), None)
    found = {one.item.id: one for one in mistakes(assessment, framework)} if framework else {}
    nodes = {"overall": assessment.overall}
    for one, node in assessment.by_framework.items():
        nodes |= {one: node} | {inner.id: inner for inner in node.parts}
    if id not in nodes:
        practices = [mark.practice.key for mark in assessment.marks]
        known = [*nodes, *assessment.results, *(practices if part else ())]
        raise CxauditError(Diagnostic(f'this audit scores nothing called "{id}"', None, did_you_mean(id, known)))
    if found:
        shown = [found[part]] if part else list(found.values())
        return "\n".join(line for one in shown for line in _mistake(one)) + "\n"
    return "\n".join(_node(nodes[id])) + "\n"


# ------------------------------------------------------------------------------------ a criterion, a practice


def _criterion(result: CriterionResult, quick: bool) -> Iterator[str]:
    c, answer = result.criterion, result.answer
    yield f"{c.id}: {c.title}"
    yield f"  question: {c.question}"
    if answer:
        yield from _said(result)
    if not result.applies:
        yield f"  does not apply ({result.reason}): it is left out of every score"
        return
    yield f"  {'practice':<24} {'kind':<8} {'tier':<9} {'weight':>6}  {'low':>5} {'high':>5}  state"
    for mark in result.marks:
        p = mark.practice
        yield f"  {p.id:<24} {p.kind:<8} {p.tier:<9} {_plain(p.weight):>6}  {_figures(mark)}  {mark.state}"
    if result.score:
        yield from _sums(result.marks, quick)
    there = sum(mark.holds for mark in result.aimed_at)
    yield f"  target: {result.target}, with {there} of {len(result.aimed_at)} practices fully in place"
    for framework, item in result.lifts:
        named = [name.partition("/")[2] for name in item.rests_on if name.startswith(f"{c.id}/")]
        single = f": {', '.join(named)}" if named else ""
        yield f"  counts in {framework.id}/{item.id}{single}"


def _said(result: CriterionResult) -> Iterator[str]:
    answer, scale = result.answer, result.criterion.scale
    assert answer is not None
    if result.stale is Stale.CHANGED:
        yield "  the question has changed since it was answered: the answer does not count"
    elif result.stale is Stale.EXPIRED:
        yield f"  the answer is older than {EXPIRED} months: it does not count"
    elif scale and answer.level is not None:
        yield f"  answered: level {answer.level} of {scale.top}"
    elif scale and answer.number is not None:
        yield f"  answered: {number_text(answer.number, scale.unit)}"
        pairs = zip(scale.marks, scale.shares, strict=True)
        yield f"    {', '.join(f'{number_text(mark, scale.unit)} counts {share}' for mark, share in pairs)}"
    evidence = sanitize.line(answer.evidence) or "none"
    yield f"  evidence: {evidence}{'' if is_named(answer.evidence) or not answer.evidence else ' (names nothing)'}"
    for name, text in (("figure", answer.figure), ("note", answer.note), ("answered on", answer.at)):
        if text:
            yield f"  {name}: {sanitize.line(text)}"


def _figures(mark: Mark) -> str:
    if not mark.applies:
        return f"{'-':>5} {'-':>5}"
    return f"{mark.low!s:>5} {mark.high!s:>5}"


def _sums(marks: tuple[Mark, ...], quick: bool) -> Iterator[str]:
    """The sums behind the score of a criterion, or of the single practices of an item."""
    counted = [mark for mark in marks if mark.applies and mark.practice.counts]
    if len(counted) < sum(mark.applies for mark in marks):
        yield "  leading practices count in no score"
    whole = sum((Fraction(m.practice.weight) for m in counted), Fraction(0))
    missed = any(m.state is State.MISSED for m in counted)
    for name, open_ in (("low", "at worst"), ("high", "at best")):
        shares = [(m.practice.weight, getattr(m, name)) for m in counted]
        mean = sum((Fraction(w) * v for w, v in shares), Fraction(0)) / whole
        capped = mean > HALF and (
            missed or (name == "low" and any(m.practice.is_result and m.is_open for m in counted))
        )
        more = f" = {mean}, at most 1/2 while a result is missed" if capped else f" = {_shown(mean, quick)}"
        yield f"  {name:<5} = ({_terms(shares)}) / {_plain(whole)}{more}, with what is open {open_}"
    known = [m for m in counted if m.is_known or (m.practice.is_result and m.state is State.UNKNOWN)]
    if not known:
        yield "  point = none: nothing in it is known"
        return
    shares = [(m.practice.weight, m.low) for m in known]
    weight = sum((Fraction(w) for w, _ in shares), Fraction(0))
    mean = sum((Fraction(w) * v for w, v in shares), Fraction(0)) / weight
    more = f" = {mean}, at most 1/2 since a result is missed" if missed and mean > HALF else f" = {_shown(mean, quick)}"
    yield f"  point = ({_terms(shares)}) / {_plain(weight)}{more}, over what is known"


def _terms(shares: Sequence[tuple[Fraction | int, Fraction | int]]) -> str:
    return " + ".join(f"{_plain(w)} x {v}" for w, v in shares)


def _plain(number: Fraction | int) -> str:
    return str(number) if Fraction(number).denominator == 1 else f"({number})"


def _practice(result: CriterionResult, mark: Mark) -> Iterator[str]:
    p, answer = mark.practice, result.answer
    yield f"{p.key}: {p.says}"
    yield f"  {p.kind}, {p.tier}, weight {_plain(p.weight)} in {result.criterion.title}"
    reason = f" ({mark.reason})" if mark.reason else ""
    yield f"  {mark.state}{reason}: counts {mark.low if mark.low == mark.high else f'{mark.low} to {mark.high}'}"
    if answer and p.id in answer.not_held:
        yield f"  it was examined and did not hold: the answer was {answer.practices.get(p.id, 'not given')}"
    elif answer and p.id in answer.seen:
        yield "  it was examined and held"
    if answer and (missing := answer.missing.get(p.id)):
        yield f"  missing: {sanitize.line(missing)}"
    yield f"  who can say: {', '.join(p.ask)}"
    yield f"  step: {p.step or 'none is written'}"


# --------------------------------------------------------------------------------------- what is above them


def _node(node: Node) -> Iterator[str]:
    yield f"{node.id}: {node.title}"
    if node.score is None:
        yield "  nothing in it applies: it is left out of every score"
        return
    yield f"  {'part':<44} {'weight':>6}  {'point':>8} {'low':>8} {'high':>8}"
    for part in node.parts:
        yield f"  {part.id:<44} {part.weight!s:>6}  {_scores(part)}"
    yield from _arithmetic(node)
    if any(part.result is None and not part.parts for part in node.parts):
        single = next(part for part in node.parts if part.result is None and not part.parts)
        yield f"  {single.id} is the weighted mean of:"
        for mark in single.marks:
            yield f"    {mark.practice.key:<40} {_plain(mark.practice.weight):>6}  {_figures(mark)}  {mark.state}"
    yield from _verdict(node)


def _scores(part: Node) -> str:
    if part.score is None:
        return "does not apply: left out"
    point = "-" if part.score.point is None else str(part.score.point)
    return f"{point:>8} {part.score.low!s:>8} {part.score.high!s:>8}"


def _arithmetic(node: Node) -> Iterator[str]:
    for name in ("point", "low", "high"):
        counted = [(n.weight, getattr(n.score, name)) for n in node.parts if n.score]
        counted = [(weight, share) for weight, share in counted if share is not None]
        total = getattr(node.score, name)
        if total is None:
            yield "  point = none: nothing in it is known"
        elif node.quick and name != "point":
            yield f"  {name:<5} = {total}, over everything chosen"
        elif node.rollup == "min":
            all_of = ", ".join(str(share) for _, share in counted)
            yield f"  {name:<5} = the lowest of {all_of} = {_shown(total, node.quick)}"
        else:
            weight = sum(w for w, _ in counted)
            yield f"  {name:<5} = ({_terms(counted)}) / {_plain(weight)} = {_shown(total, node.quick)}"


def _verdict(node: Node) -> Iterator[str]:
    verdict, known = node.verdict, node.known
    asked = "" if known.results_asked else "; not all results were asked"
    yield f"  known: {known.known} of {known.of} practices, results aside{asked}"
    if line := results_line(node.results):
        yield f"  results: {line}"
    bands = ", ".join(
        f"{b.name} from {exact_percent(b.least)}{f' with {percent(b.needs)} of results reached' if b.needs else ''}"
        for b in node.bands
    )
    yield f"  verdict: {said(verdict)} ({bands})"
    for result in node.capped_by:
        yield f"  capped: nothing essential is in place in {result.id}, which is critical here"
    if points := in_points(node):
        yield f"  in its own numbers: point x {node.points} = {points}"


def _shown(share: Fraction, quick: bool) -> str:
    """A share with its percentage; in a quick look, the share alone."""
    if quick:
        return str(share)
    return f"{share} = {percent(share)}" if share.denominator != 1 else percent(share)


def _mistake(one: Mistake) -> Iterator[str]:
    yield f"{one.framework.id}/{one.item.id}: {one.item.title}: {one.made}"
    for name, marks in (("may arise with", one.arising), ("averted by", one.averting)):
        for mark in marks:
            yield f"  {name} {mark.practice.key}: {mark.state}"
