"""Statistical secrecy: which cells may be shown, and which others must hide with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SecrecyRule:
    """Ours, until a statistical office gives its own: fewer than 5 firms, or one with over 80 %."""

    minimum_firms: int = 5
    largest_share: float = 0.8


def hidden_cells(
    firms: NDArray[np.int64], largest: NDArray[np.float64], rule: SecrecyRule | None = None
) -> Mask:
    """Cells that break the rule; an empty cell hides nobody. A hidden figure is not a 0."""
    rule = rule or SecrecyRule()
    few = firms < rule.minimum_firms
    dominated = np.nan_to_num(largest) > rule.largest_share
    return (firms > 0) & (few | dominated)


def with_complements(hidden: Mask, firms: NDArray[np.int64], totals_shown: bool = True) -> Mask:
    """Hide a second cell of each column where only one is hidden.

    `hidden` and `firms` are (groups, years). When a total is published, a single hidden cell is
    the total less the others; the smallest shown cell with firms goes with it.
    """
    result = hidden.copy()
    if not totals_shown:
        return result
    for column in np.flatnonzero(hidden.sum(axis=0) == 1):
        shown = np.where(
            hidden[:, column] | (firms[:, column] == 0), np.iinfo(np.int64).max, firms[:, column]
        )
        smallest = int(np.argmin(shown))
        if shown[smallest] < np.iinfo(np.int64).max:
            result[smallest, column] = True
    return result
