"""cxaudit lint on documents as they are."""

import json
from pathlib import Path

import pytest

CHARTER = """# Our promise to you

We are a small bakery. Ring us, write to us, or come to the counter: you will be served by people who listen, and who
say sorry when something is wrong.

## How soon

- Letters: we answer within 5 days.
- Messages on the phone: we ring you back the same day.

## When you are unhappy

Tell anybody behind the counter, or write to Ana Brandt. We look into every complaint, and you hear from us within a
week. If the loaf was bad, you get another one and your money back.

We are open Monday to Friday from 7 to 6. We ask customers at the till every month what they would change.
"""


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    path = tmp_path / "charter.md"
    path.write_text(CHARTER)
    return path


def test_a_charter_that_says_what_it_should_has_no_problem(cxaudit, charter: Path):
    ran = cxaudit("lint", "charter.md")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "1 file checked: no problems",
        "guessed the kind of 1 document; kind: in front matter, or --kind, sets it",
    ]


def test_what_is_badly_put_has_line_and_column(cxaudit, charter: Path):
    charter.write_text(f"{CHARTER}\nNext review: 3 May 2024.\n\nWe answer 95% of calls.\n\nReviewer: TBD\n")
    ran = cxaudit("lint", "charter.md", "--format", "concise", "--as-of", "2026-11-22")
    assert ran.code == 0, "what is found in prose never fails a run by itself"
    assert ran.out.splitlines() == [
        "charter.md:18:1: warning: the next review was due on 2024-05-03 [review-date-past]",
        'charter.md:20:11: warning: "95%" of contacts are to be answered, but nothing says how fast [share-without-time]',
        "charter.md:22:11: warning: still to be written: Reviewer: TBD [placeholder-text]",
    ]
    assert cxaudit("lint", "charter.md", "--fail-on", "warning").code == 1


def test_two_goals_for_one_thing_are_named_with_both_lines(cxaudit, charter: Path):
    charter.write_text(f"{CHARTER}\nLetters are answered within 10 days.\n\nWe answer letters within 4 days.\n")
    assert cxaudit("lint", "charter.md", "--format", "concise").out.splitlines() == [
        'charter.md:18:29: warning: this says "10 days", but line 8 says "5 days" for the same thing [goals-contradict]',
        'charter.md:20:26: warning: this says "4 days", but line 8 says "5 days" for the same thing [goals-contradict]',
    ]


def test_rows_of_a_table_are_about_different_things(cxaudit, charter: Path):
    table = "| Letters | Time |\n|---|---|\n| Home and garden claims answered | 6 days |\n| Garden claims answered | 3 days |\n"
    charter.write_text(f"{CHARTER}\n{table}")
    assert cxaudit("lint", "charter.md").out == ""
    charter.write_text(f"{CHARTER}\n{table}| Garden claims answered | 4 days |\n")
    assert "line 21 says" in cxaudit("lint", "charter.md", "--format", "concise").out


def test_levels_and_items_of_a_list_are_different_things(cxaudit, charter: Path):
    levels = "- Level 2: letters are answered within 3 days\n- Level 3: letters are answered within 6 days\n"
    steps = "1. It can wait. Ana answers within 2 days.\n2. It is urgent. Ana answers within 4 hours.\n"
    charter.write_text(f"{CHARTER}\n## Levels\n\n{levels}\n## Steps\n\n{steps}")
    assert cxaudit("lint", "charter.md").out == ""
    charter.write_text(f"{CHARTER}\n## Levels\n\n{levels}- Level 3: letters are answered within 9 days\n")
    assert "line 21 says" in cxaudit("lint", "charter.md", "--format", "concise").out


def test_what_is_asked_of_customers_may_be_vague(cxaudit, tmp_path: Path):
    calm = CHARTER.replace("Letters: we answer within 5 days.", "Letters: we answer.").replace(
        "within a\nweek", "\nsoon"
    )
    page = tmp_path / "page.md"
    page.write_text(f"{calm.replace('the same day', 'back')}\nPlease answer our letters as soon as possible.\n")
    assert cxaudit("lint", "page.md").out == ""
    page.write_text(f"{calm.replace('the same day', 'back')}\nWe answer letters as soon as possible.\n")
    assert "[vague-time]" in cxaudit("lint", "page.md").out


def test_how_something_is_to_be_written_is_no_gap(cxaudit, charter: Path):
    charter.write_text(f"{CHARTER}\nReplies are to be written in plain words.\n\nThe second part is to be written.\n")
    ran = cxaudit("lint", "charter.md", "--format", "concise")
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == ["charter.md:20:20"]


def test_an_ignore_with_a_reason_suppresses_in_the_next_passage_only(cxaudit, charter: Path):
    ignore = "<!-- cxaudit: ignore[placeholder-text] agreed with the board -->"
    charter.write_text(f"{CHARTER}\n{ignore}\nReviewer: TBD\n\nSponsor: TBD\n")
    ran = cxaudit("lint", "charter.md", "--format", "concise")
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == ["charter.md:21:10"]
    assert "1 suppressed" in ran.err
    charter.write_text(f"{CHARTER}\n<!-- cxaudit: ignore[vague-tim] -->\nSoon.\n")
    assert [
        line.rpartition("[")[2] for line in cxaudit("lint", "charter.md", "--format", "concise").out.splitlines()
    ] == [
        "ignore-without-reason]",
        "unknown-ignore]",
    ]


def test_a_marker_makes_a_passage_a_statement(cxaudit, charter: Path):
    before = json.loads(cxaudit("lint", "charter.md", "--format", "json").out)["documents"][0]["criteria"]
    charter.write_text(f"{CHARTER}\n<!-- cxaudit: ai-governed-use/limits -->\nThe box of tricks never writes to you.\n")
    after = json.loads(cxaudit("lint", "charter.md", "--format", "json").out)["documents"][0]["criteria"]
    assert (before["ai-governed-use"]["state"], after["ai-governed-use"]["state"]) == ("not_found", "documented")
    assert after["ai-governed-use"]["practices"] == {"limits": True}
    assert after["ai-governed-use"]["places"][0]["line"] == 18
    charter.write_text(f"{CHARTER}\n<!-- cxaudit: ai-gouverned-use -->\nNothing.\n")
    ran = cxaudit("lint", "charter.md", "--format", "concise")
    assert (ran.code, ran.out.rpartition("[")[2]) == (1, "unknown-marker]\n")


def test_coverage_is_shown_by_framework_with_lines(cxaudit, charter: Path):
    out = cxaudit("lint", "charter.md", "--coverage", "-f", "four-ps").out
    assert out.splitlines()[0].startswith("charter.md: charter (a guess), 1")
    assert "The four P's of customer service" in out
    assert any("Promptness" in line and "8" in line for line in out.splitlines())


def test_json_has_every_document(cxaudit, charter: Path):
    found = json.loads(cxaudit("lint", "charter.md", "--format", "json").out)["documents"]
    assert [(one["path"], one["kind"], one["language"]) for one in found] == [("charter.md", "charter", "en")]
    reply = found[0]["criteria"]["response-goals"]
    assert reply["state"] in ("documented", "mentioned")
    assert reply["practices"] == {"goal": True}
    assert {place["line"] for place in reply["places"]} >= {8, 9}
    assert set(found[0]["items"].values()) <= {"documented", "mentioned", "hint", "not_found"}


def test_explain_shows_lines_words_and_guards(cxaudit, charter: Path):
    charter.write_text(f"{CHARTER}\nWe have no newsletter and no complaints book.\n")
    out = cxaudit("lint", "charter.md", "--explain", "complaint-handling").out
    assert "shows the written practice complaint-handling/time-limit" in out
    assert "matched: " in out
    assert cxaudit("lint", "charter.md", "--explain", "complaint-handlin").err == (
        'there is no criterion "complaint-handlin"\n  hint: did you mean complaint-handling?\n'
    )
    nearest = cxaudit("lint", "charter.md", "--explain", "ai-governed-use").out
    assert nearest.startswith(
        "charter.md: Artificial intelligence kept in check (ai-governed-use): not found in the text"
    )


@pytest.mark.parametrize(
    ("text", "rule"),
    [("# A\n\nWe answer.\n", "too-short"), ("Gute Leute helfen gern und immer. " * 40, "not-english"),
     ("The granite of the ridge is older than the sea that made the limestone. " * 12, "not-service")],
)  # fmt: skip
def test_where_nothing_can_be_said_that_is_said(cxaudit, tmp_path: Path, text: str, rule: str):
    (tmp_path / "a.md").write_text(text)
    ran = cxaudit("lint", "a.md", "--format", "concise")
    assert (ran.code, ran.out.count("\n"), ran.out.rpartition("[")[2]) == (0, 1, f"{rule}]\n")
    assert "nothing is said" in cxaudit("lint", "a.md", "--coverage").out


def test_the_kind_comes_from_front_matter_then_the_option_then_the_configuration(
    cxaudit, charter: Path, tmp_path: Path
):
    def kind(*args: str) -> str:
        return json.loads(cxaudit("lint", "charter.md", "--format", "json", *args).out)["documents"][0]["kind"]

    assert kind() == "charter"
    (tmp_path / "cxaudit.yaml").write_text("kinds: {'*.md': principles}\n")
    assert kind() == "principles"
    assert kind("--kind", "handbook") == "handbook"
    charter.write_text(f"---\nkind: service-levels\n---\n{CHARTER}")
    assert kind("--kind", "handbook") == "service-levels"
    assert cxaudit("lint", "charter.md", "--kind", "book").err == (
        'there is no kind "book"\n  hint: did you mean handbook?\n'
    )


def test_folders_are_searched_for_documents_that_the_configuration_names(cxaudit, charter: Path, tmp_path: Path):
    (tmp_path / "README.md").write_text("# Readme\n")
    assert cxaudit("lint", ".").code == 3
    (tmp_path / "cxaudit.yaml").write_text("kinds: {charter.md: charter}\n")
    assert "1 file checked: no problems" in cxaudit("lint", "charter.md").err
    assert "2 files checked" in cxaudit("lint", ".").err, "the configuration and the charter"


def test_a_family_of_rules_is_turned_off_as_a_whole(cxaudit, charter: Path, tmp_path: Path):
    charter.write_text(f"{CHARTER}\nWe answer 95% of calls.\n")
    assert "share-without-time" in cxaudit("lint", "charter.md").out
    (tmp_path / "cxaudit.yaml").write_text("families: {standards: off}\n")
    assert cxaudit("lint", "charter.md").out == ""
    (tmp_path / "cxaudit.yaml").write_text("families: {standard: off}\n")
    assert 'cxaudit.yaml:1:12: there is no family of rules "standard"' in cxaudit("lint", "charter.md").err


def test_a_baseline_knows_a_sentence_wherever_it_moves(cxaudit, charter: Path):
    charter.write_text(f"{CHARTER}\n## Who\n\nReviewer: TBD\n")
    assert cxaudit("baseline", "create", "charter.md", "-o", "known.json").code == 0
    charter.write_text(f"New line.\n\n{CHARTER}\nAnother.\n\n## Who\n\nReviewer: TBD\n")
    assert cxaudit("lint", "charter.md", "--baseline", "known.json", "--format", "concise").out == ""
    charter.write_text(f"{CHARTER}\n## Who\n\nReviewer: TBD\n\nSponsor: TBD\n")
    assert "Sponsor" in cxaudit("lint", "charter.md", "--baseline", "known.json", "--format", "concise").out


def test_standard_input_is_read_by_its_name(cxaudit, monkeypatch: pytest.MonkeyPatch):
    import io

    class Typed:
        buffer = io.BytesIO(f"{CHARTER}\nReviewer: TBD\n".encode())

    monkeypatch.setattr("sys.stdin", Typed())
    ran = cxaudit("lint", "-", "--stdin-filename", "x.md", "--format", "concise")
    assert ran.out == "x.md:18:11: warning: still to be written: Reviewer: TBD [placeholder-text]\n"


def test_sarif_has_a_region_only_with_a_line(cxaudit, charter: Path, tmp_path: Path):
    from prose.test_reader import word

    charter.write_text(f"{CHARTER}\nReviewer: TBD\n")
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (*CHARTER.split("\n"), "Reviewer: TBD"))
    (tmp_path / "a.docx").write_bytes(word(body))
    places = [
        json.loads(cxaudit("lint", name, "--format", "sarif").out)["runs"][0]["results"][0]["locations"][0]
        for name in ("charter.md", "a.docx")
    ]
    assert [("region" in place["physicalLocation"]) for place in places] == [True, False]
    assert all(place["logicalLocations"] for place in places)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_line_is_quoted_as_it_was_written(cxaudit, charter: Path, encoding: str):
    charter.write_text(f"{CHARTER}\nAt the café we answer 95% of calls.\n", encoding)
    assert "At the café we answer 95% of calls." in cxaudit("lint", "charter.md", "--format", "text").out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--explain", "response-goals", "--format", "json"], "--explain cannot be used with --format"),
        (
            ["--explain", "response-goals", "--coverage", "-o", "a"],
            "--explain cannot be used with --coverage, --output",
        ),
        (["--framework", "icmi-expectations"], "--framework needs --coverage or --format json"),
    ],
)
def test_options_that_do_nothing_together_are_refused(cxaudit, charter: Path, options: list[str], message: str):
    ran = cxaudit("lint", "charter.md", *options)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{message}\n")


def test_a_question_is_explained_by_its_id_or_its_title(cxaudit, charter: Path):
    by_id = cxaudit("lint", "charter.md", "--explain", "response-goals").out
    assert by_id and cxaudit("lint", "charter.md", "--explain", "Time to first reply").out == by_id
    ran = cxaudit("lint", "charter.md", "--explain", "zzz")
    assert ran.err.splitlines()[1] == "  hint: cxaudit frameworks --framework all --map lists them"


SERVICE_LEVELS = """kind: service-levels
title: Service levels
organisation: Fernhill Water
channels:
  - {id: phone, kind: telephone, hours: Monday to Friday 8:00-18:00, address: 0161 496 0000}
  - {id: email, kind: mail, address: help@fernhill.example}
  - {id: counter}
standards:
  - {id: calls, metric: speed of answer, channel: phone, target: 80, unit: percent, percentile: 80, threshold: 30 seconds}
  - {id: mails, metric: first reply, channel: email, target: 1, unit: working day}
  - {id: leaks, metric: time to repair a leak, priority: urgent, target: 4, unit: hours}
  - {id: repairs, metric: time to repair a leak, priority: normal, target: 3, target_to: 5, unit: days}
"""


def test_a_page_of_service_levels_is_not_asked_for_a_whole_strategy(cxaudit):
    """Such a page says how soon what is done; at most five findings, where a strategy would have dozens."""
    Path("levels.yaml").write_text(SERVICE_LEVELS)
    found = cxaudit("lint", "levels.yaml", "--format", "concise", "--as-of", "2026-11-22").out.splitlines()
    assert [line.rpartition("[")[2] for line in found] == ["review-date-missing]", "channel-no-hours]"]
    Path("levels.yaml").write_text(SERVICE_LEVELS.replace("kind: service-levels\n", ""))
    assert len(cxaudit("lint", "levels.yaml", "--format", "concise", "--as-of", "2026-11-22").out.splitlines()) > 12
