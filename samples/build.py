"""Builds the sample PDFs from their editable sources: `python samples/build.py [--check]`.

Each `sources/NAME.html` becomes `pdf/NAME.digital.pdf` (WeasyPrint) and from that `pdf/NAME.scan.pdf` (`scanner`).
The same sources, fonts and library versions give the same bytes. With `--check` nothing is written: the samples are
built in memory, compared with the committed ones, and what differs is said; the exit status is 1 where a page looks
different. Other library versions may give other bytes for the same look: that is said, and is no failure.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from scanner import Scanner, scan

HERE = Path(__file__).resolve().parent

#: How each sample was "scanned": the resolution is what keeps the file below about 600 KB.
SAMPLES: dict[str, Scanner] = {
    "bekasi-2018": Scanner(dpi=300, quality=60, seed=2018),
    "dki-2018": Scanner(dpi=200, quality=30, seed=154),
    "jatim": Scanner(dpi=240, quality=55, seed=35),
    "jeneponto-2023": Scanner(dpi=240, quality=55, seed=7304),
    "pasuruan-2024": Scanner(dpi=240, quality=55, seed=3575),
}

COMPARED_AT_DPI = 100
#: Two grey levels (0..255) farther apart than this are seen as different; more than this share of a page is a change.
GREY_STEP = 64
SHARE_OF_PAGE = 0.002


def digital(name: str) -> bytes:
    """The born-digital PDF of sample `name`, without dates. Raises OSError where WeasyPrint finds no Pango."""
    # Imported here: it needs system libraries that nothing but the build needs.
    from weasyprint import HTML  # type: ignore[import-untyped]  # noqa: PLC0415

    # fontTools writes the time into the fonts that it cuts down, unless this asks for another one.
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    written = HTML(HERE / "sources" / f"{name}.html").write_pdf(finisher=_without_producer)
    assert isinstance(written, bytes)
    return written


def _without_producer(_document: object, pdf: Any) -> None:
    """Takes WeasyPrint's version out of the file: a new version that draws the same gives the same bytes."""
    pdf.info.pop("Producer", None)


def build(name: str) -> dict[str, bytes]:
    """Both PDFs of sample `name`: file name -> bytes."""
    clean = digital(name)
    return {f"{name}.digital.pdf": clean, f"{name}.scan.pdf": scan(clean, SAMPLES[name])}


def differences(committed: bytes, built: bytes) -> list[str]:
    """What differs to the eye between two PDFs: number of pages, a page's size, its pixels. Empty: nothing."""
    before, after = _pictures(committed), _pictures(built)
    if len(before) != len(after):
        return [f"{len(before)} pages, now {len(after)}"]
    found = []
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        if old.shape != new.shape:
            found.append(f"page {number}: {old.shape[::-1]} pixels, now {new.shape[::-1]}")
            continue
        share = float(np.mean(np.abs(old.astype(np.int16) - new) > GREY_STEP))
        if share > SHARE_OF_PAGE:
            found.append(f"page {number}: {share:.1%} of the pixels differ")
    return found


def _pictures(pdf: bytes) -> list[NDArray[np.uint8]]:
    """Each page in grey at the resolution of the comparison."""
    document = pdfium.PdfDocument(pdf)
    scale = COMPARED_AT_DPI / 72
    pictures = [np.array(page.render(scale=scale, grayscale=True).to_numpy()).squeeze() for page in document]
    document.close()
    return pictures


def _check(path: Path, built: bytes) -> bool:
    """Says how the built PDF compares with the committed one; whether they look the same."""
    if not path.exists():
        _say(f"{path.name}: not committed")
        return False
    committed = path.read_bytes()
    if committed == built:
        _say(f"{path.name}: the same bytes")
        return True
    found = differences(committed, built)
    _say(f"{path.name}: " + ("; ".join(found) or "looks the same, other bytes"))
    return not found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    """Builds or checks every sample; the exit status."""
    parser = argparse.ArgumentParser(description="Build the sample PDFs from samples/sources.")
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs from the committed PDFs")
    check = parser.parse_args().check
    same = True
    for name in SAMPLES:
        for file, built in build(name).items():
            path = HERE / "pdf" / file
            if check:
                same = _check(path, built) and same
                continue
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(built)
            _say(f"{file}: {len(built) / 1000:.0f} KB")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
