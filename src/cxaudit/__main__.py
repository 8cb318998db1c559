"""The entry point: answers --version before anything heavy is imported."""

import gc
import sys

from cxaudit import version_line


def main() -> int:
    """Runs the command line and returns its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version_line()}\n")
        return 0
    from cxaudit.errors import ExitCode

    gc.set_threshold(100_000)  # a run is short and makes few cycles: looking for them takes a tenth of its time
    try:
        from cxaudit.cli.main import run

        code = run()
    except KeyboardInterrupt:  # Ctrl-C before there was anything to save
        code = ExitCode.INTERRUPTED
    except Exception:  # a bug of ours: show the whole traceback
        import traceback

        traceback.print_exc()
        code = ExitCode.BUG
    gc.freeze()  # looking for cycles at exit would take another tenth
    return code


if __name__ == "__main__":
    sys.exit(main())
