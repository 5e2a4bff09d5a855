"""How much of the value a few firms make: HHI, top shares, and the largest firm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.cells import Cells
from nasij_core.stats.sums import counts_by, ratio, sums_by

Reals = NDArray[np.float64]
TOP_SHARES = (0.01, 0.05, 0.25)


@dataclass(frozen=True, slots=True)
class Concentration:
    """(groups, years) each; NaN where nobody exports."""

    hhi: Reals  # in (0, 1]; 1 is one firm
    top: Reals  # (3, groups, years): share of value of the top 1, 5, 25 % of firms
    largest: Reals  # share of value of the largest firm
    products_per_exporter: Reals
    markets_per_exporter: Reals


def concentration(cells: Cells) -> Concentration:
    """By group and year. The top p of N firms are the `ceil(p·N)` largest (our choice)."""
    years = np.array(cells.years)
    shape = (cells.n_groups, len(years))
    place = cells.group.astype(np.int64) * len(years) + np.searchsorted(years, cells.year)
    size = shape[0] * shape[1]
    total = sums_by(place, cells.value, size)
    firms = counts_by(place, size)
    squares = sums_by(place, cells.value**2, size)
    order = np.lexsort((-cells.value, place))
    ranked = cells.value[order]
    start = np.r_[0, np.cumsum(firms)]
    rank = np.arange(len(order)) - start[place[order]]
    tops = [
        _share(place[order], ranked, rank < np.ceil(part * firms)[place[order]], total)
        for part in TOP_SHARES
    ]
    return Concentration(
        ratio(squares, total**2).reshape(shape),
        np.stack(tops).reshape(len(TOP_SHARES), *shape),
        _share(place[order], ranked, rank == 0, total).reshape(shape),
        ratio(sums_by(place, cells.products.astype(float), size), firms).reshape(shape),
        ratio(sums_by(place, cells.markets.astype(float), size), firms).reshape(shape),
    )


def _share(place: NDArray[np.int64], value: Reals, kept: NDArray[np.bool_], total: Reals) -> Reals:
    return ratio(sums_by(place[kept], value[kept], len(total)), total)
