"""The way in: answers --version before anything heavy is imported."""

import gc
import sys

from cxaudit import version_line


def main() -> int:
    """Runs the command line and gives its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version_line()}\n")
        return 0
    from cxaudit.errors import ExitCode

    gc.set_threshold(100_000)  # a run is short and makes few cycles: looking for them costs a tenth of it,
    try:
        from cxaudit.cli.main import run

        code = run()
    except KeyboardInterrupt:  # before there was anything to save
        code = ExitCode.INTERRUPTED
    except Exception:  # a bug of ours, shown whole
        import traceback

        traceback.print_exc()
        code = ExitCode.BUG
    gc.freeze()  # and so does looking for them at its end
    return code


if __name__ == "__main__":
    sys.exit(main())
