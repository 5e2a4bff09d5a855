"""Firm records as codes: one sorting at the intake, then every question is a walk along runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

Codes = NDArray[np.integer]  # of the narrowest width that holds the names
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Names:
    """Names behind the codes; regions, products and markets may be absent (one empty name)."""

    firms: tuple[str, ...] | pl.Series
    regions: tuple[str, ...]
    products: tuple[str, ...]
    markets: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        return len(self.firms), len(self.regions), len(self.products), len(self.markets)


@dataclass(frozen=True, slots=True)
class YearRecords:
    """Records of one year, sorted by (firm, region, product, market)."""

    year: int
    firm: Codes
    region: Codes
    product: Codes
    market: Codes
    value: Reals  # USD, or the currency of the records


class Panel(Protocol):
    """Names, and years one at a time, as often as asked: in memory, on disk, or a stream."""

    @property
    def names(self) -> Names: ...

    def __iter__(self) -> Iterator[YearRecords]: ...


@dataclass(frozen=True, slots=True)
class FirmPanel:
    """All years in memory, in order."""

    names: Names
    years: tuple[YearRecords, ...]

    def __iter__(self) -> Iterator[YearRecords]:
        return iter(self.years)


def sorted_years(
    year: NDArray[np.int64],
    firm: NDArray[np.int64],
    region: NDArray[np.int64],
    product: NDArray[np.int64],
    market: NDArray[np.int64],
    value: Reals,
    sizes: tuple[int, int, int, int],
) -> tuple[YearRecords, ...]:
    """Coded rows in any order as sorted years. One packed key sorts faster than five columns."""
    if len(value) == 0:
        return ()
    first = int(year.min())
    bits = [max(int(size - 1).bit_length(), 1) for size in sizes]
    n_years = int(year.max()) - first + 1
    if sum(bits) + n_years.bit_length() > 62:
        return _by_columns(year, (firm, region, product, market), value)
    key = year.astype(np.int64) - first
    for codes, width in zip((firm, region, product, market), bits, strict=True):
        key <<= width
        key |= codes
    if not (key[1:] >= key[:-1]).all():
        frame = pl.DataFrame({"key": key, "value": value}).sort("key")
        key, value = frame["key"].to_numpy(), frame["value"].to_numpy()
    parts: list[Codes] = []
    for width in reversed(bits):
        parts.append((key & ((1 << width) - 1)).astype(np.min_scalar_type((1 << width) - 1)))
        key = key >> width
    return _cut(key + first, tuple(reversed(parts)), value)


def _by_columns(
    year: NDArray[np.int64], codes: tuple[NDArray[np.int64], ...], value: Reals
) -> tuple[YearRecords, ...]:
    order = np.lexsort((*reversed(codes), year))
    return _cut(year[order], tuple(c[order].astype(np.int32) for c in codes), value[order])


def _cut(
    year: NDArray[np.int64], codes: tuple[Codes, ...], value: Reals
) -> tuple[YearRecords, ...]:
    found = np.unique(year)
    firm, region, product, market = codes
    first, last = np.searchsorted(year, found), np.searchsorted(year, found, side="right")
    return tuple(
        YearRecords(int(y), firm[a:b], region[a:b], product[a:b], market[a:b], value[a:b])
        for y, a, b in zip(found, first, last, strict=True)
    )
