"""The root of the repository that files are in, where the paths on code hosts begin."""

import os
from collections.abc import Mapping

_RUNNERS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # where GitHub's and GitLab's runners say what the root is


def root_above(folder: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """The root of the repository that a folder is in; None where it is in none."""
    here = os.path.realpath(folder)
    for name in _RUNNERS:
        if said := environment.get(name):
            root = os.path.realpath(said)
            if _inside(here, root):
                return root
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def from_root(file: str, root: str | None) -> str:
    """A file's path from the root, with forward slashes; unchanged where it is not below it."""
    if root is None:
        return file
    whole = os.path.join(os.path.realpath(os.path.dirname(file)), os.path.basename(file))
    return os.path.relpath(whole, root).replace(os.sep, "/") if _inside(whole, root) else file


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
