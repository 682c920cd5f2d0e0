"""Measures consolidation and loading on generated data: `python bench/catalog.py [records]`, called by `make bench`.

500 regions with 40 indicators each, their names written as offices write them (other spellings, abbreviations, slips,
the region's name, another order), with known truth: pairwise precision and recall of the proposals. Then 100,000
records: time and memory of `iku consolidate` and `iku load` (PostgreSQL, where a server is installed). Nothing outside
the project is needed. Exit status 1 where a bound is missed.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import postgres
import psutil
from published_paper import document, record

from normalizers.csv_tables import read_table
from normalizers.models import Document, Record, Region, Value
from pipeline.consolidate.shapes import Entry
from pipeline.consolidate.story import consolidate
from pipeline.published import read_records

IKU = Path(sys.executable).with_name("iku")
#: Many of these differ by one word only: what must not be put together.
NAMES = """
Persentase koperasi aktif|persen
Persentase usaha mikro yang naik kelas|persen
Persentase pengaduan masyarakat yang ditindaklanjuti|persen
Persentase temuan pemeriksaan yang ditindaklanjuti|persen
Indeks Kepuasan Masyarakat (IKM)|indeks
Indeks Pembangunan Manusia (IPM)|indeks
Indeks Pembangunan Gender (IPG)|indeks
Indeks Reformasi Birokrasi|indeks
Nilai SAKIP|nilai
Opini BPK atas laporan keuangan daerah|opini
Angka Kematian Ibu (AKI)|per_100000_kelahiran_hidup
Angka Kematian Bayi (AKB)|per_1000_kelahiran_hidup
Angka Kematian Balita|per_1000_kelahiran_hidup
Angka Harapan Hidup|tahun
Angka Partisipasi Murni SD/MI|persen
Angka Partisipasi Murni SMP/MTs|persen
Angka Partisipasi Kasar SD/MI|persen
Angka Partisipasi Kasar SMP/MTs|persen
Harapan Lama Sekolah|tahun
Rata-rata Lama Sekolah|tahun
Prevalensi balita stunting|persen
Prevalensi gizi buruk pada balita|persen
Persentase penduduk miskin|persen
Tingkat Pengangguran Terbuka|persen
Tingkat Partisipasi Angkatan Kerja|persen
Laju pertumbuhan ekonomi|persen
Laju pertumbuhan penduduk|persen
Pendapatan Asli Daerah|rupiah
Persentase jalan dalam kondisi mantap|persen
Persentase jembatan dalam kondisi baik|persen
Persentase rumah tangga dengan akses air minum layak|persen
Persentase rumah tangga dengan akses sanitasi layak|persen
Persentase rumah tidak layak huni yang ditangani|persen
Indeks Kualitas Lingkungan Hidup|indeks
Persentase sampah yang terkelola|persen
Jumlah kunjungan wisatawan nusantara|orang
Jumlah kunjungan wisatawan mancanegara|orang
Nilai investasi PMA|rupiah
Nilai investasi PMDN|rupiah
Produksi padi|ton
""".strip().splitlines()
SPELLINGS = {
    "persentase": ["Prosentase", "Presentase", "Persentasi", "%"],
    "indeks": ["Indek", "Index"],
    "jumlah": ["Jml", "Jml."],
    "tingkat": ["Tk."],
    "masyarakat": ["masy."],
    "dengan": ["dgn"],
    "yang": ["yg"],
    "ditindaklanjuti": ["ditindak lanjuti"],
    "dalam": ["dlm"],
}
#: Shares of names that are written otherwise in each way.
SPELLED, SLIPPED, PLACED, ORDERED, SHOUTED = 0.5, 0.2, 0.25, 0.05, 0.15


def regions() -> list[Region]:
    """Kabupaten and kota of the gazetteer."""
    rows = read_table("wilayah", ("kode", "nama", "tingkat", "provinsi"))
    fields = ("kode", "nama", "tingkat", "provinsi")
    return [Region.model_validate({name: row[name] for name in fields}) for row in rows if row["tingkat"] != "provinsi"]


def written(name: str, region: Region, chance: random.Random) -> str:
    """The name as this region's office may write it."""
    words = name.split()
    if chance.random() < SPELLED:
        words = [chance.choice(SPELLINGS.get(word.casefold(), [word])) for word in words]
    if chance.random() < SLIPPED:
        words = _slip(words, chance)
    if chance.random() < ORDERED and words[-1].startswith("("):
        words = words[:-1]
    text = " ".join(words)
    if chance.random() < PLACED:
        place = chance.choice(
            [f"{region.nama}", f"di {region.nama}", f"Kab. {region.nama}".replace("Kab. Kabupaten", "Kab.")]
        )
        text = f"{text} {region.nama if place.startswith('Kab. Kota') else place}"
    if chance.random() < PLACED / 3:
        text += f" Tahun {chance.randint(2017, 2024)}"
    return text.upper() if chance.random() < SHOUTED else text


def _slip(words: list[str], chance: random.Random) -> list[str]:
    """One sign lost, doubled, changed or swapped in one of the longer words."""
    long = [index for index, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return words
    index = chance.choice(long)
    word, at = words[index], chance.randint(1, len(words[index]) - 2)
    other = chance.choice("aeiourntlks")
    slips = [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + other + word[at + 1 :]]
    slips.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return [*words[:index], chance.choice(slips), *words[index + 1 :]]


def generated(offices: int) -> Iterator[tuple[Document, list[Record]]]:
    """An office's document with all indicators; of one region several offices, where there are more than regions."""
    places, chance = regions(), random.Random(2025)
    for number in range(offices):
        region = places[number % len(places)]
        paper = document(
            f"{number:064x}", wilayah=region, instansi=f"Dinas {number} {region.nama}", file=f"{number}.pdf"
        )
        paper = paper.model_copy(update={"tahun_awal": 2019, "tahun_akhir": 2023})
        yield paper, [_record(paper, row, line, region, chance) for row, line in enumerate(NAMES, start=1)]


def _record(paper: Document, row: int, line: str, region: Region, chance: random.Random) -> Record:
    name, _, unit = line.partition("|")
    targets = [Value(tahun=year, teks=f"{chance.randint(10, 99)},5", nilai=None) for year in range(2019, 2024)]
    targets = [value.model_copy(update={"nilai": float(value.teks.replace(",", "."))}) for value in targets]
    formula = f"Jumlah {name.casefold()} / Jumlah seluruhnya x 100%"
    fields = {"satuan": unit, "satuan_baku": unit, "formulasi": formula, "target": targets}
    # The truth travels where consolidation does not look.
    return record(paper, row, indikator=written(name, region, chance), keterangan=name, **fields).model_copy(
        update={"record_id": f"{int(paper.document_id[:64], 16):08x}{row:012d}"}
    )


def publish_many(folder: Path, offices: int) -> None:
    """Writes an output folder office by office: what a child may need is measured from the memory of its parent on."""
    folder.mkdir()
    with (folder / "documents.jsonl").open("w") as documents, (folder / "records.jsonl").open("w") as records:
        for paper, rows in generated(offices):
            documents.write(paper.model_dump_json() + "\n")
            records.writelines(row.model_dump_json() + "\n" for row in rows)


def quality(entries: Sequence[Entry], truth: dict[str, str]) -> tuple[float, float]:
    """Pairwise precision and recall of what was put together."""
    together = sum(_pairs(len(entry.items)) for entry in entries)
    right = sum(
        _pairs(count) for entry in entries for count in Counter(truth[item.record_id] for item in entry.items).values()
    )
    wanted = sum(_pairs(count) for count in Counter(truth.values()).values())
    return right / together, right / wanted


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds by the clock, seconds of one core, largest memory in GB."""

    wall: float
    core: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s by the clock, {self.core:.1f} s of one core, {self.memory:.2f} GB"


def measure(command: Sequence[str | Path]) -> Cost:
    """Runs a command that must succeed."""
    started = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        raise SystemExit(f"bench: {' '.join(map(str, command))} ended with {status}")
    return Cost(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)


def load_into_postgres(folder: Path) -> tuple[Cost, Cost, float]:
    """Two loads of the same data, and the seconds of one core that the server took for the first."""
    with postgres.server() as url:
        data = Path(url.partition("host=")[2]) / "data"
        server = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
        before = _taken(server)
        first = measure([IKU, "load", folder, "--to", url])
        taken = _taken(server) - before
        again = measure([IKU, "load", folder, "--to", url])
    return first, again, taken


def _taken(process: psutil.Process) -> float:
    """Seconds of one core that a process and its children, ended ones too, have taken."""
    own = process.cpu_times()
    living = sum(sum(child.cpu_times()[:2]) for child in process.children())
    return float(sum(own[:4]) + living)


def main(records: int) -> int:
    """Runs all; gives the exit status."""
    bounds = []
    with tempfile.TemporaryDirectory(prefix="iku-catalog-") as name:
        folder = Path(name)
        publish_many(folder / "500", 500)
        truth = {row.record_id: row.keterangan or "" for row in read_records(folder / "500")}
        result = consolidate([folder / "500"])
        precision, recall = quality(result.entries, truth)
        print(
            f"500 regions x {len(NAMES)}: precision {precision:.4f}, recall {recall:.4f}, {len(result.entries)} entries"
        )
        bounds += [precision >= 0.99, recall >= 0.95]
        print(f"findings {len(result.findings)}, open questions {len(result.pairs)}", flush=True)

        publish_many(folder / "many", records // len(NAMES))
        cost = measure([IKU, "consolidate", folder / "many"])
        print(f"iku consolidate, {records} records: {cost}", flush=True)
        # One process: on a machine that does nothing else its core seconds are the clock's.
        bounds += [cost.core < 120, cost.memory < 2]
        if reason := postgres.missing():
            print(f"iku load into PostgreSQL: not measured ({reason})")
        else:
            first, again, server = load_into_postgres(folder / "many")
            # Client and server work side by side, each on its core.
            speed = records / max(first.core, server)
            print(f"iku load into PostgreSQL, {records} records: {first}, server {server:.1f} s of one core")
            print(f"that is {speed:.0f} records a second on two idle cores; the same once more: {again}")
            bounds.append(speed >= 10_000)
    return 0 if all(bounds) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
