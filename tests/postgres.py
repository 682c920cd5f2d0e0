"""A PostgreSQL server of the tests' own: its data in a temporary folder, on a socket that no network reaches."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

#: What Debian calls the package; `bin/setup` offers it to those who test.
PACKAGE = "postgresql"


def find(program: str) -> str | None:
    """Debian keeps the server's programs off the path."""
    own = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(own[-1]) if own else None)


def missing() -> str | None:
    """Why no server can be started here; None where one can."""
    if find("postgres") is None or find("initdb") is None:
        return f"no PostgreSQL server here (package {PACKAGE})"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv to run it as nobody"
    return None


@contextmanager
def server() -> Iterator[str]:
    """A running server with an empty database; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="iku-pg-"))
    run_as: list[str] = []
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        run_as = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    data = folder / "data"
    try:
        _call([*run_as, str(find("initdb")), "-D", str(data), "-U", "iku", "-E", "UTF8", "--auth=trust", "-N"])
        options = ["-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "max_wal_size=4GB"]
        with (folder / "log").open("wb") as log:
            command = [*run_as, str(find("postgres")), *options]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
            try:
                _wait(folder, process)
                yield f"postgresql://iku@/postgres?host={folder}"
            finally:
                # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients that a failed test left behind.
                process.send_signal(signal.SIGINT)
                process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"host={folder} user=iku dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError((folder / "log").read_text("utf-8"))
