"""Work on many things, shared with copies of this process where the system can make them."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, TypeVar

BATCH = 32  # things that are given and got back together: far longer work than making a copy, and small to hold

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


def share(work: Callable[[_Thing], _Result], things: Sequence[_Thing]) -> Iterator[_Result]:
    """The result of the work on each thing, in the order of the things.

    Every process takes a batch in turn. What a copy does not deliver, since it was killed or met a fault, is done here
    after all: so nothing is lost, and a fault shows as if there were no copies. Results must be what pickle takes.
    """
    batches = [things[n : n + BATCH] for n in range(0, len(things), BATCH)]
    processes = max(1, min(_processors(), len(batches) // 2)) if hasattr(os, "fork") else 1
    copies: list[tuple[int, IO[bytes]]] = []
    try:
        for turn in range(1, processes):
            try:
                copies.append(_copy(work, batches[turn::processes], copies))
            except OSError:  # no room for more
                break
        for n, batch in enumerate(batches):
            turn = n % processes
            received = _received(copies[turn - 1][1]) if 0 < turn <= len(copies) else None
            yield from map(work, batch) if received is None else received
    finally:
        for pid, results_of in copies:
            results_of.close()
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # where it has not ended, nobody wants what it still does
            with suppress(ChildProcessError):  # whoever started this program waits for its children
                os.waitpid(pid, 0)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _copy(
    work: Callable[[_Thing], _Result], batches: Sequence[Sequence[_Thing]], others: list[tuple[int, IO[bytes]]]
) -> tuple[int, IO[bytes]]:
    """A new process that works on these batches; its number, and where its results come from."""
    import pickle

    source, sink = os.pipe()
    first = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        raise
    if pid:
        os.close(sink)
        return pid, os.fdopen(source, "rb")
    try:
        os.close(source)
        for _, stream in others:
            stream.close()
        with os.fdopen(sink, "wb") as results:
            for batch in batches:
                done = []
                for thing in batch:
                    if os.getppid() != first:  # it was killed
                        os._exit(0)
                    done.append(work(thing))
                pickle.dump(done, results)
                results.flush()
    finally:
        os._exit(0)  # nothing of what the first process has begun is ended twice


def _received(stream: IO[bytes]) -> list[Any] | None:
    import pickle

    try:
        found: list[Any] = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError):
        return None
    return found
