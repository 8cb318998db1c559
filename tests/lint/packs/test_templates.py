"""Templates are tried on audits of every kind."""

from cxaudit.lint.packs.templates import rehearse


def test_templates_are_tried_on_answers_of_every_kind(catalog):
    def tried(text: str, name: str = "own.md.j2") -> list[str]:
        return [
            str(p)
            for p in rehearse(
                catalog, ["four-ps"], {"title": "T", "organisation": "O"}, {name: (text, f"t/{name}")}, [name]
            )
        ]

    assert tried("{{ organisation }} {{ overall.point|percent }}") == []
    assert tried("{{ organisaton }}") == ["t/own.md.j2:1:1: template: 'organisaton' is undefined"]
    assert tried("a\n{% if x %}") == [
        "t/own.md.j2:2:1: template: Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'."
    ]
    assert tried("{{ overall.point * 100 }}") == [
        "t/own.md.j2:1:1: template: unsupported operand type(s) for *: 'NoneType' and 'int'"
    ], "only where nothing is answered"
    assert tried("{{ nothing }}", "_part.j2") == [], "parts are tried with the templates that include them"
