"""Whether a pack of bank, frameworks and templates holds what it promises: each check is one function."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from yaml.nodes import MappingNode, Node, ScalarNode

from cxaudit import sanitize
from cxaudit.audit.scoring import NOT_RATED, Score, assess
from cxaudit.audit.scoring import Node as Scored
from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.loader import Loading
from cxaudit.catalog.sources import Source
from cxaudit.errors import CxauditError, Diagnostic, Place
from cxaudit.model import Answer, Audit, Criterion, Framework, Scale
from cxaudit.report.numbers import exposed, exposure, in_points, percent, span
from cxaudit.schema.document import Document

LONGEST = 25  # words in a question that is read aloud
ALIKE = 0.8  # the share of words from which two levels say the same
UNWRITTEN = "TODO"

_ASKS = "how|what|who|whom|whose|when|which|where|why|is|are|do|does|did|has|have|was|were|can|could|should|will"
_SECOND = re.compile(rf"[,;]? (?:and|or) (?:{_ASKS})\b|\band/or\b", re.I)
_AGREE = re.compile(
    r"\b(?:dis)?agree\b|\bto what (?:extent|degree)\b|\bhow (?:satisfied|well|good|often do you feel)\b"
    r"|\bon a scale\b|\bwould you say\b|\bhow would you rate\b",
    re.I,
)
_LEADING = re.compile(
    r"\b(?:adequate|appropriate|best|clear|consistent|customer-centric|effective|efficient|excellent|good|great|"
    r"high-quality|ideal|optimal|outstanding|proper|robust|seamless|smooth|strong|successful|sufficient|suitable|"
    r"timely|world-class)(?:ly)?\b|\b(?:properly|easily|regularly|really|truly)\b|n['’]t (?:you|your|it|there)\b",
    re.I,
)


@dataclass(frozen=True, eq=False, repr=False)
class Pack:
    """What is to be proven: a library, and where in the files at hand each id of theirs stands."""

    catalog: Catalog
    docs: Mapping[str, tuple[Document, tuple[str, ...]]]  # id: its file, and the path to it there
    keys: Mapping[str, Place]

    def place(self, id: str, *path: str | int) -> Place:
        doc, start = self.docs[id]
        return doc.place(*start, *path)

    @property
    def criteria(self) -> list[Criterion]:
        return [c for c in self.catalog.criteria.values() if c.id in self.docs]

    @property
    def frameworks(self) -> list[Framework]:
        return [f for f in self.catalog.frameworks.values() if f.id in self.docs]


def prove(sources: Iterable[Source], own: Collection[str]) -> list[Diagnostic]:
    """All problems of the files named in `own`, in the order of their places.

    Where a file cannot be read as what it is, or the files do not fit together, these problems alone are told.
    """
    loading = Loading()
    for source in sources:
        loading.read(source)
    try:
        catalog = loading.catalog()
    except CxauditError as error:
        return sorted(error.diagnostics, key=_place)
    mine = [(source, doc, value) for source, doc, value in loading.docs if source.file in own]
    docs: dict[str, tuple[Document, tuple[str, ...]]] = {}
    for source, doc, value in mine:
        if source.kind == "framework":
            docs[value["id"]] = (doc, ())
        key = {"bank": "criteria"}.get(source.kind, source.kind)
        docs |= {id: (doc, (key, id)) for id, _ in doc.key_places(key)}
    pack = Pack(catalog, docs, loading.seen)
    diagnostics = [_problem(check, *found) for check in CHECKS for found in check(pack)]
    for _, doc, _ in mine:
        diagnostics += [Diagnostic(_left(node), doc.at(node), rule="unwritten") for node in _todo(doc.root)]
    return sorted(diagnostics, key=_place)


Found = tuple[str, Place] | tuple[str, Place, str]  # message, place, hint


def _problem(check: Callable[[Pack], Iterator[Found]], message: str, place: Place, hint: str = "") -> Diagnostic:
    return Diagnostic(message, place, hint, check.__name__.replace("_", "-"))


def _place(diagnostic: Diagnostic) -> Place:
    return diagnostic.place or Place("")


def _left(node: ScalarNode) -> str:
    return f"still to be written: {sanitize.line(node.value.replace(UNWRITTEN, ''))}"


def _todo(node: Node) -> Iterator[ScalarNode]:
    """Every text that a starter left to be written."""
    if isinstance(node, ScalarNode):
        if UNWRITTEN in node.value:
            yield node
    else:
        for child in node.value:
            for part in child if isinstance(node, MappingNode) else (child,):
                yield from _todo(part)


# ------------------------------------------------------------------------------------------------ structure


def unused_criterion(pack: Pack) -> Iterator[Found]:
    """A criterion that no framework rests on is never asked."""
    used = {c for f in pack.catalog.frameworks.values() for c in f.criteria}
    for c in pack.criteria:
        if c.id not in used:
            yield f'no framework rests on "{c.id}", so it is never asked', pack.keys[c.id]


def unused_fact(pack: Pack) -> Iterator[Found]:
    """A profile fact that no criterion needs is never asked."""
    used = {fact for c in pack.catalog.criteria.values() for fact in c.needs}
    for id in pack.catalog.facts:
        if id in pack.docs and id not in used:
            yield f'no criterion needs "{id}", so it is never asked', pack.keys[id]


def same_criteria(pack: Pack) -> Iterator[Found]:
    """Two items that rest on the same criteria get the same score always: they are one item."""
    for f in pack.frameworks:
        for a, b in combinations(f.items, 2):
            if set(a.criteria) == set(b.criteria):
                yield f"{b.id} rests on the same criteria as {a.id}", pack.place(f.id, "items", b.id, "criteria")


def repeated_level(pack: Pack) -> Iterator[Found]:
    """Two levels of a criterion that say the same cannot be told apart."""
    yield from _repeated(pack, "levels", lambda c: c.levels)


def repeated_advice(pack: Pack) -> Iterator[Found]:
    """Two steps that say the same lead nowhere new."""
    yield from _repeated(pack, "advice", lambda c: c.advice)


def _repeated(pack: Pack, key: str, texts: Callable[[Criterion], tuple[str, ...]]) -> Iterator[Found]:
    for c in pack.criteria:
        words = [_words(text) for text in texts(c)]
        for a, b in combinations(range(len(words)), 2):
            if not c.scale.marks and len(words[a] & words[b]) >= ALIKE * len(words[a] | words[b]):
                yield f"entry {b} of {key} says the same as entry {a}, counted from 0", pack.place(c.id, key, b)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


# -------------------------------------------------------------------------------------------------- wording


def long_question(pack: Pack) -> Iterator[Found]:
    """A question is read aloud across a table."""
    for c in pack.criteria:
        if (count := len(c.question.split())) > LONGEST:
            yield (
                f"the question has {count} words; more than {LONGEST} are not kept in mind",
                pack.place(c.id, "question"),
            )


def two_questions(pack: Pack) -> Iterator[Found]:
    """One idea a question: two answers do not fit on one scale."""
    for c in pack.criteria:
        if not c.question.endswith("?"):
            yield "the question does not end with a question mark", pack.place(c.id, "question")
        hint = "ask for one thing, and put the other into a criterion of its own"
        if c.question.count("?") > 1:
            yield "two questions stand here", pack.place(c.id, "question"), hint
        elif found := _SECOND.search(c.question):
            yield f'"{found[0].strip()}" begins a second question', pack.place(c.id, "question"), hint


def agreement(pack: Pack) -> Iterator[Found]:
    """Agree/disagree and self-rating invite agreement; levels describe what can be seen."""
    for c in pack.criteria:
        if found := _AGREE.search(c.question):
            hint = "ask what is done, and let the levels describe it"
            yield f'"{found[0]}" asks for an opinion', pack.place(c.id, "question"), hint


def leading_word(pack: Pack) -> Iterator[Found]:
    """A word that praises or presumes does the answering."""
    for c in pack.criteria:
        if found := _LEADING.search(c.question):
            yield (
                f'"{found[0]}" leads the person who answers',
                pack.place(c.id, "question"),
                "leave it out, or say what can be seen",
            )


# ------------------------------------------------------------------------------------------------ arithmetic


def out_of_reach(pack: Pack) -> Iterator[Found]:
    """With the worst answers everywhere a framework scores 0, with the best 1."""
    for f in pack.frameworks:
        for end, wanted in ((0, 0), (-1, 1)):
            answers = {c.id: _at(c.scale, range(c.scale.top + 1)[end]) for c in pack.catalog.asked([f.id])}
            score = _node(pack.catalog, f, answers).score
            if score is None or score.point != wanted:
                shown = percent(score.point if score else None)
                answers_are = ("worst", "best")[wanted]
                yield (
                    f"with the {answers_are} answers it scores {shown}, not {percent(Fraction(wanted))}",
                    pack.place(f.id),
                )


def better_lowers(pack: Pack) -> Iterator[Found]:
    """A better answer never lowers a score, its range, or what is reached."""
    for f in pack.frameworks:
        criteria = pack.catalog.asked([f.id])
        middle = {c.id: _at(c.scale, c.scale.top // 2) for c in criteria}
        for c in criteria:
            steps = [_node(pack.catalog, f, {**middle, c.id: _at(c.scale, n)}) for n in range(c.scale.top + 1)]
            for n in range(c.scale.top):
                if fell := _fell(steps[n], steps[n + 1]):
                    yield f"{fell} falls where {c.id} goes from level {n} to {n + 1}", pack.place(f.id)


def _at(scale: Scale, level: int) -> Answer:
    return Answer(value=scale.marks[level]) if scale.marks else Answer(level=level)


def _node(
    catalog: Catalog, framework: Framework, answers: Mapping[str, Answer], profile: Mapping[str, str] | None = None
) -> Scored:
    audit = Audit(frameworks={framework.id: framework.version}, answers=answers, profile=profile or {})
    return assess(catalog, audit).by_framework[framework.id]


def _fell(before: Scored, after: Scored) -> str:
    for a, b in [(before, after), *zip(before.parts, after.parts, strict=True)]:
        if a.score and b.score and any(x > y for x, y in zip(_sizes(a.score), _sizes(b.score), strict=True)):
            return a.id
    return ""


def _sizes(score: Score) -> tuple[Fraction, ...]:
    return score.point or Fraction(0), score.low, score.high, score.reached


def example_differs(pack: Pack) -> Iterator[Found]:
    """What an example says must come out comes out, as the score card shows it."""
    for f in pack.frameworks:
        for example in f.examples:
            node = _node(pack.catalog, f, example.answers, example.profile)
            shown = _shown(node, f)
            for key, wanted in example.shows.items():
                if shown[key] != wanted:
                    yield (
                        f"the example gives {key} {shown[key]}, not {wanted}",
                        pack.place(f.id, "examples", example.id, key),
                    )
            parts = {n.id.split("/")[1]: _shown(n, f)["score"] for n in node.parts}
            for item, wanted in example.items.items():
                if parts[item] != wanted:
                    place = pack.place(f.id, "examples", example.id, "items", item)
                    yield f"the example gives {item} {parts[item]}, not {wanted}", place


def _shown(node: Scored, framework: Framework) -> dict[str, str]:
    """The figures of a line of the score card, by the names of its columns."""
    if node.score is None:
        return dict.fromkeys(("score", "range", "known", "target", "band", "points"), "does not apply")
    score = exposure(node.score) if framework.mistakes else node.score
    return {
        "score": percent(score.point if node.band != NOT_RATED else None),
        "range": span(score.low, score.high),
        "known": percent(score.coverage),
        "target": span(score.reached, 1 - score.to_fix),
        "band": exposed(node) if framework.mistakes else node.band,
        "points": in_points(node) or "-",
    }


CHECKS: tuple[Callable[[Pack], Iterator[Found]], ...] = (
    unused_criterion,
    unused_fact,
    same_criteria,
    repeated_level,
    repeated_advice,
    long_question,
    two_questions,
    agreement,
    leading_word,
    out_of_reach,
    better_lowers,
    example_differs,
)
