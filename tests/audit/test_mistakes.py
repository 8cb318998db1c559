"""Mistakes: made, averted, and in between."""

from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, everything

from cxaudit.audit.assessment import assess
from cxaudit.audit.mistakes import headline, mistakes
from cxaudit.model import Answer, Audit, Framework, Item

FRAMEWORK = CATALOG.frameworks["strategy-mistakes"]


def made(audit: Audit) -> dict[str, str]:
    return {one.item.id: str(one.made) for one in mistakes(assess(CATALOG, audit), FRAMEWORK)}


def plan(document: str, two_pages: str = "yes", same_words: str = "yes", actions: str = "yes") -> Audit:
    strategy = {**everything()["written-strategy"].practices, "document": document, "actions": actions}
    concise = {**everything()["concise-written-plan"].practices, "two-pages": two_pages, "same-words": same_words}
    answers = {"written-strategy": Answer(practices=strategy), "concise-written-plan": Answer(practices=concise)}
    return replace(EMPTY, answers=answers)


@pytest.mark.parametrize(
    ("audit", "word"),
    [
        (plan("no"), "does not arise"),
        (plan("yes"), "averted"),
        (plan("unknown"), "averted"),
        (plan("yes", two_pages="no"), "partly averted"),
        (plan("yes", two_pages="partly", same_words="no"), "partly averted"),
        (plan("yes", two_pages="partly", same_words="unknown"), "partly averted"),
        (plan("yes", two_pages="no", same_words="no"), "made"),
        (plan("partly", two_pages="no", same_words="no"), "made"),
        (plan("yes", two_pages="no", same_words="unknown"), "not known"),
    ],
)
def test_the_first_word_that_fits(audit: Audit, word: str):
    assert made(audit)["overcomplicated"] == word


def test_no_plan_is_made_where_nothing_is_written_and_needs_nothing_to_arise():
    assert made(plan("no", actions="no"))["no-plan"] == "made"
    assert made(plan("no", actions="yes"))["no-plan"] == "partly averted"


def test_a_mistake_whose_practices_do_not_apply_does_not_apply():
    audit = replace(plan("yes"), profile={"several-departments": "no"})
    assert made(audit)["front-line-only"] == "does not apply"


def test_the_headline_counts_them():
    found = mistakes(assess(CATALOG, plan("yes", two_pages="no", same_words="no")), FRAMEWORK)
    assert headline(found) == "1 made, 1 averted, 3 not known"


def test_a_mistake_that_names_no_practices_is_averted_by_all_of_the_target():
    lens = Framework("lens", "L", "g", "1", "us", "t", (Item("a", "A", "", ("promises-kept",)),), mistakes=True)
    catalog = replace(CATALOG, frameworks={"lens": lens})

    def word(answer: Answer) -> str:
        audit = replace(EMPTY, frameworks={"lens": "1"}, answers={"promises-kept": answer})
        return str(mistakes(assess(catalog, audit), lens)[0].made)

    best = everything()["promises-kept"]
    assert word(best) == "averted"
    assert word(replace(best, practices={**best.practices, "kept": "missed"})) == "partly averted"
    assert word(everything(best=False)["promises-kept"]) == "made"


def test_its_criteria_count_in_the_overall_score():
    best, worst = everything(frameworks=["strategy-mistakes"]), everything(frameworks=["strategy-mistakes"], best=False)
    audit = replace(EMPTY, frameworks={"strategy-mistakes": "1"})
    points = [assess(CATALOG, replace(audit, answers=answers)).overall.score for answers in (best, worst)]
    assert [score and score.point for score in points] == [1, 0]
