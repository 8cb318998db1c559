"""The checks that rules are made with: each is a class in one of these modules, registered when defined."""

from cxaudit.rules.checks import presence, wording, numbers, text  # noqa: F401, I001  registered in the manual's order
from cxaudit.rules.checks.base import CHECKS, Check

__all__ = ["CHECKS", "Check"]
