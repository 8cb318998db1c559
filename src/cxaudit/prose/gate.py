"""Whether a text is one that signals and rules are meant for: in English, long enough, and about serving people."""

from collections.abc import Sequence
from typing import NamedTuple

from cxaudit.prose.language import looks_english
from cxaudit.prose.units import Unit

LEAST_WORDS = 80
_SERVED = frozenset(
    [
        "customer",
        "customers",
        "client",
        "clients",
        "guest",
        "guests",
        "patient",
        "patients",
        "tenant",
        "tenants",
        "passenger",
        "passengers",
        "visitor",
        "visitors",
        "resident",
        "residents",
        "borrower",
        "borrowers",
        "caller",
        "callers",
        "shopper",
        "shoppers",
        "citizen",
        "citizens",
        "claimant",
        "claimants",
        "parent",
        "parents",
        "family",
        "families",
        "donor",
        "donors",
        "applicant",
        "applicants",
        "consumer",
        "consumers",
        "subscriber",
        "subscribers",
        "rider",
        "riders",
        "people",
        "user",
        "users",
        "member",
        "members",
        "support",
        "helpdesk",
        "service",
        "services",
        "serve",
        "serves",
        "served",
        "serving",
        "helpline",
        "helplines",
        "reception",
        "counter",
        "queries",
        "appointment",
        "appointments",
        "charter",
        "sorry",
        "ring",
        "rings",
        "rang",
        "phone",
        "phones",
        "phoned",
        "telephone",
        "call",
        "calls",
        "called",
        "ask",
        "asks",
        "asked",
        "tell",
        "tells",
        "told",
        "wait",
        "waits",
        "waiting",
        "waited",
        "order",
        "orders",
        "price",
        "prices",
        "desk",
        "till",
        "shop",
        "bill",
        "bills",
        "help",
        "helps",
        "helped",
        "promise",
        "promises",
        "letter",
        "letters",
        "email",
        "emails",
        "visit",
        "visits",
        "open",
        "closed",
        "shut",
        "pay",
        "pays",
        "repair",
        "repairs",
        "say",
        "says",
        "speak",
        "kind",
        "friendly",
        "contact",
        "volunteer",
        "volunteers",
        "driver",
        "drivers",
        "club",
        "clubs",
        "booking",
        "bookings",
        "patron",
        "patrons",
    ]
)
_BEGINNINGS = (
    "complain",
    "enquir",
    "inquir",
    "satisf",
    "refund",
    "apolog",
    "answer",
    "queue",
    "thank",
    "welcome",
    "question",
    "listen",
    "polite",
)
_YOU = frozenset(["you", "your", "yours", "we", "our", "us", "we'll", "you'll", "we're", "you're"])
# Words that name those who are served, or what they come with. A text with few words about serving needs some of these.
_NAMED = (
    "customer", "client", "complain", "helpdesk", "support", "ticket", "enquir", "inquir", "query", "queries",
    "patient", "guest", "visitor", "member", "resident", "citizen", "user", "service", "feedback", "caller",
    "passenger", "tenant", "parent", "shopper", "reader", "apolog", "sorry", "refund", "satisf", "helpline",
    "escalat", "repl", "respon", "answer",
)  # fmt: skip
# Such words in a hundred: letters and charters have from 6 to 20, terse memos some 5, other texts from 0 to 5.
_NOT_AT_ALL, _LITTLE, _HARDLY = 2.5, 3.2, 4.5
_LEAST_NAMED = 1


class Gate(NamedTuple):
    """What kind of text it is."""

    words: int
    is_english: bool
    share: float  # of words about serving people, in a hundred
    named: float  # of words that name those who are served, or what they come with, in a hundred

    @property
    def shut(self) -> str:
        """Why nothing can be said of the text; empty where something can."""
        if self.words < LEAST_WORDS:
            counted = "1 word" if self.words == 1 else f"{self.words} words"
            return f"it has {counted}, and at least {LEAST_WORDS} are needed"
        if not self.is_english:
            return "it is not in English"
        least = _NOT_AT_ALL if self.named >= _LEAST_NAMED else _LITTLE
        return "it is hardly about serving customers" if self.share < least else ""

    @property
    def is_narrow(self) -> bool:
        """Whether so little is about serving customers that only sentences with such words count."""
        return self.share < _HARDLY


def gate_of(units: Sequence[Unit]) -> Gate:
    """What kind of text these units are."""
    text = " ".join(unit.text for unit in units).lower()
    words = text.replace("’", "'").split()
    served = sum(map(_weight, words))
    named = sum(word.startswith(_NAMED) for word in words)
    whole = len(words) or 1
    return Gate(len(words), looks_english(text), 100 * served / whole, 100 * named / whole)


def is_about_service(text: str) -> bool:
    """Whether a sentence has a word about serving people."""
    return any(_weight(word) == 1 for word in text.lower().split())


def _weight(word: str) -> float:
    bare = word.strip(".,;:!?()[]\"'“”‘*_-")
    if bare in _SERVED or bare.startswith(_BEGINNINGS):
        return 1
    return 0.5 if bare in _YOU else 0
