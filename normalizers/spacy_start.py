"""spaCy without its command line and libraries of networks, of which nothing is used here.

`import spacy` also imports what its commands need: downloads over HTTP, project templates, tables for terminals. That
takes as long as all the rest of spaCy, and as long as a dozen pages take to be read. All that the package itself wants
of it is one function (`spacy.info`), which gets it here when somebody calls it. Libraries of networks, which spaCy
takes up where it finds them (the training of our reader installs torch), cost two seconds more: a tokenizer needs none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"
_NETWORKS = ("torch", "tensorflow", "mxnet", "cupy")


def import_spacy() -> None:
    """Imports spaCy, if it is not there yet; its commands are imported where they are asked for, as ever."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_COMMANDS), ModuleType(_INFO)
    package.__path__ = []
    module.__dict__["info"] = _info
    # None says that there is no such module.
    aside: dict[str, Any] = {_COMMANDS: package, _INFO: module}
    aside |= {name: None for name in _NETWORKS if name not in sys.modules}
    sys.modules.update(aside)
    try:
        import_module("spacy")
    finally:
        for name in aside:
            del sys.modules[name]


def _info(*given: Any, **named: Any) -> Any:
    """`spacy.info` of the real command line."""
    return import_module(_INFO).info(*given, **named)
