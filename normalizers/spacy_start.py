"""spaCy without its command line, of which nothing is used here.

`import spacy` also imports what its commands need: downloads over HTTP, project templates, tables for terminals. That
takes as long as all the rest of spaCy, and as long as a dozen pages take to be read. All that the package itself wants
of it is one function (`spacy.info`), which gets it here when somebody calls it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Imports spaCy, if it is not there yet; its commands are imported where they are asked for, as ever."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_COMMANDS), ModuleType(_INFO)
    package.__path__ = []
    module.__dict__["info"] = _info
    sys.modules |= {_COMMANDS: package, _INFO: module}
    try:
        import_module("spacy")
    finally:
        del sys.modules[_COMMANDS], sys.modules[_INFO]


def _info(*given: Any, **named: Any) -> Any:
    """`spacy.info` of the real command line."""
    return import_module(_INFO).info(*given, **named)
