"""A declared kind of file as JSON Schema, draft 07, for editors and validators."""

from cxaudit.schema.scalars import AnyShape, JsonObject

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema(shape: AnyShape, title: str) -> JsonObject:
    """The JSON Schema of a file of this shape.

    What it refuses, the reader refuses too. The reader refuses more, such as an id that nothing has.
    """
    return {"$schema": DRAFT, "title": title, **shape.json_schema()}
