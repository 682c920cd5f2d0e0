"""A signature that a page break cuts: it is read across the break, wherever that stands."""

import pytest
from head_paper import read_head, typed

from normalizers.models import Signatory

TITLE = "^INDIKATOR KINERJA UTAMA\n^DINAS PERIKANAN KABUPATEN BLORA\n^TAHUN 2021\n" + "\n" * 50
PLAIN = ("Blora, 12 Januari 2021",)
FORMAL = ("Ditetapkan di Blora", "pada tanggal 12 Januari 2021")
OFFICE = ("KEPALA DINAS PERIKANAN", "KABUPATEN BLORA,", "", "", "")
PERSON = ("Drs. BUDI CONTOH, M.Si", "Pembina Tingkat I", "NIP. 19640712 199303 1 008")

#: After which lines a page may end: the next one begins with a text.
CUTS = [
    (setting, cut)
    for setting in (PLAIN, FORMAL)
    for cut, line in enumerate((*setting, *OFFICE, *PERSON))
    if cut and line
]


def paper(lines: tuple[str, ...]) -> str:
    return "\n".join(" " * 56 + line if line else "" for line in lines)


@pytest.mark.parametrize(("setting", "cut"), CUTS)
@pytest.mark.parametrize("number", ["", "^- 2 -\n\n"])
def test_a_block_is_read_across_a_page_break(setting: tuple[str, ...], cut: int, number: str) -> None:
    lines = (*setting, *OFFICE, *PERSON)
    head = read_head([typed(TITLE + paper(lines[:cut])), typed(number + paper(lines[cut:]), 2)])
    assert head.head.penandatangan == Signatory(
        nama="Drs. BUDI CONTOH, M.Si",
        nip="196407121993031008",
        jabatan="KEPALA DINAS PERIKANAN KABUPATEN BLORA",
        pangkat="Pembina Tingkat I",
    )
    assert (head.head.tempat, str(head.head.tanggal)) == ("Blora", "2021-01-12")
    assert not head.doubts
    office = head.places["penandatangan.jabatan"]
    assert office[0] == (1 if cut >= len(setting) + 2 else 2)


def test_a_name_without_an_office_is_doubted() -> None:
    head = read_head([typed(TITLE), typed(paper(PERSON), 2)])
    assert [doubt[:2] for doubt in head.doubts] == [("penandatangan.jabatan", "jabatan-tak-terbaca")]


def test_a_text_above_the_block_is_no_page_break() -> None:
    head = read_head([typed(TITLE + paper(OFFICE)), typed("Catatan: data sementara\n\n" + paper(PERSON), 2)])
    assert head.head.penandatangan is not None
    assert head.head.penandatangan.jabatan is None
