"""score and report beside a strategy."""

import json
import re
from pathlib import Path

import pytest
from factories import CATALOG, PLAY, SAMPLE_ANSWERS, SAMPLE_STRATEGY, make_pack

DAY = ("--as-of", "2026-11-22")
AIM = CATALOG.criteria["written-strategy"].practice("document").says
LIMITS = CATALOG.criteria["authority-limits-documented"].practice("limits").says
BARE = "title: T\norganisation: O\nvision: Tenants get a repair date in one call.\n"


def told(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(re.sub(r"-\n *", "-", text).split())


def rows(report: str) -> dict[str, str]:
    """What the document shows: the heading under which each statement stands, and what is said of it there."""
    part = report.split("## What the document shows")[1].split("\n## ")[0]
    found = {}
    for block in part.split("\n**")[1:]:
        heading, _, lines = block.partition("**\n")
        for line in re.findall(r"^- (.+)$", lines, re.M):
            says = next((one for one in (AIM, LIMITS) if line.startswith(one)), line.split(" Looked for")[0])
            found[says] = f"{heading}.{line[len(says) :]}"
    return found


@pytest.fixture
def beside(cxaudit, tmp_path: Path):
    """Plays the sample's answers, writes a strategy, and shows what it says beside them."""

    def show(text: str, *args: str, command: str = "report") -> str:
        (tmp_path / "s.yaml").write_text(text)
        cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS, *DAY)
        ran = cxaudit(command, "a.yaml", "--strategy", "s.yaml", *DAY, *args)
        assert ran.code == 0, ran.err
        return ran.out

    return show


def test_the_card_shows_the_document_beside_what_was_said(beside):
    text = beside(BARE, command="score")
    assert "What was said, and what the document shows: T (s.yaml)\n" in text
    assert f"said, not found in the document: {AIM}" in told(text)
    assert f"neither: {LIMITS}" in told(text)
    whole = beside(SAMPLE_STRATEGY, command="score")
    assert f"in the document, not said: {LIMITS}" in told(whole)
    assert f"said and written: {AIM}" in told(whole)


def test_the_report_shows_the_document_beside_what_was_said(beside, cxaudit):
    report = beside(BARE)
    assert "What was said to be written, compared with T (s.yaml) as of 2026-11-22." in report
    assert "T was compared with the answers. Of the statements said to be written, 0 are in it and " in report
    assert rows(report)[AIM] == "Said, not found in the document. Looked for: objectives. Breaks: objectives-missing."
    assert rows(report)[LIMITS].startswith("Neither.")
    shown = rows(beside(SAMPLE_STRATEGY))
    assert shown[AIM].startswith("Said and written.")
    assert shown[LIMITS].startswith("In the document, not said.")
    assert "What the document shows" not in cxaudit("report", "a.yaml").out


def test_what_nobody_was_asked_is_said_in_words(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(SAMPLE_STRATEGY)
    (tmp_path / "a.yaml").write_text("version: 2\nframeworks: {strategy-mistakes: 2.0.0}\n")
    shown = rows(cxaudit("report", "a.yaml", "--strategy", "s.yaml", *DAY).out)
    assert shown[AIM].startswith("In the document, not asked yet.")


def test_json_holds_what_the_document_shows_of_each_practice(beside, cxaudit):
    data = json.loads(beside(BARE, "--format", "json", command="score"))
    goal = data["criteria"]["response-goals"]["practices"]
    assert (goal["goal"]["document"], goal["watched"]["document"]) == ("not found", None)
    assert data["reading"]["named"] == "T (s.yaml)"
    assert "document" not in json.loads(cxaudit("score", "a.yaml", "--format", "json").out)["criteria"]["courtesy"]
    found = json.loads(beside(BARE, "--format", "json"))["document"]
    assert {"word": "said, not found in the document", "breaks": ["objectives-missing"]}.items() <= found[0].items()


def test_json_holds_what_the_document_shows_of_a_criterion_with_levels(cxaudit, tmp_path: Path):
    pack = make_pack(tmp_path / "pack")
    (pack / "frameworks" / "rules").mkdir()
    (pack / "frameworks" / "rules" / "fax.yaml").write_text(
        "family: Fax\nrules:\n  fax-unsaid:\n    severity: info\n    criteria: [fax-manners]\n    shows: [fax-manners]\n"
        "    check: required\n    with: {fields: [version]}\n    message: the strategy has no version\n    why: So.\n"
        '    bad: "version:"\n    good: "version: \'1\'"\n'
    )
    (tmp_path / "s.yaml").write_text(BARE)
    (tmp_path / "a.yaml").write_text("version: 2\nframeworks: {fax-lens: 1.0.0}\nanswers: {fax-manners: {level: 3}}\n")
    args = ("a.yaml", "--strategy", "s.yaml", "--pack", pack, *DAY)
    data = json.loads(cxaudit("score", *args, "--format", "json").out)
    assert data["criteria"]["fax-manners"]["document"] == "not found"
    assert rows(cxaudit("report", *args).out)["Fax manners"].startswith("Said, not found in the document.")


def test_what_the_configuration_turns_off_is_looked_for_by_nobody(beside, tmp_path: Path):
    (tmp_path / "cxaudit.yaml").write_text("rules: {authority-unset: off}\n")
    told = beside(BARE)
    assert "\n\nNot looked for, as the configuration turns them off: authority-unset.\n\n" in told
    assert LIMITS not in rows(told)


def test_what_is_no_strategy_is_refused(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    broken = cxaudit("score", "a.yaml", "--strategy", "a.yaml")
    assert (broken.code, broken.out, "Traceback" in broken.err) == (2, "", False)


UNSET = SAMPLE_STRATEGY.replace("    authority: credits", "    #").replace("    authority: decides", "    #")


def let_pass(text: str, *roles: str) -> str:
    for role in roles:
        text = text.replace(f"  - id: {role}\n", f"  - id: {role}  # cxaudit: ignore[authority-unset] one desk\n")
    return text


def test_what_is_let_pass_stays_visible_in_the_report(beside):
    assert rows(beside(let_pass(UNSET, "agent", "fitter")))[LIMITS] == (
        "Neither. Looked for: roles: authority. Suppressed: authority-unset: one desk."
    )


def test_a_rule_that_is_let_pass_in_one_place_and_broken_in_another_is_broken(beside):
    report = json.loads(beside(let_pass(UNSET, "agent"), "--format", "json"))
    found = next(one for one in report["document"] if one["says"] == LIMITS)
    assert (found["breaks"], found["suppressed"]) == (["authority-unset"], [])


def test_what_the_configuration_ignores_in_the_file_is_broken_in_no_report(beside, tmp_path: Path):
    assert rows(beside(UNSET))[LIMITS].endswith(" Breaks: authority-unset.")
    (tmp_path / "cxaudit.yaml").write_text("per-file-ignores: {s.yaml: [authority-unset]}\n")
    data = json.loads(beside(UNSET, "--format", "json"))
    assert [one for one in data["document"] if one["says"] == LIMITS] == []
    assert data["reading"]["off"] == ["authority-unset"]


def test_two_ways_of_showing_a_score_are_refused(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    ran = cxaudit("score", "a.yaml", "--gaps", "--explain", "overall")
    assert (ran.code, ran.err) == (2, "--explain and --gaps cannot be used together\n  hint: leave one of them out\n")


def test_a_file_that_is_no_strategy_is_named_for_what_it_looks_like(cxaudit, tmp_path: Path):
    cxaudit(*PLAY)
    (tmp_path / "s.pdf").write_bytes(b"%PDF-1.7\n\x00")
    ran = cxaudit("score", "a.yaml", "--strategy", "s.pdf")
    hint = "name a strategy in YAML, or a document in Markdown, HTML, plain text or Word"
    assert (ran.code, ran.err) == (2, f"s.pdf: this looks like a PDF\n  hint: {hint}\n")
