"""The manual is true: its generated parts are fresh, and its examples work."""

import re
from pathlib import Path

import yaml
from factories import CATALOG, EMPTY
from readme import fresh

from cxaudit.audit.assessment import assess
from cxaudit.audit.file import read_audit
from cxaudit.catalog import sources
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import ExitCode
from cxaudit.report.context import context
from cxaudit.schema.document import parse

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")


WALK = TEXT[TEXT.index("## Write your own framework") : TEXT.index("## Your own questions and frameworks")]


def yaml_blocks() -> list[str]:
    """The examples of the reference; those of the walk and of rules are tried where they stand."""
    found = re.findall(r"```yaml\n(.*?)```", TEXT.replace(WALK, ""), re.S)
    return [block for block in found if not block.startswith("family:")]


def test_the_generated_parts_are_fresh(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert fresh(TEXT) == TEXT, "make readme"


def example(first: str) -> str:
    """The one example of the reference that begins with this key."""
    (found,) = [block for block in yaml_blocks() if re.match(rf"(?:#.*\n)*{first}:", block)]
    return found


def test_the_example_audit_reads_without_a_remark():
    audit, remarks = read_audit(parse(example("version").encode(), "README.md"), CATALOG)
    assert remarks == []
    assert len(audit.answers) >= 3
    assert any(answer.practices for answer in audit.answers.values())


def test_the_question_shown_is_the_one_of_the_bank():
    shown = " ".join(TEXT.split())
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
        Source(Kind.SCALES, "README.md", scales.encode()),
        Source(Kind.BANK, "README.md", group.replace(f"  {id}:", "  a-question:").replace(heading, "Example").encode()),
        Source(Kind.FRAMEWORK, "a-lens.yaml", framework.replace(f"id: {lens}", "id: a-lens").encode()),
    ])  # fmt: skip
    assert catalog.criteria["a-question"].practices
    assert catalog.frameworks["a-lens"].items


def test_every_yaml_example_is_yaml():
    assert all(yaml.safe_load(block) for block in yaml_blocks())


def test_every_exit_code_has_its_row():
    assert [int(code) for code in re.findall(r"^\| (\d+) \| ", TEXT, re.M)] == sorted(ExitCode)


def test_every_name_that_a_template_gets_is_in_the_manual():
    names = set(context(CATALOG, assess(CATALOG, EMPTY))) - {"version"}
    assert [n for n in names if f"`{n}`" not in TEXT] == []


def test_the_walk_to_a_framework_of_ones_own_comes_out_as_it_says(cxaudit, tmp_path: Path):
    """Every file of the walk is written, every command run in order; what it prints is what the manual shows."""
    blocks = re.findall(r"```(yaml|console)\n(.*?)```", WALK, re.S)
    answers = next(text for kind, text in blocks if text.startswith("# acme-answers.yaml"))
    (tmp_path / "acme-answers.yaml").write_text(answers)
    commands = 0
    for kind, text in blocks:
        if kind == "yaml":
            (tmp_path / text.splitlines()[0].removeprefix("# ")).write_text(text)
            continue
        for command, expected in re.findall(r"^\$ cxaudit (.*)\n((?:[^$].*\n)*)", text, re.M):
            ran = cxaudit(*command.split())
            shown, cut, _ = expected.partition("...\n")
            assert ran.code == 0, ran
            assert (ran.out + ran.err).startswith(shown) if cut else ran.out + ran.err == shown
            commands += 1
    assert commands == 6
    report = (tmp_path / "gap-report.md").read_text()
    assert "Call-back service" in report and "Said" in report


def test_the_example_rule_is_read_and_finds_its_fault():
    from cxaudit.rules.loader import read_rules
    from cxaudit.rules.view import StrategyView

    text = next(block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.S) if block.startswith("family:"))
    (rule,) = read_rules([("README.md", text.encode())]).values()
    strategy = {"channels": ({"id": "mail"}, {"id": "bot", "automated": True})}
    assert [f.message for f in rule.findings(StrategyView(strategy, "2026-11-22"))] == ["the channel mail lacks hours"]
