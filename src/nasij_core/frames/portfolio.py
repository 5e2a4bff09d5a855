"""The best portfolio of actions from a frame, under budgets and the limits of regions."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from nasij_core.allocation import Action, Constraints, Portfolio
from nasij_core.allocation import portfolio as portfolio_of
from nasij_core.errors import MissingColumn
from nasij_core.notes import N_, Note
from nasij_core.tables import REAL, TEXT, Column, Table
from nasij_core.units import Unit

METHOD = "portfolio of actions"
COST = "cost"
NOT_PROVEN = N_("Time ran out: the best portfolio may be up to %(gap)s better.")
ACTIONS = Table(
    "actions",
    (
        Column("action", TEXT, Unit.CODE),
        Column("utility", REAL, Unit.RATIO),
        Column("region", TEXT, Unit.CODE, optional=True, empty=True),
    ),
    key=("action",),
)


@dataclass(frozen=True, slots=True)
class PortfolioFrames:
    """actions: the frame given, with `selected`. by_region: region (null: none), actions, selected,
    cost. Money in the unit of the costs."""

    actions: pl.DataFrame
    by_region: pl.DataFrame
    portfolio: Portfolio
    notes: tuple[Note, ...]


def portfolio(
    actions: pl.DataFrame, limits: Constraints, *, seconds: float = 60.0
) -> PortfolioFrames:
    """The actions of most utility within the limits, and among those the cheapest.

    actions: action, utility (≥ 0), region (optional), and `cost`, or one column `cost_…` a year in
    the order of the budgets, in the order of the columns.
    """
    frame = ACTIONS.validate(actions)
    years = cost_columns(frame)
    costs = Table("actions", tuple(Column(name, REAL, Unit.RATIO) for name in years))
    frame = costs.validate(frame).select(frame.columns)
    frame = (
        frame if "region" in frame.columns else frame.with_columns(region=pl.lit(None, pl.String))
    )
    listed = [
        Action(row["action"], row["utility"], tuple(row[name] for name in years), row["region"])
        for row in frame.iter_rows(named=True)
    ]
    found = portfolio_of(listed, limits, seconds=seconds)
    marked = frame.with_columns(selected=pl.col("action").is_in(list(found.selected)))
    by_region = (
        marked.with_columns(whole=pl.sum_horizontal(years))
        .group_by("region")
        .agg(
            actions=pl.len(),
            selected=pl.col("selected").sum(),
            cost=pl.col("whole").filter(pl.col("selected")).sum(),
        )
        .sort("region", nulls_last=True)
    )
    notes = () if found.proven else (Note("not_proven", NOT_PROVEN, {"gap": f"{found.gap:.1%}"}),)
    return PortfolioFrames(marked, by_region, found, notes)


def cost_columns(frame: pl.DataFrame) -> list[str]:
    """`cost` alone, or the columns `cost_…`."""
    yearly = [name for name in frame.columns if name.startswith(f"{COST}_")]
    if COST in frame.columns:
        return [COST]
    if not yearly:
        raise MissingColumn("actions", [COST], frame.columns)
    return yearly
