"""From nothing to the first page: environment, database, pack, demonstration, server.

Copies the checkout to a temporary folder, runs `make run` there cold (no environment, no data) and
then three times warm, and prints seconds to the first 200 of `/fr/`, with their ratio to the goals
of 25 and 4 seconds. A cold start answers before the demonstration is in: seconds until it is, and
the address printed, stand beside; it is not ended before that, or the next would not be warm. The
processor's seconds are those of all processes until the address is printed. The package cache of
the machine is used as it is.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from site_of_bench import ROOT, free_port, temporary_folder, wait_for

GOALS = {"cold": 25.0, "warm": 4.0}
_LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", "__pycache__", ".mypy_cache", "*.mo")


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds: of the clock to each event, and of the processor to the later one."""

    page: float
    printed: float
    processor: float


def run(checkout: Path) -> Start:
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
        ["make", "run"],
        cwd=checkout,
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/fr/", seconds=300)
        page = time.perf_counter() - started
        assert server.stdout is not None
        while f"http://127.0.0.1:{port}/" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("the server ended before it said that it runs")
        return Start(page, time.perf_counter() - started, processor_of(server.pid))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=30)


def processor_of(group: int) -> float:
    """Of the processes of a group and of those they waited for. Linux alone tells."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[2]) == group:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    with temporary_folder() as folder:
        checkout = folder / "nasij"
        shutil.copytree(ROOT, checkout, ignore=_LEFT_OUT)
        for name in ("cold", "warm", "warm", "warm"):
            start, goal = run(checkout), GOALS[name]
            print(
                f"{name}: {start.page:.1f} s to the first page ({start.page / goal:.2f} of the"
                f" goal), {start.printed:.1f} s to the address, {start.processor:.1f} s of the"
                f" processor · load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
