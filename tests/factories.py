"""What tests are made from: the shipped data, each file read once, and audits, strategies and packs of any kind."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st

from cxaudit.audit.route import route
from cxaudit.catalog import sources
from cxaudit.catalog.catalog import DEFAULT_SET, Catalog
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.config import Config, read_config
from cxaudit.errors import Diagnostic
from cxaudit.measure import State, Tier
from cxaudit.model import Answer, Audit, Criterion
from cxaudit.prose.gate import Gate
from cxaudit.prose.signals import from_json
from cxaudit.rules.engine import check_strategy
from cxaudit.rules.loader import read_rules
from cxaudit.rules.ruleset import Ruleset, tuned
from cxaudit.schema.document import parse

TESTS = Path(__file__).parent
FOREIGN_PACK = TESTS / "packs" / "foreign"

# ------------------------------------------------------------------------------------------------ what ships

SHIPPED = sources.data_folder("frameworks")
CATALOG = load(sources.catalog_files([]))
FOREIGN = load(
    sources.catalog_files([FOREIGN_PACK])
)  # with criteria that have levels or numbers, as no shipped one has
FIRST = CATALOG.named([DEFAULT_SET])
IDS = [criterion.id for criterion in CATALOG.asked(FIRST)]
RULES = read_rules(sources.rule_files([]))
SIGNALS = from_json(sources.own_signals())
OPEN = Gate(100, is_english=True, share=100, named=100)  # lets every text through, however short
SAMPLE_ANSWERS = SHIPPED / "samples" / "harbour-water.yaml"
SAMPLE_STRATEGY = sources.sample("strategy").decode()
BAD_STRATEGY = SAMPLE_STRATEGY.replace("vision: Tenants", "vision: World-class, tenants").replace(
    "2027-02-11", "2025-02-11"
)  # one error and one info on the day that the tests lint it
SAMPLE_DOCUMENT = parse(SAMPLE_STRATEGY.encode(), "sample")
PLAY = ("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)  # a finished audit over the sample's answers

# --------------------------------------------------------------------------------------------------- audits

EMPTY = Audit("Org", "Me", "manager", {id: CATALOG.frameworks[id].version for id in FIRST})
EVERYTHING = replace(EMPTY, frameworks={id: framework.version for id, framework in CATALOG.frameworks.items()})


def said(criterion: Criterion, best: bool) -> Answer:
    """The best or the worst answer to a criterion, whether it has practices or levels."""
    if criterion.scale is None:
        words = (State.YES, State.REACHED) if best else (State.NO, State.MISSED)
        return Answer(practices={p.id: words[p.is_result] for p in criterion.practices})
    level = criterion.scale.top if best else 0
    return Answer(number=criterion.scale.marks[level]) if criterion.scale.marks else Answer(level=level)


def everything(catalog: Catalog = CATALOG, frameworks: Iterable[str] = FIRST, best: bool = True) -> dict[str, Answer]:
    """Every criterion of some frameworks, answered at its best or at its worst."""
    return {criterion.id: said(criterion, best) for criterion in catalog.asked(frameworks)}


def answers_to(criterion: Criterion) -> st.SearchStrategy[Answer]:
    """Any answer that a criterion can be given."""
    if criterion.scale:
        given = [Answer(level=n) for n in range(criterion.scale.top + 1)]
        return st.sampled_from([*given, Answer(unknown=True), Answer(na="out-of-scope")])
    replies = {p.id: st.sampled_from([None, *p.replies]) for p in criterion.practices}
    marked = st.fixed_dictionaries(replies).map(
        lambda found: Answer(practices={id: reply for id, reply in found.items() if reply})
    )
    return st.one_of(marked, marked, marked, st.just(Answer(na="out-of-scope")))


targets = st.dictionaries(st.sampled_from(["all", *IDS]), st.sampled_from(list(Tier)), max_size=5)
profiles = st.fixed_dictionaries(
    {}, optional={id: st.sampled_from(fact.answers) for id, fact in CATALOG.facts.items() if not fact.names}
)
answered = st.lists(st.sampled_from(IDS), unique=True).flatmap(
    lambda ids: st.fixed_dictionaries({id: answers_to(CATALOG.criteria[id]) for id in ids})
)
audits = st.builds(
    lambda answers, target, profile: replace(EMPTY, answers=answers, target=target, profile=profile),
    answered,
    targets,
    profiles,
)


def questions(*frameworks: str) -> int:
    """How many questions an interview over these frameworks holds, or over the first audit's, where nothing is ruled out."""
    named = {id: CATALOG.frameworks[id].version for id in CATALOG.named(frameworks)} if frameworks else EMPTY.frameworks
    return len(route(CATALOG, replace(EMPTY, frameworks=named)))


# ---------------------------------------------------------------------------------------------------- texts

typed = st.one_of(  # what a person may type, pieces of Markdown, HTML and templates among it
    st.lists(
        st.sampled_from(
            ["|", "\n", "`", "``", "*", "**", "_", "[x](y)", "![i](u)", "<b>", "</td>", "&amp;", "# ", "- ", "+ ",
             "1. ", "1) ", "> ", "---", "===", "~~", "$x$", ":smile:", "\\", "\\|", "\t", "    ", "a", "é", "😀",
             "שלום", "\u202e", "\x1b[31m", "<!--", "-->", "{{ x }}", "{% raw %}", "<script>alert(1)</script>", "[^1]",
             "\u2028", "\r\n", "\x00", "http://x.y/z"]
        ),
        max_size=12,
    ).map("".join),
    st.text(max_size=40),
)  # fmt: skip
SCALARS = (  # what may stand under a key
    "", "~", "null", "true", "no", "012", "0x1F", "1e3", ".inf", "-0", "2026-02-30", "9:00", "'quoted'", "{}", "[]",
    "[a]", "{a: b}", "*x", "!!str x", "|\n  x",
)  # fmt: skip


def line_of(text: str, part: str) -> int:
    """The line that a part of a text stands in."""
    return text[: text.index(part)].count("\n") + 1


# ---------------------------------------------------------------------------------------------------- packs

FACTS = """
facts:
  staffed: {title: Staffed, question: Is it staffed?}
"""
CRITERION = """
  {id}:
    title: A title
    question: What is there?
    levels: [none, some, written, kept, improved]
    why: It matters.
    evidence: [a record]
    advice: [one, two, three, four]
    effort: low
    ask: [manager]
"""
FRAMEWORK = """
id: {id}
title: A framework
group: ours
version: 1.0.0
source: us
about: For tests.
items:
  first: {{title: First, gist: The first., criteria: [alpha]}}
"""


def bank(*ids: str, extra: str = "") -> Source:
    text = "group: G\norder: 1\ncriteria:" + "".join(CRITERION.format(id=i) for i in ids) + extra
    return Source(Kind.BANK, "bank/g.yaml", text.encode())


def framework(id: str = "lens", extra: str = "") -> Source:
    return Source(Kind.FRAMEWORK, f"{id}.yaml", (FRAMEWORK.format(id=id) + extra).encode())


def facts() -> Source:
    return Source(Kind.FACTS, "profile.yaml", FACTS.encode())


ONE_QUESTION = """\
group: Extra
order: 5
criteria:
  fax-manners:
    title: Fax manners
    question: What is written about faxes?
    levels: [Nothing., Talk., A page., It is kept., It is improved.]
    why: Faxes matter.
    evidence: [a fax]
    advice: [Talk., Write., Keep., Improve.]
    effort: low
    ask: [manager]
"""
ONE_FRAMEWORK = """\
id: fax-lens
title: Fax lens
group: ours
version: 1.0.0
source: us
about: For faxes.
items:
  manners: {title: Manners, gist: Faxes are kind., criteria: [fax-manners, courtesy]}
"""


def make_pack(folder: Path) -> Path:
    """A pack on disk: a question, a framework and a template."""
    (folder / "frameworks" / "bank").mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "frameworks" / "bank" / "extra.yaml").write_text(ONE_QUESTION)
    (folder / "frameworks" / "fax-lens.yaml").write_text(ONE_FRAMEWORK)
    (folder / "templates" / "house.md.j2").write_text(
        '{% extends "report.md.j2" %}\n{% block who %}House style.\n{% endblock %}\n'
    )
    return folder


# ------------------------------------------------------------------------------------------------- watching


def counted(monkeypatch: pytest.MonkeyPatch, target: str) -> list[tuple[object, ...]]:
    """The calls of a function from here on, which still does what it did."""
    module, name = target.rsplit(".", 1)
    real: Callable[..., object] = getattr(importlib.import_module(module), name)
    calls: list[tuple[object, ...]] = []

    def call(*args: object, **more: object) -> object:
        calls.append(args)
        return real(*args, **more)

    monkeypatch.setattr(target, call)
    return calls


# ------------------------------------------------------------------------------------------- rules

CHANNEL = "  - {id: mail, kind: mail, hours: Mon-Fri 8-18, timezone: Europe/Berlin}"  # a line of the sample strategy
BROKEN = SAMPLE_STRATEGY.replace(CHANNEL, "  - {id: mail, kind: desk, timezone: Europe/Berlin}")
LINE = line_of(BROKEN, "  - {id: mail, kind: desk, timezone: Europe/Berlin}")


def configured(text: str) -> Config:
    return read_config(parse(text.encode(), "c"), Path("c"))


def ruleset(config: str = "{}") -> Ruleset:
    return tuned(RULES, configured(config))


def lint(text: str, config: str = "{}", off: tuple[str, ...] = ()) -> list[Diagnostic]:
    data = text.encode()
    return check_strategy(parse(data, "s.yaml"), data, ruleset(config), "2026-11-22", off)


def rule(**changes: str) -> str:
    fields = {
        "severity": "error",
        "criteria": "[hours-published]",
        "on": "channels",
        "check": "required",
        "with": "{fields: [hours]}",
        "message": "'{missing} not set for channel {id}'",
        "why": "So.",
        "bad": "x",
        "good": "y",
    }
    lines = "".join(f"    {key}: {value!s}\n" for key, value in {**fields, **changes}.items() if value)
    return f"family: F\nrules:\n  no-hours:\n{lines.replace('message: the', 'message: the')}"
