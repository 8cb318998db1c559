"""What a typed line means, without a terminal."""

from fractions import Fraction

import pytest
from factories import CATALOG, FOREIGN_PACK
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.interview.typed import Key, Marked, fact, key_of, marked, numbers, on_scale, result
from cxaudit.measure import State
from cxaudit.model import Answer

PRACTICES = CATALOG.criteria["promises-kept"].practices  # four statements and a result
SCALES = load(sources.catalog_files([FOREIGN_PACK])).scales


def said(line: str) -> str:
    """What a line says of the five, one letter each: y ~ n ? R(eached) M(issed) N(ot measured), . where it says nothing."""
    found = marked(line, PRACTICES)
    assert isinstance(found, Marked), found
    letters = {"yes": "y", "partly": "~", "no": "n", "reached": "R", "missed": "M", "not-measured": "N", "unknown": "?"}
    return "".join(letters[found.said[p.id]] if p.id in found.said else "." for p in PRACTICES)


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("1 3", "ynyn."),
        ("13", "ynyn."),
        ("1,3", "ynyn."),
        ("31", "ynyn."),
        ("0", "nnnn."),
        ("a", "yyyyR"),
        ("A", "yyyyR"),
        ("d", "?????"),
        ("D", "?????"),
        ("13 5", "ynynR"),
        ("135!", "ynynM"),
        ("5-", "nnnnN"),
        ("1 2~ 4? 5?", "y~n??"),
        ("12~4?5-", "y~n?N"),
        ("2x", "n.nn."),
        ("5x", "nnnn."),
    ],
)
def test_numbers_are_true_and_the_rest_is_not_but_a_result_is_never_left_out(line: str, meaning: str):
    assert said(line) == meaning


def test_a_bare_answer_to_four_statements_and_a_result_takes_six_keys_at_most():
    assert said("135-") == "ynynN"
    assert len("135-" + "\r") <= 6


@pytest.mark.parametrize(
    ("line", "rest"),
    [("13 call-back list", "call-back list"), ("1 2~ the log of May", "the log of May"), ("0 we do not", "we do not"),
     ("a see page 3", "see page 3"), ("d Ann knows", "Ann knows"), ("135!", "")],
)  # fmt: skip
def test_what_comes_after_the_marks_is_kept(line: str, rest: str):
    found = marked(line, PRACTICES)
    assert isinstance(found, Marked)
    assert found.rest == rest


def test_what_does_not_apply_is_named_apart():
    found = marked("1 3x 5x", PRACTICES)
    assert isinstance(found, Marked)
    assert found.ruled_out == ("rule", "kept")
    assert {"rule", "kept"}.isdisjoint(found.said)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "nothing is marked"),
        ("maybe", ""),
        ("7", "there is no 7 here: the statements are numbered 1 to 5"),
        ("1 0", "there is no 0 here: the statements are numbered 1 to 5"),
        ("11", "1 is named twice"),
        ("1 2025 report", "there is no 0 here: the statements are numbered 1 to 5"),
        ("5~", "5 is a result: 5 reached, 5! missed, 5- not measured, 5? don't know"),
        ("1!", "1! is for results: 1 true, 1~ partly, 1? don't know"),
        ("1-3", "1- is for results: 1 true, 1~ partly, 1? don't know"),
    ],
)
def test_what_means_nothing_is_refused_with_a_reason(line: str, message: str):
    assert marked(line, PRACTICES) == message


@given(st.text(max_size=12))
def test_any_line_is_an_answer_or_a_message(line: str):
    found = marked(line, PRACTICES)
    if isinstance(found, Marked):
        assert {*found.said, *found.ruled_out} <= {p.id for p in PRACTICES}
        assert "kept" not in found.said or found.said["kept"] in PRACTICES[-1].replies


@pytest.mark.parametrize(
    ("line", "key"),
    [("?", Key("?")), ("b", Key("b")), ("B", Key("b")), ("e the log", Key("e", "the log")), ("E  x", Key("e", "x")),
     ("r open", Key("r", "open")), ("v 1 3!", Key("v", "1 3!")), ("x", Key("x")), ("d", None), ("a", None), ("1", None),
     ("everything", None), ("", None)],
)  # fmt: skip
def test_keys_take_over_from_an_answer_in_either_case(line: str, key: Key | None):
    assert key_of(line) == key


@pytest.mark.parametrize(
    ("line", "state"),
    [("1", "reached"), ("2", "missed"), ("3", "not-measured"), ("d", "unknown"), ("R", "reached"), ("!", "missed"),
     ("-", "not-measured"), ("", None), ("4", None), ("reach", None)],
)  # fmt: skip
def test_a_result_asked_by_itself(line: str, state: str | None):
    assert result(line) == state


@pytest.mark.parametrize(
    ("line", "scale", "meaning"),
    [
        ("2", "coverage", (Answer(level=2), "")),
        ("2 the list", "coverage", (Answer(level=2), "the list")),
        ("4", "coverage", ""),
        ("d", "coverage", (Answer(unknown=True), "")),
        ("d Ann", "coverage", (Answer(unknown=True), "Ann")),
        ("72%", "resolved-at-once", (Answer(number=Fraction(72)), "")),
        ("72.5 crm", "resolved-at-once", (Answer(number=Fraction("72.5")), "crm")),
        ("soon", "wait", ""),
        ("-1", "percent", "-1% is below the minimum, 0%"),
        ("101", "percent", "101% is above the maximum, 100%"),
    ],
)
def test_levels_and_numbers(line: str, scale: str, meaning: object):
    assert on_scale(line, SCALES[scale]) == meaning


@pytest.mark.parametrize(
    ("id", "line", "meaning"),
    [
        ("premises", "y", "yes"), ("premises", "No", "no"), ("premises", "d", State.UNKNOWN), ("premises", "1", None),
        ("servers", "2", "10-49"), ("servers", "under-10", "under-10"), ("servers", "9", None), ("servers", "y", None),
        ("main-channels", "phone, e-mail; shop, phone", ("phone", "e-mail", "shop")), ("main-channels", "x", None),
        ("main-channels", "", None), ("main-channels", "d", State.UNKNOWN),
    ],
)  # fmt: skip
def test_facts_are_answered_by_yes_or_no_by_a_choice_or_by_names(id: str, line: str, meaning: object):
    assert fact(line, CATALOG.facts[id]) == meaning


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("1 3!", (("noted",), ("rule",))),
        ("13", (("noted", "rule"), ())),
        ("9", "there is no 9 here: the statements are numbered 1 to 5"),
        ("1~", "1~ says nothing here: 1 held, 1! did not"),
        ("all", "type the numbers that you examined, with ! where one did not hold, such as v 1 3!"),
    ],
)
def test_what_was_examined(line: str, meaning: object):
    assert numbers(line, PRACTICES) == meaning
