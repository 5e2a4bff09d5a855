"""Sea distances from the `searoute` package, the one place that knows it.

It is an optional extra (Apache-2.0, its network of sea lanes inside the package, no download).
Without it, or where it finds no way, the answer is a great circle times a detour, and says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from nasij_core.corridors.distance import Place, great_circle_km

LEAST_SHARE = 0.98  # of the great circle: a shorter "route" snapped both ends to one point


class SeaMethod(StrEnum):
    SEA_LANES = "sea_lanes"
    GREAT_CIRCLE = "great_circle"


@dataclass(frozen=True, slots=True)
class SeaDistance:
    """km, and how it was found: `great_circle` is an estimate, not a route."""

    km: float
    method: SeaMethod


def sea_distance(one: Place, two: Place, detour: float) -> SeaDistance:
    """Between two ports. detour: ratio used only without a route.

    The lanes start at the network's nearest point; the ways from and to the ports are added.
    """
    straight = great_circle_km(one, two)
    routed = lane_km(one.lat, one.lon, two.lat, two.lon)
    if routed is None or routed < LEAST_SHARE * straight:
        return SeaDistance(straight * detour, SeaMethod.GREAT_CIRCLE)
    return SeaDistance(routed, SeaMethod.SEA_LANES)


def available() -> bool:
    """Whether sea lanes can be used here."""
    return library() is not None


@cache
def library() -> Any | None:
    try:
        return import_module("searoute")
    except ImportError:
        return None


@cache
def lane_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float | None:
    found = library()
    if found is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where it finds no way; we answer None
        try:
            route = found.searoute([lon1, lat1], [lon2, lat2], units="km")
        except Exception:  # a network without a way raises what its graph library raises
            return None
    points = route.geometry["coordinates"]
    if len(points) < 2:
        return None
    access = great_circle_km(Place("", lat1, lon1), at(points[0]))
    access += great_circle_km(Place("", lat2, lon2), at(points[-1]))
    return float(route.properties["length"]) + access


def at(point: Sequence[float]) -> Place:
    return Place("", point[1], point[0])
