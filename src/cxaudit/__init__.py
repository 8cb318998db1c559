"""Audits an organisation's customer service strategy."""

VERSION = "0.1.0"
__version__ = VERSION
