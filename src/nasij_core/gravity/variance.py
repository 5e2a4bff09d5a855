"""Standard errors that survive what trade data are: unequal variances and dependent pairs."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import NotEnoughData
from nasij_core.gravity.effects import Reals


class SmallSample(StrEnum):
    """The factor on a clustered variance: G / (G − 1), or that times (n − 1) / (n − k), k counting
    regressors and the effects not nested in the clusters (programs differ in this count). On a
    robust one: n / (n − k) in both cases."""

    GROUPS = "groups"
    DEGREES = "degrees"


def sandwich(
    columns: Reals,
    weight: Reals,
    residual: Reals,
    clusters: NDArray[np.integer] | None,
    parameters: int,
    small_sample: SmallSample,
) -> tuple[Reals, int | None]:
    """(k, k) covariance of the coefficients, and the number of clusters.

    columns: (rows, k), effects taken out. weight: (rows,), μ for Poisson, 1 for least squares.
    residual: (rows,), outcome − fitted. parameters: what counts as k in the factor.
    """
    rows = len(columns)
    bread = np.linalg.inv(columns.T @ (columns * weight[:, None]))
    scores = columns * residual[:, None]
    if clusters is None:
        meat = scores.T @ scores * (rows / (rows - parameters))
        return bread @ meat @ bread, None
    _, group = np.unique(clusters, return_inverse=True)
    count = int(group.max()) + 1
    if count < 2:
        raise NotEnoughData("the clustered standard error", "there is one cluster only")
    sums = np.column_stack([np.bincount(group, column, count) for column in scores.T])
    factor = count / (count - 1)
    if small_sample is SmallSample.DEGREES:
        factor *= (rows - 1) / (rows - parameters)
    return bread @ (sums.T @ sums) @ bread * factor, count
