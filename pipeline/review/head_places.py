"""Where the fields of a document's head were read: the head is read again from what is known of its pages."""

from __future__ import annotations

from collections import OrderedDict

from normalizers.head.reading import read_head
from normalizers.vocabulary import Vocabulary
from pipeline.review.memory import Memory

#: Documents whose places are kept.
KEPT = 64


class HeadPlaces:
    """Field -> (page, "x0 top x1 bottom" in PDF points as the page lies in the file), by document."""

    def __init__(self, memory: Memory, vocabulary: Vocabulary) -> None:
        self.memory = memory
        self.vocabulary = vocabulary
        self._found: OrderedDict[str, dict[str, tuple[int, str]]] = OrderedDict()

    def of(self, document_id: str) -> dict[str, tuple[int, str]]:
        """The places of one document; none where its pages are no longer known."""
        if document_id not in self._found:
            self._found[document_id] = self._read(document_id)
            if len(self._found) > KEPT:
                self._found.popitem(last=False)
        return self._found[document_id]

    def warm_up(self) -> None:
        """Loads the gazetteer, which takes seconds, before somebody waits for it."""
        read_head((), self.vocabulary)

    def _read(self, document_id: str) -> dict[str, tuple[int, str]]:
        extraction = self.memory.extraction(document_id)
        if extraction is None:
            return {}
        pages = {page.number: page for page in extraction.pages}
        found = {}
        for name, (number, straight, _) in read_head(extraction.pages, self.vocabulary).places.items():
            box = pages[number].on_paper(straight)
            found[name] = (number, f"{box.x0:.1f} {box.top:.1f} {box.x1:.1f} {box.bottom:.1f}")
        return found
