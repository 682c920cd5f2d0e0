"""Runs of the tests need not wait for files to settle, nor before they try a document again."""

import os

os.environ.setdefault("IKU_SETTLE", "0")
os.environ.setdefault("IKU_RETRY_WAIT", "0")
