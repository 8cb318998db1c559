"""Patterns as in .gitignore, whatever somebody writes into one."""

import re

from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from cxaudit.patterns import Patterns, atomic

PIECES = st.sampled_from(
    ["*", "**", "/", "/**/", "**/", "?", "a", "b", ".", "[ab]", "[!/a]", "[]a]", "[!/]a]", "\\*", "ab", "-", "+"]
)
LINES = st.lists(PIECES, min_size=1, max_size=8).map("".join)
PATHS = st.lists(st.text("ab*.-+]", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


@given(LINES, st.lists(PATHS, min_size=1, max_size=8))
def test_an_atomic_pattern_matches_what_the_plain_one_does(line: str, paths: list[str]):
    for plain in GitIgnoreSpec.from_lines([line], backend="simple").patterns:
        if plain.include is not None:
            quick = re.compile(atomic(plain.regex.pattern))
            for path in paths:
                one, other = plain.regex.search(path), quick.search(path)
                assert bool(one) == bool(other), (line, path, plain.regex.pattern, quick.pattern)


def test_a_pattern_of_many_stars_is_matched_at_once():
    """Tried place by place, each of these would take years."""
    name, deep = "a" * 255, "a/" * 2000 + "b"
    assert not Patterns(["a*" * 100 + "x"]).match(f"{name}.yaml")
    assert Patterns(["a*" * 100 + "l"]).match(f"{name}.yaml")
    assert not Patterns(["**/a/" * 50 + "x"]).match(deep)
    assert Patterns(["**/a/" * 50 + "b"]).match(deep)
    assert not Patterns(["**/a*a*/" * 50 + "x"]).match(deep)
