"""Statistical secrecy: which cells may be shown, and which others must hide with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def with_cover(hidden: Mask, order: Sequence[int], tells: Callable[[Mask], bool]) -> Mask:
    """Hide more cells until the sum of the hidden ones tells of no firm.

    `hidden` is (cells,). Where the whole is published, the whole less all that is shown is the sum
    of the hidden: `tells` says of such a mask whether that sum breaks the rule. `order` names, by
    place, the cells that may hide with them, those to give up first in front: the first that is
    enough goes, and where none is enough alone, the last, and then another.
    Source: ours, a secondary suppression as in Hundepool and others, *Statistical Disclosure
    Control* (2012), chapter 4, one cell at a time.
    """
    result = hidden.copy()
    left = [cell for cell in order if not hidden[cell]] if hidden.any() else []
    every = hidden.copy()
    every[left] = True
    if left and tells(every):  # known at once: to try thousands one by one takes minutes
        return every
    while left and tells(result):
        enough = (cell for cell in left if not tells(_and_one(result, cell)))
        result[next(enough, left[-1])] = True
        left = [cell for cell in left if not result[cell]]
    return result


def with_complements(
    hidden: Mask,
    firms: NDArray[np.int64],
    largest: NDArray[np.float64],
    values: NDArray[np.float64],
    rule: SecrecyRule | None = None,
) -> Mask:
    """Hide more cells of each column until the sum of the hidden keeps the rule: the smallest that
    is enough, else the largest and then another.

    All are (groups, columns); `largest` is the share of the largest firm in `values`, which are in
    any one unit. A firm of several groups is counted in each.
    """
    result = hidden.copy()
    for column in np.flatnonzero(hidden.any(axis=0)):
        of = (firms[:, column], largest[:, column], values[:, column])
        result[:, column] = _column_with_cover(hidden[:, column], *of, rule)
    return result


def _column_with_cover(
    hidden: Mask,
    firms: NDArray[np.int64],
    largest: NDArray[np.float64],
    values: NDArray[np.float64],
    rule: SecrecyRule | None,
) -> Mask:
    tops = np.nan_to_num(largest * values)

    def tells(mask: Mask) -> bool:
        whole = values[mask].sum()
        share = tops[mask].max(initial=0.0) / whole if whole > 0 else 0.0
        return bool(hidden_cells(firms[mask].sum(keepdims=True), np.array([share]), rule)[0])

    order = [int(cell) for cell in np.argsort(firms, kind="stable") if firms[cell] > 0]
    return with_cover(hidden, order, tells)


def _and_one(mask: Mask, cell: int) -> Mask:
    more = mask.copy()
    more[cell] = True
    return more
