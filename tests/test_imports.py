"""A command imports what it needs and no more: the start-up that people feel."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLE

HEAVY = {"rich", "questionary", "prompt_toolkit", "jinja2", "pydantic", "typer", "yaml"}


def loaded(cwd: Path, *args: object) -> set[str]:
    """The heavy packages that a whole run of a command has imported at its end."""
    code = (
        "import sys; sys.argv = ['cxaudit', *sys.argv[1:]]\n"
        "from cxaudit.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('\\n', *({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--version",), set()),
        (("--help",), {"typer"}),
        (("frameworks",), {"typer", "yaml"}),
        (("score", "a.yaml"), {"typer", "yaml"}),
        (("report", "a.yaml"), {"typer", "yaml", "jinja2"}),
        (("interview", "b.yaml", "--answers", SAMPLE), {"typer", "yaml"}),
    ],
)
def test_only_what_is_needed_is_imported(tmp_path: Path, args: tuple[object, ...], expected: set[str]):
    loaded(tmp_path, "interview", "a.yaml", "--answers", SAMPLE)
    assert loaded(tmp_path, *args) == expected
