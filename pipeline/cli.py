"""The command `iku`: options in, text for people on standard error, results to files or standard output.

Exit status, decided here and nowhere else: 0 all is well, 1 at least one document failed and the others are done,
2 the call or the machine is wrong and nothing was done, 130 stopped by Ctrl-C, 143 by SIGTERM.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import typer

from extractors.errors import DocumentError, SetupError, UsageError
from pipeline.commands.consolidate import consolidate_command
from pipeline.commands.corrections import corrections_command
from pipeline.commands.doctor import doctor_command
from pipeline.commands.export import export_command
from pipeline.commands.forget import forget_command
from pipeline.commands.inspect import inspect_command
from pipeline.commands.load import load_command
from pipeline.commands.retry import retry_command
from pipeline.commands.review import review_command
from pipeline.commands.run import run_command
from pipeline.commands.schema import schema_command
from pipeline.commands.status import status_command
from pipeline.commands.telling import NOTHING_DONE, SOME_FAILED, say
from pipeline.commands.threshold import threshold_command
from pipeline.commands.verify import verify_command
from pipeline.commands.vocabulary import vocabulary_command
from pipeline.commands.watch import watch_command
from pipeline.worker import hush

app = typer.Typer(
    help="Reads Indonesian government performance-indicator documents (IKU) into data that people can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
#: A new command is a file in pipeline/commands/ and a line here; the order is that of `iku --help`.
COMMANDS: dict[str, Callable[..., None]] = {
    "run": run_command,
    "status": status_command,
    "retry": retry_command,
    "forget": forget_command,
    "watch": watch_command,
    "verify": verify_command,
    "inspect": inspect_command,
    "review": review_command,
    "corrections": corrections_command,
    "consolidate": consolidate_command,
    "load": load_command,
    "export": export_command,
    "threshold": threshold_command,
    "schema": schema_command,
    "vocabulary": vocabulary_command,
    "doctor": doctor_command,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def main() -> None:
    """The program's entry: errors become one sentence and an exit status, never a traceback."""
    hush()
    try:
        app()
    except DocumentError as error:
        _fail(error.message, SOME_FAILED)
    except (UsageError, SetupError) as error:
        _fail(error.message, NOTHING_DONE)
    except OSError as error:
        _fail(f"{error.filename or 'Sistem'}: {error.strerror or error}. Periksa ruang dan izin folder.", NOTHING_DONE)
    except Exception as error:
        if os.environ.get("IKU_TRACEBACK"):
            raise
        _fail(
            f"Kesalahan program ({type(error).__name__}: {error}). Jalankan dengan IKU_TRACEBACK=1, lalu laporkan.",
            NOTHING_DONE,
        )


def _fail(sentence: str, status: int) -> None:
    say(f"iku: {sentence}")
    raise SystemExit(status)
