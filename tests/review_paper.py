"""The document of the review's whole way: doubtful headers, a number of two meanings, an unknown column, a lost row."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

#: Header and left edge of each column. "Smbr Dt" is doubtfully sumber_data, "Bagaimana Mengisi" is no known header.
COLUMNS = (
    ("No", 40), ("Sasaran Strategis", 70), ("Indikator Kinerja", 200), ("Satuan", 400), ("Bagaimana Mengisi", 460),
    ("Smbr Dt", 590), ("Target 2019", 690),
)  # fmt: skip
RIGHT, TOP, HEIGHT = 780, 130, 24
#: (indikator, formulasi, target as printed, what it means)
ROWS = (
    *(
        (f"Persentase arsip {name} yang tertata", f"arsip {name} / semua arsip", f"{60 + number}", 60 + number)
        for number, name in enumerate(("aktif", "vital", "statis", "umum", "surat", "peta", "foto", "film", "suara"), 1)
    ),
    ("Nilai pengawasan kearsipan", "hasil penilaian tim", "9,154", 9.154),
    ("Jumlah arsiparis tersertifikasi", "jumlah orang", "37", 37),
)
#: Stands below the table's last ruling, so that no cell holds it.
LOST = ("Persentase unit kerja yang patuh", "unit patuh / semua unit", "75", 75)
SASARAN, SATUAN, SOURCE = "Tertib arsip", "Persen", "Bidang Arsip"


def lost_row_pdf() -> bytes:
    """One landscape page: title, ruled table of ROWS, and LOST below it without any ruling."""
    sink = io.BytesIO()
    page = Canvas(sink, pagesize=landscape(A4), invariant=1)
    height = landscape(A4)[1]

    def write(x: float, row: int, text: str) -> None:
        page.drawString(x + 3, height - TOP - HEIGHT * row - 16, text)

    page.setFont("Helvetica-Bold", 12)
    page.drawCentredString(420, height - 60, "INDIKATOR KINERJA UTAMA")
    page.drawCentredString(420, height - 78, "DINAS KEARSIPAN KOTA BEKASI")
    page.setFont("Helvetica", 8)
    lines = [TOP + HEIGHT * row for row in range(len(ROWS) + 2)]
    for line in lines:
        page.line(COLUMNS[0][1], height - line, RIGHT, height - line)
    for x in (*(x for _, x in COLUMNS), RIGHT):
        page.line(x, height - lines[0], x, height - lines[-1])
    for header, x in COLUMNS:
        write(x, 0, header)
    for number, (indikator, formulasi, target, _) in enumerate((*ROWS, LOST), start=1):
        row = number if number <= len(ROWS) else number + 1.5
        for (_, x), text in zip(
            COLUMNS, (str(number), SASARAN, indikator, SATUAN, formulasi, SOURCE, target), strict=True
        ):
            page.drawString(x + 3, height - TOP - HEIGHT * row - 16, text)
    page.save()
    return sink.getvalue()


def truth() -> dict[str, Any]:
    """What a person reads there, in the shape of a golden file."""
    records = [
        {
            "nomor": str(number), "sasaran": SASARAN, "indikator": indikator, "satuan": SATUAN, "formulasi": formulasi,
            "sumber_data": SOURCE, "target": [{"tahun": 2019, "teks": target, "nilai": nilai}],
        }
        for number, (indikator, formulasi, target, nilai) in enumerate((*ROWS, LOST), start=1)
    ]  # fmt: skip
    return {"document": {"wilayah": {}}, "records": records}
