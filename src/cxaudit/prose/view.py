"""A document in prose as rules see it: its sentences, its words, and what it covers, each found at most once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cxaudit.prose.gate import Gate, gate_of
from cxaudit.prose.sentences import Sentence, Sentences, Words, sentences_of, words_of
from cxaudit.prose.units import Prose

if TYPE_CHECKING:  # at run time, only what is looked for is imported
    from cxaudit.prose.coverage import Covered
    from cxaudit.prose.nearest import Passages
    from cxaudit.prose.signals import Signals


def place_in_words(sentence: Sentence) -> str:
    """A line, or for a document without lines the last heading and which paragraph beneath it."""
    if sentence.line:
        return f"line {sentence.line}"
    unit = sentence.unit
    under = f'under "{unit.headings[-1]}"' if unit.headings else "at the beginning"
    return f"{under}, paragraph {unit.number}" if unit.number else f'the heading "{unit.text}"'


class ProseView:
    """A document that rules are tried on, and the date to compare its dates with."""

    def __init__(
        self,
        prose: Prose,
        signals: "Callable[[], Signals]",
        as_of: str,
        gate: Gate | None = None,
        signals_on: "Callable[[str], Signals] | None" = None,
    ) -> None:
        self.prose, self.as_of = prose, as_of
        self._signals = signals
        self._signals_on = signals_on or (lambda criterion: signals().on(criterion))
        self._found: dict[str, Covered | None] = {}
        self.gate = gate or gate_of(prose.units)  # what kind of text it is

    @cached_property
    def split(self) -> Sentences:
        """Its sentences, and what stands above them."""
        return sentences_of(self.prose.units)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines as they were read; none of a Word file."""
        return (self.prose.text or "").split("\n")

    @property
    def sentences(self) -> Sequence[Sentence]:
        return self.split.all

    @cached_property
    def words(self) -> Sequence[Words]:
        """The words of each sentence."""
        return [words_of(sentence.text) for sentence in self.sentences]

    @cached_property
    def covered(self) -> "Mapping[str, Covered]":
        """What it has on each criterion that a signal is about."""
        from cxaudit.prose.coverage import covered

        return covered(self.prose, self._signals(), self.gate)

    def _alone(self, criterion: str) -> "Covered | None":
        """What it has on one criterion, for which only the signals of that one are tried."""
        from cxaudit.prose.coverage import covered

        if criterion not in self._found:
            own = self._signals_on(criterion)
            self._found[criterion] = covered(self.prose, own, self.gate).get(criterion)
        return self._found[criterion]

    @cached_property
    def lower(self) -> str:
        """All its text in lower case, to see quickly which words do not occur."""
        return "\n".join(sentence.text for sentence in self.sentences).lower()

    @cached_property
    def passages(self) -> "Passages":
        from cxaudit.prose.nearest import Passages

        return Passages(self.sentences)

    def where(self, number: int) -> str:
        """Where a sentence is, in words."""
        return place_in_words(self.sentences[number])

    def shows(self, name: str) -> bool:
        """Whether it shows a practice, as criterion/practice, or deals with a criterion."""
        criterion, _, practice = name.partition("/")
        found = self._alone(criterion)
        return found is not None and (practice in found.practices if practice else found.is_found)
