"""The operands and operators of a page's content, as pdfminer's parser gives them, in a fifth of its time.

pdfminer takes several calls for each token, which is where most of the time of a born-digital page goes. What nearly
all content is made of (numbers, names, plain strings, arrays, dictionaries, operators: ISO 32000-1, 7.2 and 7.3) is
found here by one pattern. At the first thing that is not so plain (an inline image, brackets within a string, a number
that is none) pdfminer's own parser takes over, and has the last word on everything unusual.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import KWD, LIT, PSEOF, literal_name

#: One token, and the white before it. Each ends where pdfminer ends it; where it might not, it is "anything else".
_TOKEN = re.compile(
    rb"""(?:[\s\0]|%[^\r\n]*[\r\n])*+(?:
        ([+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+))(?=[\s/\[\]()<>])    # 1  a number with a point
      | ([+-]?[0-9]{1,18})(?=[\s/\[\]()<>])                     # 2  a whole one
      | ([A-Za-z][A-Za-z0-9]*\*?|['"])(?=[\s/\[\]()<>])         # 3  an operator
      | \(([^()\\]*+(?:\\[^4-7][^()\\]*+)*+)\)                  # 4  a string
      | <((?:[0-9A-Fa-f]{2})*+)>(?!>)                           # 5  one in hexadecimal digits
      | /([^\#%{}/\[\]()<>\s]*)(?=[\s/\[\]()<>])                # 6  a name
      | (\[|<<)                                                 # 7  what begins an array or a dictionary
      | (\]|>>)                                                 # 8  what ends it
      | (\Z)                                                    # 9
      | (.)                                                     # 10 anything else
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORD, _NAME, _BEGIN, _FINISH, _END = 3, 6, 7, 8, 9
_BEGINNING = {b"]": b"[", b">>": b"<<"}
#: Inline images: what follows is no text.
_BINARY = (KWD(b"BI"), KWD(b"ID"), KWD(b"EI"))

_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|(.))", re.DOTALL)
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}


def objects(streams: Sequence[PDFStream]) -> Iterator[Any]:
    """All objects of the streams, in order: what `PDFContentParser.nextobject` gives, without their positions.

    Raises what pdfminer raises for content that it cannot read.
    """
    for number, stream in enumerate(streams):
        data = stream.get_data()
        place = yield from _plain(data)
        if place is not None:
            yield from _others([PDFStream({}, data[place:]), *streams[number + 1 :]])
            return


def _others(streams: Sequence[PDFStream]) -> Iterator[Any]:
    """The objects as pdfminer's parser finds them."""
    parser = PDFContentParser(streams)
    while True:
        try:
            _, item = parser.nextobject()
        except PSEOF:
            return
        yield item


def _plain(data: bytes) -> Generator[Any, None, int | None]:
    """The objects of one stream as far as all is plain; returns where it is so no longer, None at the end."""
    if data.endswith(b"/"):
        # The name goes on in the next stream.
        return 0
    # What is open (how it began, and what had been held before), what it holds so far, where the outermost began.
    outer: list[tuple[bytes, list[Any]]] = []
    held: list[Any] = []
    began = 0
    for match in _TOKEN.finditer(data + b"\n"):
        kind = match.lastindex or _END
        if kind <= _NAME:
            item = _MADE[kind](match[kind])
            if kind == _WORD and ((outer and item not in (True, False)) or item in _BINARY):
                return began if outer else match.start()
        elif kind == _BEGIN:
            began = began if outer else match.start()
            outer.append((match[kind], held))
            held = []
            continue
        elif kind == _FINISH and outer and _whole(outer[-1][0], match[kind], held):
            item = held if match[kind] == b"]" else _dictionary(held)
            _, held = outer.pop()
        else:
            return None if kind == _END and not outer else began if outer else match.start()
        if outer:
            held.append(item)
        else:
            yield item
    return None


def _whole(begun: bytes, finished: bytes, held: Sequence[object]) -> bool:
    """Whether what ends here is what began last, a dictionary with as many names as values."""
    return _BEGINNING[finished] == begun and (finished == b"]" or len(held) % 2 == 0)


def _dictionary(held: Sequence[Any]) -> dict[str, Any]:
    return {literal_name(name): value for name, value in zip(held[::2], held[1::2], strict=True)}


def _word(text: bytes) -> Any:
    return {b"true": True, b"false": False}.get(text, KWD(text))


def _string(text: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text


def _unescaped(match: re.Match[bytes]) -> bytes:
    """What a backslash and what follows it stand for; nothing where that says nothing."""
    return bytes((int(match[1], 8),)) if match[1] else _ESCAPED.get(match[2], b"")


def _name(text: bytes) -> Any:
    try:
        return LIT(text.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(text)


#: Kind of token -> what makes an object of it.
_MADE: dict[int, Callable[[bytes], Any]] = {
    1: float,
    2: int,
    _WORD: _word,
    4: _string,
    5: unhexlify,
    _NAME: _name,
}
