"""Weights over years: several years of trade become one mean year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import BadOption, OutOfRange


def weights_of_years(
    years: tuple[int, ...], weights: Mapping[int, float] | None
) -> NDArray[np.float64]:
    """One weight per year, in the order of `years`; a simple mean when none are given."""
    if weights is None:
        return np.ones(len(years))
    for year in weights:
        if year not in years:
            raise BadOption("weighted year", year, years)
    chosen = np.array([float(weights.get(year, 0.0)) for year in years])
    if (chosen < 0).any() or chosen.sum() <= 0 or not np.isfinite(chosen).all():
        raise OutOfRange("year weights", dict(weights), "positive, at least one above 0")
    return chosen


def row_weights(
    year: NDArray[np.int16],
    group: NDArray[np.int32],
    n_groups: int,
    years: tuple[int, ...],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """(rows,): each row's weight in the mean over the years its group was observed.

    A market that reported in three years of five is averaged over its three: a missing year is
    not a year of zero trade. Within a seen year a missing flow is zero.
    """
    place = np.searchsorted(np.array(years), year)
    seen = np.zeros((n_groups, len(years)), dtype=bool)
    seen[group, place] = True
    total = seen @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total[:, None] > 0, weights[None, :] / total[:, None], 0.0)
    result: NDArray[np.float64] = share[group, place]
    return result
