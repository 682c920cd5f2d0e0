"""What every worker needs, imported once by the server that workers are forked from (`multiprocessing`'s preload).

While modules are imported there is no garbage, and to look for it takes a fifth of the time. Frozen, what was imported
is never looked at again, so that its memory stays common to all workers.
"""

from __future__ import annotations

import gc
from importlib import import_module

from normalizers.spacy_start import import_spacy

#: spaCy is of use only where a text names a region, as nearly every document does; it takes the longest to import.
MODULES = ("pipeline.one", "normalizers.normalize", "spacy.matcher", "spacy.lang.xx")

gc.disable()
try:
    import_spacy()
    for _name in MODULES:
        import_module(_name)
    gc.freeze()
finally:
    gc.enable()
