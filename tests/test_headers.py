"""Which rows of a grid are its header, and which columns they name."""

from table_paper import VOCABULARY, Merged, ruled

from normalizers.headers import Header, find_header, same_header

BODY: list[str | Merged] = ["1", "Meningkatnya mutu layanan", "Indeks kepuasan", "Indeks"]
HEAD: list[str | Merged] = ["No", "Sasaran Strategis", "Indikator Kinerja", "Satuan"]


def header(rows: list[list[str | Merged]], **more: list[float]) -> Header | None:
    return find_header(ruled(rows, **more), VOCABULARY)  # type: ignore[arg-type]


def paths(found: Header | None) -> list[tuple[str, ...]]:
    assert found is not None
    return [span.path for span in found.spans]


def test_one_row() -> None:
    found = header([HEAD, BODY])
    assert found is not None
    assert (found.start, found.end) == (0, 1)
    assert paths(found) == [(text,) for text in HEAD]
    assert [(span.x0, span.x1) for span in found.spans] == [(40, 140), (140, 240), (240, 340), (340, 440)]


def test_two_rows_under_a_merged_cell() -> None:
    rows: list[list[str | Merged]] = [
        [Merged("No", 2), Merged("Sasaran", 2), Merged("Indikator", 2), Merged("Target Kinerja", across=3)],
        ["2018", "2019", "2020"],
        ["1", "a", "b", "10", "20", "30"],
    ]
    found = header(rows)
    assert found is not None
    assert found.end == 2
    assert paths(found)[3:] == [("Target Kinerja", "2018"), ("Target Kinerja", "2019"), ("Target Kinerja", "2020")]


def test_three_levels() -> None:
    rows: list[list[str | Merged]] = [
        [Merged("Sasaran", 3), Merged("Indikator", 3), Merged("Target", across=4)],
        [Merged("2024", across=2), Merged("2025", across=2)],
        ["Target", "Realisasi", "Target", "Realisasi"],
        ["a", "b", "1", "2", "3", "4"],
    ]
    found = header(rows)
    assert found is not None
    assert found.end == 3
    assert paths(found)[-1] == ("Target", "2025", "Realisasi")


def test_a_title_drawn_into_the_table_stands_above_the_header() -> None:
    found = header([[Merged("INDIKATOR KINERJA UTAMA DINAS SOSIAL", across=4)], [*HEAD], [*BODY]])
    assert found is not None
    assert (found.start, found.end) == (1, 2)


def test_a_body_row_of_known_words_does_not_belong_to_the_header() -> None:
    found = header([[*HEAD], ["1", "Sasaran", "Meningkatnya tertib arsip", "%"]])
    assert found is not None
    assert found.end == 1


def test_tables_of_other_things_have_no_header() -> None:
    assert header([["No", "Nama", "NIP", "Jabatan"], ["1", "A", "2", "B"]]) is None
    assert header([["No", "Program", "Anggaran"], ["1", "Program pelayanan", "4.000.000"]]) is None
    assert header([["Uraian", "Tarif"], ["Parkir", "2.000"]]) is None
    assert header([[Merged("Sasaran Strategis", across=2)], ["a", "b"]]) is None
    assert header([["", ""], ["", ""]]) is None
    assert header([["Satuan", "Sumber Data"], ["a", "b"]]) is None


def test_running_text_is_no_header() -> None:
    long = "Indikator kinerja utama dipakai untuk menilai sasaran strategis dan target " * 4
    assert header([[long, "Sasaran " + long], ["a", "b"]]) is None


def test_a_number_and_a_name_below_one_header_cell_are_two_columns() -> None:
    rows: list[list[str | Merged]] = [
        ["No", "Sasaran", Merged("Indikator Kinerja", across=2), "Sumber Data"],
        [Merged("1", 2), Merged("a", 2), "1", "Persentase arsip", "x"],
        ["2", "Indeks layanan", "y"],
    ]
    found = header(rows, widths=[30, 100, 20, 120, 80])
    assert paths(found)[2:4] == [("Indikator Kinerja",), ("Indikator Kinerja",)]
    assert found is not None
    assert found.spans[2].x1 == found.spans[3].x0 == 190


def test_one_split_row_of_many_does_not_split_the_column() -> None:
    rows: list[list[str | Merged]] = [["No", "Sasaran", Merged("Indikator Kinerja", across=2)]]
    rows += [[str(number), "a", Merged("b", across=2)] for number in range(4)]
    rows += [["5", "a", "b", "c"]]
    assert len(paths(header(rows))) == 3


def test_the_same_header_printed_again() -> None:
    first, second = header([[*HEAD]]), header([["N0", "SASARAN STRATEGlS", "Indikator Kinerja", "Satuan"]])
    other = header([["No", "Sasaran", "Indikator", "Target 2020"]])
    later = header([["No", "Sasaran", "Indikator", "Target 2021"]])
    assert first and second and other and later
    assert same_header(first.spans, second.spans, 80)
    assert not same_header(first.spans, other.spans, 80)
    assert not same_header(other.spans, later.spans, 80), "another year is another table"
    assert not same_header(first.spans, first.spans[:3], 80)
    assert not same_header((), (), 80)
