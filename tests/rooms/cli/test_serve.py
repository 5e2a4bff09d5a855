"""One server on one folder, and what is said to the second."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import command, counts, environment, nasij


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/health/") -> int | None:
    probe = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        probe.request("GET", path)
        return probe.getresponse().status
    except OSError:
        return None
    finally:
        probe.close()


def serve(folder: Path, port: int, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command("serve", "--port", port, "--workers", 1),
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


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def running(site: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = serve(site, port)
    try:
        wait_until_it_answers(process, port)
        yield process
    finally:
        if process.poll() is None:
            stop(process)


def test_a_second_server_on_the_folder_is_told_where_the_first_is(
    running: subprocess.Popen[str], site: Path, port: int
) -> None:
    other = nasij(site, "serve", "--port", free_port())
    assert other.returncode == 2
    assert f"http://127.0.0.1:{port}/" in other.stderr
    assert answers(port) == 200  # the first goes on

    restored = nasij(site, "restore", site / "prepared.json", "--yes", "--json")
    assert restored.returncode == 2
    assert "running" in restored.stdout

    assert "is running" in stop(running)
    assert running.returncode == 0
    assert answers(port) is None


def test_a_taken_port_is_refused_with_the_remedy(site: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = nasij(site, "serve", "--port", port)
    assert done.returncode == 2
    assert f"NASIJ_PORT={port + 1}" in done.stderr


def test_an_impossible_port_is_refused(site: Path) -> None:
    done = nasij(site, "serve", "--port", 99999)
    assert done.returncode == 2
    assert "99999" in done.stderr


def test_a_site_behind_a_proxy_starts_too(site: Path, port: int) -> None:
    """It answers the name of its public address only, and over https; the check must not wait."""
    process = serve(site, port, SITE_URL="https://regions.example.org", ALLOWED_HOSTS="example.org")
    try:
        assert process.stdout is not None
        assert any("is running" in line for line in process.stdout)  # ends with the process
    finally:
        stop(process)


@pytest.mark.slow
def test_a_killed_server_leaves_no_lock(site: Path, port: int) -> None:
    process = serve(site, port)
    wait_until_it_answers(process, port)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    rows = counts(site)
    again = serve(site, port)
    try:
        wait_until_it_answers(again, port)
    finally:
        stop(again)
    assert counts(site) == rows


def test_stopped_while_starting_it_leaves_no_process(site: Path, port: int) -> None:
    process = serve(site, port)
    wait_until_it_answers(process, port)  # often before the command itself has noticed
    stop(process)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
