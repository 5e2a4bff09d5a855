"""Named flows of one year as sorted integer codes, with what was met on the way counted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import DuplicateKeys, NoRows, UnknownCode
from nasij_core.flows import FlowTable
from nasij_core.store.country_codes import KNOWN_ISO3

HS_WIDTH = 6
CODED = ("exporter", "importer", "product")
Coded = tuple[tuple[str, ...], NDArray[np.int64]]  # sorted names, position of each row


@dataclass(slots=True)
class Tally:
    """What was met on the way and must be told, by code: rows and value."""

    unknown: dict[str, dict[str, float]] = field(default_factory=dict)
    self_trade_rows: int = 0
    self_trade_usd: float = 0.0
    zero_rows: int = 0
    files: list[str] = field(default_factory=list)
    year_from_name: list[str] = field(default_factory=list)

    def add_unknown(self, code: str, rows: int, value_usd: float) -> None:
        seen = self.unknown.setdefault(code, {"rows": 0, "value_usd": 0.0})
        seen["rows"] += rows
        seen["value_usd"] += value_usd


def code_year(
    frame: pl.DataFrame, year: int, name: str, codes: dict[int, str], tally: Tally
) -> FlowTable:
    """Checked flows (exporter, importer, product, value_usd) of one year, coded and sorted."""
    coded = {column: _coded(frame[column], column, codes) for column in CODED}
    values = frame["value_usd"].to_numpy()
    for column in ("exporter", "importer"):
        _count_unknown(coded[column], values, tally)
    return _sorted_table(coded, values, year, name, tally)


def _coded(values: pl.Series, column: str, codes: dict[int, str]) -> Coded:
    distinct = values.unique()
    if values.dtype == pl.String:
        rows = values.cast(pl.Enum(distinct)).to_physical().to_numpy()
    else:
        top = int(distinct.max()) + 1  # type: ignore[arg-type]
        positions = np.zeros(top, np.int64)
        positions[distinct.to_numpy()] = np.arange(len(distinct))
        rows = positions[values.to_numpy()]
    own_names = [_name(value, column, codes) for value in distinct]
    names, place = np.unique(np.array(own_names, dtype=object), return_inverse=True)
    return tuple(names), place.astype(np.int64)[rows]


def _name(value: object, column: str, codes: dict[int, str]) -> str:
    text = str(value).strip()
    if column == "product":
        is_number = not isinstance(value, str) or len(text) == HS_WIDTH - 1
        return text.zfill(HS_WIDTH) if is_number and text.isdigit() else text
    return codes.get(int(text), text) if text.isdigit() else text


def _count_unknown(coded: Coded, values: NDArray[np.float64], tally: Tally) -> None:
    """Unknown countries stay in the flows under their own code: world totals stay whole."""
    names, rows = coded
    unknown = [place for place, name in enumerate(names) if name not in KNOWN_ISO3]
    if not unknown:
        return
    counts = np.bincount(rows, minlength=len(names))
    sums = np.bincount(rows, weights=values, minlength=len(names))
    for place in unknown:
        tally.add_unknown(names[place], int(counts[place]), float(sums[place]))


def _sorted_table(
    coded: dict[str, Coded], values: NDArray[np.float64], year: int, name: str, tally: Tally
) -> FlowTable:
    (exporters, i), (importers, j), (products, k) = (coded[column] for column in CODED)
    if not all((*exporters, *importers, *products)):
        raise UnknownCode(name, [""])
    keys = (i * len(products) + k) * len(importers) + j
    kept = _not_self_trade(exporters, importers, i, j, values, tally)
    if kept is not None:
        keys, values = keys[kept], values[kept]
    table = pl.DataFrame({"key": keys, "value": values}).sort("key")
    keys, values = table["key"].to_numpy(), table["value"].to_numpy()
    _refuse_repeated(keys, coded, name)
    tally.zero_rows += int((values == 0).sum())
    if len(keys) == 0:
        raise NoRows(f"{name} ({year})")
    pairs, importer = np.divmod(keys, len(importers))
    exporter, product = np.divmod(pairs, len(products))
    return FlowTable(
        exporters,
        importers,
        products,
        (year,),
        np.full(len(keys), year, np.int16),
        exporter.astype(np.int32),
        importer.astype(np.int32),
        product.astype(np.int32),
        values,
    )


def _not_self_trade(
    exporters: tuple[str, ...],
    importers: tuple[str, ...],
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    values: NDArray[np.float64],
    tally: Tally,
) -> NDArray[np.bool_] | None:
    place = {name: position for position, name in enumerate(importers)}
    own_market = np.array([place.get(name, -1) for name in exporters])
    same = own_market[i] == j
    if not same.any():
        return None
    tally.self_trade_rows += int(same.sum())
    tally.self_trade_usd += float(values[same].sum())
    other: NDArray[np.bool_] = np.logical_not(same)
    return other


def _refuse_repeated(keys: NDArray[np.int64], coded: dict[str, Coded], name: str) -> None:
    repeated = np.flatnonzero(keys[1:] == keys[:-1])
    if len(repeated) == 0:
        return
    exporters, importers, products = (coded[column][0] for column in CODED)
    examples = []
    for key in keys[repeated[:6]]:
        pair, j = divmod(int(key), len(importers))
        i, k = divmod(pair, len(products))
        examples.append(f"{exporters[i]}/{importers[j]}/{products[k]}")
    raise DuplicateKeys(name, len(repeated), CODED, examples)
