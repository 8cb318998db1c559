"""How the code is laid out: imports go one way, and the pure part stays pure."""

import ast
import re
from pathlib import Path

import cxaudit

SOURCE = Path(cxaudit.__file__).parent
ORDER = [  # each may import what stands before it
    "errors", "limits", "registry", "measure", "model", "sanitize", "patterns", "files", "schema", "config", "catalog", "audit", "strategy", "prose", "rules", "project",
    "report", "interview", "lint", "cli", "__main__",
]  # fmt: skip
EDGES = {  # what touches disk, terminal or clock
    "files",
    "catalog.scaffold",
    "config",
    "prose.word",  # only to unpack what was read
    "lint.formatters.json",  # only to keep what comes last
    "interview.autosave",
    "interview.opening",
    "lint.packs.proof",
    "strategy.starter",
    "catalog.sources",
    "project",
    "interview.loop",
    "interview.prompts",
    "interview.review",
    "interview.screens",
    "lint.baseline",
    "lint.discovery",
    "lint.file_types",
    "lint.outputs",
    "lint.parallel",
    "lint.root",
    "lint.runner",
    "report.bounds",
    "report.cover",  # only to read a logo
    "report.template_cache",
    "cli",
    "__main__",
}
IMPURE = {"os", "sys", "io", "tempfile", "time", "random", "socket", "subprocess", "locale", "rich", "questionary"}


def modules() -> dict[str, Path]:
    """Every module by its dotted name, without the empty faces of packages."""
    found = {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in SOURCE.rglob("*.py")}
    return {name: path for name, path in found.items() if not name.endswith("__init__")}


def imports(path: Path) -> set[str]:
    """What a module imports, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def package(dotted: str) -> str:
    return dotted.split(".")[0]


def test_every_package_has_its_place_in_the_order():
    assert {package(name) for name in modules()} == set(ORDER)


def test_a_package_imports_only_what_stands_above_it():
    for name, path in modules().items():
        own = {package(i.removeprefix("cxaudit.")) for i in imports(path) if i.startswith("cxaudit.")}
        allowed = {*ORDER[: ORDER.index(package(name)) + 1], "version_line", "VERSION", "CONFIG_FILE", "STRATEGY_FILE"}
        assert own <= allowed, (name, own - allowed)


def test_the_pure_part_touches_no_disk_terminal_or_clock():
    for name, path in modules().items():
        if name in EDGES or package(name) in EDGES:
            continue
        used = imports(path)
        assert not {package(i) for i in used} & IMPURE, name
        assert not [i for i in used if i.startswith("cxaudit.files")], f"{name} reads or writes files"


LONGEST = 300
DECLARATION = "strategy.schema"  # one long declaration
LOOSE = re.compile(r"\b(?:Any|object|cast)\b")


def test_no_module_is_long_but_a_declaration():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name for name, length in lengths.items() if length > LONGEST} <= {DECLARATION}


def test_few_things_are_of_any_type():
    loose = [word for path in modules().values() for word in LOOSE.findall(code(path))]
    assert len(loose) < 40


def code(path: Path) -> str:
    """A module without its texts and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return ast.unparse(_WithoutTexts().visit(tree))


class _WithoutTexts(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.Pass() if is_text else self.generic_visit(node)


def test_the_map_in_the_manual_for_developers_is_this_order():
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    the_map = text[text.index("## The map") : text.index("Data is outside the code")]
    assert re.findall(r"^    (\w+)/?  ", the_map, re.M) == ORDER


def test_every_module_is_on_the_map():
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    the_map = text[text.index("## The map") : text.index("Data is outside the code")]
    inside = {name.split(".")[1] for name in modules() if "." in name and package(name) not in ("cli", "schema")}
    assert {name for name in inside if not re.search(rf"\b{name}\b", the_map)} == set()
