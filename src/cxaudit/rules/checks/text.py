"""Checks that look only at documents in prose."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxaudit.rules.checks.base import Check, Fault, ProseFault, Things
from cxaudit.rules.view import StrategyView
from cxaudit.schema.containers import Record

if TYPE_CHECKING:  # most runs read no prose
    from cxaudit.prose.view import ProseView

_TIME = re.compile(
    r"\b(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|same day|next day|rings?|on time"
    r"|by \d|before \d|first (?:call|contact|time|visit))\b",
    re.I,
)
_ANSWERED = re.compile(
    r"\b(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|pick(?:ed)? up|returned|acknowledged|called back)\b", re.I
)
_SHARE = re.compile(r"\d+(?:\.\d+)?\s?(?:%|per\s?cent\b)|\b(?:nine|eight|\d+) (?:in|out of) (?:ten|10|100)\b", re.I)
_LEFT = re.compile(
    r"\b(?:unanswered|abandon\w*|not answered|questionnaire|survey\w*|correct\w*|satisf\w*|said|asked)\b", re.I
)


class ShareWithTime(Check, name="share-with-time"):
    """That a share of contacts to be answered comes with a time."""

    params = Record({})
    words = ("value", "text")
    reads_prose = True

    def find(self, things: Things, view: StrategyView) -> Iterator[Fault]:
        return iter(())

    def find_in(self, view: "ProseView") -> Iterator[ProseFault]:
        for n, sentence in enumerate(view.sentences):
            share, around = _SHARE.search(sentence.text), f"{sentence.unit.text} {view.split.above[sentence.above]}"
            if share and _ANSWERED.search(sentence.text) and not (_TIME.search(around) or _LEFT.search(sentence.text)):
                yield n, {"value": share[0], "text": sentence.text}
