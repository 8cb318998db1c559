"""Where data comes from, and the names shown for it."""

import shutil
from pathlib import Path

from factories import SHIPPED


def test_what_comes_with_the_program_is_shown_as_built_in(cxaudit, tmp_path: Path):
    mine = tmp_path / "mine" / "frameworks"
    (mine / "rules").mkdir(parents=True)
    shutil.copy(SHIPPED / "four-ps.yaml", mine)
    found = cxaudit("lint", "mine", "--format", "concise").err + cxaudit("frameworks", "--pack", "mine").err
    assert "choose another id; the first: built in: four-ps.yaml:1:5" in found
    (mine / "four-ps.yaml").unlink()
    shutil.copy(SHIPPED / "rules" / "standards.yaml", mine / "rules" / "mine.yaml")
    ran = cxaudit("rules", "--pack", "mine")
    assert "choose another id; the first: built in: rules/standards.yaml:" in ran.err
    assert str(SHIPPED.parent) not in found + ran.err
