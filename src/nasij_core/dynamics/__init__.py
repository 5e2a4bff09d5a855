"""Exporter dynamics: entries, exits, survival and concentration, by region, product or market."""

from nasij_core.dynamics.cells import By, Cells, cells_of, sort_cells, take
from nasij_core.dynamics.concentration import Concentration, concentration
from nasij_core.dynamics.entry_exit import EntryExit, entry_exit
from nasij_core.dynamics.panel import FirmPanel, Names, Panel, YearRecords, sorted_years
from nasij_core.dynamics.secrecy import SecrecyRule, hidden_cells, with_complements, with_cover
from nasij_core.dynamics.stretches import Break, breaks_of, stretches
from nasij_core.dynamics.successions import resolve
from nasij_core.dynamics.survival import (
    HazardTable,
    Spells,
    SurvivalCurve,
    ages,
    hazards_by,
    kaplan_meier,
    spells,
)

__all__ = [
    "Break",
    "By",
    "Cells",
    "Concentration",
    "EntryExit",
    "FirmPanel",
    "HazardTable",
    "Names",
    "Panel",
    "SecrecyRule",
    "Spells",
    "SurvivalCurve",
    "YearRecords",
    "ages",
    "breaks_of",
    "cells_of",
    "concentration",
    "entry_exit",
    "hazards_by",
    "hidden_cells",
    "kaplan_meier",
    "resolve",
    "sort_cells",
    "sorted_years",
    "spells",
    "stretches",
    "take",
    "with_complements",
    "with_cover",
]
