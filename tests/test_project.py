"""Patterns of the configuration are those of .gitignore, as git itself reads them."""

import subprocess
from pathlib import Path

import pytest

from cxaudit.config import Config
from cxaudit.project import Project

PATTERNS = (
    "drafts/*", "drafts", "drafts/", "/drafts", "**/drafts/*", "**/b.yaml", "a/**/b.yaml", "*.yaml", "a?.yaml",
    "a+.yaml", "[abc].yaml", "[!abc].yaml", "x/**/[a-c]?/*.yaml", "*", "**", "**/**/**/**/**/**/x", "a/*", "a/",
    "b.yaml/", "\\!a.yaml", "a[!x]b.yaml", "a*b*.yaml", "[!a]*a*l", "a/**/", "a[.-0]b.yaml",
)  # fmt: skip
SEVERAL = (
    ("*.yaml", "!b.yaml"), ("a/", "!a/b.yaml"), ("a", "!a/x/y/b.yaml"), ("a/**", "!a/b.yaml"), ("a/*", "!a/b.yaml"),
    ("*", "!*/", "!b.yaml"), ("x/**/", "!x/b.yaml"), ("/*", "!/x", "/x/*", "!/x/y"),
)  # fmt: skip
PATHS = (
    "drafts/a.yaml", "x/drafts/a.yaml", "drafts/x/a.yaml", "x/y/drafts/a.yaml", "x/b.yaml", "xb.yaml", "a/b.yaml",
    "a/x/y/b.yaml", "x/a.yaml", "ab.yaml", "aa.yaml", "b.yaml", "d.yaml", "x/y/b1/z.yaml", "!a.yaml",
)  # fmt: skip


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    subprocess.run(["git", "init", "-q", folder], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("")
    return folder


@pytest.mark.parametrize("lines", [*((pattern,) for pattern in PATTERNS), *SEVERAL])
def test_a_file_is_excluded_where_git_would_ignore_it(checkout: Path, lines: tuple[str, ...]):
    (checkout / ".gitignore").write_text("".join(f"{line}\n" for line in lines))
    asked = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=checkout,
        input="\n".join(PATHS),
        capture_output=True,
        text=True,
    )
    project = Project(Config(checkout / "cxaudit.yaml", exclude=lines), [])
    ours = [path for path in PATHS if project.excludes(str(checkout / path))]
    assert ours == asked.stdout.split()


def test_a_link_and_a_whole_path_obey_too(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project = Project(Config(checkout / "cxaudit.yaml", exclude=("drafts/",)), [])
    link, folder = tmp_path / "link.yaml", tmp_path / "linked"
    link.symlink_to(checkout / "drafts" / "a.yaml")
    folder.symlink_to(checkout)
    monkeypatch.chdir(checkout / "x")
    for path in (link, folder / "drafts" / "a.yaml", "../drafts/a.yaml", checkout / "drafts" / "a.yaml"):
        assert project.excludes(str(path)), path
    assert not project.excludes("b.yaml")


def test_what_is_outside_the_configurations_folder_matches_nothing(checkout: Path, tmp_path: Path):
    project = Project(Config(checkout / "cxaudit.yaml", exclude=("*",)), [])
    assert not project.excludes(str(tmp_path / "a.yaml"))


@pytest.mark.parametrize("pattern", ["!", "a\\", "[z-a]", "[[:lower:]]/", "[a\\]b]", "#drafts"])
@pytest.mark.parametrize("key", ["exclude: ['{}']", "per-file-ignores: {{'{}': [vague-time]}}"])
def test_a_pattern_that_cannot_be_read_is_a_mistake_in_the_configuration(lint, tmp_path: Path, key: str, pattern: str):
    (tmp_path / "cxaudit.yaml").write_text(key.format(pattern))
    ran = lint(".")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0].startswith("cxaudit.yaml:1:") and "is not a .gitignore pattern" in ran.err


def test_a_pattern_that_matches_is_used_even_where_another_decides(lint, tmp_path: Path):
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "x.yaml").write_text("a: b")
    for patterns in ('["drafts/", "*.yaml"]', '["drafts/?.yaml", "!drafts/x.yaml"]'):
        (tmp_path / "cxaudit.yaml").write_text(f"exclude: {patterns}")
        assert "unused-pattern" not in lint(".").out


def test_patterns_hold_for_the_files_of_a_pack_too(cxaudit, tmp_path: Path):
    rules = tmp_path / "frameworks" / "rules"
    rules.mkdir(parents=True)
    (rules / "a.yaml").write_text("family: F\nrules:\n  x-y:\n    severity: warnin\n")
    config = tmp_path / "cxaudit.yaml"
    config.write_text("{}")
    assert cxaudit("lint", ".").code == 1
    for text in ("exclude: [frameworks/rules/a.yaml]", "per-file-ignores: {frameworks/rules/a.yaml: [structure]}"):
        config.write_text(text)
        ran = cxaudit("lint", ".")
        assert (ran.code, ran.out) == (0, ""), text


def test_a_broken_file_of_a_pack_that_is_excluded_hides_nothing_else(cxaudit, tmp_path: Path):
    for folder in ("frameworks", "templates"):
        (tmp_path / "pack" / folder).mkdir(parents=True)
    (tmp_path / "pack" / "frameworks" / "a.yaml").write_text("id: x\nbroken: 1\n")
    (tmp_path / "pack" / "templates" / "q.md.j2").write_text("{% if %}")
    (tmp_path / "cxaudit.yaml").write_text("exclude: [a.yaml]")
    ran = cxaudit("lint", "pack", "--format", "concise")
    assert ran.code == 1 and "q.md.j2:1:1: error: template" in ran.out and "a.yaml" not in ran.out
    (tmp_path / "cxaudit.yaml").write_text("per-file-ignores: {a.yaml: [structure]}")
    ran = cxaudit("lint", "pack", "--format", "concise")
    assert (ran.code, ran.out) == (0, "") and "no rule was run on 1 file with a broken structure" in ran.err


def test_all_patterns_that_cannot_be_read_are_reported_at_once(lint, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("exclude: ['!', drafts/, '[z-a]']\nper-file-ignores: {'#x': [vague-time]}\n")
    ran = lint(".")
    places = [line.split(": ")[0] for line in ran.err.splitlines() if "is not a .gitignore pattern" in line]
    assert (ran.code, places) == (2, ["cxaudit.yaml:1:11", "cxaudit.yaml:1:25", "cxaudit.yaml:2:20"])
