"""Trade flows as integer codes: the one shape every method of trade starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from nasij_core.errors import NoRows, UnknownCode
from nasij_core.notes import Note

Codes = NDArray[np.int32]
Reals = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)
CODED = ("exporter", "importer", "product")


@dataclass(frozen=True, slots=True)
class FlowTable:
    """Flows of one or more years, sorted by (year, exporter, product, importer).

    `exporter`, `importer` and `product` are row-wise positions in the three tuples of names.
    Exporters and importers have separate lists, since a file may lack some markets.
    """

    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    products: tuple[str, ...]
    years: tuple[int, ...]
    year: NDArray[np.int16]  # (rows,)
    exporter: Codes  # (rows,)
    importer: Codes  # (rows,)
    product: Codes  # (rows,)
    value_usd: Reals  # (rows,), USD
    notes: tuple[Note, ...] = ()
    source: tuple[str, ...] = ()  # sha256 of the snapshots or files read

    def __len__(self) -> int:
        return len(self.value_usd)

    @property
    def missing_importers(self) -> tuple[str, ...]:
        """Exporters that never appear as importers: the world of markets is not whole."""
        known = set(self.importers)
        return tuple(name for name in self.exporters if name not in known)

    def exporter_position(self, code: str) -> int:
        try:
            return self.exporters.index(code)
        except ValueError:
            raise UnknownCode("exporter", [code]) from None

    def exports(self) -> Reals:
        """(exporters, products): mean yearly exports in USD."""
        return self._sums(self.exporter, len(self.exporters), self.product, len(self.products))

    def imports(self) -> Reals:
        """(importers, products): mean yearly imports in USD."""
        return self._sums(self.importer, len(self.importers), self.product, len(self.products))

    def _sums(self, rows: Codes, n_rows: int, columns: Codes, n_columns: int) -> Reals:
        cells = sparse.coo_array((self.value_usd, (rows, columns)), shape=(n_rows, n_columns))
        sums: Reals = cells.toarray()  # adds up; numbering the cells for bincount takes longer
        return sums / len(self.years)


def flows_from_frame(frame: pl.DataFrame, source: tuple[str, ...] = ()) -> FlowTable:
    """Code a checked frame (columns of `tables.FLOWS`); without `year`, the year is 0."""
    if frame.is_empty():
        raise NoRows("flows")
    if "year" not in frame.columns:
        frame = frame.with_columns(year=pl.lit(0))
    frame = frame.sort("year", "exporter", "product", "importer")
    names = {
        c: frame[c].cast(pl.String).unique().sort() for c in ("exporter", "importer", "product")
    }
    codes = {
        column: frame[column].cast(pl.Enum(values)).to_physical().to_numpy().astype(np.int32)
        for column, values in names.items()
    }
    return FlowTable(
        tuple(names["exporter"]),
        tuple(names["importer"]),
        tuple(names["product"]),
        tuple(frame["year"].unique().sort()),
        frame["year"].to_numpy().astype(np.int16),
        codes["exporter"],
        codes["importer"],
        codes["product"],
        frame["value_usd"].to_numpy().astype(np.float64),
        source=source,
    )


def join_years(tables: list[FlowTable], source: tuple[str, ...] = ()) -> FlowTable:
    """Yearly tables on common code lists; the lists are sorted, so the rows stay sorted."""
    if not tables:
        raise NoRows("flows")
    names = {
        name: tuple(sorted(set().union(*(getattr(table, f"{name}s") for table in tables))))
        for name in CODED
    }
    codes = {
        name: _concatenated(
            [_moved(getattr(t, name), getattr(t, f"{name}s"), names[name]) for t in tables]
        )
        for name in CODED
    }
    return FlowTable(
        names["exporter"],
        names["importer"],
        names["product"],
        tuple(year for table in tables for year in table.years),
        _concatenated([table.year for table in tables]),
        codes["exporter"],
        codes["importer"],
        codes["product"],
        _concatenated([table.value_usd for table in tables]),
        source=source,
    )


def _concatenated(arrays: list[NDArray[Scalar]]) -> NDArray[Scalar]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _moved(
    rows: NDArray[np.int32], own: tuple[str, ...], common: tuple[str, ...]
) -> NDArray[np.int32]:
    if own == common:
        return rows
    place = {name: position for position, name in enumerate(common)}
    return np.array([place[name] for name in own], np.int32)[rows]
