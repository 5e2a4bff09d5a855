"""A throw-away site for benchmarks: own data folder, own port, the demonstration council."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NASIJ = Path(sys.executable).parent / "nasij"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "NASIJ_DATA": str(folder),
        "NASIJ_PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


def wait_for(url: str, seconds: float = 120) -> float:
    """Seconds until the address answers 200."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - started
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"{url} did not answer within {seconds} s")


@contextmanager
def running(folder: Path, *, demo: bool = True) -> Iterator[str]:
    """Serve a site from `folder` and give its address."""
    port = free_port()
    command = [str(NASIJ), "serve", *(["--demo"] if demo else [])]
    server = subprocess.Popen(
        command, env=environment(folder, port), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nasij-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
