"""What every test may ask for: the real catalog, a sample, and the command line run in this process."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from factories import BAD_STRATEGY, CATALOG, FIRST, SAMPLE_ANSWERS
from hypothesis import settings

from cxaudit.audit.file import read_answers, read_audit
from cxaudit.catalog.catalog import Catalog
from cxaudit.model import Audit
from cxaudit.schema.document import parse

# A slow machine is no failure; CI takes the same examples every time, a person's run new ones.
settings.register_profile("cxaudit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("cxaudit")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what comes out as the golden files")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled templates are kept, and not among this person's own."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return CATALOG


@pytest.fixture(scope="session")
def sample(catalog: Catalog) -> Audit:
    """The shipped sample as an audit over the four frameworks."""
    script, _ = read_answers(parse(SAMPLE_ANSWERS.read_bytes(), "sample"), catalog)
    servers = script.profile["servers"]
    target = {"all": catalog.facts["servers"].target[servers]}  # as playing the answers sets it
    return replace(script, frameworks={i: catalog.frameworks[i].version for i in FIRST}, target=target)


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def cxaudit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Runs the command line in a fresh folder, with no terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115

    def run(*args: object) -> Ran:
        from cxaudit.__main__ import main

        monkeypatch.setattr("sys.argv", ["cxaudit", *map(str, args)])
        code = main()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def lint(cxaudit, tmp_path: Path):
    """Runs lint in a folder with a strategy of one error and one info."""
    (tmp_path / "strategy.yaml").write_text(BAD_STRATEGY)

    def run(*args: object) -> Ran:
        return cxaudit("lint", *args, "--as-of", "2026-11-22")

    return run


@pytest.fixture
def read_file(catalog: Catalog):
    def read(path: Path) -> Audit:
        return read_audit(parse(path.read_bytes(), str(path)), catalog)[0]

    return read


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compares text with a file in tests/golden, or writes the file with --update-golden."""

    def check(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"tests/golden/{name} differs; --update-golden takes it over"

    return check
