"""How the program starts: a night with nothing new must not wait for packages that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("pandas", "numpy", "spacy", "cv2", "pyarrow", "onnxruntime", "sqlalchemy", "fastapi", "structlog", "scipy")


def test_the_command_line_loads_nothing_heavy() -> None:
    program = f"import sys, pipeline.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_reading_loads_what_it_needs_and_no_more() -> None:
    """What all workers import costs every run as much as some pages."""
    program = "import sys, pipeline.preload; print([name for name in ('scipy', 'pandas') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_garbage_is_collected_again_after_the_imports() -> None:
    program = "import gc, pipeline.preload; print(gc.isenabled(), gc.get_freeze_count() > 0)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "True True"


def test_the_command_ends_as_it_always_does() -> None:
    """Also with what is left to do at the end, and with its exit status."""
    program = "import atexit, sys; atexit.register(print, 'end'); from pipeline.start import main; main()"
    said = subprocess.run([sys.executable, "-c", program, "schema"], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout.rstrip().endswith("}\nend")) == (0, True)
    wrong = subprocess.run([sys.executable, "-c", program, "run"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout.strip()) == (2, "end")


def test_the_stages_that_the_bench_measures_are_there() -> None:
    program = "from bench.stages import Clock, watch; watch(Clock())"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent.parent)
