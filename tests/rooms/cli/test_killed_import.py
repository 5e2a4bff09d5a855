"""An import whose process is killed goes on where it stopped, and ends as if nothing had been."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.rooms.cli.conftest import command, environment
from tests.rooms.intake.files import HEADINGS_FR, known_places, messy_rows, write_xlsx

_ROWS = 2_200  # three chunks: it is killed when the first is written


def rows_done(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(folder / "nasij.sqlite3", timeout=5)) as database:
            found = database.execute("SELECT rows_done FROM intake_importrun").fetchone()
    except sqlite3.OperationalError:
        return 0
    return int(found[0]) if found else 0


def state_of(folder: Path) -> list[Any]:
    """Every firm with its products, and the counts of the run, but for keys and moments."""
    query = """
        SELECT f.name, f.name_ar, f.identifier, f.identifier_doubtful, f.region_id,
               f.commune_id, f.activity,
               f.employees, f.founded_on, f.status, f.email, f.phone, f.match_key, f.sound_key,
               (SELECT group_concat(product_id) FROM (SELECT product_id FROM exporters_firm_products
                WHERE firm_id = f.id ORDER BY product_id))
        FROM exporters_firm f ORDER BY f.name, f.identifier, f.region_id, f.phone"""
    runs = "SELECT rows_read, created, updated, unchanged, rejected, warnings FROM intake_importrun"
    problems = "SELECT line, code FROM intake_importproblem ORDER BY line, code"
    traces = "SELECT line FROM intake_importedrow ORDER BY line"
    with closing(sqlite3.connect(folder / "nasij.sqlite3")) as database:
        return [database.execute(text).fetchall() for text in (query, runs, problems, traces)]


@pytest.mark.django_db
def test_a_killed_process_and_a_second_run_equal_one_clean_run(
    prepared: Path, tmp_path: Path
) -> None:
    """The kernel ends the process; no handler of ours runs."""
    rows, _expected = messy_rows(_ROWS, known_places())
    path = write_xlsx(tmp_path / "adherents.xlsx", rows, HEADINGS_FR)
    clean, killed = (
        Path(shutil.copytree(prepared, tmp_path / name)) for name in ("clean", "killed")
    )
    load = command("load", "registry", path, "--json")
    done = subprocess.run(load, env=environment(clean), check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert list(told) == [
        "read", "created", "updated", "unchanged", "rejected", "warnings", "rejects_file",
        "notes",
    ]  # fmt: skip

    process = subprocess.Popen(load, env=environment(killed), stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while rows_done(killed) < 1000 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    stopped = rows_done(killed)
    assert 0 < stopped < _ROWS, "it was killed too early or too late to prove anything"
    again = subprocess.run(
        load, env=environment(killed), check=True, capture_output=True, text=True
    )
    assert {**json.loads(again.stdout), "rejects_file": ""} == {**told, "rejects_file": ""}
    assert state_of(killed) == state_of(clean)
