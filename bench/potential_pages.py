"""The potential pages on the real file: milliseconds each, beside an empty view and one raw read.

Runs the pages in this process through Django's client, after one visit that draws the charts.
Prints the median of fifteen visits, and its ratio to `/health/` and to reading the table of
products and markets once. Needs the shared data folder beside the project; says so otherwise.
"""

from __future__ import annotations

import gzip
import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from site_of_bench import ROOT, environment, free_port, temporary_folder
from trade_load import NASIJ, STEPS, TRADE, command, measured

VISITS = 15
PAGES = {
    "national": "/fr/potential/",
    "national, filtered and sorted": "/fr/potential/?sector=seafood&sort=actual_usd",
    "national, page 100, in Arabic": "/ar/potential/?page=100",
    "one product": "/fr/potential/products/280920/",
    "one region": "/fr/potential/regions/09/",
    "data sets": "/fr/datasets/",
    "one data set": "/fr/datasets/1/",
}


def median_ms(visit: Callable[[], object]) -> float:
    visit()
    times = []
    for _ in range(VISITS):
        started = time.perf_counter()
        visit()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def pages(folder: Path) -> None:
    os.environ.update(environment(folder, free_port()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "nasij.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    import polars as pl
    from django.test import Client

    from nasij.potential.queries import current_run

    client = Client(headers={"accept-encoding": "gzip"})
    run = current_run()
    assert run is not None
    empty = median_ms(lambda: client.get("/health/"))
    read = median_ms(lambda: pl.read_parquet(run.path / "pairs.parquet"))
    print(f"empty view: {empty:.1f} ms · reading all products × markets once: {read:.1f} ms")
    for name, address in PAGES.items():
        taken = median_ms(lambda address=address: client.get(address))  # type: ignore[misc]
        size = len(gzip.compress(client.get(address).content)) / 1000
        ratios = f"{taken / empty:.0f} × empty, {taken / read:.1f} × the read"
        print(f"{name}: {taken:.0f} ms ({ratios}), {size:.0f} kB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak memory of the process that serves them: {peak:.0f} MB")


def main() -> None:
    if not TRADE.exists():
        print(f"skipped: {TRADE.relative_to(ROOT.parent)} is not there")
        return
    with temporary_folder() as folder:
        variables = environment(folder, free_port())
        measured([str(NASIJ), "prepare"], variables)
        for arguments in STEPS.values():
            measured(command(NASIJ, *arguments), variables)
        pages(folder)


if __name__ == "__main__":
    main()
