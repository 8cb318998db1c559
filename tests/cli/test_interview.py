"""cxaudit interview without a terminal."""

import os
import re
import stat
from pathlib import Path

import pytest
from factories import FOREIGN_PACK, PLAY, SAMPLE_ANSWERS, questions

VERSION = "version: 2\n"
RELIEF = "courtesy: {practices: {relief: yes}}"


def test_playing_the_same_answers_twice_changes_nothing(cxaudit):
    cxaudit(*PLAY)
    before = Path("a.yaml").read_bytes()
    again = cxaudit(*PLAY)
    assert (again.code, again.err) == (0, "")
    assert Path("a.yaml").read_bytes() == before


def test_an_answer_given_before_is_kept_and_reported(cxaudit):
    cxaudit(*PLAY)
    Path("more.yaml").write_text(VERSION + "answers:\n  courtesy: {practices: {relief: no}}\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert ran.code == 0
    assert ran.err == "more.yaml: kept as it was before: courtesy\n"


def test_several_files_of_answers_and_the_frameworks_they_serve(cxaudit):
    Path("one.yaml").write_text(VERSION + f"profile: {{staffed-channels: yes}}\nanswers: {{{RELIEF}}}\n")
    Path("two.yaml").write_text(VERSION + "organisation: O\nanswers: {response-goals: {na: out-of-scope}}\n")
    files = ("--answers", "one.yaml", "--answers", "two.yaml")
    ran = cxaudit("interview", "b.yaml", "--framework", "four-ps", *files, "--as-of", "2026-01-02")
    assert ran.out.splitlines()[-1] == f"b.yaml: 2 of {questions('four-ps')} questions answered"
    text = Path("b.yaml").read_text()
    assert 'at: "2026-01-02"' in text and "organisation: O" in text and 'relief: "yes"' in text


def test_a_quick_look_and_the_full_audit_after_it(cxaudit):
    quick = cxaudit("interview", "a.yaml", "--quick", "--answers", SAMPLE_ANSWERS)
    asked = [int(number) for number in re.findall(r"\d+ of (\d+)", quick.out)]
    assert asked and asked[0] <= questions()
    assert "quick: true" in Path("a.yaml").read_text()
    assert "%" not in cxaudit("score", "a.yaml").out
    full = cxaudit("interview", "a.yaml", "--full", "--answers", SAMPLE_ANSWERS)
    assert f"{questions()} of {questions()} questions answered" in full.out
    assert "quick" not in Path("a.yaml").read_text()


def test_answers_files_bring_their_frameworks_to_a_new_audit_only(cxaudit):
    Path("x.yaml").write_text(VERSION + f"frameworks: {{four-ps: 2.0.0}}\nanswers: {{{RELIEF}}}\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "x.yaml")
    assert f"of {questions('four-ps')} questions answered" in ran.out
    cxaudit("interview", "b.yaml", "--framework", "strategy-mistakes", "--answers", "x.yaml")
    assert "four-ps" not in Path("b.yaml").read_text()


def test_only_what_a_dead_run_left_is_tidied_away(cxaudit):
    ours = f".a.yaml.{os.getpid()}-living.tmp"
    kept = [ours, ".a.yaml.notes.tmp", ".b.yaml.999999999-x.tmp", "a.yaml.tmp"]
    for name in [*kept, ".a.yaml.999999999-dead.tmp"]:
        Path(name).write_text("x")
    cxaudit(*PLAY)
    assert sorted(p.name for p in Path().iterdir()) == sorted(["a.yaml", *kept])


def test_a_new_audit_can_be_read_by_its_owner_alone_and_an_old_one_keeps_its_permissions(cxaudit):
    cxaudit(*PLAY)
    assert stat.S_IMODE(os.stat("a.yaml").st_mode) == 0o600
    os.chmod("a.yaml", 0o640)
    Path("more.yaml").write_text(VERSION + "matters: [service]\n")
    cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert stat.S_IMODE(os.stat("a.yaml").st_mode) == 0o640


def test_an_answer_to_a_criterion_that_is_gone_is_kept_and_reported(cxaudit):
    cxaudit(*PLAY)
    with Path("a.yaml").open("a") as stream:
        stream.write("  courtesey:\n    level: 2\n")
    ran = cxaudit("score", "a.yaml")
    assert ran.code == 0
    assert 'there is no criterion "courtesey"; it is kept but does not count\n  hint: did you mean courtesy?' in ran.err
    cxaudit(*PLAY)
    assert "  courtesey:\n    level: 2\n" in Path("a.yaml").read_text()


def test_an_answer_to_a_question_that_has_changed_is_asked_again(cxaudit):
    cxaudit(*PLAY)
    text = Path("a.yaml").read_text()
    asked = re.search(r"  courtesy:\n(?:    .*\n)*?    asked: (.*)\n", text)
    assert asked
    Path("a.yaml").write_text(text.replace(asked[1], '"00000000"'))
    Path("more.yaml").write_text(VERSION + "matters: [service]\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert "courtesy has since changed: the answer is kept but not counted; the interview asks again" in ran.err
    assert f"{questions() - 1} of {questions()} questions answered" in ran.out


def test_a_link_stays_a_link(cxaudit):
    Path("real").mkdir()
    os.symlink("real/a.yaml", "a.yaml")
    Path("real/a.yaml").write_text(VERSION + "frameworks: {four-ps: 2.0.0}\n")
    Path("more.yaml").write_text(VERSION + "target: {all: leading}\n")
    cxaudit("interview", "a.yaml", "--answers", "more.yaml")
    assert Path("a.yaml").is_symlink()
    assert "  all: leading" in Path("real/a.yaml").read_text()


@pytest.mark.parametrize(
    ("own", "given", "message"),
    [
        ("respondent: Ann", "respondent: Bob", "these are Bob's answers, but the respondent of the audit is Ann"),
        (
            "organisation: Acme",
            "organisation: Zeta",
            "these are Zeta's answers, but the organisation of the audit is Acme",
        ),
    ],
)
def test_answers_of_somebody_else_are_refused(cxaudit, own: str, given: str, message: str):
    Path("a.yaml").write_text(VERSION + f"frameworks: {{four-ps: 2.0.0}}\n{own}\n")
    before = Path("a.yaml").read_bytes()
    Path("b.yaml").write_text(VERSION + f"{given}\nanswers: {{{RELIEF}}}\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "b.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"b.yaml: {message}\n")
    assert Path("a.yaml").read_bytes() == before


def test_the_same_person_in_other_letters_is_the_same_person(cxaudit):
    Path("a.yaml").write_text(VERSION + "frameworks: {four-ps: 2.0.0}\nrespondent: Ann  Lee\n")
    Path("b.yaml").write_text(VERSION + f"respondent: ann lee\nanswers: {{{RELIEF}}}\n")
    assert cxaudit("interview", "a.yaml", "--answers", "b.yaml").code == 0


def test_an_audit_does_not_change_hands_by_an_option(cxaudit):
    cxaudit(*PLAY)
    before = Path("a.yaml").read_bytes()
    ran = cxaudit("interview", "a.yaml", "--respondent", "Somebody Else", "--answers", SAMPLE_ANSWERS)
    assert ran.code == 2
    assert "the respondent of this audit is Ines Okafor, not Somebody Else" in ran.err
    assert Path("a.yaml").read_bytes() == before


def test_two_scripts_of_two_people_do_not_make_one_audit(cxaudit):
    Path("one.yaml").write_text(VERSION + "respondent: Ann\n")
    Path("two.yaml").write_text(VERSION + "respondent: Bob\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "one.yaml", "--answers", "two.yaml")
    assert ran.code == 2
    assert not Path("a.yaml").exists()


def test_last_years_file_takes_no_answers_of_this_year(cxaudit):
    cxaudit(*PLAY, "--as-of", "2026-11-10")
    before = Path("a.yaml").read_bytes()
    ran = cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS, "--as-of", "2027-11-10")
    assert ran.code == 2
    assert "the newest answer here is from 2026-11-10: give the new round its own file" in ran.err
    assert Path("a.yaml").read_bytes() == before


def test_answers_of_years_ago_are_not_played_into_a_new_audit(cxaudit):
    Path("old.yaml").write_text(VERSION + "answers: {courtesy: {practices: {relief: yes}, at: 2020-01-01}}\n")
    ran = cxaudit("interview", "a.yaml", "--answers", "old.yaml", "--as-of", "2026-11-26")
    assert ran.code == 2
    assert ran.err.startswith("old.yaml: the newest answer here is from 2020-01-01")
    assert not Path("a.yaml").exists()


def test_the_configuration_gives_packs_frameworks_and_target_to_new_audits(cxaudit, tmp_path: Path):
    foreign = FOREIGN_PACK
    (tmp_path / "cxaudit.yaml").write_text(f"packs: ['{foreign}']\nframeworks: [contact-figures]\ntarget: leading\n")
    (tmp_path / "answers.yaml").write_text(VERSION + "answers: {figures-published: {level: 1}}\n")
    assert cxaudit("interview", "a.yaml", "--answers", "answers.yaml", "--pack", foreign).code == 0
    audit = (tmp_path / "a.yaml").read_text()
    assert "contact-figures: " in audit and "  all: leading" in audit
    assert "Contact figures" in cxaudit("score", "a.yaml").out
    (tmp_path / "cxaudit.yaml").write_text("frameworks: [nope]\n")
    assert "nope" in cxaudit("interview", "b.yaml", "--answers", "answers.yaml").err


@pytest.mark.parametrize("command", [("report", "a.yaml", "-o"), ("baseline", "create", "s.yaml", "-o")])
def test_results_are_not_written_over_another_clients_audit(cxaudit, command: tuple[str, ...]):
    cxaudit(*PLAY)
    Path("other.yaml").write_text(VERSION + f"frameworks: {{four-ps: 2.0.0}}\nanswers: {{{RELIEF}}}\n")
    Path("s.yaml").write_text("title: T\norganisation: O\nvision: V\n")
    before = Path("other.yaml").read_bytes()
    ran = cxaudit(*command, "other.yaml")
    assert ran.code == 2
    assert "other.yaml: this looks like an audit, a strategy or a pack file" in ran.err
    assert Path("other.yaml").read_bytes() == before


def test_lint_writes_no_format_over_an_audit(cxaudit):
    Path("other.yaml").write_text(VERSION + f"frameworks: {{four-ps: 2.0.0}}\nanswers: {{{RELIEF}}}\n")
    Path("s.yaml").write_text("title: T\norganisation: O\nvision: V\n")
    assert cxaudit("lint", "s.yaml", "--format", "sarif", "-o", "other.yaml").code == 2
    assert "relief" in Path("other.yaml").read_text()


def test_a_report_is_written_over_the_last_one(cxaudit):
    cxaudit(*PLAY)
    for _ in range(2):
        assert cxaudit("report", "a.yaml", "-o", "report.md").code == 0
