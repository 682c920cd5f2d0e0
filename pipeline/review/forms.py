"""What the page's forms send: everything is checked here before it goes any further."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from extractors.errors import UsageError
from pipeline.review.queue import Filter

DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^([0-9a-z]{1,64}|kepala)$")]
#: A key, or a field of the head; a header of `kolom_lain` may be long.
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Text = Annotated[str, StringConstraints(max_length=200_000)]
Version = Annotated[str, StringConstraints(max_length=64)]
PageNumber = Annotated[int, Field(ge=1, le=100_000)]
Points = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]


class Chosen(Filter):
    """The filter and the place in the list, as every address of the page carries them."""

    urut: Annotated[str, StringConstraints(max_length=4000)] = ""

    def query(self, **more: str) -> dict[str, str]:
        """For an address: only what is set."""
        return {name: value for name, value in {**self.model_dump(), **more}.items() if value}

    def filter(self) -> Filter:
        """The filter alone."""
        return Filter.model_validate(self.model_dump(exclude={"urut"}))


ChosenQuery = Annotated[Chosen, Query()]


class Form(BaseModel):
    """Any form: what it does not know it does not look at."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


F = TypeVar("F", bound=Form)


class AnswerForm(Form):
    """One value answered."""

    document: DocumentId
    record: RecordId
    field: FieldName
    action: Literal["save", "confirm", "unreadable"] = "save"
    text: Text = ""
    nilai: Annotated[str, StringConstraints(max_length=60)] = ""
    shown_nilai: Annotated[str, StringConstraints(max_length=60)] = ""
    version: Version = ""


class RecordForm(Form):
    """One record dropped, or joined with the next."""

    document: DocumentId
    record: RecordId
    version: Version = ""


class UndoForm(Form):
    """One answer taken back; without a name the person's last one."""

    document: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    undoes: Annotated[str, StringConstraints(max_length=200)] = ""


class FieldForm(RecordForm):
    """Something about one field of a record, or its column."""

    field: FieldName


class ColumnForm(FieldForm):
    """A column given another field."""

    to_field: FieldName
    year: Annotated[str, StringConstraints(pattern=r"^(\d{4})?$")] = ""
    remember: bool = False

    @property
    def to_key(self) -> str:
        """The field with its year."""
        return (
            f"{self.to_field}.{self.year}" if self.year and self.to_field in ("target", "realisasi") else self.to_field
        )


class MoveForm(FieldForm):
    """One text moved to another cell."""

    to_record: RecordId
    to_field: FieldName


class BoxForm(Form):
    """A box drawn on a page, in PDF points."""

    document: DocumentId
    page: PageNumber
    x0: Points
    top: Points
    x1: Points
    bottom: Points
    behind: Annotated[str, StringConstraints(pattern=r"^[0-9a-z]{0,64}$")] = ""
    version: Version = ""

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom, whichever corner was drawn first."""
        return min(self.x0, self.x1), min(self.top, self.bottom), max(self.x0, self.x1), max(self.top, self.bottom)


class LoginForm(Form):
    """Name and password."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    password: Annotated[str, StringConstraints(max_length=1000)]


def parsed(model: type[F], form: Mapping[str, object]) -> F:
    """The form's fields. Raises UsageError where one cannot be right."""
    try:
        return model.model_validate({name: value for name, value in form.items() if isinstance(value, str)})
    except ValidationError as error:
        names = ", ".join(str(part) for item in error.errors() for part in item["loc"])
        raise UsageError(f"Isian tidak lengkap atau tidak mungkin ({names or 'isi'}). Muat ulang halaman.") from error


def texts_of(form: Mapping[str, object], prefix: str) -> dict[str, str]:
    """The texts whose names begin with the prefix, by the rest of their names; lines as the document has them."""
    return {
        name.removeprefix(prefix): one_line(value)
        for name, value in form.items()
        if name.startswith(prefix) and isinstance(value, str) and name != prefix
    }


def one_line(text: str) -> str:
    """A text as records have it: no line ends, single blanks, no lone surrogates."""
    return " ".join(text.encode("utf-8", "ignore").decode().split())


def number_of(text: str) -> float | int | None:
    """A number as a person types it ("9.154" and "9,154" are 9.154). Raises UsageError for what is none."""
    plain = text.strip().replace(" ", "")
    if not plain:
        return None
    plain = plain.replace(".", "").replace(",", ".") if "," in plain and "." in plain else plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError as error:
        raise UsageError("Angka ditulis tanpa titik ribuan, misalnya 4084357380 atau 8,5.") from error
    if not math.isfinite(value):
        raise UsageError("Angka ini terlalu besar.")
    return int(value) if value.is_integer() and "." not in plain else value
