"""cxaudit score."""

import json
from pathlib import Path

import pytest
from factories import IDS, PLAY, SAMPLE_ANSWERS


def test_score_as_json(cxaudit):
    cxaudit(*PLAY)
    score = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)
    assert score["version"] == 1
    assert set(score["frameworks"]) == {
        "icmi-customer-expectations",
        "four-ps",
        "strategy-mistakes",
        "seven-guidelines",
    }
    assert set(score["criteria"]) == set(IDS)
    one = score["frameworks"]["four-ps"]
    assert {"point", "low", "high", "coverage", "to_target", "items", "evidenced", "band"} <= set(one)
    assert score["criteria"]["first-contact-resolution"]["state"] == "unknown"
    parts = sum(c["to_fix"] + c["to_find_out"] for c in score["criteria"].values())
    assert parts + score["overall"]["to_target"]["low"] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("overall", "  coverage = "),
        ("four-ps", "  outcome: defined ("),
        ("four-ps/promptness", "  point    = low / coverage = "),
        ("strategy-mistakes", "  exposure = 1 - point = 65%"),
        ("courtesy", "  answered: level 3 of 4, so v = 3/4"),
        ("first-contact-resolution", "  unknown: it counts from 0 to 1"),
        (
            "icmi-customer-expectations/right-first-time",
            "  outcome: not rated, since coverage 0% is below 80%",
        ),
    ],
)
def test_explain_shows_the_sum_behind_a_figure(cxaudit, id, line):
    cxaudit(*PLAY)
    ran = cxaudit("score", "a.yaml", "--explain", id)
    assert ran.code == 0
    assert any(row.startswith(line) for row in ran.out.splitlines()), ran.out


def test_fail_under(cxaudit):
    cxaudit(*PLAY)
    assert cxaudit("score", "a.yaml", "--fail-under", "43").code == 0
    below = cxaudit("score", "a.yaml", "--fail-under", "44")
    assert (below.code, below.err) == (1, "the overall score 43.5185% is below 44%\n")
    Path("few.yaml").write_text("version: 1\nframeworks: {four-ps: 1.0.0}\nanswers: {courtesy: {level: 4}}\n")
    few = cxaudit("score", "few.yaml", "--fail-under", "10")
    assert few.code == 1
    assert few.err == "the overall score is not rated (14% known), so it does not reach 10%\n"


def test_every_gap_shows_what_closing_it_lifts(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    card = cxaudit("score", "a.yaml").out
    listed = cxaudit("score", "a.yaml", "--gaps").out
    data = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)
    assert (
        "  5 Time to resolve a request: level 1, target 3\n    icmi-customer-expectations/prompt-action, four-ps/"
        in card
    )
    assert f"and {len(data['gaps']) - 5} more: score --gaps shows all of them" in card
    for number, id in enumerate(data["gaps"], 1):
        assert f"{number:>3} {data['criteria'][id]['title']}: level" in listed
        assert all(item in listed for item in data["criteria"][id]["items"])
    assert cxaudit("score", "a.yaml", "--gaps", "--format", "json").code == 2
