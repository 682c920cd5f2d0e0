"""What every worker needs, imported once by the server that workers are forked from (`multiprocessing`'s preload).

Frozen, what was imported is never looked at again for garbage, so that its memory stays common to all workers.
"""

from __future__ import annotations

import gc
from importlib import import_module

from normalizers.spacy_start import import_spacy
from pipeline.imports import without_garbage

#: spaCy is of use only where a text names a region, as nearly every document does; it takes the longest to import.
MODULES = ("pipeline.one", "normalizers.normalize", "spacy.matcher", "spacy.lang.xx")
#: So many new objects are made before garbage is looked for: those of some pages, which are thrown away without it.
OBJECTS = 20_000

with without_garbage():
    import_spacy()
    for _name in MODULES:
        import_module(_name)
    gc.freeze()
gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
