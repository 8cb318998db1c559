"""Packs, from the command line."""

from pathlib import Path

from factories import CATALOG, FOREIGN_PACK, ONE_QUESTION, make_pack

ALWAYS = sum(fact.always for fact in CATALOG.facts.values())  # profile facts that every interview asks


def test_a_pack_adds_questions_frameworks_and_templates(cxaudit, tmp_path):
    pack = make_pack(tmp_path / "pack")
    assert "fax-lens" in cxaudit("frameworks", "--pack", pack).out
    Path("x.yaml").write_text("version: 2\nprofile: {staffed-channels: yes}\nanswers: {fax-manners: {level: 0}}\n")
    ran = cxaudit("interview", "a.yaml", "--pack", pack, "--framework", "fax-lens", "--answers", "x.yaml")
    assert ran.out == f"a.yaml: 2 of {ALWAYS + 3} questions answered\n"
    house = cxaudit("report", "a.yaml", "--pack", pack, "--template", pack / "templates" / "house.md.j2")
    assert "House style." in house.out
    assert "Fax manners" in house.out
    without = cxaudit("score", "a.yaml")
    assert without.code == 2
    assert 'a.yaml:4:3: there is no framework "fax-lens"' in without.err


def test_a_pack_may_not_take_an_id(cxaudit, tmp_path):
    pack = make_pack(tmp_path / "pack")
    (pack / "frameworks" / "bank" / "extra.yaml").write_text(ONE_QUESTION.replace("fax-manners", "courtesy"))
    ran = cxaudit("frameworks", "--pack", pack)
    assert ran.code == 2
    assert 'extra.yaml:4:3: the id "courtesy" is taken' in ran.err


def test_lint_proves_a_pack_and_counts_what_it_checked(cxaudit, tmp_path: Path):
    foreign = FOREIGN_PACK
    ran = cxaudit("lint", foreign)
    assert (ran.code, ran.out, ran.err) == (0, "", "6 files checked: no problems\n")


def test_lint_proves_the_shipped_folder_as_a_pack_too(cxaudit):
    ran = cxaudit("lint", Path(__file__).parents[1])
    assert (ran.code, ran.out) == (0, "")


def test_lint_tells_every_problem_on_a_line_of_its_own_and_exits_with_1(cxaudit, tmp_path: Path):
    frameworks = tmp_path / "mine" / "frameworks"
    frameworks.mkdir(parents=True)
    (frameworks / "mine.yaml").write_text("id: mine\ntitel: x\n")
    (frameworks / "sets.yaml").write_text("groups: [Big]\n")
    ran = cxaudit("lint", "mine", "--format", "concise")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert all(line.startswith("mine/frameworks/") for line in lines)
    assert 'mine/frameworks/mine.yaml:2:1: error: "titel" is not a key here [structure]' in lines
    assert ran.err.startswith("2 files checked: 8 errors")


def test_lint_tries_templates(cxaudit, tmp_path: Path):
    (tmp_path / "mine" / "templates").mkdir(parents=True)
    template = tmp_path / "mine" / "templates" / "brief.md.j2"
    template.write_text("# {{ organisation }}\n{{ top_gaps }}\n")
    ran = cxaudit("lint", "mine", "--format", "concise")
    told = "mine/templates/brief.md.j2:2:1: error: template: 'top_gaps' is undefined [template-fails]\n"
    assert (ran.code, ran.out) == (1, told)
    template.write_text("# {{ organisation }}\n{{ overall.band }}\n")
    assert cxaudit("lint", "mine").code == 0


def test_lint_says_where_there_is_nothing_to_check(cxaudit, tmp_path: Path):
    (tmp_path / "empty" / "frameworks").mkdir(parents=True)
    ran = cxaudit("lint", "empty")
    assert ran.code == 3
    assert ran.err.startswith("empty: there is nothing to check here\n  hint: name a strategy")
    assert cxaudit("lint", "nowhere").code == 2


def test_a_pack_may_build_on_another(cxaudit, tmp_path: Path):
    assert cxaudit("new", "criterion", "first-one", "base").code == 0
    assert cxaudit("new", "framework", "lens", "mine").code == 0
    path = tmp_path / "mine" / "frameworks" / "lens.yaml"
    path.write_text(path.read_text().replace("[courtesy]  ", "[first-one] ").replace("TODO ", ""))
    assert 'there is no criterion "first-one"' in cxaudit("lint", "mine").out
    assert cxaudit("lint", "mine", "--pack", "base").code == 0
