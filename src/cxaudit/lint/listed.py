"""Values of a JSON list, one after the other."""

import json
from textwrap import indent


class Listed:
    """Writes the values of a list as they come."""

    def __init__(self, depth: int) -> None:
        self.depth, self.begun = depth, False

    def add(self, value: object) -> str:
        """The text of a value, with the comma that goes before it."""
        before = ",\n" if self.begun else "\n"
        self.begun = True
        return before + indent(json.dumps(value, indent=1), " " * self.depth)

    def end(self) -> str:
        return f"\n{' ' * (self.depth - 1)}]" if self.begun else "]"
