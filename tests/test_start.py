"""How the program starts: a night with nothing new must not wait for packages that it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "numpy", "spacy", "cv2", "pyarrow", "onnxruntime", "sqlalchemy", "fastapi", "structlog", "scipy")


def test_the_command_line_loads_nothing_heavy() -> None:
    program = f"import sys, pipeline.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
