"""`iku doctor`: is this machine able to run."""

from __future__ import annotations

import typer

from pipeline.commands.telling import ALL_WELL, NOTHING_DONE


def doctor_command() -> None:
    """Check whether this machine can run the program. Exit status: 0 it can, 2 it cannot."""
    from pipeline.doctor import examine  # noqa: PLC0415

    checks = examine()
    for check in checks:
        typer.echo(f"{'baik ' if check.ok else 'KURANG'}  {check.name}: {check.found}")
        if not check.ok:
            typer.echo(f"        -> {check.remedy}")
    raise typer.Exit(ALL_WELL if all(check.ok for check in checks) else NOTHING_DONE)
