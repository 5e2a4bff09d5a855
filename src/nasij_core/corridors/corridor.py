"""From a region through a port to a market: length, time and CO2, leg by leg."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nasij_core.corridors.distance import Place, checked, great_circle_km
from nasij_core.corridors.parameters import Parameters, default_parameters
from nasij_core.corridors.sea_routes import sea_distance
from nasij_core.errors import BadOption, NegativeValue, NotEnoughData, UnknownCode


class Mode(StrEnum):
    ROAD = "road"
    PORT = "port"
    SEA = "sea"
    ARRIVAL = "arrival"
    BORDER = "border"


class Criterion(StrEnum):
    HOURS = "hours"
    KM = "km"
    CO2 = "kg_co2_per_tonne"


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of the way. method: measured, great_circle, sea_lanes or parameter."""

    mode: Mode
    origin: str
    destination: str
    km: float
    hours: float
    kg_co2_per_tonne: float
    method: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """A way to a market; port is None when the lorry goes all the way."""

    region: str
    port: str | None
    market: str
    legs: tuple[Leg, ...]

    @property
    def km(self) -> float:
        return sum(leg.km for leg in self.legs)

    @property
    def hours(self) -> float:
        return sum(leg.hours for leg in self.legs)

    @property
    def kg_co2_per_tonne(self) -> float:
        return sum(leg.kg_co2_per_tonne for leg in self.legs)

    @property
    def estimated(self) -> bool:
        """Whether any length is a great circle with a detour instead of a way."""
        return any(leg.method == "great_circle" for leg in self.legs)

    def length(self, mode: Mode) -> float:
        return sum(leg.km for leg in self.legs if leg.mode is mode)


def corridor(
    region: Place,
    port: Place,
    market: Place,
    parameters: Parameters | None = None,
    *,
    road_km: float | None = None,
) -> Corridor:
    """Region → port by road → market's port by sea. road_km: measured, if known."""
    rules = parameters or default_parameters()
    checked(region), checked(port), checked(market)
    sea = sea_distance(port, market, rules.sea_detour)
    return Corridor(
        region.code,
        port.code,
        market.code,
        (
            road(region, port, rules, road_km),
            Leg(Mode.PORT, port.code, port.code, 0.0, rules.port_hours, 0.0, "parameter"),
            Leg(
                Mode.SEA,
                port.code,
                market.code,
                sea.km,
                sea.km / rules.sea_speed_kmh,
                sea.km * rules.sea_kg_co2_per_tonne_km,
                str(sea.method),
            ),
            Leg(Mode.ARRIVAL, market.code, market.code, 0.0, rules.arrival_hours, 0.0, "parameter"),
        ),
    )


def road_corridor(
    region: Place,
    market: Place,
    parameters: Parameters | None = None,
    *,
    road_km: float | None = None,
    borders: int = 1,
) -> Corridor:
    """Region → market by lorry alone, with a wait at each border."""
    rules = parameters or default_parameters()
    checked(region), checked(market)
    wait = borders * rules.border_hours
    return Corridor(
        region.code,
        None,
        market.code,
        (
            road(region, market, rules, road_km),
            Leg(Mode.BORDER, region.code, market.code, 0.0, wait, 0.0, "parameter"),
        ),
    )


def road(origin: Place, destination: Place, rules: Parameters, measured: float | None) -> Leg:
    if measured is not None and not 0 <= measured < float("inf"):
        raise NegativeValue(f"the road from {origin.code} to {destination.code}", 1, [measured])
    known = measured is not None
    km = measured if known else great_circle_km(origin, destination) * rules.road_detour
    assert km is not None
    return Leg(
        Mode.ROAD,
        origin.code,
        destination.code,
        km,
        km / rules.road_speed_kmh,
        km * rules.road_kg_co2_per_tonne_km,
        "measured" if known else "great_circle",
    )


def best_corridors(
    regions: Sequence[Place],
    ports: Sequence[Place],
    markets: Sequence[Place],
    parameters: Parameters | None = None,
    *,
    by: Criterion | str = Criterion.HOURS,
    road_km: Mapping[tuple[str, str], float] | None = None,
    by_road: Iterable[str] = (),
) -> dict[tuple[str, str], list[Corridor]]:
    """Every way from each region to each market, best first, ties by port.

    road_km: measured roads by (region, port) or (region, market). by_road: markets that a lorry
    can reach; they are offered that way too.
    """
    try:
        criterion = Criterion(by)
    except ValueError:
        raise BadOption("by", by, list(Criterion)) from None
    if not (regions and ports and markets):
        raise NotEnoughData("the corridors", "regions, ports and markets are all needed")
    known, overland = road_km or {}, set(by_road)
    if unknown := sorted(overland - {market.code for market in markets}):
        raise UnknownCode("the markets to be reached by road", unknown)
    answer = {}
    for region in regions:
        for market in markets:
            ways = [
                corridor(
                    region, port, market, parameters, road_km=known.get((region.code, port.code))
                )
                for port in ports
            ]
            if market.code in overland:
                measured = known.get((region.code, market.code))
                ways.append(road_corridor(region, market, parameters, road_km=measured))
            ways.sort(key=lambda way: (getattr(way, criterion.value), way.port or ""))
            answer[region.code, market.code] = ways
    return answer
