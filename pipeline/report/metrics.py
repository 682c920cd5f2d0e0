"""DIR/iku.prom in Prometheus' text format, for the textfile collector of node_exporter.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.night.figures import Figures, Quarantined


def metrics(night: Figures, failures: Sequence[Quarantined]) -> str:
    """The last night's figures as gauges."""
    lines: list[str] = []

    def gauge(name: str, help_: str, values: dict[str, float]) -> None:
        lines.extend((f"# HELP iku_{name} {help_}", f"# TYPE iku_{name} gauge"))
        lines.extend(f"iku_{name}{labels} {value:.15g}" for labels, value in values.items())

    kinds = ("new", "changed", "again", "unchanged", "failed", "waiting", "stale", "vanished", "read")
    gauge("documents", "Documents of the last run by what became of them.", {
        f'{{kind="{kind}"}}': getattr(night, kind) for kind in kinds
    })  # fmt: skip
    codes = Counter(item.code for item in failures)
    gauge("failures", "Failed documents by the code of the error.", {
        f'{{code="{_escaped(code)}"}}': count for code, count in sorted(codes.items())
    })  # fmt: skip
    gauge("all_documents", "Documents in the output folder.", {"": night.total_documents})
    gauge("all_records", "Records in the output folder.", {"": night.total_records})
    gauge("all_records_marked", "Records that a person should look at.", {"": night.total_marked})
    gauge("fresh_records", "Records of the documents read in the last run.", {"": night.fresh_records})
    gauge("fresh_records_marked", "Those of them that a person should look at.", {"": night.fresh_marked})
    gauge("pages_read", "Pages read in the last run.", {"": night.pages})
    gauge("stored_bytes", "Disk space of kept extractions and results.", {"": night.stored})
    gauge("last_run_timestamp_seconds", "When the last run began, Unix time.", {"": night.started})
    gauge("last_run_duration_seconds", "How long it took.", {"": night.seconds})
    gauge("last_run_stopped", "1 where it stopped early.", {"": float(night.stopped is not None)})
    return "\n".join(lines) + "\n"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
