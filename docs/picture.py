"""Makes docs/inspect.jpg, the picture of README.md: page 1 of a sample scan as `iku inspect --images` draws it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from normalizers.vocabulary import Vocabulary
from pipeline.inspect import draw, look

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "samples" / "pdf" / "bekasi-2018.scan.pdf"
#: Pixels: enough to read the words on a wide screen, small enough for a repository.
WIDTH = 1400


def main() -> None:
    """Writes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        first, *_ = draw(look(SAMPLE, Vocabulary.load()), Path(folder), SAMPLE.stem)
        with Image.open(first) as page:
            small = page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS)
    # The grain of scanned paper makes a PNG five times as large.
    small.save(HERE / "inspect.jpg", quality=85, optimize=True)


if __name__ == "__main__":
    main()
