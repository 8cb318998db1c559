"""--help, the examples in it, and what the TAB key completes."""

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pexpect
import pytest
from factories import IDS, PLAY, SAMPLE_ANSWERS, SHIPPED

from cxaudit.cli.main import COMMANDS

PROGRAM = Path(sys.executable).with_name("cxaudit")
EXAMPLES = [(command, line) for command in COMMANDS for line in import_module(f"cxaudit.cli.{command}").EXAMPLES]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_ends_with_examples(cxaudit, command: str):
    shown = cxaudit(command, "-h")
    assert (shown.code, shown.out) == (0, cxaudit(command, "--help").out)
    lines = [f"    {line}" for name, line in EXAMPLES if name == command]
    assert shown.out.rstrip().splitlines()[-len(lines) - 1 :] == ["  Examples:", *lines]


@pytest.fixture
def examples_folder(cxaudit, tmp_path: Path) -> Path:
    """A folder with all that the examples name."""
    (tmp_path / "docs").mkdir()
    for name in ("strategy.yaml", "docs/strategy.yaml"):
        shutil.copy(SHIPPED / "samples" / "strategy.yaml", tmp_path / name)
    shutil.copy(SAMPLE_ANSWERS, tmp_path / "answers.yaml")
    (tmp_path / "ours.md.j2").write_text("# Ours\n")
    cxaudit("interview", "acme.yaml", *PLAY[2:])
    cxaudit("baseline", "create")
    cxaudit("report", "acme.yaml", "-o", "report.md")
    return tmp_path


@pytest.mark.parametrize(("command", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_every_example_in_the_help_runs(examples_folder: Path, command: str, line: str):
    if command == "init":
        (examples_folder / "strategy.yaml").unlink()
        (examples_folder / "docs" / "strategy.yaml").unlink()
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        line, shell=True, cwd=examples_folder, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if command == "interview" and "--answers" not in line:
        assert ran.returncode == 2 and "no terminal" in ran.stderr
    else:
        assert ran.returncode == 0, ran.stderr


def complete(*words: str) -> list[str]:
    env = {"_CXAUDIT_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    ran = subprocess.run([PROGRAM], env={**os.environ, **env}, capture_output=True, text=True, check=False)
    return ran.stdout.split()


def test_commands_options_and_framework_ids_are_completed(tmp_path: Path):
    assert complete("cxaudit", "in") == ["interview", "init"]
    assert complete("cxaudit", "lint", "--fai") == ["--fail-on"]
    assert complete("cxaudit", "frameworks", "four") == ["four-ps"]
    assert complete("cxaudit", "score", "a.yaml", "--explain", "seven-") == ["seven-guidelines", "seven-step-strategy"]
    assert complete("cxaudit", "interview", "a.yaml", "--framework", "al") == ["all"]
    assert not {*complete("cxaudit", "frameworks", "")} & {*IDS, "scales", "sets", "profile"}
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "fourth.yaml").write_text("not even a framework")
    assert complete("cxaudit", "frameworks", "--pack", str(tmp_path), "four") == ["four-ps", "fourth"]


def test_a_real_shell_completes(tmp_path: Path):
    script = subprocess.run(
        [PROGRAM], env={**os.environ, "_CXAUDIT_COMPLETE": "source_bash"}, capture_output=True, text=True, check=True
    ).stdout
    (tmp_path / "complete.sh").write_text(script)
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PS1": "ready> ", "TERM": "dumb", "HOME": str(tmp_path)}
    child = pexpect.spawn("bash", ["--norc", "-i"], env=env, cwd=tmp_path, timeout=20, encoding="utf-8")
    child.sendline("PS1='ready> '; source complete.sh")
    child.expect("complete.sh\r\n")
    child.send("cxaudit inter\t")
    child.expect("cxaudit interview")
    child.send("a.yaml --framework four-\t")
    child.expect("--framework four-ps")
    child.close(force=True)
