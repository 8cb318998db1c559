"""The configuration: patterns."""

import pytest

from cxaudit.config import Config


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("drafts/*", "drafts/a.yaml", True),
        ("drafts/*", "x/drafts/a.yaml", False),
        ("drafts", "drafts/x/a.yaml", True),
        ("./drafts/", "drafts/a.yaml", True),
        ("**/drafts/*", "x/y/drafts/a.yaml", True),
        ("**/drafts/*", "drafts/a.yaml", True),
        ("**/b.yaml", "x/b.yaml", True),
        ("**/b.yaml", "xb.yaml", False),
        ("a/**/b.yaml", "a/b.yaml", True),
        ("a/**/b.yaml", "a/x/y/b.yaml", True),
        ("*.yaml", "x/a.yaml", True),
        ("a?.yaml", "ab.yaml", True),
        ("a+.yaml", "aa.yaml", False),
        ("[abc].yaml", "b.yaml", True),
        ("[!abc].yaml", "b.yaml", False),
        ("x/**/[a-c]?/*.yaml", "x/y/b1/z.yaml", True),
    ],
)
def test_patterns_of_the_configuration(pattern: str, path: str, matches: bool):
    assert Config(exclude=(pattern,)).excludes(path) is matches
