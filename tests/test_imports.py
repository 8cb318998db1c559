"""A command imports what it needs and no more: the start-up that people feel."""

import subprocess
import sys
from pathlib import Path

import pytest
from factories import SAMPLE_ANSWERS

from cxaudit import VERSION, version_line

HEAVY = {"rich", "questionary", "prompt_toolkit", "jinja2", "pydantic", "typer", "yaml"}


WITHOUT_LIBYAML = """
import sys
sys.modules["yaml._yaml"] = None
sys.argv = ["cxaudit", *sys.argv[1:]]
from cxaudit.__main__ import main
raise SystemExit(main())
"""


def test_without_libyaml_everything_works_only_slower(tmp_path: Path):
    def run(*args: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_LIBYAML, *map(str, args)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert run("interview", "a.yaml", "--answers", SAMPLE_ANSWERS).returncode == 0
    golden = Path(__file__).with_name("golden") / "sample.txt"
    assert run("score", "a.yaml").stdout == golden.read_text(encoding="utf-8")
    (tmp_path / "deep.yaml").write_text("[" * 100_000)
    deep = run("score", "deep.yaml")
    assert (deep.returncode, deep.stderr) == (2, "deep.yaml:1:65: nested more than 64 levels deep\n")


def test_the_version_says_where_libyaml_is_missing(monkeypatch: pytest.MonkeyPatch):
    assert version_line() == f"cxaudit {VERSION}"
    monkeypatch.setattr("os.listdir", lambda folder: ["__init__.py"])
    assert version_line() == f"cxaudit {VERSION} (PyYAML without libyaml: slower)"


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
        (("interview", "b.yaml", "--answers", SAMPLE_ANSWERS), {"typer", "yaml"}),
    ],
)
def test_only_what_is_needed_is_imported(tmp_path: Path, args: tuple[object, ...], expected: set[str]):
    loaded(tmp_path, "interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    assert loaded(tmp_path, *args) == expected


@pytest.mark.parametrize(
    "args", [("interview", "b.yaml", "--answers", SAMPLE_ANSWERS), ("score", "a.yaml"), ("frameworks",)]
)
def test_what_looks_at_no_strategy_loads_no_rule_engine(tmp_path: Path, args: tuple[object, ...]):
    loaded(tmp_path, "interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    (tmp_path / "cxaudit.yaml").write_text("rules: {vague-time: off}\ntarget: good\n")
    code = (
        "import sys; sys.argv = ['cxaudit', *sys.argv[1:]]\n"
        "from cxaudit.__main__ import main\nmain()\n"
        "print('\\n', *(name for name in sys.modules if name.startswith('cxaudit.rules')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].strip() == ""
