"""Checks that a pack's frameworks score as their examples say."""

from collections.abc import Iterator, Mapping

from cxaudit.audit.scoring import NOT_RATED, Node, assess
from cxaudit.catalog.catalog import Catalog
from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.model import Answer, Audit, Framework
from cxaudit.report.numbers import exposed, exposure, in_points, percent, span


def _node(
    catalog: Catalog, framework: Framework, answers: Mapping[str, Answer], profile: Mapping[str, str] | None = None
) -> Node:
    audit = Audit(frameworks={framework.id: framework.version}, answers=answers, profile=profile or {})
    return assess(catalog, audit).by_framework[framework.id]


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
