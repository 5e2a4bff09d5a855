"""Export potential: time and memory as ratios to bare array work timed in the same run.

    python bench/core_potential.py [FLOWS.parquet]

Without a file, a synthetic year of 226 exporters × 220 markets × 5,000 products is drawn. Ratios
hold between machines better than seconds; nothing here asserts a time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.potential import all_totals, build_world, export_potential
from nasij_core.store import import_flows, load_flows, read_flows

SHARED = (
    Path(__file__).resolve().parents[2] / "shared/data/baci_hs17_2024/baci_hs17_2024_ex6.parquet"
)
COLD_RUNS = 7


class Took(NamedTuple):
    """Median of the clock, and the least processor time: that one a busy machine moves little."""

    clock: float
    processor: float


def took(work: Callable[[], object], times: int) -> Took:
    work()
    clock, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Took(float(np.median(clock)), min(processor))


def line(what: str, ours: Took, bare: Took, goal: str) -> None:
    print(
        f"{what:<48} {1e3 * ours.clock:8.1f} ms {1e3 * bare.clock:8.1f} ms "
        f"{ours.clock / bare.clock:6.2f}× {1e3 * ours.processor:8.1f} ms "
        f"{ours.processor / bare.processor:6.2f}×  {goal}"
    )


def synthetic() -> FlowTable:
    rng = np.random.default_rng(0)
    rows = 6_000_000
    codes = {
        "exporter": rng.integers(0, 226, rows),
        "importer": rng.integers(0, 220, rows),
        "product": rng.integers(0, 5000, rows),
    }
    named = pl.DataFrame(
        {name: pl.Series(values).cast(pl.String).str.zfill(4) for name, values in codes.items()}
    ).unique()
    return flows_from_frame(
        named.with_columns(value_usd=pl.Series(rng.lognormal(9, 2, named.height)))
    )


def bare_one_exporter(flows: FlowTable, exporter: int) -> Callable[[], object]:
    """Supply × demand × ease in float32 with the unrealised part, on arrays made beforehand."""
    world = build_world(flows)
    supply = (world.exports / np.maximum(world.exports.sum(axis=0), 1)).astype(np.float32)
    demand = np.ascontiguousarray(world.imports, np.float32)
    ease = world.ease.astype(np.float32)
    potential = np.empty_like(demand)
    actual = export_potential(world, exporter).actual.astype(np.float32)
    gap = np.empty_like(demand)

    def work() -> object:
        np.multiply(demand, supply[exporter], out=potential)
        np.multiply(potential, ease[exporter][:, None], out=potential)
        np.subtract(potential, actual, out=gap)
        np.maximum(gap, 0, out=gap)
        return gap.sum(axis=0), gap.sum(axis=1)

    return work


def bare_everybody(flows: FlowTable) -> Callable[[], object]:
    """Two matrix products and one pass over the flows: the least the question needs."""
    world = build_world(flows)
    supply = world.exports / np.maximum(world.exports.sum(axis=0), 1)
    cells = world.flows.importer.astype(np.int64) * len(world.products) + world.flows.product
    demand = world.imports.ravel()

    def work() -> object:
        potential = np.einsum("ij,ij->i", supply @ world.imports.T, world.ease)
        return potential, demand.take(cells).sum(), world.flows.value_usd.sum()

    return work


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    heads = ("ours", "bare", "ratio", "processor", "ratio")
    print(
        f"{'':<48} {heads[0]:>11} {heads[1]:>11} {heads[2]:>7} {heads[3]:>11} {heads[4]:>7}  goal"
    )
    flows = _from_file(source) if source.exists() else synthetic()
    first = int(np.argmax(np.bincount(flows.exporter)))
    exporter = flows.exporters.index("MAR") if "MAR" in flows.exporters else first
    world = build_world(flows)
    km = np.random.default_rng(0).uniform(200, 15_000, (len(flows.exporters), len(flows.importers)))
    far = build_world(flows, km=km)
    bare = took(bare_one_exporter(flows, exporter), 50)
    for what, given, goal in (("", world, "≤ 2.5×"), (", with distances", far, "≤ 5 ms")):
        one = took(lambda given=given: export_potential(given, exporter), 50)
        line(f"one exporter, pairs and unrealised{what}", one, bare, goal)
    bare_all = took(bare_everybody(flows), 5)
    line("all exporters, streamed", took(lambda: all_totals(world), 5), bare_all, "≤ 2× of 120 ms")
    line("all exporters, with distances", took(lambda: all_totals(far), 3), bare_all, "")
    line("the world's arrays, once a year of data", took(lambda: build_world(flows), 5), bare, "")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


READ = "polars.read_parquet(source)"
FROM_FILE = """
flows, _ = read_flows(source, folder, year=0)
export_potential(build_world(flows), len(flows.exporters) // 2)
"""
FROM_SNAPSHOT = FROM_FILE.replace("read_flows(source, folder, year=0)", "(load_flows(folder), 0)")
INTAKE = "import_flows(source, folder / 'kept', origin='bench', vintage='')"
COLD = """
import sys, time, pathlib
import polars
from nasij_core.potential import build_world, export_potential
from nasij_core.store import import_flows, load_flows, read_flows
source, folder = map(pathlib.Path, sys.argv[1:])
start, used = time.perf_counter(), time.process_time()
{work}
print(time.perf_counter() - start, time.process_time() - used)
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024)
"""


def cold(work: str, source: Path, folder: Path) -> list[float]:
    """Clock, processor seconds and peak MB of the work in a process of its own, after the imports:
    no memory is warm there, and no thread started. The file is in the system's cache."""
    code = COLD.format(work=work)
    told = subprocess.run(
        [sys.executable, "-c", code, source, folder], capture_output=True, check=True
    )
    return [float(number) for number in told.stdout.split()]


def _from_file(source: Path) -> FlowTable:
    """“Bare” is `polars.read_parquet` of the same file, all its columns as they are."""
    with tempfile.TemporaryDirectory() as name:
        folder, snapshot = Path(name), Path(name) / "snapshot"
        import_flows(source, snapshot, origin="bench", vintage="")
        works = {
            "reading": (READ, folder, ""),
            "cold: file to one exporter's potential": (FROM_FILE, folder, "≤ 3×"),
            "cold: kept snapshot to the same": (FROM_SNAPSHOT, snapshot, "≤ 3×"),
            "cold: file to kept snapshot": (INTAKE, folder, ""),
        }
        found: dict[str, list[list[float]]] = {what: [] for what in works}
        for _ in range(COLD_RUNS):  # in turn, so that all meet the same machine
            for what, (code, into, _) in works.items():
                found[what].append(cold(code, source, into))
        taken = {what: np.array(runs).T for what, runs in found.items()}
        clock, processor, peak = taken.pop("reading")
        bare = Took(float(np.median(clock)), processor.min())
        for what, (seconds, used, most) in taken.items():
            line(what, Took(float(np.median(seconds)), used.min()), bare, works[what][2])
            each = seconds / clock
            print(
                f"    pair by pair {np.median(each):.2f}× ({each.min():.2f} to {each.max():.2f}), "
                f"peak {np.median(most):.0f} MB, reading {np.median(peak):.0f} MB"
            )
        warm = took(lambda: pl.read_parquet(source), 9)
        whole = took(lambda: export_of(read_flows(source, folder, year=0)[0]), 5)
        line("warm: file to one exporter's potential", whole, warm, "")
        kept = took(lambda: export_of(load_flows(snapshot)), 5)
        line("warm: kept snapshot to the same", kept, warm, "")
        return load_flows(snapshot)


def export_of(flows: FlowTable) -> object:
    return export_potential(build_world(flows), len(flows.exporters) // 2)


if __name__ == "__main__":
    main()
