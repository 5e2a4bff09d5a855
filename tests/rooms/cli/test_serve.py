"""One server on one folder, and what is said to the second."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.rooms.cli.conftest import counts, environment, nasij
from tests.rooms.cli.serving import (
    answers,
    children,
    free_port,
    is_alive,
    serve,
    stop,
    wait_until,
    wait_until_it_answers,
)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


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

    said = stop(running)
    assert "is running" in said
    assert running.returncode == 0
    assert answers(port) is None

    # What it prints for the first account opens one, where nothing else says which site is meant.
    (typed,) = re.findall("First account: (.*EMAIL.*)", said)
    elsewhere = {key: value for key, value in environment(site).items() if key != "NASIJ_DATA"}
    invited = subprocess.run(
        typed.replace("EMAIL", "ines@example.org"),
        shell=True, env=elsewhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "/people/invitation/" in invited.stdout, invited.stderr


def test_stopped_it_leaves_no_journal_of_what_was_erased(
    running: subprocess.Popen[str], site: Path
) -> None:
    """Its processes leave without closing the database: earlier pages stayed on the disk."""
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        database.execute("PRAGMA secure_delete=ON")
        for statement in (
            "CREATE TABLE note (text TEXT)",
            "INSERT INTO note VALUES ('Zarbiyya Taznakht')",
            "DELETE FROM note",
        ):
            database.execute(statement)
            database.commit()
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=30)
    left = [path for path in site.glob("nasij.sqlite3*") if b"Zarbiyya" in path.read_bytes()]
    assert left == []


def test_a_taken_port_is_refused_with_the_remedy(site: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = nasij(site, "serve", "--port", port)
    assert done.returncode == 2
    assert f"NASIJ_DATA={site} " in done.stderr
    assert f"nasij serve --port {port + 1}" in done.stderr


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


@on_linux
def test_a_process_that_dies_is_started_again(
    running: subprocess.Popen[str], site: Path, port: int
) -> None:
    wait_until(lambda: len(children(running)) == 3)
    for died in children(running):  # the server process, then the worker of each queue
        os.kill(died, signal.SIGKILL)
        wait_until(lambda died=died: len(set(children(running)) - {died}) == 3)
        wait_until(lambda: answers(port) == 200)
    assert running.poll() is None
    said = stop(running)
    assert said.count("SIGKILL") == 3
    assert "background worker" in said


@on_linux
def test_children_end_with_a_parent_that_was_killed(
    running: subprocess.Popen[str], site: Path, port: int
) -> None:
    wait_until(lambda: len(children(running)) == 3)
    orphans = children(running)
    running.kill()
    running.communicate(timeout=30)
    wait_until(lambda: not any(is_alive(pid) for pid in orphans))
    assert answers(port) is None


@on_linux
def test_nothing_starts_beside_an_orphan(
    running: subprocess.Popen[str], site: Path, port: int
) -> None:
    """Stopped, they cannot see that their parent is gone; the folder is still theirs."""
    wait_until(lambda: len(children(running)) == 3)
    orphans = children(running)
    try:
        for pid in orphans:
            os.kill(pid, signal.SIGSTOP)
        running.kill()
        running.wait(timeout=30)
        for refused in (
            nasij(site, "serve", "--port", free_port()),
            nasij(site, "restore", site / "prepared.json", "--yes"),
        ):
            assert refused.returncode == 2
            assert f"already running on this data folder: http://127.0.0.1:{port}/" in (
                refused.stderr
            )
    finally:
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
        running.communicate(timeout=30)


def test_a_job_whose_worker_died_says_so_at_once(site: Path, port: int) -> None:
    with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
        database.execute(
            "INSERT INTO work_job (what, state, queue, rank, done, total, step, message, url,"
            " language, created_at) VALUES ('{}', 'running', 'files', 0, 1, 2, '{}', '{}',"
            " '/', 'en', datetime('now'))"
        )
        database.commit()

    def job() -> tuple[str, str]:
        with closing(sqlite3.connect(site / "nasij.sqlite3")) as database:
            state, message = database.execute("SELECT state, message FROM work_job").fetchone()
            return state, message

    process = serve(site, port)
    try:
        wait_until(lambda: job()[0] == "failed", seconds=60)
        assert "It never ended" in job()[1]
    finally:
        stop(process)
