"""Loading a world trade file and computing the potential from it, by the command people use.

Prints seconds and peak memory of each step, and their ratio to reading the same file once with
Polars in a process of its own. Needs the shared data folder beside the project; says so otherwise.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from site_of_bench import NASIJ, ROOT, environment, free_port, temporary_folder

DATA = ROOT.parent / "shared" / "data"
TRADE = DATA / "baci_hs17_2024" / "baci_hs17_2024_ex6.parquet"
READ_ONCE = "import sys, polars; print(polars.read_parquet(sys.argv[1]).height)"
STEPS = {
    "load trade": ["load", "trade", str(TRADE), "--vintage", "202601"],
    "load trade again": ["load", "trade", str(TRADE), "--vintage", "202601"],
    "load distances": ["load", "distances", str(DATA / "cepii_geodist" / "dist_cepii.parquet")],
    "load growth": ["load", "growth", str(DATA / "imf_weo" / "weo_real_gdp_growth_2022_2030.csv")],
    "compute potential": ["compute", "potential"],
}


def measured(command: list[str], variables: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a process; its failure ends the benchmark."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - started, used.ru_maxrss / 1000


def command(path: Path, *arguments: str) -> list[str]:
    return [str(path), *arguments, "--json"]


def main() -> None:
    if not TRADE.exists():
        print(f"skipped: {TRADE.relative_to(ROOT.parent)} is not there")
        return
    with temporary_folder() as folder:
        variables = environment(folder, free_port())
        measured([str(NASIJ), "prepare"], variables)
        seconds, memory = measured([sys.executable, "-c", READ_ONCE, str(TRADE)], variables)
        print(f"reading the file once: {seconds:.2f} s, {memory:.0f} MB ({TRADE.name})")
        for name, arguments in STEPS.items():
            taken, peak = measured(command(NASIJ, *arguments), variables)
            ratios = f"{taken / seconds:.1f} × the time, {peak / memory:.1f} × the memory"
            print(f"{name}: {taken:.2f} s, {peak:.0f} MB: {ratios}")


if __name__ == "__main__":
    main()
