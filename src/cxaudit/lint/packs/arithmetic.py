"""Checks that a pack's frameworks score as their examples say."""

from collections.abc import Iterator, Mapping

from cxaudit.audit.assessment import Assessment, Node, assess
from cxaudit.audit.mistakes import headline, mistakes
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.entries import SHOWN
from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.model import Answer, Audit, Framework
from cxaudit.report.numbers import in_points, percent, span


def example_differs(pack: Pack) -> Iterator[Found]:
    for f in pack.frameworks:
        for example in f.examples:
            assessment = _assessed(pack.catalog, f, example.answers, example.profile)
            shown = _shown(assessment, f)
            for key, wanted in example.shows.items():
                if shown[key] != wanted:
                    place = pack.place(f.id, "examples", example.id, key)
                    yield f"the example gives {key} {shown[key]}, not {wanted}", place
            parts = _items(assessment, f)
            for item, wanted in example.items.items():
                if parts[item] != wanted:
                    place = pack.place(f.id, "examples", example.id, "items", item)
                    yield f"the example gives {item} {parts[item]}, not {wanted}", place


def _assessed(
    catalog: Catalog, framework: Framework, answers: Mapping[str, Answer], profile: Mapping[str, str]
) -> Assessment:
    return assess(catalog, Audit(frameworks={framework.id: framework.version}, answers=answers, profile=profile))


def _shown(assessment: Assessment, framework: Framework) -> dict[str, str]:
    """The figures of a line of the score card, by column name; of mistakes, how many are made."""
    node = assessment.by_framework[framework.id]
    if framework.mistakes:
        return dict.fromkeys(SHOWN, headline(mistakes(assessment, framework)))
    if node.score is None:
        return dict.fromkeys(SHOWN, "does not apply")
    return {
        "score": percent(node.score.point, node.bands),
        "range": span(node.score.low, node.score.high, node.bands),
        "known": percent(node.known.share, ()),
        "band": _band(node),
        "points": in_points(node) or "-",
    }


def _band(node: Node) -> str:
    if not node.verdict.band:
        return "not known"
    return node.verdict.band if node.verdict.rated else f"{node.verdict.band}?"


def _items(assessment: Assessment, framework: Framework) -> dict[str, str]:
    """What the score card shows for each item."""
    if framework.mistakes:
        return {one.item.id: one.made for one in mistakes(assessment, framework)}
    node = assessment.by_framework[framework.id]
    return {part.id.partition("/")[2]: percent(part.score and part.score.point, node.bands) for part in node.parts}
