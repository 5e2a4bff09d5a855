"""Corridors from frames of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from nasij_core.corridors import Mode, Place, best_corridors, default_parameters
from nasij_core.errors import UnknownCode
from nasij_core.notes import N_, Note
from nasij_core.tables import REAL, TEXT, Column, Table
from nasij_core.units import Unit

METHOD = "corridors"
NO_LANES = N_("Sea distances without a lane, great circles times %(detour)s: %(count)s.")
NO_ROADS = N_("Road distances not measured, great circles times %(detour)s: %(count)s.")
UNUSED = N_("Measured roads from or to places that are not asked for: %(count)s.")


def places(name: str, code: str) -> Table:
    return Table(
        name,
        (
            Column(code, TEXT, Unit.CODE),
            Column("lat", REAL, Unit.RATIO, signed=True),
            Column("lon", REAL, Unit.RATIO, signed=True),
        ),
        key=(code,),
    )


REGIONS, PORTS, MARKETS = (
    places("regions", "region"),
    places("ports", "port"),
    places("markets", "market"),
)
ROADS = Table(
    "roads",
    (
        Column("region", TEXT, Unit.CODE),
        Column("destination", TEXT, Unit.CODE),
        Column("km", REAL, Unit.KM),
    ),
    key=("region", "destination"),
)


@dataclass(frozen=True, slots=True)
class CorridorFrames:
    """corridors: region, market, rank, port (null: by road all the way), road_km, sea_km, km,
    hours, kg_co2_per_tonne, road_method, sea_method. legs: each leg of them."""

    corridors: pl.DataFrame
    legs: pl.DataFrame
    notes: tuple[Note, ...]


def corridors(
    regions: pl.DataFrame,
    ports: pl.DataFrame,
    markets: pl.DataFrame,
    *,
    roads: pl.DataFrame | None = None,
    parameters: Mapping[str, float] | None = None,
    by: str = "hours",
    by_road: Iterable[str] = (),
) -> CorridorFrames:
    """All ways, ranked by hours, km or kg_co2_per_tonne."""
    rules = default_parameters().with_values(parameters or {})
    known = {}
    if roads is not None:
        rows = ROADS.validate(roads).select(ROADS.names)
        known = {(region, destination): km for region, destination, km in rows.iter_rows()}
    origins, docks = read_places(regions, REGIONS), read_places(ports, PORTS)
    targets = read_places(markets, MARKETS)
    unused = unknown_roads(known, origins, [*docks, *targets])
    found = best_corridors(
        origins,
        docks,
        targets,
        rules,
        by=by,
        road_km=known,
        by_road=by_road,
    )
    ways, legs = [], []
    for (region, market), ranked in found.items():
        for rank, way in enumerate(ranked, 1):
            method = {leg.mode: leg.method for leg in way.legs}
            start = {"region": region, "market": market, "rank": rank, "port": way.port}
            ways.append(
                {
                    **start,
                    "road_km": way.length(Mode.ROAD),
                    "sea_km": way.length(Mode.SEA),
                    "km": way.km,
                    "hours": way.hours,
                    "kg_co2_per_tonne": way.kg_co2_per_tonne,
                    "road_method": method.get(Mode.ROAD),
                    "sea_method": method.get(Mode.SEA),
                }
            )
            legs += [
                {**start, **{key: getattr(leg, key) for key in leg.__dataclass_fields__}}
                for leg in way.legs
            ]
    frame = pl.DataFrame(ways, infer_schema_length=None)
    notes = tuple(notes_of(frame, rules.sea_detour, rules.road_detour, unused))
    return CorridorFrames(frame, pl.DataFrame(legs, infer_schema_length=None), notes)


def unknown_roads(
    known: Mapping[tuple[str, str], float], origins: list[Place], ends: list[Place]
) -> int:
    """Roads between places that are not asked for; all of them being so is a mistake."""
    regions, destinations = {place.code for place in origins}, {place.code for place in ends}
    unused = [road for road in known if road[0] not in regions or road[1] not in destinations]
    if known and len(unused) == len(known):
        raise UnknownCode("the roads", ["/".join(road) for road in unused])
    return len(unused)


def read_places(frame: pl.DataFrame, table: Table) -> list[Place]:
    rows = table.validate(frame).select(table.names)
    return [Place(code, lat, lon) for code, lat, lon in rows.iter_rows()]


def notes_of(
    frame: pl.DataFrame, sea_detour: float, road_detour: float, unused: int
) -> Iterable[Note]:
    if unused:
        yield Note("unused_roads", UNUSED, {"count": unused})
    at_sea = int((frame["sea_method"] == "great_circle").sum())
    if at_sea:
        yield Note("no_lanes", NO_LANES, {"count": at_sea, "detour": sea_detour})
    on_road = int((frame["road_method"] == "great_circle").sum())
    if on_road:
        yield Note("no_roads", NO_ROADS, {"count": on_road, "detour": road_detour})
