"""Cohorts: the stock by region and export age, moved year by year.

`N_{a+1, t+1} = N_{a,t} · (1 − h_a)`, `N_{1, t+1} = E_{t+1}`; the last age class is open. The
hazard of leaving falls with age, which a single exit rate hides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import DuplicateKeys, NotANumber, NotEnoughData, OutOfRange, WrongShape

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """What the projection starts from. Regions in rows, ages in columns, age 1 first.

    With size classes each row is one class of one region, and a region's name is repeated; firms
    do not change class.
    """

    regions: tuple[str, ...]
    stock: Reals  # (regions, ages), firms
    hazards: Reals  # (regions, ages), rate of leaving within the year, in [0, 1]
    entries: Reals  # (regions, years), expected new exporters in each projected year
    sizes: tuple[str, ...] = ()  # (regions,), size class of each row, or none

    @property
    def years(self) -> int:
        return int(self.entries.shape[1])


@dataclass(frozen=True, slots=True)
class CohortPath:
    """Expected path. Year 0 is the start."""

    regions: tuple[str, ...]
    stock: Reals  # (years + 1, regions, ages), firms
    exits: Reals  # (years, regions), firms
    entries: Reals  # (years, regions), firms

    @property
    def by_region(self) -> Reals:
        """(years + 1, regions), firms."""
        total: Reals = self.stock.sum(axis=2)
        return total

    @property
    def national(self) -> Reals:
        """(years + 1,), firms."""
        total: Reals = self.stock.sum(axis=(1, 2))
        return total


def cohorts(
    regions: tuple[str, ...],
    stock: Reals,
    hazards: Reals,
    entries: Reals,
    years: int | None = None,
    sizes: tuple[str, ...] = (),
) -> Cohorts:
    """Check and broadcast: `hazards` may be (ages,), `entries` (regions,) for every year."""
    n = len(regions)
    if n == 0:
        raise NotEnoughData("a projection", "no region is given")
    if sizes and len(sizes) != n:
        raise WrongShape("sizes", (len(sizes),), (n,))
    rows = list(zip(regions, sizes or regions, strict=True))
    if repeated := sorted({f"{a}/{b}" if sizes else a for a, b in rows if rows.count((a, b)) > 1}):
        raise DuplicateKeys("regions", len(repeated), ["region", "size"], repeated)
    stock = np.atleast_2d(np.asarray(stock, float))
    if stock.shape[0] != n:
        raise WrongShape("stock", stock.shape, (n, "ages"))
    hazards = np.asarray(hazards, float)
    if hazards.shape[-1] != stock.shape[1]:
        raise WrongShape("hazards", hazards.shape, stock.shape)
    hazards = np.broadcast_to(hazards, stock.shape).copy()
    entries = np.asarray(entries, float)
    if entries.ndim == 1:
        if years is None:
            raise WrongShape("entries", entries.shape, (n, "years"))
        entries = np.repeat(entries[:, None], years, axis=1)
    if entries.shape[0] != n or entries.shape[1] < 1:
        raise WrongShape("entries", entries.shape, (n, "years"))
    for name, values, top in (
        ("stock", stock, np.inf),
        ("hazards", hazards, 1.0),
        ("entries", entries, np.inf),
    ):
        if not np.isfinite(values).all():
            raise NotANumber(name, int((~np.isfinite(values)).sum()))
        outside = (values < 0) | (values > top)
        if outside.any():
            region = regions[int(np.argmax(outside.any(axis=1)))]
            range_ = "0 or more" if np.isinf(top) else f"between 0 and {top:g}"
            raise OutOfRange(f"{name} of {region}", f"{values[outside][0]:g}", range_)
    return Cohorts(tuple(regions), stock, hazards, entries, tuple(sizes))


def project(start: Cohorts, hazards_by_year: Reals | None = None) -> CohortPath:
    """Expected path; `hazards_by_year` (years, regions, ages) replaces the constant hazards."""
    stock = np.empty((start.years + 1, *start.stock.shape))
    exits = np.empty((start.years, len(start.regions)))
    stock[0] = start.stock
    for year in range(start.years):
        hazards = start.hazards if hazards_by_year is None else hazards_by_year[year]
        leaving = stock[year] * hazards
        exits[year] = leaving.sum(axis=1)
        stock[year + 1] = aged(stock[year] - leaving, start.entries[:, year])
    return CohortPath(start.regions, stock, exits, start.entries.T.copy())


Number = TypeVar("Number", np.int64, np.float64)


def aged(staying: NDArray[Number], entries: NDArray[Number]) -> NDArray[Number]:
    """Everyone one year older along the last axis; the last class keeps its own."""
    if staying.shape[-1] == 1:
        return np.add(staying, entries[..., None])
    older = np.empty_like(staying)
    older[..., 0] = entries
    older[..., 1:] = staying[..., :-1]
    older[..., -1] += staying[..., -1]
    return older


def survival(hazards: Reals) -> Reals:
    """(ages,): share of an entry cohort still exporting at each age; age 1 is 1."""
    staying = 1.0 - np.asarray(hazards, float)[:-1]
    share: Reals = np.cumprod(np.r_[1.0, staying]).astype(np.float64)
    return share


def steady_stock_per_entrant(hazards: Reals) -> Reals:
    """(ages,): long-run stock by age for one entrant a year; the last class is `S / h`."""
    share: Reals = survival(hazards)
    if hazards[-1] <= 0:
        raise NotEnoughData("a steady stock", "nobody leaves the last age class")
    share[-1] = share[-1] / hazards[-1]
    return share


def ages_of_stock(total: float, hazards: Reals) -> Reals:
    """A total stock spread over ages as in the long run: for when ages are not known."""
    per_entrant = steady_stock_per_entrant(np.asarray(hazards, float))
    spread: Reals = total * per_entrant / per_entrant.sum()
    return spread
