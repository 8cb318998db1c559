"""The report as one HTML file: well formed, inert, and with the figures of the score card."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from factories import CATALOG, EMPTY, EVERYTHING, FIRST, audits, everything, said
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.audit.assessment import Assessment, assess
from cxaudit.catalog import sources
from cxaudit.model import Answer, Audit
from cxaudit.report.context import context
from cxaudit.report.formats import digest
from cxaudit.report.numbers import percent
from cxaudit.report.score_json import as_json as score_json
from cxaudit.report.templating import render
from cxaudit.report.values import left_out

TEMPLATES = sources.templates([])
DAY = "2026-11-22"
VOID = {"meta", "img", "br", "rect", "path"}  # never closed in this page; rect and path close themselves


class Page(HTMLParser):
    """A page as a browser sees it: its tags, its text by table row, and whether every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.rows: list[tuple[str, list[str], list[tuple[str, dict[str, str]]]]] = []  # of a table of this class
        self.table = ""
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        assert len(named) == len(attrs), f"an attribute of {tag} is given twice"
        self.tags.append((tag, named))
        if tag == "table":
            self.table = named.get("class", "")
        if tag == "tr":
            self.rows.append((self.table, [], []))
        if tag in ("td", "th") and self.rows:
            self.rows[-1][1].append("")
        if tag in ("rect", "path", "title", "td") and self.rows:
            self.rows[-1][2].append((tag, named))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if {"td", "th"} & set(self.open) and "title" not in self.open:
            self.rows[-1][1][-1] += data


def page(assessment: Assessment, **options: object) -> str:
    return render("report.html.j2", TEMPLATES, context(CATALOG, assessment, **options), "html")  # type: ignore[arg-type]


def test_golden_page(sample: Audit, golden):
    golden("sample.html", page(assess(CATALOG, sample, DAY)))


def test_a_page_has_no_script_and_loads_nothing(sample: Audit):
    """It has no script and loads nothing, and its policy allows its own style alone."""
    text = page(
        assess(CATALOG, sample, DAY), cover={"firm": "F", "text": "T", "date": "", "logo": "data:image/png;base64,AA"}
    )
    found = Page(text)
    style = text.partition("<style>")[2].partition("</style>")[0]
    policy = f"default-src 'none'; style-src 'sha256-{digest(style)}'; img-src data:"
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": policy}) in found.tags
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in found.tags}
    names = {name for _, attrs in found.tags for name in attrs}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    loads = [value for _, attrs in found.tags for name, value in attrs.items() if name in ("src", "href", "srcset")]
    assert all(value.startswith(("#", "data:image/")) for value in loads)
    assert "url(" not in style and "@import" not in style


def figures(assessment: Assessment) -> dict[str, list[dict]]:
    """The scores of a card by the titles that they have in a page; a title may stand in several frameworks."""
    card = score_json(assessment)
    found: dict[str, list[dict]] = {"Overall": [card["overall"]]}  # type: ignore[dict-item, list-item]
    for framework in card["frameworks"].values():  # type: ignore[union-attr, attr-defined]
        if not framework["mistakes"]:
            for one in (framework, *framework["items"].values()):
                found.setdefault(one["title"], []).append(one)
    return found


def shown(point: float | None) -> list[str]:
    """How a score may be shown: rounded, or rounded down before a band; a dash where too little is known."""
    return ["–", *(f"{int(share)}%" for share in (point * 100, point * 100 + 0.5))] if point is not None else ["–"]


@pytest.mark.parametrize("name", ["sample", "everything"])
def test_every_bar_has_the_figures_of_the_score_card(name: str, sample: Audit):
    mixed = {i: said(c, n % 2 == 0) for n, (i, c) in enumerate(CATALOG.criteria.items()) if n % 5}
    audit = sample if name == "sample" else replace(EVERYTHING, answers=mixed)
    assessment = assess(CATALOG, audit, DAY)
    known, seen = figures(assessment), 0
    for kind, cells, drawn in Page(page(assessment)).rows:
        if kind != "bars" or len(cells) < 5 or cells[0].startswith(("Framework", "Item")):
            continue
        shapes = {attrs["class"]: attrs for tag, attrs in drawn if tag == "rect"}
        low = float(shapes.get("sure", {}).get("width", 0))
        high = low + float(shapes.get("may", {}).get("width", 0))
        point = float(shapes["point"]["x"]) if "point" in shapes else None
        title = cells[0].removesuffix(" (on paper)")
        assert [
            one
            for one in known[title]
            if abs(one["low"] * 100 - low) < 0.051
            and abs(one["high"] * 100 - high) < 0.11
            and (point is None or abs(one["point"] * 100 - point) < 0.051)
            and cells[2] in shown(one["point"])
        ], (title, cells, low, high, point)
        seen += 1
    assert seen >= len(known) - 1


def test_the_heat_map_and_the_squares_have_the_figures_of_the_score_card(sample: Audit):
    assessment = assess(CATALOG, sample, DAY)
    card = json.loads(json.dumps(score_json(assessment)))
    found = Page(page(assessment))
    rows = {cells[0]: (cells[1:], drawn) for kind, cells, drawn in found.rows if kind == "heat" and cells[1] != "Done"}
    assert list(rows) == list(card["groups"])
    for title, group in card["groups"].items():
        cells, drawn = rows[title]
        shades = [attrs["class"] for tag, attrs in drawn if tag == "td"]
        for n, kind in enumerate(("done", "written", "checked")):
            of = group["depth"].get(kind)
            if of is None or of["known"] * 2 < of["of"]:
                assert cells[n] == "–"
                continue
            assert cells[n].split() == [f"{int(of['share'] * 100 + 0.5)}%", "of", str(of["known"])]
            assert shades[n] == ("few" if of["known"] < 3 else f"h{int(of['share'] * 10 + 1e-9)}")
        results = group["results"]
        if sum(results.values()) > results["unasked"]:
            assert cells[3] == f"{results['reached']} of {sum(results.values())}"
    depths = {cells[0]: (cells, drawn) for kind, cells, drawn in found.rows if kind == "bars depth"}
    for kind, word in (("done", "Done"), ("written", "Written down"), ("checked", "Checked")):
        cells, drawn = depths[word]
        of = card["depth"][kind]
        assert cells[2:] == [f"{int(of['share'] * 100 + 0.5)}%", str(of["known"])]
        width = next(float(attrs["width"]) for tag, attrs in drawn if attrs.get("class") == "sure")
        assert abs(width - of["share"] * 100) < 0.051
    squares = [attrs["class"] for tag, attrs in found.tags if tag == "rect" and attrs.get("width") == "10"]
    results = card["overall"]["results"]
    assert squares.count("reached") == results["reached"]
    assert squares.count("missed") == results["missed"]
    assert len(squares) == sum(value for key, value in results.items() if key != "word")


hostile = st.sampled_from(
    [
        "</style><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<!-- --!><svg onload=alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "javascript:alert(1)",
        "a\u202eb\x1b[31m\x00c\u200b",
        "]]>&lt;b&gt;&#60;i&#62;",
        "' onclick='alert(1)",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(hostile, min_size=6, max_size=6))
def test_whatever_is_typed_the_page_keeps_its_shape(words: list[str]):
    def text(organisation: str, name: str, seen: str, told: str, figure: str, gone: str) -> str:
        first = CATALOG.criteria["privacy-respected"].practices[0].id
        answers = everything(best=False) | {
            "courtesy": replace(
                said(CATALOG.criteria["courtesy"], True), evidence=seen, note=told, figure=figure, at=DAY
            ),
            "privacy-respected": Answer(practices={first: "partly"}, missing={first: gone}, note=told),
            "response-goals": Answer(na="out-of-scope", note=told),
        }
        audit = replace(EMPTY, organisation=organisation, respondent=name, answers=answers)
        cover = {"firm": name, "text": told, "date": gone, "logo": ""}
        return page(assess(CATALOG, audit, DAY), cover=cover)

    plain, typed = Page(text("a", "b", "log c", "d", "e", "f")), Page(text(*words))
    assert [tag for tag, _ in typed.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(attrs) for _, attrs in typed.tags] == [sorted(attrs) for _, attrs in plain.tags]
    assert not re.search("[\x00-\x08\x1b\u202e\u200b]", text(*words))
    if "{{ 7" in words[0]:
        assert "{{ 7 * 7 }}{% raw %}" in "".join(typed.texts)


@settings(max_examples=40, deadline=None)
@given(audits)
def test_every_audit_makes_a_page_and_makes_it_the_same_twice(audit: Audit):
    text = page(assess(CATALOG, audit, DAY))
    assert text == page(assess(CATALOG, audit, DAY))
    Page(text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_pages_are_small(sample: Audit):
    every = {
        i: replace(said(c, n % 2 == 0), evidence="Log 2026", at=DAY)
        for n, (i, c) in enumerate(CATALOG.criteria.items())
    }
    assert len(page(assess(CATALOG, sample, DAY)).encode()) < 80_000
    assert len(page(assess(CATALOG, replace(EVERYTHING, answers=every), DAY)).encode()) < 300_000


def test_what_is_left_out_is_nowhere(sample: Audit):
    audit = replace(sample, respondent="Ines Okafor")
    values = context(CATALOG, assess(CATALOG, audit, DAY))
    whole = render("report.html.j2", TEMPLATES, values, "html")
    told = {
        "notes": [a.note for a in audit.answers.values() if a.note],
        "evidence": [a.evidence for a in audit.answers.values() if a.evidence],
        "names": ["Ines Okafor"],
    }
    for part, texts in told.items():
        less = left_out(values, [part])
        for name, format in (("report.html.j2", "html"), ("read-back.html.j2", "html"), ("report.md.j2", "md")):
            text = render(name, TEMPLATES, less, format)
            seen = "".join(Page(text).texts) if format == "html" else text
            assert [one for one in texts if one in seen] == [], (part, name)
            assert part != "evidence" or "No evidence is named" not in seen, name
            assert part != "names" or "unnamed" not in seen, name
    assert all(one in "".join(Page(whole).texts) for one in told["names"])
    counts = values["evidence"]
    assert left_out(values, ["evidence"])["evidence"] == counts, "how much is evidenced is still counted"


def test_values_in_your_own_html_template_are_escaped(sample: Audit):
    own = {
        **TEMPLATES,
        "own": (
            '{% extends "report.html.j2" %}{% block method %}<b>{{ organisation }}</b>{{ (overall.point|percent) ~ "<i>" }}{% endblock %}{% block style %}p{color:red}{% endblock %}',
            "own",
        ),
    }
    values = context(CATALOG, assess(CATALOG, replace(sample, organisation="<u>&"), DAY))
    text = render("own", own, values, "html")
    assert f"<b>&lt;u&gt;&amp;</b>{percent(assess(CATALOG, sample, DAY).overall.score.point)}&lt;i&gt;" in text  # type: ignore[union-attr]
    assert digest("p{color:red}") in text and "<style>p{color:red}</style>" in text


def test_a_quick_look_and_mistakes_alone_have_no_bars(sample: Audit):
    for audit in (replace(sample, quick=True), replace(sample, frameworks={"strategy-mistakes": "2.0.0"})):
        assert 'class="bars"' not in page(assess(CATALOG, audit, DAY))
    assert set(FIRST) > {"strategy-mistakes"}
