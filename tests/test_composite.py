"""Cells that hold several fields under labels of their own."""

import pytest
from table_paper import VOCABULARY

from normalizers.composite import split_cell


def split(text: str, own: str = "formulasi") -> dict[str, str]:
    return {kind: " ".join(lines) for kind, lines in split_cell(text.split("\n"), own, VOCABULARY).items()}


def test_labels_at_the_start_of_lines() -> None:
    text = "Formulasi Pengukuran :\na / b x 100%\nTipe Penghitungan : Kumulatif\nSumber Data : Bidang Arsip"
    assert split(text) == {
        "formulasi": "a / b x 100%", "tipe_penghitungan": "Kumulatif", "sumber_data": "Bidang Arsip",
    }  # fmt: skip


def test_every_kind_of_label() -> None:
    text = (
        "Makna Indikator : ukuran mutu\nAlasan Pemilihan Indikator : diwajibkan\nCara Perhitungan Indikator : a : b\n"
        "Tipe Perhitungan : Non Kumulatif\nSKPD Penanggung Jawab : Dinas Arsip\nSumber Data : Laporan"
    )
    assert split(text) == {
        "definisi_operasional": "ukuran mutu", "alasan": "diwajibkan", "formulasi": "a : b",
        "tipe_penghitungan": "Non Kumulatif", "penanggung_jawab": "Dinas Arsip", "sumber_data": "Laporan",
    }  # fmt: skip


@pytest.mark.parametrize("mark", ["- ", "• ", "* ", "a. ", "1) "])
def test_marks_before_a_label(mark: str) -> None:
    text = f"{mark}Alasan Pemilihan : diwajibkan\n{mark}Sumber Data : Laporan"
    assert split(text) == {"alasan": "diwajibkan", "sumber_data": "Laporan"}


def test_a_label_alone_on_its_line_or_after_a_stop() -> None:
    assert split("a dibagi b\nSumber Data\nLaporan tahunan") == {
        "formulasi": "a dibagi b",
        "sumber_data": "Laporan tahunan",
    }
    assert split("a dibagi b. Sumber Data : Laporan") == {"formulasi": "a dibagi b.", "sumber_data": "Laporan"}
    assert split("(a / b) x 100% Sumber Data : Laporan") == {"formulasi": "(a / b) x 100%", "sumber_data": "Laporan"}


def test_a_label_written_without_its_space() -> None:
    assert split("a / b\nSumberData: Laporan") == {"formulasi": "a / b", "sumber_data": "Laporan"}


def test_text_before_the_first_label_is_the_columns_own() -> None:
    assert split("a / b x 100%\nSumber Data : Laporan") == {"formulasi": "a / b x 100%", "sumber_data": "Laporan"}
    assert split("Laporan\nRumus : a / b", "sumber_data") == {"sumber_data": "Laporan", "formulasi": "a / b"}


@pytest.mark.parametrize(
    "text",
    [
        "Rumus : a / b x 100%",
        "Jumlah sumber data yang masuk dibagi semua sumber data",
        "dihitung dengan alasan yang kuat",
        "Formulasi terbaik dipakai",
        "a / b x 100%",
        "dihitung menurut jumlah semua\nsumber\nyang masuk",
        "sesuai\npengertian",
        "",
    ],
)
def test_cells_that_stay_whole(text: str) -> None:
    assert split(text) == {"formulasi": text.replace("\n", " ")}


def test_no_word_of_a_value_is_lost() -> None:
    text = "Alasan : satu dua\ntiga empat\nRumus : lima / enam\nRumus : tujuh\nSumber Data : delapan"
    assert split(text) == {
        "alasan": "satu dua tiga empat", "formulasi": "lima / enam tujuh", "sumber_data": "delapan",
    }  # fmt: skip


def test_a_label_without_a_value_is_no_field() -> None:
    assert split("Alasan :\nRumus : a / b\nSumber Data :") == {"formulasi": "a / b"}
