"""Documents of our own invention with their truth: other words, columns, fonts and rulings than those of the corpus.

A seed decides all: the table's columns and their headings, how many rows, the font and its size, what the head says.
Words are frequent ones of the language, words of the administration, regions, and names and abbreviations that no word
list knows, since real documents are full of those.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from training.text import ADMINISTRATION, words

VOCABULARY = Path(__file__).resolve().parents[1] / "normalizers" / "vocabulary"
#: Courier is one that the line reader has seen little of: what happens to print that it does not know?
FONTS = (*["Helvetica", "Times-Roman"] * 4, "Courier")
#: Share of words that are names or abbreviations.
UNKNOWN = 0.08
AGENCIES = ("DINAS", "BADAN", "KECAMATAN", "INSPEKTORAT", "SEKRETARIAT")
UNITS = (("%", 1), ("Indeks", 0), ("Orang", 0), ("Unit", 0), ("Nilai", 1), ("Dokumen", 0))
STARTS = {
    "sasaran": ("Meningkatnya", "Terwujudnya", "Berkembangnya"),
    "indikator": ("Persentase", "Jumlah", "Indeks", "Tingkat", "Cakupan"),
    "formulasi": ("Jumlah",),
    "alasan": ("Untuk mengetahui", "Mengukur"),
    "sumber_data": ("Laporan", "Data", "Bidang"),
    "penanggung_jawab": ("Bidang", "Seksi", "Sekretariat"),
    "keterangan": ("Dihitung dari", "Sesuai"),
}
HEADINGS = {
    "nomor": ("No", "No.", "Nomor"),
    "sasaran": ("Sasaran Strategis", "Sasaran"),
    "indikator": ("Indikator Kinerja Utama", "Indikator Kinerja", "Indikator"),
    "satuan": ("Satuan", "Satuan Ukur"),
    "formulasi": ("Formulasi", "Cara Penghitungan", "Rumus Perhitungan"),
    "alasan": ("Alasan", "Alasan Pemilihan"),
    "sumber_data": ("Sumber Data", "Sumber"),
    "penanggung_jawab": ("Penanggung Jawab", "Unit Penanggung Jawab"),
    "keterangan": ("Keterangan", "Ket"),
}
WIDTHS = {"nomor": 10, "satuan": 18, "target": 17, "sasaran": 45, "indikator": 48, "formulasi": 55}


@dataclass(frozen=True, slots=True)
class Invented:
    """A born-digital PDF and its truth, in the form of the corpus."""

    pdf: bytes
    truth: dict[str, Any]


def invented(seed: int) -> Invented:
    """The document of a seed."""
    dice = random.Random(seed)
    head = _head(dice)
    years = list(range(head["tahun_awal"], head["tahun_akhir"] + 1))
    body = _body(dice, _columns(dice), years)
    return Invented(_drawn(dice, head, body), {"document": head, "records": body.records})


@dataclass(frozen=True, slots=True)
class _Body:
    """A table: the fields of its columns, the years of its targets, records, and (first, last) row of each sasaran."""

    columns: list[str]
    years: list[int]
    records: list[dict[str, Any]]
    spans: list[tuple[int, int]]


def _columns(dice: random.Random) -> list[str]:
    more = ("formulasi", "alasan", "sumber_data", "penanggung_jawab", "keterangan")
    chosen = sorted(dice.sample(more, dice.randint(1, 3)), key=more.index)
    return ["nomor", "sasaran", "indikator", "satuan", "target", *chosen]


def _body(dice: random.Random, columns: list[str], years: list[int]) -> _Body:
    records: list[dict[str, Any]] = []
    spans = []
    for _ in range(dice.randint(3, 5)):
        first, sasaran = len(records), _phrase(dice, "sasaran", 3, 7)
        for _ in range(dice.randint(1, 3)):
            unit, decimals = dice.choice(UNITS)
            record: dict[str, Any] = {"nomor": str(len(records) + 1), "sasaran": sasaran, "satuan": unit}
            record["indikator"] = _phrase(dice, "indikator", 3, 8)
            record["target"] = _series(dice, decimals, years)
            for name in columns[5:]:
                record[name] = _formula(dice) if name == "formulasi" else _phrase(dice, name, 2, 9)
            records.append(record)
        spans.append((first, len(records) - 1))
    return _Body(columns, years, records, spans)


def _series(dice: random.Random, decimals: int, years: list[int]) -> list[dict[str, Any]]:
    """Targets that rise a little from year to year, as targets do."""
    scale = 100 if decimals and dice.random() < 0.7 else 1
    value = dice.randint(200, 9000) if scale > 1 else dice.choice([dice.randint(1, 80), dice.randint(100, 8000)])
    series = []
    for year in years:
        text = f"{value // 100},{value % 100:02d}" if scale > 1 else f"{value:,}".replace(",", ".")
        series.append({"tahun": year, "teks": text, "nilai": value / scale if scale > 1 else value})
        value += dice.randint(0, max(1, value // 10))
    return series


def _formula(dice: random.Random) -> str:
    one, other = _phrase(dice, "formulasi", 2, 5), _phrase(dice, "formulasi", 2, 5)
    return f"{one} dibagi {other.lower()} x 100%"


def _phrase(dice: random.Random, name: str, least: int, most: int) -> str:
    return " ".join([dice.choice(STARTS[name]), *(_word(dice) for _ in range(dice.randint(least, most)))])


def _word(dice: random.Random) -> str:
    kind = dice.random()
    if kind < UNKNOWN / 2:
        return "".join(dice.choices("ABDIKLMNPRSTU", k=dice.randint(3, 5)))
    if kind < UNKNOWN:
        return "".join(dice.choice("bdgjklmnprstw") + dice.choice("aeiou") for _ in range(dice.randint(2, 4))).title()
    if kind < 0.5:
        return dice.choice(ADMINISTRATION)
    return dice.choice([word for word in dice.choices(words().frequent, cum_weights=words().weights, k=8)
                        if len(word) > 3] or ["kinerja"])  # fmt: skip


@cache
def _regions() -> list[dict[str, str]]:
    """Those whose name only one region has."""
    rows = list(csv.DictReader((VOCABULARY / "wilayah.csv").open(encoding="utf-8")))
    times = Counter(row["nama"].split(" ", 1)[1] for row in rows)
    return [row for row in rows if row["kode"].count(".") == 1 and times[row["nama"].split(" ", 1)[1]] == 1]


def _head(dice: random.Random) -> dict[str, Any]:
    region, start = dice.choice(_regions()), dice.randint(2015, 2024)
    # "KECAMATAN TAHUN KABUPATEN ... TAHUN 2020" would be a riddle for anybody.
    about = dice.choice(ADMINISTRATION).replace("tahun", "arsip")
    agency = f"{dice.choice(AGENCIES)} {about} {region['nama']}".upper()
    end = start + dice.randint(1, 4)
    since = dice.randint(1985, start - 1)
    born = since - dice.randint(20, 32)
    digits = f"{born}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{since}{dice.randint(1, 12):02d}"
    day = (start, dice.randint(1, 12), dice.randint(1, 28))
    return {
        "judul": f"INDIKATOR KINERJA UTAMA {agency} TAHUN {start}-{end}",
        "instansi": agency,
        "wilayah": {name: region[name] for name in ("nama", "tingkat", "provinsi", "kode")},
        "tahun_awal": start,
        "tahun_akhir": end,
        "tempat": region["nama"].split(" ", 1)[1],
        "tanggal": f"{day[0]}-{day[1]:02d}-{day[2]:02d}",
        "penandatangan": {
            "nama": f"{''.join(dice.choice(['BUDI', 'SITI', 'AGUS', 'DEWI']))} {_name(dice)} {_name(dice)}, M.Si",
            "nip": f"{digits}{dice.randint(1, 2)}{dice.randint(1, 30):03d}",
            "jabatan": f"KEPALA {agency}",
            "pangkat": dice.choice(["Pembina", "Pembina Utama Muda", "Pembina Tingkat I"]),
        },
    }


def _name(dice: random.Random) -> str:
    return "".join(dice.choice("BDGKLMNPRST") + dice.choice("AEIOU") for _ in range(3)) + dice.choice(["", "N", "R"])


MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli")
MONTHS += ("Agustus", "September", "Oktober", "November", "Desember")


def _drawn(dice: random.Random, head: dict[str, Any], body: _Body) -> bytes:
    font, size = dice.choice(FONTS), dice.uniform(7.5, 10.5)
    style = ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * dice.uniform(1.1, 1.35))
    bold = ParagraphStyle("head", style, alignment=1, fontName=_bold(font))
    title = ParagraphStyle("title", bold, fontSize=size + 2, leading=size + 5)
    start, end = head["tahun_awal"], head["tahun_akhir"]
    story: list[Flowable] = [Paragraph(text, title) for text in ("INDIKATOR KINERJA UTAMA", head["instansi"])]
    story += [Paragraph(f"TAHUN {start}-{end}", title), Spacer(0, 12)]
    story += [
        _table(dice, body, style, bold),
        Spacer(0, 20),
        KeepTogether(_signature(head, bold)),
    ]
    sink = io.BytesIO()
    margin = dice.uniform(12, 20) * mm
    SimpleDocTemplate(sink, pagesize=landscape(A4), invariant=1, leftMargin=margin, rightMargin=margin,
                      topMargin=margin, bottomMargin=margin).build(story)  # fmt: skip
    return sink.getvalue()


def _bold(font: str) -> str:
    return "Times-Bold" if font.startswith("Times") else f"{font}-Bold"


def _table(dice: random.Random, body: _Body, style: ParagraphStyle, bold: ParagraphStyle) -> Table:
    years = body.years
    plain = [name for name in body.columns if name != "target"]
    at = body.columns.index("target")
    upper = [Paragraph(dice.choice(HEADINGS[name]), bold) for name in plain]
    upper[at:at] = [Paragraph("Target Tahun", bold), *([""] * (len(years) - 1))]
    lower = [""] * at + [Paragraph(str(year), bold) for year in years] + [""] * (len(plain) - at)
    rows = []
    for place, record in enumerate(body.records):
        row = [Paragraph(record[name], style) for name in plain]
        if not any(first == place for first, _ in body.spans):
            row[1] = ""
        row[at:at] = [Paragraph(value["teks"], style) for value in record["target"]]
        rows.append(row)
    widths = [WIDTHS.get(name, 40) for name in plain]
    widths[at:at] = [WIDTHS["target"]] * len(years)
    room = 255 / sum(widths)
    merged = [("SPAN", (column, 0), (column, 1)) for column in range(len(widths)) if not at <= column < at + len(years)]
    merged += [("SPAN", (at, 0), (at + len(years) - 1, 0))]
    merged += [("SPAN", (1, first + 2), (1, last + 2)) for first, last in body.spans if last > first]
    shade = [("BACKGROUND", (0, 0), (-1, 1), "#d9d9d9")] if dice.random() < 0.4 else []
    table = Table([upper, lower, *rows], colWidths=[width * room * mm for width in widths], repeatRows=2)
    ruling = ("GRID", (0, 0), (-1, -1), dice.uniform(0.4, 1.2), "black")
    table.setStyle(TableStyle([ruling, ("VALIGN", (0, 0), (-1, -1), "TOP"), *merged, *shade]))
    return table


def _signature(head: dict[str, Any], style: ParagraphStyle) -> Table:
    year, month, day = (int(part) for part in head["tanggal"].split("-"))
    person = head["penandatangan"]
    lines = [f"{head['tempat']}, {day} {MONTHS[month - 1]} {year}", person["jabatan"], "<br/><br/><br/>"]
    lines += [person["nama"], person["pangkat"], f"NIP. {_spaced(person['nip'])}"]
    return Table([["", Paragraph(line, style)] for line in lines], colWidths=[150 * mm, 100 * mm])


def _spaced(nip: str) -> str:
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
