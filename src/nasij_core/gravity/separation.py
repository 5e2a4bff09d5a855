"""Zeros that no finite coefficient can explain, and that must leave before a Poisson fit.

A combination of regressors that is 0 wherever trade is positive, and nowhere negative where trade
is zero, predicts the zeros it is positive on perfectly: its coefficient runs to infinity (Correia,
Guimarães and Zylkin 2021). Groups of zeros are the common case and are dropped until none is left;
the rest is one linear programme: `max Σ s, 0 ≤ s ≤ 1, z ≥ s on zeros, z = 0 elsewhere, z = Xγ`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from nasij_core.gravity.effects import Effects, Reals

Rows = NDArray[np.bool_]
LP_ROWS = 60_000  # beyond, only groups of zeros are looked for
WHOLE = 0.5


def groups_of_zeros(outcome: Reals, effects: Effects) -> Rows:
    """(rows,): rows of a group whose outcome is zero throughout, repeated until none is left."""
    alone = np.zeros(len(outcome), dtype=bool)
    while True:
        before = alone.copy()
        live = np.where(alone, 0.0, outcome)
        for column, size in zip(effects.codes, effects.sizes, strict=True):
            alone |= np.bincount(column, live, size)[column] == 0
        if (alone == before).all():
            return alone


def separated(outcome: Reals, columns: Reals, effects: Effects) -> Rows | None:
    """(rows,): zeros perfectly predicted by regressors and effects together.

    columns: (rows, regressors), the constant among them if there are no effects. None: too many
    rows to tell; groups of zeros should have been dropped before.
    """
    zero = outcome == 0
    none = np.zeros(len(outcome), dtype=bool)
    if not zero.any():
        return none
    if not effects and full_rank(columns[~zero]):
        return none  # nothing can be 0 on all positive rows
    if len(outcome) > LP_ROWS:
        return None
    matrix = design(columns, effects)
    found = certificate(matrix[zero], matrix[~zero])
    result = none
    result[zero] = found
    return result


def full_rank(columns: Reals) -> bool:
    if columns.shape[0] < columns.shape[1]:
        return False
    scale = np.abs(columns).max(axis=0, initial=0.0)
    if (scale == 0).any():
        return False
    return bool(np.linalg.matrix_rank(columns / scale) == columns.shape[1])


def design(columns: Reals, effects: Effects) -> sparse.csr_array:
    rows = len(columns)
    scale = np.abs(columns).max(axis=0, initial=0.0)
    parts = [sparse.csr_array(columns / np.where(scale > 0, scale, 1.0))]
    for column, size in zip(effects.codes, effects.sizes, strict=True):
        entries = (np.ones(rows), (np.arange(rows), column))
        parts.append(sparse.coo_array(entries, shape=(rows, size)).tocsr())
    return sparse.hstack(parts, format="csr")


def certificate(zeros: sparse.csr_array, positives: sparse.csr_array) -> Rows:
    count, width = zeros.shape
    reach = sparse.hstack([-zeros, sparse.eye_array(count)], format="csr")  # s − z ≤ 0
    still = sparse.hstack([positives, sparse.csr_array((positives.shape[0], count))], format="csr")
    answer = linprog(
        np.concatenate([np.zeros(width), -np.ones(count)]),
        A_ub=reach,
        b_ub=np.zeros(count),
        A_eq=still,
        b_eq=np.zeros(positives.shape[0]),
        bounds=[(None, None)] * width + [(0, 1)] * count,
        method="highs",
    )
    if answer.x is None:
        return np.zeros(count, dtype=bool)
    found: Rows = answer.x[width:] > WHOLE
    return found
