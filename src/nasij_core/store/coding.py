"""Named flows of one year as sorted integer codes, with what was met on the way counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import DuplicateKeys, MixedLevels, NoRows, UnknownCode, listed
from nasij_core.flows import FlowTable
from nasij_core.notes import N_, Note
from nasij_core.store.country_codes import KNOWN_ISO3

HS_WIDTH = 6
HS_LEVELS = (2, 4, 6, 8, 10)
CODED = ("exporter", "importer", "product")
BLOCK = 1 << 16
WORD = 63  # bits of a positive whole number
Codes = NDArray[np.int32]
Keys = NDArray[np.int64]
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
    place: Codes  # (raw codes,): position of each among the names
    rows: NDArray[np.integer]  # raw codes, as read

    @property
    def bits(self) -> int:
        return max(len(self.names) - 1, 1).bit_length()


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
    _refuse_nested(product.names, name)
    key, values = _sorted(_keys(exporter, product, importer), values)
    i, k, j = _unpacked(key, product.bits, importer.bits)
    kept = _not_self_trade(exporter.names, importer.names, i, j, values, tally)
    if kept is not None:
        key, i, j, k, values = key[kept], i[kept], j[kept], k[kept], values[kept]
    if len(values) == 0:
        raise NoRows(f"{name} ({year})")
    same = np.flatnonzero(key[1:] == key[:-1])
    if len(same):
        parts = ((exporter, i), (importer, j), (product, k))
        examples = ("/".join(n.names[rows[r]] for n, rows in parts) for r in same[:6])
        raise DuplicateKeys(name, len(same), CODED, examples)
    tally.zero_rows += len(values) - int(np.count_nonzero(values))
    stamp = np.full(len(values), year, np.int16)
    return FlowTable(exporter.names, importer.names, product.names, (year,), stamp, i, j, k, values)


def _named(column: Column, kind: str, codes: dict[int, str]) -> Named:
    own = np.array([_name(value, kind, codes) for value in column.distinct], dtype=object)
    names, place = np.unique(own, return_inverse=True)
    return Named(tuple(names), place.astype(np.int32), column.rows)


def _refuse_nested(products: tuple[str, ...], name: str) -> None:
    """Codes of the Harmonized System at two levels, one inside the other."""
    levels = sorted({len(code) for code in products})
    if len(levels) < 2 or not set(levels) <= set(HS_LEVELS) or not all(map(str.isdigit, products)):
        return
    headings = {level: {code for code in products if len(code) == level} for level in levels}
    nested = [
        f"{code[:level]} and {code}"
        for code in products
        for level in levels
        if level < len(code) and code[:level] in headings[level]
    ]
    if nested:
        raise MixedLevels(name, nested)


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
    counts = np.bincount(named.rows, minlength=len(named.place))
    sums = np.bincount(named.rows, weights=values, minlength=len(named.place))
    for place in unknown:
        raw = named.place == place
        tally.add_unknown(named.names[place], int(counts[raw].sum()), float(sums[raw].sum()))


def _keys(exporter: Named, product: Named, importer: Named) -> Keys:
    """(rows,): exporter, product and importer in one whole number each, that sorts as they do."""
    key = np.empty(len(exporter.rows), np.int64)
    shifts = (product.bits + importer.bits, importer.bits, 0)
    tables = [
        named.place.astype(np.int64) << shift
        for named, shift in zip((exporter, product, importer), shifts, strict=True)
    ]
    part = np.empty(BLOCK, np.int64)
    for first in range(0, len(key), BLOCK):  # blocks that stay in the cache of the processor
        rows = slice(first, first + BLOCK)
        whole = key[rows]
        np.take(tables[0], exporter.rows[rows], out=whole, mode="clip")
        for table, named in zip(tables[1:], (product, importer), strict=True):
            whole |= np.take(table, named.rows[rows], out=part[: len(whole)], mode="clip")
    return key


def _sorted(key: Keys, values: Reals) -> tuple[Keys, Reals]:
    """Keys in ascending order, and the values with them.

    The number of the row travels in the low bits: sorting whole numbers in place is three times
    faster than finding the order of keys.
    """
    if bool((key[1:] >= key[:-1]).all()):
        return key, values
    bits = len(key).bit_length()
    if int(key.max()).bit_length() + bits > WORD:
        order = np.argsort(key, kind="stable")
        return key[order], values[order]
    key <<= bits
    key |= np.arange(len(key))
    key.sort()
    moved = np.empty_like(values)
    for first in range(0, len(key), BLOCK):
        rows = slice(first, first + BLOCK)
        np.take(values, key[rows] & ((1 << bits) - 1), out=moved[rows], mode="clip")
    key >>= bits
    return key, moved


def _unpacked(key: Keys, product_bits: int, importer_bits: int) -> tuple[Codes, Codes, Codes]:
    """Exporter, product, importer of each key."""
    i, k, j = (np.empty(len(key), np.int32) for _ in range(3))
    for first in range(0, len(key), BLOCK):
        rows = slice(first, first + BLOCK)
        pair = key[rows] >> importer_bits
        j[rows] = key[rows] & ((1 << importer_bits) - 1)
        k[rows] = pair & ((1 << product_bits) - 1)
        i[rows] = pair >> product_bits
    return i, k, j


def _not_self_trade(
    exporters: tuple[str, ...],
    importers: tuple[str, ...],
    i: Codes,
    j: Codes,
    values: Reals,
    tally: Tally,
) -> NDArray[np.bool_] | None:
    place = {name: position for position, name in enumerate(importers)}
    own_market = np.array([place.get(name, -1) for name in exporters], np.int32)
    same = own_market[i] == j
    if not same.any():
        return None
    tally.self_trade_rows += int(same.sum())
    tally.self_trade_usd += float(values[same].sum())
    other: NDArray[np.bool_] = np.logical_not(same)
    return other
