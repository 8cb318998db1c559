"""cxaudit report."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from factories import PLAY, SAMPLE_STRATEGY

from cxaudit import VERSION


def test_report_as_json(cxaudit):
    cxaudit(*PLAY)
    report = json.loads(cxaudit("report", "a.yaml", "--format", "json").out)
    assert report["organisation"] == "Harbour Water"
    assert [gap["number"] for gap in report["gaps"]] == list(range(1, len(report["gaps"]) + 1))
    assert [gap for part in report["horizons"] for gap in part["gaps"]] == report["gaps"]
    assert [len(part["gaps"]) for part in report["horizons"][:2]] == [5, 7]


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
    Path("x.yaml").write_text(
        'version: 2\norganisation: "<b>A|B</b> *c*"\nanswers: {courtesy: {practices: {guide: partly}}}\n'
    )
    cxaudit("interview", "a.yaml", "--answers", "x.yaml")
    ran = cxaudit("report", "a.yaml", "--template", own_template("{{ organisation }} {{ overall.point|percent }}"))
    assert ran.out.splitlines()[0] == r"&lt;b&gt;A\|B&lt;/b&gt; \*c\* 50%"


def test_an_own_template_may_be_named_like_the_one_it_extends(cxaudit):
    cxaudit(*PLAY)
    Path("report.md.j2").write_text('{% extends "report.md.j2" %}{% block who %}Ours.\n{% endblock %}')
    ran = cxaudit("report", "a.yaml", "--template", "report.md.j2")
    assert (ran.code, "Ours." in ran.out) == (0, True)


def test_values_stay_inert_however_a_template_joins_them(cxaudit):
    Path("x.yaml").write_text(
        'version: 2\norganisation: "[x](http://y) *b*"\nanswers: {courtesy: {practices: {guide: partly}}}\n'
    )
    cxaudit("interview", "a.yaml", "--answers", "x.yaml")
    template = "{{ (overall.point|percent) ~ organisation }}|{{ overall.point|percent + organisation }}"
    ran = cxaudit("report", "a.yaml", "--template", own_template(template))
    assert ran.out.splitlines()[0] == r"50%\[x\](<http://y>) \*b\*|50%\[x\](<http://y>) \*b\*"
    items = cxaudit(
        "report", "a.yaml", "--template", own_template("{% for i in frameworks[0].items %}{{ i.id }} {% endfor %}")
    )
    assert items.out.startswith("accessible courteous")


def test_a_gap_that_waits_for_something_unknown_is_not_called_none(cxaudit):
    Path("a.yaml").write_text(
        "version: 2\nframeworks: {strategy-mistakes: 2.0.0}\nanswers:\n"
        "  written-strategy: {practices: {document: unknown}}\n"
        "  concise-written-plan: {practices: {two-pages: no}}\n"
    )
    report = cxaudit("report", "a.yaml").out
    assert "No gap is known" not in report
    assert re.search(r"^1\. \*\*Short, plain plan\.\*\* .* (?:A|.*; a)fter Written strategy\.$", report, re.M)


def test_an_answer_to_a_changed_question_is_kept_reported_and_does_not_count(cxaudit):
    text = (
        "version: 2\nframeworks: {four-ps: 2.0.0}\nanswers:\n"
        "  courtesy: {practices: {relief: yes}, note: From last year., asked: 0a0b0c0d}\n"
    )
    Path("a.yaml").write_text(text)
    ran = cxaudit("report", "a.yaml")
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert ran.err.startswith("a.yaml:4:3: courtesy ") and "the answer is kept but not counted" in ran.err
    assert "Answered, but not counted: Courteous contacts (the question has since changed).\n" in ran.out
    assert "**Nothing is known yet.**" in ran.out
    assert Path("a.yaml").read_text() == text


def test_an_own_template_may_not_write_without_end(cxaudit):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "--template", own_template('{{ "a" * 20000000 }}'))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("own.j2: template: it writes more than 16 million characters\n")


def test_where_nothing_applies_the_report_names_nothing_to_do(cxaudit):
    questions = ("courtesy", "personalised-service", "response-goals", "prompt-resolution", "knowledgeable-answers")
    more = ("professional-conduct", "privacy-respected")
    answers = "\n".join(f"  {id}: {{na: out-of-scope}}" for id in (*questions, *more))
    Path("a.yaml").write_text(f"version: 2\nframeworks: {{four-ps: 2.0.0}}\nanswers:\n{answers}\n")
    out = cxaudit("report", "a.yaml").out
    assert "**Nothing to rate.** Going by the profile and the answers, no question applies." in out
    for part in ("## Score card", "## To find out", "Nothing is known yet"):
        assert part not in out
    assert out.count("outside the scope agreed for this audit") == 7


def test_before_the_first_answer_no_result_is_counted(cxaudit):
    Path("a.yaml").write_text("version: 2\nframeworks: {four-ps: 2.0.0}\n")
    assert "0 of 7" not in cxaudit("report", "a.yaml").out + cxaudit("score", "a.yaml").out


@pytest.mark.parametrize("text", ["{{ organisation|truncate(2) }}", "{{ cycler() }}"])
def test_a_mistake_of_any_kind_in_a_template_has_its_line(cxaudit, text):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "--template", own_template(f"\n{text}"))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("own.j2:2:1: template: ")


def test_a_template_ends_by_itself_where_nobody_can_stop_it():
    from multiprocessing import Pipe, Process

    from cxaudit.report.bounds import _call

    sender = Pipe(duplex=False)[1]
    child = Process(target=_call, args=(sender, _for_ever, (), 0.1), daemon=True)
    child.start()
    child.join(20)
    assert child.exitcode not in (None, 0)


def _for_ever() -> None:
    while True:
        pass


def test_a_template_that_takes_too_long_or_too_much_ends_in_one_line(cxaudit, monkeypatch):
    from cxaudit.report import bounds

    cxaudit(*PLAY)
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    monkeypatch.setattr(bounds.in_bounds, "__kwdefaults__", {"seconds": 0.5})
    slow = cxaudit("report", "a.yaml", "--template", own_template(loop))
    assert (slow.code, slow.out) == (2, "")
    assert slow.err.startswith("own.j2: template: it did not finish within 0.5 seconds\n  hint: ")
    monkeypatch.setattr(bounds.in_bounds, "__kwdefaults__", {"seconds": bounds.SECONDS})
    doubled = '{% set ns = namespace(x="aaaaaaaaaa") %}{% for a in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}'
    large = cxaudit("report", "a.yaml", "--template", own_template(doubled))
    assert (large.code, large.out) == (2, "")
    assert "own.j2:1:1: template: it needs too much memory\n" in large.err


def test_a_template_that_is_too_large_is_refused_and_not_cut(cxaudit):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "--template", own_template("x" * (1024 * 1024 + 1)))
    assert (ran.code, ran.out) == (2, "")
    assert "own.j2: the file is larger than the limit of 1024 KiB" in ran.err


def test_a_block_that_is_emptied_takes_its_heading_with_it(cxaudit):
    cxaudit(*PLAY)
    blocks = (
        "summary",
        "first",
        "strengths",
        "roadmap",
        "card",
        "mistakes",
        "findings",
        "find_out",
        "overlap",
        "method",
    )
    emptied = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in blocks)
    ran = cxaudit("report", "a.yaml", "--template", own_template('{% extends "report.md.j2" %}' + emptied))
    assert [line for line in ran.out.splitlines() if line.startswith("#")] == [
        "# Customer service audit: Harbour Water"
    ]
    assert "\n\n\n" not in ran.out


def test_the_read_back_page_is_written_before_the_report(cxaudit):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "--read-back")
    assert ran.out.startswith("# Draft findings to read back: Harbour Water\n")
    assert "| 1 | **Promises kept** | |\n| | No: " in ran.out
    refused = cxaudit("report", "a.yaml", "--read-back", "--format", "json")
    assert (refused.code, refused.err) == (
        2,
        "--read-back cannot be used with --template, --strategy or --format json\n",
    )


def test_json_in_a_pipe_is_utf_8_on_every_system(cxaudit, tmp_path: Path):
    cxaudit(*PLAY)
    text = Path("a.yaml").read_text(encoding="utf-8").replace("Harbour Water", "Hafenwässer — Žilina")
    Path("a.yaml").write_text(text, encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "cxaudit", "report", "a.yaml", "--format", "json"]
    ran = subprocess.run(command, env=env, capture_output=True, check=True)
    assert json.loads(ran.stdout.decode("utf-8"))["organisation"] == "Hafenwässer — Žilina"


def test_a_report_is_not_written_into_a_word_file(cxaudit):
    cxaudit(*PLAY)
    ran = cxaudit("report", "a.yaml", "-o", "gap-report.docx")
    assert (ran.code, Path("gap-report.docx").exists()) == (2, False)
    assert ran.err == (
        "gap-report.docx: a report is Markdown, HTML or JSON, not .docx\n"
        "  hint: write Markdown, then: pandoc report.md -o report.docx\n"
    )


def test_the_name_of_the_output_says_the_format(cxaudit):
    cxaudit(*PLAY)
    assert cxaudit("report", "a.yaml", "-o", "r.html").code == 0
    assert Path("r.html").read_text().startswith("<!doctype html>")
    assert cxaudit("report", "a.yaml", "-o", "r.json").code == 0
    assert json.loads(Path("r.json").read_text())["organisation"] == "Harbour Water"
    ran = cxaudit("report", "a.yaml", "-o", "x.html", "--format", "md")
    assert (ran.code, ran.err) == (2, "x.html: the format is md, but the name says html\n")
    Path("ours.html.j2").write_text("<p>{{ organisation }}</p>")
    assert "<p>Harbour Water</p>" in cxaudit("report", "a.yaml", "--template", "ours.html.j2").out
    ran = cxaudit("report", "a.yaml", "--without", "notes,faces")
    assert (ran.code, ran.err.splitlines()[0]) == (2, 'there is no part "faces"')


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("report", "a.yaml", "-o", "r.md", "--format", "html"), "r.md: the format is html, but the name says md"),
        (("report", "a.yaml", "-o", "r.json", "--format", "md"), "r.json: the format is md, but the name says json"),
        (("report", "a.yaml", "--template", "o.html.j2", "-o", "r.md"), "o.html.j2: this template writes HTML"),
        (("report", "a.yaml", "--template", "o.html.j2", "--format", "md"), "o.html.j2: this template writes HTML"),
        (("report", "a.yaml", "--without", ","), 'there is no part ""'),
        (("render", "s.yaml", "-o", "s.html"), "s.html: a strategy is Markdown, not .html"),
        (("render", "s.yaml", "-o", "s.docx"), "s.docx: a strategy is Markdown, not .docx"),
    ],
)
def test_formats_and_names_that_do_not_fit_are_refused(cxaudit, options: tuple[str, ...], message: str):
    cxaudit(*PLAY)
    Path("s.yaml").write_text(SAMPLE_STRATEGY)
    Path("o.html.j2").write_text("<p>{{ organisation }}</p>")
    ran = cxaudit(*options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message), ran.err
    assert not list(Path().glob("[rs].[!y]*"))


def test_a_strategy_is_rendered_by_a_page_of_your_own(cxaudit):
    Path("s.yaml").write_text(SAMPLE_STRATEGY.replace("vision: Tenants", "vision: <b>Tenants"))
    Path("o.html.j2").write_text("<p>{{ strategy.vision }}</p>")
    assert cxaudit("render", "s.yaml", "--template", "o.html.j2", "-o", "s.html").code == 0
    assert Path("s.html").read_text().startswith("<p>&lt;b&gt;Tenants")


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "r.md"),
        ("-o", "r.html", "--all-steps", "--without", "names,notes", "--no-cover"),
        ("-o", "r.html", "--read-back"),
        ("-o", "r.md", "--strategy", "s.yaml"),
        ("-o", "r.html", "--template", "own one.html.j2"),
    ],
)
def test_a_committed_report_is_checked_by_its_last_line(cxaudit, options: tuple[str, ...]):
    cxaudit(*PLAY)
    Path("cxaudit.yaml").write_text("cover: {firm: Okonkwo, text: For the board}\n")
    Path("s.yaml").write_text(SAMPLE_STRATEGY)
    Path("own one.html.j2").write_text('{% extends "report.html.j2" %}{% block method %}{% endblock %}')
    cxaudit("report", "a.yaml", *options, "--as-of", "2026-11-22")
    file = options[1]
    again = [word for word in options if word in ("--strategy", "--template") or word.endswith((".yaml", ".j2"))]
    ran = cxaudit("report", "a.yaml", "--check", file, *again)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{file}: matches the audit\n")
    Path(file).write_bytes(Path(file).read_bytes().replace(b"\n", b"\r\n"))
    assert cxaudit("report", "a.yaml", "--check", file, *again).code == 0, "line breaks of another system are no change"
    audit = Path("a.yaml").read_text().replace("organisation: Harbour Water", "organisation: Harbour Gas")
    Path("a.yaml").write_text(audit)
    ran = cxaudit("report", "a.yaml", "--check", file, *again)
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(
        rf"{file}:\d+:1: from this line on, the report does not match the audit\n  hint: write it again\n", ran.err
    )


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ("The end.", "the last line does not say how this was made"),
        ("<!-- cxaudit 0.1.0 report: as-of=yesterday format=md -->", "the last line does not say how this was made"),
        ("<!-- cxaudit 0.1.0 report: as-of=2026-11-22 format=md pack=/etc -->", "the last line does not say how"),
        (
            "<!-- cxaudit 0.1.0 report: as-of=2026-11-22 format=md strategy=s.yaml -->",
            "this report was made with --strategy s.yaml",
        ),
    ],
)
def test_a_last_line_that_says_nothing_is_no_check(cxaudit, last: str, message: str):
    cxaudit(*PLAY)
    Path("r.md").write_text(f"# A\n\n{last}\n")
    ran = cxaudit("report", "a.yaml", "--check", "r.md")
    assert ran.code == 2
    assert ran.err.startswith(f"r.md: {message}")
    assert cxaudit("report", "a.yaml", "--check", "r.md", "--all-steps").err.startswith(
        "--check cannot be used with --all"
    )


def test_a_report_of_another_version_says_so(cxaudit):
    cxaudit(*PLAY)
    cxaudit("report", "a.yaml", "-o", "r.md")
    Path("r.md").write_text(Path("r.md").read_text().replace(f"cxaudit {VERSION} report", "cxaudit 0.0.9 report"))
    ran = cxaudit("report", "a.yaml", "--check", "r.md")
    assert (ran.code, ran.err.splitlines()[1]) == (1, "  hint: it was made by cxaudit 0.0.9; write it again")


LOGO = b"\x89PNG\r\n\x1a\n" + bytes(20)


def test_the_cover_is_the_configurations_before_a_packs(cxaudit, tmp_path: Path):
    cxaudit(*PLAY)
    pack = tmp_path / "house"
    (pack / "templates").mkdir(parents=True)
    (pack / "templates" / "cover.yaml").write_text("firm: House\ntext: |\n  One\n  <b>Two</b>\nlogo: logo.png\n")
    (pack / "templates" / "logo.png").write_bytes(LOGO)
    Path("cxaudit.yaml").write_text("packs: [house]\ncover: {firm: Okonkwo & Co, date: 26 November 2026}\n")
    text = cxaudit("report", "a.yaml", "--format", "html").out
    assert "<p>Okonkwo &amp; Co, 26 November 2026</p>\n<p>One<br>&lt;b&gt;Two&lt;/b&gt;</p>" in text
    assert f'<img src="data:image/png;base64,{b64encode(LOGO).decode()}" alt="Okonkwo &amp; Co">' in text
    assert "Okonkwo" not in cxaudit("report", "a.yaml", "--format", "html", "--no-cover").out
    assert cxaudit("report", "a.yaml").out.splitlines()[2:5] == ["Okonkwo &amp; Co, 26 November 2026", "", "One\\"]
    assert cxaudit("lint", "house", "cxaudit.yaml").code == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cxaudit.yaml:1:15: logo: cannot be read: no such file or directory"),
        (b"hello", "cxaudit.yaml:1:15: the logo is not a picture"),
        (LOGO + bytes(300_000), "cxaudit.yaml:1:15: the logo is larger than the limit of 200 KiB"),
    ],
)
def test_a_logo_must_be_a_small_picture(cxaudit, tmp_path: Path, data: bytes | None, message: str):
    cxaudit(*PLAY)
    Path("cxaudit.yaml").write_text("cover: {logo: logo.png}\n")
    if data is not None:
        Path("logo.png").write_bytes(data)
    ran = cxaudit("report", "a.yaml", "--format", "html")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert cxaudit("lint", "cxaudit.yaml").out.startswith(message.replace(": ", ": error: ", 1))


def test_a_packs_cover_and_page_are_linted(cxaudit, tmp_path: Path):
    pack = tmp_path / "house"
    (pack / "templates").mkdir(parents=True)
    (pack / "templates" / "cover.yaml").write_text("firme: House\n")
    assert (
        'house/templates/cover.yaml:1:1: error: "firme" is not a key here'
        in cxaudit("lint", "house", "--format", "concise").out
    )
    (pack / "templates" / "cover.yaml").unlink()
    (pack / "templates" / "page.html.j2").write_text(
        '{% extends "report.html.j2" %}{% block method %}{{ nothing }}{% endblock %}'
    )
    assert (
        "house/templates/page.html.j2:1:1: error: template: 'nothing' is undefined"
        in cxaudit("lint", "house", "--format", "concise").out
    )
