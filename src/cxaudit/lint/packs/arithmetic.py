"""Checks that a pack's frameworks score as they promise; each check is one function."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cxaudit.audit.scoring import NOT_RATED, Node, Score, assess
from cxaudit.catalog.catalog import Catalog
from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.model import Answer, Audit, Framework, Scale
from cxaudit.report.numbers import exposed, exposure, in_points, percent, span


def out_of_reach(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for end, wanted in ((0, 0), (-1, 1)):
            answers = {c.id: _at(c.scale, range(c.scale.top + 1)[end]) for c in pack.catalog.asked([f.id])}
            score = _node(pack.catalog, f, answers).score
            if score is None or score.point != wanted:
                shown = percent(score.point if score else None)
                answers_are = ("worst", "best")[wanted]
                yield (
                    f"with the {answers_are} answers it scores {shown}, not {percent(Fraction(wanted))}",
                    pack.place(f.id),
                )


def better_lowers(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        criteria = pack.catalog.asked([f.id])
        middle = {c.id: _at(c.scale, c.scale.top // 2) for c in criteria}
        for c in criteria:
            steps = [_node(pack.catalog, f, {**middle, c.id: _at(c.scale, n)}) for n in range(c.scale.top + 1)]
            for n in range(c.scale.top):
                if fell := _fell(steps[n], steps[n + 1]):
                    yield f"{fell} falls where {c.id} goes from level {n} to {n + 1}", pack.place(f.id)


def _at(scale: Scale, level: int) -> Answer:
    return Answer(value=scale.marks[level]) if scale.marks else Answer(level=level)


def _node(
    catalog: Catalog, framework: Framework, answers: Mapping[str, Answer], profile: Mapping[str, str] | None = None
) -> Node:
    audit = Audit(frameworks={framework.id: framework.version}, answers=answers, profile=profile or {})
    return assess(catalog, audit).by_framework[framework.id]


def _fell(before: Node, after: Node) -> str:
    for a, b in [(before, after), *zip(before.parts, after.parts, strict=True)]:
        if a.score and b.score and any(x > y for x, y in zip(_sizes(a.score), _sizes(b.score), strict=True)):
            return a.id
    return ""


def _sizes(score: Score) -> tuple[Fraction, ...]:
    return score.point or Fraction(0), score.low, score.high, score.reached


def example_differs(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for example in f.examples:
            node = _node(pack.catalog, f, example.answers, example.profile)
            shown = _shown(node, f)
            for key, wanted in example.shows.items():
                if shown[key] != wanted:
                    yield (
                        f"the example gives {key} {shown[key]}, not {wanted}",
                        pack.place(f.id, "examples", example.id, key),
                    )
            parts = {n.id.split("/")[1]: _shown(n, f)["score"] for n in node.parts}
            for item, wanted in example.items.items():
                if parts[item] != wanted:
                    place = pack.place(f.id, "examples", example.id, "items", item)
                    yield f"the example gives {item} {parts[item]}, not {wanted}", place


def _shown(node: Node, framework: Framework) -> dict[str, str]:
    """The figures of a line of the score card, by column name."""
    if node.score is None:
        return dict.fromkeys(("score", "range", "known", "target", "band", "points"), "does not apply")
    score = exposure(node.score) if framework.mistakes else node.score
    return {
        "score": percent(score.point if node.band != NOT_RATED else None),
        "range": span(score.low, score.high),
        "known": percent(score.coverage),
        "target": span(score.reached, 1 - score.to_fix),
        "band": exposed(node) if framework.mistakes else node.band,
        "points": in_points(node) or "-",
    }
