"""Tariffs coded like the flows, and the trade-weighted averages the indicator compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.stats.sums import ratio, sums_by

Reals = NDArray[np.float64]
Codes = NDArray[np.int32]
Shape = tuple[int, int, int]  # exporters, importers, products


@dataclass(frozen=True, slots=True)
class TariffRates:
    """Ad valorem rates (0.05 is 5 %) by exporter, product and importer, sorted by key."""

    keys: NDArray[np.int64]  # (exporter · products + product) · importers + importer
    rates: Reals
    mfn: Reals | None  # (importers, products): for pairs without a rate of their own; NaN unknown
    shape: Shape

    def at(self, exporter: Codes, importer: Codes, product: Codes) -> Reals:
        """Rate of each row; NaN where neither a rate nor an MFN rate is known."""
        _, n_j, n_k = self.shape
        wanted = (exporter.astype(np.int64) * n_k + product) * n_j + importer
        place = np.minimum(np.searchsorted(self.keys, wanted), max(len(self.keys) - 1, 0))
        found = self.keys[place] == wanted if len(self.keys) else np.zeros(len(wanted), bool)
        other = np.nan if self.mfn is None else self.mfn[importer, product]
        return np.where(found, self.rates[place] if len(self.keys) else np.nan, other)

    def of_exporter(self, exporter: int) -> Reals:
        """(importers, products), NaN where unknown."""
        _, n_j, n_k = self.shape
        table = np.full((n_j, n_k), np.nan) if self.mfn is None else self.mfn.copy()
        first, last = np.searchsorted(self.keys, [exporter * n_k * n_j, (exporter + 1) * n_k * n_j])
        product, importer = np.divmod(self.keys[first:last] - exporter * n_k * n_j, n_j)
        table[importer, product] = self.rates[first:last]
        return table


@dataclass(frozen=True, slots=True)
class TariffAverages:
    """Trade-weighted over positive flows with a known rate; NaN where there is none."""

    of_exporter: Reals  # (exporters, products): what the exporter faces
    of_product: Reals  # (products,): what all exporters face
    of_market: Reals  # (importers, products): what the market's suppliers face


def code_tariffs(
    exporter: Codes, importer: Codes, product: Codes, rates: Reals, shape: Shape
) -> TariffRates:
    """Sort coded rows; `exporter` −1 is the rate of everybody without one of their own (MFN)."""
    _, n_j, n_k = shape
    everybody = exporter < 0
    mfn = None
    if everybody.any():
        mfn = np.full((n_j, n_k), np.nan)
        mfn[importer[everybody], product[everybody]] = rates[everybody]
    own = ~everybody
    keys = (exporter[own].astype(np.int64) * n_k + product[own]) * n_j + importer[own]
    order = np.argsort(keys, kind="stable")
    return TariffRates(keys[order], rates[own][order], mfn, shape)


def tariff_averages(
    tariffs: TariffRates,
    exporter: Codes,
    importer: Codes,
    product: Codes,
    value: Reals,
    shape: Shape,
) -> TariffAverages:
    n_i, n_j, n_k = shape
    rate = tariffs.at(exporter, importer, product)
    known = np.isfinite(rate)
    weight = np.where(known, value, 0.0)
    paid = weight * np.where(known, rate, 0.0)

    def average(cells: NDArray[np.int64], size: int) -> Reals:
        return ratio(sums_by(cells, paid, size), sums_by(cells, weight, size))

    place = product.astype(np.int64)
    return TariffAverages(
        average(exporter.astype(np.int64) * n_k + place, n_i * n_k).reshape(n_i, n_k),
        average(place, n_k),
        average(importer.astype(np.int64) * n_k + place, n_j * n_k).reshape(n_j, n_k),
    )
