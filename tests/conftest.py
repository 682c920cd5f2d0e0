"""Tests wait neither for files to settle nor before they try a document again, and a busy machine fails none of them."""

import os

from hypothesis import settings

os.environ.setdefault("IKU_SETTLE", "0")
os.environ.setdefault("IKU_RETRY_WAIT", "0")
# An example is timed with all that runs beside it, and with what it is the first to import.
settings.register_profile("iku", deadline=None)
settings.load_profile("iku")
