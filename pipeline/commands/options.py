"""Options that several commands share: where the results are, and the settings of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Output = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Output folder.")]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings; iku.toml of this folder by default.")
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; one a core by default.")]
Timeout = Annotated[
    float | None, typer.Option(min=1, metavar="SECONDS", help="A document that takes longer fails; the others go on.")
]
PageTimeout = Annotated[float | None, typer.Option(min=1, metavar="SECONDS", help="The same for one page.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Neither progress nor summary; errors are still said.")]
