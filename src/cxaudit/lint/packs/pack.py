"""A pack to check: its catalog, and the place of each id of its own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cxaudit.catalog.catalog import Catalog
from cxaudit.catalog.entries import FrameworkFile
from cxaudit.catalog.loader import Loading, id_key
from cxaudit.catalog.sources import Source
from cxaudit.errors import Place
from cxaudit.model import Criterion, Framework
from cxaudit.schema.document import Document

Found = tuple[str, Place] | tuple[str, Place, str]  # what a check finds: message, place, hint


@dataclass(frozen=True, eq=False, repr=False)
class Pack:
    """The catalog with a pack in it, and which part of it is the pack's own."""

    catalog: Catalog
    docs: Mapping[str, tuple[Document, tuple[str, ...]]]  # own id: its file, and the path to it there
    places: Mapping[str, Place]  # of every id in the catalog

    def place(self, id: str, *path: str | int) -> Place:
        doc, start = self.docs[id]
        return doc.place(*start, *path)

    @property
    def criteria(self) -> list[Criterion]:
        return [c for c in self.catalog.criteria.values() if c.id in self.docs]

    @property
    def frameworks(self) -> list[Framework]:
        return [f for f in self.catalog.frameworks.values() if f.id in self.docs]

    @property
    def files(self) -> list[Document]:
        """The pack's own files, each once."""
        return list({doc.file: doc for doc, _ in self.docs.values()}.values())


def open_pack(sources: Iterable[Source], own: Collection[str]) -> Pack:
    """The pack whose own files are those named. Raises CxauditError for files that cannot be read or do not fit."""
    loading = Loading()
    for source in sources:
        loading.read(source)
    catalog = loading.catalog()
    docs: dict[str, tuple[Document, tuple[str, ...]]] = {}
    for doc, file in loading.parsed:
        if doc.file not in own:
            continue
        if isinstance(file, FrameworkFile):
            docs[file.id] = (doc, ())
        else:
            key = id_key(file)
            docs |= {id: (doc, (key, id)) for id, _ in doc.key_places(key)}
    return Pack(catalog, docs, loading.places)
