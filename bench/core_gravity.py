"""Gravity by PPML with three sets of fixed effects: time and memory, as ratios to one bare round.

    python bench/core_gravity.py [PANEL.parquet]

A synthetic panel of 226 × 226 countries and 10 years, 60 % zeros, is drawn; where the applications
of Yotov and others lie beside the project (columns exporter, importer, year, trade, rta), they are
fitted too. The bare round is one weighted least squares with the effects swept out ten times by
sums over the rows: what any program of this kind repeats. Nothing here asserts a time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from nasij_core.gravity import GravityFit, ppml

SHARED = (
    Path(__file__).resolve().parents[2]
    / "shared/data/gravity_validation/agtpa_applications.parquet"
)
COUNTRIES, YEARS = 226, 10


def synthetic() -> tuple[np.ndarray, np.ndarray, list[np.ndarray], np.ndarray]:
    rng = np.random.default_rng(11)
    year, origin, target = (
        part.ravel() for part in np.indices((YEARS, COUNTRIES, COUNTRIES), dtype=np.int32)
    )
    kept = origin != target
    year, origin, target = year[kept], origin[kept], target[kept]
    pair = origin * COUNTRIES + target
    agreed = rng.integers(0, 2 * YEARS, COUNTRIES**2)[pair] <= year
    cost = np.round(rng.uniform(0, 1, COUNTRIES**2)[pair] + 0.1 * rng.normal(size=len(year)), 6)
    size = rng.normal(0, 1.5, COUNTRIES)
    level = size[origin] + size[target] + rng.normal(0, 1, COUNTRIES**2)[pair]
    mean = np.exp(level + 0.23 * agreed - 1.15 * cost)
    trade = np.where(rng.random(len(mean)) < 1 - np.exp(-mean / 2), mean, 0) * rng.gamma(
        4, 0.25, len(mean)
    )
    columns = np.column_stack([agreed, cost]).astype(float)
    effects = [year * COUNTRIES + origin, year * COUNTRIES + target, pair]
    ends = np.sort(np.column_stack([origin, target]), axis=1)
    return trade, columns, effects, ends[:, 0] * COUNTRIES + ends[:, 1]


def applications(path: Path) -> tuple[np.ndarray, np.ndarray, list[np.ndarray], np.ndarray]:
    frame = pl.read_parquet(path).drop_nulls(["trade", "rta"])
    place = {name: frame[name].rank("dense").to_numpy() for name in ("exporter", "importer")}
    year = frame["year"].to_numpy().astype(np.int64) * 1000
    pair = place["exporter"].astype(np.int64) * 1000 + place["importer"]
    effects = [year + place["exporter"], year + place["importer"], pair]
    trade, agreed = (frame[name].to_numpy().astype(float) for name in ("trade", "rta"))
    return trade, agreed[:, None], effects, pair


def bare_round(
    outcome: np.ndarray, columns: np.ndarray, effects: list[np.ndarray]
) -> Callable[[], object]:
    codes = [np.unique(column, return_inverse=True)[1] for column in effects]
    weight = outcome + 1.0

    def work() -> object:
        flat = []
        for column in (*columns.T, outcome):
            rest = column.copy()
            for _ in range(10):
                for code in codes:
                    means = np.bincount(code, weight * rest) / np.bincount(code, weight)
                    rest -= means[code]
            flat.append(rest)
        return np.linalg.lstsq(np.column_stack(flat[:-1]), flat[-1], rcond=None)

    return work


def timed(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def line(what: str, fit: GravityFit, ours: float, bare: float, goal: str) -> None:
    shown = ", ".join(f"{value:.8f}" for value in fit.coefficients)
    print(f"{what}: {fit.rows:,} rows kept, {fit.rounds} rounds, coefficients {shown}")
    print(f"  {ours:6.2f} s   bare round {bare:6.2f} s   {ours / bare:5.2f}×   goal {goal}")


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    trade, columns, effects, clusters = synthetic()
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fit = ppml(trade, columns, ["agreed", "cost"], effects, clusters)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = timed(lambda: ppml(trade, columns, ["agreed", "cost"], effects, clusters))
    bare = timed(bare_round(trade, columns, effects), 1)
    line("226 × 226 × 10, three sets of effects", fit, ours, bare, "≤ 1.5 s")
    print(
        f"  peak memory {peak / 1024:.0f} MB, of it {before / 1024:.0f} MB the libraries and "
        f"{(start - before) / 1024:.0f} MB the drawing of the panel (goal ≤ 200)"
    )
    if given.exists():
        panel = applications(given)
        fit = ppml(*panel[:2], ["rta"], *panel[2:])
        ours = timed(lambda: ppml(*panel[:2], ["rta"], *panel[2:]))
        bare = timed(bare_round(*panel[:3]), 1)
        line("applications, three sets of effects", fit, ours, bare, "≤ 0.3 s")


if __name__ == "__main__":
    main()
