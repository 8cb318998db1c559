"""The full screen without a terminal: what a key does to a page, and what is drawn."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from factories import CATALOG, EMPTY, everything
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.interview import draw, overview
from cxaudit.interview.flow import Interview
from cxaudit.interview.keys import TABLE
from cxaudit.interview.overview import Overview
from cxaudit.interview.page import NEXT, Page, press, wrote
from cxaudit.measure import State
from cxaudit.model import Answer, Criterion

TODAY = "2026-11-26"
KEPT = CATALOG.criteria["promises-kept"]  # four statements and a result
GOAL = CATALOG.criteria["response-goals"]  # the first statement is about every main channel
HEAD = draw.Head("12 of 40", "Service", "11 answered")


def page(criterion: Criterion = KEPT, answer: Answer | None = None, channels: tuple[str, ...] = ()) -> Page:
    return Page(criterion, criterion.practices, answer or Answer(), channels, TODAY)


def pressed(keys: Iterable[str], start: Page | None = None) -> Page:
    shown = start or page()
    for key in keys:
        shown = press(shown, key)
    return shown


def said(shown: Page) -> str:
    """What is said of each statement, as the marks of typed lines; . where it is not marked."""
    signs = {"yes": "y", "partly": "~", "no": "n", "reached": "R", "missed": "M", "not-measured": "N", "unknown": "?"}
    return "".join(signs.get(str(shown.state(p)), ".") for p in shown.practices)


@pytest.mark.parametrize(
    ("keys", "meaning"),
    [
        (["1", "3"], "y.y.."),
        (["1", "1"], "n...."),
        (["1", "space", "3"], "y.y.."),
        (["1", "space", "space"], "n...."),
        (["space"], "y...."),
        (["down", "space", "down", "-"], ".yn.."),
        (["up", "space"], "....R"),
        (["up", "-"], "....N"),
        (["5", "!", "escape"], "....M"),
        (["1", "d"], "y????"),
        (["1", "a"], "yyyyR"),
        (["1", "5", "0"], "ynnnR"),
        (["a", "0"], "nnnnR"),
        (["2", "?"], ".?..."),
        (["2", "~", "escape"], ".~..."),
        (["a"], "yyyyR"),
        (["0"], "nnnn."),
        (["d"], "?????"),
        (["A"], "yyyyR"),
    ],
)
def test_keys_mark_statements(keys: list[str], meaning: str):
    start = page()
    shown = start
    for key in keys:
        shown = replace(shown, writing="") if shown.writing and key == "escape" else press(shown, key)
    assert said(shown) == meaning
    assert (shown.answer.at == TODAY) == (meaning != ".....")


def test_enter_takes_what_is_not_marked_as_not_true_but_asks_for_the_result():
    shown = pressed(["1", "enter"])
    assert said(shown) == "ynnn."
    assert shown.wish == "" and shown.cursor == 4
    assert shown.message == "5 is a result: Space reached, ! missed, - not measured, ? don't know."
    missed = press(shown, "!")
    assert missed.writing == "figure", "a miss without its figure accuses"
    assert press(wrote(missed, "7 of 20"), "enter").wish == NEXT


def test_enter_with_nothing_marked_says_no_to_nothing():
    shown = pressed(["enter"])
    assert shown.answer == Answer() and shown.wish == ""
    assert "Nothing is marked" in shown.message


def test_enter_keeps_an_answer_that_is_there_as_it_was():
    before = replace(pressed(["a"]).answer, at="2026-01-02")
    assert pressed(["enter"], page(answer=before)).answer == before
    assert pressed(["enter"], page(answer=before)).wish == NEXT


def test_what_is_marked_anew_has_the_date_of_today():
    before = replace(pressed(["a"]).answer, at="2026-01-02")
    assert pressed(["2", "enter"], page(answer=before)).answer.at == TODAY


def test_partly_asks_what_is_missing_and_keeps_it():
    shown = pressed(["2", "~"])
    assert shown.writing == "missing" and shown.label == "What is missing in 2"
    shown = wrote(shown, "visits only")
    assert shown.answer.missing == {"person-and-day": "visits only"}
    assert pressed(["2"], shown).answer.missing == {}


def test_main_channels_are_ticked_one_by_one():
    start = page(GOAL, channels=("phone", "e-mail", "chat"))
    shown = pressed(["1", "~"], start)
    assert shown.menu is not None and shown.menu.ticks == frozenset()
    partly = pressed(["1", "3", "enter"], shown)
    assert partly.state(GOAL.practices[0]) is State.PARTLY
    assert partly.answer.missing == {GOAL.practices[0].id: "e-mail"}
    again = pressed(["c"], partly)
    assert again.menu is not None and again.menu.ticks == {0, 2}
    assert pressed(["2", "enter"], again).state(GOAL.practices[0]) is State.YES
    assert pressed(["1", "3", "enter"], again).state(GOAL.practices[0]) is State.NO
    assert "Type a number from 1 to 3" in pressed(["a"], again).message, "no letter ticks anything"
    assert pressed(["escape"], again).answer == partly.answer


GOAL_TRUE = GOAL.practices[0]


def partly(missing: str, channels: tuple[str, ...]) -> Page:
    answer = Answer(
        practices={GOAL_TRUE.id: "partly"}, missing={GOAL_TRUE.id: missing}, at=TODAY, asked=GOAL.fingerprint
    )
    return page(GOAL, answer, channels)


@pytest.mark.parametrize("key", ["c", "~"])
def test_what_was_written_as_missing_is_edited_and_never_replaced_by_ticks(key: str):
    start = partly("the telephone, from seven to nine", ("phone", "e-mail"))
    shown = pressed([key], start)
    assert shown.menu is None and shown.writing == "missing" and shown.text == "the telephone, from seven to nine"
    assert shown.answer.practices == start.answer.practices and shown.answer.missing == start.answer.missing


@pytest.mark.parametrize(
    ("missing", "left"), [("c14 with, a comma", {0, 2}), ("post, c14 with, a comma", {2}), ("chat,post", {1})]
)
def test_a_list_of_channels_closed_without_a_change_changes_nothing(missing: str, left: set[int]):
    start = partly(missing, ("post", "c14 with, a comma", "chat"))
    shown = pressed(["c"], start)
    assert shown.menu is not None and shown.menu.ticks == left
    assert pressed(["enter"], shown).answer == start.answer


def test_partly_true_without_a_tick_stays_partly_true():
    start = page(GOAL, channels=("phone", "e-mail"))
    assert pressed(["1", "~", "enter"], start).state(GOAL_TRUE) is State.PARTLY
    assert pressed(["c", "enter"], start).state(GOAL_TRUE) is State.NO, "nothing was said, and it is true on none"


def test_with_ten_channels_and_more_numbers_move_and_only_space_ticks():
    start = pressed(["c"], page(GOAL, channels=tuple(f"channel {n}" for n in range(1, 16))))
    shown = pressed(["1", "2"], start)
    assert shown.menu is not None and (shown.menu.at, shown.menu.ticks) == (11, frozenset())
    shown = pressed(["space", "3"], shown)
    assert shown.menu is not None and (shown.menu.at, shown.menu.ticks) == (2, {11})
    shown = pressed(["9", "5"], shown)
    assert shown.menu is not None and shown.menu.at == 4, "there is no 95, so 5 begins a number"


def test_without_several_channels_there_is_nothing_to_tick():
    assert pressed(["c"]).message == "Nothing to tick: no main channels are named."
    assert pressed(["c"], page(channels=("phone", "chat"))).message == "Nothing to tick: 1 is not about main channels."
    assert pressed(["c"], page(GOAL, channels=("phone",))).message == "Nothing to tick: there is one main channel."


def test_a_statement_or_the_whole_question_does_not_apply():
    one = pressed(["3", "x", "1", "2"])
    assert one.answer.not_applicable == {"rule": "not-offered"}
    assert "rule" not in one.answer.practices
    whole = pressed(["x", "down", "enter", "1"])
    assert whole.answer.na == "out-of-scope" and whole.wish == NEXT
    assert pressed(["x", "escape"]).answer == Answer()


def test_a_private_note_is_not_shown_to_whoever_looks_on():
    shown = wrote(pressed(["1", "p"]), "ask Ann")
    text = " ".join(plain(draw.page(shown, HEAD, (), 80, 24)))
    assert "ask Ann" not in text and "Private note: kept" in text


def test_texts_are_kept_in_their_fields():
    shown = pressed(["1"])
    for key, text in (("e", "the list of May"), ("f", "93 %"), ("n", "a note"), ("p", "ask Ann")):
        shown = wrote(press(shown, key), text)
    answer = shown.answer
    assert (answer.evidence, answer.figure, answer.note, answer.private) == (
        "the list of May", "93 %", "a note", "ask Ann"
    )  # fmt: skip


@pytest.mark.parametrize(("text", "why"), [("b", "single letter"), ("none", "names no evidence")])
def test_a_text_that_says_nothing_is_not_kept(text: str, why: str):
    shown = wrote(pressed(["1", "e"]), text)
    assert shown.answer.evidence == "" and why in shown.message


def test_examined_statements_held_or_did_not():
    held = pressed(["1", "v"])
    assert held.answer.seen == ("noted",)
    not_held = pressed(["v"], held)
    assert (not_held.answer.seen, not_held.answer.not_held) == ((), ("noted",))
    assert pressed(["v"], not_held).answer.not_held == ()
    assert pressed(["2", "-", "v"]).answer.seen == ()


def test_keys_for_moves_are_wishes_and_change_nothing():
    for key, wish in {"b": "back", "u": "undo", "s": "skip", "r": "review", "q": "quit"}.items():
        assert press(page(), key) == replace(page(), wish=wish)


def test_help_and_reason_open_and_close():
    assert press(page(), "h").shown == "help"
    assert press(press(page(), "w"), "space").shown == "why"
    assert press(press(page(), "w"), "x") == page()
    assert press(press(page(), "h"), "q").wish == "quit"


def test_a_wrong_key_is_named_and_changes_nothing():
    shown = press(page(), "k")
    assert shown.message == "k does nothing here; h shows all keys."
    assert press(page(), "9").message == "There is no 9 here."
    assert shown.answer == Answer()
    assert "5 is a result" in pressed(["up", "~"]).message
    assert "1 is not a result" in pressed(["!"]).message


KEYS = st.lists(st.sampled_from([*"123456~?-!ad0xcvh", "up", "down", "space", "enter", "escape"]), max_size=12)


@given(keys=KEYS)
def test_any_keys_leave_an_answer_that_scores(keys: list[str]):
    shown = page(GOAL, channels=("phone", "chat"))
    for key in keys:
        shown = wrote(shown, "some text") if shown.writing else press(shown, key)
    for practice in GOAL.practices:
        reply = shown.answer.practices.get(practice.id)
        assert reply is None or reply in (
            ("reached", "missed", "not-measured", "unknown")
            if practice.is_result
            else ("yes", "partly", "no", "unknown")
        )
    assert not set(shown.answer.practices) & set(shown.answer.not_applicable)


def test_every_key_of_the_table_does_something_on_a_page():
    named = {"Space": "space", "Up": "up", "Down": "down", "Enter": "enter"}
    assert press(pressed(["1"]), "/") == press(pressed(["1"]), "~")
    for key in TABLE:
        for one in key.pressed.replace(",", " ").replace(" or ", " ").split():
            start = (
                pressed(["5"], page(channels=("phone", "chat"))) if one in "!-v" else page(channels=("phone", "chat"))
            )
            start = pressed(["5"]) if one == "!" else start
            assert press(start, named.get(one, one)) != start, one
            assert "does nothing" not in press(start, named.get(one, one)).message


def plain(lines: list[draw.Line]) -> list[str]:
    return ["".join(text for _, text in line) for line in lines]


LONG = "A text of a hundred columns, which is longer than what fits beside a statement, and then some more"


def test_every_question_of_the_bank_fits_80_by_24_with_all_that_can_be_said():
    for criterion in CATALOG.criteria.values():
        practices = criterion.practices
        answer = Answer(
            practices={p.id: "missed" if p.is_result else "partly" for p in practices},
            missing={practices[0].id: LONG},
            evidence=LONG,
            note=LONG,
            asked=criterion.fingerprint,
        )
        for cursor in range(len(practices)):
            shown = replace(page(criterion, answer, ("phone", "e-mail", "chat")), cursor=cursor, message=LONG)
            lines = plain(draw.page(shown, HEAD, (), 80, 24))
            assert len(lines) == 24, criterion.id
            assert all(len(line) <= 80 for line in lines)
            text = " ".join(" ".join(lines).split())
            assert criterion.question in text
            for number, practice in enumerate(practices, 1):
                word = "missed" if practice.is_result else "partly"
                assert f"{number} {word} {practice.says}" in text, (criterion.id, number)


def test_the_cursor_and_what_would_count_are_seen_without_colour():
    lines = plain(draw.page(pressed(["5"]), HEAD, (), 80, 24))
    assert any(line.startswith("> 5 reached") for line in lines)
    assert any("Result: take the last cases." in line for line in lines)
    assert lines[-1].startswith("Space reached  ! missed")
    styles = {style for line in draw.page(pressed(["5"]), HEAD, (), 80, 24) for style, _ in line}
    assert styles <= {"", "bold", "reverse"}, "nothing rests on a colour, so it reads on any background"


@pytest.mark.parametrize("start", [page(), page(GOAL), pressed(["5"])])
def test_in_a_narrow_window_the_keys_that_go_on_and_show_the_rest_are_still_named(start: Page):
    line = plain(draw.page(start, HEAD, (), 61, 21))[-1]
    assert "Enter next" in line and line.endswith("h all keys")


def test_a_page_names_no_framework_and_no_item():
    text = " ".join(plain(draw.page(page(), HEAD, (), 100, 40)))
    assert "commitments" not in text.lower() and "ICMI" not in text


@given(width=st.integers(61, 140), height=st.integers(21, 60), keys=KEYS)
def test_a_page_fits_whatever_the_window(width: int, height: int, keys: list[str]):
    shown = page(GOAL, channels=("phone", "chat"))
    for key in keys:
        shown = wrote(shown, "ü" * 200) if shown.writing else press(shown, key)
    lines = plain(draw.page(shown, HEAD, ["Keys", "  x             what it does " * 3] * 30, width, height))
    assert len(lines) == height - bool(shown.writing) and all(len(line) <= width for line in lines)


def test_wide_letters_take_two_columns():
    assert draw.cut("界" * 10, 7) == "界界界…"
    assert draw.wrap("界界 界界 界界", 9) == ["界界 界界", "界界"]


def test_the_overview_filters_and_goes_to_a_question():
    view = Interview(CATALOG, replace(EMPTY, frameworks={"four-ps": "1"}), TODAY)
    numbers = [n for n, _ in overview.rows(view, "all")]
    listed = Overview(len(view.questions))
    assert overview.press(listed, "down", numbers, 20).at == 1
    assert overview.press(listed, "pagedown", numbers, 5).at == 5
    typed = overview.press(overview.press(listed, "1", numbers, 5), "2", numbers, 5)
    assert overview.press(typed, "enter", numbers, 5).chosen == 12
    assert overview.press(replace(listed, at=3), "enter", numbers, 5).chosen == numbers[3]
    assert overview.press(listed, "o", numbers, 5).shown == "open"
    assert overview.press(listed, "escape", numbers, 5).closed
    lines = plain(draw.overview(listed, view, 80, 24))
    assert len(lines) == 24 and lines[1].startswith(">   1  What is audited")
    answered = Interview(CATALOG, replace(view.audit, answers=everything()), TODAY)
    assert len(overview.rows(answered, "open")) == 9, "the facts"
