"""Measures the review page on a large folder: `python bench/review.py [DOCUMENTS]` (5,000 with 12 records each).

The folder is made up: every tenth cell is marked. Printed: how long the list is made for the first time, and the time
on the server for the list, a value, an answer with the next value, and a filtered list; median and worst of many.
"""

from __future__ import annotations

import hashlib
import re
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from normalizers.models import Document, Mark, Place, Record, Region, Value
from pipeline.digitise import Digitised
from pipeline.ledger import Entry, Ledger
from pipeline.review.desk import Desk
from pipeline.review.security import Guard
from pipeline.review.web import application
from pipeline.store import Store

RECORDS, TIMES = 12, 40
#: Milliseconds that the page promises.
LIST, NEXT = 300.0, 150.0
REGIONS = ("Kota Bekasi", "Kabupaten Bekasi", "Kota Pasuruan", "Kabupaten Malang", "Provinsi Jawa Barat")


def main(number: int) -> int:
    """Makes the folder and measures; status 1 where a promise is broken."""
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="iku-review-") as name:
        folder = Path(name)
        _fill(folder, number)
        desk = Desk(folder)
        _print("list made for the first time", [_seconds(desk.index.refresh)])
        client = TestClient(application(desk, Guard("bench")), base_url="http://127.0.0.1")
        client.get("/")
        listed = _print("list", [_seconds(lambda: client.get("/")) for _ in range(TIMES)])
        _print(
            "list, filtered", [_seconds(lambda: client.get("/?wilayah=Kota+Bekasi&bidang=target")) for _ in range(9)]
        )
        _print("nothing new", [_seconds(desk.index.refresh) for _ in range(5)])
        answered = _print("answer and next value", [_answer(client) for _ in range(TIMES)])
        seen = _print("value", [_seconds(lambda: client.get("/periksa")) for _ in range(TIMES)])
    return int(listed > LIST or max(answered, seen) > NEXT)


def _answer(client: object) -> tuple[float, float]:
    """Confirms the first value; the redirect to the next one is followed."""
    page = client.get("/periksa")  # type: ignore[attr-defined]
    found = re.split(r'class="field[^"]* current', page.text)[1]
    fields = dict(re.findall(r'name="(_token|document|record|field|version)" value="([^"]*)"', found)[:5])
    address = re.search(r'action="(/jawab[^"]*)"', page.text.partition('<div class="fields">')[2])
    assert address is not None
    data = fields | {"action": "confirm"}

    def post() -> None:
        answer = client.post(address[1].replace("&amp;", "&"), data=data)  # type: ignore[attr-defined]
        assert answer.status_code == 200, answer.text

    return _seconds(post)


def _fill(folder: Path, number: int) -> None:
    store = Store(folder / ".iku", "bench", "bench")
    entries = []
    for index in range(number):
        sha256 = hashlib.sha256(str(index).encode()).hexdigest()
        region = REGIONS[index % len(REGIONS)]
        records = [_record(sha256, row) for row in range(1, RECORDS + 1)]
        head = Document(
            document_id=sha256, file="", status="review", pages=3, records=RECORDS, wilayah=Region(nama=region),
            instansi=f"Dinas {index % 40}", tahun_awal=2018 + index % 6,
        )  # fmt: skip
        store.keep_result(Digitised(document=head, records=records))
        entries.append(Entry(f"/tidak/ada/{index}.pdf".encode(), f"{index:05}.pdf", sha256=sha256, result="-"))
    with Ledger(store.folder) as ledger:
        for entry in entries:
            ledger.put(entry)
        ledger.commit()


def _record(document: str, row: int) -> Record:
    texts = {
        name: f"{name} {row} yang agak panjang supaya seperti aslinya" for name in ("sasaran", "indikator", "formulasi")
    }
    texts |= {"satuan": "%", "sumber_data": "Bidang Kelembagaan dan Pengawasan"}
    names = [*texts, "target.2019", "target.2020", "target.2021"]
    marked = [name for place, name in enumerate(names) if (place + row) % 10 == 0]
    return Record(
        record_id=hashlib.sha256(f"{document}/{row}".encode()).hexdigest()[:20],
        document_id=document,
        row=row,
        satuan_baku="persen",
        target=[
            Value(tahun=year, teks=f"{row},{year % 10}", nilai=row + year % 10 / 10) for year in (2019, 2020, 2021)
        ],
        pages=[1 + row // 5],
        provenance={
            name: Place(page=1 + row // 5, bbox=(40, 50, 90, 60), ocr_confidence=0.5, column_score=1, text="x")
            for name in names
        },
        confidence=0.5,
        review=[Mark(field=name, reason="ocr-ragu", explanation="Cocokkan dengan gambarnya.") for name in marked],
        **texts,
    )


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor: a busy machine makes the clock tell of others."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def _print(what: str, seconds: list[tuple[float, float]]) -> float:
    """Prints medians and the worst in milliseconds; gives the processor's median."""
    clock, processor = ([1000 * pair[place] for pair in seconds] for place in (0, 1))
    median = statistics.median(processor)
    print(
        f"{what:28} processor {median:8.1f} ms   clock {statistics.median(clock):8.1f} ms, worst {max(clock):8.1f} ms",
        flush=True,
    )
    return median


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
