"""Fixed effects taken out of columns by weighted least squares.

The normal equations of all effects together are solved by conjugate gradients, preconditioned by
their diagonal and started from the last solution: effects are only sums by group, so no matrix is
ever built. With one set of effects this is the plain weighted mean by group.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nasij_core.gravity.panel import Panel, panel_of

Reals = NDArray[np.float64]
Codes = NDArray[np.intp]
STEPS = 2_000


class Effects:
    """Sets of groups over the same rows; codes from 0, every group in use."""

    def __init__(self, codes: Sequence[NDArray[np.integer]]) -> None:
        self.codes: list[Codes] = []
        self.sizes: list[int] = []
        for column in codes:
            used, compact = np.unique(column, return_inverse=True)
            self.codes.append(compact.astype(np.intp))
            self.sizes.append(len(used))
        self.bounds = np.concatenate(([0], np.cumsum(self.sizes))).astype(np.intp)
        self.runs = [starts_of_runs(column) for column in self.codes]

    def __bool__(self) -> bool:
        return bool(self.codes)

    def keep(self, rows: NDArray[np.bool_]) -> Effects:
        return Effects([column[rows] for column in self.codes])

    def spread(self, values: Reals) -> Reals:
        """(rows,): the sum of each row's effects; values: (groups of all sets,)."""
        total = values[self.bounds[0] : self.bounds[1]][self.codes[0]]
        for place, column in enumerate(self.codes[1:], 1):
            total += values[self.bounds[place] : self.bounds[place + 1]][column]
        return total

    def gather(self, values: Reals) -> Reals:
        """(groups of all sets,): sums by group of (rows,)."""
        return np.concatenate(
            [
                np.bincount(column, values, size) if runs is None else np.add.reduceat(values, runs)
                for column, size, runs in zip(self.codes, self.sizes, self.runs, strict=True)
            ]
        )

    @cached_property
    def panel(self) -> Panel | None:
        """The same rows as one dense array, where they nearly fill it."""
        return panel_of(self.codes, self.sizes)

    def lay(self, values: Reals) -> Reals:
        return values

    def image(self, weight: Reals, values: Reals) -> Reals:
        """(groups of all sets,): sums by group of weight × the effects spread over the rows."""
        return self.gather(weight * self.spread(values))

    def absorb(self, column: Reals, weight: Reals, start: Reals, tolerance: float) -> Reals:
        """The effects (groups,) that fit a column best under the weights.

        tolerance: of the remaining normal equations, relative to the weighted column.
        """
        form = self.panel or self
        weight = form.lay(weight)
        diagonal = form.gather(weight)
        moments = form.gather(weight * form.lay(column))
        solution = start.copy()
        residual = moments - form.image(weight, solution)
        scale = np.sqrt((moments**2 / diagonal).sum()) or 1.0
        step = residual / diagonal
        direction, power = step, float(residual @ step)
        for _ in range(STEPS):
            if np.sqrt(max(power, 0.0)) <= tolerance * scale:
                break
            image = form.image(weight, direction)
            length = power / float(direction @ image)
            solution += length * direction
            residual -= length * image
            step = residual / diagonal
            power, before = float(residual @ step), power
            direction = step + (power / before) * direction
        return solution


def starts_of_runs(column: Codes) -> Codes | None:
    """Where each group begins when the rows are in its order: runs are summed faster."""
    if not len(column) or (column[1:] < column[:-1]).any():
        return None
    return np.concatenate(([0], np.flatnonzero(column[1:] != column[:-1]) + 1)).astype(np.intp)
