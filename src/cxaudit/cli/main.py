"""The command line as a whole: every user mistake ends here, as a line on stderr and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

import typer

from cxaudit.cli.app import app
from cxaudit.cli.output import complain, say
from cxaudit.errors import CxauditError, ExitCode

COMMANDS = (  # in the order of the help; each is a function in the module of the same name, which has its EXAMPLES
    "interview",
    "score",
    "report",
    "sample",
    "lint",
    "baseline",
    "frameworks",
    "rules",
    "new",
    "schema",
    "init",
    "render",
)

_UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__bases__[0])  # Typer exports only this child of it


def run() -> int:
    """Runs the command line and returns its exit code; a user mistake becomes a line on stderr."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        sys.stderr.write("cxaudit: there is no output to write to\n")
        return ExitCode.COULD_NOT_RUN
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if hasattr(sys.stdout, "reconfigure") and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # what is written to a file or pipe is the same on every system
    _register(sys.argv[1:2] or _completed())
    try:
        code = app(standalone_mode=False, prog_name="cxaudit")
        sys.stdout.flush()
    except CxauditError as error:
        complain(error.diagnostics)
        return ExitCode.COULD_NOT_RUN
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{error.format_message()}\n")
        else:
            say(f"cxaudit: {error.format_message()}")
            say(f"  hint: {_help_command(error)} --help")
        return ExitCode.COULD_NOT_RUN
    except (typer.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FINE
    except OSError as error:
        what = error.filename or "the output"  # an error about a file names it; one without a name is about the stream
        say(f"cxaudit: cannot use {what}: {(error.strerror or str(error)).lower()}")
        return ExitCode.COULD_NOT_RUN
    return code if isinstance(code, int) else ExitCode.FINE


def _register(asked: Sequence[str]) -> None:
    """Registers the commands, or only the one asked for by name, since the others take time to load."""
    app.registered_commands.clear()
    for name in asked if {*asked} & {*COMMANDS} else COMMANDS:
        module = import_module(f"cxaudit.cli.{name}")
        app.command(epilog="\n".join(["\b", "Examples:", *(f"  {line}" for line in module.EXAMPLES)]))(
            getattr(module, name)
        )


def _completed() -> Sequence[str]:
    """The command whose arguments a shell wants completed."""
    words = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    return words.split()[1:2] if "_CXAUDIT_COMPLETE" in os.environ else ()


def _help_command(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "cxaudit"
