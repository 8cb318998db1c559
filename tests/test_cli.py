"""The command line as a person meets it: what comes out, and how mistakes are said."""

import json
import os
from pathlib import Path

import pytest
from conftest import SAMPLE

FOUR = ("icmi-customer-expectations", "four-ps", "strategy-mistakes", "seven-guidelines")
PLAY = ("interview", "a.yaml", "--answers", SAMPLE)
ONE_QUESTION = """\
group: Extra
order: 5
criteria:
  fax-manners:
    title: Fax manners
    question: What is written about faxes?
    levels: [Nothing., Talk., A page., It is kept., It is improved.]
    why: Faxes matter.
    evidence: [a fax]
    advice: [Talk., Write., Keep., Improve.]
    effort: low
    ask: [manager]
"""
ONE_FRAMEWORK = """\
id: fax-lens
title: Fax lens
group: ours
version: 1.0.0
source: us
about: For faxes.
items:
  manners: {title: Manners, gist: Faxes are kind., criteria: [fax-manners, courtesy]}
"""


def make_pack(folder: Path) -> Path:
    (folder / "frameworks" / "bank").mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "frameworks" / "bank" / "extra.yaml").write_text(ONE_QUESTION)
    (folder / "frameworks" / "fax-lens.yaml").write_text(ONE_FRAMEWORK)
    (folder / "templates" / "house.md.j2").write_text(
        '{% extends "report.md.j2" %}\n{% block who %}House style.\n{% endblock %}\n'
    )
    return folder


def test_the_sample_from_answers_to_report(cxaudit):
    assert cxaudit(*PLAY).out == "a.yaml: 33 of 33 questions answered, 2 of them with don't know\n"
    score = cxaudit("score", "a.yaml")
    assert (score.code, score.err) == (0, "")
    assert score.out.startswith("Harbour Water\n")
    report = cxaudit("report", "a.yaml", "-o", "r.md")
    assert (report.code, report.out, report.err) == (0, "", "")
    assert Path("r.md").read_text(encoding="utf-8") == cxaudit("report", "a.yaml").out


def test_the_same_input_gives_the_same_bytes_wherever_it_runs(cxaudit, monkeypatch):
    cxaudit(*PLAY)
    first = [
        cxaudit(*args).out
        for args in (("score", "a.yaml"), ("report", "a.yaml"), ("score", "a.yaml", "--format", "json"))
    ]
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert first == [
        cxaudit(*args).out
        for args in (("score", "a.yaml"), ("report", "a.yaml"), ("score", "a.yaml", "--format", "json"))
    ]


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
    assert ran.out.splitlines()[-1] == "b.yaml: 3 of 10 questions answered"
    assert 'at: "2026-01-02"' in Path("b.yaml").read_text()
    assert "organisation: O" in Path("b.yaml").read_text()


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
    assert len(score["criteria"]) == 29
    one = score["frameworks"]["four-ps"]
    assert {"point", "low", "high", "coverage", "to_target", "items", "evidenced", "band"} <= set(one)
    assert score["criteria"]["first-contact-resolution"]["state"] == "unknown"
    parts = sum(c["to_fix"] + c["to_find_out"] for c in score["criteria"].values())
    assert parts + score["overall"]["to_target"]["low"] == pytest.approx(1, abs=1e-4)


def test_report_as_json(cxaudit):
    cxaudit(*PLAY)
    report = json.loads(cxaudit("report", "a.yaml", "--format", "json").out)
    assert report["organisation"] == "Harbour Water"
    assert [gap["number"] for gap in report["gaps"]] == list(range(1, len(report["gaps"]) + 1))
    assert report["top_gaps"] == [gap for gap in report["gaps"] if not gap["first"]][:5]


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


def test_frameworks_are_listed_and_shown(cxaudit):
    listed = cxaudit("frameworks").out
    assert "four-ps" in listed
    assert "93 questions in all" in listed
    assert next(line for line in listed.splitlines() if line.startswith("four-ps")).split()[-2:] == ["7", "-"]
    chosen = cxaudit("frameworks", "--framework", "people").out
    assert next(line for line in chosen.splitlines() if line.startswith("four-ps")).split()[-2:] == ["7", "7"]
    shown = cxaudit("frameworks", "four-ps").out
    assert "Promptness: " in shown
    assert "What response-time goals do your contact channels have?" in shown
    assert "      4  In the last twelve months" in shown


def test_the_overlap_as_a_map(cxaudit):
    shown = cxaudit("frameworks", "--map", "--framework", "first-audit").out
    assert shown.splitlines()[0].endswith(": 2")
    table = cxaudit("frameworks", "--map", "--format", "md").out.splitlines()
    assert len(table) == 95
    served = json.loads(cxaudit("frameworks", "--map", "--format", "json").out)["criteria"]
    assert len(served) == 93
    assert max(map(len, served.values())) == len(served["training-programme"]) == 7


def test_a_quick_audit_and_the_full_one_after_it(cxaudit):
    quick = cxaudit("interview", "a.yaml", "--quick", "--answers", SAMPLE)
    assert "25 of 25 questions answered" in quick.out
    assert "quick: true" in Path("a.yaml").read_text()
    full = cxaudit("interview", "a.yaml", "--full", "--answers", SAMPLE)
    assert "33 of 33 questions answered" in full.out
    assert "quick" not in Path("a.yaml").read_text()


def test_a_pack_adds_questions_frameworks_and_templates(cxaudit, tmp_path):
    pack = make_pack(tmp_path / "pack")
    assert "fax-lens" in cxaudit("frameworks", "--pack", pack).out
    Path("x.yaml").write_text("version: 1\nprofile: {staffed-channels: yes}\nanswers: {fax-manners: {level: 0}}\n")
    ran = cxaudit("interview", "a.yaml", "--pack", pack, "--framework", "fax-lens", "--answers", "x.yaml")
    assert ran.out == "a.yaml: 2 of 3 questions answered\n"
    house = cxaudit("report", "a.yaml", "--pack", pack, "--template", pack / "templates" / "house.md.j2")
    assert "House style." in house.out
    assert "Fax manners" in house.out
    without = cxaudit("score", "a.yaml")
    assert without.code == 2
    assert 'a.yaml:4:3: there is no framework "fax-lens"' in without.err


def test_a_pack_may_not_take_an_id(cxaudit, tmp_path):
    pack = make_pack(tmp_path / "pack")
    (pack / "frameworks" / "bank" / "extra.yaml").write_text(ONE_QUESTION.replace("fax-manners", "courtesy"))
    ran = cxaudit("frameworks", "--pack", pack)
    assert ran.code == 2
    assert 'extra.yaml:4:3: the id "courtesy" is taken' in ran.err


def own_template(text: str) -> str:
    Path("own.j2").write_text(text)
    return "own.j2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n{% if %}", "own.j2:2:1: template: "),
        ("a\nb\n{{ nothing }}", "own.j2:3:1: template: 'nothing' is undefined"),
        ("{{ organisation.upper.nope }}", "own.j2:1:1: template: "),
        ("\n{{ 1 / 0 }}", "own.j2:2:1: template: division by zero"),
        ("{{ organisation|nope }}", "own.j2:1:1: template: No filter named 'nope'."),
        ("{% include 'nope.j2' %}", "own.j2: there is no template nope.j2"),
        ("{{ ''.__class__.__mro__ }}", "own.j2:1:1: template: "),
        ("{{ overall.__init__.__globals__ }}", "own.j2:1:1: template: "),
        ("{% for i in range(10000000) %}x{% endfor %}", "own.j2:1:1: template: Range too big"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "own.j2:1:1: template: maximum recursion"),
        ('{{ "\\ud800"|safe }}', "own.j2: template: 'utf-8' codec"),
        ("{{ organisation|tojson }}", "own.j2:1:1: template: No filter named 'tojson'."),
    ],
)
def test_a_fault_in_an_own_template_is_one_line(cxaudit, text, expected):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "--template", own_template(text))
    assert ran.code == 2
    assert ran.err.startswith(expected), ran.err
    assert "Traceback" not in ran.err


def test_an_own_template_shows_values_inert_by_default(cxaudit):
    Path("x.yaml").write_text('version: 1\norganisation: "<b>A|B</b> *c*"\nanswers: {courtesy: {level: 1}}\n')
    cxaudit("interview", "a.yaml", "--answers", "x.yaml")
    ran = cxaudit("report", "a.yaml", "--template", own_template("{{ organisation }} {{ overall.point|percent }}"))
    assert ran.out == r"&lt;b&gt;A\|B&lt;/b&gt; \*c\* 25%"


def test_an_own_template_may_be_named_like_the_one_it_extends(cxaudit):
    cxaudit(*PLAY)
    Path("report.md.j2").write_text('{% extends "report.md.j2" %}{% block who %}Ours.\n{% endblock %}')
    ran = cxaudit("report", "a.yaml", "--template", "report.md.j2")
    assert (ran.code, "Ours." in ran.out) == (0, True)


def test_values_stay_inert_however_a_template_joins_them(cxaudit):
    Path("x.yaml").write_text('version: 1\norganisation: "[x](http://y) *b*"\nanswers: {courtesy: {level: 1}}\n')
    cxaudit("interview", "a.yaml", "--answers", "x.yaml")
    template = "{{ (overall.point|percent) ~ organisation }}|{{ overall.point|percent + organisation }}"
    ran = cxaudit("report", "a.yaml", "--template", own_template(template))
    assert ran.out == r"25%\[x\](http://y) \*b\*|25%\[x\](http://y) \*b\*"
    items = cxaudit(
        "report", "a.yaml", "--template", own_template("{% for i in frameworks[0].items %}{{ i.id }} {% endfor %}")
    )
    assert items.out.startswith("accessible courteous")


def test_a_gap_that_waits_for_something_unknown_is_not_called_none(cxaudit):
    Path("a.yaml").write_text(
        "version: 1\nframeworks: {strategy-mistakes: 1.0.0}\n"
        "answers: {written-strategy: {unknown: true}, concise-written-plan: {level: 1}}\n"
    )
    report = cxaudit("report", "a.yaml").out
    assert "No gap is known" not in report
    assert "Every gap that is known waits" in report


def test_answers_files_bring_their_frameworks_to_a_new_audit_only(cxaudit):
    Path("x.yaml").write_text("version: 1\nframeworks: {four-ps: 1.0.0}\nanswers: {courtesy: {level: 1}}\n")
    assert cxaudit("interview", "a.yaml", "--answers", "x.yaml").out == "a.yaml: 1 of 10 questions answered\n"
    cxaudit("interview", "b.yaml", "--framework", "strategy-mistakes", "--answers", "x.yaml")
    assert "four-ps" not in Path("b.yaml").read_text()


def test_terminal_escapes_in_files_do_not_reach_the_screen(cxaudit, tmp_path):
    Path("a.yaml").write_text('version: 1\norganisation: "a\\e[31mb"\nframeworks: {four-ps: "1\\e]0;x\\a"}\n')
    ran = cxaudit("score", "a.yaml")
    assert ran.out.startswith("a[31mb\n")
    Path("b.yaml").write_text('version: 1\nrole: "\\e[31mboss"\n"k\\e": 1\nframeworks: {four-ps: 1.0.0}\n')
    assert "\x1b" not in ran.out + ran.err + cxaudit("score", "b.yaml").err


def test_a_device_is_written_to_and_stays_a_device(cxaudit):
    cxaudit(*PLAY)
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert cxaudit("score", "a.yaml").code == 0
    ran = cxaudit("report", "a.yaml", "-o", "/dev/null")
    assert (ran.code, Path("/dev/null").is_char_device()) == (0, True)
    assert cxaudit("interview", "pipe", "--answers", SAMPLE).err == "pipe: this is a device or pipe, not a file\n"
    os.close(reader)


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

    answers = yaml.safe_load(SAMPLE.read_text())["answers"]
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


def test_a_terminal_without_a_width_and_closed_streams(cxaudit, tmp_path):
    import subprocess
    import sys

    cxaudit(*PLAY)
    program = f"{sys.executable} -m cxaudit"
    opened = f"import pty; raise SystemExit(pty.spawn('{program} score a.yaml'.split()) >> 8)"
    assert subprocess.run([sys.executable, "-c", opened], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    for command in (f"{program} score a.yaml >&-", f"{program} interview b.yaml <&-"):
        ran = subprocess.run(command, shell=True, capture_output=True, text=True)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr


# ------------------------------------------------------------------------------------------- wrong inputs


def contents(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "w.yaml: the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "w.yaml:1:1: the file is not UTF-8 text"),
        (b"a: [", "w.yaml:2:1: not valid YAML"),
        (b"version: 1\n---\nversion: 1\n", "w.yaml:2:1: a second document begins here"),
        (b"version: 9\n", "w.yaml:1:10: this program reads version 1 of the audit format, not 9"),
        (
            b"version: 1\nframeworks: {four-pz: 1}\n",
            'w.yaml:2:14: there is no framework "four-pz"\n  hint: did you mean four-ps?',
        ),
        (
            b"version: 1\nframeworks: {four-ps: 1}\nanswers: {courtesy: {level: 7}}\n",
            'w.yaml:3:29: "7" is not a whole',
        ),
    ],
)
@pytest.mark.parametrize("command", ["score", "report", "interview"])
def test_a_wrong_audit_is_one_line_and_stays_as_it_is(cxaudit, command, data, expected):
    file = contents("w.yaml", data)
    extra = ["--answers", SAMPLE] if command == "interview" else []
    ran = cxaudit(command, file, *extra)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(expected), ran.err
    assert "Traceback" not in ran.err
    assert Path(file).read_bytes() == data


def test_missing_files_and_folders(cxaudit):
    Path("folder").mkdir()
    assert cxaudit("score", "none.yaml").err == "none.yaml: cannot be read: no such file or directory\n"
    assert cxaudit("score", "folder").err == "folder: this is a folder, not a file\n"
    assert cxaudit("interview", "folder", "--answers", SAMPLE).err == "folder: this is a folder, not a file\n"
    assert cxaudit("interview", "no/such/a.yaml", "--answers", SAMPLE).code == 2
    assert cxaudit("report", "none.yaml", "--template", "t.j2").code == 2
    assert cxaudit("frameworks", "--pack", "nowhere").err.startswith("nowhere: there is no such folder")
    assert cxaudit("frameworks", "--pack", "folder").err.startswith("folder: this folder is not a pack")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("scor",), "cxaudit: No such command 'scor'"),
        (("score",), "cxaudit: Missing argument 'AUDIT.yaml'"),
        (("score", "a.yaml", "--formt", "x"), "cxaudit: No such option: --formt"),
        (("score", "a.yaml", "--format", "xml"), 'there is no format "xml" here'),
        (("score", "a.yaml", "--fail-under", "lots"), "cxaudit: Invalid value for '--fail-under'"),
        (("score", "a.yaml", "--fail-under", "nan"), "--fail-under takes a number from 0 to 100"),
        (("score", "a.yaml", "--explain", "four-ps", "--format", "json"), "--explain prints text"),
        (("interview", "b.yaml", "--framework", "all", "--framework", "nope", "--answers", SAMPLE), 'there is no framework, group or set "nope"'),
        (("score", "a.yaml", "--explain", "courtesi"), 'this audit scores nothing called "courtesi"\n  hint: did you mean courtesy?'),
        (("frameworks", "4ps"), 'there is no framework "4ps"'),
        (("interview", "b.yaml", "--framework", "fourps", "--answers", SAMPLE), 'there is no framework, group or set "fourps"'),
        (("frameworks", "--format", "md"), "--format md goes with --map"),
        (("interview", "b.yaml", "--role", "boss", "--answers", SAMPLE), 'there is no role "boss" here'),
        (("interview", "b.yaml", "--as-of", "soon", "--answers", SAMPLE), '--as-of "soon" is not a date'),
        (("interview", "b.yaml", "--answers", "none.yaml"), "none.yaml: cannot be read"),
        (("interview", "b.yaml"), "there is no terminal to ask on\n  hint: play answers from a file"),
        (("score", "a.yml"), "a.yml: cannot be read: no such file or directory\n  hint: did you mean a.yaml?"),
        (("interview", "b.yaml", "--organisation", " ", "--answers", SAMPLE), "--organisation is empty"),
        (("report", "a.yaml", "-o", "a.yaml"), "a.yaml: the report would overwrite the audit"),
        (("report", "a.yaml", "-o", "no/such/r.md"), "no/such/r.md: cannot be written: there is no folder no/such\n  hint: make the folder first"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_said_in_a_line_and_leaves_no_file(cxaudit, args, expected):
    cxaudit(*PLAY)
    before = {p.name: p.read_bytes() for p in Path().iterdir()}
    ran = cxaudit(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(expected), ran.err
    assert {p.name: p.read_bytes() for p in Path().iterdir()} == before


def test_without_arguments_the_help_is_shown(cxaudit):
    ran = cxaudit()
    assert ran.code == 2
    assert "Audits an organisation's customer service strategy" in ran.err


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a system with /dev/full")
def test_a_full_disk_under_the_output_is_a_line(cxaudit, tmp_path):
    import subprocess
    import sys

    cxaudit(*PLAY)
    for args in (["score", "a.yaml"], ["report", "a.yaml"]):
        with open("/dev/full", "w") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "cxaudit", *args], stdout=full, stderr=subprocess.PIPE, text=True
            )
        assert (ran.returncode, ran.stderr) == (
            2,
            "cxaudit: cannot use the output: no space left on device\n",
        )


# -------------------------------------------------------------------------------------------- lint and new


def test_lint_proves_a_pack_and_counts_what_it_checked(cxaudit, tmp_path: Path):
    foreign = Path(__file__).parent / "packs" / "foreign"
    ran = cxaudit("lint", foreign)
    assert (ran.code, ran.out, ran.err) == (0, "", "6 files checked: no problem\n")


def test_lint_proves_the_shipped_folder_as_a_pack_too(cxaudit):
    ran = cxaudit("lint", Path(__file__).parents[1])
    assert (ran.code, ran.out) == (0, "")


def test_lint_tells_every_problem_on_a_line_of_its_own_and_exits_with_1(cxaudit, tmp_path: Path):
    frameworks = tmp_path / "mine" / "frameworks"
    frameworks.mkdir(parents=True)
    (frameworks / "mine.yaml").write_text("id: mine\ntitel: x\n")
    (frameworks / "sets.yaml").write_text("groups: [Big]\n")
    ran = cxaudit("lint", "mine", "--format", "concise")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert all(line.startswith("mine/frameworks/") for line in lines)
    assert 'mine/frameworks/mine.yaml:2:1: error: "titel" is not a key here [structure]' in lines
    assert ran.err.startswith("2 files checked: 8 errors")


def test_lint_tries_templates(cxaudit, tmp_path: Path):
    (tmp_path / "mine" / "templates").mkdir(parents=True)
    template = tmp_path / "mine" / "templates" / "brief.md.j2"
    template.write_text("# {{ organisation }}\n{{ verdict }}\n")
    ran = cxaudit("lint", "mine", "--format", "concise")
    told = "mine/templates/brief.md.j2:2:1: error: template: 'verdict' is undefined [structure]\n"
    assert (ran.code, ran.out) == (1, told)
    template.write_text("# {{ organisation }}\n{{ overall.band }}\n")
    assert cxaudit("lint", "mine").code == 0


def test_lint_says_where_there_is_nothing_to_check(cxaudit, tmp_path: Path):
    (tmp_path / "empty" / "frameworks").mkdir(parents=True)
    ran = cxaudit("lint", "empty")
    assert ran.code == 3
    assert ran.err.startswith("empty: there is nothing to check here\n  hint: a strategy")
    assert cxaudit("lint", "nowhere").code == 2


def test_a_pack_may_build_on_another(cxaudit, tmp_path: Path):
    assert cxaudit("new", "criterion", "first-one", "base").code == 0
    assert cxaudit("new", "framework", "lens", "mine").code == 0
    path = tmp_path / "mine" / "frameworks" / "lens.yaml"
    path.write_text(path.read_text().replace("[courtesy]  ", "[first-one] ").replace("TODO ", ""))
    assert 'there is no criterion "first-one"' in cxaudit("lint", "mine").out
    assert cxaudit("lint", "mine", "--pack", "base").code == 0


def test_new_writes_a_starter_that_reads_and_says_what_is_left(cxaudit, tmp_path: Path):
    ran = cxaudit("new", "criterion", "call-backs", "mine", "--group", "phone-work")
    assert (ran.code, ran.out) == (
        0,
        "mine/frameworks/bank/phone-work.yaml:6: write what says TODO, then: cxaudit lint mine\n",
    )
    assert cxaudit("new", "criterion", "voice-mail", "mine", "--group", "phone-work").code == 0
    assert cxaudit("new", "framework", "phones", "mine").out.startswith("mine/frameworks/phones.yaml:2: ")
    text = (tmp_path / "mine" / "frameworks" / "bank" / "phone-work.yaml").read_text()
    assert text.count("group: Phone work") == text.count("  call-backs:\n") == text.count("  voice-mail:\n") == 1
    rules = {line.rpartition("[")[2] for line in cxaudit("lint", "mine", "--format", "concise").out.splitlines()}
    assert rules == {"unwritten]", "unused-criterion]"}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("framework", "four-ps"), 'the id "four-ps" is taken\n  hint: choose another id\n'),
        (("criterion", "courtesy"), 'the id "courtesy" is taken\n  hint: choose another id\n'),
        (("framework", "scales"), 'the id "scales" is taken\n  hint: choose another id\n'),
        (("framework", "all"), 'the id "all" is taken\n  hint: choose another id\n'),
        (("framework", "Big One"), 'id: "Big One" is not an id\n  hint: ids are lower-case words joined by hyphens\n'),
        (("criterion", "../x"), 'id: "../x" is not an id\n  hint: ids are lower-case words joined by hyphens\n'),
        (("lens", "x"), 'there is no starter "lens" here\n  hint: known starters: framework, criterion\n'),
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


def test_every_gap_shows_what_closing_it_lifts(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE)
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


def test_neighbours_are_named_for_orientation_only(cxaudit):
    sheet = cxaudit("frameworks", "service-recovery").out
    assert "nothing here measures conformity" in sheet
    assert "ISO 10002, complaints handling: https://www.iso.org/standard/71580.html" in sheet
    assert "conformity" not in cxaudit("frameworks", "strategy-drivers").out


def test_the_configuration_gives_packs_frameworks_and_target_to_new_audits(cxaudit, tmp_path: Path):
    foreign = Path(__file__).parent / "packs" / "foreign"
    (tmp_path / "cxaudit.yaml").write_text(f"packs: ['{foreign}']\nframeworks: [contact-figures]\ntarget: 2\n")
    (tmp_path / "answers.yaml").write_text("version: 1\nanswers: {figures-published: {level: 1}}\n")
    assert cxaudit("interview", "a.yaml", "--answers", "answers.yaml", "--pack", foreign).code == 0
    audit = (tmp_path / "a.yaml").read_text()
    assert "contact-figures: " in audit and "target: 2" in audit
    assert "Contact figures" in cxaudit("score", "a.yaml").out
    (tmp_path / "cxaudit.yaml").write_text("frameworks: [nope]\n")
    assert "nope" in cxaudit("interview", "b.yaml", "--answers", "answers.yaml").err
