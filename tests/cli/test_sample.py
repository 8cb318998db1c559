"""cxaudit sample."""

import re
from pathlib import Path

import pytest
from factories import PLAY

AUDIT = """\
version: 2
frameworks: {{four-ps: 2.0.0}}
answers:
  courtesy:
    practices: {{relief: yes, spoken-to: yes, guide: partly, friendly: reached}}
    seen: [relief]
    not-held: [friendly]
  privacy-respected:
    practices: {{identity: yes, leavers: no, rule: yes}}
    evidence: Training list 2026
  response-goals:
    practices: {{watched: unknown, goal: yes{more}}}
    evidence: later
"""


def drawn(text: str) -> list[str]:
    """The practices drawn, in their order."""
    return re.findall(r"\(([a-z-]+/[a-z-]+)\)[,.]", " ".join(text.split()))


def few(more: str = "") -> str:
    Path("w.yaml").write_text(AUDIT.format(more=more))
    return "w.yaml"


def test_ten_are_drawn_and_high_risk_comes_first(cxaudit):
    cxaudit(*PLAY)
    ran = cxaudit("sample", "a.yaml")
    assert (ran.code, ran.err, len(drawn(ran.out))) == (0, "", 10)
    assert ran.out.endswith("\n10 of 64 answers, seed 1. Of 16 examined, 16 held.\n")
    whole = cxaudit("sample", "a.yaml", "--number", "64").out
    risky = ["high risk" in part for part in re.split(r"^ *\d+\. ", whole, flags=re.M)[1:]]
    assert risky == sorted(risky, reverse=True)
    assert 10 < sum(risky) < 64


def test_the_same_seed_draws_the_same_and_another_seed_others(cxaudit):
    cxaudit(*PLAY)
    first = cxaudit("sample", "a.yaml", "--seed", "7")
    assert cxaudit("sample", "a.yaml", "--seed", "7") == first
    assert drawn(cxaudit("sample", "a.yaml", "--seed", "8").out) != drawn(first.out)


def test_a_longer_sample_begins_like_a_shorter_one(cxaudit):
    cxaudit(*PLAY)
    ten, twenty = (drawn(cxaudit("sample", "a.yaml", "--number", n).out) for n in ("10", "20"))
    assert (len(twenty), twenty[:10]) == (20, ten)


def test_one_more_answer_leaves_the_order_of_the_others(cxaudit):
    before = drawn(cxaudit("sample", few()).out)
    after = drawn(cxaudit("sample", few(", compared: yes")).out)
    assert [name for name in after if name != "response-goals/compared"] == before
    assert len(after) == len(before) + 1


def test_only_what_was_said_to_be_true_in_full_is_drawn(cxaudit):
    assert set(drawn(cxaudit("sample", few()).out)) == {
        "courtesy/relief",
        "courtesy/spoken-to",
        "courtesy/friendly",
        "privacy-respected/identity",
        "privacy-respected/rule",
        "response-goals/goal",
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("courtesy/relief", "Evidence: none named. Ask to see: guide on greeting and anger; last 20 contacts heard or read. Examined, held."),
        ("courtesy/friendly", "Examined, did not hold."),
        ("courtesy/spoken-to", "Not examined yet."),
        ("privacy-respected/rule, high risk", "Evidence: Training list 2026. Ask to see:"),
        ("response-goals/goal", "Evidence: none named. Ask to see:"),
    ],
)  # fmt: skip
def test_each_is_shown_with_its_evidence_and_what_an_examination_found(cxaudit, name: str, told: str):
    text = " ".join(cxaudit("sample", few()).out.split())
    start = text.index(f"({name.partition(', ')[0]})")
    assert told in text[start : start + 400]


def test_the_last_line_counts_what_held(cxaudit):
    assert cxaudit("sample", few()).out.endswith("\n6 of 6 answers, seed 1. Of 2 examined, 1 held.\n")


def test_with_nothing_to_examine_it_says_so_and_exits_with_0(cxaudit):
    Path("w.yaml").write_text("version: 2\nframeworks: {four-ps: 2.0.0}\n")
    ran = cxaudit("sample", "w.yaml")
    assert (ran.code, ran.out) == (0, "Nothing has been said to be true yet, so there is nothing to examine.\n")


def test_an_answer_that_is_too_old_is_not_drawn(cxaudit):
    Path("w.yaml").write_text(AUDIT.format(more="").replace("    evidence: later", "    at: 2024-01-01"))
    assert "response-goals/goal" not in drawn(cxaudit("sample", "w.yaml", "--as-of", "2026-11-22").out)
