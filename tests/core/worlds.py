"""Small worlds of trade, built for tests: one with known answers, one at random."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from nasij_core.flows import FlowTable, flows_from_frame
from nasij_core.store.firm_panels import keep_records
from nasij_core.store.firm_records import stream_records

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

# The toy of three countries and two products that the docs work through by hand.
TOY_FLOWS = {
    ("MAR", "FRA"): (60, 20),
    ("MAR", "SEN"): (10, 5),
    ("FRA", "MAR"): (15, 100),
    ("FRA", "SEN"): (20, 40),
    ("SEN", "FRA"): (30, 0),
    ("SEN", "MAR"): (5, 0),
}
TOY_TARIFFS = {
    ("MAR", "FRA"): (0.0, 0.0),
    ("MAR", "SEN"): (0.10, 0.10),
    ("FRA", "MAR"): (0.02, 0.05),
    ("FRA", "SEN"): (0.05, 0.05),
    ("SEN", "FRA"): (0.0, 0.0),
    ("SEN", "MAR"): (0.10, 0.0),
}
TOY_PRODUCTS = ("fish", "cars")


def toy_flows() -> FlowTable:
    rows = [
        (i, j, k, float(v))
        for (i, j), values in TOY_FLOWS.items()
        for k, v in zip(TOY_PRODUCTS, values, strict=True)
        if v
    ]
    return flows_from_frame(flow_frame(rows))


def flow_frame(rows: list[tuple[str, str, str, float]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["exporter", "importer", "product", "value_usd"], orient="row")


def toy_growth() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "country": ["MAR", "FRA", "SEN"],
            "gdp_ratio": [1.20, 1.05, 1.30],
            "population_ratio": [1.05, 1.01, 1.14],
        }
    )


def toy_distances() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "exporter": ["MAR", "MAR", "FRA"],
            "importer": ["FRA", "SEN", "SEN"],
            "km": [1900.0, 2300.0, 4200.0],
        }
    )


def toy_tariffs() -> pl.DataFrame:
    rows = [
        (i, j, k, t)
        for (i, j), rates in TOY_TARIFFS.items()
        for k, t in zip(TOY_PRODUCTS, rates, strict=True)
    ]
    return pl.DataFrame(rows, schema=["exporter", "importer", "product", "tariff"], orient="row")


def random_frame(
    seed: int, countries: int = 5, products: int = 4, holes: float = 0.3
) -> pl.DataFrame:
    """Flows between all countries, some missing."""
    rng = np.random.default_rng(seed)
    names = [f"C{n}" for n in range(countries)]
    rows = [
        (i, j, f"{k:06d}", float(np.round(rng.lognormal(3, 1.5), 3)))
        for i in names
        for j in names
        for k in range(products)
        if i != j and rng.random() > holes
    ]
    return flow_frame(rows or [("C0", "C1", "000000", 1.0)])


def keep_firm_records(source: Path, into: Path) -> dict[str, Any]:
    """Records of firms as text, kept as a coded panel."""
    with TemporaryDirectory(dir=into.parent) as scratch:
        stream = stream_records(source, Path(scratch))
        return keep_records(into, stream.names, stream, lambda _part: {"rows": stream.rows})
