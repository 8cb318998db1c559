"""The checks that rules are made with: each is a class in one of these modules, and is known by being declared."""

from cxaudit.rules.checks import presence, wording, numbers  # noqa: F401, I001  their checks, in the order of the manual
from cxaudit.rules.checks.base import CHECKS, Check

__all__ = ["CHECKS", "Check"]
