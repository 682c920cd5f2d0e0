"""A page's content read faster: the same objects as pdfminer's own parser gives, whatever is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF

from extractors import content

#: What contents are made of, and what is written wrong in them.
PIECES = (
    *(b"1", b"-2.5", b"+.5", b"5.", b".", b"-", b"1.2.3", b"12345678901234567890", b"Tj", b"T*", b"'", b'"', b"f*"),
    *(b"/F1", b"/", b"/a#20b", b"/\xe9", b"(a)", b"(a(b)c)", b"(\\)\\053\\8)", b"(\\777)", b"(a\\\r\nb\\", b")"),
    *(b"(", b"\\", b"<41>", b"<4>", b"<4 1>", b"<", b">", b"<<", b">>", b"[", b"]", b"{", b"}", b"true", b"false"),
    *(b"null", b"%c\n", b"%", b" ", b"\n", b"\r", b"\0", b"BI", b"ID", b"EI", b"/W 1 /H 1 ID \x01\x02 EI ", b"\xff"),
    *(b"#", b"TJ ", b" 1 0 0 1 5 6 cm "),
)
streams = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join), min_size=1, max_size=3)


def known(item: Any) -> Any:
    """An object so that two equal ones compare equal, and 1 is not 1.0."""
    if isinstance(item, PDFStream):
        return "stream", known(item.attrs), item.get_data()
    if isinstance(item, dict):
        return {name: known(value) for name, value in item.items()}
    return [known(part) for part in item] if isinstance(item, list) else (type(item), item)


def said(read: Any, data: list[bytes]) -> tuple[list[Any], type[BaseException] | None]:
    """The objects, and the error that ends them."""
    found: list[Any] = []
    try:
        for item in read([PDFStream({}, part) for part in data]):
            found.append(known(item))
    except Exception as error:
        return found, type(error)
    return found, None


def by_pdfminer(parts: list[PDFStream]) -> Any:
    parser = PDFContentParser(parts)
    while True:
        try:
            yield parser.nextobject()[1]
        except PSEOF:
            return


@settings(max_examples=1000)
@given(streams)
def test_the_objects_are_pdfminers(data: list[bytes]) -> None:
    assert said(content.objects, data) == said(by_pdfminer, data)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_as_pdfminer_reads_them(data: bytes) -> None:
    assert said(content.objects, [data]) == said(by_pdfminer, [data])


@pytest.mark.parametrize(
    "text",
    [
        b"BT /F1 12 Tf 1 0 0 1 72.5 700 Tm [(Indeks\\)) -250 <0041>] TJ T* (\\101) ' ET",
        b"/P <</MCID 0 /Lang (id)>> BDC % a comment\n0 0 10 .5 re f* EMC",
    ],
)
def test_plain_content_needs_no_other_parser(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "PDFContentParser", None)
    assert len(list(content.objects([PDFStream({}, text)]))) > 5
