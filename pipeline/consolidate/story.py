"""Consolidation from top to bottom: output folders in, catalogue, questions, links and findings out.

    records.jsonl of each folder, document by document   -> findings of each document   pipeline/findings/
    all names: acronyms learned, normalised               -> nodes                       names.py
    nodes in blocks, pairs scored, people's answers kept  -> catalogue entries           clusters.py, decisions.py
    documents of one office in the order of their years   -> links, changes              lineage.py
    entries across regions                                -> findings across documents   pipeline/findings/

Nothing is merged silently: every name in an entry carries the score and the reason by which it is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from normalizers.models import Document, Record, Region
from pipeline.consolidate.clusters import cluster
from pipeline.consolidate.decisions import read_answers, understand
from pipeline.consolidate.lineage import Link, copies, link
from pipeline.consolidate.names import Namer, learn_acronyms
from pipeline.consolidate.scores import Scorer
from pipeline.consolidate.shapes import Entry, Item, Node, Pair
from pipeline.consolidate.words import load_words
from pipeline.findings.across import across
from pipeline.findings.finding import Finding
from pipeline.findings.within import within
from pipeline.published import read_documents, read_records


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The result: `answers` are the rows of people's decisions, to be kept."""

    documents: list[Document]
    entries: list[Entry]
    pairs: list[Pair]
    links: list[Link]
    findings: list[Finding]
    answers: list[dict[str, str]]

    @property
    def copies(self) -> set[str]:
        """Documents that say once more what another file says: counted once."""
        return copies(self.links)


def consolidate(folders: Sequence[Path], answers: Sequence[Path] = (), vocabulary: Path | None = None) -> Consolidated:
    """Consolidates the output folders of `iku run`. Raises UsageError where a folder holds no results."""
    # 1. Document by document: what each is found wrong by itself, and its records as items.
    documents: list[Document] = []
    findings: list[Finding] = []
    items: dict[str, list[Item]] = {}
    for document, records in _documents(folders):
        documents.append(document)
        findings += within(document, records)
        items[document.document_id] = [Item.of(record, document) for record in records]

    # 2. Names to nodes.
    everything = [item for of_document in items.values() for item in of_document]
    words = load_words(vocabulary)
    namer = Namer(words, learn_acronyms((item.indikator for item in everything), words))
    nodes = _nodes(everything, namer)

    # 3. Nodes to entries, with what people have said.
    rows = read_answers(answers)
    decisions = understand(rows, lambda name: " ".join(namer.tokens(name, Region())))
    counts = Counter(word for node in nodes for word in set(node.tokens) for _ in node.items)
    entries, pairs = cluster(nodes, Scorer(words, counts), decisions)

    # 4. Documents that follow one another, and what differs between documents.
    entry_of = {item.record_id: entry.entry_id for entry in entries for item in entry.items}
    links = link(items, documents, entry_of)
    findings += across(entries, links)
    order = {document.document_id: number for number, document in enumerate(documents)}
    findings.sort(key=lambda finding: (order[finding.document_id], finding.row or 0, finding.code, finding.message))
    return Consolidated(documents, entries, pairs, links, findings, rows)


def _documents(folders: Sequence[Path]) -> Iterator[tuple[Document, list[Record]]]:
    """Each document once, with its records; copies of a file that is there already are passed over."""
    seen = set()
    for folder in folders:
        known = {}
        for document in read_documents(folder):
            if document.document_id and document.duplicate_of is None and document.document_id not in seen:
                seen.add(document.document_id)
                known[document.document_id] = document
        for document_id, group in groupby(read_records(folder), key=lambda record: record.document_id):
            if document_id in known:
                yield known.pop(document_id), list(group)
        for document in known.values():
            yield document, []


def _nodes(items: Sequence[Item], namer: Namer) -> list[Node]:
    nodes: dict[str, Node] = {}
    for item in items:
        tokens = namer.tokens(item.indikator, item.document.wilayah)
        key = " ".join(tokens)
        nodes.setdefault(key, Node(key, tokens)).items.append(item)
    return list(nodes.values())
