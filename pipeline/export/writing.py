"""An export's file, by its ending: .csv, .xlsx, .parquet or .jsonl. Written whole, the same bytes for the same data."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from extractors.errors import UsageError
from pipeline.export.forms import FORMS, Form, read
from pipeline.files import write_whole
from pipeline.spreadsheet import of_frame, workbook


def export(folder: Path, target: Path, form: Form = "indikator") -> int:
    """Writes the folder's data in this form; gives the number of rows. Raises UsageError for an unknown ending."""
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        endings = ", ".join(_WRITERS)
        raise UsageError(f"Jenis berkas {target.name} tidak dikenal. Pakai salah satu akhiran: {endings}.")
    frame = FORMS[form](read(folder))
    write_whole(target, writer(_typed(frame)))
    return len(frame)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Each column in the narrowest type that loses nothing: text, whole numbers, numbers, yes/no."""
    return frame.convert_dtypes() if len(frame) else frame.astype("string")


def _csv(frame: pd.DataFrame) -> bytes:
    # Text as printed, as in records.csv: a sign put before "=" would change it (README: how to open it safely).
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _xlsx(frame: pd.DataFrame) -> bytes:
    # The places on the page are for programs; no cell of a workbook can hold them all.
    return workbook([of_frame("data", frame.drop(columns="provenance", errors="ignore"))])


def _parquet(frame: pd.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.to_parquet(sink, index=False, compression="zstd")
    return sink.getvalue()


def _jsonl(frame: pd.DataFrame) -> bytes:
    return frame.to_json(orient="records", lines=True, force_ascii=False).encode() if len(frame) else b""


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".jsonl": _jsonl,
}
