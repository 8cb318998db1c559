"""What each diagnostic that no rule finds is about, by its id."""

from cxaudit.rules import engine, suppressions

ABOUT = {engine.STRUCTURE: engine.STRUCTURE_ABOUT, **suppressions.ABOUT}
