"""What people install: the built wheel, with the checkout out of reach."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
    assert "33 of 33" in ran(program, "interview", "a.yaml", "--answers", sample, cwd=tmp_path)
    assert ran(program, "score", "a.yaml", cwd=tmp_path).startswith("Harbour Water")
    golden = (ROOT / "tests" / "golden" / "sample.md").read_text(encoding="utf-8").splitlines()
    made = ran(program, "report", "a.yaml", cwd=tmp_path).splitlines()
    assert made[0] == golden[0]
    assert len(made) == len(golden)
