"""One mean year out of several, and its three tables of sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.flows import FlowTable
from nasij_core.stats.sums import table_of
from nasij_core.stats.weights import row_weights, weights_of_years

Reals = NDArray[np.float64]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class MeanFlows:
    """One mean year: sorted by (exporter, product, importer), unique."""

    starts: NDArray[np.int64]  # (exporters + 1,), first row of each exporter
    exporter: Codes
    importer: Codes
    product: Codes
    value_usd: Reals

    def tables(self, shape: tuple[int, int, int]) -> tuple[Reals, Reals, Reals]:
        """Sums in USD: (exporters, products), (importers, products), (exporters, importers)."""
        n_i, n_j, n_k = shape
        return (
            table_of(self.exporter, self.product, self.value_usd, (n_i, n_k)),
            table_of(self.importer, self.product, self.value_usd, (n_j, n_k)),
            table_of(self.exporter, self.importer, self.value_usd, (n_i, n_j)),
        )


class CellsOfYears:
    """The rows of all years brought to one cell each, once for any weights of the years."""

    def __init__(self, flows: FlowTable) -> None:
        self._flows = flows
        self._several = len(flows.years) > 1
        self._cells = (flows.exporter, flows.product, flows.importer)
        if self._several:
            n_j, n_k = len(flows.importers), len(flows.products)
            keys = (flows.exporter.astype(np.int64) * n_k + flows.product) * n_j + flows.importer
            self._order = np.argsort(keys, kind="stable")
            keys = keys[self._order]
            self._first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
            pairs, importer = np.divmod(keys[self._first], n_j)
            exporter, product = np.divmod(pairs, n_k)
            self._cells = (
                exporter.astype(np.int32),
                product.astype(np.int32),
                importer.astype(np.int32),
            )
        ends = np.arange(len(flows.exporters) + 1, dtype=np.int32)
        self._starts = np.searchsorted(self._cells[0], ends)

    def mean(
        self,
        year_weights: Mapping[int, float] | None = None,
        market_weights: Reals | None = None,
    ) -> MeanFlows:
        """The years as one, weighted; markets are averaged over the years they report.

        `market_weights` (importers,) count the report of each market so many times.
        """
        flows = self._flows
        weights = weights_of_years(flows.years, year_weights)
        value = flows.value_usd
        if self._several:
            n_j = len(flows.importers)
            share = row_weights(flows.year, flows.importer, n_j, flows.years, weights)
            value = np.add.reduceat((share * value)[self._order], self._first)
        exporter, product, importer = self._cells
        if market_weights is not None:
            value = value * market_weights[importer]
        return MeanFlows(self._starts, exporter, importer, product, value)
