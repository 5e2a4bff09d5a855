"""The world once, for all exporters: mean flows, usual distances, tariffs, ease of trade.

Everything that does not depend on one exporter is computed here, so that one exporter takes
milliseconds. Arrays are C-contiguous with products last: the one-exporter step reads rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import OutOfRange, WrongShape
from nasij_core.flows import FlowTable
from nasij_core.notes import N_, Note
from nasij_core.potential.ease import ease_of_trade
from nasij_core.potential.mean_year import CellsOfYears, MeanFlows
from nasij_core.potential.tariffs import TariffAverages, TariffRates, tariff_averages
from nasij_core.stats.sums import ratio, table_of

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Growth:
    """Expected over current, for the horizon: 1.10 is +10 %."""

    gdp_exporters: Reals  # (exporters,)
    gdp_importers: Reals  # (importers,)
    population_importers: Reals  # (importers,)


@dataclass(frozen=True, slots=True)
class Options:
    """Exponents of the indicator; both are 1 unless the analyst has estimates."""

    sigma: float | Reals = 1.0  # Armington elasticity, or (products,)
    epsilon: float | Reals = 1.0  # of imports per head to GDP per head, or (importers, products)


@dataclass(frozen=True, slots=True)
class Damped:
    """Projected demand as distances damp it, for all exporters: that of one is the smaller of
    `nearer / km` and `farther · km`, and `plain` where no supplier's distance is known.

    (importers, products) each; both are 0 in the cells of `plain`.
    """

    nearer: Reals  # USD · km: demand × usual distance
    farther: Reals  # USD / km: demand over usual distance
    plain: NDArray[np.int64]  # flat cells with demand and without a usual distance


@dataclass(frozen=True, slots=True)
class World:
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    products: tuple[str, ...]
    years: tuple[int, ...]
    flows: MeanFlows
    exports: Reals  # (exporters, products), USD a year
    imports: Reals  # (importers, products), USD a year
    own_market: NDArray[np.int64]  # (exporters,), place among importers or −1
    growth: Growth
    projected_exports: Reals  # (products,), sum over exporters with their growth, USD
    projected_demand: Reals  # (importers, products), USD at the horizon
    ease: Reals  # (exporters, importers)
    km: Reals | None  # (exporters, importers), NaN where unknown
    usual_km: Reals | None  # (importers, products), trade-weighted geometric mean, NaN if unknown
    damped: Damped | None
    tariffs: TariffRates | None
    averages: TariffAverages | None
    options: Options
    notes: tuple[Note, ...]


def build_world(
    flows: FlowTable,
    *,
    year_weights: Mapping[int, float] | None = None,
    growth: Growth | None = None,
    km: Reals | None = None,
    tariffs: TariffRates | None = None,
    options: Options | None = None,
    notes: tuple[Note, ...] = (),
    cells: CellsOfYears | None = None,
    market_weights: Reals | None = None,
) -> World:
    """All that the exporters share. A term whose data lack is 1, and a note says so.

    Parameters: `growth` ratios for the horizon, `km` (exporters, importers), `tariffs` coded like
    the flows, `year_weights` by year (default: simple mean of the years in `flows`). `cells` of the
    same flows spare their sorting to who builds many worlds; `market_weights` (importers,) are
    those of a bootstrap over reporters.
    """
    options = options or Options()
    _check(flows, km, growth, options)
    mean = (cells or CellsOfYears(flows)).mean(year_weights, market_weights)
    n_i, n_j, n_k = len(flows.exporters), len(flows.importers), len(flows.products)
    exports, imports, trade = mean.tables((n_i, n_j, n_k))
    used = growth or Growth(np.ones(n_i), np.ones(n_j), np.ones(n_j))
    place = {name: position for position, name in enumerate(flows.importers)}
    usual_km = None if km is None else _usual_km(mean, km, n_j, n_k)
    demand = _projected_demand(imports, used, options)
    averages = None
    if tariffs is not None:
        averages = tariff_averages(
            tariffs, mean.exporter, mean.importer, mean.product, mean.value_usd, (n_i, n_j, n_k)
        )
    return World(
        flows.exporters,
        flows.importers,
        flows.products,
        flows.years,
        mean,
        exports,
        imports,
        np.array([place.get(name, -1) for name in flows.exporters]),
        used,
        used.gdp_exporters @ exports,
        demand,
        ease_of_trade(exports, imports, trade),
        km,
        usual_km,
        None if usual_km is None else damped_demand(demand, usual_km),
        tariffs,
        averages,
        options,
        (*flows.notes, *notes, *_missing_notes(flows, growth, km, tariffs)),
    )


def _projected_demand(imports: Reals, growth: Growth, options: Options) -> Reals:
    per_head = (growth.gdp_importers / growth.population_importers)[:, None]
    return imports * per_head**options.epsilon * growth.population_importers[:, None]


def _usual_km(mean: MeanFlows, km: Reals, n_j: int, n_k: int) -> Reals:
    """Geometric mean distance from which each market buys each product, weighted by trade."""
    log_km = np.log(km)[mean.exporter, mean.importer]
    known = np.isfinite(log_km) & (mean.value_usd > 0)
    weight = np.where(known, mean.value_usd, 0.0)
    shape = (n_j, n_k)
    log_sums = np.where(known, log_km, 0.0) * weight
    usual: Reals = np.exp(
        ratio(
            table_of(mean.importer, mean.product, log_sums, shape),
            table_of(mean.importer, mean.product, weight, shape),
        )
    )
    return usual


def damped_demand(demand: Reals, usual_km: Reals) -> Damped:
    known = np.isfinite(usual_km)
    return Damped(
        np.multiply(demand, usual_km, out=np.zeros_like(demand), where=known),
        np.divide(demand, usual_km, out=np.zeros_like(demand), where=known),
        np.flatnonzero(~known & (demand > 0)),
    )


def _check(flows: FlowTable, km: Reals | None, growth: Growth | None, options: Options) -> None:
    shape = (len(flows.exporters), len(flows.importers))
    if km is not None:
        if km.shape != shape:
            raise WrongShape("distances", km.shape, shape)
        if (km <= 0).any():
            raise OutOfRange("a distance", float(np.nanmin(km)), "above 0 km")
    if growth is not None:
        for name in ("gdp_exporters", "gdp_importers", "population_importers"):
            ratios = getattr(growth, name)
            if not (np.isfinite(ratios) & (ratios > 0)).all():
                raise OutOfRange(f"growth ratio {name}", ratios.min(), "above 0 and known")
    for name in ("sigma", "epsilon"):
        if not np.isfinite(getattr(options, name)).all():
            raise OutOfRange(name, getattr(options, name), "finite")


def _missing_notes(
    flows: FlowTable, growth: Growth | None, km: Reals | None, tariffs: TariffRates | None
) -> list[Note]:
    notes = []
    if growth is None:
        notes.append(Note("no_growth", N_("No growth given: supply and demand are today's.")))
    if km is None:
        notes.append(Note("no_distances", N_("No distances given: the distance factor is 1.")))
    elif (unknown := _pairs_without_km(flows, km)) > 0:
        text = N_("Pairs of countries without distance, whose distance factor is 1: %(count)s.")
        notes.append(Note("unknown_distances", text, {"count": unknown}))
    if tariffs is None:
        notes.append(Note("no_tariffs", N_("No tariffs given: both tariff terms are 1.")))
    if missing := flows.missing_importers:
        text = N_(
            "Closed world. Exporters that never appear as markets, and whose demand"
            " is not counted: %(count)s (%(codes)s)."
        )
        codes = ", ".join(missing)
        notes.append(Note("closed_world", text, {"count": len(missing), "codes": codes}))
    return notes


def _pairs_without_km(flows: FlowTable, km: Reals) -> int:
    other = np.array(flows.exporters)[:, None] != np.array(flows.importers)[None, :]
    return int((np.isnan(km) & other).sum())
