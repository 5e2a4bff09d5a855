"""Ways of goods: region → port → market, with length, time and CO2."""

from nasij_core.corridors.corridor import (
    Corridor,
    Criterion,
    Leg,
    Mode,
    best_corridors,
    corridor,
    road_corridor,
)
from nasij_core.corridors.distance import Place, great_circle_km
from nasij_core.corridors.parameters import Parameters, default_parameters, parameter_rows
from nasij_core.corridors.sea_routes import SeaDistance, SeaMethod, sea_distance

__all__ = [
    "Corridor",
    "Criterion",
    "Leg",
    "Mode",
    "Parameters",
    "Place",
    "SeaDistance",
    "SeaMethod",
    "best_corridors",
    "corridor",
    "default_parameters",
    "great_circle_km",
    "parameter_rows",
    "road_corridor",
    "sea_distance",
]
