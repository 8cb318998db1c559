"""cxaudit init."""

from pathlib import Path

from cxaudit.strategy.schema import STRATEGY


def test_init_writes_what_lint_reads_and_editors_complete_and_never_overwrites(cxaudit, tmp_path: Path):
    ran = cxaudit("init", "docs", "--as-of", "2030-05-01")
    assert ran.out == "docs/strategy.yaml\ndocs/strategy.schema.json\ndocs/cxaudit.yaml\n"
    text = (tmp_path / "docs" / "strategy.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=./strategy.schema.json\n")
    assert "next_review: 2031-01-31" in text
    linted = cxaudit("lint", "docs", "--format", "concise", "--as-of", "2030-05-01")
    assert linted.code == 1
    assert {line.rpartition("[")[2] for line in linted.out.splitlines() if ": error:" in line} == {
        "placeholder-text]",
        "standard-incomplete]",
    }
    uncommented = {
        line.split(":")[0].lstrip("# ") for line in text.splitlines() if ":" in line and not line.startswith(" ")
    }
    assert set(STRATEGY.shapes) - {"last_review"} <= uncommented, "every key is there, if only as a comment"
    again = cxaudit("init", "docs")
    assert again.code == 2
    assert "docs/strategy.yaml: this file already exists" in again.err


def test_what_is_given_is_in_the_starter_which_has_few_findings(cxaudit, tmp_path: Path):
    given = (
        "--organisation",
        "Acme: Ltd",
        "--kind",
        "strategy",
        "--channels",
        "telephone, E-mail",
        "--owner",
        "service manager",
    )
    assert cxaudit("init", ".", *given, "--review", "2031-03-04", "--as-of", "2030-05-01").code == 0
    text = (tmp_path / "strategy.yaml").read_text()
    for line in (
        'organisation: "Acme: Ltd"',
        "reviewer: service manager",
        "next_review: 2031-03-04",
        "id: e-mail, kind: E-mail",
    ):
        assert line in text
    out = cxaudit("lint", "strategy.yaml", "--format", "concise", "--as-of", "2030-05-01").out
    assert len(out.splitlines()) <= 10
    assert out.count("placeholder-text") == 1
    assert " texts, the first: " in out


def test_init_says_what_is_wrong_with_what_is_given(cxaudit):
    assert cxaudit("init", ".", "--kind", "book").err.startswith('there is no kind "book"')
    assert cxaudit("init", ".", "--review", "soon").err == '"soon" is not a date\n  hint: write it as YYYY-MM-DD\n'
