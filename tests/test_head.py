"""Titles, preambles, periods and regions of made-up documents."""

from __future__ import annotations

import dataclasses

from head_paper import LEADING, LENGTH, WIDTH, line, read_head, table, typed

from extractors.shapes import Page
from normalizers.models import Head

TITLE = """
^INDIKATOR KINERJA UTAMA
^DINAS PERIKANAN KABUPATEN WONOSOBO
^TAHUN 2021 - 2026
"""


def test_title_lines_are_joined_and_name_agency_period_and_region() -> None:
    head = read_head([typed(TITLE)]).head
    assert head.judul == "INDIKATOR KINERJA UTAMA DINAS PERIKANAN KABUPATEN WONOSOBO TAHUN 2021 - 2026"
    assert head.instansi == "DINAS PERIKANAN KABUPATEN WONOSOBO"
    assert (head.tahun_awal, head.tahun_akhir) == (2021, 2026)
    assert (head.wilayah.nama, head.wilayah.kode) == ("Kabupaten Wonosobo", "33.07")
    assert head.jenis == "iku"


def test_years_of_the_tables_serve_only_where_the_title_names_none() -> None:
    assert read_head([typed(TITLE)], [2030]).head.tahun_akhir == 2026
    head = read_head([typed("^INDIKATOR KINERJA UTAMA (IKU)")], [2024, 2023]).head
    assert (head.tahun_awal, head.tahun_akhir) == (2023, 2024)


def test_an_empty_document_says_nothing() -> None:
    reading = read_head([typed("")])
    assert reading.head.model_dump(exclude_defaults=True) == {}
    assert reading.doubts == []


PREAMBLE = """
^INDIKATOR KINERJA UTAMA

Instansi    :   Dinas Perikanan Kota Salatiga
Visi        :   Terwujudnya nelayan yang mandiri dan
                sejahtera
Misi        :   1. Meningkatkan hasil tangkapan nelayan di
                   laut dan di darat
                2. Menjaga kelestarian ikan
Tujuan      :   Meningkatnya hasil tangkapan
Tugas       :   Melaksanakan urusan perikanan
Fungsi      :   a. Perumusan kebijakan;
                b. Pembinaan nelayan, mengeva-
                   luasi hasilnya; dan
                c. Pelaporan.
"""


def check_preamble(head: Head) -> None:
    assert head.instansi == "Dinas Perikanan Kota Salatiga"
    assert head.visi == "Terwujudnya nelayan yang mandiri dan sejahtera"
    assert head.misi == [
        "Meningkatkan hasil tangkapan nelayan di laut dan di darat",
        "Menjaga kelestarian ikan",
    ]
    assert head.tujuan == ["Meningkatnya hasil tangkapan"]
    assert head.tugas == "Melaksanakan urusan perikanan"
    assert head.fungsi == [
        "Perumusan kebijakan;",
        "Pembinaan nelayan, mengevaluasi hasilnya; dan",
        "Pelaporan.",
    ]


def test_preamble_with_label_colon_and_value_apart() -> None:
    head = read_head([typed(PREAMBLE)]).head
    check_preamble(head)
    assert head.wilayah.nama == "Kota Salatiga"


def test_preamble_whose_colons_are_lost() -> None:
    check_preamble(read_head([typed(PREAMBLE.replace(":   ", "    "), confidence=0.9)]).head)


def test_preamble_whose_colons_are_read_as_dots() -> None:
    check_preamble(read_head([typed(PREAMBLE.replace(":   ", ". .   "), confidence=0.9)]).head)


def test_a_scanner_edge_is_no_part_of_a_title() -> None:
    page = typed("^INDIKATOR KINERJA UTAMA\n^DINAS PERIKANAN", confidence=0.9)
    edge = line("|", 2, 50, 0.5)
    head = read_head([dataclasses.replace(page, lines=(edge, *page.lines))]).head
    assert head.judul == "INDIKATOR KINERJA UTAMA DINAS PERIKANAN"


def test_preamble_with_label_and_value_on_one_line() -> None:
    text = "Visi : Terwujudnya desa mandiri\nMisi : Membangun desa"
    head = read_head([typed(text)]).head
    assert (head.visi, head.misi) == ("Terwujudnya desa mandiri", ["Membangun desa"])


def test_misread_labels_are_understood_and_marked() -> None:
    reading = read_head([typed("lnstansl    :   Dinas Perikanan\nTugas Pokck :   Mengurus ikan", confidence=0.6)])
    assert reading.head.instansi == "Dinas Perikanan"
    assert reading.head.tugas == "Mengurus ikan"
    assert ("instansi", "label-mirip", "lnstansl") in reading.doubts


def test_visi_is_not_misi() -> None:
    head = read_head([typed("MISI        :   Membangun desa")]).head
    assert head.visi is None
    assert head.misi == ["Membangun desa"]


def test_numbered_labels_and_a_label_of_two_rows() -> None:
    text = """
1   Nama             :   Dinas Perikanan
    Organisasi
2   TugasUtama       :   Membantu Bupati
3   Fungsi           :   a. Satu;
                         b. Dua.
4   Indikator Kinerja :
    Utama
"""
    head = read_head([typed(text)]).head
    assert (head.instansi, head.tugas, head.fungsi) == ("Dinas Perikanan", "Membantu Bupati", ["Satu;", "Dua."])


def test_an_unknown_label_ends_the_value_above() -> None:
    head = read_head([typed("VISI     :   Desa mandiri\nSEMBOYAN :   Maju terus")]).head
    assert head.visi == "Desa mandiri"


def test_a_ruling_parts_the_preamble_from_a_table_without_verticals() -> None:
    text = "Fungsi    :   1. Merumuskan kebijakan\n              Indikator Kinerja      Target"
    assert read_head([typed(text, rules=[1])]).head.fungsi == ["Merumuskan kebijakan"]


def centred(*values: str, above: float = 6.0, labels: tuple[str, ...] = ("Visi", "Misi", "Tugas")) -> Page:
    """A preamble without rulings whose labels stand beside the middle of their values."""
    lines, top = [], 100.0
    for label, value in zip(labels, values, strict=True):
        parts = value.split("\n")
        middle = top + LEADING * (len(parts) - 1) / 2
        lines += [line(label, 60, middle), line(":", 150, middle)]
        lines += [line(part, 170, top + LEADING * place) for place, part in enumerate(parts)]
        top += LEADING * len(parts) + above
    return Page(1, WIDTH, LENGTH, "digital", (), tuple(lines))


def test_labels_beside_the_middle_of_their_values() -> None:
    found = read_head([centred("Kota yang\nmaju", "1. Satu\n2. Dua\n3. Tiga", "membantu\nwali kota")]).head
    assert (found.visi, found.misi, found.tugas) == ("Kota yang maju", ["Satu", "Dua", "Tiga"], "membantu wali kota")
    one = read_head([centred("Kota yang maju", "1. Satu\n2. Dua\n3. Tiga", "membantu")]).head
    assert (one.visi, one.misi, one.tugas) == ("Kota yang maju", ["Satu", "Dua", "Tiga"], "membantu")


def test_preamble_drawn_as_a_table() -> None:
    grid = table(
        [
            ["1", "Nama Organisasi", ":", "Dinas Perikanan"],
            ["2", "Tugas", ":", "Mengurus ikan dan\nnelayan"],
            ["3", "Fungsi", ":", "a. Satu;\nb. Dua."],
        ]
    )
    head = read_head([typed("", grids=[grid])]).head
    assert head.instansi == "Dinas Perikanan"
    assert head.tugas == "Mengurus ikan dan nelayan"
    assert head.fungsi == ["Satu;", "Dua."]


def test_an_indicator_card_is_no_preamble() -> None:
    grid = table([["Tujuan", "Ikan banyak"], ["Perangkat Daerah", "Dinas X"], ["Satuan", "Ton"], ["Formula", "a / b"]])
    head = read_head([typed("", grids=[grid])]).head
    assert (head.tujuan, head.instansi) == ([], None)


def test_the_agency_after_its_label_wins_over_the_title() -> None:
    text = "^INDIKATOR KINERJA UTAMA DINAS IKAN\n\nPerangkat Daerah   :   Dinas Perikanan Kota Malang"
    assert read_head([typed(text)]).head.instansi == "Dinas Perikanan Kota Malang"


def test_places_say_page_box_and_weakest_word() -> None:
    reading = read_head([typed(PREAMBLE, confidence=0.7)])
    page, box, confidence = reading.places["visi"]
    assert page == 1
    assert confidence == 0.7
    assert box.height > 20
    assert read_head([typed(PREAMBLE)]).places["visi"][2] is None


def test_a_repeated_label_is_marked_and_the_first_value_kept() -> None:
    reading = read_head([typed("Tugas   :   Yang pertama\n\n\n\nTugas   :   Yang kedua")])
    assert reading.head.tugas == "Yang pertama"
    assert ("tugas", "label-berulang", "Yang kedua") in reading.doubts


def test_dots_to_be_filled_in_are_no_value() -> None:
    assert read_head([typed("VISI    :   ..............")]).head.visi is None


def test_a_derived_field_stands_where_it_was_read() -> None:
    places = read_head([typed(TITLE)]).places
    assert places["wilayah"][:2] == places["instansi"][:2]
    assert places["tahun_awal"][:2] == places["tahun_akhir"][:2] == places["judul"][:2]
    assert "tahun_awal" not in read_head([typed("VISI   :   Maju")], [2024]).places
