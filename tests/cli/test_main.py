"""The command line as a person meets it: what comes out, and how mistakes are reported."""

import os
from pathlib import Path

import pytest
from factories import PLAY, SAMPLE_ANSWERS, questions


def test_the_sample_from_answers_to_report(cxaudit):
    assert cxaudit(*PLAY).out == f"a.yaml: {questions()} of {questions()} questions answered, 3 of them unknown\n"
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


def test_terminal_escapes_in_files_do_not_reach_the_screen(cxaudit, tmp_path):
    Path("a.yaml").write_text('version: 2\norganisation: "a\\e[31mb"\nframeworks: {four-ps: "1\\e]0;x\\a"}\n')
    ran = cxaudit("score", "a.yaml")
    assert ran.out.startswith("a[31mb\n")
    Path("b.yaml").write_text('version: 2\nrole: "\\e[31mboss"\n"k\\e": 1\nframeworks: {four-ps: 2.0.0}\n')
    assert "\x1b" not in ran.out + ran.err + cxaudit("score", "b.yaml").err


def test_a_device_is_written_to_and_stays_a_device(cxaudit):
    cxaudit(*PLAY)
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert cxaudit("score", "a.yaml").code == 0
    ran = cxaudit("report", "a.yaml", "-o", "/dev/null")
    assert (ran.code, Path("/dev/null").is_char_device()) == (0, True)
    assert (
        cxaudit("interview", "pipe", "--answers", SAMPLE_ANSWERS).err == "pipe: this is a device or pipe, not a file\n"
    )
    os.close(reader)


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


def contents(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "w.yaml: the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "w.yaml:1:1: the file is not UTF-8 text"),
        (b"a: [", "w.yaml:2:1: not valid YAML"),
        (b"version: 2\n---\nversion: 2\n", "w.yaml:2:1: a second document begins here"),
        (
            b"version: 9\n",
            "w.yaml:1:10: this program reads version 2 of the audit format, not 9\n  hint: a newer cxaudit may read it\n",
        ),
        (
            b"version: 1\nframeworks: {four-ps: 1.0.0}\nanswers: {courtesy: {level: 3}}\n",
            "w.yaml:1:10: this program reads version 2 of the audit format, not 1\n  hint: begin a new audit: cxaudit interview NEW.yaml\n",
        ),
        (
            b"version: 2\nframeworks: {four-ps: 1}\nanswers: {courtesy: {practices: {guide: often}}}\n",
            'w.yaml:3:41: "often" is not',
        ),
    ],
)
@pytest.mark.parametrize("command", ["score", "report", "interview"])
def test_a_wrong_audit_is_said_and_stays_as_it_is(cxaudit, command, data, expected):
    file = contents("w.yaml", data)
    extra = ["--answers", SAMPLE_ANSWERS] if command == "interview" else []
    ran = cxaudit(command, file, *extra)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(expected), ran.err
    assert "Traceback" not in ran.err
    assert Path(file).read_bytes() == data


def test_missing_files_and_folders(cxaudit):
    Path("folder").mkdir()
    assert cxaudit("score", "none.yaml").err == "none.yaml: cannot be read: no such file or directory\n"
    assert cxaudit("score", "folder").err == "folder: this is a folder, not a file\n"
    assert cxaudit("interview", "folder", "--answers", SAMPLE_ANSWERS).err == "folder: this is a folder, not a file\n"
    assert cxaudit("interview", "no/such/a.yaml", "--answers", SAMPLE_ANSWERS).code == 2
    assert cxaudit("report", "none.yaml", "--template", "t.j2").code == 2
    assert cxaudit("frameworks", "--pack", "nowhere").err.startswith("nowhere: there is no such folder")
    assert cxaudit("frameworks", "--pack", "folder").err.startswith("folder: this folder is not a pack")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("scor",), "cxaudit: No such command 'scor'"),
        (("score",), "cxaudit: Missing argument 'AUDIT.yaml'"),
        (("score", "a.yaml", "--formt", "x"), "cxaudit: No such option: --formt"),
        (("score", "a.yaml", "--format", "xml"), 'there is no format "xml"\n'),
        (("score", "a.yaml", "--fail-under", "lots"), "cxaudit: Invalid value for '--fail-under'"),
        (("score", "a.yaml", "--fail-under", "nan"), "--fail-under takes a number from 0 to 100"),
        (("score", "a.yaml", "--explain", "four-ps", "--format", "json"), "--explain cannot be used with --format json"),
        (("interview", "b.yaml", "--framework", "all", "--framework", "nope", "--answers", SAMPLE_ANSWERS), 'there is no framework, group or set "nope"'),
        (("score", "a.yaml", "--explain", "courtesi"), 'this audit scores nothing called "courtesi"\n  hint: did you mean courtesy?'),
        (("frameworks", "4ps"), 'there is no framework, group or set "4ps"'),
        (("interview", "b.yaml", "--framework", "fourps", "--answers", SAMPLE_ANSWERS), 'there is no framework, group or set "fourps"'),
        (("frameworks", "--format", "md"), "--format md needs --map"),
        (("interview", "b.yaml", "--role", "boss", "--answers", SAMPLE_ANSWERS), 'there is no role "boss"\n'),
        (("interview", "b.yaml", "--as-of", "soon", "--answers", SAMPLE_ANSWERS), '--as-of "soon" is not a date'),
        (("interview", "b.yaml", "--answers", "none.yaml"), "none.yaml: cannot be read"),
        (("interview", "b.yaml"), "there is no terminal to ask questions in\n  hint: read answers from a file"),
        (("score", "a.yml"), "a.yml: cannot be read: no such file or directory\n  hint: did you mean a.yaml?"),
        (("interview", "b.yaml", "--organisation", " ", "--answers", SAMPLE_ANSWERS), "--organisation is empty"),
        (("report", "a.yaml", "-o", "a.yaml"), "a.yaml: the report would overwrite the audit"),
        (("report", "a.yaml", "-o", "no/such/r.md"), "no/such/r.md: cannot be written: there is no folder no/such\n  hint: create the folder first"),
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


FORGED = "x\n::error file=a::b\u202e\x1b[31m.yaml"


@pytest.mark.parametrize(
    "args",
    [
        ("score", FORGED),
        ("report", FORGED),
        ("report", "a.yaml", "--template", FORGED),
        ("report", "a.yaml", "-o", f"{FORGED}/r"),
        ("interview", "b.yaml", "--answers", FORGED),
        ("interview", FORGED, "--answers", SAMPLE_ANSWERS),
        ("interview", "b.yaml", "--framework", FORGED, "--answers", SAMPLE_ANSWERS),
        ("interview", "b.yaml", "--role", FORGED, "--answers", SAMPLE_ANSWERS),
        ("lint", FORGED),
        ("lint", "folder"),
        ("lint", ".", "--config", FORGED),
        ("lint", ".", "--format", FORGED),
        ("lint", ".", "--baseline", FORGED),
        ("lint", ".", "--pack", FORGED),
        ("baseline", "create", "folder", "-o", FORGED),
        ("baseline", "create", "folder", "-o", f"{FORGED}/b"),
        ("init", FORGED),
        ("init", "folder"),
        ("new", "framework", FORGED),
        ("new", "framework", "mine", FORGED),
        ("render", FORGED),
        ("rules", FORGED),
        ("frameworks", FORGED),
        ("schema", FORGED),
        (FORGED,),
        ("score", f"--{FORGED}"),
    ],
    ids=lambda args: " ".join(map(str, args))[:30].split("\n")[0],
)
def test_a_name_with_a_line_break_prints_no_line_of_its_own(cxaudit, tmp_path: Path, args: tuple[object, ...]):
    cxaudit(*PLAY)
    (tmp_path / "folder").mkdir()
    for name in (FORGED, "strategy.yaml"):
        (tmp_path / "folder" / name).write_text("title: T\norganisation: O\nversion: [\n")
    ran = cxaudit(*args)
    for row in (ran.out + ran.err).splitlines():
        assert not row.startswith("::error") and "\x1b" not in row and "\u202e" not in row, row


def test_an_audit_with_a_framework_that_is_gone_goes_on_with_the_others(cxaudit):
    file = contents("w.yaml", b"version: 2\nframeworks: {four-pz: 1.0.0, four-ps: 2.0.0}\n")
    ran = cxaudit("interview", file, "--answers", SAMPLE_ANSWERS)
    assert ran.code == 0, ran.err
    assert "four-pz: 1.0.0\n" in Path(file).read_text().replace('"', "")
    for command in ("score", "report", "sample"):
        again = cxaudit(command, file)
        assert (again.code, "Harbour Water" in again.out or command == "sample") == (0, True)
        assert 'there is no framework "four-pz"; it is kept but does not count' in again.err


@pytest.mark.parametrize("command", ["score", "report", "interview"])
def test_an_audit_of_which_no_framework_exists_is_refused_and_stays_as_it_is(cxaudit, command):
    data = b"version: 2\nframeworks: {four-pz: 1.0.0}\n"
    ran = cxaudit(command, contents("w.yaml", data), *(["--answers", SAMPLE_ANSWERS] if command == "interview" else []))
    assert (ran.code, ran.out) == (2, "")
    assert "none of the audit's frameworks exists: four-pz\n  hint: cxaudit frameworks lists those" in ran.err
    assert Path("w.yaml").read_bytes() == data
