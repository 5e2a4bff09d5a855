"""Distances on the globe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nasij_core.errors import OutOfRange

EARTH_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Place:
    """A named point; degrees, north and east positive."""

    code: str
    lat: float
    lon: float


def checked(place: Place) -> Place:
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        given = f"{place.lat}, {place.lon}"
        raise OutOfRange(f"the position of {place.code}", given, "a latitude and a longitude")
    return place


def great_circle_km(one: Place, two: Place) -> float:
    """Shortest way on a sphere, km (haversine; the real Earth differs by up to 0.5 %)."""
    lat1, lon1, lat2, lon2 = np.radians([one.lat, one.lon, two.lat, two.lon])
    half = np.sin((lat2 - lat1) / 2) ** 2
    half += np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(min(half, 1.0))))
