"""Economic complexity: advantage, proximity, density, indices, and regions in the world's space."""

from nasij_core.complexity.density import density, distance
from nasij_core.complexity.indices import (
    Fitness,
    Indices,
    eci_pci,
    expy,
    fitness,
    prody,
    projected_eci,
    reflections,
)
from nasij_core.complexity.outlook import Outlook, outlook
from nasij_core.complexity.proximity import proximity
from nasij_core.complexity.rca import Presence, presence, rca
from nasij_core.complexity.world import ProductIndex, Regional, Space, World, place, space, world

__all__ = [
    "Fitness",
    "Indices",
    "Outlook",
    "Presence",
    "ProductIndex",
    "Regional",
    "Space",
    "World",
    "density",
    "distance",
    "eci_pci",
    "expy",
    "fitness",
    "outlook",
    "place",
    "presence",
    "prody",
    "projected_eci",
    "proximity",
    "rca",
    "reflections",
    "space",
    "world",
]
