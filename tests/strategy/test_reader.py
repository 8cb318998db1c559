"""A strategy as it is read."""

from fractions import Fraction

from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


def test_numbers_are_kept_exact():
    value = read_strategy(parse(b"{title: T, organisation: O, budget: {total: 0.1}}", "s"))
    assert value["budget"]["total"] == Fraction(1, 10)
