"""The families of layouts that real documents come in (project notes on the domain), each as a small table."""

from table_paper import Merged, pages, read, ruled, sheet

from normalizers.models import Record

Rows = list[list[str | Merged]]


def series(record: Record, kind: str = "target") -> list[tuple[int | None, str]]:
    return [(value.tahun, value.teks) for value in getattr(record, kind)]


def one(rows: Rows) -> Record:
    (record,) = read(*pages(rows))
    return record


def test_family_a_the_plain_table_of_the_2008_guideline() -> None:
    record = one(
        [
            ["NO", "KINERJA UTAMA/ SASARAN/ OUTCOME", "INDIKATOR KINERJA UTAMA", "PENJELASAN / FORMULASI PERHITUNGAN",
             "SUMBER DATA", "PENANGGUNG JAWAB"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["1.", "Jalan desa mantap", "Persentase jalan desa mantap", "panjang mantap / panjang semua", "Buku jalan",
             "Bidang Bina Marga"],
        ]
    )  # fmt: skip
    assert (record.nomor, record.sasaran, record.indikator) == (
        "1",
        "Jalan desa mantap",
        "Persentase jalan desa mantap",
    )
    assert (record.formulasi, record.sumber_data) == ("panjang mantap / panjang semua", "Buku jalan")
    assert record.penanggung_jawab == "Bidang Bina Marga"
    assert record.kolom_lain == {}


def test_family_b_two_levels_below_penjelasan() -> None:
    record = one(
        [
            [Merged("Sasaran Strategis", 2), Merged("Indikator Kinerja Utama", 2), Merged("Satuan", 2),
             Merged("Penjelasan", across=4)],
            ["Alasan", "Formulasi/Cara Pengukuran", "Sumber Data", "Keterangan"],
            ["Ternak sehat", "Angka kematian ternak", "%", "Amanat rencana daerah", "mati / semua", "Puskeswan",
             "tahunan"],
        ]
    )  # fmt: skip
    assert (record.alasan, record.formulasi, record.sumber_data) == (
        "Amanat rencana daerah",
        "mati / semua",
        "Puskeswan",
    )
    assert (record.satuan, record.keterangan) == ("%", "tahunan")


def test_family_b_with_the_sasaran_as_a_row_of_its_own() -> None:
    rows: Rows = [
        [Merged("Indikator Kinerja Utama", 2), Merged("Satuan", 2), Merged("Penjelasan", across=4)],
        ["Alasan", "Formulasi/Cara Pengukuran", "Sumber Data", "Keterangan"],
        [Merged("Ternak sehat", across=6)],
        ["Angka kematian ternak", "%", "a", "b", "c", "d"],
        [Merged("Panen naik", across=6)],
        ["Hasil padi", "Ton", "a", "b", "c", "d"],
    ]
    assert [(r.sasaran, r.indikator) for r in read(*pages(rows))] == [
        ("Ternak sehat", "Angka kematian ternak"),
        ("Panen naik", "Hasil padi"),
    ]


def test_family_c_one_fat_cell_with_labels() -> None:
    record = one(
        [
            ["NO", "TUJUAN DAN SASARAN STRATEGIS", "INDIKATOR KINERJA", "PENJELASAN"],
            ["1", "Warga sehat", "Angka harapan hidup",
             "Alasan Pemilihan Indikator :\nmenunjukkan derajat sehat\nFormulasi Pengukuran :\nhasil hitungan BPS\n"
             "Tipe Penghitungan :\nNon Kumulatif\nSKPD Penanggungjawab :\nDinas Kesehatan\nSumber Data :\nBPS"],
        ]
    )  # fmt: skip
    assert record.alasan == "menunjukkan derajat sehat"
    assert record.formulasi == "hasil hitungan BPS"
    assert record.tipe_penghitungan == "Non Kumulatif"
    assert record.penanggung_jawab == "Dinas Kesehatan"
    assert record.sumber_data == "BPS"
    assert record.keterangan is None


def test_family_d_targets_of_many_years() -> None:
    record = one(
        [
            [Merged("No", 2), Merged("Sasaran Strategis", 2), Merged("Indikator Kinerja Utama", 2), Merged("Satuan", 2),
             Merged("Baseline 2020", 2), Merged("Target Kinerja", across=3), Merged("Kondisi Akhir 2023", 2),
             Merged("Definisi Operasional", 2)],
            ["2021", "2022", "2023"],
            ["1", "Air bersih", "Cakupan air bersih", "%", "70,1", "75", "80", "85", "85", "rumah yang dilayani"],
        ]
    )  # fmt: skip
    assert series(record) == [(2021, "75"), (2022, "80"), (2023, "85"), (2023, "85")]
    assert series(record, "realisasi") == [(2020, "70,1")]
    assert record.definisi_operasional == "rumah yang dilayani"


def test_family_d_target_and_realisasi_for_each_year() -> None:
    record = one(
        [
            [Merged("No", 2), Merged("Tujuan/Sasaran", 2), Merged("Indikator", 2), Merged("2026", across=2),
             Merged("2027", across=2), Merged("Aksi", 2)],
            ["Target", "Realisasi", "Target", "Realisasi"],
            ["1", "Air bersih", "Cakupan air", "75", "74", "80", "", "Sambungan baru"],
        ]
    )  # fmt: skip
    assert series(record) == [(2026, "75"), (2027, "80")]
    assert series(record, "realisasi") == [(2026, "74")]
    assert record.kolom_lain == {"Aksi": "Sambungan baru"}


def test_family_e_the_agreement_with_its_budget_below() -> None:
    agreement: Rows = [
        ["No.", "Sasaran Strategis", "Indikator Kinerja", "Target"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["1", "Pasar tertib", "Pasar yang tertib", "12 unit"],
    ]
    budget: Rows = [["No", "Program", "Anggaran", "Keterangan"], ["1", "Program Pasar", "Rp 500.000.000", "APBD"]]
    found = read(sheet(ruled(agreement), ruled(budget, top=300)))
    assert [(record.indikator, series(record)) for record in found] == [("Pasar yang tertib", [(None, "12 unit")])]


def test_family_f_targets_by_quarter_go_to_other_columns() -> None:
    record = one(
        [
            [Merged("Sasaran Strategis", 2), Merged("Kode", 2), Merged("Indikator Kinerja Utama", 2),
             Merged("Target", across=4)],
            ["Q1", "Q2", "Q3", "Y"],
            ["Penerimaan naik", "1a-CP", "Persentase penerimaan", "20%", "45%", "70%", "100%"],
        ]
    )  # fmt: skip
    assert record.target == []
    assert record.kolom_lain == {"Kode": "1a-CP", "Q1": "20%", "Q2": "45%", "Q3": "70%", "Y": "100%"}


def test_family_g_a_card() -> None:
    record = one(
        [
            ["Perspektif", ":", "Pelanggan"],
            ["Sasaran Strategis", ":", "Izin cepat"],
            ["Indikator Kinerja Utama", ":", "Lama izin terbit"],
            ["Definisi", ":", "hari sejak berkas lengkap"],
            ["Formula", ":", "jumlah hari / jumlah izin"],
            ["Satuan", ":", "Hari"],
            ["Unit Penanggung Jawab", ":", "Bidang Perizinan"],
            ["Sumber Data", ":", "Register"],
        ]
    )
    assert (record.sasaran, record.indikator) == ("Izin cepat", "Lama izin terbit")
    assert (record.definisi_operasional, record.formulasi) == ("hari sejak berkas lengkap", "jumlah hari / jumlah izin")
    assert (record.satuan, record.penanggung_jawab, record.sumber_data) == ("Hari", "Bidang Perizinan", "Register")
    assert record.kolom_lain == {"Perspektif": "Pelanggan"}


def test_family_h_a_cascading_matrix() -> None:
    record = one(
        [
            [Merged("No", 2), Merged("Perspektif", 2), Merged("Sasaran Strategis", 2), Merged("Kode", 2),
             Merged("Nama Indikator Kinerja Utama (IKU)", 2), Merged("Target", across=2), Merged("Unit in Charge", 2),
             Merged("Jenis Cascading", 2)],
            ["2016", "2017"],
            ["1", "Internal", "Tata naskah tertib", "IP-2", "Naskah tepat waktu", "80", "90", "Bagian TU", "Lingkup"],
        ]
    )  # fmt: skip
    assert (record.sasaran, record.indikator, record.penanggung_jawab) == (
        "Tata naskah tertib", "Naskah tepat waktu", "Bagian TU",
    )  # fmt: skip
    assert series(record) == [(2016, "80"), (2017, "90")]
    assert record.kolom_lain == {"Perspektif": "Internal", "Kode": "IP-2", "Jenis Cascading": "Lingkup"}


def test_family_h_tujuan_beside_sasaran() -> None:
    record = one(
        [
            ["TUJUAN", "SASARAN", "INDIKATOR SASARAN", "FORMULA PENGUKURAN", "SAT", "TARGET 2023", "PROGRAM"],
            [
                "Desa mandiri",
                "Badan usaha desa tumbuh",
                "Badan usaha desa aktif",
                "aktif : semua",
                "%",
                "60",
                "Binaan desa",
            ],
        ]
    )
    assert (record.tujuan, record.sasaran) == ("Desa mandiri", "Badan usaha desa tumbuh")
    assert (record.formulasi, record.satuan, record.kolom_lain) == ("aktif : semua", "%", {"PROGRAM": "Binaan desa"})


def test_family_h_two_indicators_in_a_row() -> None:
    record = one(
        [
            ["Tujuan", "Indikator Tujuan", "Target 2026", "Sasaran", "Indikator Sasaran", "Satuan", "Target 2026"],
            ["Desa mandiri", "Indeks desa", "0,75", "Badan usaha tumbuh", "Badan usaha desa aktif", "Unit", "60"],
        ]
    )
    assert (record.tujuan, record.sasaran) == ("Desa mandiri", "Badan usaha tumbuh")
    assert (record.indikator, record.satuan) == ("Badan usaha desa aktif", "Unit")
    assert series(record) == [(2026, "60")]
    assert record.kolom_lain == {"Indikator Tujuan": "Indeks desa", "Target 2026": "0,75"}


def test_family_h_the_programme_and_its_indicator_right_of_the_target() -> None:
    record = one(
        [
            ["Sasaran", "Indikator Kinerja", "Target", "Program", "Indikator Program", "Target", "Pagu"],
            ["Ikan melimpah", "Produksi ikan", "90", "Program ikan", "Kolam baru", "12", "500"],
        ]
    )
    assert (record.indikator, series(record)) == ("Produksi ikan", [(None, "90")])
    assert record.kolom_lain == {
        "Program": "Program ikan", "Indikator Program": "Kolam baru", "Target": "12", "Pagu": "500",
    }  # fmt: skip


def test_family_h_one_target_stays_with_the_record_wherever_it_stands() -> None:
    record = one(
        [
            ["Sasaran", "Indikator Kinerja", "Program", "Indikator Program", "Target"],
            ["Ikan melimpah", "Produksi ikan", "Program ikan", "Kolam baru", "12"],
        ]
    )
    assert (record.indikator, series(record)) == ("Produksi ikan", [(None, "12")])


def test_family_i_one_list_of_many_offices() -> None:
    rows: Rows = [
        ["No", "Indikator Kinerja Utama", "Satuan", "Sumber Data", "Target 2025"],
        [Merged("DINAS PERHUBUNGAN", across=5)],
        ["1", "Halte layak", "Unit", "Survei", "40"],
        [Merged("DINAS PERIKANAN", across=5)],
        ["2", "Produksi ikan", "Ton", "Laporan", "1.250"],
    ]
    found = read(*pages(rows))
    assert [(record.nomor, record.indikator, record.sasaran) for record in found] == [
        ("1", "Halte layak", None), ("2", "Produksi ikan", None),
    ]  # fmt: skip
    assert found[1].target[0].nilai == 1250


def test_family_i_an_office_column() -> None:
    record = one(
        [
            ["No", "Perangkat Daerah", "Sasaran Strategis", "Indikator Sasaran", "Satuan", "Penjelasan / Formulasi"],
            ["1", "Dinas Perikanan", "Ikan melimpah", "Produksi ikan", "Ton", "jumlah semua hasil"],
        ]
    )
    assert (record.sasaran, record.indikator) == ("Ikan melimpah", "Produksi ikan")
    assert record.kolom_lain == {"Perangkat Daerah": "Dinas Perikanan"}


def test_what_is_no_indicator_table() -> None:
    people: Rows = [["No", "Nama", "NIP", "Jabatan"], ["1", "A", "1985", "Kepala"]]
    tariff: Rows = [["No", "Uraian", "Satuan", "Tarif"], ["1", "Sewa kios", "bulan", "50.000"]]
    contents: Rows = [["BAB I", "Pendahuluan", "1"], ["BAB II", "Indikator Kinerja Utama", "3"]]
    form: Rows = [
        ["No", "Sasaran", "Indikator Kinerja", "Target 2025"],
        ["", "", "", ""],
        ["1", "....", "....", "....%"],
    ]
    assert read(*pages(people, tariff, contents, form)) == []
