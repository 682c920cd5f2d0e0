"""spaCy without its command line: it is all there, and nothing of the command line is loaded until it is asked for."""

import subprocess
import sys


def said(program: str) -> str:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
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
