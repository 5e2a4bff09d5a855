"""Export potential: what an exporter could sell where, and what of it is not yet sold."""

from nasij_core.potential.everyone import AllTotals, all_totals
from nasij_core.potential.indicator import ExportPotential, Totals, export_potential
from nasij_core.potential.new_products import NewProducts, comparative_advantage, new_products
from nasij_core.potential.uncertainty import (
    PotentialRange,
    range_of_reporters,
    range_of_terms,
    range_of_years,
)
from nasij_core.potential.world import Growth, Options, World, build_world

__all__ = [
    "AllTotals",
    "ExportPotential",
    "Growth",
    "NewProducts",
    "Options",
    "PotentialRange",
    "Totals",
    "World",
    "all_totals",
    "build_world",
    "comparative_advantage",
    "export_potential",
    "new_products",
    "range_of_reporters",
    "range_of_terms",
    "range_of_years",
]
