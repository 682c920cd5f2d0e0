"""Decrees, annexes and signatures of made-up documents."""

from __future__ import annotations

from datetime import date

from head_paper import VOCABULARY, read_head, typed

from normalizers.confidence.calibration import calibration
from normalizers.confidence.evidence import Paper
from normalizers.confidence.heads import judge_head

OPENING = """
^PEMERINTAH KABUPATEN TABANAN
^DINAS PERIKANAN
^Jalan Melati Nomor 1 Telepon (0361) 123456

^KEPUTUSAN KEPALA DINAS PERIKANAN KABUPATEN TABANAN
^NOMOR : 188.45/12/KEP/2020
^TENTANG
^PENETAPAN INDIKATOR KINERJA UTAMA
^DINAS PERIKANAN KABUPATEN TABANAN
^TAHUN 2020-2021
^DENGAN RAHMAT TUHAN YANG MAHA ESA
^KEPALA DINAS PERIKANAN KABUPATEN TABANAN,

Menimbang   :   a. bahwa perlu ditetapkan Indikator Kinerja
                   Utama;
Mengingat   :   1. Undang-Undang Nomor 23 Tahun 2014 tentang
                   Pemerintahan Daerah;
                2. Peraturan Pemerintah Nomor 8 Tahun 2006;

^MEMUTUSKAN :
Menetapkan  :   KEPUTUSAN KEPALA DINAS
KESATU      :   Ditetapkan oleh kepala dinas ini
KEDUA       :   Keputusan ini mulai berlaku pada tanggal ditetapkan.
"""

SIGNED = """
                                              Ditetapkan di Tabanan
                                              pada tanggal 17 Februari 2020
                                              KEPALA DINAS PERIKANAN
                                              KABUPATEN TABANAN,



                                              I MADE CONTOH, S.E., M.M.
                                              Pembina Utama Muda
                                              NIP. 19630705 198903 1 012
"""

ANNEX = """
LAMPIRAN    :   KEPUTUSAN KEPALA DINAS PERIKANAN
NOMOR       :   188.45/12/KEP/2020
TANGGAL     :   17 FEBRUARI 2020

^INDIKATOR KINERJA UTAMA DINAS PERIKANAN
^TAHUN 2020 - 2024
"""


def test_a_decree() -> None:
    head = read_head([typed(OPENING), typed(SIGNED, 2)]).head
    assert head.jenis == "keputusan"
    assert head.nomor == "188.45/12/KEP/2020"
    assert head.tentang == "PENETAPAN INDIKATOR KINERJA UTAMA DINAS PERIKANAN KABUPATEN TABANAN TAHUN 2020-2021"
    assert head.instansi == "DINAS PERIKANAN KABUPATEN TABANAN"
    assert head.wilayah.kode == "51.02"
    assert (head.tahun_awal, head.tahun_akhir) == (2020, 2021)
    assert [(law.jenis, law.nomor, law.tahun) for law in head.mengingat] == [("UU", "23", 2014), ("PP", "8", 2006)]
    assert (head.tempat, head.tanggal) == ("Tabanan", date(2020, 2, 17))
    person = head.penandatangan
    assert person.nama == "I MADE CONTOH, S.E., M.M."
    assert person.nip == "196307051989031012"
    assert person.jabatan == "KEPALA DINAS PERIKANAN KABUPATEN TABANAN"
    assert person.pangkat == "Pembina Utama Muda"


def test_the_annex_names_the_period_of_the_indicators() -> None:
    head = read_head([typed(OPENING), typed(SIGNED, 2), typed(ANNEX, 3)]).head
    assert (head.tahun_awal, head.tahun_akhir) == (2020, 2024)


def test_the_subject_that_an_annex_repeats_is_not_its_title() -> None:
    annex = """
                                              LAMPIRAN
                                              KEPUTUSAN KEPALA DINAS PERIKANAN
                                              NOMOR 188.45/12/KEP/2020
                                              TENTANG
                                              INDIKATOR KINERJA UTAMA
                                              DINAS PERIKANAN

^INDIKATOR KINERJA UTAMA
^DINAS PERIKANAN KABUPATEN TABANAN
^TAHUN 2021
"""
    opening = OPENING.replace("^TAHUN 2020-2021\n", "")
    assert read_head([typed(opening), typed(SIGNED, 2), typed(annex, 3)]).head.tahun_awal == 2021


def test_a_subject_whose_last_row_is_a_year_alone() -> None:
    head = read_head([typed(OPENING.replace("^TAHUN 2020-2021", "^(IKU) TAHUN 2020 -\n^2021"))]).head
    assert head.tentang == (
        "PENETAPAN INDIKATOR KINERJA UTAMA DINAS PERIKANAN KABUPATEN TABANAN (IKU) TAHUN 2020 - 2021"
    )


def test_a_bracket_before_the_agency_is_no_part_of_it() -> None:
    head = read_head([typed("^INDIKATOR KINERJA UTAMA (IKU) INSPEKTORAT KABUPATEN BLORA\n^TAHUN 2021")]).head
    assert head.instansi == "INSPEKTORAT KABUPATEN BLORA"


def test_a_decree_whose_colons_are_lost() -> None:
    text = OPENING.replace(":   ", "    ").replace("NOMOR : ", "NOMOR ")
    head = read_head([typed(text, confidence=0.8)]).head
    assert head.nomor == "188.45/12/KEP/2020"
    assert [law.nomor for law in head.mengingat] == ["23", "8"]


def test_a_list_goes_on_over_a_page_break_with_its_page_number() -> None:
    more = "^- 2 -\n                3. Peraturan Presiden Nomor 29 Tahun 2014;\n^MEMUTUSKAN :"
    head = read_head([typed(OPENING.partition("^MEMUTUSKAN")[0]), typed(more, 2)]).head
    assert [law.nomor for law in head.mengingat] == ["23", "8", "29"]


def test_what_no_law_is_read_from_is_marked() -> None:
    reading = read_head(
        [typed(OPENING.replace("Peraturan Pemerintah Nomor 8 Tahun 2006", "Peraturan Pemerintah yang lain"))]
    )
    assert ("mengingat", "rujukan-tak-terbaca", "Peraturan Pemerintah yang lain;") in reading.doubts


def test_an_annex_alone_gives_number_subject_and_date() -> None:
    text = ANNEX.replace("\n\n^IND", "\nTENTANG     :   INDIKATOR KINERJA\n                UTAMA.\n\n\n\n^IND")
    head = read_head([typed(text)]).head
    assert (head.jenis, head.nomor, head.tentang) == ("iku", "188.45/12/KEP/2020", "INDIKATOR KINERJA UTAMA.")
    assert head.tanggal == date(2020, 2, 17)


def test_years_of_a_cited_regulation_are_no_period() -> None:
    text = OPENING.replace("TAHUN 2020-2021", "PERUBAHAN NOMOR 5 TAHUN 2015")
    assert read_head([typed(text)]).head.tahun_awal is None


def signature(place: str, nip: str = "NIP. 19691231 199903 2 015", rank: str = "Pangkat : Pembina") -> str:
    return f"""
                                      {place}
                                      KEPALA DINAS PERIKANAN
                                      KOTA PASURUAN




                                      Dra. SITI CONTOH, M.Si
                                      {rank}
                                      {nip}
"""


def test_place_and_date_over_a_signature() -> None:
    head = read_head([typed(signature("Pasuruan, 9 Januari 2024"))]).head
    assert (head.tempat, head.tanggal) == ("Pasuruan", date(2024, 1, 9))
    assert head.penandatangan.pangkat == "Pembina"
    assert head.wilayah.nama == "Kota Pasuruan"


def test_an_office_with_a_comma_is_no_place() -> None:
    page = typed("""
                                              Ternate, 12 Januari 2023
                                              KEPALA DINAS KESEHATAN KOTA TERNATE,



                                              NURUL CONTOH, S.Sos
                                              NIP. 19640712 199303 1 008
""")
    head = read_head([page]).head
    assert (head.tempat, head.tanggal) == ("Ternate", date(2023, 1, 12))


def test_a_comma_before_a_date_may_be_misread() -> None:
    block = """
                                              Ende; 12 Januari 2021
                                              KEPALA DINAS KESEHATAN,



                                              NURUL CONTOH, S.Sos
                                              NIP. 19640712 199303 1 008
"""
    head = read_head([typed(block)]).head
    assert (head.tempat, head.tanggal) == ("Ende", date(2021, 1, 12))
    reading = read_head([typed(block.replace("Ende; 12 Januari", "Ren. 12 Iuan"))])
    assert reading.head.tanggal is None
    assert "tanggal-janggal" in {code for _, code, _ in reading.doubts}


def test_the_year_of_a_date_may_stand_in_the_next_line() -> None:
    page = typed("""
                                   Kepulauan Anambas, 21 Februari
     Mengetahui,                             2017
                                   KEPALA DINAS KESEHATAN,



                                   NURUL CONTOH, S.Sos
                                   NIP. 19640712 199303 1 008
""")
    assert read_head([page]).head.tanggal == date(2017, 2, 21)


def test_a_date_without_its_day_is_null_and_marked() -> None:
    reading = read_head([typed(signature("PASURUAN,      Januari 2024"))])
    assert (reading.head.tempat, reading.head.tanggal) == ("PASURUAN", None)
    assert ("tanggal", "tanggal-janggal", "Januari 2024") in reading.doubts


def test_a_nip_that_lost_a_digit_is_not_invented() -> None:
    reading = read_head([typed(signature("Pasuruan, 9 Januari 2024", "NIP. 9691231 199903 2 015"), confidence=0.5)])
    assert reading.head.penandatangan.nip is None
    assert reading.head.penandatangan.nama == "Dra. SITI CONTOH, M.Si"
    assert any(code == "nip-janggal" for _, code, _ in reading.doubts)


def test_a_stamp_over_the_signature_is_no_name_and_no_office() -> None:
    lines = signature("Pasuruan, 9 Januari 2024").replace(
        "\n\n\n\n\n", "\n\n\n                                      DINAS PERIKAN\n\n"
    )
    person = read_head([typed(lines, confidence=0.7)]).head.penandatangan
    assert person.nama == "Dra. SITI CONTOH, M.Si"
    assert person.jabatan == "KEPALA DINAS PERIKANAN KOTA PASURUAN"


def test_what_a_stamp_hid_is_taken_from_the_page_where_the_same_office_signs_again() -> None:
    hidden = signature("Pasuruan, 9 Januari 2024", "NIP. 99903 2 015").replace("Dra. SITI CONTOH, M.Si", "CONTOH, M.Si")
    formal = hidden.replace("Pasuruan, 9 Januari 2024", "Ditetapkan di Pasuruan")
    person = read_head([typed(formal, confidence=0.8), typed(signature(""), 2, 0.8)]).head.penandatangan
    assert (person.nama, person.nip) == ("Dra. SITI CONTOH, M.Si", "196912311999032015")


def test_scraps_that_ocr_makes_of_a_pen_are_no_name() -> None:
    text = signature("Pasuruan, 9 Januari 2024").replace("Pangkat : Pembina", "~ 1 t")
    assert read_head([typed(text, confidence=0.9)]).head.penandatangan.nama == "Dra. SITI CONTOH, M.Si"


def test_what_ocr_is_not_sure_of_is_marked() -> None:
    pages = [typed(signature("Pasuruan, 9 Januari 2024"), confidence=0.4)]
    chances, marks = judge_head(read_head(pages), Paper.of(pages), VOCABULARY, calibration().limit("accept"))
    seen = {mark.field: mark.seen for mark in marks if mark.reason == "ocr-ragu"}
    assert seen["penandatangan.nama"] == "Dra. SITI CONTOH, M.Si"
    assert seen["tempat"] == "Pasuruan"
    printed = [typed(signature("Pasuruan, 9 Januari 2024"))]
    sure, none = judge_head(read_head(printed), Paper.of(printed), VOCABULARY, calibration().limit("accept"))
    assert none == []
    assert all(sure[name] >= chance for name, chance in chances.items())
    assert sure["penandatangan.nama"] > chances["penandatangan.nama"]


def test_a_date_and_a_nip_need_a_second_reading() -> None:
    pages = [typed(signature("Pasuruan, 9 Januari 2024"), confidence=0.999)]
    _, marks = judge_head(read_head(pages), Paper.of(pages), VOCABULARY, 0.0)
    assert {mark.field for mark in marks if mark.reason == "angka-tak-sepakat"} == {"tanggal", "penandatangan.nip"}


def test_who_has_no_nip_is_named_and_marked() -> None:
    text = """
                                      GUBERNUR JAWA BARAT,



                                      BUDI CONTOH
"""
    reading = read_head([typed(text)])
    assert (reading.head.penandatangan.nama, reading.head.penandatangan.nip) == ("BUDI CONTOH", None)
    assert ("penandatangan.nama", "nama-tanpa-nip", "BUDI CONTOH") in reading.doubts


def test_a_rank_below_a_name_that_was_not_read_is_no_name() -> None:
    text = """
                                      KEPALA DINAS KESEHATAN,



                                      {}
                                      Pembina Tingkat I
"""
    lost = read_head([typed(text.format(""))])
    assert (lost.head.penandatangan.nama, lost.head.penandatangan.pangkat) == (None, "Pembina Tingkat I")
    assert "penandatangan.nama" in {field for field, code, _ in lost.doubts if code == "nama-tak-terbaca"}
    read = read_head([typed(text.format("BUDI CONTOH"))])
    assert (read.head.penandatangan.nama, read.head.penandatangan.pangkat) == ("BUDI CONTOH", "Pembina Tingkat I")


def test_letters_read_for_digits_of_a_nip_are_put_right_and_marked() -> None:
    text = """
                                      KEPALA DINAS KESEHATAN,



                                      BUDI CONTOH
                                      NIP. 1969O812 200003 1 004
"""
    reading = read_head([typed(text)])
    assert (reading.head.penandatangan.nama, reading.head.penandatangan.nip) == ("BUDI CONTOH", "196908122000031004")
    assert "penandatangan.nip" in {field for field, code, _ in reading.doubts if code == "nip-janggal"}


TWO = """
    PIHAK KEDUA                                             PIHAK KESATU
    KEPALA DINAS                                            KEPALA BIDANG



    ANI CONTOH                                              BUDI CONTOH
    NIP. 19630312 198901 1 002                              NIP. 19631106 198503 1 006
"""


def test_of_two_parties_the_first_signs() -> None:
    reading = read_head([typed(TWO)])
    assert reading.head.penandatangan.nama == "BUDI CONTOH"
    assert reading.head.penandatangan.jabatan == "KEPALA BIDANG"
    assert reading.head.judul is None


def test_of_two_who_sign_side_by_side_the_right_one_is_taken_and_marked() -> None:
    text = TWO.replace("PIHAK KEDUA ", "            ").replace("PIHAK KESATU", "")
    reading = read_head([typed(text)])
    assert reading.head.penandatangan.nama == "BUDI CONTOH"
    assert ("penandatangan", "penandatangan-ganda", "ANI CONTOH") in reading.doubts


def test_who_certifies_a_copy_or_promulgates_does_not_sign() -> None:
    text = (
        SIGNED
        + """
Diundangkan di Tabanan
pada tanggal 1 Maret 2020
SEKRETARIS DAERAH,



ANI CONTOH

Salinan sesuai dengan aslinya
KEPALA BAGIAN HUKUM



BUDI CONTOH
NIP. 19630312 198901 1 002
"""
    )
    head = read_head([typed(text)]).head
    assert head.penandatangan.nama == "I MADE CONTOH, S.E., M.M."
    assert head.tanggal == date(2020, 2, 17)


def test_no_name_without_a_signature_block() -> None:
    head = read_head([typed("^INDIKATOR KINERJA UTAMA\nKEPALA DINAS memimpin dinas\nSEKRETARIS membantu")]).head
    assert head.penandatangan.model_dump(exclude_none=True) == {}
