"""cxaudit interview without a terminal."""

import os
import re
from pathlib import Path

from factories import FOREIGN_PACK, PLAY, SAMPLE_ANSWERS, questions

FOUR = ("icmi-customer-expectations", "four-ps", "strategy-mistakes", "seven-guidelines")


def test_playing_the_same_answers_twice_changes_nothing(cxaudit):
    cxaudit(*PLAY)
    before = Path("a.yaml").read_bytes()
    again = cxaudit(*PLAY)
    assert (again.code, again.err) == (0, "")
    assert Path("a.yaml").read_bytes() == before


def test_an_answer_given_before_is_kept_and_said(cxaudit):
    cxaudit(*PLAY)
    Path("more.yaml").write_text("version: 1\nanswers:\n  courtesy: {level: 0}\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert ran.code == 0
    assert ran.err == "more.yaml: kept as it was before: courtesy\n"


def test_several_files_of_answers_and_the_frameworks_they_serve(cxaudit):
    Path("one.yaml").write_text("version: 1\nprofile: {staffed-channels: yes}\nanswers: {courtesy: {level: 1}}\n")
    Path("two.yaml").write_text("version: 1\norganisation: O\nanswers: {response-goals: {level: 2}}\n")
    ran = cxaudit(
        "interview",
        "b.yaml",
        "--framework",
        "four-ps",
        "--answers",
        "one.yaml",
        "--answers",
        "two.yaml",
        "--as-of",
        "2026-01-02",
    )
    assert ran.out.splitlines()[-1] == f"b.yaml: 3 of {questions('four-ps')} questions answered"
    assert 'at: "2026-01-02"' in Path("b.yaml").read_text()
    assert "organisation: O" in Path("b.yaml").read_text()


def test_a_quick_audit_and_the_full_one_after_it(cxaudit):
    quick = cxaudit("interview", "a.yaml", "--quick", "--answers", SAMPLE_ANSWERS)
    asked, done = re.findall(r"\d+", quick.out)[:2]
    assert asked == done and int(asked) < questions()
    assert "quick: true" in Path("a.yaml").read_text()
    full = cxaudit("interview", "a.yaml", "--full", "--answers", SAMPLE_ANSWERS)
    assert f"{questions()} of {questions()} questions answered" in full.out
    assert "quick" not in Path("a.yaml").read_text()


def test_answers_files_bring_their_frameworks_to_a_new_audit_only(cxaudit):
    Path("x.yaml").write_text("version: 1\nframeworks: {four-ps: 1.0.0}\nanswers: {courtesy: {level: 1}}\n")
    assert (
        cxaudit("interview", "a.yaml", "--answers", "x.yaml").out
        == f"a.yaml: 1 of {questions('four-ps')} questions answered\n"
    )
    cxaudit("interview", "b.yaml", "--framework", "strategy-mistakes", "--answers", "x.yaml")
    assert "four-ps" not in Path("b.yaml").read_text()


def test_only_what_a_dead_run_left_is_tidied_away(cxaudit):
    ours = f".a.yaml.{os.getpid()}-living.tmp"
    kept = [ours, ".a.yaml.notes.tmp", ".b.yaml.999999999-x.tmp", "a.yaml.tmp"]
    for name in [*kept, ".a.yaml.999999999-dead.tmp"]:
        Path(name).write_text("x")
    cxaudit(*PLAY)
    assert sorted(p.name for p in Path().iterdir()) == sorted(["a.yaml", *kept])


def test_two_runs_into_one_file_lose_nothing(tmp_path):
    import subprocess
    import sys

    import yaml

    answers = yaml.safe_load(SAMPLE_ANSWERS.read_text())["answers"]
    for n in (0, 1):
        half = {i: {"level": 2} for i in list(answers)[n::2]}
        (tmp_path / f"{n}.yaml").write_text(yaml.safe_dump({"version": 1, "answers": half}))
    (tmp_path / "a.yaml").write_text("version: 1\nframeworks: {" + ", ".join(f"{i}: 1.0.0" for i in FOUR) + "}\n")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "cxaudit", "interview", "a.yaml", "--answers", f"{n}.yaml"], cwd=tmp_path
        )
        for n in (0, 1)
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert len(yaml.safe_load((tmp_path / "a.yaml").read_text())["answers"]) == len(answers)
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


def test_an_answer_to_a_criterion_that_is_gone_is_kept_and_reported(cxaudit):
    cxaudit(*PLAY)
    with Path("a.yaml").open("a") as stream:
        stream.write("  courtesey:\n    level: 2\n")
    ran = cxaudit("score", "a.yaml")
    assert ran.code == 0
    assert 'there is no criterion "courtesey"; it is kept and not scored\n  hint: did you mean courtesy?' in ran.err
    cxaudit(*PLAY)
    assert "  courtesey:\n    level: 2\n" in Path("a.yaml").read_text()


def test_a_link_stays_a_link_and_permissions_stay(cxaudit):
    Path("real").mkdir()
    os.symlink("real/a.yaml", "a.yaml")
    Path("real/a.yaml").write_text("version: 1\nframeworks: {four-ps: 1.0.0}\n")
    os.chmod("real/a.yaml", 0o640)
    Path("more.yaml").write_text("version: 1\ntarget: 4\n")
    cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert Path("a.yaml").is_symlink()
    assert "target: 4" in Path("real/a.yaml").read_text()
    assert os.stat("real/a.yaml").st_mode & 0o777 == 0o640


def test_the_configuration_gives_packs_frameworks_and_target_to_new_audits(cxaudit, tmp_path: Path):
    foreign = FOREIGN_PACK
    (tmp_path / "cxaudit.yaml").write_text(f"packs: ['{foreign}']\nframeworks: [contact-figures]\ntarget: 2\n")
    (tmp_path / "answers.yaml").write_text("version: 1\nanswers: {figures-published: {level: 1}}\n")
    assert cxaudit("interview", "a.yaml", "--answers", "answers.yaml", "--pack", foreign).code == 0
    audit = (tmp_path / "a.yaml").read_text()
    assert "contact-figures: " in audit and "target: 2" in audit
    assert "Contact figures" in cxaudit("score", "a.yaml").out
    (tmp_path / "cxaudit.yaml").write_text("frameworks: [nope]\n")
    assert "nope" in cxaudit("interview", "b.yaml", "--answers", "answers.yaml").err
