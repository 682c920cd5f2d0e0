"""Measures quality and speed on the corpus that lies beside the project, not in it: `make bench [SHARED=folder]`.

For each set (generated corpus, real documents) `iku run` digitises all documents into a fresh folder and the set's own
scorer compares the result with the truth. Standard output holds the scores and the time a page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETS = ("corpus", "real")
IKU = Path(sys.executable).with_name("iku")


def main(shared: Path) -> int:
    """Runs all sets; gives the exit status: 2 where there is nothing to measure on."""
    scorer = shared / "bench" / "score.py"
    missing = [path for path in (scorer, *(shared / name / "pdf" for name in SETS)) if not path.exists()]
    if missing:
        names = ", ".join(map(str, missing))
        print(f"bench: not found: {names}. Give the folder with the corpus: make bench SHARED=folder", file=sys.stderr)
        return 2
    return max(_measure(shared / name, scorer) for name in SETS)


def _measure(folder: Path, scorer: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="iku-bench-") as output:
        started = time.monotonic()
        status = subprocess.run([IKU, "run", folder / "pdf", "-o", output], check=False).returncode
        seconds = time.monotonic() - started
        if status > 1:
            return status
        with (Path(output) / "documents.jsonl").open(encoding="utf-8") as lines:
            pages = sum(json.loads(line)["pages"] for line in lines)
        print(f"\n{folder.name}: {pages} pages, {seconds:.1f} s, {seconds / max(pages, 1):.2f} s a page", flush=True)
        return subprocess.run([sys.executable, scorer, output, folder / "truth"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))
