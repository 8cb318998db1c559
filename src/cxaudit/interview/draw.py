"""What the full screen shows: lines of styled text for a page or the overview, fitted to a width and a height. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prompt_toolkit.utils import get_cwidth

from cxaudit import sanitize
from cxaudit.interview.flow import Interview
from cxaudit.interview.overview import Overview, rows, state
from cxaudit.interview.page import FIELDS, Page
from cxaudit.measure import Kind, State
from cxaudit.model import NA_REASONS, Practice

Piece = tuple[str, str]  # style, text
Line = list[Piece]

WIDEST = 100
NARROW, LOW = 60, 20  # up to these, a page does not fit
SAYS = {
    None: "",
    State.YES: "yes",
    State.PARTLY: "partly",
    State.NO: "no",
    State.UNKNOWN: "don't know",
    State.REACHED: "reached",
    State.MISSED: "missed",
    State.NOT_MEASURED: "not measured",
    State.NOT_APPLICABLE: "n/a",
}
COUNTS = {
    Kind.DONE: "Done: it happens today; people or records can show it.",
    Kind.WRITTEN: "Written: a text says so; you can show it.",
    Kind.CHECKED: "Checked: you counted, compared, reviewed or asked in that time.",
    Kind.RESULT: "Result: take the last cases. Without a record, it is not measured.",
}
KEYS_PRACTICE = "Space or number yes  ~ or / partly  ? don't know  Enter next  h all keys"
KEYS_RESULT = "Space reached  ! missed  - not measured  ? don't know  Enter next  h all keys"
KEYS_MENU = "Number or Enter chooses  Esc closes"
KEYS_TICKS = "Number or Space ticks  Enter done  Esc closes"
KEYS_LONG = "Number or arrows move  Space ticks  Enter done  Esc closes"
KEYS_WRITING = "Enter keeps the text  Esc leaves it as it was  Ctrl-U clears"
KEYS_OVERVIEW = "Up, Down or number  Enter goes there  o open  u unknown  a all  Esc closes"
_MARK = 12  # the longest word of SAYS
_BEFORE = 2 + 2 + _MARK + 1  # cursor, number and mark stand before a statement


class Head(NamedTuple):
    """What stands above a question."""

    place: str  # such as "12 of 40"
    group: str
    progress: str


def fits(width: int, height: int) -> bool:
    """Whether a terminal has room for pages."""
    return width > NARROW and height > LOW


def page(shown: Page, head: Head, texts: Sequence[str], width: int, height: int) -> list[Line]:
    """The lines of a page; `texts` is the help or reason that is open over it."""
    width = min(width, WIDEST) - 1
    top = [_bar(f"{head.place}  {head.group}", head.progress, width)]
    if shown.shown:
        return [*top, *_over(texts, shown.scroll, width, height - 1)]
    foot = [_plain(shown.message, "bold", width), _plain(_that_fit(_keys(shown), width), "", width)]
    room = height - len(top) - len(foot) - (1 if shown.writing else 0)
    middle = next(filter(None, (_middle(shown, width, room, squeeze) for squeeze in range(4))), [])
    return [*top, *middle, *([] for _ in range(room - len(middle))), *foot]


def _middle(shown: Page, width: int, room: int, squeeze: int) -> list[Line] | None:
    """The question, its statements and notes; None where they do not fit.

    Squeezed by 1, there are no blank lines; by 2, the scope has one line and so has what stands under a statement; by
    3, the notes have one line and what is left over is out of sight.
    """
    gap: list[Line] = [] if squeeze else [[]]
    asked = _question(shown, width, short=squeeze > 1)
    notes = list(_notes(shown, width))
    if squeeze > 2 and len(notes) > 1:
        notes = [_plain("  ".join("".join(text for _, text in note) for note in notes), "", width)]
    body = _menu(shown, width) if shown.menu else _statements(shown, width, 1 if squeeze > 1 else 2)
    left = room - len(asked) - len(notes) - 3 * len(gap)
    if sum(map(len, body)) > left and squeeze < 3:
        return None
    at = shown.menu.at + 1 if shown.menu else shown.cursor
    return [*gap, *asked, *gap, *_around(body, at, max(left, 3)), *gap, *notes][:room]


def overview(shown: Overview, interview: Interview, width: int, height: int) -> list[Line]:
    """The lines of the list of all questions."""
    width = min(width, WIDEST) - 1
    found = rows(interview, shown.shown)
    size = max(height - 3, 1)
    first = max(0, min(shown.at - size // 2, len(found) - size))
    what = f"{len(found)} {'questions' if shown.shown == 'all' else shown.shown}"
    top = _bar(what, f"go to {shown.number}" if shown.number else interview.progress(), width)
    lines = [top]
    for n, (number, question) in enumerate(found[first : first + size], first):
        sign = ">" if n == shown.at else " "
        text = f"{sign} {number:>3}  {cut(question.title, 28):<28}  {state(interview, question)}"
        lines.append(_plain(text, "bold" if n == shown.at else "", width))
    lines += [[] for _ in range(height - 1 - len(lines))]
    return [*lines, _plain(_that_fit(KEYS_OVERVIEW, width), "", width)]


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns; a word that is longer is cut."""
    lines = [""]
    for word in sanitize.line(text).split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if get_cwidth(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(word, width))
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def cut(text: str, width: int) -> str:
    """A text of at most so many columns, with … where it was longer."""
    if get_cwidth(text) <= width:
        return text
    while text and get_cwidth(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def _plain(text: str, style: str, width: int) -> Line:
    return [(style, cut(sanitize.text(text).replace("\n", " "), width))] if text else []


def _bar(left: str, right: str, width: int) -> Line:
    space = width - get_cwidth(left) - get_cwidth(right)
    return [("reverse", cut(f"{left}{' ' * max(space, 2)}{right}", width))]


def _keys(shown: Page) -> str:
    if shown.writing:
        return KEYS_WRITING
    if shown.menu:
        return KEYS_MENU if shown.menu.ticks is None else KEYS_LONG if shown.menu.is_long else KEYS_TICKS
    keys = KEYS_RESULT if shown.practice.is_result else KEYS_PRACTICE
    return keys.replace("  Enter next", "  t document  Enter next") if shown.said else keys


def _that_fit(keys: str, width: int) -> str:
    """As many of the keys as fit; the first and the last two, which go on and show the rest, are dropped last."""
    shown = keys.split("  ")
    while len(shown) > 3 and len("  ".join(shown)) > width:
        del shown[-3]
    return "  ".join(shown)


def _question(shown: Page, width: int, short: bool) -> list[Line]:
    criterion = shown.criterion
    lines: list[Line] = [[("bold", line)] for line in wrap(criterion.question, width)]
    scope = wrap(criterion.scope, width) if criterion.scope else []
    if short and len(scope) > 1:
        scope = [cut(f"{scope[0]} {scope[1]}", width)]
    lines += [[("", line)] for line in scope]
    if shown.channels and any("main channel" in practice.says for practice in shown.practices):
        lines.append(_plain(f"Main channels: {', '.join(shown.channels)}.", "", width))
    if shown.is_old and shown.answer.practices:
        lines.append(_plain("Answered before; the question changed or the answer is too old: answer again.", "", width))
    if shown.answer.na and not shown.is_old:
        lines.append(_plain(f"Does not apply: {NA_REASONS[shown.answer.na]}.", "bold", width))
    return lines


def _statements(shown: Page, width: int, most: int) -> list[list[Line]]:
    """Each statement with what is said of it, as the lines it takes; at most so many for each thing under it."""
    return [_statement(shown, n, practice, width, most) for n, practice in enumerate(shown.practices)]


def _statement(shown: Page, n: int, practice: Practice, width: int, most: int) -> list[Line]:
    here = n == shown.cursor
    style = "bold" if here else ""
    word = SAYS[shown.state(practice)] or ("result?" if practice.is_result else "")
    before = f"{'>' if here else ' '} {n + 1} {word:<{_MARK}} "
    text, *more = wrap(practice.says, width - _BEFORE)
    lines: list[Line] = [[(style, before + text)], *([(style, " " * _BEFORE + line)] for line in more)]
    for extra in _beside(shown, practice, here):
        under = wrap(extra, width - _BEFORE) if most > 1 else [cut(sanitize.line(extra), width - _BEFORE)]
        lines += [[("", " " * _BEFORE + line)] for line in under[:most]]
    return lines


def _beside(shown: Page, practice: Practice, here: bool) -> Iterator[str]:
    """What stands under a statement: what is missing, why it does not apply, what was examined, what would count."""
    answer = shown.answer
    if shown.is_old:
        return
    if lacking := answer.missing.get(practice.id):
        yield f"Missing: {lacking}"
    if reason := answer.not_applicable.get(practice.id):
        yield f"Does not apply: {NA_REASONS.get(reason, reason)}"
    if practice.id in (*answer.seen, *answer.not_held):
        yield "Examined: it held." if practice.id in answer.seen else "Examined: it did not hold."
    if here:
        yield COUNTS[practice.kind] if practice.kind else ""


def _notes(shown: Page, width: int) -> Iterator[Line]:
    for name, label in FIELDS.values():
        text = str(getattr(shown.answer, name))
        if text and name != shown.writing:  # the client may be looking on
            yield _plain(f"{label}: {'kept, p shows it' if name == 'private' else text}", "", width)


def _menu(shown: Page, width: int) -> list[list[Line]]:
    menu = shown.menu
    assert menu is not None
    says = [[("", line)] for line in wrap(shown.practice.says, width - 4)]
    blocks: list[list[Line]] = [[*([("", "    "), *line] for line in says), [("bold", menu.title)]]]
    for n, entry in enumerate(menu.entries):
        tick = "" if menu.ticks is None else "[x] " if n in menu.ticks else "[ ] "
        here = n == menu.at
        text = f"{'>' if here else ' '} {n + 1:>{len(str(len(menu.entries)))}} {tick}{entry}"
        blocks.append([_plain(text, "bold" if here else "", width)])
    return blocks


def _around(blocks: Sequence[list[Line]], at: int, room: int) -> list[Line]:
    """All blocks where they fit, else as many whole ones about the one under the cursor as do."""
    if sum(map(len, blocks)) <= room:
        return [line for block in blocks for line in block]
    first = last = min(at, len(blocks) - 1)
    used = len(blocks[first])
    while True:
        if last + 1 < len(blocks) and used + len(blocks[last + 1]) <= room:
            last += 1
            used += len(blocks[last])
        elif first > 0 and used + len(blocks[first - 1]) <= room:
            first -= 1
            used += len(blocks[first])
        else:
            return [line for block in blocks[first : last + 1] for line in block][:room]


def _over(texts: Sequence[str], scroll: int, width: int, height: int) -> list[Line]:
    """A text over the page, a screen of it at a time."""
    lines: list[Line] = []
    for text in texts:
        indent = len(text) - len(text.lstrip(" "))
        style = "" if indent else "bold"
        hang = (
            indent + 14 if indent and text[indent + 13 : indent + 14] == " " and "  " not in text[:indent] else indent
        )
        first, *more = wrap_from(text, width, hang)
        lines += [[(style, first)], *([(style, line)] for line in more)]
    size = height - 1
    screens = max(1, -(-len(lines) // size))
    at = min(scroll, screens - 1)
    part = lines[at * size : (at + 1) * size]
    keys = "Space or Down shows more  Esc closes" if at + 1 < screens else "Esc closes"
    return [*part, *([] for _ in range(size - len(part))), _plain(f"{keys}  {at + 1} of {screens}", "", width)]


def wrap_from(text: str, width: int, hang: int) -> list[str]:
    """A line in lines of at most so many columns, the later ones indented."""
    if get_cwidth(text) <= width:
        return [text]
    head, rest = text[:hang], text[hang:]
    return [(head if n == 0 else " " * hang) + line for n, line in enumerate(wrap(rest, width - hang))]
