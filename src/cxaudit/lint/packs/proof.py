"""Checks that a pack does what it promises: its questions and frameworks, its rules, its templates."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cxaudit.catalog import sources
from cxaudit.catalog.catalog import DEFAULT_SET, Catalog
from cxaudit.errors import CxauditError, Diagnostic, Place, Severity
from cxaudit.files import same
from cxaudit.lint.packs.checks import check_pack
from cxaudit.lint.packs.pack import open_pack
from cxaudit.prose.proving import prove_signals
from cxaudit.prose.signals import Signals, from_json, read_signals
from cxaudit.report.cover import cover_of
from cxaudit.rules.examples import prove_rules
from cxaudit.rules.loader import read_rules
from cxaudit.schema.document import Document, parse
from cxaudit.strategy.reader import read_strategy


class Proof(NamedTuple):
    """What is wrong in a pack, and the names of its files."""

    diagnostics: Sequence[Diagnostic] = ()
    files: Sequence[str] = ()


def prove_pack(pack: Path, others: Sequence[Path], excluded: Callable[[str], bool]) -> Proof:
    """Checks a pack together with the program's own data and other packs, as if no `excluded` file were in it.

    Each part is checked only where those before it are right, since what a broken file defines looks undefined
    elsewhere.
    """
    try:
        own, templates = sources.pack_files(pack)
        names = [*own, *(str(pack / "templates" / name) for name in templates)]
        packs = [*(other for other in others if not same(other, pack)), pack]
        left_out = {name for name in names if excluded(name)}
        return Proof(_prove(packs, own, templates, left_out) if names else (), names)
    except CxauditError as error:  # a file that cannot even be read
        return Proof(error.diagnostics, [str(pack)])


def _prove(
    packs: list[Path], own: Sequence[str], templates: Sequence[str], left_out: Collection[str]
) -> Sequence[Diagnostic]:
    data = [source for source in sources.catalog_files(packs) if source.file not in left_out]
    rules = read_rules([file for file in sources.rule_files(packs) if file[0] not in left_out])
    own = [name for name in own if name not in left_out]
    templates = [name for name in templates if str(packs[-1] / "templates" / name) not in left_out]
    try:
        cover_of(packs[-1])
        opened = open_pack(data, own)
    except CxauditError as error:
        return sorted(error.diagnostics, key=lambda diagnostic: diagnostic.place or Place(""))
    found = check_pack(opened, any(sources.is_own(pack) for pack in packs[-1:]))
    if any(one.severity is Severity.ERROR for one in found):
        return found
    remarks = found
    sample = _sample()
    own_signals, signals = _signals(packs, own)
    found = prove_rules(rules, own, opened.catalog.criteria, sample, signals)
    found += prove_signals(own_signals, opened.catalog.criteria)
    if templates and not found:
        found = list(_rehearse(opened.catalog, own, sample, sources.templates(packs), templates))
    return sorted([*remarks, *found], key=lambda one: one.place or Place(""))


def _signals(packs: Sequence[Path], own: Sequence[str]) -> tuple[Signals, Signals]:
    """The signals in the files of the pack that is checked, and all. Raises CxauditError with what is wrong in any."""
    if sources.is_own(packs[-1]):
        signals = read_signals(sources.own_signal_files(f"{packs[-1] / 'frameworks'}/"))
    else:
        signals = read_signals(sources.signal_files([*packs]), from_json(sources.own_signals()))
    mine = [one for one in signals.all if one.place and one.place.file in own]
    return Signals(mine, signals.classes), signals


@lru_cache(maxsize=1)
def _sample() -> Document:
    return parse(sources.sample("strategy"), "sample")


def _rehearse(
    catalog: Catalog,
    own: Sequence[str],
    sample: Document,
    templates: Mapping[str, tuple[str, str]],
    names: Sequence[str],
) -> Sequence[Diagnostic]:
    """What fails when templates are rendered over the pack's own frameworks, and over the default set.

    After one that takes too long or too much, no other is tried: each could take as long.
    """
    from cxaudit.lint.packs.templates import rehearse  # few packs have templates, and Jinja takes time to load
    from cxaudit.report.bounds import OutOfBounds, in_bounds

    files = {file.rpartition("/")[2] for file in own}
    mine = [id for id in catalog.frameworks if f"{id}.yaml" in files]
    strategy = read_strategy(sample)
    choices = [ids for ids in (mine, catalog.named([DEFAULT_SET])) if ids]
    found: dict[Diagnostic, None] = {}
    for name in sorted(names):
        for ids in choices:
            try:
                tried = in_bounds(rehearse, catalog, ids, strategy, templates, [name], file=templates[name][1])
            except OutOfBounds as error:
                hint = "mend it first; templates that come after it were not tried"
                return [*found, *(one._replace(rule="template-fails", hint=hint) for one in error.diagnostics)]
            except CxauditError as error:
                tried = [one._replace(rule="template-fails") for one in error.diagnostics]
            found |= dict.fromkeys(tried)
    return list(found)
