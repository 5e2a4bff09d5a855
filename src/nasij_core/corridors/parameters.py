"""What a corridor assumes where nothing was measured; every value is data and may be replaced.

The packaged values are orders of magnitude for a first comparison, with the range they usually lie
in; a country's own measurements should take their place.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources

from nasij_core.errors import BadOption, OutOfRange


@dataclass(frozen=True, slots=True)
class Parameters:
    """Detours are ratios ≥ 1; speeds km/h; emissions kg of CO2 per tonne and km; times hours."""

    road_detour: float
    road_speed_kmh: float
    road_kg_co2_per_tonne_km: float
    sea_detour: float
    sea_speed_kmh: float
    sea_kg_co2_per_tonne_km: float
    port_hours: float
    arrival_hours: float
    border_hours: float

    def with_values(self, values: Mapping[str, float]) -> Parameters:
        """The same with some values replaced. Raises BadOption for an unknown name."""
        names = [field.name for field in fields(self)]
        for name, value in values.items():
            if name not in names:
                raise BadOption("the parameter of corridors", name, names)
            if name.endswith("detour") and not value >= 1:
                raise OutOfRange(name, value, "at least 1")
            if not 0 <= value < float("inf") or ("speed" in name and value == 0):
                raise OutOfRange(name, value, "0 or more, and a speed above 0")
        return replace(self, **dict(values))


@cache
def default_parameters() -> Parameters:
    """The packaged values."""
    return Parameters(**{row["name"]: float(row["value"]) for row in parameter_rows()})


def parameter_rows() -> list[dict[str, str]]:
    """name, value, unit, low, high, meaning: for showing what was assumed."""
    text = resources.files(__package__).joinpath("parameters.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
