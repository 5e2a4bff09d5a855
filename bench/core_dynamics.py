"""Exporter dynamics on 20 million firm records, as ratios to plain Polars and to pandas.

    python bench/core_dynamics.py [ROWS]

Synthetic: 60,000 firms, 12 regions, 10 years. Ways to the same table by region and year: ours on
the coded panel and straight from text, plain Polars on the same coded rows and on text, and pandas
in an environment of its own (see peer.py). The tables are compared before any time is printed;
nothing here asserts a time.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from peer import ask

from nasij_core.dynamics import By, Panel, cells_of, concentration, entry_exit
from nasij_core.store.firm_panels import keep_records, open_panel
from nasij_core.store.firm_records import stream_records

FIRMS, REGIONS, YEARS = 60_000, 12, range(2012, 2022)


def draw_records(rows: int, folder: Path) -> Path:
    """Text records in no order, one Parquet file."""
    rng = np.random.default_rng(7)
    region = rng.choice(REGIONS, FIRMS, p=rng.dirichlet(np.ones(REGIONS)))
    lines = rng.poisson(rng.gamma(0.6, 1, FIRMS) * rows / (FIRMS * 10 * 0.25)) + 1
    alive, parts = rng.random(FIRMS) < 0.4, []
    for year in YEARS:
        firm = np.repeat(np.flatnonzero(alive), lines[alive])
        n = len(firm)
        parts.append(
            pl.DataFrame(
                {
                    "firm": firm,
                    "year": np.full(n, year),
                    "region": region[firm],
                    "product": (firm * 37 + rng.geometric(0.05, n)) % 5000,
                    "market": (firm * 11 + rng.geometric(0.1, n)) % 200,
                    "value": rng.lognormal(9, 2, n),
                }
            )
        )
        chance = rng.random(FIRMS)
        alive = np.where(alive, chance > 0.35, chance < 0.25)
    frame = pl.concat(parts).sample(fraction=1.0, shuffle=True, seed=1)
    codes = ("firm", "region", "product", "market")
    path = folder / "records.parquet"
    frame.with_columns(pl.col(c).cast(pl.String).str.zfill(6) for c in codes).write_parquet(path)
    return path


def plain_polars(scan: pl.LazyFrame) -> pl.DataFrame:
    """The same indicators as an analyst would write them."""
    cells = scan.group_by("region", "firm", "year").agg(
        pl.col("value").sum(), pl.col("product").n_unique(), pl.col("market").n_unique()
    )
    keys = cells.select("region", "firm", "year")
    before = keys.with_columns(pl.col("year") + 1, before=pl.lit(True))
    after = keys.with_columns(pl.col("year") - 1, after=pl.lit(True))
    on = ["region", "firm", "year"]
    joined = cells.join(before, on=on, how="left").join(after, on=on, how="left")
    share = pl.col("value") / pl.col("value").sum()
    top = pl.col("value").top_k((pl.len() * 0.01).ceil().cast(pl.UInt32)).sum()
    return (
        joined.group_by("region", "year")
        .agg(
            pl.len().alias("exporters"),
            pl.col("before").is_null().sum().alias("entrants"),
            (pl.col("before").is_null() & pl.col("after").is_not_null()).sum().alias("survivors"),
            pl.col("after").is_null().sum().alias("leavers"),
            (share**2).sum().alias("hhi"),
            (top / pl.col("value").sum()).alias("top1"),
            pl.col("product").mean(),
            pl.col("market").mean(),
        )
        .sort("region", "year")
        .collect(engine="streaming")
    )


def ours(folder: Path) -> pl.DataFrame:
    return answer(open_panel(folder))


def answer(panel: Panel) -> pl.DataFrame:
    cells = cells_of(panel, panel.names, By.REGION)
    flow, shape = entry_exit(cells, len(panel.names.firms)), concentration(cells)
    return pl.DataFrame(
        {
            "exporters": flow.exporters.ravel(),
            "entrants": flow.entrants.ravel(),
            "hhi": shape.hhi.ravel(),
            "top1": shape.top[0].ravel(),
            "product": shape.products_per_exporter.ravel(),
            "market": shape.markets_per_exporter.ravel(),
        }
    )


def median_of(work: Callable[[], object], times: int = 3) -> float:
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


ASK = """
import sys, time; sys.path.insert(0, {here!r})
from pathlib import Path
from core_dynamics import {ask} as ask
start, used = time.perf_counter(), time.process_time()
ask(Path({source!r}))
print(time.perf_counter() - start, time.process_time() - used)
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024)
"""


def alone(ask: str, source: Path) -> tuple[float, float, float]:
    """Clock, processor seconds and peak MB of a fresh process that only asks the question."""
    code = ASK.format(here=str(Path(__file__).parent), ask=ask, source=str(source))
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    seconds, processor, peak = told.stdout.split()
    return float(seconds), float(processor), float(peak)


def from_text(source: Path) -> pl.DataFrame:
    """No panel kept: coded in a stream, a year at a time."""
    with tempfile.TemporaryDirectory() as scratch:
        return answer(stream_records(source, Path(scratch)))


def same(one: pl.DataFrame, two: pl.DataFrame) -> None:
    """Counts equal exactly, shares to rounding; ours leaves the first year's entrants undefined."""
    assert one["exporters"].to_list() == two["exporters"].to_list()
    known = ~np.isnan(one["entrants"].to_numpy())
    assert (one["entrants"].to_numpy()[known] == two["entrants"].to_numpy()[known]).all()
    for name in ("hhi", "top1", "product", "market"):
        np.testing.assert_allclose(one[name].to_numpy(), two[name].to_numpy(), rtol=1e-9)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, panel = draw_records(rows, folder), folder / "panel"
        start = time.perf_counter()
        stream = stream_records(source, folder)
        keep_records(panel, stream.names, stream, lambda _part: {})
        print(f"{stream.rows:,} rows, intake {time.perf_counter() - start:.1f} s, once")
        files = [panel / f"records_{year}.parquet" for year in YEARS]
        coded = pl.concat(
            pl.scan_parquet(path).with_columns(year=pl.lit(year, pl.Int32))
            for path, year in zip(files, YEARS, strict=True)
        )
        table = ours(panel)
        same(table, plain_polars(coded))
        same(table, from_text(source))
        times = {
            "ours, coded panel": median_of(lambda: ours(panel)),
            "plain Polars, coded panel": median_of(lambda: plain_polars(coded)),
            "plain Polars, text": median_of(lambda: plain_polars(pl.scan_parquet(source)), 1),
        }
        base = times["plain Polars, coded panel"]
        for what, taken in times.items():
            print(f"{what:<28} {taken:6.2f} s  {taken / base:5.2f}× plain Polars on coded data")
        for what, ask_, given, goal in (
            ("coded panel", "ours", panel, 313),
            ("text, streamed", "from_text", source, 1_100),
        ):
            clock, processor, peak = alone(ask_, given)
            print(
                f"ours, fresh process, {what}: {clock:.2f} s, processor {processor:.2f} s, "
                f"{peak:.0f} MB (goal ≤ {goal:,})"
            )
            against_pandas(files if given is panel else [source], table, clock, processor)


def against_pandas(
    sources: list[Path], table: pl.DataFrame, clock: float, processor: float
) -> None:
    peer = ask("pandas_dynamics", *sources)
    if peer is None:
        return
    same(table, pl.DataFrame(peer["answer"]))
    print(
        f"    pandas {peer['version']}: {peer['seconds']:.1f} s, {peer['seconds'] / clock:.1f}×; "
        f"processor {peer['processor']:.1f} s, {peer['processor'] / processor:.1f}× (goal ≥ 5×); "
        f"{peer['peak_mb']:.0f} MB; the same table"
    )


if __name__ == "__main__":
    main()
