"""Firm × group × year cells from records: value, products and markets of each."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from nasij_core.dynamics.panel import Names, YearRecords
from nasij_core.stats.sums import counts_by

Codes = NDArray[np.int32]
Reals = NDArray[np.float64]
BITMAP = 1 << 26  # cells × codes up to which distinct codes are flagged rather than sorted


class By(StrEnum):
    """What a dynamics table is broken down by."""

    NATION = "nation"
    REGION = "region"
    PRODUCT = "product"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row per (group, firm, year) with trade, sorted so."""

    years: tuple[int, ...]  # observed years, ascending
    n_groups: int
    group: Codes
    firm: Codes
    year: NDArray[np.int16]  # calendar year
    value: Reals
    products: Codes  # distinct products of the firm in the group and year
    markets: Codes

    def __len__(self) -> int:
        return len(self.value)


def cells_of(
    records: Iterable[YearRecords],
    names: Names,
    by: By = By.NATION,
    *,
    excluded: NDArray[np.bool_] | None = None,
    level: Codes | None = None,
    threads: int = 2,
) -> Cells:
    """Collapse records; `excluded` (products,) drops products, e.g. chapter 27.

    `level` (products,) gives each product of the records its place among the products of `names`,
    where these are headings or chapters.
    """
    parts: list[Cells] = []
    years = iter(records)
    with ThreadPoolExecutor(max_workers=threads) as pool:
        while batch := list(islice(years, threads)):  # no more years in memory than threads
            parts += pool.map(lambda year: _collapse(year, names, by, excluded, level), batch)
            del batch
    n_groups = {
        By.NATION: 1,
        By.REGION: len(names.regions),
        By.PRODUCT: len(names.products),
        By.MARKET: len(names.markets),
    }[by]
    return sort_cells(
        Cells(
            tuple(part.years[0] for part in parts),
            n_groups,
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("group", "firm", "year", "value", "products", "markets")
            ),
        ),
        len(names.firms),
    )


def sort_cells(cells: Cells, n_firms: int) -> Cells:
    first = cells.years[0] if cells.years else 0
    span = (cells.years[-1] - first + 1) if cells.years else 1
    key = (cells.group.astype(np.int64) * n_firms + cells.firm) * span + (cells.year - first)
    return take(cells, np.argsort(key, kind="stable"))


def take(cells: Cells, rows: NDArray[np.generic]) -> Cells:
    """Some rows, in the order given (positions or mask)."""
    return Cells(
        cells.years,
        cells.n_groups,
        cells.group[rows],
        cells.firm[rows],
        cells.year[rows],
        cells.value[rows],
        cells.products[rows],
        cells.markets[rows],
    )


def _collapse(
    records: YearRecords,
    names: Names,
    by: By,
    excluded: NDArray[np.bool_] | None,
    level: Codes | None,
) -> Cells:
    records = _kept(records, excluded)
    if level is not None:
        records = replace(records, product=level[records.product])
    group = _group_codes(records, by)
    firm, product, market, value = records.firm, records.product, records.market, records.value
    if by in (By.PRODUCT, By.MARKET):
        order = np.argsort(
            firm.astype(np.int64) * (int(group.max(initial=0)) + 1) + group, kind="stable"
        )
        firm, group, product, market = (a[order] for a in (firm, group, product, market))
        value = value[order]
    changes = np.empty(len(value), bool)
    changes[:1] = True
    np.not_equal(firm[1:], firm[:-1], out=changes[1:])
    if by is not By.NATION:
        changes[1:] |= group[1:] != group[:-1]
    starts = np.flatnonzero(changes)
    if len(starts) == 0:
        empty = np.empty(0, np.int32)
        return Cells(
            (records.year,),
            0,
            empty,
            empty,
            empty.astype(np.int16),
            empty.astype(float),
            empty,
            empty,
        )
    return Cells(
        (records.year,),
        0,
        group[starts].astype(np.int32),
        firm[starts].astype(np.int32),
        np.full(len(starts), records.year, np.int16),
        np.add.reduceat(value, starts),
        distinct_in_runs(product, starts, len(names.products)),
        distinct_in_runs(market, starts, len(names.markets)),
    )


def _kept(records: YearRecords, excluded: NDArray[np.bool_] | None) -> YearRecords:
    kept = records.value > 0  # an exporter of t exports more than 0 in t
    if excluded is not None and excluded.any():
        kept &= ~excluded[records.product]
    if kept.all():
        return records
    return YearRecords(
        records.year,
        *(
            getattr(records, name)[kept]
            for name in ("firm", "region", "product", "market", "value")
        ),
    )


def _group_codes(records: YearRecords, by: By) -> NDArray[np.integer]:
    if by is By.NATION:
        return np.broadcast_to(np.int32(0), records.firm.shape)
    codes: NDArray[np.integer] = getattr(records, by.value)
    return codes


def distinct_in_runs(codes: NDArray[np.integer], starts: NDArray[np.int64], n_codes: int) -> Codes:
    """Distinct codes in each run; `starts` are the first positions of the runs."""
    if n_codes <= 1:
        return np.ones(len(starts), np.int32)
    lengths = np.diff(starts, append=len(codes))
    new = np.empty(len(codes), bool)
    new[:1] = True
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    falls = np.zeros(len(codes), bool)
    np.less(codes[1:], codes[:-1], out=falls[1:])
    new[starts] = True
    falls[starts] = False
    counts = np.add.reduceat(new, starts, dtype=np.int32)
    if not falls.any():
        return counts
    unsorted = np.flatnonzero(np.logical_or.reduceat(falls, starts))
    rows = np.repeat(np.isin(np.arange(len(starts)), unsorted), lengths)
    run = np.repeat(np.arange(len(unsorted)), lengths[unsorted])
    counts[unsorted] = _distinct(run, codes[rows], len(unsorted), n_codes)
    return counts


def _distinct(
    run: NDArray[np.int64], codes: NDArray[np.integer], n_runs: int, n_codes: int
) -> Codes:
    keys = run * n_codes + codes
    if n_runs * n_codes <= BITMAP:
        flags = np.zeros(n_runs * n_codes, np.uint8)
        flags[keys] = 1
        distinct: Codes = flags.reshape(n_runs, n_codes).sum(axis=1, dtype=np.int32)
        return distinct
    found = np.unique(keys) // n_codes
    return counts_by(found, n_runs).astype(np.int32)
