"""Operations: files, runs, outputs, people. `from pipeline import digitise` is the whole program for one document."""

from pipeline.digitise import Digitised, digitise
from pipeline.frames import Tables, load_records

__all__ = ["Digitised", "Tables", "digitise", "load_records"]
