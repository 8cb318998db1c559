"""cxaudit new."""

from pathlib import Path

import pytest


def test_new_writes_a_starter_that_reads_and_says_what_is_left(cxaudit, tmp_path: Path):
    ran = cxaudit("new", "criterion", "call-backs", "mine", "--group", "phone-work")
    assert (ran.code, ran.out) == (
        0,
        "mine/frameworks/bank/phone-work.yaml:6: fill in each TODO, then run: cxaudit lint mine\n",
    )
    assert cxaudit("new", "criterion", "voice-mail", "mine", "--group", "phone-work").code == 0
    assert cxaudit("new", "framework", "phones", "mine").out.startswith("mine/frameworks/phones.yaml:2: ")
    text = (tmp_path / "mine" / "frameworks" / "bank" / "phone-work.yaml").read_text()
    assert text.count("group: Phone work") == text.count("  call-backs:\n") == text.count("  voice-mail:\n") == 1
    lines = cxaudit("lint", "mine", "--format", "concise").out.splitlines()
    assert {line.rpartition("[")[2] for line in lines if " error: " in line} == {"unwritten]", "unused-criterion]"}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("framework", "four-ps"), 'the id "four-ps" is taken\n  hint: choose another id\n'),
        (("criterion", "courtesy"), 'the id "courtesy" is taken\n  hint: choose another id\n'),
        (("framework", "scales"), 'the id "scales" is taken\n  hint: choose another id\n'),
        (("framework", "all"), 'the id "all" is taken\n  hint: choose another id\n'),
        (("framework", "Big One"), 'id: "Big One" is not an id\n  hint: ids are lower-case words joined by hyphens\n'),
        (("criterion", "../x"), 'id: "../x" is not an id\n  hint: ids are lower-case words joined by hyphens\n'),
        (("lens", "x"), 'there is no starter "lens"\n  hint: known starters: framework, criterion\n'),
    ],
)
def test_new_takes_only_ids_that_are_free(cxaudit, args: tuple[str, str], expected: str):
    ran = cxaudit("new", *args, "mine")
    assert (ran.code, ran.err) == (2, expected)


def test_new_never_writes_over_or_into_what_would_break(cxaudit, tmp_path: Path):
    assert cxaudit("new", "criterion", "first-one", "mine").code == 0
    bank = tmp_path / "mine" / "frameworks" / "bank" / "own.yaml"
    changed = bank.read_text().replace("order: 500", "# order last") + "order: 500\n"
    bank.write_text(changed)
    ran = cxaudit("new", "criterion", "second-one", "mine")
    assert ran.code == 2
    assert ran.err.startswith("mine/frameworks/bank/own.yaml:") and bank.read_text() == changed
