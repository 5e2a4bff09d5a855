"""From nothing to the first page: environment, database, pack, demonstration, server.

Copies the checkout to a temporary folder, runs `make run` there cold (no environment, no data) and
then again warm, and prints seconds to the first 200 of `/fr/`, with their ratio to the goals of 25
and 4 seconds. The package cache of the machine is used as it is.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from site_of_bench import ROOT, free_port, temporary_folder, wait_for

GOALS = {"cold": 25.0, "warm": 4.0}
_LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", ".mypy_cache", "*.mo")


def run(checkout: Path) -> float:
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NASIJ")}
    environment = {
        **clean,
        "NASIJ_PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": "",
    }
    started = time.perf_counter()
    server = subprocess.Popen(
        ["make", "run"], cwd=checkout, env=environment, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/fr/", seconds=300)
        return time.perf_counter() - started
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def main() -> None:
    with temporary_folder() as folder:
        checkout = folder / "nasij"
        shutil.copytree(ROOT, checkout, ignore=_LEFT_OUT)
        for name, goal in GOALS.items():
            seconds = run(checkout)
            print(f"{name}: {seconds:.1f} s to the first page, {seconds / goal:.2f} of the goal")


if __name__ == "__main__":
    main()
