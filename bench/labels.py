"""Values with the evidence against them, and whether they are right: what a calibration learns and is measured on."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
from evidence_runs import Run

from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from normalizers.assemble import assemble
from normalizers.confidence.evidence import Paper
from normalizers.confidence.heads import head_evidence, head_sources, unsettled
from normalizers.confidence.judge import Draft, by_rule, gathered
from normalizers.head.reading import HeadReading, read_head
from normalizers.normalize import finished
from normalizers.records import read_drafts
from normalizers.vocabulary import Vocabulary
from pipeline.store import open_store

#: Columns of the table that are no evidence.
KEYS = ["run", "condition", "document", "source", "record", "key", "marked", "right"]


def evidence_of(table: pd.DataFrame) -> list[str]:
    """The columns of a table of values that are evidence."""
    return [name for name in table.columns if name not in KEYS]


def scorer(shared: Path) -> ModuleType:
    """The scorer of the corpus, so that right and wrong mean here what they mean there."""
    spec = importlib.util.spec_from_file_location("score", shared / "bench" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def extractions(run: Run) -> Iterator[tuple[Extraction, dict[str, Any]]]:
    """(extraction, truth) of each document of a run that has a truth."""
    store = open_store(run.output, ReadingSettings(), Vocabulary.load())
    for line in (run.output / "documents.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        truth = run.truth / (Path(document["file"]).stem + ".json")
        kept = store.read(document["document_id"])
        if truth.exists() and kept is not None:
            yield kept.extraction, json.loads(truth.read_text("utf-8"))


def drafts_of(extraction: Extraction, vocabulary: Vocabulary) -> list[Draft]:
    """The records as the rules leave them."""
    tables = finished(assemble(extraction.pages, vocabulary).tables, extraction.pages, vocabulary)
    return by_rule(read_drafts(tables, extraction.source.sha256, vocabulary), vocabulary)


def labelled(runs: list[Run], shared: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(values of records, fields of heads that have a value and a place), one row each: KEYS and the evidence.

    Evidence that a value has none of is 0.
    """
    score, vocabulary = scorer(shared), Vocabulary.load()
    values: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for run in runs:
        for extraction, truth in extractions(run):
            drafts, paper = drafts_of(extraction, vocabulary), Paper.of(extraction.pages)
            years = sorted({value.tahun for draft in drafts for value in draft.record.target if value.tahun})
            reading = read_head(extraction.pages, vocabulary, years)
            values += [_about(run, truth) | row for row in _values(drafts, paper, truth["records"], score)]
            heads += [_about(run, truth) | row for row in _fields(reading, paper, truth["document"], score)]
    return _table(values), _table(heads)


def _about(run: Run, truth: dict[str, Any]) -> dict[str, Any]:
    return {
        "run": run.name,
        "condition": truth.get("condition", "real"),
        "document": truth["file"],
        "source": truth["file"].split(".")[0],
    }


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    names = evidence_of(table)
    return table[KEYS + names].fillna(dict.fromkeys(names, 0.0))


def _fields(reading: HeadReading, paper: Paper, truth: dict[str, Any], score: ModuleType) -> Iterator[dict[str, Any]]:
    want, have = score.flat_document(truth), score.flat_document(reading.head.model_dump(mode="json"))
    doubted = [field for field, _, _ in reading.doubts]
    for source in head_sources(reading):
        parts = [name for name in want if name == source.key or name.startswith(f"{source.key}.")]
        if parts:
            yield {
                "record": 0,
                "key": source.key,
                "marked": unsettled(source) or source.key in doubted,
                "right": all(_same(want[name], have.get(name), score) for name in parts),
            } | head_evidence(source, paper, doubted)


def _same(want: object, have: object, score: ModuleType) -> bool:
    if score.empty(want) or score.empty(have):
        return bool(score.empty(want) and score.empty(have))
    if isinstance(want, int | float):
        return want == have
    return bool(score.similarity(want, have) >= score.RIGHT)


def _values(
    drafts: list[Draft], paper: Paper, truths: list[dict[str, Any]], score: ModuleType
) -> Iterator[dict[str, Any]]:
    said = [draft.record.model_dump(mode="json") for draft in drafts]
    partner = {j: i for i, j in score.pair(truths, said)}
    for number, draft in enumerate(drafts):
        want = score.values(truths[partner[number]]) if number in partner else {}
        have = score.values(said[number])
        marked = {mark.field.split(".")[0] for mark in draft.record.review}
        for source, found in gathered(draft, paper):
            key = scored_key(source.key, score)
            if key in have:
                right = _right(key, have[key], want, score)
                yield {
                    "record": number,
                    "key": source.key,
                    "marked": key.split(".")[0] in marked,
                    "right": right,
                } | found


def scored_key(key: str, score: ModuleType) -> str:
    """The scorer's name of a field of the provenance."""
    name, _, rest = key.partition(".")
    if name in score.SERIES:
        return f"{name}.{rest or None}"
    return f"{name}.{score.norm(rest)}" if rest else name


def _right(key: str, value: object, want: dict[str, Any], score: ModuleType) -> bool:
    if key in want:
        return bool(score.agree(key, want[key], value) >= score.RIGHT)
    # A header may be read a little differently: the text counts.
    rest = [text for other, text in want.items() if key.startswith("kolom_lain.") and other.startswith("kolom_lain.")]
    return any(score.similarity(text, value) >= score.RIGHT for text in rest)
