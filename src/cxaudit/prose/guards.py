"""What keeps a matching sentence from counting: placeholders, denials, wishes, and what others do."""

import re
from collections.abc import Collection

from cxaudit.prose.sentences import Sentence, Words
from cxaudit.prose.units import UnitKind

_PLACEHOLDER = re.compile(
    r"\[(?:insert|your|name|add|enter|company|organi[sz]ation|date|number|tbd|tbc|xx)\b[^\]]{0,80}\]"
    r"|\b(?:TBD|TBC|TODO|FIXME)\b|\blorem ipsum\b|<(?:insert|your|name|company)\b[^>]{0,60}>|\bX{2,4}\b|_{4,}"
    r"|\{\{?\s*[\w .-]{2,40}\s*\}?\}",
    re.I,
)
_WISH = re.compile(
    r"\b(?:(?:we|i|it|management|the board) would (?:like|love) to (?!hear|know|thank|help|welcome|see what"
    r"|see you)|would be (?:good|nice|great|desirable|helpful|ideal|useful)|(?:might|may|could) (?:one"
    r"|some) day"
    r"|(?:we|they|it|this|which|there|somebody|someone) might(?! not| have)\b|(?<!how )(?<!what )(?:we|they|it"
    r"|this|there|somebody) could(?! not| have)\b"
    r"|one day,? we|some ?day\b"
    r"|ideally|(?:we|i) hope (?:to|that)|hoping to|we wish (?:to|we|that|for)|dream (?:of|about)"
    r"|we(?:'re| are) (?:considering|thinking (?:of|about)|looking into|toying with|exploring)|under consideration"
    r"|under discussion"
    r"|if (?:the |our )?(?:budget|money|funds?|funding|time|resources|finances) (?:allows?|permits?|is there"
    r"|can be found)|subject to funding"
    r"|(?:are|is|were|was|has|have) not yet|yet to (?:be|decide|write|agree|set)|no plans|not decided|perhaps\b"
    r"|it is (?:hoped|desirable)"
    r"|in an ideal world|when we (?:have|find) (?:the )?(?:time|money)|we would (?!only|never"
    r"|not)(?:\w+ ){1,8}if (?:we|the|there|our)\b|if (?:only"
    r"|we had)|plans? for the future"
    r"|we (?:have talked|talked|are talking|keep talking) about (?:getting|having|opening|setting|starting"
    r"|doing|buying|hiring))",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:competitors?|rivals?|(?<!to )(?<!with )(?<!by )(?<!from )(?<!for )(?<!than )(?:other|most|many"
    r"|leading|successful|top|best) (?:companies|company|firms?|shops?"
    r"|organi[sz]ations?|businesses|business|providers?|help desks?|brands?|hotels?|retailers?|banks?|councils?"
    r"|clinics?|bakeries)(?! of ours)\b"
    r"|(?:a|an|one|another) (?:big|large|well[- ]known|famous|rival|leading|certain"
    r"|american) (?:\w+ )?(?:company|firm|chain|hotel"
    r"|bank|shop|retailer|airline|clinic|council)\b"
    r"|companies (?:that|which|who|with)|according to (?:a|an|the|one|recent|some) (?:\w+ ){0,2}(?:study|survey"
    r"|report|paper|article|book|literature|research)"
    r"|(?:studies|surveys|research|experts|researchers|authors?|scholars|the literature|textbooks?|analysts"
    r"|consultants) (?:show|shows|suggests?|suggested|finds?|found|says?|said|recommends?|argues?|agree|claims?"
    r"|describes?)"
    r"|in the literature|industry (?:average|standard|practice) (?:is|says|suggests)"
    r"|our neighbours?\b|the shop next door (?:has|does|offers|answers)"
    r"|case stud(?:y|ies)|gurus?\b|unlike us|is said to|famous for|\bAcme\b)",
    re.I,
)
_NO = frozenset(
    [
        "no",
        "not",
        "never",
        "nobody",
        "none",
        "neither",
        "nor",
        "without",
        "cannot",
        "lack",
        "lacks",
        "lacking",
        "nowhere",
        "hardly",
        "rarely",
        "seldom",
        "stopped",
        "abolished",
        "abandoned",
        "dropped",
        "dispensed",
        "refuse",
        "refuses",
        "forgot",
    ]
)
_NOT_A_DENIAL = re.compile(
    r"\b(?:not|no|never|without) (?:only|just|merely|simply|later|more|longer|fewer|less|matter|charge|cost"
    r"|extra|obligation|fee|problem"
    r"|need|needing|least|delay|exception|being|asking|having to|waiting|hesitat\w+|further"
    r"|one\b[^,.;]{0,20}\b(?:waits?|leaves?|should)|satisfied|happy|able|sure|fully|be able|understand"
    r"|understood"
    r"|surprise\w*|undue|question|quibble\w*|fail|fails|jargon|working|right|solved|resolved|agree|pleased"
    r"|so well|well|met|meet|good enough|up to|clear|enough)"
    r"|\b(?:do not|don't) hesitate|whether or not|or not\b|why not|if not\b|no[- ]one (?:else )?can|can(?:no"
    r"|')t (?:answer|solve|help|resolve|fix|come|make|get|reach|deal|sort|use|be)",
    re.I,
)
_UNTIL = re.compile(r"\b(?:until|before|without|unless|except|twice|(?:more|longer|later) than)\b", re.I)
_CONTENTS = re.compile(
    r"\b(?:table of contents|contents|on this page|in this (?:document|guide)|index|overview of sections)\s*:?\s*$",
    re.I,
)
_DUTY = re.compile(
    r"^\W*(?:you|members|tenants|customers|clients|applicants|users|guests|visitors|parents|patients|borrowers"
    r"|residents|participants"
    r"|hirers|readers|passengers|students|suppliers|the (?:tenant|customer|client|hirer|applicant|member"
    r"|borrower|licensee)) "
    r"(?:(?:must|shall)(?! be \w+(?:ed|en|t)\b)|have to|has to|are (?:required|obliged|responsible)"
    r"|is (?:required|obliged|responsible)"
    r"|need to|agree to|may not|are not allowed)\b",
    re.I,
)
_SERVER = re.compile(
    r"\b(?:we|us|our|staff|team|colleagues?|they|them|customers?|guests?|visitors?|callers?|patients?"
    r"|passengers?|someone|somebody|people)\b",
    re.I,
)
_NEAR = 6  # words before the match, in the same clause, in which a denial counts


def is_unfilled(text: str) -> bool:
    """Whether a text is, or has, a gap that a template left."""
    return _PLACEHOLDER.search(text) is not None


def only_denies(text: str) -> bool:
    """Whether every sentence of a text begins by denying something."""
    parts = [part for part in re.split(r"[.!?;]\s", text) if part.strip()]
    return bool(parts) and all(map(_denies, parts))


def _denies(part: str) -> bool:
    words = {word.strip(",:()").lower().replace("’", "'") for word in part.split()[:_NEAR]}
    is_denied = bool(words & _NO) or any(word.endswith("n't") for word in words)
    return is_denied and not _UNTIL.search(part) and not _NOT_A_DENIAL.search(part)


def guard(sentence: Sentence, above: str) -> str:
    """The word for which nothing in a sentence counts; empty where it counts."""
    kind = sentence.unit.kind
    if kind is UnitKind.QUOTE:
        return "a quotation"
    if kind is UnitKind.HEADING and sentence.unit.is_empty:
        return "a heading without text"
    if kind is not UnitKind.HEADING and sentence.unit.headings and _CONTENTS.search(sentence.unit.headings[-1]):
        return "a table of contents"
    if (duty := _DUTY.search(sentence.text)) and not _SERVER.search(sentence.text, duty.end()):
        return duty[0].strip()
    for pattern, text in ((_PLACEHOLDER, sentence.text), (_WISH, sentence.text), (_OTHERS, sentence.text)):
        if found := pattern.search(text):
            return found[0]
    for pattern in (_WISH, _OTHERS):
        if found := pattern.search(above):
            return found[0]
    return ""


def denial(text: str, words: Words, start: int, end: int, own: Collection[str]) -> str:
    """The word that denies what stands between two words; empty where none does.

    `own` are words of the signal's phrase, which deny nothing: "things you can do without us".
    """
    clause = words.clauses[start] if start < len(words.clauses) else 0
    for n in range(max(0, start - _NEAR), end):
        word = words.text[n]
        if n < start and words.clauses[n] != clause:
            continue
        if not (word in _NO or word.endswith("n't")) or word in own or _is_excused(text, words.starts[n]):
            continue
        if n > 1 and words.text[n - 2] in ("if", "when", "where") and words.clauses[n - 2] == words.clauses[n]:
            continue  # "if we don't answer in time, it is free"
        if (n == 0 and word in ("never", "don't")) or words.text[:2] == ("do", "not"):
            continue  # an instruction to staff
        return word
    return ""


def _is_excused(text: str, at: int) -> bool:
    """Whether a word of denial belongs to a phrase that denies nothing, as in "nobody waits more than an hour"."""
    straight = text.replace("’", "'")
    if _UNTIL.search(straight, at + 1):
        return True
    return any(found.start() <= at < found.end() for found in _NOT_A_DENIAL.finditer(straight))
