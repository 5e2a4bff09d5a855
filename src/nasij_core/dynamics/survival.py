"""How long exporters last: spells, Kaplan-Meier, and hazards by age, size and markets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.cells import Cells
from nasij_core.errors import NotEnoughData
from nasij_core.stats.sums import ratio

Counts = NDArray[np.int64]
Reals = NDArray[np.float64]
MARKET_CLASSES = (1, 2, 3, 4, 5, 10)  # lower bounds: 1, 2, 3, 4, 5 to 9, 10 and more


@dataclass(frozen=True, slots=True)
class Spells:
    """Runs of consecutive export years of one firm in one group."""

    start: Counts  # calendar year
    length: Counts  # years
    ended: NDArray[np.bool_]  # False: still exporting in the last observed year
    entered: NDArray[np.bool_]  # False: already exporting in the first observed year
    first_row: Counts  # row of the spell's first cell


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Kaplan-Meier by age in years; age 1 is the entry year."""

    age: Counts
    at_risk: Counts
    exits: Counts
    hazard: Reals  # exits after this age over those at risk
    survival: Reals  # share still exporting after this age
    standard_error: Reals  # Greenwood


@dataclass(frozen=True, slots=True)
class HazardTable:
    """Exit hazards by class of one feature."""

    lower_bound: Reals
    at_risk: Counts
    exits: Counts
    hazard: Reals


def spells(cells: Cells, n_firms: int) -> Spells:
    """Spells of sorted cells; a gap starts a new spell."""
    pair = cells.group.astype(np.int64) * n_firms + cells.firm
    year = cells.year.astype(np.int64)
    if len(year) == 0:
        raise NotEnoughData("survival", "there is no exporter")
    begins = np.r_[True, (pair[1:] != pair[:-1]) | (year[1:] != year[:-1] + 1)]
    first = np.flatnonzero(begins)
    length = np.diff(first, append=len(year))
    start = year[first]
    last = start + length - 1
    observed = np.array(cells.years)
    return Spells(start, length, np.isin(last + 1, observed), np.isin(start - 1, observed), first)


def kaplan_meier(found: Spells, kept: NDArray[np.bool_] | None = None) -> SurvivalCurve:
    """Survival of spells whose beginning was observed; the rest are left-truncated, left out."""
    use = found.entered if kept is None else found.entered & kept
    if not use.any():
        raise NotEnoughData("survival", "no entry was observed: two consecutive years are needed")
    length, ended = found.length[use], found.ended[use]
    top = int(length.max())
    age = np.arange(1, top + 1)
    exits = np.bincount(length[ended], minlength=top + 1)[1:]
    reached = np.bincount(length, minlength=top + 1)[1:]
    censored = reached - exits
    # A spell still open at its last age was not observed leaving or staying after it.
    at_risk = np.cumsum(reached[::-1])[::-1] - censored
    hazard = ratio(exits, at_risk)
    known = np.nan_to_num(hazard)
    survival = np.where(at_risk > 0, np.cumprod(1.0 - known), np.nan)
    left = at_risk - exits
    terms = ratio(exits, at_risk * left, empty=0.0)
    return SurvivalCurve(
        age, at_risk, exits, hazard, survival, survival * np.sqrt(np.cumsum(terms))
    )


def hazards_by(
    cells: Cells, n_firms: int, feature: NDArray[Any], lower_bounds: tuple[float, ...]
) -> HazardTable:
    """Exit hazard of exporters of t by class of `feature` (cells,), all observed years pooled."""
    pair = cells.group.astype(np.int64) * n_firms + cells.firm
    year = cells.year.astype(np.int64)
    stays = np.zeros(len(cells), bool)
    stays[:-1] = (pair[1:] == pair[:-1]) & (year[1:] == year[:-1] + 1)
    observed = np.isin(year + 1, np.array(cells.years))
    group = np.searchsorted(np.array(lower_bounds), feature, side="right") - 1
    kept = observed & (group >= 0) & np.isfinite(feature)
    size = len(lower_bounds)
    at_risk = np.bincount(group[kept], minlength=size)
    exits = np.bincount(group[kept & ~stays], minlength=size)
    hazard = ratio(exits, at_risk)
    return HazardTable(np.array(lower_bounds, float), at_risk, exits, hazard)


def ages(cells: Cells, found: Spells) -> Reals:
    """(cells,): years since the spell began, 1 in the first; NaN when the entry was not seen."""
    position = np.arange(len(cells)) - np.repeat(found.first_row, found.length)
    return np.where(np.repeat(found.entered, found.length), position + 1.0, np.nan)
