"""Rules that look for English words are run on English only."""

import pytest

from cxaudit.prose.language import looks_english

GERMAN = """\
title: Kundenservice-Strategie
organisation: Wohnbau Ulm
vision: >-
  Mieterinnen und Mieter erfahren beim ersten Anruf, wann die Reparatur stattfindet, und müssen dafür nicht noch einmal
  anrufen. Wer im Haus wohnt, soll sich auf den genannten Tag verlassen können, auch wenn ein Ersatzteil fehlt.
promise: {text: Sie erhalten noch heute einen Termin. ASAP heißt bei uns heute., standards: [antwort]}
context: {why_us: Vier von zehn Anrufen betreffen einen Termin. Das zeigt die Auswertung im Mai.}
departments:
  - {id: service, service_role: nimmt jede Meldung an und nennt den Termin, is_service: true}
  - {id: technik, service_role: führt die Reparatur am genannten Tag aus und meldet sie als erledigt}
standards:
  - {id: antwort, metric: erste Antwort, target: 4, unit: Stunden, source: Ticketsystem}
"""
POLISH = """zespół obsługi odpowiada na każde zgłoszenie w ciągu jednego dnia roboczego i podaje termin naprawy a jeśli części
brakuje dzwoni do klienta zanim termin minie kierownik co miesiąc sprawdza ile spraw wróciło i omawia to z zespołem na
zebraniu każdy pracownik wie kogo zapytać gdy nie zna odpowiedzi a nowi pracownicy uczą się przez dwa tygodnie obok
doświadczonej osoby skargi zapisujemy w jednym miejscu razem z nazwiskiem osoby która je prowadzi"""
NOTES = """first reply mail four hours helpdesk telephone answered thirty seconds eighty per cent phone system repairs date given
on the first call planning board head of field work march counter open nine to five spring survey tenants asked about last
repair results read by service manager and acted on in next meeting complaints log kept at counter answer within ten days
letter from director where it took longer cause removed by whoever owns it training two weeks beside a colleague"""


def test_a_strategy_in_german_gets_one_line_and_no_finding_on_words(cxaudit, tmp_path):
    (tmp_path / "strategy.yaml").write_text(GERMAN)
    lines = cxaudit("lint", "strategy.yaml", "--format", "concise").out.splitlines()
    (said,) = [line for line in lines if "not-english" in line]
    assert said.startswith("strategy.yaml:1:1: info: the strategy is not in English, so these rules were not run: ")
    for rule in ("vague-time", "promise-not-first-person", "vision-generic", "copied-model", "initiative-owned-by-all"):
        assert rule in said
        assert not [line for line in lines if f"[{rule}]" in line]


def test_other_rules_are_run_in_every_language(cxaudit, tmp_path):
    (tmp_path / "strategy.yaml").write_text(GERMAN + "reviewer: TODO\n")
    assert "[placeholder-text]" in cxaudit("lint", "strategy.yaml").out


def test_the_line_can_be_turned_off(cxaudit, tmp_path):
    (tmp_path / "strategy.yaml").write_text(GERMAN)
    (tmp_path / "cxaudit.yaml").write_text("rules: {not-english: off}\n")
    assert "not-english" not in cxaudit("lint", "strategy.yaml").out


def test_an_ignore_of_a_rule_that_was_not_run_is_not_called_unused(cxaudit, tmp_path):
    (tmp_path / "strategy.yaml").write_text(
        GERMAN.replace("promise:", "# cxaudit: ignore[vague-time] so sagt es das Gesetz\npromise:")
    )
    assert "unused-ignore" not in cxaudit("lint", "strategy.yaml").out


@pytest.mark.parametrize(
    ("text", "english"), [(POLISH, False), (NOTES, True), ("Wir antworten bald.", True), ("", True)]
)
def test_small_words_tell_english_from_other_languages(text: str, english: bool):
    assert looks_english(text.lower()) is english
