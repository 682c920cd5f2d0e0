"""A folder under review without a browser: requests as the page sends them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi.testclient import TestClient
from paper import write
from review_paper import lost_row_pdf

from pipeline.review.desk import Desk
from pipeline.review.security import Guard
from pipeline.review.web import application
from pipeline.run import run


@dataclass
class Visitor:
    """One browser before one folder."""

    desk: Desk
    client: TestClient
    document: str

    def token(self) -> str:
        found = re.search(r'name="_token" value="(\w+)"', self.client.get("/berita-acara").text)
        assert found is not None
        return found[1]

    def post(self, path: str, **fields: object) -> httpx.Response:
        data = {"_token": self.token(), **{name: str(value) for name, value in fields.items()}}
        return self.client.post(path, data=data)

    def answer(self, record: str, field: str, text: str = "", **more: object) -> httpx.Response:
        document = self.document
        given = {"action": "save", "version": self.desk.version(document, record), "text": text}
        return self.post("/jawab", document=document, record=record, field=field, **(given | more))

    @property
    def records(self) -> list[str]:
        return [record.record_id for record in self.desk.laid(self.document).digitised.records]

    def text(self, record: str, field: str) -> object:
        return getattr(self.desk.record(self.document, record), field)


def visit(folder: Path, who: str = "Siti", password: str | None = None, words: Path | None = None) -> Visitor:
    desk = Desk(folder, words)
    desk.index.refresh()
    client = TestClient(application(desk, Guard(who, password)), base_url="http://127.0.0.1")
    client.get("/")
    return Visitor(desk, client, next(iter(desk.memory.files())))


def read_once(folder: Path) -> Path:
    """A folder with one document read into it."""
    output = folder / "out"
    run([write(folder / "in", iku=lost_row_pdf())], output, workers=1)
    return output


def copied(read: Path, folder: Path) -> Path:
    """The same folder for a test that writes into it."""
    return Path(shutil.copytree(read, folder / "out"))
