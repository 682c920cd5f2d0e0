"""The runs that the calibration learns from: corpus, real documents, and worn copies of the corpus's digital documents.

Kept in a folder (`.calibration/`, not in the repository), so that a page is read again only when the reader changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

from worn import WEARS, worn

#: What weights and limits are made of; on the other runs they are only measured.
LEARNT_FROM = ("corpus", "worn", "single")
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
    pdfs, truths = folder / "pdf", folder / "truth"
    pdfs.mkdir(parents=True, exist_ok=True)
    truths.mkdir(parents=True, exist_ok=True)
    for path in sorted((corpus / "pdf").glob("*.digital.pdf")):
        source = path.name.removesuffix(".digital.pdf")
        truth = json.loads((corpus / "truth" / f"{source}.digital.json").read_text("utf-8"))
        for name, wear in WEARS.items():
            copy = pdfs / f"{source}.{name}.pdf"
            if not copy.exists():
                copy.write_bytes(worn(path.read_bytes(), wear, zlib.crc32(copy.name.encode())))
            changed = truth | {"file": copy.name, "condition": name}
            (truths / f"{source}.{name}.json").write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    return pdfs, truths
