"""What leaves the program: a document and its records, as in the contract (`iku schema` prints their JSON Schema).

Domain fields bear the Indonesian names of the documents; machinery is in English. Printed text is never overwritten:
canonical forms stand beside it in `*_baku` and `nilai`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field


class Model(BaseModel):
    """Strict base: an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Law(Model):
    """A legal reference with number and year, such as "UU No.25 Tahun 1992"."""

    jenis: str = Field(description="UU, PP, Perpres, Inpres, Permen, Perda, Pergub ... (the contract lists them)")
    nomor: str
    tahun: int
    teks: str = Field(description="the reference as printed")


class Value(Model):
    """One year's target or realisasi."""

    tahun: int | None = Field(description="null where no year is printed")
    teks: str = Field(description="as printed")
    nilai: float | int | None = Field(description="null where the text is not one plain number")


class Place(Model):
    """Where a field was read, and how surely."""

    page: int = Field(description="1-based")
    bbox: tuple[float, float, float, float] = Field(description="x0, top, x1, bottom in PDF points")
    ocr_confidence: float | None = Field(description="0..1, the weakest word; null on a digital page")
    column_score: float = Field(description="0..1, how well the column's header matched the field")
    text: str = Field(description="the cell as read, before it was split or cleaned")
    carried: bool = Field(default=False, description="true: carried down from a cell above (merged or blank)")
    confidence: float = Field(default=1.0, description="0..1, the calibrated chance that the value is right")
    audit: bool = Field(default=False, description="true: unmarked, but drawn into the random sample to be looked at")
    by: Literal["machine", "person"] = Field(
        default="machine", description="person: a person confirmed or corrected the value; `text` stays what was read"
    )


class HeadPlace(Model):
    """Where a field of the head was read, and how surely."""

    page: int = Field(description="1-based")
    bbox: tuple[float, float, float, float] = Field(description="x0, top, x1, bottom in PDF points")
    ocr_confidence: float | None = Field(description="0..1, the weakest word; null on a digital page")
    confidence: float | None = Field(
        default=None, description="0..1, the calibrated chance that the field is right; null: its parts have theirs"
    )


class Mark(Model):
    """A field that a person should look at. `reason` is a stable code, `explanation` says it in Indonesian."""

    field: str
    reason: str
    explanation: str = ""
    seen: str | None = Field(default=None, description="the text that the mark is about, as read")
    alternative: str | None = Field(default=None, description="the same text as a second reader has it")


class Leftover(Model):
    """Text of a table's grid that is in no field of a record or of the head."""

    page: int = Field(description="1-based")
    bbox: tuple[float, float, float, float] = Field(description="x0, top, x1, bottom in PDF points")
    text: str = Field(description="the words that are left, as read")
    reason: str = Field(description="a stable code: judul-kolom, baris-bagian, tanpa-kepala-tabel ...")


class Record(Model):
    """One indicator."""

    record_id: str
    document_id: str
    row: int
    nomor: str | None = None
    tujuan: str | None = None
    sasaran: str | None = None
    indikator: str
    satuan: str | None = None
    satuan_baku: str | None = Field(default=None, description="canonical code of satuan")
    satuan_tersirat: str | None = Field(
        default=None, description="canonical code that other fields suggest where no satuan is printed"
    )
    satuan_tersirat_dari: Literal["indikator", "target", "formulasi"] | None = Field(
        default=None, description="the field that suggests it"
    )
    alasan: str | None = None
    formulasi: str | None = None
    rumus_pembilang: str | None = Field(default=None, description="numerator, where the formula is surely one quotient")
    rumus_penyebut: str | None = Field(default=None, description="denominator, as above")
    rumus_faktor: float | int | None = Field(default=None, description='100 of "x 100%", where one is printed')
    definisi_operasional: str | None = None
    tipe_penghitungan: str | None = None
    tipe_baku: str | None = Field(default=None, description="kumulatif, non_kumulatif, rata_rata, nilai_akhir")
    sumber_data: str | None = None
    penanggung_jawab: str | None = None
    keterangan: str | None = None
    target: list[Value] = []
    realisasi: list[Value] = []
    kolom_lain: dict[str, str] = {}
    dasar_hukum: list[Law] = []
    pages: list[int]
    provenance: dict[str, Place] = {}
    confidence: float
    review: list[Mark] = []

    @computed_field  # type: ignore[prop-decorator]
    @property
    def needs_review(self) -> bool:
        """Whether any field should be looked at."""
        return bool(self.review)


class Region(Model):
    """A kabupaten, kota or provinsi with its Kemendagri code, or the central government."""

    nama: str | None = None
    tingkat: Literal["kota", "kabupaten", "provinsi", "pusat"] | None = None
    provinsi: str | None = None
    kode: str | None = Field(default=None, description='Kemendagri code such as "32.75"')


class Signatory(Model):
    """Who signed."""

    nama: str | None = None
    nip: str | None = Field(default=None, description="18 digits")
    jabatan: str | None = None
    pangkat: str | None = None


class Head(Model):
    """What the document says of itself outside its tables. What it does not say is null or an empty list."""

    judul: str | None = None
    jenis: Literal["keputusan", "iku"] = "iku"
    instansi: str | None = None
    wilayah: Region = Region()
    tahun_awal: int | None = None
    tahun_akhir: int | None = None
    nomor: str | None = None
    tanggal: date | None = None
    tempat: str | None = None
    tentang: str | None = None
    visi: str | None = None
    misi: list[str] = []
    tujuan: list[str] = []
    tugas: str | None = None
    fungsi: list[str] = []
    mengingat: list[Law] = []
    penandatangan: Signatory = Signatory()


class Failure(Model):
    """Why a document could not be digitised: a stable code and a sentence in Indonesian that says what to do."""

    code: str
    message: str


class TableAside(Model):
    """A ruled table that gave no records, and why: a stable code and its sentence."""

    page: int
    rows: int
    columns: int
    reason: str
    explanation: str


class Completeness(Model):
    """What stands on the pages against what became records: whether anything may have been lost."""

    rows: int = Field(description="rows of the indicator tables, after rows that are no records were set apart")
    records: int
    pages_announced: int | None = Field(default=None, description="pages that the file says it has")
    pages_without_text: list[int] = Field(default=[], description="numbers of pages on which no text was found")
    numbering_gaps: list[tuple[int, int]] = Field(
        default=[], description="number and next number, where some are left out"
    )
    rows_torn_out: list[tuple[int, float, float]] = Field(
        default=[], description="page, top and bottom in points of ruled rows without cells"
    )
    cells_unread: int = Field(default=0, description="cells with ink in which no text was read")
    tables_aside: list[TableAside] = []


class Document(Head):
    """One source file."""

    document_id: str = Field(description="sha256 of the bytes, hex; empty where the file could not be read at all")
    file: str = Field(description="path relative to the input")
    duplicate_of: str | None = Field(default=None, description="the first file with the same bytes")
    vanished: bool = Field(default=False, description="the file is no longer where it was; its records are kept")
    status: Literal["ok", "review", "failed"]
    error: Failure | None = None
    pages: int = 0
    ocr_pages: int = 0
    engine: str | None = Field(default=None, description="OCR engine and version; null where no page needed OCR")
    records: int = 0
    bagian: list[str] = Field(
        default=[], description="texts of table rows that are of no record (MISI, URUSAN, OPD ...)"
    )
    completeness: Completeness | None = None
    provenance: dict[str, HeadPlace] = Field(default={}, description="field of the head -> where it was read")
    unassigned: list[Leftover] = Field(
        default=[], description="what stands in the tables and in no field, with its place: no word is lost"
    )
    review: list[Mark] = Field(default=[], description="what a person should look at on the level of the document")
    by_person: list[str] = Field(
        default=[], description="fields of the head that a person confirmed or corrected, and what else was answered"
    )
