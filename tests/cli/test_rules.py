"""cxaudit rules."""


def test_rules_are_listed_and_shown_with_their_examples(cxaudit):
    listed = cxaudit("rules").out
    assert "  vague-time " in listed and "Standards and figures" in listed
    bearing = cxaudit("rules", "written-strategy").out
    assert "objectives-missing" in bearing and "vague-time" not in bearing
    one = cxaudit("rules", "vague-time").out
    assert one.startswith("vague-time (warning, standards and figures)")
    assert "Bad:" in one and "Good:" in one
    for typed, meant in (("vage-time", "vague-time"), ("written-strateg", "written-strategy")):
        told = f'there is no rule "{typed}", and no question with this name that has rules\n'
        assert cxaudit("rules", typed).err == f"{told}  hint: did you mean {meant}?\n"
