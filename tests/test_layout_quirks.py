"""Structural quirks of real tables (project notes on the domain, 2.4), each as a small table of its own invention."""

from __future__ import annotations

from table_paper import Merged, pages, read

Rows = list[list[str | Merged]]


def test_labels_of_makna_alasan_and_cara_in_one_cell() -> None:
    (record,) = read(*pages([
        ["NO", "KINERJA UTAMA", "INDIKATOR KINERJA UTAMA", "PENJELASAN", "PENANGGUNG JAWAB", "SUMBER DATA"],
        [Merged("ESSELON III", across=6)],
        ["1", "Hutan lestari", "Luas hutan pulih",
         "Makna Indikator :\nhutan yang ditanami\nAlasan Pemilihan :\namanat rencana\n"
         "Cara Perhitungan :\nhasil ukur citra", "Kepala Bidang Hutan", "Citra satelit"],
    ]))  # fmt: skip
    assert (record.definisi_operasional, record.alasan, record.formulasi) == (
        "hutan yang ditanami", "amanat rencana", "hasil ukur citra",
    )  # fmt: skip
    assert (record.sasaran, record.penanggung_jawab, record.sumber_data) == (
        "Hutan lestari", "Kepala Bidang Hutan", "Citra satelit",
    )  # fmt: skip


def test_labels_in_any_order_and_spelling() -> None:
    (record,) = read(*pages([
        ["Sasaran Strategis", "Indikator Kinerja", "Penjelasan"],
        ["Hutan lestari", "Luas hutan pulih",
         "SUMBER DATA : Citra satelit\n- Tipe Perhitungan : Kumulatif\nPenanggungjawab : Bidang Hutan\n"
         "RUMUS : jumlah luas tanam"],
    ]))  # fmt: skip
    assert (record.sumber_data, record.tipe_penghitungan) == ("Citra satelit", "Kumulatif")
    assert (record.penanggung_jawab, record.formulasi) == ("Bidang Hutan", "jumlah luas tanam")


def test_a_number_row_inside_the_header_and_with_gaps() -> None:
    rows: Rows = [
        [Merged("Indikator Kinerja Program (Outcome)", 2), Merged("Target Kinerja", across=2), Merged("Satuan", 2)],
        ["2024", "2025"],
        ["2", "7", "8", "14"],
        ["Kapal laik", "75", "80", "%"],
    ]
    (record,) = read(*pages(rows))
    assert [(value.tahun, value.teks) for value in record.target] == [(2024, "75"), (2025, "80")]
    assert record.satuan == "%"


def test_a_header_printed_once_for_three_pages() -> None:
    head: Rows = [["No.", "Indikator", "Satuan", "Target 2025"], ["1", "Kapal laik", "%", "75"]]
    found = read(*pages(head, [["2", "Dermaga laik", "%", "80"]], [["3", "Nelayan terlatih", "Orang", "60"]]))
    assert [(record.nomor, record.indikator, record.pages) for record in found] == [
        ("1", "Kapal laik", [1]), ("2", "Dermaga laik", [2]), ("3", "Nelayan terlatih", [3]),
    ]  # fmt: skip


def test_hierarchic_numbers() -> None:
    found = read(*pages([
        ["No", "Indikator Kinerja Utama Perangkat Daerah", "Kondisi Awal Kinerja", "Target Capaian Tahun 2025"],
        ["1", "Jalan mantap", "70", "75"],
        ["1.1", "Jalan desa mantap", "60", "65"],
    ]))  # fmt: skip
    assert [record.nomor for record in found] == ["1", "1.1"]
    assert found[0].kolom_lain == {"Kondisi Awal Kinerja": "70"}
    assert found[0].realisasi == []


def test_several_indicators_in_a_cell_share_one_formula() -> None:
    found = read(*pages([
        ["NO", "SASARAN STRATEGIS", "INDIKATOR KINERJA", "FORMULA/ SUMBER DATA"],
        ["1", "Rencana selaras", "1. Program selaras\n2. Kegiatan selaras", "jumlah selaras / jumlah semua"],
    ]))  # fmt: skip
    assert [(record.nomor, record.indikator, record.formulasi) for record in found] == [
        ("1", "Program selaras", "jumlah selaras / jumlah semua"),
        ("2", "Kegiatan selaras", "jumlah selaras / jumlah semua"),
    ]


def test_two_unnamed_columns_are_known_by_their_cells() -> None:
    found = read(*pages([
        ["NO.", "SASARAN STRATEGIS", "INDIKATOR KINERJA UTAMA", "FORMULASI PERHITUNGAN", "", "SUMBER DATA", ""],
        ["1", "Warga rukun", "Konflik selesai", "selesai / semua", "%", "Laporan", "Bidang Kewaspadaan"],
        ["2", "Ormas tertib", "Ormas terdaftar", "jumlah", "Unit", "Register", "Bidang Ormas"],
    ]))  # fmt: skip
    assert [(record.satuan, record.penanggung_jawab) for record in found] == [
        ("%", "Bidang Kewaspadaan"), ("Unit", "Bidang Ormas"),
    ]  # fmt: skip
    doubted = {mark.field for record in found for mark in record.review if mark.reason == "kolom-ragu"}
    assert {"satuan", "penanggung_jawab"} <= doubted


def test_a_ruined_header_is_known_by_its_cells_and_marked() -> None:
    found = read(*pages([
        ["N", "SASARAN STRATEGIS", "INDIKATOR KINERJA", "ShTlAN", "TARGET 2025"],
        ["1", "Warga rukun", "Konflik selesai", "%", "80"],
        ["2", "Ormas tertib", "Ormas terdaftar", "Unit", "12"],
        ["3", "Warga aman", "Pos ronda giat", "Unit", "30"],
    ]))  # fmt: skip
    assert [(record.nomor, record.satuan) for record in found] == [("1", "%"), ("2", "Unit"), ("3", "Unit")]
    assert {"nomor", "satuan"} <= {mark.field for mark in found[0].review}


def test_a_unit_in_target_and_indicator_stays_as_printed() -> None:
    found = read(*pages([
        ["No", "Sasaran", "Indikator Kinerja", "Target 2026"],
        ["1", "Panen naik", "Hasil padi (Ton)", "4.500"],
        ["2", "Desa maju", "Indeks desa", "0,9 Angka"],
    ]))  # fmt: skip
    assert [(record.indikator, record.satuan, record.satuan_tersirat) for record in found] == [
        ("Hasil padi (Ton)", None, "ton"), ("Indeks desa", None, "angka"),
    ]  # fmt: skip
    assert [record.target[0].nilai for record in found] == [4500, None]


def test_months_and_quarters_are_other_columns() -> None:
    (record,) = read(*pages([
        [Merged("No", 2), Merged("Tujuan/ Sasaran Strategis/ Program", 2), Merged("Indikator Kinerja", 2),
         Merged("Target Tahun 2026", 2), Merged("Target Bulan", across=3)],
        ["Januari", "Juni", "Desember"],
        ["1", "Pasar ramai", "Pengunjung pasar", "100", "10", "50", "100"],
    ]))  # fmt: skip
    assert [(value.tahun, value.teks) for value in record.target] == [(2026, "100")]
    assert record.kolom_lain == {"Januari": "10", "Juni": "50", "Desember": "100"}


def test_numerator_and_denominator_columns_are_no_realisasi() -> None:
    (record,) = read(*pages([
        [Merged("NO", 2), Merged("INDIKATOR", 2), Merged("SATUAN", 2), Merged("TARGET 2025 (%)", 2),
         Merged("RUMUS", 2), Merged("REALISASI", across=2)],
        ["PEMBILANG", "PENYEBUT"],
        ["1", "Balita sehat", "%", "90", "sehat / semua", "45", "50"],
    ]))  # fmt: skip
    assert (record.realisasi, record.kolom_lain) == ([], {"PEMBILANG": "45", "PENYEBUT": "50"})
    assert [(value.tahun, value.teks) for value in record.target] == [(2025, "90")]


def test_look_alikes_yield_nothing() -> None:
    ikk: Rows = [
        ["NO", "URUSAN", "NO", "IKK", "RUMUS", "JENIS DATA", "Capaian Kinerja"],
        ["1", "Pendidikan", "1", "Angka partisipasi", "murid / anak", "lampiran", "98"],
    ]
    programme: Rows = [
        ["Kode", "Program dan Kegiatan", "Anggaran", "Lokasi"],
        ["1.01", "Program sekolah", "Rp 5.000.000", "Kota"],
    ]
    assert read(*pages(ikk, programme)) == []
