"""Whole documents of our own invention, drawn as PDF: read from the paper to the last field."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from paper import write
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pipeline.digitise import Digitised, digitise

BODY = getSampleStyleSheet()["BodyText"]
RULED = ("GRID", (0, 0), (-1, -1), 0.7, "black")
Cells = list[list[str]]


def centred(*lines: str) -> list[Flowable]:
    return [Paragraph(f'<para align="center">{line}</para>', BODY) for line in lines]


def ruled(rows: Cells, widths: list[float], *spans: tuple[int, int, int, int]) -> Table:
    """A ruled table; `spans` are merged cells: left, top, right, bottom (columns and rows from 0)."""
    merged = [("SPAN", (x0, y0), (x1, y1)) for x0, y0, x1, y1 in spans]
    made = Table([[Paragraph(text, BODY) for text in row] for row in rows], colWidths=widths)
    made.setStyle(TableStyle([RULED, ("VALIGN", (0, 0), (-1, -1), "TOP"), *merged]))
    return made


def plain(rows: Cells, widths: list[float]) -> Table:
    return Table([[Paragraph(text, BODY) for text in row] for row in rows], colWidths=widths)


def read(folder: Path, *story: Flowable) -> Digitised:
    sink = io.BytesIO()
    SimpleDocTemplate(sink, pagesize=landscape(A4), invariant=1).build(list(story))
    return digitise(write(folder, a=sink.getvalue()) / "a.pdf")


def signed(*lines: str) -> list[Flowable]:
    return [plain([["", line] if line else ["", "<br/><br/>"] for line in lines], [420, 260])]


def test_a_plan_of_a_kecamatan_with_years_sections_and_a_broken_page(tmp_path: Path) -> None:
    head = [
        ["No", "Sasaran Strategis", "Indikator Kinerja Utama", "Satuan", "Target Kinerja", "", "Penanggung Jawab"],
        ["", "", "", "", "2025", "2026", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ]
    spans = [(0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1), (3, 0, 3, 1), (4, 0, 5, 0), (6, 0, 6, 1)]
    widths = [30.0, 150, 180, 60, 60, 60, 140]
    first = ruled(
        [
            *head,
            ["MISI 1 : Warga rukun dan sehat", "", "", "", "", "", ""],
            ["1", "Layanan cepat", "Persentase surat selesai sehari", "%", "82,5", "85", "Seksi Pelayanan"],
            ["", "", "Indeks kepuasan warga", "Indeks", "3,2", "3,4", "Sekretariat"],
        ],
        widths, *spans, (0, 3, 6, 3),
    )  # fmt: skip
    second = ruled([["2", "Desa tertib", "Jumlah desa tertib arsip", "Desa", "11", "14", "Seksi Pemerintahan"]], widths)
    said = read(
        tmp_path,
        *centred("INDIKATOR KINERJA UTAMA", "KECAMATAN MUARA BENING", "KABUPATEN SLEMAN", "TAHUN 2025 - 2026"),
        Spacer(1, 8), first, PageBreak(), second, Spacer(1, 12),
        *signed("Sleman, 3 Pebruari 2025", "CAMAT MUARA BENING,", "", "SITI CONTOH, S.IP", "Pembina",
                "NIP. 19750412 199903 2 004"),
    )  # fmt: skip
    document = said.document
    assert (document.wilayah.nama, document.wilayah.kode) == ("Kabupaten Sleman", "34.04")
    assert (document.tahun_awal, document.tahun_akhir) == (2025, 2026)
    assert (document.tempat, document.tanggal) == ("Sleman", date(2025, 2, 3))
    assert (document.penandatangan.nama, document.penandatangan.nip) == ("SITI CONTOH, S.IP", "197504121999032004")
    assert document.bagian == ["MISI 1 : Warga rukun dan sehat"]
    assert [
        (r.nomor, r.sasaran, r.indikator, r.satuan, [(v.tahun, v.nilai) for v in r.target], r.penanggung_jawab, r.pages)
        for r in said.records
    ] == [
        ("1", "Layanan cepat", "Persentase surat selesai sehari", "%", [(2025, 82.5), (2026, 85)], "Seksi Pelayanan",
         [1]),
        ("1", "Layanan cepat", "Indeks kepuasan warga", "Indeks", [(2025, 3.2), (2026, 3.4)], "Sekretariat", [1]),
        ("2", "Desa tertib", "Jumlah desa tertib arsip", "Desa", [(2025, 11), (2026, 14)], "Seksi Pemerintahan", [2]),
    ]  # fmt: skip
    assert not [item for item in document.unassigned if item.reason == "sisa-sel"]


def test_cards_one_below_the_other(tmp_path: Path) -> None:
    def card(name: str, unit: str, formula: str) -> Table:
        return ruled(
            [
                ["Sasaran Strategis", ":", "Pasar tertib dan bersih"],
                ["Indikator Kinerja Utama", ":", name],
                ["Definisi Operasional", ":", "pasar yang ditata menurut pedoman"],
                ["Satuan", ":", unit],
                ["Formulasi Pengukuran", ":", formula],
                ["Tipe Penghitungan", ":", "Non Kumulatif"],
                ["Sumber Data", ":", "Laporan pasar"],
                ["Penanggung Jawab", ":", "Bidang Pasar"],
            ],
            [170, 15, 420],
        )

    said = read(
        tmp_path,
        *centred("MANUAL INDIKATOR KINERJA UTAMA", "DINAS PERDAGANGAN KOTA MALANG", "TAHUN 2025"),
        card("Persentase pasar tertib", "%", "Jumlah pasar tertib dibagi jumlah pasar dikali 100%"),
        Spacer(1, 14),
        card("Jumlah pasar bersih", "Unit", "Hasil penilaian tim"),
    )
    assert said.document.instansi == "DINAS PERDAGANGAN KOTA MALANG"
    assert said.document.wilayah.kode == "35.73"
    assert [(r.indikator, r.satuan_baku, r.rumus_penyebut, r.tipe_baku) for r in said.records] == [
        ("Persentase pasar tertib", "persen", "jumlah pasar", "non_kumulatif"),
        ("Jumlah pasar bersih", "unit", None, "non_kumulatif"),
    ]
    assert all(r.sasaran == "Pasar tertib dan bersih" and r.sumber_data == "Laporan pasar" for r in said.records)
