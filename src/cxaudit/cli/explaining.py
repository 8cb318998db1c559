"""What `cxaudit lint --explain` prints: why documents were found to deal with a question, or not."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cxaudit import files
from cxaudit.errors import CxauditError, Diagnostic, ExitCode, did_you_mean
from cxaudit.lint.discovery import find
from cxaudit.project import Project
from cxaudit.prose.kinds import guessed
from cxaudit.prose.reader import read_prose
from cxaudit.prose.reading import nearest, read_over
from cxaudit.prose.units import is_prose
from cxaudit.prose.view import ProseView


def explain(
    project: Project, paths: Sequence[Path], stdin_name: str, criterion: str, kind: str, as_of: str
) -> ExitCode:
    """Prints the lines of each document that deal with a criterion, or nearly do."""
    from cxaudit.lint.coverage import explained

    known = project.catalog.criteria
    by_title = {one.title.lower(): one for one in known.values()}
    asked = known.get(criterion) or by_title.get(criterion.lower())
    if asked is None:
        hint = did_you_mean(criterion, [*known, *by_title]) or "cxaudit frameworks --framework all --map lists them"
        raise CxauditError(Diagnostic(f'there is no criterion "{criterion}"', None, hint))
    read = 0
    for target in find(project, paths, stdin_name).targets:
        if target.excluded or not is_prose(target.name):
            continue
        data = files.read(Path(target.name)) if target.data is None else target.data
        prose = read_prose(target.name, data)
        view = ProseView(prose, lambda: project.signals, as_of)
        reading = read_over(view, prose.kind or kind or guessed(prose), not (prose.kind or kind))
        sys.stdout.write(explained(reading, asked, nearest(view, asked)))
        read += 1
    if not read:
        raise CxauditError(
            Diagnostic("--explain reads documents in prose", None, "name a Markdown, HTML, text or Word file")
        )
    return ExitCode.FINE
