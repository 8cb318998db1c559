"""Writing files: another program sees the old text or the new, whatever interrupts it."""

import os
from pathlib import Path

import pytest

from cxaudit import files


@pytest.mark.parametrize("step", ["fdopen", "fsync", "replace"])
@pytest.mark.parametrize("after", [False, True])
def test_ctrl_c_at_any_step_leaves_one_whole_text_and_is_still_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    real = getattr(os, step)

    def interrupted(*args: object, **more: object) -> object:
        monkeypatch.setattr(os, step, real)
        if after:
            real(*args, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, "new")
    assert path.read_text() == ("new" if (step, after) == ("replace", True) else "old")
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
