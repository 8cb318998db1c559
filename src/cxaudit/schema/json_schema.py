"""Declared shapes as JSON Schema, draft 07, for editors and other checkers."""

from fractions import Fraction
from typing import Any

from cxaudit.schema import containers, scalars
from cxaudit.schema.scalars import Shape

DRAFT = "http://json-schema.org/draft-07/schema#"
_KEBAB = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_FILLED = {"type": ["string", "number", "boolean"]}  # a text may be written as YAML's own number, date or truth


def schema(shape: Shape, title: str) -> dict[str, Any]:
    """The JSON Schema of a file of this shape.

    It says no more than the reader does: what it refuses, the reader refuses. The reader refuses more, such as an id
    that nothing has.
    """
    return {"$schema": DRAFT, "title": title, **_of(shape)}


def _of(shape: Shape) -> dict[str, Any]:
    found = _of_scalar(shape) or _of_whole(shape)
    if found is None:
        raise TypeError(f"{type(shape).__name__} has no schema")
    return found


def _of_scalar(shape: Shape) -> dict[str, Any] | None:
    match shape:
        case scalars.Text():
            return {**_FILLED, "minLength": 1}
        case scalars.Id():
            return {"type": "string", "pattern": _KEBAB}
        case scalars.Url():
            return {"type": "string", "pattern": "^https?://[!-~]+$"}
        case scalars.Date():
            return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case scalars.Boolean():
            return {"type": "boolean"}
        case scalars.Integer():
            return {"type": "integer", "minimum": shape.low, "maximum": shape.high}
        case scalars.Number():
            ends = {"minimum": _plain(shape.low), "maximum": _plain(shape.high)}
            return {"type": "number", **{name: end for name, end in ends.items() if end is not None}}
        case scalars.Choice():
            return {"enum": list(shape.words)}
        case containers.Raw():
            return {"description": "what it holds depends on the entry beside it"}
    return None


def _of_whole(shape: Shape) -> dict[str, Any] | None:
    match shape:
        case containers.ListOf():
            more = {"uniqueItems": True} if shape.unique else {}
            return {"type": "array", "items": _of(shape.shape), "minItems": shape.least, "maxItems": shape.most, **more}
        case containers.OneOrMore():
            inner = _of(shape.shape)
            return {"anyOf": [inner, {"type": "array", "items": inner, "minItems": 1}]}
        case containers.Either():
            return {"anyOf": [_of(shape.listed), _of(shape.mapped)]}
        case containers.MapOf():
            return {"type": "object", "additionalProperties": _of(shape.value), "minProperties": shape.least}
        case containers.Record():
            return {
                "type": "object",
                "properties": {name: _told(part, shape.about.get(name)) for name, part in shape.shapes.items()},
                "required": list(shape.required),
                "additionalProperties": False,
            }
    return None


def _told(shape: Shape, about: str | None) -> dict[str, Any]:
    return {**_of(shape), "description": about} if about else _of(shape)


def _plain(number: Fraction | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)
