"""The manual is true: what is generated is fresh, its examples work, its command lines run, and nothing lacks its place."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from factories import CATALOG, EMPTY, SHIPPED
from manual import ROOT, files
from prose.test_reader import word

from cxaudit.audit.assessment import assess
from cxaudit.audit.file import read_audit
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.cli.main import COMMANDS
from cxaudit.errors import ExitCode
from cxaudit.model import Audit
from cxaudit.report.context import context
from cxaudit.schema.document import parse

README = ROOT / "README.md"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
EVERYTHING = "\n".join([README.read_text(encoding="utf-8"), *PAGES.values()])
PACKS = PAGES["packs.md"]
WALK = PACKS[: PACKS.index("## Reference")]


def without_generated(text: str) -> str:
    return re.sub(r"<!-- generated: .*?<!-- end -->", "", text, flags=re.S)


def yaml_blocks() -> list[str]:
    """The examples of the reference; those of the walk and of rules are tried elsewhere."""
    text = without_generated(EVERYTHING.replace(WALK, ""))
    return [block for block in re.findall(r"```yaml\n(.*?)```", text, re.S) if not block.startswith("family:")]


def example(first: str) -> str:
    """The one example of the reference that begins with this key."""
    (found,) = [block for block in yaml_blocks() if re.match(rf"(?:#.*\n)*{first}:", block)]
    return found


def test_everything_generated_is_fresh(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    stale = [path.name for path, text in files().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "make manual"


def test_the_readme_is_one_screen_of_what_it_is():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_every_link_leads_somewhere():
    for name, text in {"../README.md": README.read_text(encoding="utf-8"), **PAGES}.items():
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            page, _, anchor = link.partition("#")
            target = (ROOT / "docs" / name).parent / page if page else ROOT / "docs" / name
            assert target.exists(), (name, link)
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M) if anchor else []
            anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert not anchor or anchor in anchors, (name, link)


def test_the_pictures_load_nothing():
    for path in (ROOT / "docs").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"@font-face|@import|url\(|href|<script|<style|<image", text)
        assert text.count("http") == 1, "the name of the format"


# ---------------------------------------------------------------------------------------------- nothing lacks its place


def test_every_command_key_fact_rule_exit_code_and_name_for_templates_has_its_place():
    from cxaudit.config import CONFIG
    from cxaudit.interview.keys import TABLE
    from cxaudit.registry import KINDS
    from cxaudit.rules.checks import CHECKS
    from cxaudit.rules.loader import read_rules
    from cxaudit.strategy.schema import STRATEGY

    assert [c for c in COMMANDS if f"$ cxaudit {c} --help" not in PAGES["commands.md"]] == []
    for key in TABLE:
        assert all(f"`{one}`" in PAGES["interview.md"] for one in (key.pressed, key.typed) if one and ", " not in one)
    assert [f.id for f in CATALOG.facts.values() if f.question not in PAGES["interview.md"]] == []
    rules = read_rules(sources.rule_files([]))
    assert [id for id in rules if f"\n### {id}\n" not in PAGES["rules.md"]] == []
    assert [id for id in KINDS if f"`{id}`" not in PAGES["rules.md"]] == []
    assert [name for name in CHECKS if f"| `{name}` |" not in PAGES["packs.md"]] == []
    assert [key for key in (*CONFIG.shapes, *STRATEGY.shapes) if f"| `{key}` |" not in PAGES["formats.md"]] == []
    assert [id for id in CATALOG.frameworks if f"`{id}`" not in PAGES["frameworks.md"]] == []
    codes = re.findall(r"^\| (\d+) \| ", PAGES["commands.md"], re.M)
    assert [int(code) for code in codes] == sorted(ExitCode)
    names = set(context(CATALOG, assess(CATALOG, EMPTY))) - {"version"}
    assert [n for n in names if f"`{n}`" not in PAGES["templates.md"]] == []


# ------------------------------------------------------------------------------------------------------------ examples


def test_the_example_audit_reads_without_a_remark():
    audit, remarks = read_audit(parse(example("version").encode(), "formats.md"), CATALOG)
    assert remarks == []
    assert len(audit.answers) >= 3
    assert any(answer.practices for answer in audit.answers.values())


def test_the_question_shown_is_the_one_of_the_bank():
    shown = " ".join(PAGES["interview.md"].split())
    asked = CATALOG.criteria["promises-kept"]
    assert f"{asked.question} {asked.scope}" in shown
    for number, practice in enumerate(asked.practices, 1):
        assert f"{number} {practice.kind} {practice.says}" in shown


def test_the_example_criterion_scales_and_framework_are_read_beside_what_ships():
    """Under ids of their own, since what ships may have theirs."""
    group, scales, framework = example("group"), example("scales"), example("id")
    id, lens = next(iter(yaml.safe_load(group)["criteria"])), yaml.safe_load(framework)["id"]
    heading = yaml.safe_load(group)["group"]
    catalog = load([
        *sources.catalog_files([]),
        Source(Kind.SCALES, "packs.md", scales.encode()),
        Source(Kind.BANK, "packs.md", group.replace(f"  {id}:", "  a-question:").replace(heading, "Example").encode()),
        Source(Kind.FRAMEWORK, "a-lens.yaml", framework.replace(f"id: {lens}", "id: a-lens").encode()),
    ])  # fmt: skip
    assert catalog.criteria["a-question"].practices
    assert catalog.frameworks["a-lens"].items


def test_the_example_templates_render(sample: Audit):
    from cxaudit.report.templating import OWN, render

    text, page = re.findall(r"```jinja\n(.*?)```", PAGES["templates.md"], re.S)
    values = context(CATALOG, assess(CATALOG, sample, "2026-11-22"))
    own = {**sources.templates([]), OWN: (page, "ours.html.j2")}
    assert re.search(r":root \{ --deep: #5b2a6e;.*</style>", render(OWN, own, values, "html"), re.S)
    shown = render(OWN, {OWN: (text, "ours.md.j2")}, values)
    assert shown.startswith("# Harbour Water: where service stands\n\n**Partly in place")
    assert len(re.findall(r"^\d\. \*\*", shown, re.M)) == 5


def test_every_yaml_example_is_yaml():
    assert all(yaml.safe_load(block) for block in yaml_blocks())


def test_the_example_rule_is_read_and_finds_its_fault():
    from cxaudit.rules.loader import read_rules
    from cxaudit.rules.view import StrategyView

    text = next(block for block in re.findall(r"```yaml\n(.*?)```", PACKS, re.S) if block.startswith("family:"))
    (rule,) = read_rules([("packs.md", text.encode())]).values()
    strategy = {"channels": ({"id": "mail"}, {"id": "bot", "automated": True})}
    assert [f.message for f in rule.findings(StrategyView(strategy, "2026-11-22"))] == [
        "hours not set for channel mail"
    ]


# ------------------------------------------------------------------------------------------------------- command lines


@pytest.mark.parametrize(("page", "least"), [("packs.md", 6), ("consultant.md", 7), ("team.md", 9)])
def test_a_walk_comes_out_as_it_says(cxaudit, tmp_path: Path, page: str, least: int):
    """Every file of a walk is written, every command run in order; what it prints is what the manual shows."""
    shutil.copytree(SHIPPED / "samples", tmp_path / "frameworks" / "samples")
    blocks = re.findall(r"```(yaml|console)\n(.*?)```", WALK if page == "packs.md" else PAGES[page], re.S)
    for text in (text for kind, text in blocks if kind == "yaml" and text.startswith("# acme-answers.yaml")):
        (tmp_path / "acme-answers.yaml").write_text(text)
    commands = 0
    for kind, text in blocks:
        if kind == "yaml":
            (tmp_path / text.splitlines()[0].removeprefix("# ")).write_text(text)
            continue
        for command, expected in re.findall(r"^\$ cxaudit (.*)\n((?:[^$].*\n|\n)*)", text, re.M):
            ran = cxaudit(*command.split())
            shown, cut, _ = expected.partition("...\n")
            assert ran.code in (0, 1), ran
            assert (ran.out + ran.err).startswith(shown) if cut else ran.out + ran.err == shown
            commands += 1
    assert commands >= least


def command_lines() -> list[str]:
    """The command lines that are shown and not part of a walk."""
    found = re.findall(r"^    cxaudit ([^\n#]*)", without_generated(EVERYTHING), re.M)
    return sorted({line.strip() for line in found})


def test_there_are_command_lines_to_try():
    assert len(command_lines()) > 12


@pytest.mark.parametrize("line", command_lines())
def test_every_command_line_shown_is_one_that_runs(cxaudit, tmp_path: Path, line: str):
    shutil.copy(SHIPPED / "samples" / "charter.md", tmp_path / "charter.md")
    (tmp_path / "charter.docx").write_bytes(word())
    """Run where the files that it names are there; an interview says that there is no terminal."""
    cxaudit("interview", "audit.yaml", "--answers", SHIPPED / "samples" / "harbour-water.yaml")
    for name in ("acme", "harbour", "AUDIT"):
        shutil.copy("audit.yaml", f"{name}.yaml")
    if not line.startswith("init"):
        shutil.copy(SHIPPED / "samples" / "strategy.yaml", "strategy.yaml")
    for folder in ("docs", "my-pack/frameworks"):
        Path(folder).mkdir(parents=True)
    shutil.copy("strategy.yaml" if Path("strategy.yaml").exists() else "audit.yaml", "docs/strategy.yaml")
    ran = cxaudit(*line.split())
    if line.startswith("interview"):
        assert (ran.code, "there is no terminal" in ran.err) == (2, True)
    else:
        assert ran.code in (0, 1), ran
