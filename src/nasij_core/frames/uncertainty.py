"""The range of one country's potential, as a frame."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from nasij_core.errors import BadOption
from nasij_core.flows import FlowTable
from nasij_core.frames.potential import position_of
from nasij_core.potential import (
    PotentialRange,
    World,
    range_of_reporters,
    range_of_terms,
    range_of_years,
)


class Range(StrEnum):
    """What a range is drawn over: the years of the mean, the reports of the markets, or the terms
    of the indicator, left out one at a time."""

    YEARS = "years"
    REPORTERS = "reporters"
    TERMS = "terms"


def potential_range(
    flows: FlowTable,
    world: World,
    exporter: str,
    *,
    over: Range | str,
    draws: int = 50,
    level: float = 0.8,
    rng: np.random.Generator | None = None,
    year_weights: Mapping[int, float] | None = None,
) -> pl.DataFrame:
    """exporter, market (null: all of them), figure (potential_usd, unrealised_usd), low, central,
    high, method, draws. Markets are told for the unrealised part, where draws were made.

    `flows` are those `world` was made of. `level` is the coverage of the bootstrap intervals.
    """
    try:
        kind = Range(over)
    except ValueError:
        raise BadOption("range", over, list(Range)) from None
    place = position_of(world, exporter)
    if kind is Range.TERMS:
        return _frame(world, exporter, range_of_terms(world, place))
    terms: dict[str, Any] = {
        "growth": world.growth,
        "km": world.km,
        "tariffs": world.tariffs,
        "options": world.options,
    }
    drawn: dict[str, Any] = {"rng": rng or np.random.default_rng(0), "draws": draws, "level": level}
    if kind is Range.YEARS:
        found = range_of_years(flows, place, year_weights=year_weights, **drawn, **terms)
    else:
        found = range_of_reporters(flows, place, year_weights=year_weights, **drawn, **terms)
    return _frame(world, exporter, found)


def _frame(world: World, exporter: str, found: PotentialRange) -> pl.DataFrame:
    whole = [
        (None, "potential_usd", *found.potential),
        (None, "unrealised_usd", *found.unrealised),
    ]
    markets = [
        (name, "unrealised_usd", *(float(value) for value in column))
        for name, column in zip(world.importers, found.by_market.T, strict=False)
        if column.any()
    ]
    schema = {
        "market": pl.String,
        "figure": pl.String,
        "low": pl.Float64,
        "central": pl.Float64,
        "high": pl.Float64,
    }
    return (
        pl.DataFrame([*whole, *markets], schema=schema, orient="row")
        .insert_column(0, pl.lit(exporter).alias("exporter"))
        .with_columns(method=pl.lit(found.method), draws=pl.lit(found.draws))
    )
