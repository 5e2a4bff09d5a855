"""Named flows of one year as sorted integer codes, with what was met on the way counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import DuplicateKeys, NoRows, UnknownCode, listed
from nasij_core.flows import FlowTable
from nasij_core.notes import N_, Note
from nasij_core.store.country_codes import KNOWN_ISO3

HS_WIDTH = 6
CODED = ("exporter", "importer", "product")
Codes = NDArray[np.int32]
Reals = NDArray[np.float64]


@dataclass(slots=True)
class Tally:
    """What was met on the way and must be told, by code: rows and value."""

    unknown: dict[str, dict[str, float]] = field(default_factory=dict)
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


def notes_of(
    unknown: Mapping[str, Mapping[str, float]], without_end: Iterable[str]
) -> tuple[Note, ...]:
    """What every figure made of these flows has to say about them."""
    notes = []
    if unknown:
        text = N_("%(count)s country codes are unknown and kept as they are: %(codes)s.")
        codes = listed(sorted(unknown), 20)
        notes.append(Note("unknown_countries", text, {"count": len(unknown), "codes": codes}))
    if files := list(without_end):
        text = N_("%(files)s ends without a line break: its last row may be cut.")
        notes.append(Note("no_line_break", text, {"files": listed(files)}))
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class Column:
    """One column as read: distinct values and the position of each row among them."""

    distinct: tuple[str | int, ...]
    rows: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Named:
    """The same with final names, sorted; several raw codes may share a name."""

    names: tuple[str, ...]
    rows: NDArray[np.int32]


def code_year(
    columns: dict[str, Column],
    values: Reals,
    year: int,
    name: str,
    codes: dict[int, str],
    tally: Tally,
) -> FlowTable:
    """Checked flows of one year, with final names, sorted by (exporter, product, importer)."""
    exporter, importer, product = (_named(columns[column], column, codes) for column in CODED)
    for named in (exporter, importer):
        _count_unknown(named, values, tally)
    if not all((*exporter.names, *importer.names, *product.names)):
        raise UnknownCode(name, [""])
    i, j, k = exporter.rows, importer.rows, product.rows
    kept = _not_self_trade(exporter, importer, values, tally)
    if kept is not None:
        i, j, k, values = i[kept], j[kept], k[kept], values[kept]
    if len(values) == 0:
        raise NoRows(f"{name} ({year})")
    order = _order(i, j, k, (len(exporter.names), len(importer.names), len(product.names)))
    if order is not None:
        i, j, k, values = i[order], j[order], k[order], values[order]
    _refuse_repeated(i, j, k, (exporter, importer, product), name)
    tally.zero_rows += int((values == 0).sum())
    stamp = np.full(len(values), year, np.int16)
    return FlowTable(exporter.names, importer.names, product.names, (year,), stamp, i, j, k, values)


def _named(column: Column, kind: str, codes: dict[int, str]) -> Named:
    own = np.array([_name(value, kind, codes) for value in column.distinct], dtype=object)
    names, place = np.unique(own, return_inverse=True)
    return Named(tuple(names), place.astype(np.int32)[column.rows])


def _name(value: str | int, kind: str, codes: dict[int, str]) -> str:
    text = str(value).strip()
    if kind == "product":
        is_number = not isinstance(value, str) or len(text) == HS_WIDTH - 1
        return text.zfill(HS_WIDTH) if is_number and text.isdigit() else text
    return codes.get(int(text), text) if text.isdigit() else text


def _count_unknown(named: Named, values: Reals, tally: Tally) -> None:
    """Unknown countries stay in the flows under their own code: world totals stay whole."""
    unknown = [place for place, name in enumerate(named.names) if name not in KNOWN_ISO3]
    if not unknown:
        return
    counts = np.bincount(named.rows, minlength=len(named.names))
    sums = np.bincount(named.rows, weights=values, minlength=len(named.names))
    for place in unknown:
        tally.add_unknown(named.names[place], int(counts[place]), float(sums[place]))


def _not_self_trade(
    exporter: Named, importer: Named, values: Reals, tally: Tally
) -> NDArray[np.bool_] | None:
    place = {name: position for position, name in enumerate(importer.names)}
    own_market = np.array([place.get(name, -1) for name in exporter.names], np.int32)
    same = own_market[exporter.rows] == importer.rows
    if not same.any():
        return None
    tally.self_trade_rows += int(same.sum())
    tally.self_trade_usd += float(values[same].sum())
    other: NDArray[np.bool_] = np.logical_not(same)
    return other


def _order(i: Codes, j: Codes, k: Codes, sizes: tuple[int, int, int]) -> NDArray[np.int64] | None:
    """Positions that sort by (exporter, product, importer), or None if sorted already.

    Files come sorted by (product, exporter, importer) or (exporter, importer, product): one or
    two stable passes over 16-bit codes then beat a full sort several times.
    """
    n_i, n_j, n_k = sizes
    wanted = (i.astype(np.int64) * n_k + k) * n_j + j
    if _ascending(wanted):
        return None
    if max(sizes) <= 1 << 16:
        if _ascending((k.astype(np.int64) * n_i + i) * n_j + j):
            return np.argsort(i.astype(np.uint16), kind="stable")
        if _ascending((i.astype(np.int64) * n_j + j) * n_k + k):
            by_product = np.argsort(k.astype(np.uint16), kind="stable")
            return by_product[np.argsort(i.astype(np.uint16)[by_product], kind="stable")]
    return pl.Series(wanted).arg_sort().to_numpy().astype(np.int64)


def _ascending(key: NDArray[np.int64]) -> bool:
    return bool((key[1:] >= key[:-1]).all())


def _refuse_repeated(
    i: Codes, j: Codes, k: Codes, named: tuple[Named, Named, Named], name: str
) -> None:
    same = (j[1:] == j[:-1]) & (k[1:] == k[:-1]) & (i[1:] == i[:-1])
    repeated = np.flatnonzero(same)
    if len(repeated) == 0:
        return
    exporters, importers, products = (part.names for part in named)
    examples = (f"{exporters[i[r]]}/{importers[j[r]]}/{products[k[r]]}" for r in repeated[:6])
    raise DuplicateKeys(name, len(repeated), CODED, examples)
