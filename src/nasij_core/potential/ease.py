"""Ease of trade between two countries: actual trade over trade at world shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nasij_core.stats.sums import ratio

Reals = NDArray[np.float64]


def ease_of_trade(exports: Reals, imports: Reals, trade: Reals) -> Reals:
    """(exporters, importers): `v_ij / Σ_k (v_ik / v_k) · v_jk`; 1 is neutral, no upper bound.

    0 where the two do not trade, also when no trade was to be expected.
    """
    world = exports.sum(axis=0)
    shares = ratio(exports, world[None, :], empty=0.0)
    expected = shares @ imports.T
    return ratio(trade, expected, empty=0.0)
