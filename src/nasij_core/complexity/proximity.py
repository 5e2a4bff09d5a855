"""Proximity of products, `φ_pq = Σ_c M_cp M_cq / max(k_p, k_q)`, whole or in blocks.

Taken in the order of ubiquity, the larger of two ubiquities is always the later one's. So the
block of rows i and columns j ≥ i is one matrix product with pre-divided columns, and symmetry
gives the other half: half the arithmetic, and no pass over the P × P numbers to scale them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import WrongShape

BLOCK = 256
EXACT_BELOW = 1_500  # products; beyond, single precision (about 1e-6) halves time and memory
Matrix = NDArray[Any]  # float32 or float64


@dataclass(frozen=True, slots=True)
class Ordered:
    """Products of non-zero ubiquity in ascending order of it.

    `held` (exporters, products) presence, `shared` the same with each column over its ubiquity;
    `order` (products,) their positions in the matrix given.
    """

    held: Matrix
    shared: Matrix
    order: NDArray[np.intp]
    ubiquity: Matrix

    def __len__(self) -> int:
        return len(self.order)

    def back(self, values: Matrix, products: int) -> Matrix:
        """Columns in the order given again; NaN for products without ubiquity."""
        place = np.full(products, len(self), dtype=np.intp)
        place[self.order] = np.arange(len(self))
        if len(self) < products:
            blank = np.full((len(values), 1), np.nan, dtype=values.dtype)
            values = np.hstack([values, blank])
        return values.take(place, axis=1)

    def own(self) -> Matrix:
        """(products,): the diagonal of φ; 1 where presence is 0 or 1, less where it is between."""
        diagonal: Matrix = np.einsum("cp,cp->p", self.held, self.shared)
        return diagonal


def in_order(presence: Matrix, dtype: type[np.floating[Any]] | None = None) -> Ordered:
    """Prepare a presence matrix (exporters, products) for `blocks`."""
    if presence.ndim != 2:
        raise WrongShape("presence", presence.shape, "(exporters, products)")
    ubiquity = presence.sum(axis=0)
    order = np.argsort(ubiquity, kind="stable")
    order = order[ubiquity[order] > 0]
    dtype = dtype or precision(presence.shape[1])
    held = presence.astype(dtype).take(order, axis=1)
    ordered = ubiquity[order].astype(dtype)
    return Ordered(held, held / ordered, order, ordered)


def precision(products: int) -> type[np.floating[Any]]:
    return np.float64 if products <= EXACT_BELOW else np.float32


def blocks(table: Ordered, size: int = BLOCK) -> Iterator[tuple[int, int, Matrix]]:
    """(start, stop, φ[start:stop, start:]) along the order; one buffer, overwritten each time."""
    products = len(table)
    buffer = np.empty((min(size, products), products), dtype=table.held.dtype)
    columns = np.ascontiguousarray(table.held.T)
    for start in range(0, products, size):
        stop = min(start + size, products)
        block = buffer.ravel()[: (stop - start) * (products - start)]
        block = block.reshape(stop - start, products - start)
        np.matmul(columns[start:stop], table.shared[:, start:], out=block)
        corner = block[:, : stop - start]  # here rows may be more ubiquitous than columns
        corner *= np.minimum(1.0, table.ubiquity[start:stop] / table.ubiquity[start:stop, None])
        yield start, stop, block


def proximity(presence: Matrix) -> Matrix:
    """(products, products) in [0, 1], diagonal 1 for binary presence; NaN for a product that
    nobody exports."""
    table = in_order(presence)
    products = presence.shape[1]
    if len(table) == products:
        return whole(table)
    result = np.full((products, products), np.nan, dtype=table.held.dtype)
    result[np.ix_(table.order, table.order)] = whole_in_order(table)
    return result


def whole(table: Ordered) -> Matrix:
    """All of φ in the order of the matrix given; every product has a ubiquity."""
    back = np.argsort(table.order)
    return whole_in_order(table)[back][:, back]


def whole_in_order(table: Ordered) -> Matrix:
    result = np.empty((len(table), len(table)), dtype=table.held.dtype)
    for start, stop, block in blocks(table):
        result[start:stop, start:] = block
        result[start:, start:stop] = block.T
    return result
