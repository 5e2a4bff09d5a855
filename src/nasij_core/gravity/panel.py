"""A nearly full panel as one dense array: sums by effect are then sums along its axes.

Three sets of effects of a trade panel (exporter and year, importer and year, exporter and
importer) lie on three hidden dimensions. Where the cells in use fill most of their product, walking
the array beats looking up the effects of each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Reals = NDArray[np.float64]
Codes = NDArray[np.intp]
FULL = 0.5  # share of cells in use from which walking all of them pays
BLOCK = 1 << 16  # cells at a time: they stay in the cache of the processor


class Panel:
    """Rows as cells of a (year, exporter, importer) array, whatever the three dimensions mean."""

    def __init__(self, shape: tuple[int, int, int], cells: Codes, places: list[Codes]) -> None:
        self.shape = shape
        self.cells = cells  # (rows,): flat place of each row
        self.places = places  # of each set's groups on its two dimensions, flat
        self.step = max(1, BLOCK // (shape[1] * shape[2]))

    def lay(self, values: Reals) -> Reals:
        """(rows,) as an array; cells without a row hold 0."""
        laid = np.zeros(self.shape)
        laid.ravel()[self.cells] = values
        return laid

    def gather(self, laid: Reals) -> Reals:
        """(groups of all sets,): sums by group."""
        sums = (laid.sum(axis=2), laid.sum(axis=1), laid.sum(axis=0))
        return self._groups(sums)

    def image(self, weight: Reals, values: Reals) -> Reals:
        """(groups of all sets,): sums by group of weight × the effects spread over the cells."""
        one, two, three = self._spread_out(values)
        sums = (np.empty_like(one), np.empty_like(two), np.zeros_like(three))
        for first in range(0, self.shape[0], self.step):
            part = slice(first, first + self.step)
            cells = two[part, None, :] + three
            cells += one[part, :, None]
            cells *= weight[part]
            sums[0][part] = cells.sum(axis=2)
            sums[1][part] = cells.sum(axis=1)
            sums[2][:] += cells.sum(axis=0) if len(cells) > 1 else cells[0]
        return self._groups(sums)

    def _spread_out(self, values: Reals) -> tuple[Reals, Reals, Reals]:
        years, origins, targets = self.shape
        tables = (
            np.zeros((years, origins)),
            np.zeros((years, targets)),
            np.zeros((origins, targets)),
        )
        first = 0
        for table, place in zip(tables, self.places, strict=True):
            table.ravel()[place] = values[first : first + len(place)]
            first += len(place)
        return tables

    def _groups(self, sums: tuple[Reals, Reals, Reals]) -> Reals:
        return np.concatenate(
            [table.ravel()[place] for table, place in zip(sums, self.places, strict=True)]
        )


def panel_of(codes: Sequence[Codes], sizes: Sequence[int]) -> Panel | None:
    """The panel behind three sets of effects, if there is one and it is full enough.

    What two sets have in common is a dimension: groups of both that share rows are linked, and
    the linked ones are one year, one exporter or one importer.
    """
    if len(codes) != 3 or not len(codes[0]):
        return None
    dimensions = [
        _common(codes[x], codes[y], sizes[x], sizes[y]) for x, y in combinations((0, 1, 2), 2)
    ]
    (year, n_year), (origin, n_origin), (target, n_target) = dimensions
    shape = (n_year, n_origin, n_target)
    if len(codes[0]) < FULL * n_year * n_origin * n_target:
        return None
    pairs = (year * n_origin + origin, year * n_target + target, origin * n_target + target)
    places = []
    for pair, column, size in zip(pairs, codes, sizes, strict=True):
        place = np.zeros(size, np.intp)
        place[column] = pair
        if len(np.unique(place)) != size:
            return None  # two groups on one place: the effects are not pairs of dimensions
        places.append(place)
    cells = pairs[0] * n_target + target
    if np.bincount(cells).max() > 1:
        return None
    return Panel(shape, cells, places)


def _common(one: Codes, two: Codes, n_one: int, n_two: int) -> tuple[Codes, int]:
    """(rows,): the part of the linked groups each row belongs to, and how many parts there are."""
    size = n_one + n_two
    links = coo_array((np.ones(len(one), np.int8), (one, two + n_one)), shape=(size, size))
    count, part = connected_components(links, directed=False)
    return part[one].astype(np.intp), int(count)
