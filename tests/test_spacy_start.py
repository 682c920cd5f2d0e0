"""spaCy without its command line: it is all there, and nothing of the command line is loaded until it is asked for."""

import os
import subprocess
import sys
from pathlib import Path


def said(program: str, **environment: str) -> str:
    around = {**os.environ, **environment}
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=around)
    return ended.stdout.strip()


def test_what_only_commands_need_is_not_imported() -> None:
    names = ("spacy.cli", "weasel", "requests", "httpx")
    start = "import sys; from normalizers.spacy_start import import_spacy; import_spacy(); import_spacy()"
    assert said(f"{start}; print([name for name in {names} if name in sys.modules])") == "[]"


def test_the_commands_are_there_for_who_asks() -> None:
    start = "from normalizers.spacy_start import import_spacy; import_spacy(); import spacy"
    assert said(f"{start}; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)") == "True"
    assert said(f"{start}.cli; print(spacy.cli.download.__module__)") == "spacy.cli.download"


def test_a_program_that_has_spacy_keeps_it() -> None:
    start = "import sys, spacy; from normalizers.spacy_start import import_spacy; import_spacy()"
    assert said(f"{start}; print(sys.modules['spacy.cli'].info is not None, spacy.blank('id').lang)") == "True id"


def test_a_library_of_networks_is_left_alone_and_can_be_imported_later(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import sys; sys.stdout.write('torch was imported')")
    start = "from normalizers.spacy_start import import_spacy; import_spacy()"
    assert said(start, PYTHONPATH=str(tmp_path)) == ""
    assert said(f"{start}; import torch", PYTHONPATH=str(tmp_path)) == "torch was imported"
