"""The runs that the calibration learns from: corpus, worn copies of its digital documents, documents of our invention.

Kept in a folder (`.calibration/`, not in the repository), so that a page is read again only when the reader changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from invented import invented
from worn import WEARS, any_wear, worn

#: What weights and limits are made of; on the other runs they are only measured.
LEARNT_FROM = ("corpus", "worn", "single", "invented")
#: How many documents of our own invention, and scans of each.
INVENTED, SCANS = 20, 3
IKU = Path(sys.executable).with_name("iku")


@dataclass(frozen=True, slots=True)
class Run:
    """An output folder of `iku run` and the folder of the truth that belongs to it."""

    name: str
    output: Path
    truth: Path


def make_runs(shared: Path, folder: Path) -> list[Run]:
    """Does what is not done yet, and gives all runs. Raises CalledProcessError where `iku run` cannot start."""
    sets = [("corpus", shared / "corpus" / "pdf", shared / "corpus" / "truth", ())]
    sets += [("real", shared / "real" / "pdf", shared / "real" / "truth", ())]
    pdfs, truth = _worn_copies(shared / "corpus", folder / "worn")
    sets += [("worn", pdfs, truth, ())]
    sets += [("invented", *_inventions(folder / "invented"), ())]
    sets += [("single", shared / "corpus" / "pdf", shared / "corpus" / "truth", ("--reader", "tesseract"))]
    runs = []
    for name, pdf, known, options in sets:
        output = folder / "runs" / name
        status = subprocess.run([IKU, "run", pdf, "-o", output, "--refresh", *options], check=False).returncode
        if status > 1:
            raise subprocess.CalledProcessError(status, "iku run")
        runs.append(Run(name, output, known))
    return runs


def _worn_copies(corpus: Path, folder: Path) -> tuple[Path, Path]:
    """The worn copies and their truth (that of the digital twin), made once."""
    pdfs, truths = _folders(folder)
    for path in sorted((corpus / "pdf").glob("*.digital.pdf")):
        source = path.name.removesuffix(".digital.pdf")
        truth = json.loads((corpus / "truth" / f"{source}.digital.json").read_text("utf-8"))
        for name, wear in WEARS.items():
            copy = pdfs / f"{source}.{name}.pdf"
            if not copy.exists():
                copy.write_bytes(worn(path.read_bytes(), wear, zlib.crc32(copy.name.encode())))
            _tell(truths, copy, name, truth)
    return pdfs, truths


def _inventions(folder: Path) -> tuple[Path, Path]:
    """Documents of our own invention, born digital and scanned in whatever way their seed says."""
    pdfs, truths = _folders(folder)
    for number in range(INVENTED):
        document, name = invented(number), f"invented-{number:02d}"
        digital = pdfs / f"{name}.digital.pdf"
        changed = not digital.exists() or digital.read_bytes() != document.pdf
        digital.write_bytes(document.pdf)
        _tell(truths, digital, "digital", document.truth)
        for scan in range(SCANS):
            seed = SCANS * number + scan
            copy = pdfs / f"{name}.scan{scan}.pdf"
            if changed or not copy.exists():
                copy.write_bytes(worn(document.pdf, any_wear(seed), seed))
            _tell(truths, copy, "scan", document.truth)
    return pdfs, truths


def _folders(folder: Path) -> tuple[Path, Path]:
    pdfs, truths = folder / "pdf", folder / "truth"
    pdfs.mkdir(parents=True, exist_ok=True)
    truths.mkdir(parents=True, exist_ok=True)
    return pdfs, truths


def _tell(truths: Path, copy: Path, condition: str, truth: dict[str, object]) -> None:
    """Writes the truth of a copy."""
    changed = truth | {"file": copy.name, "condition": condition}
    (truths / f"{copy.stem}.json").write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
