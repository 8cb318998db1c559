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


def test_a_sheet_has_what_is_asked_by_the_role_that_can_say_and_what_to_bring(cxaudit):
    shown = " ".join(cxaudit("frameworks", "four-ps").out.split())
    head, _, rest = shown.partition("Ask a manager")
    managers, _, rest = rest.partition("Ask somebody who serves customers")
    front_line, _, to_bring = rest.partition("To bring")
    assert "Promptness: The first reply" in head and "Rests on: Time to first reply, Time to resolve" in head
    for practice in CATALOG.criteria["response-goals"].practices:
        assert (practice.says in front_line) == (practice.kind == "done")
        assert (practice.says in managers) == (practice.kind != "done")
    assert CATALOG.criteria["response-goals"].question in front_line
    assert CATALOG.criteria["response-goals"].evidence[0] in to_bring


def test_a_sheet_names_single_practices_that_an_item_rests_on(cxaudit):
    shown = " ".join(cxaudit("frameworks", "icmi-customer-expectations").out.split())
    assert "Standards with a number (no-correction)" in shown


def test_a_sheet_of_a_set_or_group_has_each_question_once(cxaudit):
    shown = cxaudit("frameworks", "first-audit").out
    assert shown.count("Ask a manager") == 1
    question = CATALOG.criteria["training-programme"].question
    assert " ".join(shown.split()).count(question) == 2, "once for each role that can say some of it"
    assert "People elements" in cxaudit("frameworks", "people").out


def test_a_sheet_shows_levels_by_their_number_and_marks_by_their_text(cxaudit):
    shown = cxaudit("frameworks", "contact-figures", "--pack", FOREIGN_PACK).out
    assert "    2  Yes.\n" in shown
    assert "    -  75% or more\n" in shown


def test_questions_and_statements_as_data(cxaudit):
    found = json.loads(cxaudit("frameworks", "four-ps", "--format", "json").out)
    assert [framework["id"] for framework in found["frameworks"]] == ["four-ps"]
    criteria = {one["id"]: one for one in found["criteria"]}
    assert criteria.keys() == set(CATALOG.frameworks["four-ps"].criteria)
    kept = CATALOG.criteria["response-goals"]
    assert criteria["response-goals"]["question"] == kept.question
    assert [p["says"] for p in criteria["response-goals"]["practices"]] == [p.says for p in kept.practices]
    assert "premises" in [fact["id"] for fact in found["facts"]], "which a practice needs"
    everything = json.loads(cxaudit("frameworks", "--format", "json").out)
    assert len(everything["frameworks"]) == len(CATALOG.frameworks)
    assert len(everything["criteria"]) == len(CATALOG.criteria)


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
    assert "conformity with it is not measured" in sheet
    assert "ISO 10002, complaints handling: https://www.iso.org/standard/71580.html" in sheet
    assert "conformity" not in cxaudit("frameworks", "strategy-drivers").out
