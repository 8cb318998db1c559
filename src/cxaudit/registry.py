"""Every kind of diagnostic that no rule of a rule file finds: its id, its severity, and why it is reported."""

from collections.abc import Mapping
from typing import NamedTuple

from cxaudit.errors import UNREADABLE, Severity


class Kind(NamedTuple):
    """One kind of diagnostic."""

    severity: Severity
    reason: str
    family: str
    fixed: bool = False  # whether a configuration may not change its severity


FILES, IGNORES, PACKS = "Files", "Ignores and exceptions", "Packs"
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

KINDS: Mapping[str, Kind] = {
    UNREADABLE: Kind(_E, "What cannot be read cannot be checked.", FILES, fixed=True),
    "structure": Kind(_E, "An unknown key or a wrong value is ignored, and no rule is run.", FILES),
    "foreign-file": Kind(_E, "A file given to lint is not of a kind that cxaudit knows.", FILES),
    "misplaced-file": Kind(
        _E, "Questions, frameworks and rules are read from the frameworks/ folder of a pack.", FILES
    ),
    "outdated-audit": Kind(_W, "An audit answers a question that was removed or has since changed.", FILES),
    "not-english": Kind(
        _I, "Rules that look for English words find nothing in another language, or the wrong thing.", FILES
    ),
    "too-short": Kind(_I, "A few lines show too little to say what a document covers.", FILES),
    "not-service": Kind(_I, "Of a text that is hardly about serving customers nothing is claimed.", FILES),
    "unused-pattern": Kind(_I, "A pattern in cxaudit.yaml that matches no file does nothing.", FILES),
    "ignore-without-reason": Kind(_E, "An ignore or exception must say why.", IGNORES),
    "unknown-ignore": Kind(_E, "An ignore or exception must name rules that exist.", IGNORES),
    "unused-ignore": Kind(_W, "An ignore or exception that suppresses nothing can go.", IGNORES),
    "unknown-marker": Kind(_E, "A marker in a document must name a criterion or practice that exists.", IGNORES),
    "unused-criterion": Kind(_E, "A criterion that no framework rests on is never asked.", PACKS),
    "unused-fact": Kind(_E, "A profile fact that no criterion needs is never asked.", PACKS),
    "same-criteria": Kind(
        _E, "Two items that rest on the same criteria and practices always get the same score: they are one.", PACKS
    ),
    "unscored-item": Kind(_E, "An item with only leading practices never gets a score.", PACKS),
    "repeated-level": Kind(_E, "Two levels of a criterion that say the same thing cannot be told apart.", PACKS),
    "repeated-advice": Kind(_E, "Two steps that say the same thing lead nowhere new.", PACKS),
    "repeated-practice": Kind(_E, "Two practices that say the same thing cannot be told apart.", PACKS),
    "long-question": Kind(_E, "A question is read aloud across a table.", PACKS),
    "two-questions": Kind(_E, "One idea per question: two answers do not fit on one scale.", PACKS),
    "agreement": Kind(
        _E, "Agree/disagree and self-rating invite agreement; statements describe what can be seen.", PACKS
    ),
    "leading-word": Kind(_E, "A word that praises or presumes does the answering.", PACKS),
    "example-differs": Kind(_E, "An example must give the result that it states, as the score card shows it.", PACKS),
    "number-of-practices": Kind(_I, "Three to six practices cover most of what one question asks.", PACKS),
    "order-of-practices": Kind(_I, "People first say what they do, then what is written, checked and reached.", PACKS),
    "essential-practice": Kind(_I, "What is essential is something that people do, never paper alone.", PACKS),
    "written-practices": Kind(_I, "More than two texts per question measure paperwork.", PACKS),
    "result-practice": Kind(_I, "What customers get is asked once, or the criterion says why it is not.", PACKS),
    "statement-length": Kind(_I, "A statement is read aloud across a table.", PACKS),
    "words-aloud": Kind(_I, "A question with its statements is read aloud in one go.", PACKS),
    "statement-wording": Kind(_I, "A statement stands alone, names amounts, and says what can be seen.", PACKS),
    "written-statement": Kind(_I, "Unless a statement asks for writing, people answer for a habit.", PACKS),
    "window-first": Kind(_I, "With the time first, people answer for that time only.", PACKS),
    "missing-step": Kind(_I, "A practice without a step does not say what to do.", PACKS),
    "missing-texts": Kind(_I, "The report gives a reason for each gap, and asks for evidence.", PACKS),
    "high-risk": Kind(_I, "If everything is high risk, nothing comes first.", PACKS),
    "unwritten": Kind(_E, "A text still says TODO, as the starter left it.", PACKS),
    "unknown-criterion": Kind(_E, "A rule must name criteria that exist.", PACKS),
    "unknown-practice": Kind(_E, "A rule shows written practices, and criteria only if they have levels.", PACKS),
    "signal-misleads": Kind(_E, "A signal must match its hits, and none of its misses.", PACKS),
    "example-misleads": Kind(_E, "A rule's bad example must break only that rule; its good example, none.", PACKS),
    "template-fails": Kind(_E, "A template must render any audit.", PACKS),
}
