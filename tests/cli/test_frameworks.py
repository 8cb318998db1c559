"""cxaudit frameworks."""

import json

from factories import CATALOG, FOREIGN_PACK


def test_frameworks_are_listed_and_shown(cxaudit):
    listed = cxaudit("frameworks").out
    assert "four-ps" in listed
    assert f"{len(CATALOG.criteria)} questions in all" in listed
    assert next(line for line in listed.splitlines() if line.startswith("four-ps")).split()[-2:] == ["7", "-"]
    chosen = cxaudit("frameworks", "--framework", "people").out
    assert next(line for line in chosen.splitlines() if line.startswith("four-ps")).split()[-2:] == ["7", "7"]
    shown = cxaudit("frameworks", "four-ps").out
    assert "Promptness: " in shown
    told, goal = " ".join(shown.split()), CATALOG.criteria["response-goals"]
    assert f" response-goals (answered by: frontline, manager) {goal.question} {goal.scope} done " in told
    assert all(f" {practice.kind} {practice.says} " in told for practice in goal.practices)


def test_a_sheet_shows_levels_by_their_number_and_marks_by_their_text(cxaudit):
    shown = cxaudit("frameworks", "contact-figures", "--pack", FOREIGN_PACK).out
    assert "      2  Yes.\n" in shown
    assert "      -  75% or more\n" in shown


def test_the_overlap_as_a_map(cxaudit):
    shown = cxaudit("frameworks", "--map", "--framework", "first-audit").out
    assert shown.splitlines()[0] == "staff-line-of-sight: 2"
    table = cxaudit("frameworks", "--map", "--format", "md").out.splitlines()
    assert len(table) == len(CATALOG.criteria) + len(["head", "rule"])
    served = json.loads(cxaudit("frameworks", "--map", "--format", "json").out)["criteria"]
    assert served.keys() == CATALOG.criteria.keys()
    assert max(map(len, served.values())) == len(served["training-programme"]) == 7


def test_neighbours_are_named_for_orientation_only(cxaudit):
    sheet = cxaudit("frameworks", "service-recovery").out
    assert "nothing here measures conformity" in sheet
    assert "ISO 10002, complaints handling: https://www.iso.org/standard/71580.html" in sheet
    assert "conformity" not in cxaudit("frameworks", "strategy-drivers").out
