"""Consolidation: what is one indicator, what people have said about it, which documents follow one another."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_paper import BANDUNG, BEKASI, document, publish, record

from extractors.errors import UsageError
from normalizers.models import Document, Record, Region, Value
from pipeline.consolidate.lineage import Link
from pipeline.consolidate.names import Namer, learn_acronyms
from pipeline.consolidate.scores import ALIKE, PROPOSED, Scorer
from pipeline.consolidate.story import Consolidated, consolidate
from pipeline.consolidate.words import load_words
from pipeline.reports.writing import DECISIONS, QUESTIONS, write_reports

WORDS = load_words()
A, B = document("a"), document("b", wilayah=BANDUNG, instansi="DINAS KOPERASI KOTA BANDUNG")


def key(name: str, region: Region = BEKASI) -> str:
    return " ".join(Namer(WORDS).tokens(name, region))


def together(tmp_path: Path, *names: str, **fields: Any) -> Consolidated:
    """The names, each in a document of its own."""
    papers = [document(f"{number}", instansi=f"Dinas {number}") for number in range(len(names))]
    rows = [record(paper, indikator=name, **fields) for paper, name in zip(papers, names, strict=True)]
    return consolidate([publish(tmp_path / "out", papers, rows)])


@pytest.mark.parametrize(
    "name",
    [
        "Prosentase Koperasi aktif",
        "PRESENTASE KOPERASI AKTIF",
        "% koperasi aktif",
        "3. Persentase koperasi yang aktif di Kota Bekasi Tahun 2018",
        "Persentase koperasi aktif Kab. Bandung",
        "Proesntase koperasi aktif",
    ],
)
def test_spelling_region_and_year_do_not_count(name: str) -> None:
    assert key(name) == "persentase koperasi aktif"


def test_a_place_is_taken_out_only_where_it_is_one() -> None:
    assert key("Luas lahan sawah Batu") == "luas lahan sawah batu"
    assert key("Persentase jalan kota mantap") == "persentase jalan kota mantap"
    assert key("Jumlah UMKM Bekasi") == "jumlah umkm"


def test_acronyms_are_learned_from_the_names_themselves() -> None:
    names = ["Indeks Pembangunan Manusia (IPM)"] * 3 + ["IPM", "Angka Kematian (XYZ)"]
    learned = learn_acronyms(names, WORDS)
    assert learned == {"ipm": ("indeks", "pembangunan", "manusia")}
    namer = Namer(WORDS, learned)
    assert {namer.tokens(name, BEKASI) for name in names[:4]} == {("indeks", "pembangunan", "manusia")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Angka kematian ibu", "Angka kematian bayi"),
        ("Persentase penduduk miskin", "Jumlah penduduk miskin"),
        ("Angka partisipasi murni SD", "Angka partisipasi murni SMP"),
        ("Persentase pasar tertib", "Persentase dasar tertib"),
        ("Produksi hasil hutan kayu", "Produksi hasil hutan bukan kayu"),
        ("Persentase jalan kabupaten mantap", "Persentase jalan provinsi mantap"),
        ("Indeks pembangunan manusia", "Indeks pembangunan gender"),
        ("Peningkatan PAD", "Penurunan PAD"),
    ],
)
def test_one_other_word_makes_two_indicators(one: str, other: str, tmp_path: Path) -> None:
    assert len(together(tmp_path, *[one] * 12, *[other] * 12).entries) == 2


@pytest.mark.parametrize(
    "other",
    [
        "Persentase koperasi aktiv",
        "Capaian persentase koperasi aktif",
        "Persentase ko perasi aktif",
        "Koperasi aktif persentase",
    ],
)
def test_a_slip_a_gap_an_order_and_a_weak_word_make_one(other: str, tmp_path: Path) -> None:
    result = together(tmp_path, *["Persentase koperasi aktif"] * 9, other)
    (entry,) = result.entries
    assert (entry.status, len(entry.items)) == ("diusulkan", 10)
    assert [(pair.status, bool(pair.evidence.reason)) for pair in result.pairs] == [("diusulkan", True)]


def test_an_added_word_is_asked_and_not_proposed(tmp_path: Path) -> None:
    result = together(
        tmp_path, "Persentase pengaduan ditindaklanjuti", "Persentase pengaduan masyarakat ditindaklanjuti"
    )
    assert len(result.entries) == 2
    assert [pair.status for pair in result.pairs] == ["mirip"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["persentase", "jumlah", "koperasi", "aktif", "bayi", "ibu", "jalan", "mantap", "nilai"]),
        min_size=1,
        max_size=6,
    ),
    st.lists(
        st.sampled_from(["persentase", "jumlah", "koperasi", "aktif", "bayi", "ibu", "jalan", "mantap", "nilai"]),
        min_size=1,
        max_size=6,
    ),
)
def test_likeness_is_symmetric_and_whole_only_for_the_same(one: list[str], other: list[str]) -> None:
    scorer = Scorer(WORDS, {})
    score = scorer.names(tuple(one), tuple(other))[0]
    assert score == scorer.names(tuple(other), tuple(one))[0]
    assert (score == 1) == (one == other)
    assert 0 <= score <= 1
    assert ALIKE < PROPOSED


def answer(path: Path, said: str) -> None:
    """What a person does: fills the column in the list of questions."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["keputusan"] = said
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("names", "said", "entries"),
    [
        (("Persentase pengaduan selesai", "Persentase pengaduan masyarakat selesai"), "ya", 1),
        (("Persentase pengaduan selesai", "Persentase pengaduan masyarakat selesai"), "tidak", 2),
        (("Capaian nilai AKIP", "Nilai AKIP"), "tidak", 2),
        (("Capaian nilai AKIP", "Nilai AKIP"), "ya", 1),
    ],
)
def test_a_decision_is_remembered_and_never_asked_again(
    names: tuple[str, str], said: str, entries: int, tmp_path: Path
) -> None:
    rows = [record(A, 1, indikator=names[0]), record(B, 1, indikator=names[1])]
    folder, output = publish(tmp_path / "out", [A, B], rows), tmp_path / "konsolidasi"
    answers = [output / DECISIONS, output / QUESTIONS]
    result = consolidate([folder], answers)
    assert len(result.pairs) == 1
    write_reports(result, output)
    answer(output / QUESTIONS, said)
    for _ in range(3):
        result = consolidate([folder], answers)
        assert (len(result.entries), result.pairs) == (entries, [])
        write_reports(result, output)
    # Another region's document of next year: the same question does not come back.
    later = document("c", wilayah=BANDUNG, instansi="DINAS LAIN", tahun_awal=2019, tahun_akhir=2019)
    publish(folder, [A, B, later], [*rows, record(later, indikator=names[1].upper())])
    result = consolidate([folder], answers)
    assert (len(result.entries), result.pairs) == (entries, [])


def test_a_no_keeps_apart_what_others_would_join(tmp_path: Path) -> None:
    names = ("Nilai AKIP", "Capaian nilai AKIP", "Capaian AKIP")
    folder = publish(tmp_path / "out", [A], [record(A, row, indikator=name) for row, name in enumerate(names)])
    said = tmp_path / "kata.csv"
    said.write_text("nama_1,nama_2,keputusan\nNilai AKIP,Capaian AKIP,tidak\nNilai AKIP,Capaian nilai AKIP,ya\n")
    entries = consolidate([folder], [said]).entries
    assert sorted(len(entry.items) for entry in entries) == [1, 2]
    said.write_text("nama_1,nama_2,keputusan\nNilai AKIP,Capaian AKIP,mungkin\n")
    with pytest.raises(UsageError, match="ya atau tidak"):
        consolidate([folder], [said])


def links(tmp_path: Path, papers: list[Document], rows: list[Record]) -> list[Link]:
    return consolidate([publish(tmp_path / "out", papers, rows)]).links


def test_next_years_document_is_linked_with_what_changed(tmp_path: Path) -> None:
    new = document("n", tahun_awal=2019, tahun_akhir=2019)
    old_rows = [record(A, 1), record(A, 2, indikator="Jumlah UMKM"), record(A, 3, indikator="Persentase pasar tertib")]
    new_rows = [
        record(new, 1, satuan="Unit", satuan_baku="unit"),
        record(new, 2, indikator="Jumlah UMKM"),
        record(new, 3, indikator="Persentase pasar tertib ukur"),
        record(new, 4, indikator="Nilai ekspor"),
    ]
    (link,) = links(tmp_path, [new, A], [*new_rows, *old_rows])
    assert (link.kind, link.before.document_id, link.after.document_id) == (
        "tahun-berikut",
        A.document_id,
        new.document_id,
    )
    assert [change.kind for change in link.changes] == ["berubah", "tetap", "berganti-nama", "baru"]


def test_an_amended_decree_changes_targets(tmp_path: Path) -> None:
    amended = document("m", tentang="PERUBAHAN ATAS KEPUTUSAN NOMOR 1", tanggal=date(2018, 7, 1))
    rows = [record(A), record(amended, target=[Value(tahun=2018, teks="90", nilai=90)])]
    (link,) = links(tmp_path, [A, amended], rows)
    assert link.kind == "perubahan"
    assert link.changes[0].detail == "target 2018: 81,5 -> 90"


def test_a_scan_of_the_same_document_is_a_copy_and_other_offices_are_not_linked(tmp_path: Path) -> None:
    scan = document("s", ocr_pages=1, instansi="DINAS K0PERASI KOTA BEKASI")
    rows = [
        record(paper, row, indikator=name)
        for paper in (scan, A, B)
        for row, name in enumerate(("Jumlah A", "Jumlah B"))
    ]
    (link,) = links(tmp_path, [scan, A, B], rows)
    assert (link.kind, link.before.document_id, link.after.document_id) == ("salinan", A.document_id, scan.document_id)


def test_the_same_document_in_two_folders_counts_once(tmp_path: Path) -> None:
    one = publish(tmp_path / "one", [A], [record(A)])
    two = publish(tmp_path / "two", [A, B], [record(A), record(B)])
    assert [len(entry.items) for entry in consolidate([one, two]).entries] == [2]
