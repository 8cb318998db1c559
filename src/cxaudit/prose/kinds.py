"""What kind of document a text is, as far as its title says."""

import re

from cxaudit.prose.units import Prose, UnitKind

_TITLES = (
    ("service-levels", r"service levels?|\bslas?\b|service standards?|response times?|service objectives?|uptime"),
    ("charter", r"charter|promises?|pledge|commitments?|guarantee|what you can expect|complaints"),
    ("principles", r"principles|values|manifesto|philosophy|vision|mission"),
    ("strategy", r"strateg\w+|action plan|roadmap|business plan|\bplan\b"),
    (
        "handbook",
        r"handbook|manual|guide\w*|playbook|how we|working|notes|procedure|process\w*|support|staff|welcome|training",
    ),
)
_PATTERNS = [(kind, re.compile(rf"\b(?:{words})\b", re.I)) for kind, words in _TITLES]
_YOU = re.compile(r"\b(?:you|your)\b", re.I)


def guessed(prose: Prose) -> str:
    """The kind that a document seems to be, from its title, its file's name, or whom it speaks to."""
    headings = [unit.text for unit in prose.units if unit.kind is UnitKind.HEADING][:1]
    name = re.sub(r"[-_.\d]+", " ", prose.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
    for text in (str(prose.fields.get("title", "")), *headings, name):
        for kind, pattern in _PATTERNS:
            if pattern.search(text):
                return kind
    whole = " ".join(unit.text for unit in prose.units)
    return "charter" if 50 * len(_YOU.findall(whole)) > len(whole.split()) else "handbook"
