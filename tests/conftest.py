"""Tests do not wait for files to settle, nor before they try a document again; a busy machine fails none."""

import os

from hypothesis import settings

os.environ.setdefault("IKU_SETTLE", "0")
os.environ.setdefault("IKU_RETRY_WAIT", "0")
# An example is timed with all that runs beside it, and with what it is the first to import.
settings.register_profile("iku", deadline=None)
settings.load_profile("iku")
