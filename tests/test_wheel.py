"""What people install: the built wheel, with the checkout out of reach."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from factories import questions

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def ran(*args: object, cwd: Path) -> str:
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([str(a) for a in args], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, tracked.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    ran(sys.executable, "-m", "build", "--outdir", folder, source, cwd=folder)
    assert len(list(folder.glob("*.tar.gz"))) == 1
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_data_and_the_licence(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert "cxaudit/frameworks/bank/service.yaml" in names
    assert "cxaudit/frameworks/four-ps.yaml" in names
    assert "cxaudit/templates/report.md.j2" in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def test_the_installed_wheel_does_all_that_the_checkout_does(wheel: Path, tmp_path: Path):
    ran(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    ran(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    program = tmp_path / "env" / "bin" / "cxaudit"
    where = ran(python, "-c", "import cxaudit; print(cxaudit.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(tmp_path), "the wheel is tested, not the checkout"
    sample = Path(where).parent / "frameworks" / "samples" / "harbour-water.yaml"
    assert ran(program, "--version", cwd=tmp_path).startswith("cxaudit ")
    assert "four-ps" in ran(program, "frameworks", cwd=tmp_path)
    played = ran(program, "interview", "a.yaml", "--answers", sample, cwd=tmp_path)
    assert f"{questions()} of {questions()} questions answered" in played
    assert ran(program, "score", "a.yaml", cwd=tmp_path).startswith("Harbour Water")
    for format in ("md", "html"):
        golden = (ROOT / "tests" / "golden" / f"sample.{format}").read_text(encoding="utf-8")
        made = ran(program, "report", "a.yaml", "--as-of", "2026-11-22", "--format", format, cwd=tmp_path)
        assert made.splitlines()[0] == golden.splitlines()[0]
        assert len(made.rpartition("<!--")[0].split()) == len(golden.split()), "but for the last line"
    (tmp_path / "charter.md").write_bytes((Path(where).parent / "frameworks" / "samples" / "charter.md").read_bytes())
    assert "documented" in ran(program, "lint", "charter.md", "--coverage", cwd=tmp_path)


def steps_of_the_action(**inputs: str) -> dict[str, tuple[str, dict[str, str]]]:
    """The scripts of action.yml by their names, each with its environment, as a runner would fill them in."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name: str(one["default"]) for name, one in action["inputs"].items()} | inputs
    return {
        step["name"]: (
            step["run"],
            {
                key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], v)
                for key, v in step.get("env", {}).items()
            },
        )
        for step in action["runs"]["steps"]
        if "run" in step
    }


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a runner, in which the action's own step has installed the program."""
    folder = tmp_path_factory.mktemp("runner")
    ran(sys.executable, "-m", "venv", "env", cwd=folder)
    home = {"PATH": f"{folder / 'env' / 'bin'}:{os.environ['PATH']}", "GITHUB_ACTIONS": "true"}
    home["GITHUB_ACTION_PATH"] = str(wheel.parent / "source")
    assert step(home, folder, "Install cxaudit").returncode == 0
    return home


def step(home: dict[str, str], folder: Path, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
    script, env = steps_of_the_action(**{key.replace("_", "-"): value for key, value in inputs.items()})[name]
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]  # as a runner does
    whole = {**os.environ, **home, **env}
    return subprocess.run(shell, cwd=folder, env=whole, capture_output=True, text=True, check=False)


@pytest.fixture
def action(home: dict[str, str], tmp_path: Path):
    return lambda name, **inputs: step(home, tmp_path, name, **inputs)


def test_the_action_lints_and_writes_sarif(action, tmp_path: Path):
    (tmp_path / "strategy.yaml").write_text("title: x\norganisation: y\nvison: z\n")
    told = action("Lint", sarif="out.sarif")
    assert told.returncode == 1
    assert told.stdout.startswith("::error file=strategy.yaml,line=3,col=1,title=cxaudit structure::")
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert action("Lint", fail_on="never").returncode == 0
    (tmp_path / "other").mkdir()
    assert action("Lint", paths="strategy.yaml other").stderr.count("there is nothing to check here") == 1


@pytest.mark.parametrize(
    ("paths", "named"),
    [
        ("a.yaml\nb c.yaml\n", {"a.yaml", "b c.yaml"}),
        ("a.yaml d/e.yaml", {"a.yaml", "d/e.yaml"}),
        ("'b c.yaml' a.yaml", {"a.yaml", "b c.yaml"}),
        ("d/*.yaml", {"d/e.yaml", "d/f.yaml"}),
        ("**/*.yaml", {"a.yaml", "b c.yaml", "d/e.yaml", "d/f.yaml", "g/h/i.yaml"}),
        ("\n  a.yaml  \n\n  g\n", {"a.yaml", "g/h/i.yaml"}),
    ],
)
def test_the_action_takes_lines_spaces_blanks_and_globs(action, tmp_path: Path, paths: str, named: set[str]):
    for name in ("a.yaml", "b c.yaml", "d/e.yaml", "d/f.yaml", "g/h/i.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("title: x\norganisation: y\nvison: z\n")
    ran = action("Lint", paths=paths)
    assert ran.returncode == 1
    assert set(re.findall(r"^::error file=([^,]*),", ran.stdout, re.M)) == named


@pytest.mark.parametrize(("paths", "code"), [("nope.yaml", 2), ("no/*.yaml", 2), ("'a", 1), ("-x.yaml", 2), ("", 2)])
def test_the_action_is_red_where_a_path_leads_nowhere(action, paths: str, code: int):
    assert action("Lint", paths=paths).returncode == code
