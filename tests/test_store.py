"""The memory of an output folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import UsageError
from extractors.settings import ReadingSettings
from extractors.shapes import Box, Cell, Extraction, Grid, Page, Source, TextLine, Word
from normalizers.models import Document
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import Digitised
from pipeline.files import write_whole
from pipeline.store import Store, locked, open_store

BOX = Box(1, 2, 3.25, 4)
LINE = TextLine("≥ 8,5 %", BOX, (Word("≥", BOX, 0.5, 3),))
EXTRACTION = Extraction(
    Source("abc", 3),
    (Page(1, 595.3, 842, "mixed", (Grid(1, 1, 1, (Cell(0, 0, 1, 1, BOX, (LINE,), True),)),), (LINE,), dpi=200),),
    "tesseract",
)
RESULT = Digitised(document=Document(document_id="abc", file="", status="ok"), records=[])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / ".iku", "reading", "meaning")


def test_an_extraction_comes_back_equal(store: Store) -> None:
    store.keep_extraction(EXTRACTION)
    assert store.extraction("abc") == EXTRACTION
    assert store.extraction("other") is None


def test_another_reading_of_the_content_takes_the_place_of_the_first(store: Store) -> None:
    store.keep_extraction(EXTRACTION)
    other = Store(store.folder, "other", "meaning")
    kept = other.read("abc")
    assert kept is not None
    assert kept.reading == "reading"
    other.keep_extraction(EXTRACTION)
    assert len(list((store.folder / "extractions").iterdir())) == 1
    again = store.read("abc")
    assert again is not None
    assert again.reading == "other"


def test_a_result_holds_for_its_fingerprints_only(store: Store) -> None:
    store.keep_result(RESULT)
    assert store.result("abc") == RESULT
    for other in (Store(store.folder, "other", "meaning"), Store(store.folder, "reading", "other")):
        assert other.result("abc") is None
        assert other.last_result("abc") == RESULT


@pytest.mark.parametrize("damage", [b"", b"{", b'{"reading": 1}', b"\x00\xff"])
def test_a_damaged_memory_is_no_memory(store: Store, damage: bytes) -> None:
    store.keep_extraction(EXTRACTION)
    store.keep_result(RESULT)
    for path in store.folder.rglob("*abc*"):
        path.write_bytes(damage)
    assert store.extraction("abc") is None
    assert store.last_result("abc") is None


def test_settings_and_vocabulary_are_in_the_fingerprints(tmp_path: Path) -> None:
    words = Vocabulary.load()
    plain = open_store(tmp_path, ReadingSettings(), words)
    coarse = open_store(tmp_path, ReadingSettings(max_dpi=150), words)
    assert (plain.reading == coarse.reading, plain.meaning == coarse.meaning) == (False, True)
    (tmp_path / "kolom.csv").write_text("bidang,teks\nketerangan,Catatan\n", "utf-8")
    taught = open_store(tmp_path, ReadingSettings(), Vocabulary.load(tmp_path))
    assert (plain.reading == taught.reading, plain.meaning == taught.meaning) == (True, False)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(UsageError, match="sedang dipakai"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    write_whole(target, b"old")
    with pytest.raises(TypeError):
        write_whole(target, "not bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
    assert target.read_bytes() == b"old"
