"""cxaudit score: the card, JSON, gaps, and --fail-under."""

import json
import re
from pathlib import Path

import pytest
from factories import CATALOG, FOREIGN_PACK, IDS, PLAY, SAMPLE_ANSWERS, TESTS

POINTS = TESTS / "packs" / "points"
NAMES = re.findall(r"^  ([a-z-]+):$", (POINTS / "frameworks" / "bank" / "points.yaml").read_text(), re.M)


def audit(framework: str, answers: str = "{}", extra: str = "") -> str:
    """An audit file over one framework."""
    version = "1.0.0" if framework == "fourteen-points" else "2.0.0"
    Path("w.yaml").write_text(f"version: 2\nframeworks: {{{framework}: {version}}}\n{extra}answers: {answers}\n")
    return "w.yaml"


def points(met: int, unknown: int = 0) -> str:
    """An audit of the fourteen points, of which so many are met, the last ones are unknown, and the others are not met."""
    said = ["level: 1"] * met + ["level: 0"] * (14 - met - unknown) + ["unknown: true"] * unknown
    answers = ", ".join(f"{name}: {{{one}}}" for name, one in zip(NAMES, said, strict=True))
    return audit("fourteen-points", f"{{{answers}}}")


# ---------------------------------------------------------------------------------------------------- the card


def test_the_card_begins_with_the_verdict_in_two_halves_then_depth_and_results(cxaudit):
    cxaudit(*PLAY)
    assert cxaudit("score", "a.yaml").out.splitlines()[:5] == [
        "Harbour Water",
        "",
        "Partly in place (46%); most results are not measured",
        "Done 57% of 67, written down 52% of 30, checked 43% of 30; 7 of 28 results",
        "reached, 4 missed, 14 not measured, 3 not known",
    ]


def test_where_there_are_no_results_there_is_no_second_half(cxaudit):
    lines = cxaudit("score", points(14), "--pack", POINTS).out.splitlines()
    assert lines[2:4] == ["Met (100%)", ""]


def test_a_quick_look_prints_no_percentage_and_counts_only_the_results_it_asks(cxaudit):
    cxaudit("interview", "q.yaml", "--quick", "--answers", SAMPLE_ANSWERS)
    card, report = cxaudit("score", "q.yaml").out, cxaudit("report", "q.yaml").out
    assert card.splitlines()[2] == "A quick look: partly in place; results are mixed"
    assert card.splitlines()[3].startswith("2 of 5 results reached, 1 missed, 2 not measured")
    assert "%" not in card
    written = re.sub(r"^- (?:Figure|Evidence|Note): .*$|Evidence: .*|Figure: .*|\([^)]*\)", "", report, flags=re.M)
    assert "%" not in written.split("## How this was scored")[0]
    assert "largely in place" not in card


def test_mistakes_are_counted_and_have_no_percentage_of_their_own(cxaudit):
    cxaudit(*PLAY)
    told = "Five common strategy mistakes: 1 made, 4 partly averted"
    assert f"\n{told}\n  partly averted   Overcomplicated plan\n" in cxaudit("score", "a.yaml").out
    data = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)["frameworks"]["strategy-mistakes"]
    assert data["headline"] == "1 made, 4 partly averted"
    assert {id: item["made"] for id, item in data["items"].items() if item["made"] != "partly averted"} == {
        "front-line-only": "made"
    }
    assert not {"point", "low", "high", "band"} & data.keys()
    report = cxaudit("report", "a.yaml").out
    assert "**Five common strategy mistakes:** 1 made, 4 partly averted.\n" in report
    assert "\n## Five common strategy mistakes\n\n1 made, 4 partly averted.\n" in report


def test_with_nothing_but_mistakes_they_are_the_headline_and_told_once(cxaudit):
    file = audit("strategy-mistakes", "{written-strategy: {practices: {document: no}}}")
    assert cxaudit("score", file).out.splitlines()[2] == "Five common strategy mistakes: 4 not arising, 1 not known"
    summary = cxaudit("report", file).out.split("## Summary")[1].split("\n## ")[0]
    assert summary.count("Five common strategy mistakes") == 1


# ----------------------------------------------------------------------------------------------- one framework


@pytest.mark.parametrize(
    ("met", "unknown", "line", "code"),
    [
        (14, 0, "Met (100%)", 0),
        (13, 0, "Not met (0%)", 1),
        (13, 1, "Provisional: met, perhaps only not met (100%)", 1),
        (12, 1, "Not met (0%)", 1),
    ],
)
def test_one_framework_has_its_own_bands_and_the_lowest_of_its_points_in_the_headline(
    cxaudit, met: int, unknown: int, line: str, code: int
):
    ran = cxaudit("score", points(met, unknown), "--pack", POINTS, "--fail-under", "100")
    assert (ran.code, ran.out.splitlines()[2]) == (code, line)
    assert "Overall" not in ran.out
    assert ran.err.startswith("the score of fourteen-points") == bool(code)


def test_one_framework_is_held_against_the_bar_and_not_the_mean_of_its_criteria(cxaudit):
    ran = cxaudit("score", points(13), "--pack", POINTS, "--fail-under", "90")
    assert ran.err == "the score of fourteen-points, 0%, is below 90%\n"
    data = json.loads(cxaudit("score", "w.yaml", "--pack", POINTS, "--format", "json").out)
    assert (data["headline"], data["overall"]["point"]) == ("fourteen-points", 0.928571)


def test_beside_another_framework_the_headline_is_the_overall_score(cxaudit):
    Path("w.yaml").write_text("version: 2\nframeworks: {contact-figures: 1.0.0, practice-maturity: 1.0.0}\n")
    data = json.loads(cxaudit("score", "w.yaml", "--pack", FOREIGN_PACK, "--format", "json").out)
    assert data["headline"] == "overall"


# ------------------------------------------------------------------------------------------------- --fail-under


def test_fail_under(cxaudit):
    cxaudit(*PLAY)
    assert cxaudit("score", "a.yaml", "--fail-under", "45").code == 0
    below = cxaudit("score", "a.yaml", "--fail-under", "46")
    assert (below.code, below.err) == (1, "the overall score, 45.753%, is below 46%\n")


def test_a_provisional_score_does_not_reach_a_bar_that_it_could_fall_below(cxaudit):
    few = cxaudit("score", audit("four-ps", "{courtesy: {practices: {relief: yes}}}"), "--fail-under", "10")
    assert few.code == 1
    assert few.err == "the score of four-ps is provisional (3% known), and could be as low as 6%\n"
    assert cxaudit("score", "w.yaml", "--fail-under", "6").code == 0


@pytest.mark.parametrize(
    ("framework", "extra", "told"),
    [
        ("strategy-mistakes", "", "--fail-under needs a score, and mistakes have none\n  hint: add a framework"),
        (
            "four-ps",
            "quick: true\n",
            "--fail-under needs a score, and a quick look has none\n  hint: cxaudit interview",
        ),
    ],
)
def test_a_bar_is_refused_where_there_is_no_score(cxaudit, framework: str, extra: str, told: str):
    ran = cxaudit("score", audit(framework, extra=extra), "--fail-under", "0")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(told)


# --------------------------------------------------------------------------------------------------------- JSON


def test_score_as_json(cxaudit):
    cxaudit(*PLAY)
    score = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)
    assert score["version"] == 2
    assert list(score["frameworks"]) == [
        "icmi-customer-expectations", "four-ps", "strategy-mistakes", "seven-guidelines"
    ]  # fmt: skip
    assert list(score["criteria"]) == IDS
    one = score["frameworks"]["four-ps"]
    assert {"point", "low", "high", "band", "bands", "rated", "known", "results", "items", "capped_by"} <= one.keys()
    assert score["overall"]["results"] == {
        "word": "not measured", "reached": 7, "missed": 4, "not_measured": 14, "unknown": 3, "unasked": 0
    }  # fmt: skip
    assert score["depth"]["done"] == {"share": 0.574627, "known": 67, "of": 68}
    assert score["evidence"] == {"claims": 64, "named": 60, "held": 16, "not_held": 0}
    assert score["target"] == {"reached": 63, "to_fix": 89, "to_find_out": 8}


def test_json_holds_every_practice_with_its_kind_tier_weight_and_state(cxaudit):
    cxaudit(*PLAY)
    criteria = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)["criteria"]
    assert criteria["prompt-resolution"]["practices"]["person-and-day"] == {
        "says": CATALOG.criteria["prompt-resolution"].practice("person-and-day").says,
        "kind": "done",
        "tier": "essential",
        "weight": 2.0,
        "state": "partly",
        "missing": "All requests but leak repairs.",
        "seen": False,
    }
    keys = {"says", "kind", "tier", "weight", "state", "missing", "seen"}
    assert all(practice.keys() == keys for c in criteria.values() for practice in c["practices"].values())
    kinds = [(p["kind"], p["weight"]) for c in criteria.values() for p in c["practices"].values()]
    assert set(kinds) == {("done", 2.0), ("written", 1.0), ("checked", 1.0), ("result", 2.0)}


def test_json_holds_levels_and_numbers_with_their_steps(cxaudit):
    Path("w.yaml").write_text(
        "version: 2\nframeworks: {contact-figures: 1.0.0}\n"
        "answers: {resolved-at-first-contact: {number: 72}, figures-published: {level: 1}}\n"
    )
    data = json.loads(cxaudit("score", "w.yaml", "--pack", FOREIGN_PACK, "--format", "json").out)["criteria"]
    figure, level = data["resolved-at-first-contact"], data["figures-published"]
    assert (figure["number"], figure["point"], level["level"], level["point"]) == (72.0, 0.45, 1, 0.5)
    steps = [(p["kind"], p["weight"], p["state"]) for p in figure["practices"].values()]
    assert steps == [("step", 0.25, "yes"), ("step", 0.25, "partly"), ("step", 0.5, "no")]


# --------------------------------------------------------------------------------------------------------- gaps


def test_every_gap_shows_all_that_is_missing_and_what_rests_on_it(cxaudit):
    cxaudit(*PLAY)
    card, listed = cxaudit("score", "a.yaml").out, " ".join(cxaudit("score", "a.yaml", "--gaps").out.split())
    data = json.loads(cxaudit("score", "a.yaml", "--format", "json").out)
    first = CATALOG.criteria["promises-kept"].practice("noted").says
    assert f" 1 Promises kept no: {first} and 4 more 2 " in " ".join(card.split())
    assert f"and {len(data['gaps']) - 5} more: score --gaps shows all of them" in card
    for number, id in enumerate(data["gaps"], 1):
        criterion = data["criteria"][id]
        assert f"{number} {criterion['title']} " in listed
        assert all(item in listed for item in criterion["items"])
        short = [p["says"] for p in criterion["practices"].values() if p["state"] in ("no", "partly", "missed")]
        assert all(says in listed for says in short if says not in beyond(criterion))
    assert cxaudit("score", "a.yaml", "--gaps", "--format", "json").code == 2


def beyond(criterion: dict) -> list[str]:
    return [p["says"] for p in criterion["practices"].values() if p["tier"] == "leading"]
