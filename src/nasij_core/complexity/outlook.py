"""What lies open: the outlook of an exporter (COI) and the gain of a new product (COG).

`COI_c = Σ_p ω_cp (1 − M_cp) Q_p`; `COG_cp = (1 − M_cp) Σ_q φ_pq / Σ_r φ_rq (1 − M_cq) Q_q`
(Hausmann and others, *Atlas of Economic Complexity*), Q being PCI or another product index. A
product already held opens nothing: its gain is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.complexity.density import over, weighted_sums
from nasij_core.complexity.proximity import Matrix, in_order
from nasij_core.errors import WrongShape


@dataclass(frozen=True, slots=True)
class Outlook:
    """density (rows, products) in [0, 1]; coi (rows,) and cog (rows, products), unit of Q."""

    density: Matrix
    coi: NDArray[np.float64]
    cog: Matrix


def outlook(
    presence: Matrix,
    product_index: NDArray[np.float64],
    of: Matrix | None = None,
    *,
    diagonal: bool = True,
) -> Outlook:
    """Density, COI and COG of the rows asked, proximities streamed twice and never stored.

    presence: (exporters, products). product_index: (products,), NaN where undefined.
    of: (rows, products); None: the exporters themselves.
    """
    if product_index.shape != presence.shape[1:]:
        raise WrongShape("the product index", product_index.shape, presence.shape[1:])
    held = presence if of is None else of
    table = in_order(presence)
    dtype = table.held.dtype
    mine = held.astype(dtype).take(table.order, axis=1)
    near, total = weighted_sums(table, mine)
    worth = np.nan_to_num(product_index[table.order]).astype(dtype)
    open_worth = (1.0 - mine) * worth
    if not diagonal:
        near, total = near - mine * table.own(), total - table.own()
    pull = over(open_worth, total, undefined=0.0)
    gain, _ = weighted_sums(table, pull)
    if not diagonal:
        gain -= pull * table.own()
    nearness = over(near, total, undefined=np.nan)
    coi: NDArray[np.float64] = np.nansum(nearness * open_worth, axis=1, dtype=np.float64)
    products = held.shape[1]
    gain *= 1.0 - mine
    return Outlook(table.back(nearness, products), coi, table.back(gain, products))
