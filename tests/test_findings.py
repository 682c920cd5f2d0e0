"""Findings: each check finds its example, stays silent on what is clean, and points at the place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from published_paper import BANDUNG, document, publish, record

from normalizers.models import Document, Law, Mark, Record, Region, Signatory, Value
from pipeline.consolidate.story import consolidate
from pipeline.findings.finding import LEVELS, rules
from pipeline.findings.within import NEEDED, OF_DOCUMENT, OF_RECORD, within

SIGNED = Signatory(nama="BUDI", nip="196704151986031005")
A = document(
    "a",
    judul="INDIKATOR KINERJA UTAMA DINAS KOPERASI",
    penandatangan=SIGNED,
    nomor="1 TAHUN 2018",
    tanggal=date(2018, 1, 2),
)


def target(*values: str | float, first: int = 2018) -> list[Value]:
    return [
        Value(tahun=first + number, teks=str(value).replace(".", ","), nilai=None if isinstance(value, str) else value)
        for number, value in enumerate(values)
    ]


def codes(paper: Document, rows: Sequence[Record]) -> list[str]:
    return [finding.code for finding in within(paper, rows)]


CLEAN: list[dict[str, Any]] = [
    {},
    {
        "indikator": "Angka Kematian Ibu (AKI)",
        "satuan": "per 100.000 KH",
        "satuan_baku": "per_100000_kelahiran_hidup",
        "formulasi": "Jumlah kematian ibu / Jumlah kelahiran hidup x 100.000",
        "target": target(98.5, 92.1, 80),
    },
    {"indikator": "Persentase kasus kekerasan yang ditangani", "target": target(80, 85.5, 90)},
    {"indikator": "Persentase penurunan angka kemiskinan", "target": target(1, 2, 3.5)},
    {
        "indikator": "Nilai SAKIP",
        "satuan": "Nilai",
        "satuan_baku": "nilai",
        "formulasi": "Hasil evaluasi Inspektorat",
        "target": target(72.4, 73.5),
    },
    {
        "indikator": "Nilai AKIP",
        "satuan": "Predikat",
        "satuan_baku": "predikat",
        "formulasi": "Hasil evaluasi",
        "target": target("B", "BB"),
    },
    {
        "indikator": "Pertumbuhan ekspor",
        "formulasi": "(nilai n - nilai (n-1)) / nilai (n-1) x 100%",
        "target": target(-1, 2.5),
    },
    {
        "indikator": "Jumlah UMKM produktif",
        "satuan": "Unit",
        "satuan_baku": "unit",
        "formulasi": "Jumlah UMKM yang produktif",
    },
    {
        "indikator": "Persentase laporan tepat waktu",
        "formulasi": "Jumlah laporan tepat waktu dibagi jumlah seluruh laporan yang harus disampaikan dikali 100%",
    },
    {
        "indikator": "IKLH",
        "satuan": "Indeks",
        "satuan_baku": "indeks",
        "formulasi": "(0,376 x IKA) + (0,405 x IKU) + (0,219 x IKL)",
    },
    {
        "indikator": "Rata-rata waktu penyelesaian dokumen",
        "satuan": "Hari",
        "satuan_baku": "hari",
        "formulasi": "Jumlah waktu dibagi jumlah dokumen",
        "target": target(5, 4.5, 3),
    },
    {
        "indikator": "Persentase pencapaian target",
        "formulasi": "Realisasi penerimaan dibagi target penerimaan dikali 100%",
        "target": target(90, 95.5),
    },
]


@pytest.mark.parametrize("fields", CLEAN)
def test_what_is_clean_by_the_rules_has_no_finding(fields: dict[str, Any]) -> None:
    years = [value.tahun for value in fields.get("target", target(1))]
    paper = A.model_copy(update={"tahun_akhir": max(years)})
    assert [(finding.code, finding.message) for finding in within(paper, [record(paper, **fields)])] == []


FAULTY: list[tuple[str, dict[str, Any]]] = [
    ("C07", {"formulasi": "Formulasi NTP Provinsi (Gabungan Subsektor) :"}),
    ("C07", {"formulasi": "PDRB per kapita ="}),
    ("C08", {"sumber_data": "…..%"}),
    ("C08", {"penanggung_jawab": "xxx"}),
    ("C09", {"formulasi": "Angka yang menunjukkan capaian dalam dimensi kesehatan"}),
    ("U01", {"satuan": "Yo", "satuan_baku": None}),
    ("U02", {"indikator": "Indeks Kepuasan Masyarakat"}),
    ("U02", {"satuan": "Orang", "satuan_baku": "orang"}),
    ("U02", {"indikator": "Jumlah koperasi aktif"}),
    ("U03", {"formulasi": "Jumlah pelanggaran yang ditangani"}),
    ("U04", {"indikator": "Produksi padi (ton)", "satuan": "Ha", "satuan_baku": "hektar"}),
    ("U05", {"target": [Value(tahun=2018, teks="0,9 Angka", nilai=None)]}),
    ("U06", {"target": target(835)}),
    ("U08", {"target": target("BB", 75)}),
    ("U09", {"indikator": "Nilai AKIP", "satuan": None, "satuan_baku": None, "target": target("AB")}),
    ("U10", {"satuan": "per 1.000 KH", "satuan_baku": "x", "formulasi": "Jumlah kematian / kelahiran x 100.000"}),
    ("U11", {"satuan": "Persen / Organisasi", "satuan_baku": None}),
    ("U12", {"target": target(8.35, 8.4, 855)}),
    ("T01", {"indikator": "Angka kematian ibu", "satuan_baku": None, "target": target(7.3, 7.72)}),
    ("T01", {"indikator": "Indeks kepuasan masyarakat", "satuan_baku": "indeks", "target": target(80, 79.5, 70)}),
    ("T02", {"target": target(100, 100, 100)}),
    ("T03", {"realisasi": [Value(tahun=2017, teks="90", nilai=90)], "target": target(80, 84.5)}),
    ("T04", {"kolom_lain": {"Kondisi Akhir": "95"}, "target": target(80, 90)}),
    (
        "T05",
        {
            "kolom_lain": {
                f"Triwulan {number}": value for number, value in zip(("I", "II", "III", "IV"), "1234", strict=True)
            },
            "target": target(4.47),
        },
    ),
    (
        "T07",
        {"indikator": "Jumlah pasar ber-SNI", "satuan": "Pasar", "satuan_baku": "pasar", "target": target(16, 0, 0)},
    ),
    (
        "T08",
        {"indikator": "Jumlah wirausaha baru", "satuan": "Orang", "satuan_baku": "orang", "target": target(120, 95.5)},
    ),
    ("Q01", {"indikator": "Jumlah dokumen perencanaan", "satuan": "Dokumen", "satuan_baku": "dokumen"}),
    ("Q02", {"indikator": "Kesejahteraan masyarakat", "satuan": None, "satuan_baku": None, "target": []}),
    ("Q03", {"indikator": "Meningkatnya kualitas pelayanan"}),
    ("Q04", {"sasaran": "Penanganan sampah"}),
    ("Q05", {"indikator": "Jumlah kasus dan persentase penyelesaian"}),
    ("Q08", {"definisi_operasional": "Persentase koperasi aktif."}),
    ("Q09", {"indikator": "Indeks Kualitas Udara (IKU)", "satuan_baku": "indeks"}),
    ("F01", {"formulasi": "Jumlah Seluruh Koperasi dibagi Jumlah Koperasi Aktif dikali seratus persen"}),
    ("F01", {"formulasi": "(Jumlah penduduk / Jumlah penduduk miskin) x 100%"}),
    ("F02", {"indikator": "Pertumbuhan omzet", "formulasi": "(omzet n - omzet n-1) x 100%"}),
    ("F03", {"formulasi": "Jumlah koperasi aktif Jumlah koperasi x 100%"}),
    ("F04", {"formulasi": "0,3 x A + 0,3 x B"}),
    ("X05", {"penanggung_jawab": "Laporan tahunan", "sumber_data": "Kepala Bidang Koperasi"}),
]


@pytest.mark.parametrize(("code", "fields"), FAULTY)
def test_each_check_finds_its_example_at_its_place(code: str, fields: dict[str, Any]) -> None:
    row = record(A, **fields)
    found = [finding for finding in within(A, [row]) if finding.code == code]
    assert [finding.record_id for finding in found] == [row.record_id]
    assert found[0].page == 1
    assert found[0].bbox in [place.bbox for place in row.provenance.values()]
    assert "{" not in found[0].message


FAULTY_DOCUMENTS: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [
    ("C01", {}, [{}, {"formulasi": None}]),
    ("C01", {}, [{"formulasi": None}]),
    (
        "C02",
        {},
        [{"indikator": "Skor pola", "satuan": "Skor"}, {"indikator": "Pola pangan", "satuan": None, "target": []}],
    ),
    ("C03", {}, [{"sumber_data": None}]),
    ("C04", {}, [{}, {"penanggung_jawab": None}]),
    ("C05", {}, [{"target": target(1, 2)}, {"target": target(1, 2)}, {"target": target(1)}]),
    ("C06", {}, [{}, {"sasaran": None}]),
    ("C06", {"review": [Mark(field="sasaran", reason="indikator-kosong", explanation="")]}, [{}]),
    (
        "U07",
        {},
        [
            {"target": [Value(tahun=2018, teks="83,02", nilai=83.02)]},
            {"target": [Value(tahun=2018, teks="89.49", nilai=89.49)]},
        ],
    ),
    ("Q06", {}, [{}] * 4),
    ("Q07", {}, [{}, {"sasaran": "Meningkatnya yang lain"}]),
    ("D01", {"wilayah": Region()}, [{}]),
    ("D02", {"penandatangan": Signatory(nama="BUDI", nip="196713151986031005")}, [{}]),
    ("D03", {"tanggal": date(2020, 1, 1)}, [{}]),
    ("D04", {"mengingat": [Law(jenis="UU", nomor="32", tahun=2004, teks="UU 32/2004")]}, [{}]),
    ("D05", {"tahun_awal": 2014, "tahun_akhir": 2014, "tanggal": None}, [{}]),
    ("D06", {"review": [Mark(field="nomor", reason="nomor-lompat", explanation="")]}, [{}]),
    ("D07", {"nomor": None, "penandatangan": Signatory()}, [{}]),
]


@pytest.mark.parametrize(("code", "head", "rows"), FAULTY_DOCUMENTS)
def test_each_check_of_documents_finds_its_example(code: str, head: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    paper = A.model_copy(update=head)
    assert code in codes(paper, [record(paper, number, **fields) for number, fields in enumerate(rows, start=1)])


def test_a_missing_column_is_said_once_and_an_agreement_needs_no_formula() -> None:
    bare = {"formulasi": None, "sumber_data": None, "penanggung_jawab": None}
    rows = [record(A, number, **bare) for number in range(1, 4)]
    assert [code for code in codes(A, rows) if code < "D"] == ["C01", "C03", "C04"]
    agreement = A.model_copy(update={"judul": "PERJANJIAN KINERJA TAHUN 2018"})
    assert [code for code in codes(agreement, rows) if code < "D"] == []


@pytest.mark.parametrize(("issuer", "found"), [("Dalam Negeri", True), ("Kesehatan", False)])
def test_another_ministers_rule_of_the_same_number_is_another_rule(issuer: str, found: bool) -> None:
    law = Law(jenis="Permen", nomor="54", tahun=2010, teks=f"Peraturan Menteri {issuer} Nomor 54 Tahun 2010")
    assert ("D04" in codes(A.model_copy(update={"mengingat": [law]}), [record(A)])) is found


def test_a_doubted_reading_makes_a_doubtful_finding() -> None:
    mark = Mark(field="target", reason="angka-ragu", explanation="")
    sure, doubted = record(A, 1, target=target(835)), record(A, 2, target=target(835), review=[mark])
    assert [finding.doubtful for finding in within(A, [sure, doubted]) if finding.code == "U06"] == [False, True]


def across(tmp_path: Path, papers: list[Document], rows: list[Record]) -> list[tuple[str, str]]:
    result = consolidate([publish(tmp_path / "out", papers, rows)])
    return [
        (finding.code, finding.message)
        for finding in result.findings
        if finding.code[0] == "X" or finding.code == "T06"
    ]


B = A.model_copy(
    update={"document_id": "b" * 64, "file": "b.pdf", "wilayah": BANDUNG, "instansi": "DINAS KOPERASI BANDUNG"}
)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"formulasi": "Jumlah koperasi aktif dibagi total koperasi dikali 100%"}, []),
        ({"formulasi": "(Σ koperasi aktif / Σ koperasi) x 100% sesuai peraturan menteri"}, []),
        ({"formulasi": "Jumlah koperasi / Jumlah koperasi aktif x 100%"}, ["X01"]),
        ({"formulasi": "Volume usaha tahun ini dikurangi modal luar"}, ["X01"]),
        ({"satuan": "Unit", "satuan_baku": "unit"}, ["X01"]),
        ({"indikator": "Capaian persentase koperasi aktif"}, ["X02"]),
    ],
)
def test_the_same_indicator_elsewhere(fields: dict[str, Any], found: list[str], tmp_path: Path) -> None:
    assert [code for code, _ in across(tmp_path, [A, B], [record(A), record(B, **fields)])] == found


def test_years_and_agreements_of_one_office(tmp_path: Path) -> None:
    later = A.model_copy(update={"document_id": "c" * 64, "file": "c.pdf", "tahun_awal": 2019, "tahun_akhir": 2019})
    rows = [record(A), record(A, 2, indikator="Jumlah UMKM"), record(later)]
    assert [code for code, _ in across(tmp_path, [A, later], rows)] == ["X03"]
    agreement = later.model_copy(update={"judul": "PERJANJIAN KINERJA", "tahun_awal": 2018, "tahun_akhir": 2018})
    rows = [*rows[:2], record(agreement, target=target(90))]
    assert sorted(code for code, _ in across(tmp_path, [A, agreement], rows)) == ["T06", "X04"]


def test_two_targets_for_one_year_in_one_document(tmp_path: Path) -> None:
    rows = [record(A, 1), record(A, 2, target=target(90))]
    assert [code for code, _ in across(tmp_path, [A], rows)] == ["T06"]


def test_every_check_is_a_line_of_the_list_and_has_an_example_here() -> None:
    known = rules()
    assert all(
        rule.tingkat in LEVELS and rule.judul and rule.pesan and rule.dasar and rule.contoh for rule in known.values()
    )
    made = {*NEEDED, *OF_RECORD, *OF_DOCUMENT, "Q07", "T06", "X01", "X02", "X03", "X04"}
    assert set(known) == made
    assert {code for code, _ in FAULTY} | {code for code, _, _ in FAULTY_DOCUMENTS} == made - {
        "T06",
        "X01",
        "X02",
        "X03",
        "X04",
    }
