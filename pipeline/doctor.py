"""Is this machine able to run? Each part looked at by itself, with what to type where it is missing."""

from __future__ import annotations

import platform
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

import pytesseract

from extractors.errors import IkuError
from extractors.ocr.double import open_double_reader
from pipeline.workers import cores

#: Tesseract's data: Indonesian text, signs such as "%" that Debian's `ind` cannot read, and the page's orientation.
LANGUAGES = {"ind": "tesseract-ocr-ind", "eng": "tesseract-ocr-eng", "osd": "tesseract-ocr-osd"}
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the machine: whether it is as it must be, what was found, and what to do if it is not."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine() -> list[Check]:
    """All checks, the first that fails being the first to mend."""
    return [_python(), _packages(), *_tesseract(), _reader(), _processes()]


def _python() -> Check:
    wanted = ".".join(map(str, OLDEST_PYTHON))
    return Check(
        f"Python {wanted} atau lebih baru",
        sys.version_info >= OLDEST_PYTHON,
        platform.python_version(),
        f"pasang Python {wanted}, lalu ketik: make setup",
    )


def _packages() -> Check:
    """The packages that the program's own metadata names, without those for development."""
    found, missing = [], []
    for line in requires("iku") or []:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        if "extra ==" in line:
            continue
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    detail = f"tidak ada: {', '.join(missing)}" if missing else ", ".join(found)
    return Check("Pustaka Python", not missing, detail, "ketik: make setup")


def _tesseract() -> list[Check]:
    try:
        number = str(pytesseract.get_tesseract_version())
        present = set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
        remedy = f"ketik: sudo apt-get install tesseract-ocr {' '.join(LANGUAGES.values())}"
        return [Check("Tesseract", False, f"tidak ditemukan ({type(error).__name__})", remedy)]
    checks = [Check("Tesseract", True, number)]
    for language, package in LANGUAGES.items():
        there = language in present
        remedy = f"ketik: sudo apt-get install {package}"
        checks.append(Check(f"Data Tesseract: {language}", there, "ada" if there else "tidak ada", remedy))
    return checks


def _reader() -> Check:
    """The engine as the program really opens it: the Python binding has a Tesseract of its own."""
    try:
        return Check("Mesin OCR", True, open_double_reader().name)
    except IkuError as error:
        return Check("Mesin OCR", False, "tidak dapat dibuka", error.message)


def _processes() -> Check:
    return Check("Proses pembaca", True, f"{cores()} (satu per inti prosesor, masing-masing satu utas OCR)")
