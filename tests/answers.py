"""Readings and answers for the tests of corrections and of the review page."""

from __future__ import annotations

import itertools

from normalizers.models import Document, Mark, Place, Record, Value
from pipeline.corrections.cells import cells
from pipeline.corrections.laying import lay_over
from pipeline.corrections.models import Correction, Seen
from pipeline.digitise import Digitised

DOCUMENT = "d" * 64
_clock = itertools.count()


def place(text: str, page: int = 1, x: float = 40, top: float = 100) -> Place:
    return Place(page=page, bbox=(x, top, x + 80, top + 20), ocr_confidence=0.5, column_score=0.9, text=text)


def record(row: int, indikator: str | None = None, marks: tuple[str, ...] = (), **fields: object) -> Record:
    values: dict[str, object] = {
        "record_id": f"{row:020x}",
        "document_id": DOCUMENT,
        "row": row,
        "indikator": indikator or f"Indikator {row}",
        "satuan": "%",
        "satuan_baku": "persen",
        "target": [Value(tahun=2019, teks=f"{row},5", nilai=row + 0.5)],
        "pages": [1],
        "confidence": 0.5,
        "review": [Mark(field=name, reason="ocr-ragu", explanation="Periksa.") for name in marks],
    }
    made = Record.model_validate(values | fields)
    places = {
        key: place(text, x=40 + 90 * at, top=100 + 30 * row) for at, (key, text) in enumerate(cells(made).items())
    }
    return made.model_copy(update={"provenance": places | made.provenance})


def document(*records: Record, **fields: object) -> Digitised:
    head = {"document_id": DOCUMENT, "file": "a.pdf", "status": "review", "pages": 1, "records": len(records)}
    return Digitised(document=Document.model_validate(head | fields), records=list(records))


def answer(read: Digitised, action: str, /, **fields: object) -> Correction:
    """An answer about this reading, given after all earlier ones of the test."""
    tick = next(_clock)
    said: dict[str, object] = {
        "id": f"c{tick:06}",
        "time": f"2024-01-01T00:00:{tick:010}Z",
        "who": "Siti",
        "program": "0",
        "document_id": read.document.document_id,
        "action": action,
    }
    ground = lay_over(read, []).ground
    of = ground.records.get(str(fields.get("record_id")))
    to = ground.records.get(str(fields.get("to_record_id")))
    seen = Seen(
        indikator=of.indikator if of else None,
        text=ground.text(fields.get("record_id"), str(fields.get("field"))) if "field" in fields else None,  # type: ignore[arg-type]
        to_indikator=to.indikator if to else None,
        to_text=ground.text(to.record_id, str(fields["to_field"])) if to else None,
    )
    return Correction.model_validate(said | {"machine": seen.model_dump()} | fields)
