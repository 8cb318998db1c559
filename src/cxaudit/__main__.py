"""The way in: answers --version before anything heavy is imported."""

import gc
import sys


def main() -> int:
    """Runs the command line and gives its exit code."""
    if sys.argv[1:] == ["--version"]:
        from cxaudit import VERSION

        sys.stdout.write(f"cxaudit {VERSION}\n")
        return 0
    import traceback

    gc.set_threshold(100_000)  # a run is short and makes few cycles: looking for them costs a tenth of it,
    from cxaudit.cli import run

    try:
        code = run()
    except Exception:  # a bug of ours: shown whole, and never the exit code of a score below its bar
        traceback.print_exc()
        code = 2
    gc.freeze()  # and so does looking for them at its end
    return code


if __name__ == "__main__":
    sys.exit(main())
