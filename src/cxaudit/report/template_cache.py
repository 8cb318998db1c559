"""Keeps compiled templates between runs: compiling the report's template takes a third of the time of a report.

Jinja's own cache checks that the template's text and the version of Python have not changed. The folder's name changes
with everything else that the compiled form depends on, so that no cached template is ever stale.
"""

import hashlib
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

import jinja2.compiler
from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from cxaudit.catalog.sources import BUILT_IN


class TemplateCache(FileSystemBytecodeCache):
    """Caches built-in templates; one that cannot be cached is compiled every time."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        if filename and filename.startswith(BUILT_IN):
            return super().get_bucket(environment, name, filename, source)
        return Bucket(environment, "", "")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.key:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def template_cache(options: str) -> TemplateCache | None:
    """The cache for an environment with these options; None without a folder that only this user can write to."""
    try:
        compiler = os.stat(jinja2.compiler.__file__)
        made_by = f"{compiler.st_size} {compiler.st_mtime_ns} {options}"
        folder = _home() / "cxaudit" / f"templates-{hashlib.sha256(made_by.encode()).hexdigest()[:16]}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, RuntimeError):  # a read-only disk, a file in the way, no home folder
        return None
    private = not hasattr(os, "getuid") or (
        found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
    return TemplateCache(str(folder)) if private else None


def _home() -> Path:
    """The folder where the system keeps caches."""
    if kept := os.environ.get("XDG_CACHE_HOME"):
        return Path(kept)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
