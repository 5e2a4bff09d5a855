"""How near an exporter stands to each product: `ω_cp = Σ_q M_cq φ_qp / Σ_q φ_qp`.

With the diagonal (the default, as the Growth Lab's own code) a product counts as near itself;
without it, q ≠ p. Distance is one minus density.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nasij_core.complexity.proximity import Matrix, Ordered, blocks, in_order
from nasij_core.errors import WrongShape

NO_NEIGHBOUR = 1e-5  # a sum of proximities below it is rounding


def density(
    presence: Matrix,
    of: Matrix | None = None,
    *,
    diagonal: bool = True,
    dtype: type[np.floating[Any]] | None = None,
) -> Matrix:
    """(rows, products) in [0, 1]; NaN for a product nobody exports.

    presence: (exporters, products), from which proximities are drawn; they are never stored.
    of: (rows, products), whose density is asked; None: the exporters themselves. Regions go here,
        so that they stand in the world's product space.
    dtype: of the arithmetic; None: double for few products, single for many.
    """
    table = in_order(presence, dtype)
    held = presence if of is None else of
    if held.shape[1:] != presence.shape[1:]:
        raise WrongShape("presence of the rows asked", held.shape[1:], presence.shape[1:])
    mine = held.astype(table.held.dtype).take(table.order, axis=1)
    near, total = weighted_sums(table, mine)
    if not diagonal:
        near, total = near - mine * table.own(), total - table.own()
    return table.back(over(near, total, undefined=np.nan), held.shape[1])


def over(values: Matrix, total: Matrix, *, undefined: float) -> Matrix:
    """values / total by column; `undefined` for a product near to no other (rounding aside)."""
    result = np.full_like(values, undefined)
    return np.divide(values, total, out=result, where=total > NO_NEIGHBOUR)


def weighted_sums(table: Ordered, weights: Matrix) -> tuple[Matrix, Matrix]:
    """`weights @ φ` (rows, products) and the column sums of φ (products,), φ streamed."""
    rows = len(weights)
    ones = np.ones((1, weights.shape[1]), dtype=weights.dtype)
    stacked = np.ascontiguousarray(np.vstack([weights, ones]).T)  # (products, rows + 1)
    sums = np.zeros_like(stacked)
    for start, stop, block in blocks(table):
        sums[start:stop] += block @ stacked[start:]
        sums[stop:] += block[:, stop - start :].T @ stacked[start:stop]
    return np.ascontiguousarray(sums[:, :rows].T), sums[:, rows]


def distance(presence: Matrix, of: Matrix | None = None, *, diagonal: bool = True) -> Matrix:
    """(rows, products) in [0, 1]: one minus density."""
    return 1.0 - density(presence, of, diagonal=diagonal)
