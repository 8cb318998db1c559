"""cxaudit render."""

from collections.abc import Iterator
from pathlib import Path

from factories import SAMPLE_ANSWERS, SAMPLE_STRATEGY
from markdown_it import MarkdownIt

from cxaudit import sanitize
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


def test_render_makes_a_document_in_which_everything_typed_is_inert(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(
        SAMPLE_STRATEGY.replace("vision: Tenants", 'vision: "<script>x</script> | **Tenants**').replace(
            "goes off.\n", 'goes off."\n', 1
        )
    )
    out = cxaudit("render", "s.yaml").out
    html = MarkdownIt("gfm-like", {"linkify": False}).render(out)
    assert "<script>" not in html and "<strong>Tenants" not in html
    assert html.count("<table>") == 6
    assert (
        "| 1 | One planning board for the front desk and the crews | date-in-one-call, the promise | head of field work | 2027-03-31 | active | 40000 |"
        in out
    )


def test_render_of_next_to_nothing_and_by_ones_own_template(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(
        "title: T\norganisation: O\ninitiatives: [{id: a, rank: 2}, {id: b}, {id: c, rank: 1}]\n"
    )
    out = cxaudit("render", "s.yaml").out
    assert out.startswith("# T\n\nO.\n")
    assert [line.split("|")[2].strip() for line in out.splitlines() if line.startswith("|")][2:] == ["c", "a", "b"]
    (tmp_path / "t.j2").write_text("{{ strategy.title }}: {{ strategy.initiatives|length }}")
    assert cxaudit("render", "s.yaml", "--template", "t.j2").out == "T: 3"
    assert cxaudit("render", "s.yaml", "-o", "s.yaml").code == 2
    assert cxaudit("render", "nope.yaml").code == 2


def test_render_leaves_out_nothing_that_is_written(cxaudit, tmp_path: Path):
    more = "exceptions: [{rule: stage-gap, path: journey/purchase, reason: the law lays it down}]\n"
    (tmp_path / "s.yaml").write_text(SAMPLE_STRATEGY + more)
    out = cxaudit("render", "s.yaml").out

    def texts(value: object, key: str = "") -> Iterator[str]:
        parts = (
            value.items()
            if isinstance(value, dict)
            else [(key, one) for one in value]
            if isinstance(value, tuple)
            else ()
        )
        for name, part in parts:
            yield from texts(part, name)
        if isinstance(value, str) and key not in ("percentile", "aim", "effort", "scope", "department"):
            yield value

    strategy = read_strategy(parse((SAMPLE_STRATEGY + more).encode(), "s"))
    written = {text for key, value in strategy.items() for text in texts(value, key)}
    named_by_text = {entry["id"] for entry in (*strategy["initiatives"], *strategy["feedback"])}
    assert [text for text in written - named_by_text if sanitize.markdown(text) not in out] == []


def test_a_strategy_that_would_not_be_shown_is_refused(cxaudit, tmp_path: Path):
    (tmp_path / "s.yaml").write_text(SAMPLE_STRATEGY)
    cxaudit("interview", "a.yaml", "--answers", SAMPLE_ANSWERS)
    for option in (["--gaps"], ["--explain", "overall"]):
        ran = cxaudit("score", "a.yaml", "--strategy", "s.yaml", *option)
        assert (ran.code, ran.err) == (
            2,
            f"{option[0]} cannot be used with --strategy\n  hint: leave one of them out\n",
        )
