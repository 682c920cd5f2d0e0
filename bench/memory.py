"""Peak memory of a worker over a long document: `-m bench.memory FOLDER`. Half of the pages are scans.

The document is made here from the samples' PDFs, over and over. Prints JSON: pages read -> peak memory so far, in MB.
"""

from __future__ import annotations

import io
import itertools
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pypdfium2

import extractors.extract
import pipeline.preload  # noqa: F401  (workers begin so)
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import understand

PAGES = 500
LOOK = (1, 100, 250, 500)


def long_document(folder: Path) -> bytes:
    """PAGES pages, those of scans and of digital documents in turn."""
    sources = [pypdfium2.PdfDocument(path) for path in sorted(folder.glob("*.pdf"))]
    target = pypdfium2.PdfDocument.new()
    for source in itertools.cycle(sources):
        target.import_pages(source)
        if len(target) >= PAGES:
            break
    for index in reversed(range(PAGES, len(target))):
        del target[index]
    data = io.BytesIO()
    target.save(data)
    return data.getvalue()


def peak() -> float:
    """The most memory that this process had in use so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(folder: Path) -> int:
    """Reads the long document as a worker does, and looks at the memory on the way."""
    data = long_document(folder)
    peaks: dict[int, float] = {}
    read_page = extractors.extract._read_page

    def watched(document: Any, page: Any, number: int, settings: Any) -> Any:
        result = read_page(document, page, number, settings)
        if number in LOOK:
            peaks[number] = peak()
        return result

    extractors.extract._read_page = watched
    understand(extractors.extract.extract(data), Vocabulary.load())
    print(json.dumps({**peaks, "end": peak()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
