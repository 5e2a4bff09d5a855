"""The number of exporters in the years to come: paths, chances, and what must be true."""

from nasij_core.projection.aggregate import (
    PublishedFlows,
    derive_flows,
    entries_needed,
    exit_rate_needed,
    stock_after,
    stock_from_entries,
    stock_path,
    yearly_growth,
)
from nasij_core.projection.backtest import BackTest, Forecast, backtest
from nasij_core.projection.cohort import (
    CohortPath,
    Cohorts,
    ages_of_stock,
    cohorts,
    project,
    steady_stock_per_entrant,
    survival,
)
from nasij_core.projection.required_path import (
    IsoCurve,
    Required,
    entries_required,
    iso_curve,
    survival_required,
)
from nasij_core.projection.scenario import Effect, Lever, Multipliers, multipliers
from nasij_core.projection.simulate import QUANTILES, Evidence, Simulation, simulate

__all__ = [
    "QUANTILES",
    "BackTest",
    "CohortPath",
    "Cohorts",
    "Effect",
    "Evidence",
    "Forecast",
    "IsoCurve",
    "Lever",
    "Multipliers",
    "PublishedFlows",
    "Required",
    "Simulation",
    "ages_of_stock",
    "backtest",
    "cohorts",
    "derive_flows",
    "entries_needed",
    "entries_required",
    "exit_rate_needed",
    "iso_curve",
    "multipliers",
    "project",
    "simulate",
    "steady_stock_per_entrant",
    "stock_after",
    "stock_from_entries",
    "stock_path",
    "survival",
    "survival_required",
    "yearly_growth",
]
