"""One answer of a person: a line of DIR/corrections/*.jsonl. Never changed, only followed by others."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normalizers.models import Model

Action = Literal["confirm", "change", "unreadable", "move", "drop", "add", "undo"]

#: Actions that change which records there are or where a text stands: what was answered together holds together.
STRUCTURAL: frozenset[Action] = frozenset({"move", "drop", "add"})


class Seen(Model):
    """What the machine read when the person looked; another reading later reopens the answer."""

    indikator: str | None = Field(default=None, description="of the record; null for the document's head")
    text: str | None = Field(default=None, description="of the field")
    to_indikator: str | None = Field(default=None, description="of the record that a text was moved to")
    to_text: str | None = Field(default=None, description="of the field that a text was moved to")
    alike: int = Field(default=0, description="how many records with this indikator there were when one was added")


class Spot(Model):
    """A place on a page, in PDF points."""

    page: int = Field(ge=1)
    bbox: tuple[float, float, float, float]


class Correction(Model):
    """One answer. Which fields are set depends on the action:

    confirm, change, unreadable   record_id (null: the document's head), field; `after` of a change
    move                          record_id and field, to_record_id and to_field: the two texts change places
    drop                          record_id: not an indicator
    add                           record_id (new), behind, values, spots
    undo                          undoes: the id or the group of what is taken back
    """

    id: str = Field(min_length=1)
    time: str = Field(description="UTC, ISO 8601")
    who: str = Field(min_length=1)
    program: str = Field(description="version of the program")
    document_id: str
    action: Action
    group: str | None = Field(default=None, description="answers given with one yes share it")
    record_id: str | None = None
    field: str | None = None
    to_record_id: str | None = None
    to_field: str | None = None
    machine: Seen = Seen()
    before: str | None = Field(default=None, description="what stood there: the machine's reading or an earlier answer")
    after: str | None = None
    nilai: float | int | None = Field(default=None, description="the number that a target or realisasi means")
    behind: str | None = Field(default=None, description="the record after which an added one stands")
    values: dict[str, str] = Field(default={}, description="an added record's texts by key")
    spots: dict[str, Spot] = Field(default={}, description="where they stand")
    undoes: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Sorts answers of several people by time; the id decides between two of one instant."""
        return self.time, self.id
