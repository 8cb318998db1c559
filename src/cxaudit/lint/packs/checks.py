"""All checks on the questions and frameworks of a pack."""

from collections.abc import Callable, Iterator

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import sanitize
from cxaudit.errors import Diagnostic, Place, Severity
from cxaudit.lint.packs.arithmetic import example_differs
from cxaudit.lint.packs.pack import Found, Pack
from cxaudit.lint.packs.structure import (
    repeated_advice,
    repeated_level,
    repeated_practice,
    same_criteria,
    unscored_item,
    unused_criterion,
    unused_fact,
)
from cxaudit.lint.packs.wording import agreement, leading_word, long_question, two_questions
from cxaudit.lint.packs.writing import UNWRITTEN, WRITING_CHECKS

PACK_CHECKS: tuple[Callable[[Pack], Iterator[Found]], ...] = (
    unused_criterion,
    unused_fact,
    same_criteria,
    unscored_item,
    repeated_level,
    repeated_advice,
    repeated_practice,
    long_question,
    two_questions,
    agreement,
    leading_word,
    example_differs,
)


def check_pack(pack: Pack, own_bank: bool = False) -> list[Diagnostic]:
    """Everything that is wrong with a pack's questions and frameworks, sorted by place.

    Diagnostics on how practices are written are infos in a pack, and errors in the built-in bank.
    """
    found = [_diagnostic(check, *one) for check in PACK_CHECKS for one in check(pack)]
    severity = Severity.ERROR if own_bank else Severity.INFO
    writing = (_diagnostic(check, *one) for check in WRITING_CHECKS for one in check(pack))
    found += [diagnostic._replace(severity=severity) for diagnostic in writing]
    for doc in pack.files:
        found += [Diagnostic(_left(node), doc.at(node), rule="unwritten") for node in _todo(doc.root)]
    return sorted(found, key=lambda diagnostic: diagnostic.place or Place(""))


def _diagnostic(check: Callable[[Pack], Iterator[Found]], message: str, place: Place, hint: str = "") -> Diagnostic:
    return Diagnostic(message, place, hint, check.__name__.replace("_", "-"))


def _left(node: ScalarNode) -> str:
    return f"still to be written: {sanitize.line(node.value.replace(UNWRITTEN, ''))}"


def _todo(node: Node) -> Iterator[ScalarNode]:
    """Every text from a starter that still has to be written."""
    if isinstance(node, ScalarNode):
        if UNWRITTEN in node.value:
            yield node
    else:
        for child in node.value:
            for part in child if isinstance(node, MappingNode) else (child,):
                yield from _todo(part)
