"""The way in: answers --version before anything heavy is imported."""

import gc
import sys

from cxaudit import version_line


def main() -> int:
    """Runs the command line and gives its exit code."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{version_line()}\n")
        return 0
    gc.set_threshold(100_000)  # a run is short and makes few cycles: looking for them costs a tenth of it,
    try:
        from cxaudit.cli.main import run

        code = run()
    except KeyboardInterrupt:  # before there was anything to save
        code = 130
    except Exception:  # a bug of ours: shown whole, and never the exit code of a score below its bar
        import traceback

        traceback.print_exc()
        code = 2
    gc.freeze()  # and so does looking for them at its end
    return code


if __name__ == "__main__":
    sys.exit(main())
