"""What an audit keeps to itself is quoted in no output of lint."""

from pathlib import Path

import pytest

SECRET = "the boss is leaving"
AUDIT = f"""version: 2
frameworks: {{four-ps: 2.0.0}}
answers:
  courtesy: {{practices: {{relief: yes, nope: yes}}, private: "{SECRET}"}}
  promises-kept: {{practices: {{noted: maybe}}, "private": {SECRET}}}
"""


@pytest.mark.parametrize("format", ["text", "concise", "json", "sarif", "github", "gitlab", "junit"])
def test_a_private_note_is_in_no_format(cxaudit, format: str):
    for text in (AUDIT, AUDIT.replace("maybe", "yes")):
        Path("a.yaml").write_text(text)
        ran = cxaudit("lint", "a.yaml", "--format", format, "--fail-on", "warning")
        assert ran.code == 1
        assert SECRET not in ran.out + ran.err
