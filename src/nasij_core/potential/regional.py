"""A country's potential split over its regions, by the best evidence there is.

Each region's share of the national supply of a product splits the potential, which is linear in
supply; demand and ease stay national. The sum over regions and the part that belongs to no region
is the national figure, pair by pair, for potential, actual and unrealised alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import Contradiction, NotEnoughData, WrongShape
from nasij_core.potential.indicator import ExportPotential, Totals
from nasij_core.stats.proportional import fit_margins
from nasij_core.stats.sums import ratio, sums_by, table_of

Reals = NDArray[np.float64]
Codes = NDArray[np.int64]


class Evidence(StrEnum):
    """How much is known of who exports what: customs records, sector tables, or structure only."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    INDICATIVE = "indicative"


@dataclass(frozen=True, slots=True)
class RegionalShares:
    """Shares of national exports; the last row of each table is “not regionalised”.

    `of_flow` gives the shares of single (market, product) flows where records say more than the
    product's share; a row of NaN falls back on the product's share.
    """

    evidence: Evidence
    regions: tuple[str, ...]
    of_product: Reals  # (regions + 1, products), columns sum to 1
    of_flow: Reals | None = None  # (regions + 1, flows of the exporter)

    def check(self) -> None:
        if self.of_product.shape[0] != len(self.regions) + 1:
            raise WrongShape("regional shares", self.of_product.shape, "regions + 1, products")
        if (self.of_product < -1e-12).any() or not np.allclose(self.of_product.sum(axis=0), 1.0):
            raise Contradiction("regional shares", "a product's shares do not sum to 1")


@dataclass(frozen=True, slots=True)
class RegionalPotential:
    """Per region, the last being “not regionalised”; all in USD a year."""

    evidence: Evidence
    regions: tuple[str, ...]
    shares: RegionalShares
    flow_actual: Reals  # (regions + 1, flows)
    flow_unrealised: Reals  # (regions + 1, flows)
    by_market: tuple[Totals, ...]  # one per region and the rest, (importers,)
    by_product: tuple[Totals, ...]  # (products,)

    def total(self, region: int) -> tuple[float, float, float]:
        sums = self.by_market[region]
        return float(sums.potential.sum()), float(sums.actual.sum()), float(sums.unrealised.sum())


def customs_shares(
    region: Codes,
    product: Codes,
    value: Reals,
    flow: Codes,
    regions: tuple[str, ...],
    size: tuple[int, int],
) -> RegionalShares:
    """Exact shares from customs records by region × product × market.

    `region` −1 is an origin that is none of the regions (“not declared”): it stays in the
    denominator, or every listed region would be overstated. `flow` is the position of the
    record's (market, product) among the exporter's flows, −1 if there is none. `size` is
    (products, flows). A product without records is not regionalised.
    """
    n_k, n_flows = size
    rows = np.where(region < 0, len(regions), region)
    n_r = len(regions) + 1
    if value.sum() <= 0:
        raise NotEnoughData("the regional split", "the customs records hold no value")
    sums = table_of(rows, product, value, (n_r, n_k))
    of_product = _shares(sums)
    of_product[:, sums.sum(axis=0) <= 0] = 0.0
    of_product[-1, sums.sum(axis=0) <= 0] = 1.0
    met = flow >= 0
    flows = table_of(rows[met], flow[met], value[met], (n_r, n_flows))
    return RegionalShares(Evidence.EXACT, regions, of_product, _shares(flows))


def _shares(sums: Reals) -> Reals:
    return ratio(sums, sums.sum(axis=0)[None, :])


def sector_shares(
    table: Reals,
    sector_of_product: Codes,
    national: Reals,
    regions: tuple[str, ...],
    *,
    undeclared: Reals | None = None,
    seed: Reals | None = None,
) -> RegionalShares:
    """Estimated shares from a region × sector table and the national product mix.

    Within each sector the table's regions and the national exports of its products are the two
    margins of a proportional fit; without a `seed` (regions, products) of prior structure every
    product of a sector gets its sector's shares. `undeclared` (sectors,) is the part of each
    sector the table gives to no region. Products with sector −1 are not regionalised.
    """
    n_r, n_k = len(regions), len(national)
    rest = np.zeros(table.shape[1]) if undeclared is None else undeclared
    of_product = np.zeros((n_r + 1, n_k))
    of_product[-1] = 1.0
    for sector in range(table.shape[1]):
        inside = np.flatnonzero(sector_of_product == sector)
        margin = np.r_[table[:, sector], rest[sector]]
        if len(inside) == 0 or margin.sum() <= 0:
            continue
        of_product[:, inside] = _sector_fit(margin / margin.sum(), national[inside], seed, inside)
    if (of_product[-1] == 1.0).all():
        raise NotEnoughData("the regional split", "no product belongs to a sector of the table")
    return RegionalShares(Evidence.ESTIMATED, regions, of_product)


def _sector_fit(margin: Reals, national: Reals, seed: Reals | None, inside: Codes) -> Reals:
    flat = np.repeat(margin[:, None], len(inside), axis=1)
    if seed is None or national.sum() <= 0:
        return flat
    prior = np.vstack([seed[:, inside], np.full(len(inside), seed[:, inside].mean())])
    prior = np.where(prior.sum(axis=0) > 0, prior, flat)
    prior[(margin > 0) & (prior @ (national > 0) <= 0)] = 1e-9  # a region the seed forgot
    fitted = fit_margins(prior * (national > 0), margin * national.sum(), national).table
    return np.where(national > 0, fitted / np.where(national > 0, national, 1.0), flat)


def structural_shares(shares: Reals, regions: tuple[str, ...], n_products: int) -> RegionalShares:
    """Indicative: one share per region for every product; what lacks to 1 is not regionalised."""
    total = float(shares.sum())
    if total > 1.0 + 1e-9:
        raise Contradiction("regional shares", f"they sum to {total:g}, more than 1")
    column = np.r_[shares, max(0.0, 1.0 - total)]
    column = column / column.sum()
    return RegionalShares(
        Evidence.INDICATIVE, regions, np.repeat(column[:, None], n_products, axis=1)
    )


def split_potential(national: ExportPotential, shares: RegionalShares) -> RegionalPotential:
    """National pairs over regions.

    Potential follows the supply shares of the product; actual follows the shares of the flow;
    the national gap of a pair goes to the regions in proportion to their own floored gaps, so
    that one region's over-trade does not hide another's gap and the sum stays national.
    """
    shares.check()
    supply = shares.of_product[:, national.flow_product]
    of_flow = supply
    if shares.of_flow is not None:
        known = np.isfinite(shares.of_flow).all(axis=0)
        of_flow = np.where(known, shares.of_flow, supply)
    potential = national.potential[national.flow_market, national.flow_product]
    gap = national.unrealised[national.flow_market, national.flow_product]
    actual = of_flow * national.flow_usd
    own_gap = np.maximum(supply * potential - actual, 0.0)
    total_gap = own_gap.sum(axis=0)
    part = np.divide(own_gap, total_gap, out=supply.copy(), where=total_gap > 0)
    unrealised = part * gap
    untouched = _gap_off_flows(national)
    parts = list(zip(shares.of_product, actual, unrealised, strict=True))
    return RegionalPotential(
        shares.evidence,
        shares.regions,
        shares,
        actual,
        unrealised,
        tuple(_by_market(national, untouched, *part) for part in parts),
        tuple(_by_product(national, untouched, *part) for part in parts),
    )


def _by_market(
    national: ExportPotential, untouched: Reals, share: Reals, actual: Reals, gaps: Reals
) -> Totals:
    place, size = national.flow_market, len(national.ease)
    return Totals(
        national.potential @ share,
        sums_by(place, actual, size),
        untouched @ share + sums_by(place, gaps, size),
    )


def _by_product(
    national: ExportPotential, untouched: Reals, share: Reals, actual: Reals, gaps: Reals
) -> Totals:
    place, size = national.flow_product, len(share)
    return Totals(
        share * national.by_product.potential,
        sums_by(place, actual, size),
        share * untouched.sum(axis=0) + sums_by(place, gaps, size),
    )


def _gap_off_flows(national: ExportPotential) -> Reals:
    """Unrealised potential of pairs without any trade yet: it follows the supply shares."""
    table = national.unrealised.copy()
    table[national.flow_market, national.flow_product] = 0.0
    return table
