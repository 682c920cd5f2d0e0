"""Operations: files, runs, outputs, people. `from pipeline import digitise` is the whole program for one document."""

from pipeline.digitise import Digitised, digitise

__all__ = ["Digitised", "digitise"]
