"""A strategy as rules look at it."""

import pytest

from cxaudit.rules.view import named_path
from cxaudit.schema.document import parse
from cxaudit.strategy.reader import read_strategy


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("journey", 1, "owner"), "journey/purchase/owner"),
        (("journey", 0), "journey/[0]"),
        (("communication", 0), "communication/all staff"),
        (("processes", 0, "handovers", 0, "limit"), "processes/repair/handovers/billing/limit"),
        (("channels", 1), "channels/mail"),
        (("title",), "title"),
        (("promise", "standards", 1), "promise/standards/[1]"),
    ],
)
def test_an_entry_is_known_by_what_it_must_have_not_by_where_it_stands(path: tuple[str | int, ...], named: str):
    text = """
title: T
organisation: O
promise: {text: a, standards: [x, y]}
journey: [{stage: awareness}, {stage: purchase}, {stage: awareness}]
communication: [{audience: all staff}]
processes: [{id: repair, handovers: [{to: billing}]}]
channels: [{id: telephone}, {id: mail}]
standards: [{id: x}, {id: y}]
"""
    assert named_path(read_strategy(parse(text.encode(), "s")), path) == named
