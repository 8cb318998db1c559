"""A pack brings signals of its own, and lint proves them."""

import json
from pathlib import Path

import pytest

BANK = """group: Own
order: 900
criteria:
  callback-service:
    title: Callbacks
    question: What happens when a customer asks you to call?
    why: Customers who are called back need not wait on the line.
    risk: medium
    evidence: [list of callbacks]
    practices:
      rule:
        says: A written rule says how soon customers are called back.
        kind: written
        tier: good
        effort: low
        step: The service manager writes down how soon customers are called back.
      done:
        says: Customers who ask for a call get one on the same day.
        kind: done
        tier: essential
        effort: low
        step: The team leader has somebody call back everybody who asked, each afternoon.
"""
SIGNALS = """words:
  zap-back: zap* ..2 back
signals:
  callback-service:
    - say: <zap-back> ..6 <duration>
      shows: callback-service/rule
      hits: [We zap you back within two hours.]
      misses: [Please zap me back.]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack" / "frameworks"
    (folder / "bank").mkdir(parents=True)
    (folder / "signals").mkdir()
    (folder / "bank" / "own.yaml").write_text(BANK)
    (folder / "signals" / "own.yaml").write_text(SIGNALS)
    lens = "id: callback-lens\nversion: '1'\ntitle: Callbacks\ngroup: expectations\nabout: Callbacks alone.\nsource: our own\n"
    (folder / "callback-lens.yaml").write_text(
        f"{lens}items:\n  callbacks: {{title: Callbacks, gist: You call back., criteria: [callback-service]}}\n"
    )
    return tmp_path / "pack"


def test_its_signals_are_proved(cxaudit, pack: Path):
    path = pack / "frameworks" / "signals" / "own.yaml"
    assert "signal" not in cxaudit("lint", "pack", "--format", "concise").out
    path.write_text(
        SIGNALS.replace("We zap you back", "We ring you back").replace("zap me back", "zap me back in an hour")
    )
    out = cxaudit("lint", "pack", "--format", "concise").out
    assert [line.split(": error: ")[1] for line in out.splitlines() if "signal-misleads" in line] == [
        'this signal does not match its hit "We ring you back within two hours." [signal-misleads]',
        'this signal matches its miss "Please zap me back in an hour." by "zap me back in an hour" [signal-misleads]',
    ]
    path.write_text(
        SIGNALS.replace("callback-service:", "callback-servis:").replace(
            "callback-service/rule", "callback-servis/rule"
        )
    )
    assert 'there is no criterion "callback-servis"' in cxaudit("lint", "pack").out
    path.write_text(SIGNALS.replace("callback-service/rule", "callback-service/done"))
    assert "is of kind done; text shows only what is written" in cxaudit("lint", "pack").out


def test_its_signals_find_what_they_say(cxaudit, pack: Path, tmp_path: Path):
    text = "We serve our customers at the desk and on the telephone, and answer every question that they ask us. " * 6
    (tmp_path / "a.md").write_text(f"{text}\n\nWe zap you back within two hours.\n")
    found = json.loads(cxaudit("lint", "a.md", "--pack", "pack", "--format", "json").out)["documents"][0]
    assert found["criteria"]["callback-service"]["state"] == "mentioned"
    assert found["criteria"]["callback-service"]["practices"] == {"rule": True}
    listed = cxaudit("rules", "callback-service", "--pack", "pack").out
    assert "worth 3, shows callback-service/rule" in listed
    assert "<zap-back> ..6 <duration>" in listed
    assert "such as: We zap you back within two hours." in listed


def test_a_question_lists_its_rules_and_signals(cxaudit):
    out = cxaudit("rules", "response-goals").out
    assert "vague-time" in out
    assert "How a document shows it" in out
