"""The morning report: what it says, that it stands alone, and when it speaks of drift."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from fake_reading import read_text, texts
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands.night import one_line
from pipeline.night.figures import Figures, Quarantined
from pipeline.report.advice import advice
from pipeline.report.drift import drift
from pipeline.report.metrics import metrics
from pipeline.report.words import duration, percent, size, thousands
from pipeline.report.write import page
from pipeline.run import run


def figures(records: int, marked: int) -> Figures:
    return Figures(started=1.7e9, read=1, fresh_records=records, fresh_marked=marked)


class Outside(HTMLParser):
    """Collects what a page would fetch from elsewhere, and all of its text."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href")] + [tag] * (tag == "script")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_stands_alone_and_takes_no_name_for_markup() -> None:
    failures = [Quarantined("<script>x</script>.pdf", "rusak", "PDF rusak & tidak terbuka.", 2)]
    seen = Outside()
    seen.feed(page([figures(100, 10), Figures(started=1.7e9, new=3, failed=1)], failures, 10**9))
    assert seen.fetched == []
    assert "<script>x</script>.pdf" in seen.text
    assert advice("rusak") in seen.text
    assert "1,0 GB" in seen.text


def test_drift_is_told_when_it_is_one() -> None:
    usual = [figures(200, 20)] * 10
    assert not drift([*usual, figures(200, 30)]).differs
    assert drift([*usual, figures(200, 90)]).differs
    assert not drift([*usual, figures(10, 9)]).differs
    assert not drift([figures(200, 90)]).differs
    assert not drift([figures(10, 0), figures(200, 90)]).differs
    assert "Bedanya besar" in page([*usual, figures(200, 90)], [], 1)


def test_metrics_are_what_prometheus_reads() -> None:
    text = metrics(Figures(started=5, new=2, failed=1), [Quarantined("a", 'x"\\', "")])
    sample = re.compile(r'iku_[a-z_]+(\{[a-z]+="(?:[^"\\]|\\.)*"\})? -?[0-9.e+]+')
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in text.splitlines())
    assert 'iku_documents{kind="new"} 2' in text.splitlines()


def test_a_run_leaves_report_and_metrics(tmp_path: Path) -> None:
    source = texts(tmp_path / "in", a="satu doubt", b="dua", c="garbage")
    summary = run([source], tmp_path / "out", work=read_text, preload=(), workers=1)
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "c.pdf" in report
    assert "50,0 %" in report
    assert 'iku_failures{code="rusak"} 1' in (tmp_path / "out" / "iku.prom").read_text()
    line = one_line(summary.night)
    assert line.startswith("iku: 3 baru, 0 berubah, 0 tetap, 1 gagal, 4 rekaman (50,0 % perlu diperiksa)")


@given(st.integers(0, 10**18))
def test_figures_are_written_as_indonesians_write_them(number: int) -> None:
    assert thousands(number).replace(".", "") == str(number)
    assert re.fullmatch(r"\d{1,4}(,\d)? (bita|kB|MB|GB|TB)|\d+,\d TB", size(number))


def test_words() -> None:
    assert (thousands(20000), percent(0.125), percent(None)) == ("20.000", "12,5 %", "-")
    assert (duration(42), duration(3900), duration(300)) == ("42,0 detik", "1 jam 5 menit", "5 menit")
    assert (size(999), size(1000), size(3_400_000_000)) == ("999 bita", "1,0 kB", "3,4 GB")
