"""Named flows of one year as sorted integer codes, with what was met on the way counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nasij_core.errors import (
    DuplicateKeys,
    MixedLevels,
    NoRows,
    NoSingleMarkets,
    UnknownCode,
    listed,
)
from nasij_core.flows import CODED, FlowTable
from nasij_core.notes import N_, Note, NoteValue
from nasij_core.store.aggregates import LeftOut, left_out
from nasij_core.store.country_codes import KNOWN_ISO3
from nasij_core.store.names import NO_MARKET, Codes, Column, Named, countries, products

HS_LEVELS = (2, 4, 6, 8, 10)
BLOCK = 1 << 16
SPARSE = 8  # columns to a row of the file beyond which sorting beats counting
Reals = NDArray[np.float64]
Pairs = NDArray[np.int32] | NDArray[np.int64]  # product and importer in one whole number


@dataclass(slots=True)
class Tally:
    """What was met on the way and must be told, by code: rows and value."""

    unknown: dict[str, dict[str, float]] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    self_trade_rows: int = 0
    self_trade_usd: float = 0.0
    zero_rows: int = 0
    files: list[str] = field(default_factory=list)
    year_from_name: list[str] = field(default_factory=list)
    without_end: list[str] = field(default_factory=list)  # text without a last line break

    def add_unknown(self, code: str, rows: int, value_usd: float) -> None:
        seen = self.unknown.setdefault(code, {"rows": 0, "value_usd": 0.0})
        seen["rows"] += rows
        seen["value_usd"] += value_usd

    def add_left_out(self, found: Mapping[str, LeftOut]) -> None:
        for code, more in found.items():
            seen = self.left_out.setdefault(code, {"rows": 0, "value_usd": 0.0, "sum_usd": None})
            seen["rows"] += more["rows"]
            seen["value_usd"] += more["value_usd"]
            if more["sum_usd"] is not None:
                seen["sum_usd"] = (seen["sum_usd"] or 0.0) + more["sum_usd"]


def notes_of(
    unknown: Mapping[str, Mapping[str, float]],
    without_end: Iterable[str],
    left_out: Mapping[str, LeftOut],
) -> tuple[Note, ...]:
    """What every figure made of these flows has to say about them."""
    notes = [_left_out_note(code, left_out[code]) for code in sorted(left_out)]
    if unknown:
        text = N_("Unknown country codes, kept as they are: %(count)s (%(codes)s).")
        codes = listed(sorted(unknown), 20)
        notes.append(Note("unknown_countries", text, {"count": len(unknown), "codes": codes}))
    if files := list(without_end):
        text = N_("%(files)s ends without a line break: its last row may be cut.")
        notes.append(Note("no_line_break", text, {"files": listed(files)}))
    return tuple(notes)


def _left_out_note(code: str, left: LeftOut) -> Note:
    values: dict[str, NoteValue] = {
        "name": code,
        "rows": left["rows"],
        "value_usd": _amount(left["value_usd"]),
    }
    if left["sum_usd"] is None:
        text = N_(
            "“%(name)s” is not one country or product. Rows left out: %(rows)s, worth "
            "%(value_usd)s USD."
        )
        return Note(f"left_out_{code}", text, values)
    text = N_(
        "“%(name)s” sums up other rows. Its own are left out: %(rows)s, worth %(value_usd)s "
        "USD; those that it sums make %(sum_usd)s USD."
    )
    return Note(f"left_out_{code}", text, {**values, "sum_usd": _amount(left["sum_usd"])})


def _amount(usd: float) -> str:
    """With spaces, which no language takes for a decimal mark."""
    return f"{usd:,.0f}".replace(",", "\u00a0")


def code_year(
    columns: dict[str, Column],
    values: Reals,
    year: int,
    name: str,
    codes: dict[int, str],
    tally: Tally,
    width: int | None = None,
) -> FlowTable:
    """Checked flows of one year, with final names, sorted by (exporter, product, importer).

    `codes`: letters of the countries that are numbers. `width`: of the product codes, if known.
    """
    exporter, importer = (countries(columns[kind], codes) for kind in ("exporter", "importer"))
    product = products(columns["product"], width)
    if aside := left_out(exporter, importer, product, values):
        kept, found = aside
        if not kept.any():
            raise NoSingleMarkets(f"{name} ({year})", found)
        tally.add_left_out(found)
        exporter, importer, product = (coded.of(kept) for coded in (exporter, importer, product))
        values = values[kept]
    for named in (exporter, importer):
        _count_unknown(named, values, tally)
    if not all((*exporter.names, *importer.names, *product.names)):
        raise UnknownCode(name, [""])
    _refuse_nested(product.names, name)
    i, k, j, values = in_order(exporter, product, importer, values)
    abroad = _not_self_trade(exporter.names, importer.names, i, j, values, tally)
    if abroad is not None:
        i, j, k, values = i[abroad], j[abroad], k[abroad], values[abroad]
    if len(values) == 0:
        raise NoRows(f"{name} ({year})")
    same = _repeated(i, k, j)
    if len(same):
        parts = ((exporter, i), (importer, j), (product, k))
        examples = ("/".join(n.names[rows[r]] for n, rows in parts) for r in same[:6])
        raise DuplicateKeys(name, len(same), CODED, examples)
    tally.zero_rows += len(values) - int(np.count_nonzero(values))
    stamp = np.full(len(values), year, np.int16)
    return FlowTable(exporter.names, importer.names, product.names, (year,), stamp, i, j, k, values)


def _refuse_nested(products: tuple[str, ...], name: str) -> None:
    """Codes of the Harmonized System at two levels, one inside the other."""
    levels = sorted({len(code) for code in products})
    if len(levels) < 2 or not set(levels) <= set(HS_LEVELS) or not all(map(str.isdigit, products)):
        return
    headings = {level: {code for code in products if len(code) == level} for level in levels}
    nested = [
        f"{code[:level]} / {code}"
        for code in products
        for level in levels
        if level < len(code) and code[:level] in headings[level]
    ]
    if nested:
        raise MixedLevels(name, nested)


def _count_unknown(named: Named, values: Reals, tally: Tally) -> None:
    """Unknown countries stay in the flows under their own code: world totals stay whole."""
    known = KNOWN_ISO3 | {NO_MARKET}
    unknown = [place for place, name in enumerate(named.names) if name not in known]
    if not unknown:
        return
    counts = np.bincount(named.rows, minlength=len(named.place))
    sums = np.bincount(named.rows, weights=values, minlength=len(named.place))
    for place in unknown:
        raw = named.place == place
        tally.add_unknown(named.names[place], int(counts[raw].sum()), float(sums[raw].sum()))


def in_order(
    exporter: Named, product: Named, importer: Named, values: Reals
) -> tuple[Codes, Codes, Codes, Reals]:
    """Exporter, product, importer and value of each row, sorted by the first three.

    A sparse matrix of exporters by pairs (product, importer): bringing it to rows is a counting
    sort, and most files need no more, since they go through products or importers in order
    themselves. Sorting ten million keys takes three times longer.
    """
    row, pair = _rows_and_pairs(exporter, product, importer)
    width = len(product.names) << importer.bits
    table = sparse.coo_array((values, (row, pair)), shape=(len(exporter.names), width))
    table.has_canonical_format = True  # a key met twice stays twice, to be refused by name
    table = table.tocsr()
    if not _ascending(table.indices, table.indptr):
        if width > SPARSE * len(values):
            table.sort_indices()
        else:
            table = table.tocsc().tocsr()  # the same sort, by columns first
    product_of, importer_of = _apart(table.indices, importer.bits, row, pair)
    exporter_of = table.indices  # no longer needed as pairs, and memory in use is fast memory
    for place, (start, end) in enumerate(pairwise(table.indptr)):
        exporter_of[start:end] = place
    codes = (c.astype(np.int32, copy=False) for c in (exporter_of, product_of, importer_of))
    return *codes, table.data


def _rows_and_pairs(exporter: Named, product: Named, importer: Named) -> tuple[Codes, Pairs]:
    """(rows,): the exporter, and product and importer in one whole number that sorts as they do."""
    wide = len(product.names) << importer.bits > np.iinfo(np.int32).max
    row = np.empty(len(exporter.rows), np.int32)
    pair: Pairs = np.empty(len(row), np.int64) if wide else np.empty(len(row), np.int32)
    products = np.left_shift(product.place.astype(pair.dtype), importer.bits)
    importers = importer.place.astype(pair.dtype)
    part = np.empty(BLOCK, pair.dtype)
    for block in _blocks(len(row)):  # of a size that stays in the cache of the processor
        np.take(exporter.place, exporter.rows[block], out=row[block], mode="clip")
        whole = np.take(products, product.rows[block], out=pair[block], mode="clip")
        other = np.take(importers, importer.rows[block], out=part[: len(whole)], mode="clip")
        np.bitwise_or(whole, other, out=whole)
    return row, pair


def _ascending(pair: Pairs, starts: Pairs) -> bool:
    """Whether each exporter's rows are in order: pairs may fall where the next exporter begins."""
    falls = pair[1:] < pair[:-1]
    inside = starts[(starts > 0) & (starts < len(pair))]
    falls[inside - 1] = False
    return not falls.any()


def _apart(pair: Pairs, bits: int, product: Pairs, importer: Pairs) -> tuple[Pairs, Pairs]:
    """Product and importer of each pair, written into the two arrays given."""
    for block in _blocks(len(pair)):
        np.right_shift(pair[block], bits, out=product[block], casting="same_kind")
        np.bitwise_and(pair[block], (1 << bits) - 1, out=importer[block], casting="same_kind")
    return product, importer


def _blocks(rows: int) -> list[slice]:
    return [slice(first, first + BLOCK) for first in range(0, rows, BLOCK)]


def _not_self_trade(
    exporters: tuple[str, ...],
    importers: tuple[str, ...],
    i: Codes,
    j: Codes,
    values: Reals,
    tally: Tally,
) -> NDArray[np.bool_] | None:
    market = {name: position for position, name in enumerate(importers)}
    starts = np.searchsorted(i, np.arange(len(exporters) + 1, dtype=i.dtype))
    same = np.zeros(len(i), bool)
    for place, name in enumerate(exporters):
        if name in market:
            rows = slice(starts[place], starts[place + 1])
            np.equal(j[rows], market[name], out=same[rows])
    if not same.any():
        return None
    tally.self_trade_rows += int(same.sum())
    tally.self_trade_usd += float(values[same].sum())
    other: NDArray[np.bool_] = np.logical_not(same)
    return other


def _repeated(i: Codes, k: Codes, j: Codes) -> NDArray[np.int64]:
    """Rows whose key the next row has too."""
    rows = np.flatnonzero(j[1:] == j[:-1])  # few: in order, importers mostly ascend
    same: NDArray[np.int64] = rows[(k[rows + 1] == k[rows]) & (i[rows + 1] == i[rows])]
    return same
