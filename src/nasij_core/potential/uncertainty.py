"""How wrong a potential may be: other years, other reporters, or other choices of terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nasij_core.errors import NotEnoughData, OutOfRange
from nasij_core.flows import FlowTable
from nasij_core.potential.indicator import ExportPotential, export_potential
from nasij_core.potential.mean_year import CellsOfYears
from nasij_core.potential.world import World, build_world, damped_demand
from nasij_core.stats.weights import weights_of_years

Reals = NDArray[np.float64]
LEAST_YEARS = 3
LEAST_REPORTERS = 5


@dataclass(frozen=True, slots=True)
class PotentialRange:
    """Potential and unrealised potential of one exporter in USD a year, with a range."""

    potential: tuple[float, float, float]  # low, central, high
    unrealised: tuple[float, float, float]
    by_market: Reals  # (3, importers): unrealised, low, central, high; empty for `range_of_terms`
    method: str
    draws: int


def range_of_years(
    flows: FlowTable,
    exporter: int,
    *,
    rng: np.random.Generator,
    draws: int = 50,
    level: float = 0.8,
    year_weights: Mapping[int, float] | None = None,
    **world_options: object,
) -> PotentialRange:
    """Bootstrap over years: which years make the mean is drawn with replacement, as often as they
    weigh in it.

    Needs three years. `world_options` go to `build_world`. It holds the year-to-year instability
    of trade, not errors of the method. The rows are sorted once, the sums are made for each draw.
    """
    if len(flows.years) < LEAST_YEARS:
        raise NotEnoughData(
            "a range over years", f"it needs {LEAST_YEARS} years, the flows have {len(flows.years)}"
        )
    _check(draws, level)
    chances = weights_of_years(flows.years, year_weights)
    cells = CellsOfYears(flows)

    def drawn() -> Iterable[tuple[Reals, Reals]]:
        for _ in range(draws):
            counts = rng.multinomial(len(chances), chances / chances.sum())
            weights = dict(zip(flows.years, counts.astype(float).tolist(), strict=True))
            world = build_world(flows, year_weights=weights, cells=cells, **world_options)  # type: ignore[arg-type]
            sums = export_potential(world, exporter).by_market
            yield sums.potential, sums.unrealised

    return _range(drawn(), level, "bootstrap over years", draws)


def range_of_reporters(
    flows: FlowTable,
    exporter: int,
    *,
    rng: np.random.Generator,
    draws: int = 50,
    level: float = 0.8,
    **world_options: object,
) -> PotentialRange:
    """Bootstrap over reporters, for one year too: how much the answer owes to the reports of
    single markets.

    Each market's report gets a random weight of mean 1 (Rubin's Bayesian bootstrap 1981, so none
    is ever left out), supply and tariff averages are made anew, and each market's potential is
    told for its actual size. The exporter's own imports keep their weight: they are no sample.
    """
    if len(flows.importers) < LEAST_REPORTERS:
        why = f"it needs {LEAST_REPORTERS} markets, the flows have {len(flows.importers)}"
        raise NotEnoughData("a range over reporters", why)
    _check(draws, level)
    cells = CellsOfYears(flows)
    own = [place for place, name in enumerate(flows.importers) if name == flows.exporters[exporter]]

    def drawn() -> Iterable[tuple[Reals, Reals]]:
        for _ in range(draws):
            weights = np.maximum(rng.exponential(size=len(flows.importers)), 1e-6)
            weights[own] = 1.0
            world = build_world(flows, cells=cells, market_weights=weights, **world_options)  # type: ignore[arg-type]
            sums = export_potential(world, exporter).by_market
            yield sums.potential / weights, sums.unrealised / weights

    return _range(drawn(), level, "bootstrap over reporters", draws)


def _check(draws: int, level: float) -> None:
    if draws < 10 or not 0.0 < level < 1.0:
        raise OutOfRange("draws and level", (draws, level), "10 or more, and between 0 and 1")


def _range(
    drawn: Iterable[tuple[Reals, Reals]], level: float, method: str, draws: int
) -> PotentialRange:
    totals, markets = [], []
    for potential, unrealised in drawn:
        totals.append((potential.sum(), unrealised.sum()))
        markets.append(unrealised)
    quantiles = ((1 - level) / 2, 0.5, (1 + level) / 2)
    spread = np.quantile(totals, quantiles, axis=0)
    return PotentialRange(
        (float(spread[0, 0]), float(spread[1, 0]), float(spread[2, 0])),
        (float(spread[0, 1]), float(spread[1, 1]), float(spread[2, 1])),
        np.quantile(markets, quantiles, axis=0),
        method,
        draws,
    )


def range_of_terms(world: World, exporter: int) -> PotentialRange:
    """For a single year: lowest and highest total when one term at a time is left out.

    Not a confidence interval: it states how much the answer owes to the re-export filter, the
    distance factor, tariffs and growth.
    """
    variants = [export_potential(world, exporter)]
    if world.km is not None:
        variants.append(
            export_potential(replace(world, km=None, usual_km=None, damped=None), exporter)
        )
    if world.tariffs is not None:
        variants.append(export_potential(replace(world, tariffs=None, averages=None), exporter))
    own = replace(world, own_market=np.full(len(world.exporters), -1))
    variants.append(_without_own_market(export_potential(own, exporter), world, exporter))
    flat = replace(
        world,
        projected_demand=world.imports,
        damped=None if world.usual_km is None else damped_demand(world.imports, world.usual_km),
        projected_exports=world.exports.sum(axis=0),
        growth=replace(world.growth, gdp_exporters=np.ones(len(world.exporters))),
    )
    variants.append(export_potential(flat, exporter))
    totals = np.array([variant.total for variant in variants])
    return PotentialRange(
        (float(totals[:, 0].min()), float(totals[0, 0]), float(totals[:, 0].max())),
        (float(totals[:, 2].min()), float(totals[0, 2]), float(totals[:, 2].max())),
        np.empty((3, 0)),
        "one term left out at a time",
        len(variants),
    )


def _without_own_market(found: ExportPotential, world: World, exporter: int) -> ExportPotential:
    """Leaving out the re-export filter must not open the exporter's own market to itself."""
    market = int(world.own_market[exporter])
    if market >= 0:
        for sums in (found.by_market.potential, found.by_market.unrealised):
            sums[market] = 0.0
    return found
