"""Small documents for the tests, drawn with reportlab: one ruled indicator table on one page."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

HEADER = ("No", "Sasaran Strategis", "Indikator Kinerja", "Satuan", "Target 2019")
ROWS = (
    ("1", "Meningkatnya mutu layanan", "Indeks Kepuasan Masyarakat", "Indeks", "82,5"),
    ("2", "Meningkatnya tertib administrasi", "Persentase arsip tertata", "%", "90"),
)


def iku_pdf(rows: tuple[tuple[str, ...], ...] = ROWS, password: str | None = None) -> bytes:
    """A born-digital PDF with a title and a ruled table of these rows."""
    sink = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    encryption = StandardEncryption(password) if password else None
    page = SimpleDocTemplate(sink, pagesize=landscape(A4), encrypt=encryption, invariant=1)
    table = Table(
        [[Paragraph(text, style) for text in row] for row in (HEADER, *rows)], colWidths=[30, 180, 220, 80, 90]
    )
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page.build([Paragraph("INDIKATOR KINERJA UTAMA", style), Paragraph("DINAS KEARSIPAN KOTA BEKASI", style), table])
    return sink.getvalue()


def write(folder: Path, **files: bytes) -> Path:
    """Writes `name="bytes"` as folder/name.pdf; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return folder
