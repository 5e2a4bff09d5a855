"""A server of a test: started as an operator starts it, asked as a browser asks it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.rooms.cli.conftest import command, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/health/", seconds: float = 5) -> int | None:
    probe = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        probe.request("GET", path)
        return probe.getresponse().status
    except OSError:
        return None
    finally:
        probe.close()


def serve(folder: Path, port: int, *options: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command("serve", "--port", port, "--workers", 1, *options),
        env=environment(folder, **env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_until_it_answers(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(600):
        if answers(port) is not None:
            return
        assert process.poll() is None, process.stdout and process.stdout.read()
        time.sleep(0.1)
    raise AssertionError("it did not start within a minute")


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    try:
        said, _ = process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return said


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes it started that are alive, in the order of their birth."""
    everybody = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return sorted(pid for pid in everybody if parent_of(pid) == process.pid)


def is_alive(pid: int) -> bool:
    return parent_of(pid) is not None


def parent_of(pid: int) -> int | None:
    """None of a process that has ended, whether it was buried or not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    state, parent = status.rpartition(")")[2].split()[:2]
    return None if state == "Z" else int(parent)


def wait_until(happens: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
