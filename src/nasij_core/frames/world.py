"""Named tables aligned with the codes of the flows: distances, growth, tariffs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nasij_core.errors import NoRows
from nasij_core.flows import FlowTable
from nasij_core.notes import N_, Note
from nasij_core.potential.tariffs import TariffRates, code_tariffs
from nasij_core.potential.world import Growth, Options, World, build_world
from nasij_core.tables import DISTANCES, GROWTH, TARIFFS

Reals = NDArray[np.float64]
EVERYBODY = "*"  # the exporter of an MFN rate


def world_of(
    flows: FlowTable,
    *,
    distances: pl.DataFrame | None = None,
    growth: pl.DataFrame | None = None,
    tariffs: pl.DataFrame | None = None,
    year_weights: Mapping[int, float] | None = None,
    sigma: float = 1.0,
    epsilon: float = 1.0,
) -> World:
    """The world for all exporters, from frames of `tables.DISTANCES`, `GROWTH`, `TARIFFS`."""
    notes: list[Note] = []
    return build_world(
        flows,
        year_weights=year_weights,
        growth=None if growth is None else growth_ratios(flows, growth, notes),
        km=None if distances is None else distance_table(flows, distances),
        tariffs=None if tariffs is None else tariff_rates(flows, tariffs, notes),
        options=Options(sigma, epsilon),
        notes=tuple(notes),
    )


def places_of(names: tuple[str, ...], values: pl.Series) -> NDArray[np.int64]:
    """The place of each value among the names; −1 where it is none of them."""
    place = {name: position for position, name in enumerate(names)}
    return np.array([place.get(value, -1) for value in values], np.int64)


def distance_table(flows: FlowTable, distances: pl.DataFrame) -> Reals:
    """(exporters, importers) in km, NaN where unknown; either direction of a pair will do."""
    frame = DISTANCES.validate(distances)
    km = frame["km"].to_numpy()
    table = np.full((len(flows.exporters), len(flows.importers)), np.nan)
    for origin, destination in (("importer", "exporter"), ("exporter", "importer")):
        i = places_of(flows.exporters, frame[origin])
        j = places_of(flows.importers, frame[destination])
        kept = (i >= 0) & (j >= 0) & (km > 0)
        table[i[kept], j[kept]] = km[kept]
    if np.isnan(table).all():
        raise NoRows("Distances between the countries of the flows")
    return table


def growth_ratios(flows: FlowTable, growth: pl.DataFrame, notes: list[Note]) -> Growth:
    """Ratios for each country; one that lacks gets the mean of those given, and is counted."""
    frame = GROWTH.validate(growth)
    countries = tuple(frame["country"])
    gdp = frame["gdp_ratio"].to_numpy()
    if "population_ratio" in frame.columns:
        population = frame["population_ratio"].to_numpy()
    else:
        population = np.ones(len(gdp))
        text = N_("No population given: demand grows with GDP alone.")
        notes.append(Note("no_population", text))
    missing = sorted(set(flows.exporters + flows.importers) - set(countries))
    if missing:
        text = N_("Countries without a growth forecast, which get the mean: %(count)s (%(codes)s).")
        notes.append(
            Note("mean_growth", text, {"count": len(missing), "codes": ", ".join(missing)})
        )

    def of(names: tuple[str, ...], ratios: Reals) -> Reals:
        place = places_of(countries, pl.Series(names))
        return np.where(place >= 0, ratios[place], ratios.mean())

    return Growth(
        of(flows.exporters, gdp), of(flows.importers, gdp), of(flows.importers, population)
    )


def growth_from_rates(
    rates: pl.DataFrame, first: int, last: int, population: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Yearly rates (country, year, growth: 0.035 is 3.5 %) as ratios of `last` over `first`.

    The result has the columns of `tables.GROWTH`; a country that lacks some of the years
    goes on at the mean pace of those it has; one without any is left out, and gets the mean of the
    others later, with a note.
    """
    ratio = _ratio_of(rates, first, last).rename({"ratio": "gdp_ratio"})
    if population is None:
        return ratio
    people = _ratio_of(population, first, last).rename({"ratio": "population_ratio"})
    return ratio.join(people, on="country", how="inner")


def _ratio_of(rates: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    kept = rates.filter(pl.col("year").is_between(first + 1, last), pl.col("growth").is_finite())
    return (
        kept.group_by("country")
        .agg((1.0 + pl.col("growth")).product().pow((last - first) / pl.len()).alias("ratio"))
        .select("country", "ratio")
        .sort("country")
    )


def tariff_rates(flows: FlowTable, tariffs: pl.DataFrame, notes: list[Note]) -> TariffRates | None:
    """Rates coded like the flows; rows of countries or products without flows are counted. None
    where no row is left: the potential is then that without tariffs, and its notes say so."""
    frame = TARIFFS.validate(tariffs)
    i = places_of(flows.exporters, frame["exporter"])
    j = places_of(flows.importers, frame["importer"])
    k = places_of(flows.products, frame["product"])
    everybody = (frame["exporter"] == EVERYBODY).to_numpy()
    kept = (everybody | (i >= 0)) & (j >= 0) & (k >= 0)
    if (unused := int((~kept).sum())) > 0:
        text = N_("Tariff rows that concern no country or product of the flows: %(count)s.")
        notes.append(Note("unused_tariffs", text, {"count": unused}))
    if not kept.any():
        return None
    shape = (len(flows.exporters), len(flows.importers), len(flows.products))
    rates = frame["tariff"].to_numpy()
    if (usual := float(np.median(rates[kept]))) > 1.0:
        text = N_("Half of the tariffs are above 100 %%: a rate of 5 %% is written 0.05.")
        notes.append(Note("tariffs_in_percent", text, {"median": usual}))
    return code_tariffs(
        i[kept].astype(np.int32),
        j[kept].astype(np.int32),
        k[kept].astype(np.int32),
        rates[kept],
        shape,
    )
