"""Sums by code and ratios with empty denominators: the two steps under every indicator."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Reals = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[Any]  # whole numbers from 0, of any width


def sums_by(place: Places, value: Reals, size: int) -> Reals:
    """(size,): sum of `value` over the rows of each place."""
    sums: Reals = np.bincount(place, weights=value, minlength=size).astype(np.float64, copy=False)
    return sums


def counts_by(place: Places, size: int) -> Counts:
    """(size,): number of rows of each place."""
    counts: Counts = np.bincount(place, minlength=size)
    return counts


def table_of(rows: Places, columns: Places, value: Reals, shape: tuple[int, int]) -> Reals:
    """A full table of sums from coded rows and columns, added in the order of the rows."""
    # Filled in one pass: numbering the cells first, for bincount, takes twice as long.
    table: Reals = sparse.coo_array((value, (rows, columns)), shape=shape).toarray()
    return table


def ratio(part: NDArray[Any], whole: NDArray[Any], empty: float = np.nan) -> Reals:
    """`part / whole`, and `empty` where the whole is not above 0."""
    shape = np.broadcast_shapes(part.shape, whole.shape)
    result: Reals = np.full(shape, empty)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
