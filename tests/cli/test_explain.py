"""cxaudit score --explain: the sums behind a figure, line by line."""

from pathlib import Path

import pytest
from factories import CATALOG, FOREIGN_PACK, PLAY

LENS = """\
id: single-lens
title: Single lens
group: ours
version: 1.0.0
source: us
about: For single practices.
items:
  promises: {title: Promises, gist: They are kept., criteria: [promises-kept/noted, promises-kept/rule, promises-kept/kept]}
"""


@pytest.fixture
def trace(cxaudit):
    """Explains an id of the sample, and gives the lines without their indents."""
    cxaudit(*PLAY)

    def explain(id: str) -> list[str]:
        ran = cxaudit("score", "a.yaml", "--explain", id)
        assert (ran.code, ran.err) == (0, "")
        return [" ".join(line.split()) for line in ran.out.splitlines()]

    return explain


def lines_of(cxaudit, audit: str, pack: Path, id: str) -> list[str]:
    Path("w.yaml").write_text(audit)
    ran = cxaudit("score", "w.yaml", "--pack", pack, "--explain", id)
    assert (ran.code, ran.err) == (0, "")
    return [" ".join(line.split()) for line in ran.out.splitlines()]


def test_the_overall_score_is_the_mean_of_every_criterion(trace):
    lines = trace("overall")
    assert lines[0] == "overall: Overall"
    assert "promises-kept 1 0 0 0" in lines
    assert any(
        line.startswith("point = (1 x 11/16 + 1 x 1/2 + ") and line.endswith("/ 32 = 54113/118272 = 46%")
        for line in lines
    )
    assert "known: 127 of 132 practices, results aside" in lines
    assert "results: 7 of 28 results reached, 4 missed, 14 not measured, 3 not known" in lines
    assert any(
        line.startswith("verdict: partly in place; most results are not measured (not in place from 0%, ")
        for line in lines
    )


def test_a_framework_is_made_of_its_items(trace):
    lines = trace("four-ps")
    assert [line.split()[0] for line in lines[2:6]] == [
        "four-ps/promptness", "four-ps/politeness", "four-ps/professionalism", "four-ps/personalisation"
    ]  # fmt: skip
    assert "point = (1 x 19/32 + 1 x 13/16 + 1 x 29/40 + 1 x 3/8) / 4 = 401/640 = 63%" in lines


def test_an_item_is_made_of_its_criteria(trace):
    lines = trace("four-ps/promptness")
    assert "prompt-resolution 1 5/16 5/16 5/16" in lines
    assert "point = (1 x 7/8 + 1 x 5/16) / 2 = 19/32 = 59%" in lines


def test_an_item_on_single_practices_shows_each_and_at_most_half_where_its_result_is_missed(cxaudit, tmp_path: Path):
    (tmp_path / "pack" / "frameworks").mkdir(parents=True)
    (tmp_path / "pack" / "frameworks" / "single-lens.yaml").write_text(LENS)
    audit = (
        "version: 2\nframeworks: {single-lens: 1.0.0}\n"
        "answers: {promises-kept: {practices: {noted: yes, rule: yes, counted: no, kept: missed}}}\n"
    )
    lines = lines_of(cxaudit, audit, tmp_path / "pack", "single-lens/promises")
    assert "single-lens/promises/practices is the weighted mean of:" in lines
    assert lines[lines.index("single-lens/promises/practices is the weighted mean of:") + 1 :][:3] == [
        "promises-kept/noted 2 1 1 yes", "promises-kept/rule 1 1 1 yes", "promises-kept/kept 2 0 0 missed"
    ]  # fmt: skip
    assert "single-lens/promises/practices 1 1/2 1/2 1/2" in lines
    criterion = lines_of(cxaudit, audit, tmp_path / "pack", "promises-kept")
    assert "counts in single-lens/promises: noted, rule, kept" in criterion


def test_a_mistake_shows_what_averts_it_and_with_what_it_arises(trace):
    assert trace("strategy-mistakes/front-line-only") == [
        "strategy-mistakes/front-line-only: Front line only: made",
        "may arise with written-strategy/document: yes",
        "averted by department-responsibilities/part: no",
        "averted by department-responsibilities/heads-meet: no",
    ]
    assert "strategy-mistakes/front-line-only: Front line only: made" in trace("strategy-mistakes")


def test_a_criterion_shows_its_practices_and_its_sums(trace):
    lines = trace("courtesy")
    assert "tone-checked checked good 1 1/2 1/2 partly" in lines
    assert "point = (2 x 1 + 2 x 1 + 1 x 0 + 1 x 1/2 + 2 x 1) / 8 = 13/16 = 81%, over what is known" in lines
    assert "target: good, with 3 of 5 practices fully in place" in lines
    assert lines[-2:] == ["counts in icmi-customer-expectations/courteous", "counts in four-ps/politeness"]


def test_a_criterion_whose_result_is_missed_says_that_it_counts_half_at_most(trace):
    lines = trace("problems-prevented")
    assert any(line.endswith(", at most 1/2 since a result is missed, over what is known") for line in lines)


def test_what_is_not_known_counts_from_0_to_1(trace):
    assert "counted checked good 1 0 1 unknown" in trace("first-contact-resolution")
    assert "unknown: counts 0 to 1" in trace("first-contact-resolution/counted")


def test_leading_practices_count_in_no_score(trace):
    lines = trace("social-responsibility")
    assert "leading practices count in no score" in lines
    assert "point = (2 x 1 + 2 x 1 + 1 x 1 + 1 x 1) / 6 = 100%, over what is known" in lines


def test_a_practice_shows_what_it_counts_and_what_was_said(trace):
    practice = CATALOG.criteria["prompt-resolution"].practice("person-and-day")
    assert trace(practice.key) == [
        f"{practice.key}: {practice.says}",
        "done, essential, weight 2 in Time to resolve a request",
        "partly: counts 1/2",
        "missing: All requests but leak repairs.",
        "who can say: frontline",
        f"step: {practice.step}",
    ]
    assert "it was examined and held" in trace("privacy-respected/identity")


def test_a_practice_that_was_examined_and_did_not_hold_counts_0(cxaudit):
    Path("w.yaml").write_text(
        "version: 2\nframeworks: {four-ps: 2.0.0}\n"
        "answers: {courtesy: {practices: {relief: yes}, not-held: [relief]}}\n"
    )
    told = cxaudit("score", "w.yaml", "--explain", "courtesy/relief").out
    assert "  no: counts 0\n  it was examined and did not hold: the answer was yes\n" in told


def test_a_criterion_with_a_number_shows_its_marks_and_how_far_the_next_step_is_taken(cxaudit):
    audit = "version: 2\nframeworks: {contact-figures: 1.0.0}\nanswers: {resolved-at-first-contact: {number: 72}}\n"
    lines = lines_of(cxaudit, audit, FOREIGN_PACK, "resolved-at-first-contact")
    assert "answered: 72%" in lines
    assert "50% counts 0, 60% counts 1/4, 75% counts 1/2, 90% counts 1" in lines
    assert "level-2 step essential (1/4) 4/5 4/5 partly" in lines
    assert any(line.startswith("point = ((1/4) x 1 + (1/4) x 4/5 + (1/2) x 0) / 1 = 9/20 = 45%") for line in lines)


def test_a_criterion_with_levels_shows_its_steps(cxaudit):
    audit = "version: 2\nframeworks: {contact-figures: 1.0.0}\nanswers: {figures-published: {level: 1}}\n"
    lines = lines_of(cxaudit, audit, FOREIGN_PACK, "figures-published")
    assert "answered: level 1 of 2" in lines
    assert [line for line in lines if line.startswith("level-")] == [
        "level-1 step essential (1/2) 1 1 yes", "level-2 step good (1/2) 0 0 no"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "meant"),
    [
        ("overal", "overall"),
        ("four-p", "four-ps"),
        ("four-ps/prompt", "four-ps/promptness"),
        ("courtesi", "courtesy"),
        ("promises-kept/note", "promises-kept/noted"),
        ("promises/noted", "promises-kept/noted"),
        ("strategy-mistakes/noplan", "strategy-mistakes/no-plan"),
    ],
)
def test_an_unknown_id_gets_a_hint(cxaudit, id: str, meant: str):
    cxaudit(*PLAY)
    ran = cxaudit("score", "a.yaml", "--explain", id)
    told = f'this audit scores nothing called "{id}"\n  hint: did you mean {meant}?\n'
    assert (ran.code, ran.out, ran.err) == (2, "", told)
