"""Files that were made to break lint."""

from pathlib import Path

import pytest
from factories import SCALARS, counted


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 60_000,
        "a: &x [1]\nb: *x\n",
        "title: !!python/object:os.system x\n",
        "title: a\x00b\n",
        "title: T\r\ntitle: U\r\norganisation: O\r\n",
        "title: T\n\torganisation: O\n",
        "<<: {title: T}\norganisation: O\n",
        "? [a]\n: b\n",
        "title: T\n---\ntitle: U\n",
        "",
        "# nothing\n",
        "just words\n",
        "\ufefftitle: T\n",
    ],
)
def test_hostile_yaml_ends_in_lines_and_never_in_a_traceback(lint, tmp_path: Path, text: str):
    (tmp_path / "strategy.yaml").write_bytes(text.encode())
    ran = lint("--format", "concise")
    assert ran.code == 1
    assert all(row.startswith("strategy.yaml") for row in ran.out.splitlines())
    assert "Traceback" not in ran.err


def test_a_huge_file_and_utf16_are_said_at_once(lint, tmp_path: Path):
    (tmp_path / "huge.yaml").write_bytes(b"title: T\n" + b"# x\n" * 13_000_000)
    (tmp_path / "wide.yaml").write_bytes("title: T\n".encode("utf-16"))
    out = lint("huge.yaml", "wide.yaml", "--format", "concise").out
    assert "huge.yaml: error: the file is larger than the limit of 1024 KiB" in out
    assert "wide.yaml:1:1: error: the file is not UTF-8 text" in out


@pytest.mark.parametrize("scalar", SCALARS)
def test_every_kind_of_value_in_every_field_is_read_or_told(lint, tmp_path: Path, scalar: str):
    from cxaudit.strategy.schema import STRATEGY

    for number, key in enumerate(STRATEGY.shapes):
        (tmp_path / f"f{number}.yaml").write_text(f"title: T\norganisation: O\n{key}: {scalar}\n")
    ran = lint(*sorted(str(p.name) for p in tmp_path.glob("f*.yaml")), "--format", "concise")
    assert ran.code == 1
    assert "Traceback" not in ran.err


def nested(shape: object, path: str = "") -> list[str]:
    """Every field of a strategy, as a document in which {} stands for its value."""
    from cxaudit.schema.containers import ListOf, Record

    inner = shape.shape if isinstance(shape, ListOf) else shape
    if not isinstance(inner, Record):
        return []
    found = []
    for key, part in inner.shapes.items():
        required = "".join(f"{name}: x, " for name in inner.required if name != key)
        body = f"{{{{{required}{key}: {{}}}}}}" if path else None
        if body:
            found.append(path.replace("@", f"[{body}]" if isinstance(shape, ListOf) else body))
        found += nested(part, path.replace("@", f"[{{{{{required}{key}: @}}}}]") if path else f"{key}: @")
    return found


@pytest.mark.parametrize("scalar", [s for s in SCALARS if "\n" not in s])
def test_every_kind_of_value_in_every_inner_field_too(lint, tmp_path: Path, scalar: str):
    from cxaudit.strategy.schema import STRATEGY

    fields = nested(STRATEGY)
    assert len(fields) > 100
    for number, field in enumerate(fields):
        (tmp_path / f"f{number}.yaml").write_text(f"title: T\norganisation: O\n{field.format(scalar)}\n")
    ran = lint(*sorted(p.name for p in tmp_path.glob("f*.yaml")), "--format", "concise")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.err.startswith(f"{len(fields)} files checked")


def test_many_ignores_are_gone_through_once(lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Twenty thousand of them took over 20 seconds while each looked for its line anew."""
    (tmp_path / "strategy.yaml").write_text(
        "title: T\norganisation: O\n" + "# cxaudit: ignore[vague-time] z\n" * 20_000
    )
    calls = counted(monkeypatch, "cxaudit.rules.suppressions._has_content")
    assert lint().code == 1
    assert len(calls) < 20_100


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"visionn{n}: 1\n" for n in range(5000)),
        "channels:\n"
        + "".join(f"  - {{id: channel-{n}-abcd}}\n" for n in range(1000))
        + "standards:\n"
        + "".join(f"  - {{id: s{n}, channel: chanel-{n}-abdc}}\n" for n in range(1000)),
    ],
    ids=["keys", "references"],
)
def test_near_words_are_looked_for_among_the_first_faults_alone(
    lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    """A thousand unknown references took over 20 seconds."""
    (tmp_path / "strategy.yaml").write_text(f"title: T\norganisation: O\n{text}")
    calls = counted(monkeypatch, "cxaudit.schema.document.did_you_mean")
    assert lint("--format", "concise").out.count("\n") >= 1000
    assert 0 < len(calls) <= 101
