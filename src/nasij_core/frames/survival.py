"""Survival curves and hazards as frames."""

from __future__ import annotations

import numpy as np
import polars as pl

from nasij_core.dynamics import (
    Cells,
    HazardTable,
    SurvivalCurve,
    ages,
    hazards_by,
    kaplan_meier,
    spells,
)
from nasij_core.dynamics.survival import MARKET_CLASSES
from nasij_core.errors import NotEnoughData
from nasij_core.notes import N_, Note

AGE_CLASSES = (1.0, 2.0, 3.0, 4.0, 6.0, 11.0)


def survival_frames(
    cells: Cells, n_firms: int, notes: list[Note]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Kaplan-Meier by age, and hazards by age, number of markets and quartile of value."""
    found = spells(cells, n_firms)
    hazards = [
        _hazard_frame("age", hazards_by(cells, n_firms, ages(cells, found), AGE_CLASSES)),
        _hazard_frame("markets", hazards_by(cells, n_firms, cells.markets, MARKET_CLASSES)),
        _hazard_frame("value", hazards_by(cells, n_firms, cells.value, _size_classes(cells))),
    ]
    try:
        curve = _curve_frame(kaplan_meier(found))
    except NotEnoughData:
        text = N_("Survival is not computable: no entry was observed.")
        notes.append(Note("no_survival", text))
        curve = pl.DataFrame(schema=_schema())
    return curve, pl.concat(hazards)


def _schema() -> dict[str, type[pl.DataType]]:
    return {
        "age": pl.Int64,
        "at_risk": pl.Int64,
        "exits": pl.Int64,
        "hazard": pl.Float64,
        "survival": pl.Float64,
        "standard_error": pl.Float64,
    }


def _curve_frame(curve: SurvivalCurve) -> pl.DataFrame:
    columns = {name: getattr(curve, name) for name in _schema()}
    return pl.DataFrame(columns, schema=_schema()).fill_nan(None)


def _hazard_frame(feature: str, table: HazardTable) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "feature": [feature] * len(table.lower_bound),
            "lower_bound": table.lower_bound,
            "at_risk": table.at_risk,
            "exits": table.exits,
            "hazard": table.hazard,
        }
    ).with_columns(pl.col("hazard").fill_nan(None))


def _size_classes(cells: Cells) -> tuple[float, ...]:
    """Quartiles of the value of cells, as lower bounds; equal ones are merged."""
    return tuple(np.unique(np.r_[0.0, np.quantile(cells.value, (0.25, 0.5, 0.75))]))
