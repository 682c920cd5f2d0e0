"""pdfminer's interpreter of a page's content, with operands and operators found faster (`extractors.content`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFPageInterpreter, PDFStackT
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import PSKeyword, keyword_name

from extractors.content import objects

#: What stands in operators, but in no method's name, as pdfminer writes it there.
_SPELLED = str.maketrans({"*": "_a", '"': "_w", "'": "_q"})


class Interpreter(PDFPageInterpreter):
    """Carries out a page's content on a device of pdfminer."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carries out streams. One that is being carried out is not begun again from within, nor one without a number.

        Raises what pdfminer raises.
        """
        found = [stream for stream in map(stream_value, streams) if stream.objid is not None]
        parts = [stream for stream in found if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in parts if stream.objid is not None}
        for item in objects(parts):
            if not isinstance(item, PSKeyword):
                self.push(item)
            elif (operator := _operator(item)) is not None:
                name, count = operator
                operands = self.pop(count)
                if len(operands) == count:
                    getattr(self, name)(*operands)

    def do_TJ(self, seq: PDFStackT) -> None:  # noqa: N802  (pdfminer's name)
        """Shows text. The device keeps nothing of the state, so that it needs no copy for each text."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, cast(PDFTextSeq, seq), self.graphicstate.ncs, self.graphicstate)


@lru_cache(maxsize=1000)
def _operator(word: PSKeyword) -> tuple[str, int] | None:
    """pdfminer's method for an operator, and how many operands it takes; None where there is none."""
    name = f"do_{keyword_name(word).translate(_SPELLED)}"
    method = getattr(PDFPageInterpreter, name, None)
    return (name, method.__code__.co_argcount - 1) if method is not None else None
