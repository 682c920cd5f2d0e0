"""Measures the tables of the ICDAR-2013 competition (EU half) with the set's own scorer: `bench/icdar.py [SHARED]`.

Born-digital and as clean 200-dpi pictures of the same pages; only the pages on which every table is fully ruled.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from extractors.extract import extract
from extractors.shapes import Grid
from extractors.text import join_lines

SCAN_DPI = 200


def cells(grid: Grid) -> dict[str, Any]:
    """A grid as the scorer wants it: first and last row, first and last column (both counted), text."""
    return {
        "cells": [
            [c.row, c.row + c.rowspan - 1, c.column, c.column + c.colspan - 1, join_lines([x.text for x in c.lines])]
            for c in grid.cells
        ]
    }


def as_scan(data: bytes, pages: list[int]) -> bytes:
    """The pages (from 1) as a PDF of pictures."""
    document = pypdfium2.PdfDocument(data)
    pictures = [document[page - 1].render(scale=SCAN_DPI / 72, grayscale=True).to_pil() for page in pages]
    target = io.BytesIO()
    first, *rest = [Image.Image.convert(picture, "L") for picture in pictures]
    first.save(target, "PDF", resolution=SCAN_DPI, save_all=True, append_images=rest)
    return target.getvalue()


def main(shared: Path) -> int:
    """Runs both and prints the scorer's lines; status 2 where the set is missing."""
    folder = shared / "icdar"
    if not folder.is_dir():
        print(f"bench: not found: {folder}", file=sys.stderr)
        return 2
    ruled: dict[str, list[int]] = json.loads((folder / "ruled_pages.json").read_text("utf-8"))
    for kind in ("digital", "scan"):
        results: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for name, pages in ruled.items():
            (path,) = sorted((folder / "eu").glob(f"{name}*.pdf"))[:1]
            data = path.read_bytes()
            read = extract(as_scan(data, pages) if kind == "scan" else data).pages
            chosen = read if kind == "scan" else [read[page - 1] for page in pages]
            results[name] = {
                str(number): [cells(grid) for grid in page.grids] for number, page in zip(pages, chosen, strict=True)
            }
        with tempfile.TemporaryDirectory() as temporary:
            said = Path(temporary) / "results.json"
            said.write_text(json.dumps(results), "utf-8")
            print(f"\nICDAR-2013 EU, fully ruled pages, {kind}", flush=True)
            command = [sys.executable, folder / "score.py", folder / "eu", said, "--pages", folder / "ruled_pages.json"]
            fuzzy = ["--fuzzy", "0.8"] if kind == "scan" else []
            subprocess.run([*command, *fuzzy, *sys.argv[2:]], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))
