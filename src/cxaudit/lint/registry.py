"""What diagnostics are about that no rule finds, by their ids."""

from cxaudit.rules import engine, suppressions

ABOUT = {engine.STRUCTURE: engine.STRUCTURE_ABOUT, **suppressions.CHECKS}
