"""Statistical secrecy: which cells may be shown, and which others must hide with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.cells import Cells, take
from nasij_core.stats.sums import counts_by, ratio, sums_by

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


def with_complements(hidden: Mask, cells: Cells, rule: SecrecyRule | None = None) -> Mask:
    """Hide more groups of each year until the sum of the hidden keeps the rule: the smallest that
    is enough, else the largest and then another.

    `hidden` is (groups, years). A firm of several groups is one firm, with all that it holds of
    those that are hidden.
    """
    result = hidden.copy()
    years = np.searchsorted(np.array(cells.years), cells.year)
    for year in np.flatnonzero(hidden.any(axis=0)):
        result[:, year] = _year_with_cover(hidden[:, year], take(cells, years == year), rule)
    return result


def _year_with_cover(hidden: Mask, cells: Cells, rule: SecrecyRule | None) -> Mask:
    known, firm = np.unique(cells.firm, return_inverse=True)

    def tells(mask: Mask) -> bool:
        inside = mask[cells.group]
        held = sums_by(firm[inside], cells.value[inside], len(known))
        largest = ratio(held.max(initial=0.0, keepdims=True), held.sum(keepdims=True))
        return bool(hidden_cells(np.array([np.count_nonzero(held)]), largest, rule)[0])

    firms = counts_by(cells.group, len(hidden))
    order = [int(group) for group in np.argsort(firms, kind="stable") if firms[group] > 0]
    return with_cover(hidden, order, tells)


def _and_one(mask: Mask, cell: int) -> Mask:
    more = mask.copy()
    more[cell] = True
    return more
