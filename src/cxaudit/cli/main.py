"""The command line as a whole: every mistake of a person ends here, as a line on stderr and an exit code."""

import os
import sys
from typing import cast

import typer

from cxaudit.cli import audit_commands, lint_commands, pack_commands, strategy_commands  # noqa: F401  its commands
from cxaudit.cli.app import app, complain
from cxaudit.errors import CxauditError

_UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__bases__[0])  # typer names only the child


def run() -> int:
    """Runs the command line; every mistake of a person ends here, as a line on stderr and an exit code."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if sys.stdout is None:
        sys.stderr.write("cxaudit: there is no output to write to\n")
        return 2
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False, prog_name="cxaudit")
        sys.stdout.flush()
    except CxauditError as error:
        complain(error.diagnostics)
        return 2
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{error.format_message()}\n")
            return 2
        sys.stderr.write(f"cxaudit: {error.format_message()}\n  hint: {_help_command(error)} --help\n")
        return 2
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = error.filename or "the output"  # files are named in their own errors; what is left is the stream
        sys.stderr.write(f"cxaudit: cannot use {what}: {(error.strerror or str(error)).lower()}\n")
        return 2
    return code if isinstance(code, int) else 0


def _help_command(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "cxaudit"
