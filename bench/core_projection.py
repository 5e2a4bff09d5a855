"""Projection of exporters: 10,000 futures of 12 regions over 14 years, beside one page view.

    python bench/core_projection.py [--no-page]

“Bare” draws the same number of Poisson entries and Binomial exits with NumPy and does nothing else.
The page is the targets' page made anew for a signed-in reader of the demonstration, in this
process: most readers get a kept page, which is faster. Nothing here asserts a time.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from site_of_bench import NASIJ, environment, free_port, temporary_folder
from trade_load import measured

from nasij_core.projection import Cohorts, Effect, Evidence, Lever, cohorts, simulate

DRAWS, REGIONS, YEARS, TIMES = 10_000, 12, 14, 9
HAZARDS = {"one exit rate": [0.25], "six ages": [0.45, 0.3, 0.22, 0.18, 0.15, 0.1]}
EVIDENCE = Evidence(entry_years=8, exit_firms=4_000, yearly_spread=0.1)
EFFECTS = (
    Effect("level of entries to come", Lever.ENTRIES, 0.0, 0.1, "assumption"),
    Effect("level of exits to come", Lever.EXITS, 0.0, 0.1, "assumption"),
)


class Took(NamedTuple):
    """Median of the clock, and the least processor time: that one a busy machine moves little."""

    clock: float
    processor: float


def took(work: Callable[[], object]) -> Took:
    work()
    clock, processor = [], []
    for _ in range(TIMES):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Took(float(np.median(clock)), min(processor))


def council(hazards: list[float]) -> Cohorts:
    stock = np.random.default_rng(0).integers(20, 2_500, REGIONS).astype(float)
    ages = np.outer(stock, np.full(len(hazards), 1 / len(hazards)))
    regions = tuple(f"R{n:02d}" for n in range(REGIONS))
    return cohorts(regions, ages, np.array(hazards), 0.27 * stock, YEARS)


def futures(start: Cohorts) -> object:
    """The draws and what a page shows of them."""
    drawn = simulate(
        start, rng=np.random.default_rng(1), draws=DRAWS, evidence=EVIDENCE, effects=EFFECTS
    )
    return drawn.fan((0.1, 0.5, 0.9)), drawn.fan_by_region((0.1, 0.5, 0.9)), drawn.probability(2e4)


def bare(start: Cohorts) -> object:
    rng = np.random.default_rng(1)
    stock = np.broadcast_to(start.stock.astype(int), (DRAWS, *start.stock.shape))
    for year in range(YEARS):
        rng.poisson(start.entries[:, year], (DRAWS, REGIONS))
        rng.binomial(stock, start.hazards)
    return None


def page_view(folder: Path) -> Took:
    variables = environment(folder, free_port())
    measured([str(NASIJ), "demo"], variables)
    os.environ.update(
        variables, DJANGO_SETTINGS_MODULE="nasij.settings", ALLOWED_HOSTS="testserver"
    )
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.order_by("pk")[0])
    answer = client.get("/fr/targets/")
    assert answer.status_code == 200, answer.status_code
    return took(lambda: client.get("/fr/targets/"))


def main() -> None:
    page = None
    if "--no-page" not in sys.argv:
        with temporary_folder() as folder:
            page = page_view(folder)
        print(f"page view: {1e3 * page.clock:.0f} ms, processor {1e3 * page.processor:.0f} ms")
    for what, hazards in HAZARDS.items():
        start = council(hazards)
        ours, least = (
            took(lambda start=start: futures(start)),
            took(lambda start=start: bare(start)),
        )
        print(
            f"{what}: {1e3 * ours.clock:.0f} ms, {ours.clock / least.clock:.2f}× bare; processor "
            f"{1e3 * ours.processor:.0f} ms, {ours.processor / least.processor:.2f}× bare"
        )
        if page:
            print(
                f"    {ours.clock / page.clock:.2f}× one page view by the clock, "
                f"{ours.processor / page.processor:.2f}× by the processor (goal ≤ 1)"
            )


if __name__ == "__main__":
    main()
