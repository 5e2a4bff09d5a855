"""What must be true to reach the target: entries at this survival, survival at these entries."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from nasij_core.projection.aggregate import check_stock
from nasij_core.projection.cohort import Cohorts, project

Reals = NDArray[np.float64]
TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Required:
    """A multiplier on today's plan. `factor` is None when the target is out of reach."""

    factor: float | None  # on entries or on hazards
    entries_per_year: float  # national mean over the horizon, at the factor
    exit_rate: float  # exits over stock, mean over the horizon, at the factor
    reached: float  # national stock at the horizon, firms


def stock_at_horizon(
    start: Cohorts, entries_factor: float = 1.0, exit_factor: float = 1.0
) -> float:
    """National stock in the last year when entries and hazards are multiplied (hazards ≤ 1)."""
    return float(project(scaled(start, entries_factor, exit_factor)).national[-1])


def scaled(start: Cohorts, entries_factor: float, exit_factor: float) -> Cohorts:
    return replace(
        start,
        entries=start.entries * entries_factor,
        hazards=np.minimum(start.hazards * exit_factor, 1.0),
    )


def entries_required(start: Cohorts, target: float, exit_factor: float = 1.0) -> Required:
    """Factor on all entries that reaches `target`; exact, since the stock is linear in entries."""
    check_stock("target", target)
    without = stock_at_horizon(start, 0.0, exit_factor)
    per_unit = stock_at_horizon(start, 1.0, exit_factor) - without
    if per_unit <= 0:
        return _answer(start, None, 1.0, exit_factor)
    factor = max((target - without) / per_unit, 0.0)
    return _answer(start, factor, factor, exit_factor)


def survival_required(start: Cohorts, target: float, entries_factor: float = 1.0) -> Required:
    """Factor on all hazards that reaches `target`: 0.8 is a fifth fewer exits at every age.

    Out of reach (None) when nobody leaving would not suffice; capped where hazards reach 1.
    """
    check_stock("target", target)
    if stock_at_horizon(start, entries_factor, 0.0) < target:
        return _answer(start, None, entries_factor, 0.0)
    positive = start.hazards[start.hazards > 0]
    top = float(1.0 / positive.min()) if len(positive) else 1.0
    if stock_at_horizon(start, entries_factor, top) >= target:
        return _answer(start, top, entries_factor, top)
    factor = optimize.brentq(
        lambda x: stock_at_horizon(start, entries_factor, x) - target, 0.0, top, xtol=TOLERANCE
    )
    return _answer(start, float(factor), entries_factor, float(factor))


def _answer(
    start: Cohorts, factor: float | None, entries_factor: float, exit_factor: float
) -> Required:
    path = project(scaled(start, entries_factor, exit_factor))
    stock = path.national[:-1].sum()
    return Required(
        factor,
        float(path.entries.sum(axis=1).mean()),
        float(path.exits.sum() / stock) if stock > 0 else 0.0,
        float(path.national[-1]),
    )


@dataclass(frozen=True, slots=True)
class IsoCurve:
    """All couples (entries, exits) that reach the same target; NaN where out of reach."""

    target: float
    exit_factor: Reals  # (points,)
    entries_factor: Reals  # (points,)
    exit_rate: Reals  # (points,), mean over the horizon
    entries_per_year: Reals  # (points,), national mean


def iso_curve(start: Cohorts, target: float, exit_factors: Reals) -> IsoCurve:
    answers = [entries_required(start, target, float(factor)) for factor in exit_factors]
    return IsoCurve(
        target,
        np.asarray(exit_factors, float),
        np.array([np.nan if a.factor is None else a.factor for a in answers]),
        np.array([a.exit_rate for a in answers]),
        np.array([a.entries_per_year for a in answers]),
    )
