"""The shipped library, and what is said of a broken one."""

import pytest
from factories import CRITERION, bank, facts, framework

from cxaudit.catalog.catalog import DEFAULT_SET, Catalog
from cxaudit.catalog.loader import load
from cxaudit.catalog.sources import Kind, Source
from cxaudit.errors import CxauditError


def diagnostics(*sources: Source) -> list[str]:
    with pytest.raises(CxauditError) as error:
        load(sources)
    return [str(diagnostic) for diagnostic in error.value.diagnostics]


def test_the_first_audit_is_over_the_four_frameworks_that_the_project_is_named_for(catalog: Catalog):
    four = {"icmi-customer-expectations", "four-ps", "strategy-mistakes", "seven-guidelines"}
    assert set(catalog.named([DEFAULT_SET])) == four
    assert all(catalog.frameworks[id].items for id in four)


def test_no_two_items_of_a_framework_rest_on_the_same_criteria(catalog: Catalog):
    for one in catalog.frameworks.values():
        rests = [frozenset(item.criteria) for item in one.items]
        assert len(set(rests)) == len(rests), one.id


def test_frameworks_groups_and_sets_can_be_named(catalog: Catalog):
    assert catalog.named(["four-ps", "access", "four-ps"]) == ("four-ps", "customer-access-strategy")
    assert catalog.named(["recovery"]) == ("feedback-sources", "service-recovery")
    assert catalog.named(["new-strategy"])[0] == "strategy-mistakes"
    assert catalog.named(["all"]) == tuple(catalog.frameworks)
    with pytest.raises(CxauditError, match='no framework, group or set "recovry"\n  hint: did you mean recovery'):
        catalog.named(["recovry"])


def test_every_shipped_criterion_serves_a_framework_and_every_fact_a_criterion(catalog: Catalog):
    assert {c for f in catalog.frameworks.values() for c in f.criteria} == set(catalog.criteria)
    needed = {fact for c in catalog.criteria.values() for one in (c, *c.practices) for fact in one.needs}
    assert needed | {id for id, fact in catalog.facts.items() if fact.always} == set(catalog.facts)


def test_a_set_of_unknown_frameworks_is_a_problem():
    sets = Source(Kind.SETS, "sets.yaml", b"sets: {mine: {title: T, about: A, frameworks: [lenz]}}")
    assert diagnostics(facts(), bank("alpha"), framework(), sets) == [
        'sets.yaml:1:48: there is no framework "lenz"\n  hint: did you mean lens?'
    ]


def test_the_order_of_files_does_not_matter(catalog: Catalog):
    sources = [facts(), bank("alpha", "beta"), framework("lens"), framework("zoom")]
    assert load(sources) == load(sources[::-1])


def test_loose_ends_between_files_are_problems_with_places():
    found = diagnostics(
        facts(),
        bank("alpha", extra="    after: [alfa]\n    needs: [stafed]\n"),
        framework(extra="critical: [beta]\n"),
        framework("other", extra="  second: {title: S, gist: G, criteria: [alpah]}\n"),
    )
    assert found == [
        'bank/g.yaml:13:13: there is no criterion "alfa"\n  hint: did you mean alpha?',
        'bank/g.yaml:14:13: there is no profile fact "stafed"\n  hint: did you mean staffed?',
        'lens.yaml:10:12: there is no criterion of this framework "beta"\n  hint: known: alpha',
        'other.yaml:10:42: there is no criterion "alpah"\n  hint: did you mean alpha?',
    ]


def test_a_circle_of_after_is_shown_as_a_chain():
    text = "group: G\norder: 1\ncriteria:" + "".join(
        CRITERION.format(id=i) + f"    after: [{j}]\n"
        for i, j in (("alpha", "beta"), ("beta", "gamma"), ("gamma", "alpha"))
    )
    found = diagnostics(facts(), Source(Kind.BANK, "b.yaml", text.encode()), framework())
    assert len(found) == 1
    assert "after is circular: alpha -> beta -> gamma -> alpha" in found[0]


def test_missing_advice_is_a_problem_like_any_other():
    broken = bank("alpha").data.replace(b"[one, two, three, four]", b"[one, two, three]")
    source = Source(Kind.BANK, "bank/g.yaml", broken)
    expected = ["bank/g.yaml:10:13: expected 4 entries but found 3"]
    assert diagnostics(facts(), source) == expected
    assert diagnostics(facts(), source, framework()) == expected, "no false alarm about what the broken file holds"


def test_ids_may_not_collide_between_files_or_kinds():
    found = diagnostics(
        facts(), bank("alpha"), Source(Kind.BANK, "pack/b.yaml", bank("alpha").data), framework("alpha")
    )
    assert any(
        p.startswith('pack/b.yaml:4:3: the id "alpha" is taken\n  hint: choose another id; the first: bank/g.yaml:4:3')
        for p in found
    )
    assert any(p.startswith('alpha.yaml:2:5: the id "alpha" is taken') for p in found)


def test_a_framework_is_named_like_its_file():
    misnamed = Source(Kind.FRAMEWORK, "lenz.yaml", framework("lens").data)
    assert diagnostics(facts(), bank("alpha"), misnamed) == [
        'lenz.yaml:2:5: the id "lens" does not match the file name\n  hint: rename the file to lens.yaml'
    ]


def test_problems_of_all_files_come_at_once():
    found = diagnostics(Source(Kind.FACTS, "profile.yaml", b"fakts: 1"), Source(Kind.BANK, "b.yaml", b"["), framework())
    assert {p.split(":")[0] for p in found} >= {"profile.yaml", "b.yaml"}


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("{title: T}", "3:8: a scale has either shares or a curve"),
        ("{title: T, shares: [0, 1], curve: {1: 0, 2: 1}}", "3:8: a scale has either shares or a curve"),
        ("{title: T, shares: [0, 0.5, 0.5, 1]}", "3:8: shares must rise from 0 to 1, each above the one before"),
        ("{title: T, shares: [0.1, 1]}", "3:8: shares must rise from 0 to 1, each above the one before"),
        ("{title: T, shares: [0, 2]}", '3:31: "2" is not a number from 0 to 1'),
        ("{title: T, curve: {50: 0, 40: 0.5, 45: 1}}", "3:8: the numbers of a curve must only rise or only fall"),
        ("{title: T, curve: {50: 0, 50.0: 1}}", '3:34: "50.0" is the same as another key here'),
        (
            "{title: T, levels: [No, Yes], shares: [0, 0.5, 1]}",
            "3:8: expected 3 levels, one for each share, but found 2",
        ),
    ],
)
def test_a_scale_rises_from_0_to_1(scale: str, expected: str):
    source = Source(Kind.SCALES, "scales.yaml", f"scales:\n\n  own: {scale}\n".encode())
    assert any(p.startswith(f"scales.yaml:{expected}") for p in diagnostics(source))


def on_scale(more: str, scale: str = "own") -> list[str]:
    scales = Source(
        "scales", "scales.yaml", b"scales: {own: {title: T, shares: [0, 0.5, 1]}, n: {title: N, curve: {0: 0, 9: 1}}}"
    )
    text = bank("alpha").data.decode().replace("    levels: [none, some, written, kept, improved]\n", more)
    return diagnostics(
        scales, facts(), Source(Kind.BANK, "b.yaml", f"{text}    scale: {scale}\n".encode()), framework()
    )


def test_levels_and_advice_fit_the_scale():
    levels = "    levels: [a, b, c]\n"
    assert on_scale(levels) == ["b.yaml:10:13: expected 2 entries on the scale own but found 4"]
    assert on_scale("") == [
        "b.yaml:5:5: levels is missing: expected 3 texts on the scale own",
        "b.yaml:9:13: expected 2 entries on the scale own but found 4",
    ]
    assert on_scale(levels, "n") == [
        "b.yaml:7:13: a criterion on the scale n has only numbers, no levels\n  hint: leave levels out",
        "b.yaml:10:13: expected 1 entry on the scale n but found 4",
    ]
    assert on_scale(levels, "owm") == ['b.yaml:13:12: there is no scale "owm"\n  hint: did you mean own?']


def test_bands_weights_and_examples_are_checked():
    def of(extra: str, criteria: str = "[alpha]") -> list[str]:
        text = framework(extra=extra).data.decode().replace("[alpha]", criteria)
        return diagnostics(facts(), bank("alpha"), Source(Kind.FRAMEWORK, "lens.yaml", text.encode()))

    assert of("bands: {low: 0.1, high: 0.5}\n")[0].endswith("bands must begin at 0, each above the one before")
    assert of("bands: {low: 0, high: 0.5}\ncritical: [alpha]\n")[0].endswith(
        "a framework with critical criteria needs at least three bands"
    )
    assert of("neighbours: [{name: N, link: javascript:alert(1)}]\n")[0].startswith(
        'lens.yaml:10:30: "javascript:alert(1)" is not a web address'
    )
    assert of("mistakes: true\npoints: 3\n")[0].endswith("leave out bands and points")
    assert of("", "{alpha: 0}") == ['lens.yaml:9:61: "0" is not a number above 0']
    assert of("examples: {one: {answers: {alpha: 5, beta: 1}, items: {secnd: 1%}}}\n") == [
        'lens.yaml:10:35: "5" is not a whole number from 0 to 4',
        'lens.yaml:10:38: there is no criterion of this framework "beta"\n  hint: known: alpha',
        'lens.yaml:10:56: there is no item of this framework "secnd"\n  hint: known: first',
    ]
    assert of("examples: {one: {answers: {alpha: soon}}}\n")[0].startswith('lens.yaml:10:35: "soon" is not an answer')
