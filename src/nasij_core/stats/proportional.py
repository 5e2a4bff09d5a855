"""Iterative proportional fitting: a table with given margins, closest in structure to a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import Contradiction, NotEnoughData, WrongShape
from nasij_core.stats.sums import ratio

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittedTable:
    table: Reals  # (rows, columns), unit of the margins
    rounds: int


def fit_margins(
    seed: Reals, rows: Reals, columns: Reals, *, tolerance: float = 1e-12, rounds: int = 1000
) -> FittedTable:
    """Scale `seed` until its margins are `rows` and `columns` (Deming and Stephan 1940).

    Both margins must have one total. Columns are fitted last, hence exact. Raises NotEnoughData
    when a margin is positive where the seed is all zero.
    """
    if seed.shape != (len(rows), len(columns)):
        raise WrongShape("seed", seed.shape, (len(rows), len(columns)))
    total = float(columns.sum())
    if not np.isclose(rows.sum(), total, rtol=1e-9, atol=0.0):
        raise Contradiction("the margins", f"rows sum to {rows.sum():g}, columns to {total:g}")
    if ((rows > 0) & (seed.sum(axis=1) == 0)).any() or (
        (columns > 0) & (seed.sum(axis=0) == 0)
    ).any():
        raise NotEnoughData("a regional table", "a margin is positive where the seed is empty")
    table = seed.astype(np.float64)
    done = 0
    for _ in range(rounds):
        done += 1
        table *= _ratio(rows, table.sum(axis=1))[:, None]
        table *= _ratio(columns, table.sum(axis=0))[None, :]
        miss = float(np.abs(table.sum(axis=1) - rows).max(initial=0.0) / (total or 1.0))
        if miss <= tolerance:
            break
    return FittedTable(table, done)


def _ratio(wanted: Reals, present: Reals) -> Reals:
    return ratio(wanted, present, empty=0.0)
