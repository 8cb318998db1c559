"""score and report beside a strategy."""

import json
from pathlib import Path

from factories import SAMPLE_ANSWERS, SAMPLE_STRATEGY


def test_score_and_report_show_the_document_beside_the_claim(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text("title: T\norganisation: O\nvision: Tenants get a repair date in one call.\n")
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    text = cxaudit("score", "a.yaml", "--strategy", "s.yaml").out
    assert "  level 3  not found  Response goals: claimed, not written" in text
    assert "what the document shows: T (s.yaml)" in text
    data = json.loads(cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json").out)
    assert data["criteria"]["response-goals"]["document"] == "not found"
    assert "channel-no-goal" not in data["criteria"]["response-goals"]["breaks"]
    assert data["criteria"]["courtesy"]["document"] is None
    report = cxaudit("report", "a.yaml", "--strategy", "s.yaml", "--as-of", "2026-11-22").out
    assert "## What the document shows" in report
    assert "beside what the strategy says: T (s.yaml), read as of 2026-11-22." in report
    assert "| Response goals | level 3 | not found | claimed, not written |" in report
    assert "What the document shows" not in cxaudit("report", "a.yaml").out
    (tmp_path / "cxaudit.yaml").write_text("rules: {authority-unset: off}\n")
    told = cxaudit("report", "a.yaml", "--strategy", "s.yaml").out
    assert "\n\nNot looked for, since the configuration turns it off: authority-unset.\n\n" in told
    assert (
        "What staff may decide | level 0 | not found" in report
        and "What staff may decide | level 0 | not found" not in told
    )
    broken = cxaudit("score", "a.yaml", "--strategy", "a.yaml")
    assert (broken.code, "Traceback" in broken.err) == (2, False)


def test_what_is_let_pass_stays_visible_in_the_report(cxaudit, tmp_path: Path):
    text = SAMPLE_STRATEGY.replace(
        "  - {id: bill, team: billing desk,", "  # cxaudit: ignore[reason-unrouted] one town\n  - {id: bill,"
    )
    (tmp_path / "s.yaml").write_text(text)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS, "--framework", "customer-access-strategy")
    row = next(r for r in cxaudit("report", "a.yaml", "--strategy", "s.yaml").out.splitlines() if "suppressed" in r)
    assert row.endswith("| partly |  | contact\\_reasons: team | suppressed, reason-unrouted: one town |")
    data = json.loads(cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json").out)
    assert data["criteria"]["routing"]["suppressed"] == ["reason-unrouted: one town"]


def test_what_the_configuration_ignores_in_the_file_is_broken_in_no_report(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(SAMPLE_STRATEGY.replace(", timezone: Europe/Berlin}", "}", 1))
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS, "--framework", "customer-access-strategy")
    score = ("score", "a.yaml", "--strategy", "s.yaml", "--format", "json", "--as-of", "2026-11-22")
    before = json.loads(cxaudit(*score).out)["criteria"]["hours-published"]
    assert before["breaks"] == ["channel-no-hours"]
    (tmp_path / "cxaudit.yaml").write_text("per-file-ignores: {s.yaml: [channel-no-hours]}\n")
    data = json.loads(cxaudit(*score).out)
    assert data["criteria"]["hours-published"]["document"] is None
    assert data["reading"]["off"] == ["channel-no-hours"]


def test_two_ways_of_showing_a_score_are_refused(cxaudit):
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    ran = cxaudit("score", "a.yaml", "--gaps", "--explain", "overall")
    assert (ran.code, ran.err) == (2, "--explain and --gaps cannot both be shown\n  hint: leave one of them out\n")


def test_a_rule_that_is_let_pass_in_one_place_and_broken_in_another_is_broken(cxaudit, tmp_path: Path):
    text = SAMPLE_STRATEGY.replace(", timezone: Europe/Berlin}", "}")
    text = text.replace("hours: Mon-Fri 8-18}", "hours: Mon-Fri 8-18}  # cxaudit: ignore[channel-no-hours] one town", 1)
    (tmp_path / "s.yaml").write_text(text)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS, "--framework", "customer-access-strategy")
    ran = cxaudit("score", "a.yaml", "--strategy", "s.yaml", "--format", "json", "--as-of", "2026-11-22")
    found = json.loads(ran.out)["criteria"]["hours-published"]
    assert (found["breaks"], found["suppressed"]) == (["channel-no-hours"], [])
