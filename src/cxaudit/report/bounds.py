"""Renders templates that are not the program's own in a process of their own, with bounds on time and memory."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from math import ceil
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from cxaudit.errors import CxauditError, Diagnostic, Place

T = TypeVar("T")


class OutOfBounds(CxauditError):
    """A template takes longer or needs more memory than is allowed."""


SECONDS = 10.0  # how long a template may take; ours take a tenth of a second
MEBIBYTES = 1024  # of address space, where the system can bound it


def in_bounds(what: Callable[..., T], *args: Any, file: str, seconds: float = SECONDS) -> T:
    """What a function returns, called in a process of its own; `file` is the template it renders.

    Raises CxauditError where it raises one, and OutOfBounds where it takes longer than so many seconds, needs more
    memory than is allowed, or ends without a result.
    """
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sender, what, args, seconds), daemon=True)
    sys.stdout.flush()  # or the other process would write what is waiting here once more
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise _stopped(file, f"it did not finish within {seconds:g} seconds")
        result, mistakes = receiver.recv()
    except EOFError:
        raise _stopped(file, "it needs too much memory, or crashed") from None
    finally:
        process.kill()
        process.join()
    if mistakes:
        raise CxauditError(*mistakes)
    return result  # type: ignore[no-any-return]


def _call(sender: Connection, what: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> None:
    """In the other process: calls the function and sends its result, or the mistakes it found."""
    _limit_itself(seconds)
    try:
        try:
            sender.send((what(*args), ()))
        except CxauditError as error:
            sender.send((None, error.diagnostics))
    except (MemoryError, KeyboardInterrupt):
        os._exit(1)  # the first process says why


def _limit_itself(seconds: float) -> None:
    """Bounds memory, and the time too: the first process may be killed before it can stop this one."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        longest = ceil(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        most = MEBIBYTES * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _stopped(file: str, why: str) -> OutOfBounds:
    return OutOfBounds(Diagnostic(f"template: {why}", Place(file), "a template shows values; it has no long loops"))
