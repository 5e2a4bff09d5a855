"""Texts as unit vectors of character n-grams, and the pairs of them that are close.

Each word is padded with a space on both sides and cut into pieces of 3 to 5 characters; a piece
weighs its count times `ln((1 + n) / (1 + texts with it)) + 1`; rows have length one, so a product
of two rows is their cosine. Pieces are hashed to columns: no vocabulary is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SIZES = (3, 4, 5)
BUCKETS_LOG2 = 21
PAIRS_AT_ONCE = 200_000
SPACE, END = 32, 10

Rows = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit rows and their rare parts, for finding close pairs without comparing all.

    Columns are ordered from the rarest piece to the commonest. `rare` keeps of each row the
    shortest head after which the rest is shorter than `least`: two rows whose cosine reaches
    `least` must share a piece of both heads (the prefix filter of Bayardo, Ma and Srikant 2007).
    """

    full: sparse.csr_array  # (texts, pieces)
    rare: sparse.csr_array  # (texts, pieces)
    rest: Reals  # (texts,), length of what `rare` leaves out
    least: float


def vectors(normalised: Sequence[str], least: float) -> Vectors:
    counts = count_pieces(normalised)
    texts = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    weight = np.log((1 + texts) / (1 + frequency)) + 1
    rank = np.empty(len(frequency), dtype=np.int32)
    rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency), dtype=np.int32)
    data = counts.data * weight[counts.indices]
    full = sparse.csr_array((data, rank[counts.indices], counts.indptr), shape=counts.shape)
    full.sort_indices()
    scale_rows(full)
    rare, rest = heads(full, least)
    return Vectors(full, rare, rest, least)


def count_pieces(normalised: Sequence[str]) -> sparse.csr_array:
    """(texts, used pieces): how often each piece occurs in each text."""
    letters = np.frombuffer("\n".join(f" {t} " for t in normalised).encode("utf-32-le"), np.uint32)
    text_of = np.cumsum(letters == END).astype(np.int64)
    breaks = np.concatenate(([0], np.cumsum((letters == SPACE) | (letters == END))))
    ends = np.concatenate(([0], np.cumsum(letters == END)))
    rows, columns = [], []
    for size in SIZES:
        starts = np.arange(max(len(letters) - size + 1, 0))
        one_word = breaks[starts + size - 1] == breaks[starts + 1]
        starts = starts[one_word & (ends[starts + size] == ends[starts])]
        mixed = np.full(len(starts), size, dtype=np.uint64)
        for offset in range(size):
            mixed = mixed * np.uint64(0x100000001B3) + letters[starts + offset]
        columns.append((mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - BUCKETS_LOG2))
        rows.append(text_of[starts])
    used, column = np.unique(np.concatenate(columns), return_inverse=True)
    row = np.concatenate(rows)
    shape = (len(normalised), max(len(used), 1))
    table = sparse.coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr()
    table.sum_duplicates()
    return table


def scale_rows(table: sparse.csr_array) -> None:
    squares = np.concatenate(([0.0], np.cumsum(table.data**2)))
    lengths = np.sqrt(np.diff(squares[table.indptr]))
    table.data /= np.repeat(lengths, np.diff(table.indptr))


def heads(table: sparse.csr_array, least: float) -> tuple[sparse.csr_array, Reals]:
    squares = np.concatenate(([0.0], np.cumsum(table.data**2)))
    counts = np.diff(table.indptr)
    left = np.repeat(squares[table.indptr[1:]], counts) - squares[:-1]  # from here to row's end
    kept = left >= least**2 - 1e-9
    bounds = np.concatenate(([0], np.cumsum(kept)))[table.indptr]
    rare = sparse.csr_array((table.data[kept], table.indices[kept], bounds), shape=table.shape)
    outside = np.concatenate(([0.0], np.cumsum(np.where(kept, 0.0, table.data**2))))
    return rare, np.sqrt(np.maximum(np.diff(outside[table.indptr]), 0.0))


def close_pairs(table: Vectors, left: Rows, right: Rows) -> tuple[Rows, Rows, Reals]:
    """Positions in `left`, positions in `right`, and cosines of all pairs reaching `least`."""
    shared = (table.rare[left] @ table.rare[right].T).tocoo()
    a, b = shared.coords
    possible = shared.data + table.rest[left][a] * table.rest[right][b] >= table.least - 1e-9
    a, b = a[possible], b[possible]
    cosines = np.empty(len(a))
    for start in range(0, len(a), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        product = table.full[left[a[part]]].multiply(table.full[right[b[part]]])
        cosines[part] = product.sum(axis=1)
    close = cosines >= table.least
    return a[close], b[close], np.minimum(cosines[close], 1.0)
