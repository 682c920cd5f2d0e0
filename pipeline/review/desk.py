"""The desk at which people answer: what stands now, whether a page shows it still, and answers written down."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path

from extractors.errors import IkuError, UsageError
from normalizers.models import Record
from normalizers.vocabulary import Vocabulary
from pipeline.corrections.cells import cells
from pipeline.corrections.head import head_text
from pipeline.corrections.history import about, standing, version
from pipeline.corrections.journal import Journal
from pipeline.corrections.laying import Laid, lay_over
from pipeline.corrections.models import Action, Correction, Seen
from pipeline.ledger import Ledger
from pipeline.night.tables import write_tables
from pipeline.review.index import Index
from pipeline.review.memory import Memory
from pipeline.review.pictures import Pictures
from pipeline.store import locked

#: Documents whose state is kept between two requests.
KEPT = 32


class ConflictError(IkuError):
    """Somebody else answered meanwhile: the person must look again."""

    code = "bentrok"


class GoneError(IkuError):
    """There is no such document, record or answer (any more)."""

    code = "tidak-ada"


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes answers of one person about one document, as it stands now."""

    laid: Laid
    who: str
    group: str | None = None

    def draft(
        self, action: Action, record_id: str | None = None, field: str | None = None, **more: object
    ) -> Correction:
        """An answer with what the machine read and what stood there."""
        ground = self.laid.ground
        of, to = ground.records.get(record_id or ""), ground.records.get(str(more.get("to_record_id")))
        values = more.get("values")
        name = values.get("indikator", "") if isinstance(values, dict) else ""
        seen = Seen(
            indikator=of.indikator if of else None,
            text=ground.text(record_id, field) if field else None,
            to_indikator=to.indikator if to else None,
            to_text=ground.text(to.record_id, str(more["to_field"])) if to else None,
            alike=ground.alike(name) if action == "add" else 0,
        )
        return Correction.model_validate(
            {
                "id": uuid.uuid4().hex,
                "time": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "who": self.who,
                "program": installed("iku"),
                "document_id": ground.document.document_id,
                "action": action,
                "group": self.group,
                "record_id": record_id,
                "field": field,
                "machine": seen,
                "before": self.before(record_id, field),
            }
            | more
        )

    def before(self, record_id: str | None, field: str | None) -> str | None:
        """What stands in a cell now."""
        if field is None:
            return None
        if record_id is None:
            return head_text(self.laid.digitised.document, field)
        record = next((item for item in self.laid.digitised.records if item.record_id == record_id), None)
        return cells(record).get(field) if record else None


class Desk:
    """One output folder under review."""

    def __init__(self, output: Path, vocabulary: Path | None = None) -> None:
        self.output = output
        self.vocabulary_folder = vocabulary
        self.vocabulary = Vocabulary.load(vocabulary)
        self.memory = Memory(output)
        self.journal = Journal(output)
        self.index = Index(self.memory, self.journal)
        self.pictures = Pictures(self.memory)
        self._laid: OrderedDict[str, tuple[object, Laid]] = OrderedDict()

    def laid(self, document_id: str) -> Laid:
        """The document as it stands now. Raises GoneError."""
        key = (self.memory.stamp(document_id), version(self.journal.of(document_id)))
        kept = self._laid.get(document_id)
        if kept is not None and kept[0] == key:
            return kept[1]
        machine = self.memory.result(document_id)
        if machine is None:
            raise GoneError("Dokumen ini tidak ada di folder hasil.")
        laid = lay_over(machine, self.journal.of(document_id))
        self._laid[document_id] = (key, laid)
        if len(self._laid) > KEPT:
            self._laid.popitem(last=False)
        return laid

    def record(self, document_id: str, record_id: str) -> Record:
        """A record as it stands now. Raises GoneError."""
        for record in self.laid(document_id).digitised.records:
            if record.record_id == record_id:
                return record
        raise GoneError("Indikator ini tidak ada lagi: dibuang, digabung, atau dokumennya dibaca ulang.")

    def drafter(self, document_id: str, who: str, *, together: bool = False) -> Drafter:
        """For answers about this document; `together`: all of them are given with one yes."""
        return Drafter(self.laid(document_id), who, uuid.uuid4().hex if together else None)

    def version(self, document_id: str, record_id: str | None) -> str:
        """Of what was said about this record, or about the head (None)."""
        return version(about(self.journal.of(document_id), record_id))

    def document_version(self, document_id: str) -> str:
        """Of all that was said about this document."""
        return version(self.journal.of(document_id))

    def write(self, corrections: Sequence[Correction], shown: str | None, record_id: str | None = "") -> None:
        """Writes answers of one document down, on the disk when this returns.

        `shown` is the version that the person saw: of the record `record_id`, of the head (None), or of the whole
        document (""); None checks nothing. Raises ConflictError when somebody else has answered since.
        """
        if not corrections:
            raise UsageError("Tidak ada yang diubah.")
        document_id = corrections[0].document_id

        def check() -> None:
            said = self.journal.of(document_id)
            now = version(said if record_id == "" else about(said, record_id))
            if shown is not None and now != shown:
                by = f" oleh {said[-1].who}" if said else ""
                raise ConflictError(
                    f"Data ini sudah diubah{by} sejak halaman dibuka. "
                    "Jawaban Anda belum disimpan; lihat isinya yang baru."
                )

        self.journal.append(corrections, check)
        self.index.update({correction.document_id for correction in corrections})

    def undo(self, document_id: str, undoes: str, who: str) -> Correction:
        """Takes back an answer or a group of answers. Raises GoneError where there is none such."""
        said = self.journal.of(document_id)
        aims = [correction for correction in said if undoes in (correction.id, correction.group)]
        if not aims:
            raise GoneError("Jawaban ini tidak ada.")
        self.write([self.drafter(document_id, who).draft("undo", undoes=undoes)], None)
        return aims[0]

    def undo_last(self, who: str) -> Correction:
        """Takes back this person's last answer that stands; its whole group, in all documents. Raises GoneError."""
        mine = [correction for correction in self.journal.all() if correction.who == who]
        up = {
            correction.id
            for name in {item.document_id for item in mine}
            for correction in standing(self.journal.of(name))
        }
        last = next((correction for correction in reversed(mine) if correction.id in up), None)
        if last is None:
            raise GoneError("Tidak ada jawaban Anda yang dapat diurungkan.")
        group = [item for item in mine if last.group and item.group == last.group] or [last]
        for document_id in dict.fromkeys(item.document_id for item in group):
            self.undo(document_id, last.group or last.id, who)
        return last

    def publish(self) -> None:
        """Writes the tables again, with all answers. Raises UsageError while `iku run` holds the folder."""
        with locked(self.output), Ledger(self.memory.store.folder) as ledger:
            write_tables(self.memory.store, ledger, self.output)
