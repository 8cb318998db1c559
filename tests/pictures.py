"""Draws the pictures of the manual from what the program shows, as SVG that loads nothing."""

from dataclasses import replace
from html import escape

from factories import CATALOG, SAMPLE_ANSWERS
from prompt_toolkit.utils import get_cwidth

from cxaudit.audit.assessment import assess
from cxaudit.audit.file import read_answers
from cxaudit.interview import draw, page
from cxaudit.interview.flow import Interview
from cxaudit.interview.page import Page
from cxaudit.interview.prompts import Room
from cxaudit.interview.screens import head
from cxaudit.model import Audit
from cxaudit.report.score_card import card
from cxaudit.schema.document import parse

DAY = "2026-11-22"
WIDTH, HEIGHT = 8.4, 18  # of a letter, in pixels
NO_BREAK = "\u00a0"  # a blank that is drawn like any letter
FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def svg(lines: list[draw.Line], columns: int, title: str) -> str:
    """A terminal's lines as a picture: its text is text, and every letter stands in its column."""
    width, height = round(columns * WIDTH + 32), len(lines) * HEIGHT + 32
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#fdfdfb" stroke="#c9c9c4"/>',
        f'<g font-family="{FONT}" font-size="14" fill="#1c1c1a">',
    ]
    for n, line in enumerate(lines):
        x, y = 16.0, 16 + (n + 1) * HEIGHT - 5
        for style, text in line:
            length = round(get_cwidth(text) * WIDTH, 1)
            if "reverse" in style:
                parts.append(f'<rect x="{x:g}" y="{y - 14}" width="{length:g}" height="{HEIGHT}" fill="#1c1c1a"/>')
            weight = ' font-weight="bold"' if "bold" in style else ""
            colour = ' fill="#fdfdfb"' if "reverse" in style else ""
            if text.strip():
                parts.append(
                    f'<text x="{x:g}" y="{y}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs"{weight}{colour}>'
                    f"{escape(text).replace(' ', NO_BREAK)}</text>"
                )
            x += length
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def sample() -> Audit:
    with open(SAMPLE_ANSWERS, "rb") as stream:
        audit, _ = read_answers(parse(stream.read(), "sample"), CATALOG)
    frameworks = {id: CATALOG.frameworks[id].version for id in CATALOG.named(["first-audit"])}
    return replace(audit, frameworks=frameworks)


def interview() -> str:
    """A page of the interview in which something is marked."""
    audit, criterion = sample(), CATALOG.criteria["promises-kept"]
    view = Interview(CATALOG, replace(audit, answers=dict(list(audit.answers.items())[:15])), DAY)
    shown = Page(criterion, view.asked(criterion), today=DAY)
    for key in ("1", "2", "~"):
        shown = page.press(shown, key)
    shown = page.wrote(shown, "visits only")
    shown = page.press(shown, "e")
    shown = page.wrote(shown, "call-back list in the ticket system")
    shown = page.press(shown, "down")
    room = Room(None, lambda prompt, start: "", DAY)  # type: ignore[arg-type]
    lines = draw.page(shown, draw.Head(*head(view, room, criterion)), (), 82, 24)
    return svg(lines, 82, "A question of the interview with its statements, two of them marked")


def score_card() -> str:
    """The top of the sample's score card."""
    text = card(assess(CATALOG, sample(), DAY), 82).splitlines()[:24]
    lines: list[draw.Line] = [[("bold" if n in (0, 2) else "", line)] for n, line in enumerate(text)]
    return svg(lines, 82, "The score card of the sample audit")


def pictures() -> dict[str, str]:
    """Every picture by its file name."""
    return {"interview.svg": interview(), "score-card.svg": score_card()}
