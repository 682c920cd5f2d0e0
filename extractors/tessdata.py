"""Whether Tesseract and its models are on this machine, found out without loading either."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from extractors.errors import SetupError

#: The model that knows the percent sign.
ENGLISH = "eng"
MODELS = (ENGLISH, "ind")
LANGUAGES = "+".join(MODELS)
PACKAGES = "tesseract-ocr tesseract-ocr-ind tesseract-ocr-osd"


def check_tesseract() -> None:
    """Raises SetupError, with what to install, where Tesseract or one of its models is missing."""
    # Which models are taken matters where they are loaded; that there are some is mostly seen without asking Tesseract.
    if not any(map(_complete, _usual())):
        find_tessdata()
    if not (importlib.util.find_spec("tesserocr") or shutil.which("tesseract")):
        raise SetupError(f"Perintah tesseract tidak ditemukan. Pasang paket: {PACKAGES}.")


def find_tessdata() -> Path:
    """The folder that holds Tesseract's models: TESSDATA_PREFIX, what the command says, then the usual places.

    Raises SetupError, with what to install, where no folder has all of MODELS.
    """
    for folder in _candidates():
        if _complete(folder):
            return folder
    wanted = " dan ".join(f"'{model}'" for model in MODELS)
    raise SetupError(f"Data Tesseract {wanted} tidak ditemukan. Pasang paket: {PACKAGES}.")


def _complete(folder: Path) -> bool:
    return all((folder / f"{model}.traineddata").is_file() for model in MODELS)


def _candidates() -> list[Path]:
    folders: list[Path] = []
    if prefix := os.environ.get("TESSDATA_PREFIX"):
        folders += [Path(prefix), Path(prefix) / "tessdata"]
    if command := shutil.which("tesseract"):
        said = subprocess.run([command, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
        if quoted := re.search(r'"([^"]+)"', said.stdout + said.stderr):
            folders.append(Path(quoted[1]))
    return [*folders, *_usual()]


def _usual() -> Iterator[Path]:
    """Where packages put the models."""
    for root in (Path("/usr/share"), Path("/usr/local/share"), Path("/opt/homebrew/share")):
        yield from sorted(root.glob("tesseract-ocr/*/tessdata"), reverse=True)
        yield root / "tessdata"
