"""The strategy document: what it may contain, declared once for reading, checking, the schema and the manual."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, cast

from cxaudit.model import DOCUMENT_KINDS
from cxaudit.schema.containers import ListOf, OneOrMore, Record, Values
from cxaudit.schema.scalars import AMOUNT, AnyShape, Boolean, Choice, Date, Id, Integer, Number, Text

BOUNDS = ("at least", "at most")
AIMS = ("improve", "cut-cost", "grow", "comply")
STATES = ("planned", "active", "done", "dropped")
MEASURES = ("outcome", "quality", "activity")
SOURCES = ("customers", "staff")
STAGES = ("awareness", "consideration", "purchase", "delivery", "use", "service", "renewal", "leaving", "advocacy")
AREAS = ("contact", "routing", "self-service", "staffing", "quality", "history", "fulfilment", "desktop", "other")

Value = str | bool | int | Fraction | tuple["Value", ...] | Mapping[str, "Value"] | None  # the value of a field
Entry = Mapping[str, Value]
Strategy = Entry


def entries_in(value: Value) -> tuple[Entry, ...]:
    """The entries of a field that is declared as a list of entries; none where it is not there."""
    return cast("tuple[Entry, ...]", value) if type(value) is tuple else ()


_TEXT = Text(seen=True)
_TEXTS = ListOf(_TEXT, least=1)
_IDS = ListOf(Id(), least=1, unique=True)


class _Field(NamedTuple):
    shape: AnyShape
    about: str


def _record(required: Mapping[str, _Field], optional: Mapping[str, _Field]) -> Record:
    about = {name: field.about for name, field in {**required, **optional}.items()}
    return Record(_shapes(required), _shapes(optional), about=about)


def _shapes(fields: Mapping[str, _Field]) -> dict[str, AnyShape]:
    return {name: field.shape for name, field in fields.items()}


def _entries(about_id: str, **optional: _Field) -> ListOf[Values]:
    """A list of entries, each with an id."""
    return ListOf(_record({"id": _Field(Id(), about_id)}, optional), least=1)


_STEPS = ListOf(
    _record(
        {"to": _Field(_TEXT, "the role that takes over")},
        {"within": _Field(_TEXT, "the time that it has"), "when": _Field(_TEXT, "what brings it there")},
    ),
    least=1,
)
STRATEGY = _record(
    {
        "title": _Field(_TEXT, "what the strategy is called"),
        "organisation": _Field(_TEXT, "whose strategy it is"),
    },
    {
        "kind": _Field(Choice(DOCUMENT_KINDS), "what kind of document it is: a strategy where it does not say"),
        "version": _Field(_TEXT, "of this document"),
        "approved": _Field(Date(), "the day senior management approved it"),
        "last_review": _Field(Date(), "the day of the last review"),
        "next_review": _Field(Date(), "the day of the next review"),
        "reviewer": _Field(_TEXT, "the role or person who runs the review"),
        "review_rhythm": _Field(_TEXT, "how often it is reviewed, such as every May"),
        "parent_strategy": _Field(
            _record(
                {"name": _Field(_TEXT, "the organisation's overall strategy")},
                {"ref": _Field(_TEXT, "the part of it that service supports")},
            ),
            "the higher-level strategy that this one serves",
        ),
        "vision": _Field(_TEXT, "the service that the organisation wants to be known for"),
        "values": _Field(
            ListOf(
                _record(
                    {"name": _Field(_TEXT, "one or two words")},
                    {"behaviour": _Field(_TEXT, "what an employee does because of it")},
                ),
                least=1,
            ),
            "what service stands for",
        ),
        "promise": _Field(
            _record(
                {"text": _Field(_TEXT, "what customers are told they can expect, as I or we")},
                {"standards": _Field(_IDS, "ids of the standards by which it is measured")},
            ),
            "what customers can expect",
        ),
        "sponsor": _Field(
            _record({"name": _Field(_TEXT, "the person")}, {"role": _Field(_TEXT, "in senior management")}),
            "the member of senior management who backs the strategy",
        ),
        "context": _Field(
            _record({}, {"why_us": _Field(_TEXT, "your own findings that the choices rest on")}),
            "why this strategy fits this organisation",
        ),
        "departments": _Field(
            _entries(
                "of the department",
                service_role=_Field(_TEXT, "what it does for customers, and within what time"),
                is_service=_Field(Boolean(), "whether serving customers is its main work"),
            ),
            "every department, even those that rarely meet customers",
        ),
        "roles": _Field(
            _entries(
                "of the role",
                department=_Field(Id(), "id of its department"),
                contribution=_Field(_TEXT, "what it contributes to the aim for service"),
                soft_skills=_Field(_TEXTS, "the skills people are chosen for"),
                authority=_Field(_TEXT, "what it may decide alone, and up to what limit"),
            ),
            "the roles that serve customers or affect them",
        ),
        "segments": _Field(
            _entries(
                "of the group",
                needs=_Field(_TEXT, "what this group needs from service"),
                persona=_Field(_TEXT, "a typical customer in a few words"),
                priority=_Field(Integer(1, 99), "1 comes first"),
            ),
            "groups of customers with different needs",
        ),
        "contact_reasons": _Field(
            _entries(
                "of the reason",
                team=_Field(_TEXT, "who handles it"),
                resources=_Field(_TEXT, "the people and systems it needs"),
                shows=_Field(_TEXT, "what staff have in front of them"),
                captures=_Field(_TEXT, "what they note"),
            ),
            "why customers contact you",
        ),
        "channels": _Field(
            _entries(
                "of the channel",
                kind=_Field(_TEXT, "telephone, mail, chat, counter, post, app...; its id where left out"),
                automated=_Field(Boolean(), "whether no person answers"),
                fallback=_Field(_TEXT, "how a customer gets from it to a person"),
                hours=_Field(_TEXT, "days and hours when people answer"),
                timezone=_Field(_TEXT, "of these hours"),
                address=_Field(_TEXT, "the number, address or link"),
            ),
            "how customers reach you",
        ),
        "standards": _Field(
            _entries(
                "of the standard",
                metric=_Field(_TEXT, "what is measured, such as first reply"),
                target=_Field(Number(), "the number to reach, such as 4, or 80 for a share"),
                target_to=_Field(Number(), "the upper end, where the target is a range"),
                bound=_Field(Choice(BOUNDS), "whether the target is the least or the most that is meant"),
                unit=_Field(_TEXT, "of the target, such as hours, or percent for a share"),
                percentile=_Field(Number(), "if the target is a share of contacts, that share again, such as 80"),
                threshold=_Field(_TEXT, "the time within which that share is answered, such as 30 seconds"),
                channel=_Field(OneOrMore(Id()), "id of the channel it applies to, or a list of ids"),
                contact_reason=_Field(Id(), "id of the contact reason it applies to"),
                priority=_Field(_TEXT, "the cases it is for, such as urgent; all of them if left out"),
                if_missed=_Field(_TEXT, "what a customer gets if it is missed"),
                gap_reason=_Field(_TEXT, "why it differs from the same standard on another channel"),
                source=_Field(_TEXT, "where the figure comes from"),
            ),
            "response-time goals and other service standards",
        ),
        "objectives": _Field(
            _entries(
                "of the objective",
                text=_Field(_TEXT, "what should be achieved"),
                aim=_Field(Choice(AIMS), "what kind of change it is"),
                scope=_Field(_IDS, "ids of the channels or departments it touches"),
                kpis=_Field(_IDS, "ids of the figures that show it"),
                tradeoff=_Field(_TEXT, "what was decided where it clashes with another, and by whom"),
            ),
            "what the strategy should achieve",
        ),
        "initiatives": _Field(
            _entries(
                "of the initiative",
                text=_Field(_TEXT, "what is done, in a line"),
                objective=_Field(Id(), "id of the objective it serves"),
                supports=_Field(Choice(("promise", "vision")), "which of these it also supports"),
                owner=_Field(_TEXT, "one role or person"),
                department=_Field(Id(), "id of the owner's department"),
                due=_Field(Date(), "the day by which it is done"),
                status=_Field(Choice(STATES), "where it stands; planned if left out"),
                cost=_Field(AMOUNT, "in the budget's currency; 0 if it costs nothing"),
                rank=_Field(Integer(1, 999), "1 comes first"),
                effort=_Field(Choice(("low", "medium", "high")), "of the whole initiative"),
            ),
            "the work to reach the objectives",
        ),
        "budget": _Field(
            _record({"total": _Field(AMOUNT, "for all initiatives")}, {"currency": _Field(_TEXT, "such as EUR")}),
            "what may be spent",
        ),
        "kpis": _Field(
            _entries(
                "of the figure",
                text=_Field(_TEXT, "what is counted, in a line"),
                kind=_Field(Choice(MEASURES), "whether it shows the outcome, quality or amount of the work"),
                applies_to=_Field(_TEXT, "the role or team that is judged by it"),
                paired_with=_Field(Id(), "id of the figure that keeps it honest"),
                baseline=_Field(Number(), "where it is now"),
                target=_Field(Number(), "where it should be"),
                bound=_Field(Choice(BOUNDS), "whether the target is the least or the most that is meant"),
                by=_Field(Date(), "the day by which the target is to be reached"),
                unit=_Field(_TEXT, "of both, such as percent"),
                owner=_Field(_TEXT, "who answers for it"),
                cadence=_Field(_TEXT, "how often it is looked at"),
            ),
            "the figures by which the strategy is judged",
        ),
        "feedback": _Field(
            _entries(
                "of the source",
                source=_Field(Choice(SOURCES), "whose voice it is"),
                cadence=_Field(_TEXT, "how often it is gathered"),
                analyst=_Field(_TEXT, "who reads it"),
                action_owner=_Field(_TEXT, "who acts on it"),
                log=_Field(_TEXT, "where the actions are recorded"),
            ),
            "how customers and staff are heard",
        ),
        "complaints": _Field(
            _record(
                {},
                {
                    "intake": _Field(_TEXT, "how customers complain"),
                    "time_limit": _Field(_TEXT, "how soon they get an answer"),
                    "escalation": _Field(_TEXT, "where they turn when the answer does not settle it"),
                    "steps": _Field(_STEPS, "who deals with a complaint, step by step"),
                },
            ),
            "how complaints are handled",
        ),
        "escalation": _Field(_STEPS, "who takes over a request that is not settled, step by step"),
        "out_of_scope": _Field(_TEXTS, "what the service does not do"),
        "recovery": _Field(
            _record(
                {},
                {
                    "apology": _Field(_TEXT, "who says sorry, and how"),
                    "fix": _Field(_TEXT, "how the matter is put right"),
                    "amends": _Field(_TEXT, "what the customer is given for the trouble"),
                    "root_cause": _Field(_TEXT, "how the cause is found and removed"),
                },
            ),
            "what is done when service fails",
        ),
        "processes": _Field(
            _entries(
                "of the process",
                key=_Field(Boolean(), "whether service depends on it"),
                map=_Field(_TEXT, "where its steps are drawn"),
                critical_points=_Field(_TEXTS, "the steps that decide how customers see it"),
                procedure=_Field(_TEXT, "where the instructions are written"),
                handovers=_Field(
                    ListOf(
                        _record(
                            {"to": _Field(_TEXT, "the team that takes over")},
                            {"limit": _Field(_TEXT, "how soon it must do so")},
                        ),
                        least=1,
                    ),
                    "where one team hands over to another",
                ),
            ),
            "how the work is done",
        ),
        "training": _Field(
            _record(
                {},
                {
                    "onboarding": _Field(_TEXT, "what new staff learn before they serve alone"),
                    "hours_per_year": _Field(AMOUNT, "for each who serves"),
                    "budget": _Field(AMOUNT, "for one year"),
                },
            ),
            "how staff are trained",
        ),
        "capacity": _Field(
            _record(
                {},
                {
                    "forecast": _Field(_TEXT, "how contacts are forecast"),
                    "staffing": _Field(_TEXT, "how the rota follows from it"),
                },
            ),
            "how staffing is matched to demand",
        ),
        "quality": _Field(
            _record(
                {},
                {
                    "method": _Field(_TEXT, "how contacts are reviewed"),
                    "sample": _Field(_TEXT, "how many, and how they are picked"),
                    "criteria": _Field(_TEXT, "what they are judged by"),
                },
            ),
            "how the quality of contacts is measured",
        ),
        "technology": _Field(
            _entries(
                "of the tool",
                area=_Field(OneOrMore(Choice(AREAS)), "what it is for, one area or a list"),
                objective=_Field(Id(), "id of the objective it serves"),
                none_reason=_Field(_TEXT, "why there is none for this area"),
            ),
            "the tools that service runs on",
        ),
        "journey": _Field(
            ListOf(
                _record(
                    {"stage": _Field(Choice(STAGES), "of the customer journey")},
                    {
                        "touchpoint": _Field(_TEXT, "where the customer meets you"),
                        "owner": _Field(_TEXT, "who looks after it"),
                        "measure": _Field(_TEXT, "how you know how it is going"),
                    },
                ),
                least=1,
            ),
            "the customer journey, from first hearing of you to telling others",
        ),
        "communication": _Field(
            ListOf(
                _record(
                    {"audience": _Field(_TEXT, "who is told")},
                    {"medium": _Field(_TEXT, "by what means"), "date": _Field(Date(), "on what day")},
                ),
                least=1,
            ),
            "how the strategy is made known",
        ),
        "policy": _Field(_record({"ref": _Field(_TEXT, "where it is kept")}, {}), "the service rules, to look up"),
        "exceptions": _Field(
            ListOf(
                _record(
                    {
                        "rule": _Field(Id(), "id of the rule"),
                        "path": _Field(_TEXT, "where it may be broken, such as channels/post or journey/purchase"),
                        "reason": _Field(_TEXT, "why"),
                    },
                    {},
                ),
                least=1,
            ),
            "rules that are broken on purpose",
        ),
    },
)
