"""A PostgreSQL server of our own for the tests: temporary folder, free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PostgresUnavailable(Exception):
    """No server could be started here; the message says why."""


@contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server and give its URL."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="nasij-pg-"))
    prefix = _as_ordinary_user(folder)
    data, port = folder / "data", _free_port()
    try:
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        make = [str(binaries / "initdb"), "-D", str(data), "-U", "nasij", "--auth=trust"]
        _run([*prefix, *make, *locale])
        # Tests need no durability: without fsync the suite is twice as fast.
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgres://nasij@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.insert(0, Path(on_path).parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresUnavailable("no server binaries found (install the package postgresql)")


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to an ordinary user."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        if shutil.which("runuser"):
            return ["runuser", "-u", name, "--"]
    raise PostgresUnavailable("running as root, and no ordinary user to hand the server to")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise PostgresUnavailable(
            f"{Path(command[-1]).name}: {(done.stderr or done.stdout)[-300:]}"
        )
