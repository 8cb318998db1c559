"""Checks that signals do what they say: each is tried on its own hits and misses."""

from collections.abc import Iterator, Mapping

from cxaudit.errors import Diagnostic, did_you_mean
from cxaudit.measure import Kind
from cxaudit.model import Criterion
from cxaudit.prose.coverage import matches
from cxaudit.prose.reader import read_prose
from cxaudit.prose.sentences import Sentences, sentences_of
from cxaudit.prose.signals import Signal, Signals


def prove_signals(signals: Signals, criteria: Mapping[str, Criterion]) -> list[Diagnostic]:
    """What is wrong with signals that were read from YAML, hits and misses included."""
    found: list[Diagnostic] = []
    for signal in signals.all:
        criterion = criteria.get(signal.criterion)
        if criterion is None:
            hint = did_you_mean(signal.criterion, criteria)
            message = f'there is no criterion "{signal.criterion}"'
            found.append(Diagnostic(message, signal.place, hint, "unknown-criterion"))
            continue
        if signal.shows and (wrong := _misshown(signal, criterion)):
            found.append(Diagnostic(wrong, signal.place, "", "unknown-practice"))
        found += (Diagnostic(wrong, signal.place, "", "signal-misleads") for wrong in _misled(signal, signals))
    return found


def _misshown(signal: Signal, criterion: Criterion) -> str:
    practice = criterion.practice(signal.shows.partition("/")[2])
    if practice is None:
        return f'there is no practice "{signal.shows}"'
    return (
        ""
        if practice.kind is Kind.WRITTEN
        else f"{practice.key} is of kind {practice.kind}; text shows only what is written"
    )


def _misled(signal: Signal, signals: Signals) -> Iterator[str]:
    """The hits that a signal does not match, and the misses that it does."""
    alone = Signals([signal], signals.classes)
    for text in signal.hits:
        found = list(matches(_sentences(text), alone))
        if not any(not match.guard for match in found):
            why = next((f', because of "{match.guard}"' for match in found), "")
            yield f'this signal does not match its hit "{_short(text)}"{why}'
    for text in signal.misses:
        if hit := next((match for match in matches(_sentences(text), alone) if not match.guard), None):
            yield f'this signal matches its miss "{_short(text)}" by "{hit.words}"'


def _sentences(text: str) -> Sentences:
    prose = read_prose("example.md", text.encode())
    return sentences_of((*prose.front, *prose.units))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:69]}…"
