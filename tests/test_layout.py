"""How the code is laid out: imports go one way, and the pure part stays pure."""

import ast
from pathlib import Path

import cxaudit

ORDER = [
    "errors", "inert", "model", "document", "scalars", "shapes", "datafiles", "library", "audit", "scoring", "gaps", "interview",
    "figures", "strategy", "tried", "checks", "rules", "rulebook", "evidence", "card", "explain", "config", "baseline", "linting", "outputs",
    "schema", "proof", "rule_proof", "listing", "report", "render", "rehearsal",
    "files", "session", "room", "screen", "terminal", "starter", "sharing", "checking", "app", "audit_commands", "lint_commands",
    "strategy_commands", "pack_commands", "cli", "__main__",
]  # fmt: skip
EDGES = set(ORDER[ORDER.index("files") :])
IMPURE = {
    "os",
    "sys",
    "io",
    "pathlib",
    "tempfile",
    "time",
    "random",
    "socket",
    "subprocess",
    "locale",
    "rich",
    "questionary",
}
SOURCE = Path(cxaudit.__file__).parent


def imports(module: str) -> set[str]:
    tree = ast.parse((SOURCE / f"{module}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "cxaudit":
            found |= {f"cxaudit.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_every_module_has_its_place_in_the_order():
    assert {path.stem for path in SOURCE.glob("*.py")} == {*ORDER, "__init__"}


def test_a_module_imports_only_what_stands_above_it():
    for place, module in enumerate(ORDER):
        own = {name.split(".")[1] for name in imports(module) if name.startswith("cxaudit.")} - {
            "version_line",
            "VERSION",
            "CONFIG_FILE",
            "STRATEGY_FILE",
        }
        assert own <= set(ORDER[:place]), module


def test_the_pure_part_touches_no_disk_terminal_or_clock():
    for module in set(ORDER) - EDGES:
        assert not {name.split(".")[0] for name in imports(module)} & IMPURE - {"pathlib"}, module
        assert "pathlib" not in imports(module) or module == "library", "library takes file names apart, no more"
